"""Lists of residents to act on: who is unrecorded, who will be obliged, whose NIK is at risk.

A list as of now is read from the residents' own rows. A list as of an earlier day, or as known on one, is
read from the ledger, so that it holds exactly the people whom the count of that day counts, each in the
village, with the birth date, the sex and the standing that the office knew of then (``known_then``); by them
it is narrowed and ordered (``past``). Names, addresses and work are of now. For somebody limited to an area
these are the people who counted there on that day, also those who have moved out of it since: of them a list
names who they are and nothing of where they live and work now (``is_within``).
"""

import hashlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, When
from django.utils import timezone

from rekam.domain.coverage.lines import obliged_since
from rekam.domain.coverage.rules import (
    ELIGIBLE,
    FIRST_TIMER_AGE,
    OBLIGED_AGE,
    Measure,
    Reason,
    age_on,
    birthday,
    obliged_from,
)
from rekam.domain.coverage.verdict import verdict
from rekam.office.accounts import rights
from rekam.office.answers import answers
from rekam.office.ledger import queries as ledger
from rekam.office.ledger.models import Line
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area
from rekam.office.residents import past, queries
from rekam.office.residents.models import Resident, Sex, Standing

UNRECORDED, FIRST_TIMER, EVERYONE = "unrecorded", "first_timer", "everyone"
MEASURES = (UNRECORDED, *(m.value for m in Measure), FIRST_TIMER, EVERYONE)
ORDERS = {
    "village": ("counted_in", "name_key"),
    "name": ("name_key",),
    "born": ("was_born",),
    "obliged": ("was_obliged_from", "name_key"),
}
KEPT_SECONDS = 24 * 3600
PLAIN_AT_ONCE = 5_000
PLAIN = (
    *("id", "nik", "kk", "name", "sex", "born", "area_id", "rt", "rw", "address", "employer"),
    *("standing", "ended_on", "citizenship", "first_recorded_on", "obliged_from"),
)
DEACTIVATED, SOON = "deactivated", "soon"
NOT_OBLIGED = {"obliged.first_timer": FIRST_TIMER, "obliged.under_age": "under_age"}
SOON_DAYS = 365


def today() -> date:
    """The day on which lists and pages open: today, and in the demo the last day that its register knows."""
    _, _, last_known = ledger.revision()
    return last_known if last_known is not None and regions.office().is_demo else timezone.localdate()


def visible_to(user: object) -> QuerySet[Resident]:
    """The residents whom somebody may see: everybody, or those of the district they work in."""
    own = rights.areas_of(user)
    people = Resident.objects.all()
    return people.filter(area__in=villages(own)) if own else people


def villages(code: str) -> list[int]:
    """The ids of the villages in an area, so that the index over villages serves."""
    return list(regions.villages(code).order_by().values_list("pk", flat=True))


def latest_birth(on: date, years: int) -> date:
    """Whoever was born on this day or before has completed so many years: ``birthday(born, years) <= on``."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February: those born on 1 March complete them tomorrow
        return date(on.year - years, 2, 28)


def counted_as(
    people: QuerySet[Resident], measure: str, *, on: date, known: date | None = None, area: str = ""
) -> QuerySet[Resident]:
    """Those who count as something on a day (as known on a day), in an area, with the columns of ``past``."""
    then = known_then(measure, on=on, known=known)
    if then is None:
        here = people.filter(area__in=villages(area)) if area else people
        return here.filter(_now(measure, on)).alias(**past.NOW)
    return _as_of(people.alias(**past.then(on=on, known=then)), measure, on, then, area)


def counted_for(
    reader: object, measure: str, *, on: date, known: date | None = None, area: str = ""
) -> QuerySet[Resident]:
    """As ``counted_as``, for what a reader's number says: that of their area when they are limited to one."""
    own = rights.areas_of(reader)
    if own and _is_as_of(measure, on, known):
        return counted_as(Resident.objects.all(), measure, on=on, known=known, area=area or own)
    return counted_as(visible_to(reader), measure, on=on, known=known, area=area)


def is_within(reader: object, resident: Resident) -> bool:
    """Whether the resident lives where the reader works: may be opened, and told where that is."""
    return rights.within(reader, resident.area.code)


def known_then(measure: str, *, on: date, known: date | None) -> date | None:
    """The day of knowledge of a list as of an earlier day; None for one as of now."""
    _, _, last_known = ledger.revision()
    return (known or last_known) if _is_as_of(measure, on, known) else None


def _is_as_of(measure: str, on: date, known: date | None) -> bool:
    _, _, last_known = ledger.revision()
    is_now = last_known is None or (on >= last_known and (known is None or known >= last_known))
    return measure != EVERYONE and not is_now


def _now(measure: str, on: date) -> Q:
    here, obliged = Q(standing=Standing.RESIDENT), Q(standing=Standing.RESIDENT, obliged_from__lte=on)
    not_recorded = Q(first_recorded_on=None) | Q(first_recorded_on__gt=on)
    return {
        EVERYONE: Q(),
        Measure.REGISTERED.value: here & Q(born__lte=on),
        Measure.OBLIGED.value: obliged,
        Measure.RECORDED.value: obliged & Q(first_recorded_on__lte=on),
        UNRECORDED: obliged & not_recorded,
        FIRST_TIMER: here & _first_timer(on) & (Q(obliged_from=None) | Q(obliged_from__gt=on)),
    }[measure]


def _first_timer(on: date) -> Q:
    """May be recorded already: 16, and not recorded yet."""
    not_recorded = Q(first_recorded_on=None) | Q(first_recorded_on__gt=on)
    return Q(citizenship__in=ELIGIBLE, born__lte=latest_birth(on, FIRST_TIMER_AGE)) & not_recorded


def _as_of(people: QuerySet[Resident], measure: str, on: date, known: date, area: str) -> QuerySet[Resident]:
    def counted(*measures: str) -> QuerySet[Line, Any]:
        lines = Line.objects.filter(measure__in=measures, effective_on__lte=on, known_on__lte=known)
        lines = lines.filter(area__in=villages(area)) if area else lines
        amount = Case(
            When(measure=Measure.RECORDED.value, then=-F("amount")),
            default=F("amount"),
            output_field=IntegerField(),
        )
        total = Sum(amount if len(measures) > 1 else F("amount"))
        return lines.values("resident_id").annotate(total=total).filter(total__gt=0).values("resident_id")

    if measure == UNRECORDED:
        return people.filter(pk__in=counted("obliged", "recorded"))
    if measure == FIRST_TIMER:
        old_enough = people.filter(Q(was_born__lte=latest_birth(on, FIRST_TIMER_AGE)))
        here = old_enough.filter(pk__in=counted("registered")).exclude(pk__in=counted("obliged"))
        return people.filter(pk__in=_first_timers(here, on, known)).alias(was_obliged_from=F("was_born"))
    return people.filter(pk__in=counted(measure))


def _first_timers(people: QuerySet[Resident], on: date, known: date) -> Sequence[int]:
    """Who of some residents, a few thousand, was a first-timer as known then."""

    def found() -> Sequence[int]:
        stood = _stood(list(ids), on=on, known=known, years=0)
        return [pk for pk, each in stood.items() if each.state == FIRST_TIMER]

    ids = people.order_by("pk").values_list("pk", flat=True)
    return _kept(ids, found, about="first_timers")


def has_anybody() -> bool:
    """Whether a register was ever brought in."""
    return Resident.objects.exists()


def waiting(people: QuerySet[Resident], since: str, *, on: date, years: int) -> QuerySet[Resident]:
    """Those who turned 17 so many years ago; whose NIK is deactivated (*years* after 17), or soon will be."""
    due = OBLIGED_AGE + years
    if since == DEACTIVATED:
        return people.filter(Q(was_born__lte=latest_birth(on, due)))
    if since == SOON:
        soon = latest_birth(on + timedelta(days=SOON_DAYS), due)
        return people.filter(Q(was_born__gt=latest_birth(on, due), was_born__lte=soon))
    return people.filter(Q(was_born__lte=latest_birth(on, OBLIGED_AGE + int(since))))


def roll(people: QuerySet[Resident], order: str) -> Sequence[int]:
    """The ids of a list in its order. Kept until the register changes: turning pages costs nothing."""
    fields = ORDERS[order.removeprefix("-")]
    back = "-" if order.startswith("-") else ""
    ids = people.order_by(f"{back}{fields[0]}", *fields[1:], "pk").values_list("pk", flat=True)
    return _kept(ids, lambda: ids)


def _kept(asked: QuerySet[Any, Any], find: Callable[[], Iterable[int]], *, about: str = "") -> Sequence[int]:
    """The ids that a question finds, kept under it until the register changes."""
    try:
        question = f"{ledger.revision()[0]} {about}{asked.query}"
    except EmptyResultSet:  # nobody can be on it, as for a kecamatan without villages
        return array("q")
    key = f"residents:{hashlib.sha256(question.encode()).hexdigest()}"
    held: bytes | None = answers.get(key)
    if held is None:
        held = array("q", find()).tobytes()
        answers.set(key, held, KEPT_SECONDS)
    return array("q", held)


@dataclass(frozen=True, slots=True)
class Row:
    """One resident in a list, as on a day. ``state`` is a code of ``words.STATES``; ``area`` the village in
    which they counted on that day, ``sex`` and ``age`` what they were counted as.
    """

    resident: Resident
    sex: str
    age: int
    state: str
    state_on: date | None
    by_marriage: bool
    area: Area

    @property
    def sex_label(self) -> str:
        return str(Sex(self.sex).label)

    @property
    def is_to_come(self) -> bool:
        """The day is that of an obligation that has not begun."""
        return self.state in (FIRST_TIMER, "under_age")

    @property
    def has_moved(self) -> bool:
        """Whether they live in another village now, so that their address is not of this one."""
        return self.area.pk != self.resident.area_id


class Stood(NamedTuple):
    """As what, since when and in which village somebody counted, and as whom."""

    state: str
    since: date | None
    area: int
    born: date
    sex: str


def rows(ids: Sequence[int], *, on: date, years: int, known: date | None = None) -> list[Row]:
    """The residents of one page of a list, in its order. *known*: as ``known_then`` says."""
    found = Resident.objects.select_related("area__parent").in_bulk(list(ids))
    then = _stood(ids, on=on, known=known, years=years) if known else {}
    areas = _areas({stood.area for stood in then.values()})
    listed = [row(found[pk], on=on, years=years) for pk in ids if pk in found]
    return [
        _as_then(row, then[row.resident.pk], areas, on) if row.resident.pk in then else row for row in listed
    ]


def _as_then(row: Row, then: Stood, areas: dict[int, Area], on: date) -> Row:
    age, area = max(age_on(then.born, on), 0), areas[then.area]
    return replace(row, sex=then.sex, age=age, state=then.state, state_on=then.since, area=area)


class Listed(NamedTuple):
    """One resident of a whole list: the facts of ``PLAIN``, and ``Row`` without objects. ``lives_in`` is the
    village of now.
    """

    person: Any
    sex: str
    born: date
    state: str
    state_on: date | None
    age: int
    area: Area
    lives_in: Area


def plain(ids: Sequence[int], *, on: date, years: int, known: date | None = None) -> Iterator[Listed]:
    """A whole list for a file, in its order. Several times quicker than ``rows``."""
    areas = _areas()
    for start in range(0, len(ids), PLAIN_AT_ONCE):
        some = list(ids[start : start + PLAIN_AT_ONCE])
        found = {
            person.id: person
            for person in Resident.objects.filter(pk__in=some).values_list(*PLAIN, named=True)
        }
        then = _stood(some, on=on, known=known, years=years) if known else {}
        for person in (found[pk] for pk in some if pk in found):
            state, since, area, born, sex = then.get(person.id) or _stands(person, on, years)
            age = max(age_on(born, on), 0)
            yield Listed(person, sex, born, state, since, age, areas[area], areas[person.area_id])


def _stands(person: Any, on: date, years: int) -> Stood:
    return Stood(*state_of(person, on=on, years=years), person.area_id, person.born, person.sex)


def _areas(ids: Collection[int] | None = None) -> dict[int, Area]:
    held = Area.objects.select_related("parent")
    return {area.pk: area for area in (held if ids is None else held.filter(pk__in=ids))}


def _stood(ids: Sequence[int], *, on: date, known: date, years: int) -> dict[int, Stood]:
    """As what residents counted on a day as known on a day; who was not counted then is left out."""
    found = {pk: _stood_then(history, on, known, years) for pk, history in queries.histories(ids).items()}
    return {pk: stood for pk, stood in found.items() if stood is not None}


def _stood_then(history: queries.History, on: date, known: date, years: int) -> Stood | None:
    life, first = history.life(known), history.first_recorded(known)
    then = verdict(life, first, on) if life else None
    if life is None or then is None or then.area is None:
        return None
    who = (int(then.area), life.born, life.sex)
    if first is not None and first <= on:
        return Stood("recorded", first, *who)
    if then.obliged:
        due = birthday(life.born, OBLIGED_AGE + years)
        return Stood(DEACTIVATED if due <= on else UNRECORDED, obliged_since(life, on), *who)
    return Stood(NOT_OBLIGED.get(then.why, "not_obliged"), then.since, *who)


def row(resident: Resident, *, on: date, years: int) -> Row:
    state, state_on = state_of(resident, on=on, years=years)
    _, cause = obliged_from(resident.born, resident.married_on)
    age = max(age_on(resident.born, on), 0)
    by_marriage = cause is Reason.MARRIED
    return Row(resident, resident.sex, age, state, state_on, by_marriage=by_marriage, area=resident.area)


def state_of(resident: Any, *, on: date, years: int) -> tuple[str, date | None]:
    """What a resident counts as, in one word, and the day that belongs to it."""
    has_ended = resident.ended_on is None or resident.ended_on <= on
    if resident.standing != Standing.RESIDENT and has_ended:
        return resident.standing, resident.ended_on
    recorded = resident.first_recorded_on is not None and resident.first_recorded_on <= on
    if recorded:
        return "recorded", resident.first_recorded_on
    if resident.obliged_from is not None and resident.obliged_from <= on:
        due = birthday(resident.born, OBLIGED_AGE + years)
        return (DEACTIVATED if due <= on else UNRECORDED), resident.obliged_from
    if resident.citizenship not in ELIGIBLE:
        return "not_obliged", None
    first_timer = age_on(resident.born, on) >= FIRST_TIMER_AGE
    return (FIRST_TIMER if first_timer else "under_age"), resident.obliged_from
