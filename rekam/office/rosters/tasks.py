"""Planning for the screens goes on in the background.

``start`` hands it to a worker (``rekam worker``; ``rekam serve`` starts one). What stops it is kept with the
roster for whoever looks; a bug crashes the task and shows as planning that was lost.
"""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task

from rekam.domain.rosters.answer import Answer
from rekam.domain.rosters.solve import solve
from rekam.domain.trouble import RuleBroken
from rekam.office import background, solving
from rekam.office.accounts.models import User
from rekam.office.rosters import planning, work
from rekam.office.rosters.models import Roster


def start(
    *, month: date, by: User, seconds: int, seed: int, on: date, from_day: date | None = None
) -> Roster:
    """Begin what a person asked for. Somebody else's planning of the same month goes on alone. *on* is the
    day of today.
    """
    with transaction.atomic():
        roster = planning.begin(
            month=month, by=by, at=timezone.now(), seconds=seconds, seed=seed, from_day=from_day, on=on
        )
        take(roster)
    try:
        carry_out.enqueue(roster.pk, by.pk)
    except Exception:
        background.end(work.folder_of(roster))
        raise
    return roster


def take(roster: Roster) -> None:
    """Only one may plan a roster at a time."""
    if not background.begin(work.folder_of(roster), work.PLAN):
        raise busy()


def busy() -> RuleBroken:
    return RuleBroken("roster.busy", gettext_noop("This month is being planned already. Wait, or stop it."))


@task()
def carry_out(number: int, by: int) -> None:
    """One planning. It does not run twice by itself: after a kill a person starts it again."""
    roster, person = Roster.objects.get(pk=number), User.objects.get(pk=by)
    with background.alive(work.folder_of(roster)):
        plan(roster, by=person)


def plan(roster: Roster, *, by: User | None, solver: Callable[..., Answer] = solve) -> Roster:
    """Plan with the time and the seed that the roster says, tell how far it is, and keep the result."""
    folder = work.folder_of(roster)
    prepared = planning.prepare(roster)
    tell, stop = solving.teller(folder), solving.stopper(folder)
    answer = solver(
        prepared.problem,
        seconds=roster.seconds,
        seed=roster.seed,
        workers=solving.THREADS,
        hint=prepared.hints or None,
        progress=tell,
        stop=stop,
    )
    return planning.keep(roster=roster, prepared=prepared, answer=answer, by=by, at=timezone.now())
