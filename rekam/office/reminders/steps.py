"""The one way in which a message comes into another state: under its lock, by the table, with a step kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rekam.domain.reminders import states
from rekam.domain.reminders.states import Event, Outcome
from rekam.office.reminders.models import COSTS, Message, State, Step

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

AT_ONCE = 500
# These say that nothing went out: what was set aside for it is free again.
GIVES_BACK = (Event.NOT_SENT, Event.GIVE_UP, Event.DECLINED, Event.NOT_KNOWN, Event.SEND_AGAIN)


@dataclass(frozen=True, slots=True)
class Happened:
    """What is to be written down with an event; times come from whoever acts."""

    at: datetime
    why: str = ""
    told: str = ""
    by: "User | None" = None
    next_at: datetime | None = None
    provider_id: str = ""
    of_try: int | None = None  # which try this is heard of, where it is heard of one

    @classmethod
    def of(cls, outcome: Outcome, at: datetime, of_try: int, next_at: datetime | None = None) -> "Happened":
        return cls(at, outcome.why, outcome.told, None, next_at, outcome.provider_id, of_try)


@transaction.atomic(savepoint=False)
def happen(pk: int, event: Event, about: Happened, **changes: Any) -> Message | None:
    """Move a message, or change nothing and return nothing where the table has no such move.

    The row stays locked until the caller's transaction ends: of two who come at once, the second sees what
    the first has done.
    """
    message = Message.objects.select_for_update().get(pk=pk)
    is_latest = about.of_try is None or about.of_try == message.tries
    after = states.move(states.State(message.state), event)
    if about.provider_id and not message.provider_id:
        message.provider_id = about.provider_id
        message.save(update_fields=["provider_id"])
    if after is None or not states.counts(event, is_latest=is_latest):
        return None
    message.state, message.why, message.moved_at = State(after.value), about.why, about.at
    message.next_at = about.next_at or about.at
    if event in GIVES_BACK:
        message.charged_on = None
    elif message.state in COSTS and message.charged_on is None:
        message.charged_on = timezone.localdate(
            about.at
        )  # news of what had been given back: it was paid for after all
    for name, value in changes.items():
        setattr(message, name, value)
    message.save()
    _step(message, event, about).save()
    return message


@transaction.atomic(savepoint=False)
def refuse(messages: QuerySet[Message], about: Happened) -> int:
    """All of these that still wait, however many; returns how many that were."""
    found = list(messages.filter(state=State.QUEUED).select_for_update())
    after = {"state": State.REFUSED, "why": about.why, "moved_at": about.at, "next_at": about.at}
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        Message.objects.filter(pk__in=[each.pk for each in some]).update(**after)
        for each in some:
            each.state = State.REFUSED
        Step.objects.bulk_create([_step(each, Event.REFUSE, about) for each in some])
    return len(found)


def _step(message: Message, event: Event, about: Happened) -> Step:
    return Step(
        message=message,
        event=event.value,
        state=message.state,
        why=about.why,
        told=about.told,
        at=about.at,
        by=about.by,
    )
