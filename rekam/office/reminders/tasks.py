"""Sending goes on in the background, in rounds: each says when the next is due, and none is held open."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from rekam.domain.reminders import states
from rekam.office.reminders import budgets, sending
from rekam.office.reminders.models import Rules
from rekam.office.reminders.sending import Run

LEAST_PAUSE = timedelta(seconds=30)
LOST_AFTER = timedelta(minutes=10)  # a round that was due for so long will not come


@task()
def send() -> None:
    """One round. Killed in the middle, it leaves at most one message whose fate a later round asks about;
    a bug, too, costs no more than the message that it met.
    """
    Rules.objects.filter(pk=1).update(wakes_at=None)
    try:
        made = sending.run(clock=timezone.now)
    except Exception:
        at = timezone.now()
        wake(due=at + states.ABANDONED, at=at)
        raise
    wake_again(made, at=timezone.now())


def wake_again(made: Run, *, at: datetime) -> None:
    if not made.is_over:
        wake(due=at, at=at)
    elif (due := sending.next_moment(at, made.resting)) is not None:
        wake(due=max(due, at + LEAST_PAUSE), at=at)


@transaction.atomic
def wake(*, due: datetime, at: datetime) -> bool:
    """See that a round is due by then; returns whether one had to be asked for."""
    held = budgets.locked()
    if held.wakes_at is not None and at - LOST_AFTER < held.wakes_at <= due:
        return False
    held.wakes_at = due
    held.save(update_fields=["wakes_at"])
    (send.using(run_after=due) if due > at else send).enqueue()
    return True


def begin(*, at: datetime) -> None:
    """A worker has come up: whatever was due while there was none is due now."""
    Rules.objects.filter(pk=1).update(wakes_at=None)
    if sending.next_moment(at) is not None:
        wake(due=at, at=at)
