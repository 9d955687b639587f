"""Where one can be recorded at a moment, and where not and why: calendar, kits and roster put together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from rekam.domain.kits.fitness import Fitness
from rekam.domain.kits.kinds import Role
from rekam.domain.places import hours
from rekam.domain.places.hours import Day
from rekam.domain.service import standing as rules
from rekam.domain.service.standing import Reason, Span
from rekam.office.kits import queries as kits
from rekam.office.kits.queries import KitState
from rekam.office.once import together
from rekam.office.places import outings
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.places.outings import Out
from rekam.office.rosters import queries as rosters
from rekam.office.rosters.models import Skill
from rekam.office.service import kept

# How far ahead the next opening of a closed place is looked for.
AHEAD = timedelta(days=14)
# Events that move neither hours nor duties.
OF_KITS = ("kit.", "device", "fault.", "handover.", "care.", "inventory.", "spare.", "service_levels.")
OF_SOMEBODY: Any = ("place_id", "officer_id", "officer__name", "skill", "shift__starts", "shift__ends")
OF_A_DUTY = ("place_id", "on", "officer_id", "shift__starts", "shift__ends")


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who serves at a place on a day, and from when until when; ``is_out``: on a visit instead."""

    name: str
    skill: str
    starts: time
    ends: time
    is_out: bool = False

    def covers(self, clock: time) -> bool:
        return self.starts <= clock < self.ends


@dataclass(frozen=True, slots=True)
class PlaceStanding:
    """One place at one moment. ``sets`` is how many people can be recorded there side by side; ``out`` are
    those of its kits that are on a visit elsewhere on this day, and ``gone`` is how many operators are whom
    the roster has here now.
    """

    place: Place
    at: datetime
    day: Day
    reasons: tuple[Reason, ...]
    sets: int
    kits: tuple[KitState, ...]
    on_duty: tuple[OnDuty, ...]
    closes: datetime | None
    opens_next: datetime | None
    out: frozenset[int] = frozenset()
    gone: int = 0

    @property
    def is_open(self) -> bool:
        return not self.reasons

    @property
    def is_in_hours(self) -> bool:
        """By its calendar it should be open; when it is not, somebody has to do something."""
        return not rules.CALENDAR.intersection(self.reasons)

    @property
    def usable(self) -> int:
        """Kits that can record here today."""
        return sum(kit.fitness != Fitness.DOWN for kit in self.kits if kit.kit.pk not in self.out)

    @property
    def is_served(self) -> bool:
        """Whether a kit of the counter works. A mobile one, here today and away tomorrow, makes no repair
        less urgent, unless the place has no other.
        """
        counter = [kit for kit in self.kits if kit.kit.role != Role.MOBILE] or self.kits
        return any(kit.fitness != Fitness.DOWN for kit in counter)

    @property
    def operators(self) -> int:
        return sum(duty.skill == Skill.OPERATOR for duty in self.on_duty)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides about one day: the same at every hour of it, until somebody changes something."""

    places: tuple[Place, ...]
    days: dict[int, Day]
    kits: dict[int, list[KitState]]
    duties: dict[int, list[OnDuty]]
    is_rostered: bool
    out: Out


@together()
def standing(
    at: datetime | None = None, within: str = "", *, looks_ahead: bool = True
) -> list[PlaceStanding]:
    """Every service point in an area at a moment: unless one is given now, in the demo's own time.

    Eleven questions to the database, however many places there are, and one while nothing changes. Places
    whose dates are over are left out.
    """
    current = now()
    at = at or current
    local, known = timezone.localtime(at, places.zone()), as_known(at, current)
    held = _facts(local.date(), known) if known else facts(local.date())
    found = [_standing(place, at, local, held) for place in held.places if lies_in(place, within)]
    return _with_next(found, at) if looks_ahead else found


def lies_in(place: Place, within: str) -> bool:
    """Whether a place lies in an area; "" is everywhere."""
    return not within or f"{place.area.code}.".startswith(f"{within}.")


def now() -> datetime:
    """The moment that every page begins with: in the demo the one at which its calendar stands still."""
    still = kept.kept("still", _standing_still, changed_by=("import.", "office.", "settings."))
    return still or timezone.now()


def _standing_still() -> datetime | None:
    real = timezone.now()
    moment = places.default_moment(real)
    return None if moment == real else moment


def as_known(at: datetime, current: datetime) -> datetime | None:
    """Kits are as they are now for now and for what is to come; as they were for a moment that has passed."""
    return None if at >= current else at


def facts(on: date) -> Facts:
    """A day with the kits as they are now."""
    return kept.kept(f"facts:{on}", lambda: _facts(on, None))


def _facts(on: date, known: datetime | None) -> Facts:
    duties = _duties(on)
    return Facts(
        places=tuple(p for p in places.places() if p.closes_on is None or p.closes_on >= on),
        days={place: by_day[on] for place, by_day in places.days(start=on, end=on).items()},
        kits=kits.at_places(known),
        duties=duties,
        is_rostered=bool(duties) or rosters.published(rosters.month_of(on)) is not None,
        out=outings.kits(on, on),
    )


def _duties(on: date) -> dict[int, list[OnDuty]]:
    """As the rosters say it, without reading whole officers and shifts: this is asked all day."""
    rows = rosters.standing(on, on).order_by("place_id", "skill", "officer__name")
    out = outings.officers(on, on)
    found: dict[int, list[OnDuty]] = defaultdict(list)
    for place, officer, name, skill, starts, ends in rows.values_list(*OF_SOMEBODY):
        is_out = outings.is_out(out, on, officer, place)
        found[place].append(OnDuty(name, skill, starts, ends, is_out))
    return dict(found)


def _standing(place: Place, at: datetime, local: datetime, held: Facts) -> PlaceStanding:
    """*local* is the moment by the office's own clock: worked out once, and not for every place."""
    day, clock, zone = held.days[place.pk], local.time(), local.tzinfo
    rostered = [duty for duty in held.duties.get(place.pk, ()) if duty.covers(clock)]
    on_duty = tuple(duty for duty in rostered if not duty.is_out)
    gone = sum(duty.is_out and duty.skill == Skill.OPERATOR for duty in rostered)
    is_in_hours = any(clock in each for each in day.ranges)
    operators = sum(duty.skill == Skill.OPERATOR for duty in on_duty)
    stationed = tuple(held.kits.get(place.pk, ()))
    away = (s.kit.pk for s in stationed if outings.is_out(held.out, local.date(), s.kit.pk, place.pk))
    out = frozenset(away) if held.out else frozenset()
    fitness = [state.fitness for state in stationed if state.kit.pk not in out]
    found = rules.standing(day, is_in_hours, fitness, operators, is_rostered=held.is_rostered)
    closes = None
    if is_in_hours and zone is not None:
        closes = hours.closes_next({local.date(): day.ranges}, local, zone)
    return PlaceStanding(
        place, at, day, found.reasons, found.sets, stationed, on_duty, closes, None, out, gone
    )


# -- when it opens next ------------------------------------------------------------------------------


def _with_next(found: list[PlaceStanding], at: datetime) -> list[PlaceStanding]:
    """The next opening of closed places that have a kit. Without one nobody can say when."""
    if not any(_waits(each) for each in found):
        return found
    on = timezone.localtime(at).date()
    ahead, out = kept.kept(f"ahead:{on}", lambda: _ahead(on), not_by=OF_KITS)
    return [
        replace(each, opens_next=_next(each, ahead.get(each.place.pk, ()), out, at)) if _waits(each) else each
        for each in found
    ]


def _waits(each: PlaceStanding) -> bool:
    return not each.is_open and any(kit.fitness != Fitness.DOWN for kit in each.kits)


def _next(each: PlaceStanding, serving: Iterable[Span], out: Out, at: datetime) -> datetime | None:
    """When the first of these times comes at which a kit that works is not on a visit."""
    able = [kit.kit.pk for kit in each.kits if kit.fitness != Fitness.DOWN]
    for starts, ends in serving:
        on = timezone.localtime(starts, places.zone()).date()
        if ends > at and not all(outings.is_out(out, on, kit, each.place.pk) for kit in able):
            return max(starts, at)
    return None


def _ahead(on: date) -> tuple[dict[int, list[Span]], Out]:
    """When each place is within its hours and has an operator, in the coming days; and which kits are out."""
    end = on + AHEAD
    duties = _duty_spans(on, end)
    openings = places.openings(start=on, end=end, place_ids=list(duties))
    serving = {place: rules.both(spans(by_day), duties[place]) for place, by_day in openings.items()}
    return serving, outings.kits(on, end)


def _duty_spans(start: date, end: date) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for (place, _on), day in operator_spans(start, end).items():
        found[place] += day
    return dict(found)


def operator_spans(
    start: date, end: date, place_ids: Collection[int] | None = None
) -> dict[tuple[int, date], list[Span]]:
    """When operators are on duty, by place and day in the order of days and shifts. Who is out on a visit
    elsewhere is not.
    """
    rows = rosters.standing(start, end).filter(skill=Skill.OPERATOR).order_by("on", "shift__starts")
    if place_ids is not None:
        rows = rows.filter(place__in=place_ids)
    out, zone = outings.officers(start, end), places.zone()
    found: dict[tuple[int, date], dict[Span, None]] = defaultdict(dict)
    for place, on, officer, starts, ends in rows.values_list(*OF_A_DUTY):
        if not outings.is_out(out, on, officer, place):
            found[place, on][hours.moments(on, hours.Range(starts, ends), zone)] = None
    return {key: list(spans) for key, spans in found.items()}


def spans(openings: Mapping[date, Iterable[hours.Range]]) -> list[Span]:
    """Openings of days as moments, in order."""
    zone = places.zone()
    return [hours.moments(on, each, zone) for on, ranges in openings.items() for each in ranges]
