"""Who can go out from where: bases with the kits that travel, and the crews that the roster leaves free."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from rekam.domain.kits.fitness import Fitness
from rekam.domain.kits.kinds import Role
from rekam.domain.outreach import crews as rules
from rekam.domain.outreach.crews import OnDuty
from rekam.domain.outreach.model import Crew, Kit, Window
from rekam.domain.outreach.windows import minutes
from rekam.domain.service.late import Promise
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Fault
from rekam.office.kits.queries import KitState
from rekam.office.outreach import by_hand
from rekam.office.outreach.by_hand import ByHand
from rekam.office.outreach.wishes import Wishes
from rekam.office.places.models import Place
from rekam.office.rosters import queries as rosters
from rekam.office.rosters.models import Duty, Skill
from rekam.office.service import levels

LOOKED_BACK = timedelta(days=42)  # for what is usual where no roster was made yet
USUAL_SHIFT = Window(8 * 60, 16 * 60)


@dataclass(frozen=True, slots=True)
class Team:
    """A base with what can leave it. ``assumed`` are days on which no roster says who is on duty."""

    place: Place
    kits: tuple[Kit, ...]
    crews: tuple[Crew, ...]
    assumed: int


def teams(start: date, end: date, wishes: Wishes, at: datetime) -> list[Team]:
    """Every place at which kits for visits are kept, without what goes to visits planned by hand."""
    by_place: dict[int, list[KitState]] = defaultdict(list)
    for state in kits.fitness(None).values():
        home = state.place_id or state.kit.home_id
        if state.kit.role == Role.MOBILE and home is not None:
            by_place[home].append(state)
    held = {place.pk: place for place in Place.objects.filter(pk__in=by_place).select_related("area")}
    back = _back(by_place.values(), at)
    taken = by_hand.between(start, end)
    return [
        Team(
            held[pk],
            tuple(_kit(state, start, end, back, taken) for state in found),
            *_crews(held[pk], start, end, wishes, taken),
        )
        for pk, found in sorted(by_place.items())
    ]


# -- kits -------------------------------------------------------------------------------------------------


def _kit(state: KitState, start: date, end: date, back: Mapping[int, date | None], taken: ByHand) -> Kit:
    """Fit now: on every day. Down: from the day on which its repair is promised; a late one never."""
    days = range((end - start).days + 1)
    if state.fitness == Fitness.DOWN:
        ready = back.get(state.kit.pk)
        days = range((max(ready, start) - start).days, len(days)) if ready else range(0)
    elsewhere = {(on - start).days for on in taken.kits.get(state.kit.code, ())}
    return Kit(state.kit.code, frozenset(days) - elsewhere)


def _back(groups: Iterable[list[KitState]], at: datetime) -> dict[int, date | None]:
    """When kits that are down are promised back; nobody promises what has no fault, or is late already."""
    down = [state.kit.pk for found in groups for state in found if state.fitness == Fitness.DOWN]
    promised = timedelta(hours=levels.hours()[Promise.REPAIR])
    found: dict[int, date | None] = {}
    for kit, reported in Fault.objects.filter(kit__in=down, closed_at=None).values_list("kit", "reported_at"):
        due = reported + promised
        day = timezone.localdate(due) + timedelta(days=1) if due > at else None
        earlier = found.get(kit, day)
        found[kit] = max(earlier, day) if earlier and day else None
    return found


# -- crews ------------------------------------------------------------------------------------------------


def _crews(
    base: Place, start: date, end: date, wishes: Wishes, taken: ByHand
) -> tuple[tuple[Crew, ...], int]:
    """Crews of each day by number: the first of today and the first of tomorrow may be other people."""
    duties = _duties(base, start - LOOKED_BACK, end, taken)
    rostered = {month for month in _months(start - LOOKED_BACK, end) if rosters.published(month)}
    counts = {
        on: rules.crews(_on_duty(duties[on]), wishes.stay)
        for on in _days(start - LOOKED_BACK, end)
        if rosters.month_of(on) in rostered
    }
    usual = rules.usual(counts)
    shift = _usual_shift(duties)
    shifts: dict[int, dict[int, Window]] = defaultdict(dict)
    assumed = 0
    for day, on in enumerate(_days(start, end)):
        assumed += on not in counts
        for number in range(counts.get(on, usual.get(on.weekday(), 0))):
            shifts[number][day] = _longer(_shift(duties[on]) or shift, wishes.longer)
    made = tuple(
        Crew(code(base, number), on_days, most_nights=wishes.nights)
        for number, on_days in sorted(shifts.items())
    )
    return made, assumed


def code(base: Place, number: int) -> str:
    """How plans name a crew: by its base and its number there, from 1."""
    return f"{base.pk}.{number + 1}"


def _duties(base: Place, start: date, end: date, taken: ByHand) -> defaultdict[date, list[Duty]]:
    """Of the officers who are free: whoever goes to a visit that was planned by hand is not."""
    found: defaultdict[date, list[Duty]] = defaultdict(list)
    held = rosters.standing(start, end).filter(place=base)
    for duty in held.order_by("on", "shift__starts", "officer__name"):
        if (duty.officer_id, duty.on) not in taken.officers:
            found[duty.on].append(duty)
    return found


def _on_duty(duties: Iterable[Duty]) -> OnDuty:
    counted = Counter(duty.skill for duty in duties)
    return OnDuty(counted[Skill.OPERATOR], counted[Skill.DRIVER])


def _usual_shift(duties: Mapping[date, list[Duty]]) -> Window:
    counted = Counter(filter(None, (_shift(held) for held in duties.values())))
    return counted.most_common(1)[0][0] if counted else USUAL_SHIFT


def _shift(duties: Iterable[Duty]) -> Window | None:
    """The shift in which most operators of a day serve."""
    counted = Counter((duty.shift.starts, duty.shift.ends) for duty in duties if duty.skill == Skill.OPERATOR)
    if not counted:
        return None
    starts, ends = counted.most_common(1)[0][0]
    return Window(minutes(starts), minutes(ends))


def _longer(shift: Window, by: int) -> Window:
    return Window(max(shift.opens - by, 0), min(shift.closes + by, minutes(time(23, 59))))


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _months(start: date, end: date) -> set[date]:
    return {rosters.month_of(on) for on in _days(start, end)}


# -- who goes ---------------------------------------------------------------------------------------------


def members(base: Place, start: date, end: date, stay: int) -> dict[date, list[tuple[int, ...]]]:
    """The officers of each crew of each day by their ids, as the published rosters have them."""
    found = {}
    for on, duties in _duties(base, start, end, by_hand.between(start, end)).items():
        by_skill = {
            skill: [str(duty.officer_id) for duty in duties if duty.skill == skill]
            for skill in (Skill.OPERATOR, Skill.DRIVER)
        }
        made = rules.grouped(by_skill[Skill.OPERATOR], by_skill[Skill.DRIVER], stay)
        found[on] = [tuple(map(int, crew)) for crew in made]
    return found
