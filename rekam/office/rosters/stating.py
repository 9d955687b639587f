"""A month as the planner's problem: rows of the database in, values out, and the answer back as rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from rekam.domain.rosters import model
from rekam.domain.rosters.model import Limits, Problem, Share, Worker
from rekam.domain.service import travel
from rekam.office.places import outings
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.rosters import fairness, keeping, queries, weights
from rekam.office.rosters.fairness import Fair, Wanted
from rekam.office.rosters.models import Cover, Duty, Officer, Roster, Shift, Wish

# Why an officer cannot be on duty on a day, and at most places while they go to another one.
LEAVE, DAY_OFF, NOT_HERE, ON_VISIT = "leave", "day_off", "not_here", "on_visit"


@dataclass(frozen=True)
class Month:
    """Everything that is known about a stretch of days, read with a handful of questions.

    ``bound_to`` are, by officer, the days that something else has taken, with the places at which they can be
    on duty all the same; ``kept`` are the duties that planning leaves.
    """

    start: date
    end: date
    officers: Sequence[Officer]
    places: Mapping[int, Place]
    shifts: Mapping[int, Shift]
    covers: Sequence[Cover]
    leave: Mapping[int, set[date]]
    wishes: Mapping[int, list[Wish]]
    before: Mapping[int, Mapping[date, int]]
    after: Mapping[int, Mapping[date, int]]
    carried: Mapping[int, queries.Worked]
    holidays: frozenset[date]
    bound_to: Mapping[int, Mapping[date, frozenset[int]]]
    kept: Sequence[Duty] = ()

    @cached_property
    def by_code(self) -> dict[str, Officer]:
        return {str(officer.pk): officer for officer in self.officers}

    @cached_property
    def shift_by_code(self) -> dict[str, Shift]:
        return {shift.code: shift for shift in self.shifts.values()}

    @property
    def days(self) -> list[date]:
        return places.days_between(self.start, self.end)


def planned(roster: Roster) -> Month:
    """The days of a roster that are planned. Those of its month before them are as the roster itself has
    them, whatever is published: with them its rest and its hours go on.

    A day that an officer gave away in a swap stays free, and on the day of a visit they are put to no post.
    Where planning leaves a duty of theirs as it is, it asks nothing more of that day.
    """
    month = read(roster.from_day or roster.month, queries.last_of(roster.month), own=roster)
    kept = keeping.kept(roster, month.start, month.bound_to)
    left = {(duty.officer_id, duty.on) for duty in kept}
    days: dict[int, dict[date, frozenset[int]]] = defaultdict(dict)
    for officer, on in keeping.given_away(month.start, month.end):
        days[officer][on] = frozenset()
    for officer, by_day in month.bound_to.items():
        days[officer].update(by_day)
    bound = {
        officer: {on: held for on, held in by_day.items() if (officer, on) not in left}
        for officer, by_day in days.items()
    }
    return replace(month, bound_to=bound, kept=kept)


def read(start: date, end: date, *, own: Roster | None = None) -> Month:
    """The month, or what is left of it from a day on; what stands beside it is published, or stands in the
    month of *own* there.
    """
    before = start - timedelta(days=weights.LOOKED_BACK_DAYS)
    away: dict[int, set[date]] = defaultdict(set)
    for leave in queries.leave(start, end):
        away[leave.officer_id].update(places.days_between(max(leave.start, start), min(leave.end, end)))
    wishes: dict[int, list[Wish]] = defaultdict(list)
    for wish in Wish.objects.filter(on__range=(start, end)):
        wishes[wish.officer_id].append(wish)
    holidays = frozenset(places.holidays(fairness.year_of(start), end))
    return Month(
        start=start,
        end=end,
        officers=list(queries.serving(start, end)),
        places={place.pk: place for place in places.places()},
        shifts={shift.pk: shift for shift in Shift.objects.all()},
        covers=list(Cover.objects.filter(on__range=(start, end))),
        leave=away,
        wishes=wishes,
        before=_standing(before, start - timedelta(days=1), own),
        after=_standing(end + timedelta(days=1), end + timedelta(days=weights.LOOKED_AHEAD_DAYS)),
        carried=fairness.carried(start, until=start, holidays=holidays, own=own),
        holidays=holidays,
        bound_to=_going(start, end),
    )


def _going(start: date, end: date) -> Mapping[int, Mapping[date, frozenset[int]]]:
    """Who is out on a visit, on which days, and where."""
    found: dict[int, dict[date, frozenset[int]]] = defaultdict(dict)
    for on, pairs in outings.officers(start, end).items():
        for officer, place in pairs:
            found[officer][on] = found[officer].get(on, frozenset()) | {place}
    return found


def _standing(first: date, last: date, own: Roster | None = None) -> Mapping[int, Mapping[date, int]]:
    """The shifts of the days beside the month, by officer."""
    found: dict[int, dict[date, int]] = defaultdict(dict)
    rows = queries.standing(first, last, own=own).order_by()
    for officer, on, shift in rows.values_list("officer", "on", "shift"):
        found[officer][on] = shift
    return found


# -- the problem ---------------------------------------------------------------------------------------


def problem(month: Month, *, fixed: Iterable[Duty] = (), previous: Iterable[Duty] | None = None) -> Problem:
    """Officers, shifts and posts go by their numbers in the database; days are counted from the start."""
    shares = _shares(month)
    return Problem(
        start=month.start,
        days=(month.end - month.start).days + 1,
        shifts=tuple(model.Shift(shift.code, shift.minutes) for shift in month.shifts.values()),
        workers=tuple(_worker(month, officer, shares) for officer in month.officers),
        covers=tuple(each for cover in month.covers for each in _covers(month, cover)),
        fixed=frozenset(stated(month, fixed)),
        previous=None if previous is None else frozenset(stated(month, previous)),
        changed_day=weights.CHANGED_DAY,
        changed_worker=weights.CHANGED_OFFICER,
    )


def stated(month: Month, duties: Iterable[Duty]) -> list[model.Duty]:
    """Duties as values. Those of officers or days that the month does not hold are left out."""
    return [
        model.Duty(
            str(duty.officer_id),
            (duty.on - month.start).days,
            str(duty.place_id),
            month.shifts[duty.shift_id].code,
            duty.skill,
        )
        for duty in duties
        if str(duty.officer_id) in month.by_code and month.start <= duty.on <= month.end
    ]


def rows(month: Month, roster: Roster, duties: Iterable[model.Duty]) -> list[Duty]:
    """An answer as duties of a roster."""
    return [
        Duty(
            roster=roster,
            officer=month.by_code[duty.worker],
            place_id=int(duty.place),
            on=month.start + timedelta(days=duty.day),
            shift=month.shift_by_code[duty.shift],
            skill=duty.skill,
        )
        for duty in duties
    ]


def _covers(month: Month, cover: Cover) -> Iterable[model.Cover]:
    """The first person at a post counts more than each of the others."""
    day, shift = (cover.on - month.start).days, month.shifts[cover.shift_id].code
    first, each = weights.FIRST_MISSING[cover.priority], weights.NEXT_MISSING[cover.priority]  # type: ignore[index]
    post = (day, str(cover.place_id), shift, cover.skill)
    yield model.Cover(*post, wanted=cover.wanted, missing=each, extra=weights.EXTRA)
    if cover.wanted:
        yield model.Cover(*post, wanted=1, missing=first - each, extra=0)


def _worker(month: Month, officer: Officer, shares: Mapping[int, Fair]) -> Worker:
    wishes, days = month.wishes.get(officer.pk, ()), len(month.days)
    return Worker(
        code=str(officer.pk),
        skills=frozenset(officer.skills),
        places={str(pk): cost for pk, cost in reach(officer, month.places.values()).items()},
        limits=Limits(
            most_minutes_a_week=int(officer.hours_a_week * 60),
            most_days_on=weights.MOST_DAYS_ON,
            least_days_off=weights.LEAST_DAYS_OFF,
            good_rest=weights.GOOD_REST,
            short_rest=weights.SHORT_REST,
        ),
        absent={(on - month.start).days: why for on, why in _absent(month, officer)},
        before=_run(month, month.before, officer, -weights.LOOKED_BACK_DAYS, 0),
        after=_run(month, month.after, officer, days, days + weights.LOOKED_AHEAD_DAYS),
        wishes=tuple(
            model.Wish((wish.on - month.start).days, wish.wants_duty, wish.weight * weights.WISH)
            for wish in wishes
        ),
        shares=_as_shares(month, shares.get(officer.pk)),
        bound_to={
            (on - month.start).days: frozenset(map(str, held))
            for on, held in month.bound_to.get(officer.pk, {}).items()
        },
    )


def _absent(month: Month, officer: Officer) -> Iterable[tuple[date, str]]:
    away = month.leave.get(officer.pk, set())
    for on in month.days:
        why = why_absent(officer, on, away)
        if why:
            yield on, why


def why_absent(officer: Officer, on: date, away: Iterable[date]) -> str:
    """Why an officer cannot be on duty on a day; nothing when they can."""
    if on < officer.since or (officer.until is not None and on > officer.until):
        return NOT_HERE
    if on in away:
        return LEAVE
    return DAY_OFF if on.weekday() in officer.days_off else ""


def _run(
    month: Month, known: Mapping[int, Mapping[date, int]], officer: Officer, first: int, end: int
) -> tuple[str | None, ...]:
    """What an officer does on days beside the month, from *first* to the one before *end*, counted from its
    first one; nothing when nobody knows them.
    """
    if not known:
        return ()
    held = known.get(officer.pk, {})
    those = (month.start + timedelta(days=number) for number in range(first, end))
    return tuple(month.shifts[held[on]].code if on in held else None for on in those)


# -- where an officer can serve ------------------------------------------------------------------------------


def reach(officer: Officer, held: Iterable[Place]) -> dict[int, int]:
    """The places that an officer can serve, each with what a duty there costs for the way."""
    found = {}
    for place in held:
        code = place.area.code
        if _lies_in(code, officer.home.code):
            found[place.pk] = 0
        elif any(_lies_in(code, other) for other in officer.also_serves):
            found[place.pk] = _way(officer, place)
    return found


def _lies_in(code: str, area: str) -> bool:
    return code == area or code.startswith(f"{area}.")


def _way(officer: Officer, place: Place) -> int:
    home = officer.home
    if home.lat is None or home.lon is None or place.lat is None or place.lon is None:
        return weights.UNKNOWN_WAY
    km = travel.straight_km(travel.Spot(home.lat, home.lon), travel.Spot(place.lat, place.lon))
    return weights.AWAY + round(km / 10) * weights.AWAY_10_KM


# -- fair shares --------------------------------------------------------------------------------------------


def _shares(month: Month) -> dict[int, Fair]:
    return fairness.fair(
        month.officers,
        _wanted(month),
        month.carried,
        start=month.start,
        end=month.end,
        holidays=month.holidays,
    )


def _wanted(month: Month) -> Iterable[Wanted]:
    """Who could come without a long way; where nobody could, everybody who can come at all."""
    able: dict[tuple[int, str], tuple[int, ...]] = {}
    near: dict[tuple[int, str], list[int]] = defaultdict(list)
    far: dict[tuple[int, str], list[int]] = defaultdict(list)
    for officer in month.officers:
        for place, cost in reach(officer, month.places.values()).items():
            for skill in officer.skills:
                (far if cost else near)[place, skill].append(officer.pk)
    for cover in month.covers:
        key = (cover.place_id, cover.skill)
        if key not in able:
            able[key] = tuple(near[key] or far[key])
        if able[key]:
            yield Wanted(cover.on, cover.wanted, able[key])


def _as_shares(month: Month, fair: Fair | None) -> tuple[Share, ...]:
    if fair is None:
        return ()
    days: dict[str, set[int]] = {kind: set() for kind in fairness.KINDS}
    for number, on in enumerate(month.days):
        for kind in fairness.kinds_of(on, month.holidays):
            days[kind].add(number)
    before = fair.carried
    return (
        Share("duties", frozenset(days["duties"]), fair.duties, 0, weights.DUTY),
        Share("weekends", frozenset(days["weekends"]), fair.weekends, before.weekends, weights.WEEKEND),
        Share("holidays", frozenset(days["holidays"]), fair.holidays, before.holidays, weights.HOLIDAY),
    )
