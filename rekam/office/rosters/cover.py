"""The cover of a month: proposed from opening hours, kits and the people who come; changed by the planner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain.rosters import cover as rules
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.places import queries as places
from rekam.office.places.models import Kind, Place
from rekam.office.rosters import demand, gaps, queries
from rekam.office.rosters.demand import Expected, Kits
from rekam.office.rosters.models import Cover, Priority, Shift, Skill

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

MOST_WANTED = 50


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal came to: rows proposed, and rows that a planner had set and keeps."""

    rows: int
    kept: int


@transaction.atomic
def propose(*, month: date, by: "User | None", at: datetime, on: date | None = None) -> Proposed:
    """Ask anew what each place wants on each day of a month. What was set by hand stays.

    *on* is the day of today where that is not the day of *at*: the demo's calendar stands still.
    """
    shifts = list(queries.shifts())
    if not shifts:
        raise RuleBroken(
            "cover.no_shift", gettext_noop("There is no shift yet. Add one, for example from 08:00 to 16:00.")
        )
    held = Cover.objects.filter(on__range=(month, queries.last_of(month)))
    kept = set(held.filter(is_set_by_hand=True).values_list("place", "on", "shift", "skill"))
    held.filter(is_set_by_hand=False).delete()
    wanted = [
        row
        for row in _wanted(month, shifts, before=min(month, on or timezone.localdate(at)))
        if (row.place_id, row.on, row.shift_id, row.skill) not in kept
    ]
    Cover.objects.bulk_create(wanted, ignore_conflicts=True)  # what was set or proposed meanwhile stays
    gaps.renew_month(month)
    details = {"rows": len(wanted), "kept": len(kept)}
    audit.record("cover.proposed", _subject(month), by=by, at=at, details=details)
    return Proposed(len(wanted), len(kept))


def _wanted(month: date, shifts: Sequence[Shift], *, before: date) -> Iterable[Cover]:
    held, kits = list(places.places()), demand.kits_of()
    people = demand.expected(held, kits, before=before)
    opening = places.openings(start=month, end=queries.last_of(month))
    hours = [rules.Hours(shift.code, shift.starts, shift.ends) for shift in shifts]
    by_code = {shift.code: shift for shift in shifts}
    for place in held:
        for on, ranges in opening[place.pk].items():
            for served in rules.shifts_for(ranges, hours):
                yield from _rows(place, on, by_code[served.shift], served.minutes, kits, people)


def _rows(
    place: Place, on: date, shift: Shift, minutes: int, kits: dict[int, Kits], people: Expected
) -> Iterable[Cover]:
    there = kits.get(place.pk, Kits())
    # A temporary place has no kit of its own before it begins: one for each counter is meant to come.
    count = there.count or (place.counters if place.is_temporary else 0)
    coming = people.people(place, on)
    operators = rules.operators_for(minutes=minutes, kits=count, counters=place.counters, expected=coming)
    reason = {"kits": count, "counters": place.counters, "minutes": minutes}
    if coming is not None:
        reason["people"] = round(coming)
    if operators:
        yield Cover(place=place, on=on, shift=shift, skill=Skill.OPERATOR, wanted=operators, reason=reason)
    if place.kind == Kind.HEAD_OFFICE:
        others = [Skill.TECHNICIAN, *([Skill.DRIVER] if there.mobile else [])]
        for skill in others:
            yield Cover(place=place, on=on, shift=shift, skill=skill, wanted=1, reason=reason)


# -- by hand --------------------------------------------------------------------------------------------


@transaction.atomic
def set_cover(
    *,
    place: Place,
    days: Sequence[date],
    shift: Shift,
    skill: str,
    wanted: int,
    priority: int = Priority.USUAL,
    by: "User | None",
    at: datetime,
) -> None:
    """What a planner wants on some days, whatever a proposal says; nobody is a wish like any other."""
    if not days:
        raise RuleBroken("cover.no_day", gettext_noop("No day of this month is chosen."))
    if not 0 <= wanted <= MOST_WANTED:
        raise RuleBroken(
            "cover.too_many", gettext_noop("Between 0 and %(most)s officers can be wanted."), most=MOST_WANTED
        )
    Cover.objects.bulk_create(
        [
            Cover(
                place=place, on=on, shift=shift, skill=skill, wanted=wanted, priority=priority,
                is_set_by_hand=True,
            )
            for on in days
        ],
        update_conflicts=True,
        unique_fields=["place", "on", "shift", "skill"],
        update_fields=["wanted", "priority", "is_set_by_hand", "reason"],
    )  # fmt: skip
    _renew(days)
    facts: dict[str, Any] = {"shift": shift.code, "skill": skill, "wanted": wanted, "priority": priority}
    details = {**facts, "from": min(days).isoformat(), "to": max(days).isoformat(), "days": len(days)}
    audit.record("cover.set", f"place:{place.pk}", by=by, at=at, details=details)


@transaction.atomic
def forget_by_hand(*, place: Place, start: date, end: date, by: "User | None", at: datetime) -> int:
    """Take back what was set by hand; the next proposal decides again."""
    count, _ = Cover.objects.filter(place=place, on__range=(start, end), is_set_by_hand=True).delete()
    _renew([start, end])
    details = {"from": start.isoformat(), "to": end.isoformat(), "rows": count}
    audit.record("cover.forgotten", f"place:{place.pk}", by=by, at=at, details=details)
    return count


def _renew(days: Iterable[date]) -> None:
    for month in {queries.month_of(on) for on in days}:
        gaps.renew_month(month)


def _subject(month: date) -> str:
    return f"month:{month:%Y-%m}"
