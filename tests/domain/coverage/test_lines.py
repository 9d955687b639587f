"""The ledger of one resident equals a recount from scratch, for every pair of dates and any order of
arrival.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.domain.coverage import table
from rekam.domain.coverage.life import Life, Report, Saying, Session, latest, learn, recorded_on
from rekam.domain.coverage.lines import Line, lines, obliged_since
from rekam.domain.coverage.rules import Measure, Reason
from rekam.domain.coverage.verdict import verdict

from .histories import days, histories, sayings

SITI = Saying(
    known_on=date(2015, 12, 31),
    area="64.08.04.2001",
    sex="f",
    born=date(1980, 5, 17),
    came=Reason.OPENING,
)


def count(posted: Sequence[Line], measure: Measure, on: date, known: date, area: str | None = None) -> int:
    return sum(
        line.amount
        for line in posted
        if line.measure == measure and line.effective_on <= on and line.known_on <= known
        if area is None or line.area == area
    )


def recount(said: list[Saying], sessions: list[Session], on: date, known: date) -> dict[Measure, str | None]:
    """From scratch, without steps or lines: where the person counts on a day as known on a day."""
    heard = sorted((s for s in said if s.known_on <= known), key=lambda s: s.known_on)
    life: Life | None = None
    for saying in heard:
        life = learn(life, saying)
    if life is None:
        return dict.fromkeys(Measure)
    found = verdict(life, recorded_on(heard[-1], sessions, known), on)
    return {
        Measure.REGISTERED: found.area if found.registered else None,
        Measure.OBLIGED: found.area if found.obliged else None,
        Measure.RECORDED: found.area if found.recorded else None,
    }


@given(histories(), days(), days(date(2013, 1, 1), date(2020, 1, 1)), st.randoms())
@settings(max_examples=400, deadline=None)
def test_the_ledger_equals_a_recount_for_any_two_dates_and_any_order(
    history: tuple[list[Saying], list[Session]], on: date, known: date, order: random.Random
) -> None:
    said, sessions = history
    order.shuffle(said)
    order.shuffle(sessions)
    posted = lines(said, sessions)

    for measure, area in recount(said, sessions, on, known).items():
        assert count(posted, measure, on, known) == (area is not None)
        if area is not None:
            assert count(posted, measure, on, known, area) == 1


@given(sayings(), st.booleans())
@settings(max_examples=400, deadline=None)
def test_the_table_gives_the_lines_that_one_resident_gives(said: Saying, opening: bool) -> None:
    said = replace(said, came=Reason.OPENING if opening else said.came)
    columns = ("area", "sex", "born", "ever_married", "married_on", "citizenship", "standing", "ended_on")
    row = {name: getattr(said, name) for name in (*columns, "arrived_on", "ektp_status", "ektp_on")}
    schema = dict.fromkeys(("born", "married_on", "ended_on", "arrived_on", "ektp_on"), pl.Date)
    frame = pl.DataFrame([{"resident": 1, "came": said.came.value, **row}], schema_overrides=schema)

    at_once = table.first_lines(frame, known_on=said.known_on)

    one_by_one = [
        (1, x.measure, x.area, x.sex, x.reason, x.cause, x.amount, x.effective_on, x.known_on)
        for x in lines([said], [])
    ]
    assert sorted(at_once.rows()) == sorted(one_by_one)


def test_several_sessions_of_one_person_count_once() -> None:
    failed = Session(
        date(2016, 9, 1),
        date(2016, 9, 1),
        (Report(date(2016, 9, 8), date(2016, 9, 7), "ENROLL_FAILURE_AT_CENTRAL"),),
    )
    again = Session(date(2016, 9, 12), date(2016, 9, 12))
    once_more = Session(date(2016, 9, 20), date(2016, 9, 20))

    posted = lines([SITI], [failed, again, once_more])

    assert count(posted, Measure.RECORDED, date(2016, 9, 30), date(2016, 9, 30)) == 1
    assert count(posted, Measure.RECORDED, date(2016, 9, 10), date(2016, 9, 10)) == 0
    assert count(posted, Measure.RECORDED, date(2016, 9, 5), date(2016, 9, 5)) == 1
    assert Reason.RECORDING_VOIDED in {line.reason for line in posted}


def test_turning_17_is_counted_before_it_happens() -> None:
    posted = lines([replace(SITI, born=date(2000, 3, 1))], [])

    assert count(posted, Measure.OBLIGED, date(2017, 2, 28), known=SITI.known_on) == 0
    assert count(posted, Measure.OBLIGED, date(2017, 3, 1), known=SITI.known_on) == 1


def test_a_marriage_before_17_withdraws_the_expected_birthday() -> None:
    young = replace(SITI, born=date(2000, 3, 1))
    wed = replace(young, known_on=date(2016, 9, 20), ever_married=True, married_on=date(2016, 9, 5))

    posted = lines([young, wed], [])

    withdrawn = [line for line in posted if line.reason is Reason.TURNED_17 and line.amount == -1]
    assert [line.effective_on for line in withdrawn] == [date(2017, 3, 1)]
    assert count(posted, Measure.OBLIGED, date(2018, 1, 1), date(2018, 1, 1)) == 1


def test_a_first_timer_counts_as_recorded_only_from_17() -> None:
    young = replace(SITI, born=date(1999, 9, 10))
    captured = Session(date(2016, 8, 1), date(2016, 8, 1))

    posted = lines([young], [captured])

    recorded = [line for line in posted if line.measure == Measure.RECORDED]
    assert [(x.effective_on, x.reason) for x in recorded] == [(date(2016, 9, 10), Reason.TURNED_17)]


def test_a_corrected_birth_date_shows_as_a_correction_not_as_news() -> None:
    corrected = replace(SITI, known_on=date(2016, 9, 1), born=date(1981, 5, 17))

    posted = [line for line in lines([SITI, corrected], []) if line.measure == Measure.OBLIGED]

    assert [(x.reason, x.cause, x.amount) for x in posted[1:]] == [
        (Reason.CORRECTED, Reason.TURNED_17, -1),
        (Reason.CORRECTED, Reason.TURNED_17, 1),
    ]


def test_somebody_born_on_a_leap_day_turns_17_on_the_first_of_march() -> None:
    posted = lines([replace(SITI, born=date(2000, 2, 29))], [])

    assert count(posted, Measure.OBLIGED, date(2017, 2, 28), SITI.known_on + timedelta(days=1)) == 0
    assert count(posted, Measure.OBLIGED, date(2017, 3, 1), SITI.known_on) == 1


def test_a_short_lapse_of_citizenship_leaves_the_obligation_before_it() -> None:
    lapsed = replace(SITI, known_on=date(2016, 9, 5), citizenship="temporary_stay")
    again = replace(SITI, known_on=date(2016, 9, 12))
    recorded = Session(date(2016, 8, 1), date(2016, 8, 1))

    posted = lines([SITI, lapsed, again], [recorded])

    for measure in (Measure.OBLIGED, Measure.RECORDED):
        on_days = [count(posted, measure, date(2016, 9, day), date(2016, 9, 30)) for day in (4, 5, 11, 12)]
        assert on_days == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("one", "other", "last"),
    [
        (("BIO_CAPTURED", "", 8), ("ENROLL_FAILURE_AT_CENTRAL", "", 8), "ENROLL_FAILURE_AT_CENTRAL"),
        (("ENROLL_FAILURE_AT_CENTRAL", "08:15:00", 8), ("PROCESSING", "14:05:00", 8), "PROCESSING"),
        (("CARD_ISSUED", "", 8), ("PROCESSING", "", 9), "PROCESSING"),
    ],
)
def test_of_two_reports_of_one_day_the_same_decides_whichever_came_first(
    one: tuple[str, str, int], other: tuple[str, str, int], last: str
) -> None:
    reports = [
        Report(date(2016, 9, known), date(2016, 9, 7), code, clock) for code, clock, known in (one, other)
    ]

    for order in (reports, reports[::-1]):
        found = latest(order)
        assert found is not None
        assert found.code == last


@given(histories(), st.integers(0, 3000))
@settings(max_examples=400, deadline=None)
def test_somebody_is_obliged_since_the_day_from_which_they_are_without_a_break(
    history: tuple[list[Saying], list[Session]], days_later: int
) -> None:
    life: Life | None = None
    for said in sorted(history[0], key=lambda s: s.known_on):
        life = learn(life, said)
    assert life is not None

    since = obliged_since(life)

    today = date(2014, 1, 1) + timedelta(days=days_later)
    found = verdict(life, None, today)
    assert (obliged_since(life, today) is not None) == found.obliged
    if found.obliged:
        assert found.since == obliged_since(life, today)
    if since is None:
        assert not verdict(life, None, date(2100, 1, 1)).obliged
    else:
        assert not verdict(life, None, since - timedelta(days=1)).obliged
        assert verdict(life, None, since + timedelta(days=days_later)).obliged
        assert verdict(life, None, date(2100, 1, 1)).obliged


def test_a_move_within_the_regency_interrupts_no_obligation() -> None:
    moved = replace(SITI, known_on=date(2016, 9, 30), area="64.08.13.2001", arrived_on=date(2016, 9, 20))
    away = replace(moved, known_on=date(2016, 10, 31), standing="moved_out", ended_on=date(2016, 10, 10))
    back = replace(moved, known_on=date(2016, 12, 31), arrived_on=date(2016, 12, 1))

    assert obliged_since(learn(learn(None, SITI), moved)) == date(1997, 5, 17)
    assert obliged_since(learn(learn(learn(None, SITI), moved), away)) is None
    assert obliged_since(learn(learn(learn(learn(None, SITI), moved), away), back)) == date(2016, 12, 1)
