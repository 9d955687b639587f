"""What a roster comes to, in sentences: who is missing and why, how good it is, what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from rekam.domain import wording
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.rosters import changing, fairness, queries
from rekam.office.rosters.asked import language
from rekam.office.rosters.models import Change, Duty, Leave, Officer, Roster, Skill, Unmet
from rekam.office.rosters.moves import Move, Post
from rekam.office.rosters.queries import Worked
from rekam.office.solving import Planning

PARTS: Mapping[str, Promise] = {
    "missing": gettext_lazy("Cover that is missing"),
    "extra": gettext_lazy("More officers than wanted"),
    "travel": gettext_lazy("Ways to other districts"),
    "wishes": gettext_lazy("Wishes not followed"),
    "shares": gettext_lazy("Weekends, holidays and duties above the fair share"),
    "hours": gettext_lazy("Hours missed or exceeded"),
    "rest": gettext_lazy("Rests of one day only"),
    "changes": gettext_lazy("Changes to the published roster"),
}
STATUSES: Mapping[str, Promise] = {
    "best": gettext_lazy("The best roster there is: proven."),
    "best_then": gettext_lazy(
        "The best roster there was: proven. It, or what is wanted of it, has changed since."
    ),
    "best_once": gettext_lazy("The best roster when it was planned: proven then."),
    "out_of_time": gettext_lazy("The best that was found in the time given."),
    "stopped": gettext_lazy("Stopped: the best that was found until then."),
    "impossible": gettext_lazy("There is no roster that keeps all rules."),
}

# Why nobody fills a place, by officers: how many of those who could serve there, and what keeps them.
REASONS: Mapping[str, Any] = {
    "leave": ngettext_lazy("%(count)s on leave", "%(count)s on leave", "count"),
    "day_off": ngettext_lazy(
        "%(count)s never works on this weekday", "%(count)s never work on this weekday", "count"
    ),
    "not_here": ngettext_lazy("%(count)s not in service", "%(count)s not in service", "count"),
    "on_duty": ngettext_lazy("%(count)s on duty elsewhere", "%(count)s on duty elsewhere", "count"),
    "on_visit": ngettext_lazy("%(count)s on a visit", "%(count)s on a visit", "count"),
    "rest": ngettext_lazy("%(count)s at the rest limit", "%(count)s at the rest limit", "count"),
    "hours": ngettext_lazy(
        "%(count)s at the limit of the week's hours", "%(count)s at the limit of the week's hours", "count"
    ),
    "free": ngettext_lazy("%(count)s could still come", "%(count)s could still come", "count"),
}


@dataclass(frozen=True)
class Gap:
    """One place on one day that lacks people, told."""

    row: Unmet
    what: str
    why: str
    names: list[tuple[str, str]]


def gaps(rows: Iterable[Unmet]) -> list[Gap]:
    return [Gap(row, what_is_missing(row, row.place), why(row), names(row)) for row in rows]


def what_is_missing(row: Unmet, place: Place) -> str:
    """No operator for Busang; two operators missing."""
    facts = {"skill": str(Skill(row.skill).label).lower(), "place": place.name, "count": row.missing}
    if row.why.get("present", 0):
        return _("%(place)s: %(count)s %(skill)s missing") % facts
    return _("No %(skill)s for %(place)s") % facts


def why(row: Unmet) -> str:
    """Two on leave, one at the rest limit."""
    counts: dict[str, int] = row.why.get("counts", {})
    if not counts:
        return _("nobody who serves this place can do it")
    said = [str(REASONS[code] % {"count": count}) for code, count in counts.items() if code in REASONS]
    return wording.listed(said, language())


def names(row: Unmet) -> list[tuple[str, str]]:
    """Each officer who could serve there, and what keeps them."""
    return [
        (name, str(REASONS[code] % {"count": 1}).removeprefix("1 "))
        for name, code in row.why.get("names", [])
    ]


def ended(roster: Roster) -> str:
    """How the planning ended. What it proved is said of the roster as it was planned, and of what has become
    of it only while that is as good. Of one that was planned before it was kept what a proof was for, nobody
    knows whether anything has changed.
    """
    is_best = roster.bound is not None and roster.penalty == roster.bound
    then = "best_then" if roster.proven_for else "best_once"
    status = then if roster.status == "best" and not is_best else roster.status
    return str(STATUSES.get(status, ""))


def gap(roster: Roster) -> float | None:
    """By how much of itself the penalty may be too high at most, in hundredths. While nothing is proven but
    that a penalty is not negative, nobody knows; nor where a bound above the penalty shows that it was proven
    for something else.
    """
    return part_above(roster.penalty, roster.bound)


def part_above(penalty: int | None, bound: int | None) -> float | None:
    if penalty is None or bound is None or penalty < bound:
        return None
    if penalty == bound:
        return 0.0
    return 100 * (penalty - bound) / penalty if bound > 0 else None


def quality(penalty: int | None, bound: int | None) -> str:
    """The penalty, what is proven, and how far it can be from the best."""
    speech, above = language(), part_above(penalty, bound)
    facts = {
        "penalty": wording.number(penalty, speech),
        "bound": wording.number(bound, speech),
        "gap": wording.percent(above, speech, 1),
    }
    if above is None:
        return _("penalty %(penalty)s; how far from the best is not known") % facts
    return _("penalty %(penalty)s, no roster below %(bound)s: at most %(gap)s from the best") % facts


def so_far(seen: Planning) -> str:
    """What planning has come to."""
    if seen.value is None:
        return _("no roster found yet")
    return _("best so far: %(quality)s") % {"quality": quality(seen.value, seen.bound)}


def parts(roster: Roster) -> list[tuple[Promise, int]]:
    """The penalty by rule, what weighs most first."""
    held = sorted(roster.parts.items(), key=lambda part: -part[1])
    return [(PARTS[code], points) for code, points in held if points and code in PARTS]


# -- an officer ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Week:
    """A week of somebody's duties, Monday first."""

    monday: date
    duties: list[Duty]

    @property
    def hours(self) -> float:
        return sum(duty.shift.minutes for duty in self.duties) / 60


def weeks(duties: Iterable[Duty]) -> list[Week]:
    found: dict[date, Week] = {}
    for duty in duties:
        monday = duty.on - timedelta(days=duty.on.weekday())
        found.setdefault(monday, Week(monday, [])).duties.append(duty)
    return list(found.values())


def year_of(officer: Officer, today: date) -> Worked:
    """What an officer has done and will do this year, as far as it is published."""
    first = fairness.year_of(today)
    last = first.replace(month=12, day=31)
    holidays = frozenset(places.holidays(first, last))
    return queries.worked(first, last, holidays).get(officer.pk, Worked())


def away_on(on: date) -> dict[int, Leave]:
    """Who is away on a day."""
    return {leave.officer_id: leave for leave in queries.leave(on, on)}


# -- changes -------------------------------------------------------------------------------------------

CHANGES: Mapping[str, Promise] = {
    changing.BY_HAND: gettext_lazy("Changed by hand"),
    changing.SWAPPED: gettext_lazy("Swap approved"),
    changing.LEFT: gettext_lazy("An officer's last day"),
}


@dataclass(frozen=True)
class ToldChange:
    row: Change
    what: str
    lines: list[str]


def changes(roster: Roster, within: str = "") -> list[ToldChange]:
    """What was done to a version, the latest first; of others' districts nothing is told."""
    rows = list(roster.changes.select_related("by")[:100])
    moved = {move.officer for row in rows for move in changing.moves_of(row)}
    people = {each.pk: each for each in queries.officers(within).filter(pk__in=moved)}
    held = {place.pk: place.name for place in places.places()}
    found = [
        ToldChange(
            row,
            str(CHANGES[row.what]),
            [move_line(m, people[m.officer], held) for m in changing.moves_of(row) if m.officer in people],
        )
        for row in rows
    ]
    return [each for each in found if each.lines]


def move_line(move: Move, officer: Officer, held: Mapping[int, str]) -> str:
    """Siti, 05-10-2016: Kantor Camat Bengalon → free."""
    before, after = (_post(post, held) for post in (move.before, move.after))
    facts = {"name": officer.name, "day": wording.short_date(move.on), "before": before, "after": after}
    return _("%(name)s, %(day)s: %(before)s → %(after)s") % facts


def _post(post: Post | None, held: Mapping[int, str]) -> str:
    return held.get(post.place, "?") if post else _("free")
