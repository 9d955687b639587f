"""What happens to a roster when somebody cannot come: leave, a sick call, a last day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.places import queries as places
from rekam.office.rosters import actions, changing, gaps, notices, publishing, queries
from rekam.office.rosters.models import Duty, Leave, Officer, Roster, State
from rekam.office.rosters.moves import Move

if TYPE_CHECKING:
    from rekam.office.accounts.models import User


@dataclass(frozen=True, slots=True)
class Away:
    """Leave that is granted, and the days of published duties that nobody serves because of it."""

    leave: Leave
    days: tuple[date, ...]

    @property
    def gaps(self) -> int:
        return len(self.days)

    def to_plan(self, today: date) -> dict[date, date]:
        """The months in which such days are still to come, each with the day to plan it anew from."""
        months = sorted({queries.month_of(on) for on in self.days if on >= today})
        return {month: max(month, self.leave.start, today) for month in months}


@transaction.atomic
def away(
    *,
    officer: Officer,
    start: date,
    end: date,
    kind: str,
    by: "User | None",
    at: datetime,
    note: str = "",
) -> Away:
    """A planner writes down that somebody will not come."""
    days = {"start": start, "end": end}
    made = actions.grant_leave(officer=officer, kind=kind, note=note, by=by, at=at, **days)
    return _gone(made)


@transaction.atomic
def grant(*, leave: Leave, by: "User", at: datetime) -> Away:
    """Leave that was asked for is granted."""
    held = actions.decide_leave(leave=leave, is_granted=True, by=by, at=at)
    return _gone(held)


@transaction.atomic
def back(*, leave: Leave, by: "User", at: datetime) -> Leave:
    """Somebody comes after all: their duties that were left standing are served again."""
    held = actions.withdraw_leave(leave=leave, by=by, at=at)
    _renewed(held)
    return held


def _gone(leave: Leave) -> Away:
    return Away(leave, tuple(_renewed(leave)))


def _renewed(leave: Leave) -> list[date]:
    """The days of published duties that leave touches, after counting again what is missing."""
    gaps.renew_days(places.days_between(leave.start, leave.end))
    duties = leave.officer.duties.filter(on__range=(leave.start, leave.end), roster__state=State.PUBLISHED)
    return list(duties.values_list("on", flat=True))


# -- somebody leaves the office --------------------------------------------------------------------


def later_duties(officer: Officer, until: date) -> QuerySet[Duty]:
    """What an officer would leave behind in rosters that are published or worked on."""
    return officer.duties.filter(roster__state__in=gaps.LIVE, on__gt=until).select_related("roster")


@transaction.atomic
def leave_office(*, officer: Officer, until: date, by: "User | None", at: datetime) -> int:
    """A last day. Duties after it are taken out, of a published month as well, and are gaps to fill.

    Returns how many of them were published.
    """
    held = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    if until < held.since:
        raise RuleBroken(
            "officer.ends_before_it_begins",
            gettext_noop("The last day, %(until)s, lies before the first day, %(since)s."),
            until=wording.short_date(until),
            since=wording.short_date(held.since),
        )
    held.until = until
    held.save(update_fields=["until"])
    gone = 0
    touched = Roster.objects.filter(pk__in=later_duties(held, until).values("roster"))
    for roster in touched.select_for_update().order_by("month", "pk"):
        count = _take_out(roster, held, until, by=by, at=at)
        gone += count if roster.state == State.PUBLISHED else 0
    if gone:
        notices.tell(held, "duty.gone", at=at, day=until)
    details = {"until": until.isoformat(), "duties": gone}
    audit.record("officer.left", actions.subject(held), by=by, at=at, details=details)
    return gone


def _take_out(roster: Roster, officer: Officer, until: date, *, by: "User | None", at: datetime) -> int:
    duties = roster.duties.filter(officer=officer, on__gt=until)
    moves = [Move(officer.pk, duty.on, changing.post_of(duty), None) for duty in duties]
    publishing.lapse_those_of(duties, roster.swaps.all(), at=at)
    changing.carry_out(roster, moves, what=changing.LEFT, by=by, at=at)
    return len(moves)
