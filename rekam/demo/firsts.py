"""Who is recorded for the first time on which day of 2016, and who had to come twice."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rekam.demo import logbook
from rekam.demo.days import (
    AS_OF,
    AUGUST_25,
    BEFORE_MONTH,
    FIRST,
    MONTHS,
    OPENING,
    SEPTEMBER,
    SEPTEMBER_30,
    UPDATE_OF,
    Floats,
    Ints,
    birthday,
    busyness,
    draw,
    number,
    on_an_open_day,
)
from rekam.demo.logbook import (
    BONTANG,
    FAILURE_SHARES,
    FAILURES,
    SAMARINDA,
    SENT,
    Logbook,
    Sessions,
    month_of,
)
from rekam.demo.people import DIED, MARRIED, MOVED_OUT, OPENED, Mask, People, pick, pick_some
from rekam.demo.places import SANGATTA_SELATAN, TELUK_PANDAN, Places

Count = Callable[[float], int]

FIRSTS = {1: 2_350, 2: 2_420, 3: 2_900, 4: 3_050, 5: 3_500, 6: 2_500, 7: 2_250, 8: 4_300}
# Of each month's: turned 17 in that very month; will die or move before it ends; told by the register alone.
JUST_17, LEAVERS, BY_REGISTER = 30, 7, 55
FIRST_TIMERS, TURN_17_SOON = 150, 15
CAME_TWICE, VOIDED, VOIDED_BEFORE = 0.020, 0.014, 0.012
# When the devices of two districts broke in September: first and last day, and how much was still done.
BROKEN = {
    SANGATTA_SELATAN: (number(2016, 9, 5), number(2016, 9, 20)),
    TELUK_PANDAN: (number(2016, 9, 8), number(2016, 9, 28)),
}


@dataclass
class Office:
    """What deciding about recordings needs to know."""

    rng: np.random.Generator
    people: People
    places: Places
    employer: Ints
    book: Logbook
    count: Count

    @property
    def district(self) -> Ints:
        return self.places.district[self.people.desa.first]

    def free(self, file: int) -> Mask:
        """In the register when *file* was the last one, in no other story, and not yet chosen."""
        mask: Mask = self.people.calm & ~self.book.taken & (self.people.entry_file <= file)
        return mask


def record(office: Office, *, september: int) -> None:
    """All first recordings, month by month; exactly *september* in September."""
    for month in MONTHS:
        total = september if month == 9 else office.count(FIRSTS[month])
        _month(office, month, total)
        _first_timers(office, month)


def _month(office: Office, month: int, total: int) -> None:
    groups = (_just_17(office, month), _leavers(office, month), _by_register(office, month))
    rows, days = _ordinary(office, month, total - sum(groups))
    _listed_firsts(office, month, rows, days)


def _ordinary(office: Office, month: int, size: int) -> tuple[Ints, Ints]:
    rows = office.book.take(pick(office.rng, _eager(office, month), size))
    return rows, _days(office, month, rows)


def _eager(office: Office, month: int) -> Floats:
    """Who may come in a month, and how likely: the young, the near, in September the companies' people."""
    people, before = office.people, BEFORE_MONTH[month]
    may = (
        office.free(before)
        & people.obliged(int(FIRST[month]) - 1, before)
        & people.obliged(SEPTEMBER_30, SEPTEMBER)
    )
    age = (FIRST[month] - people.born.first) / 365.25
    weight = np.select([age < 23, age < 41], [2.2, 1.0], default=0.65)
    weight *= np.where(
        office.places.trait("is_far")[people.desa.first] > 0, 0.62 if month == 9 else 0.45, 1.0
    )
    if month == 9:
        weight *= np.where(office.employer > 0, 1.5, 1.0)
        for district in BROKEN:
            weight *= np.where(office.district == district, 0.4, 1.0)
    return np.where(may, weight, 0.0)


def _days(office: Office, month: int, rows: Ints, low: Ints | None = None, high: Ints | None = None) -> Ints:
    """A day for each, within bounds; hardly any where devices are broken."""
    low = np.full(len(rows), FIRST[month], np.int32) if low is None else low
    high = np.full(len(rows), FIRST[month + 1] - 1, np.int32) if high is None else high
    days = draw(office.rng, busyness(month), month, low, high)
    if month == 9:
        for district, (start, end) in BROKEN.items():
            here = office.district[rows] == district
            weights = busyness(month)
            weights[start - FIRST[month] : end - FIRST[month] + 1] *= 0.05
            days[here] = draw(office.rng, weights, month, low[here], high[here])
    return days


def _listed_firsts(office: Office, month: int, rows: Ints, days: Ints) -> None:
    """Most here and known the same day; some elsewhere, and known weeks later."""
    rng, size = office.rng, len(rows)
    luck, away = rng.random(size), rng.random(size) < 0.025
    lag = np.select(
        [luck < 0.03, luck < 0.07], [rng.integers(10, 41, size), rng.integers(1, 4, size)], default=0
    )
    lag = np.where(away, rng.integers(7, 31, size), lag)
    known = np.minimum(days + lag, SEPTEMBER_30).astype(np.int32)
    where = logbook.usual_places(rng, office.people, rows, office.places.district)
    where[away] = rng.choice([SAMARINDA, BONTANG], int(away.sum()))
    _list(office, rows, days, known, where)
    _came_before(office, month, rows[~away], days[~away], where[~away])


def _list(office: Office, rows: Ints, days: Ints, known: Ints, where: Ints) -> None:
    sessions = logbook.listed(office.rng, rows, days, known, where)
    office.book.session(sessions)
    office.book.capture(rows, days, known)
    office.book.attest_later(sessions)


def _own(office: Office, rows: Ints) -> Ints:
    return logbook.usual_places(office.rng, office.people, rows, office.places.district)


def _just_17(office: Office, month: int) -> int:
    people, before = office.people, BEFORE_MONTH[month]
    birthdays = people.seventeen(before)
    soon = (birthdays > FIRST[month]) & (birthdays <= FIRST[month] + 18)
    single = people.wed.first < MARRIED
    rows = pick_some(
        office.rng,
        office.free(before) & soon & single & (people.citizenship.first == 0),
        office.count(JUST_17),
    )
    days = _days(office, month, office.book.take(rows), low=birthdays[rows] + 1)
    _list(office, rows, days, days, _own(office, rows))
    return len(rows)


def _leavers(office: Office, month: int) -> int:
    """Recorded, and gone before the month is out: they count among the recorded of the month all the same."""
    people = office.people
    going = np.isin(people.exit_kind, (DIED, MOVED_OUT)) & (people.exit_file == UPDATE_OF[month])
    going &= (people.exit_day > FIRST[month] + 8) & people.obliged(int(FIRST[month]) - 1, BEFORE_MONTH[month])
    rows = office.book.take(pick_some(office.rng, going, office.count(LEAVERS)))
    days = _days(office, month, rows, high=people.exit_day[rows] - 2)
    _list(office, rows, days, days, _own(office, rows))
    return len(rows)


def _by_register(office: Office, month: int) -> int:
    """Recorded in another regency, which only the register update tells."""
    file = UPDATE_OF[month]
    rows = office.book.take(pick(office.rng, _eager(office, month), office.count(BY_REGISTER)))
    days = _days(office, month, rows, high=np.full(len(rows), FIRST[month + 1] - 3, np.int32))
    office.book.capture(rows, days, int(AS_OF[file]))
    where = office.rng.choice([SAMARINDA, BONTANG], len(rows)).astype(np.int32)
    office.book.attest(rows, file=file, status=SENT, day=days, updated=days + 1, where=where, is_news=True)
    return len(rows)


def _first_timers(office: Office, month: int) -> None:
    """Sixteen-year-olds, some of whom turn 17 before the month is out."""
    people, before = office.people, BEFORE_MONTH[month]
    sixteen, seventeen = birthday(people.born.first, 16), people.seventeen(before)
    plain = (
        office.free(before) & (people.wed.first < MARRIED) & people.registered(int(FIRST[month]) - 1, before)
    )
    plain &= (sixteen < FIRST[month]) & (people.citizenship.first == 0)
    soon = (seventeen > FIRST[month] + 8) & (seventeen < FIRST[month + 1])
    rows = office.book.take(pick_some(office.rng, plain & soon, office.count(TURN_17_SOON)))
    days = _days(office, month, rows, high=seventeen[rows] - 2)
    _list(office, rows, days, days, _own(office, rows))
    later = plain & (seventeen > FIRST[month + 1] + 2) & ~office.book.taken
    rows = office.book.take(pick_some(office.rng, later, office.count(FIRST_TIMERS)))
    days = _days(office, month, rows)
    _list(office, rows, days, days, _own(office, rows))


# -- who had come before, in vain ------------------------------------------------------------


def _came_before(office: Office, month: int, rows: Ints, days: Ints, where: Ints) -> None:
    luck = office.rng.random(len(rows))
    steady = (office.people.came == OPENED) & (office.people.seventeen(0) < OPENING - 100)
    twice = (luck < CAME_TWICE) & (days > FIRST[1] + 30)
    voided = (luck > 1 - VOIDED) & steady[rows] & (month >= 4)
    before = (luck > 0.5) & (luck < 0.5 + VOIDED_BEFORE) & steady[rows] & (month >= 4)
    _failed_at_once(office, rows[twice], days[twice], where[twice])
    _voided_later(office, rows[voided], days[voided], where[voided])
    _voided_in_register(office, rows[before], days[before])


def failures(rng: np.random.Generator, size: int) -> Ints:
    return rng.choice(FAILURES, size, p=FAILURE_SHARES).astype(np.int32)


def _failed_at_once(office: Office, rows: Ints, days: Ints, where: Ints) -> None:
    """A session that the office first hears of when it has failed."""
    rng = office.rng
    before = on_an_open_day(days - rng.integers(8, 26, len(rows)).astype(np.int32))
    failed = np.minimum(before + rng.integers(2, 5, len(rows)), days - 1).astype(np.int32)
    minute = logbook.minutes(rng, len(rows))
    office.book.session(Sessions(rows, before, minute, where, failures(rng, len(rows)), failed, failed))


def _voided_later(office: Office, rows: Ints, days: Ints, where: Ints) -> None:
    """A session that counted until a later month's file reported its failure; then the second one."""
    rng = office.rng
    before = on_an_open_day(days - rng.integers(40, 76, len(rows)).astype(np.int32))
    failed = np.maximum(FIRST[month_of(before) + 1], before + 15) + rng.integers(0, 10, len(rows))
    # A failure known before 25 August and a repetition after it, both of August: left out, for plain figures.
    straddling = (failed <= AUGUST_25) & (days > AUGUST_25) & (days < FIRST[9])
    good = (failed < days - 1) & ~straddling
    void(office, rows[good], before[good], failed[good].astype(np.int32), where[good])


def void(office: Office, rows: Ints, days: Ints, failed: Ints, where: Ints) -> None:
    """Two rows for one session: sent, and known to have failed on a later day."""
    minute = np.maximum(logbook.minutes(office.rng, len(rows)), 480)
    sent = np.full(len(rows), SENT, np.int32)
    office.book.session(Sessions(rows, days, minute, where, sent, days, days))
    office.book.session(Sessions(rows, days, minute, where, failures(office.rng, len(rows)), failed, failed))
    office.book.capture(rows, days, days, failed)


def _voided_in_register(office: Office, rows: Ints, days: Ints) -> None:
    """Recorded in 2015 by the opening register, until a later register file says that it failed."""
    last = np.searchsorted(AS_OF, days - 3) - 1
    file = 2 + (office.rng.random(len(rows)) * np.maximum(last - 1, 1)).astype(np.int32)
    good = (file <= last) & (AS_OF[np.minimum(file, SEPTEMBER)] < days - 3)
    void_in_register(office, rows[good], file[good].astype(np.int32), failures(office.rng, int(good.sum())))


def void_in_register(office: Office, rows: Ints, file: Ints, status: Ints) -> None:
    created = (OPENING - office.rng.integers(4, 80, len(rows))).astype(np.int32)
    where = office.district[rows]
    office.book.attest(rows, file=0, status=SENT, day=created, updated=created + 1, where=where)
    updated = (AS_OF[file] - office.rng.integers(1, 20, len(rows))).astype(np.int32)
    office.book.attest(
        rows, file=file, status=status, day=created, updated=updated, where=where, is_news=True
    )
    office.book.capture(rows, created, OPENING, AS_OF[file])
