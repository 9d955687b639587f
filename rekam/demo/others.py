"""Everybody else with a recording: newcomers, first-timers of 2015, failures, repetitions, visitors."""

import numpy as np

from rekam.demo import logbook
from rekam.demo.days import (
    AS_OF,
    FIRST,
    MONTHS,
    NEVER,
    NO_FILE,
    OPENING,
    Ints,
    birthday,
    busyness,
    draw,
    number,
    on_an_open_day,
)
from rekam.demo.firsts import FIRSTS, Office, failures, void, void_in_register
from rekam.demo.logbook import DUPLICATE, ELSEWHERE, OLD, UNLISTED, Sessions
from rekam.demo.people import JOINED, MOVED_IN, OPENED, VISITOR, Mask, pick, pick_some
from rekam.demo.population import VISITORS

SERVED_BEFORE, FIRST_TIMERS_2015 = 30, 700
DUPLICATES_2015, NEVER_VALID, VOIDED_FOR_GOOD, VOIDED_BY_REGISTER = 150, 150, 60, 170
REPEATS, SECOND_TIMES = 205, 26
KTP_EL_BEGAN = number(2011, 9, 1)


# -- before the firsts of 2016 are chosen -------------------------------------------------------


def settle(office: Office) -> None:
    """Those whose recordings do not depend on how many are needed."""
    _served_before(office)
    _came_recorded(office)
    _first_timers_2015(office)
    _never_valid(office)


def _adults(office: Office, on: int) -> Mask:
    mask: Mask = (office.people.seventeen(NO_FILE - 1) <= on) & (office.people.citizenship.first != 2)
    return mask


def _came_recorded(office: Office) -> None:
    """Newcomers whom another regency recorded in earlier years: most movers, few whom the register missed."""
    people, rng = office.people, office.rng
    chance = np.select([people.came == MOVED_IN, people.came == JOINED], [0.65, 0.12], default=0.0)
    lucky = rng.random(len(people)) < chance
    rows = np.flatnonzero(lucky & _adults(office, OPENING - 400) & ~office.book.taken).astype(np.int32)
    file = people.entry_file[rows]
    created = _long_ago(office, rows, OPENING - 100)
    status = logbook.chosen(rng, OLD, len(rows))
    office.book.capture(office.book.take(rows), created, AS_OF[file])
    office.book.attest(rows, file=file, status=status, day=created, updated=created + 40, where=ELSEWHERE)


def _served_before(office: Office) -> None:
    """Recorded here while still at home elsewhere; the register has them only later."""
    people, rng = office.people, office.rng
    came = (people.came == MOVED_IN) & (people.entry_day > FIRST[2] + 5) & _adults(office, OPENING)
    rows = office.book.take(pick_some(rng, came, office.count(SERVED_BEFORE)))
    wait = rng.integers(6, 80, len(rows))
    days = on_an_open_day(np.maximum(people.entry_day[rows] - wait, FIRST[1] + 4).astype(np.int32))
    where = logbook.usual_places(rng, people, rows, office.places.district)
    office.book.session(logbook.listed(rng, rows, days, days, where))
    office.book.capture(rows, days, days)


def _first_timers_2015(office: Office) -> None:
    people, rng = office.people, office.rng
    sixteen, seventeen = birthday(people.born.first, 16), people.seventeen(0)
    young = office.free(0) & (people.came == OPENED) & (sixteen < OPENING - 40) & (seventeen > OPENING + 3)
    rows = office.book.take(pick_some(rng, young & (people.wed.first == 1), office.count(FIRST_TIMERS_2015)))
    low = np.maximum(sixteen[rows] + 1, OPENING - 250)
    created = (low + rng.random(len(rows)) * (OPENING - 12 - low)).astype(np.int32)
    office.book.capture(rows, created, OPENING)
    status = logbook.chosen(rng, OLD[-3:], len(rows))
    office.book.attest(
        rows, file=0, status=status, day=created, updated=created + 5, where=office.district[rows]
    )


def _never_valid(office: Office) -> None:
    """Recorded, and yet not: duplicates and failures that nobody has repeated."""
    people, rng, count = office.people, office.rng, office.count
    grown = (people.came == OPENED) & _adults(office, OPENING - 500)

    def some(size: int) -> Ints:
        return office.book.take(pick(rng, grown & office.free(0), count(size)))

    rows = some(DUPLICATES_2015)
    created = _long_ago(office, rows, OPENING - 40)
    office.book.attest(
        rows, file=0, status=DUPLICATE, day=created, updated=created + 30, where=office.district[rows]
    )
    rows = some(VOIDED_BY_REGISTER)
    status = np.where(rng.random(len(rows)) < 0.2, DUPLICATE, failures(rng, len(rows)))
    void_in_register(office, rows, rng.integers(2, 11, len(rows)).astype(np.int32), status)
    rows = some(NEVER_VALID)
    days = on_an_open_day(rng.integers(FIRST[1] + 4, FIRST[10] - 25, len(rows)).astype(np.int32))
    failed = (days + rng.integers(3, 24, len(rows))).astype(np.int32)
    status = np.where(rng.random(len(rows)) < 0.5, DUPLICATE, failures(rng, len(rows))).astype(np.int32)
    where = office.district[rows]
    office.book.session(Sessions(rows, days, logbook.minutes(rng, len(rows)), where, status, failed, failed))
    rows = some(VOIDED_FOR_GOOD)
    days = on_an_open_day(rng.integers(FIRST[1] + 4, FIRST[8], len(rows)).astype(np.int32))
    failed = FIRST[logbook.month_of(days) + 1] + rng.integers(2, 24, len(rows))
    void(office, rows, days, failed.astype(np.int32), office.district[rows])


def _long_ago(office: Office, rows: Ints, end: int) -> Ints:
    """A day between 17 (or the beginning of KTP-el) and *end*; the first years saw most."""
    low = np.maximum(office.people.seventeen(NO_FILE - 1)[rows] + 5, KTP_EL_BEGAN)
    span = np.maximum(end - low, 1)
    days: Ints = (low + office.rng.random(len(rows)) ** 1.6 * span).astype(np.int32)
    return days


# -- the opening register's recorded ------------------------------------------------------------


def attest_opening(office: Office, rows: Ints) -> None:
    """Recorded in earlier years, which the opening register says."""
    created = _long_ago(office, office.book.take(rows), OPENING - 12)
    office.book.capture(rows, created, OPENING)
    status = logbook.chosen(office.rng, OLD, len(rows))
    updated = np.minimum(created + office.rng.integers(5, 300, len(rows)), OPENING - 1)
    office.book.attest(
        rows,
        file=0,
        status=status,
        day=created,
        updated=updated.astype(np.int32),
        where=office.district[rows],
    )


# -- after everybody is settled: what must not count --------------------------------------------


def repeat(office: Office, recorded: Ints) -> None:
    """People who had been recorded long before come again: a lost card, a new photograph."""
    calm = recorded[office.people.calm[recorded]]
    share = {month: size / 3_000 for month, size in FIRSTS.items()} | {9: 2.1}
    for month in MONTHS:
        rows = office.rng.choice(calm, office.count(REPEATS * share[month]), replace=False)
        days = _any_days(office, month, len(rows))
        where = logbook.usual_places(office.rng, office.people, rows, office.places.district)
        sessions = logbook.listed(office.rng, rows, days, days, where)
        odd = office.rng.random(len(rows)) < 0.03
        sessions.status[odd] = office.rng.choice(UNLISTED, int(odd.sum()))
        office.book.session(sessions)


def second_times(office: Office) -> None:
    """Some of those recorded in spring are recorded once more in summer."""
    done = office.book.captures()
    spring = (done.day > FIRST[1]) & (done.day < FIRST[6]) & (done.void == NEVER)
    rows = done.person[spring]
    rows = rows[office.people.calm[rows]]
    for month in (7, 8, 9):
        again = office.rng.choice(rows, min(len(rows), office.count(3 * SECOND_TIMES)), replace=False)
        days = _any_days(office, month, len(again))
        where = logbook.usual_places(office.rng, office.people, again, office.places.district)
        office.book.session(logbook.listed(office.rng, again, days, days, where))


def _any_days(office: Office, month: int, size: int) -> Ints:
    low = np.full(size, FIRST[month], np.int32)
    return draw(office.rng, busyness(month), month, low, np.full(size, FIRST[month + 1] - 1, np.int32))


def serve_visitors(office: Office) -> None:
    """Recorded here out of domicile: their NIKs are unknown to this register, and stay so."""
    people, rng = office.people, office.rng
    grown = (people.came == VISITOR) & _adults(office, OPENING)
    rows = pick(rng, grown, office.count(VISITORS))
    month = rng.choice(list(MONTHS), len(rows), p=np.array([7, 7, 9, 10, 11, 9, 9, 15, 23]) / 100)
    for each in MONTHS:
        some = rows[month == each]
        days = _any_days(office, each, len(some))
        where = office.places.district[people.desa.first[some]]
        office.book.session(logbook.listed(rng, some, days, days, where))


def follow_up(office: Office) -> None:
    """For some sessions that were on their way, a later month's file brings the next status."""
    sessions = office.book.sessions()
    table = {name: sessions[name].to_numpy() for name in sessions.columns}
    month = logbook.month_of(table["known"])
    failed = set(table["person"][table["status"] >= DUPLICATE].tolist())
    waiting = np.isin(table["status"], (logbook.CAPTURED, logbook.PROCESSING, logbook.SENT, logbook.RECEIVED))
    plain = waiting & (month < 9) & (table["minute"] >= 0)
    plain &= ~np.isin(table["person"], list(failed)) & (office.rng.random(len(month)) < 0.22)
    kept = {name: values[plain] for name, values in table.items()}
    size, later = int(plain.sum()), month[plain] + 1
    since = (FIRST[later] + office.rng.integers(0, 27, size)).astype(np.int32)
    status = np.where(office.rng.random(size) < 0.12, logbook.SENT, logbook.PRINT_READY).astype(np.int32)
    kept |= {"status": status, "status_day": since, "known": since}
    office.book.session(Sessions(**kept))
