"""What was known when: a forecast of the past may use nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.forecast import months
from rekam.domain.forecast.record import OBLIGED, RECORDED, Stream
from tests.domain.forecast.invented import OPENED, Ledger, register


def test_what_became_known_later_changes_nothing_of_what_was_known():
    whole, cut = register(months=18), register(months=18)
    early = OPENED + 9
    later = cut.known > early
    cut.amount[later] *= 3

    one, other = whole.known_at(early, 6), cut.known_at(early, 6)

    assert np.array_equal(one.flows, other.flows)
    assert np.array_equal(one.coming, other.coming)
    assert np.array_equal(one.obliged, other.obliged)


def test_seventeenth_birthdays_are_known_before_they_come():
    known = register(birthdays=7).known_at(OPENED + 3, 5)

    assert known.coming[:, OBLIGED].tolist() == [[7, 7, 7]] * 5


def test_a_recording_learned_late_counts_when_it_became_known():
    ledger = Ledger()
    ledger.post(OPENED, OBLIGED, Stream.HELD, (10, 10, 10), effective=0)
    ledger.post(OPENED + 2, RECORDED, Stream.RECORDED, (4, 0, 0), effective=OPENED + 1)
    record = ledger.record(OPENED + 3)

    assert record.truth(OPENED + 1)[RECORDED].sum() == 0
    assert record.known_at(OPENED + 3, 1).flow(Stream.RECORDED, RECORDED)[:, 0].tolist() == [0, 4, 0]


def test_a_month_in_which_many_were_struck_off_had_a_release():
    known = register(months=12, release=6).known_at(OPENED + 12, 3)

    assert known.releases == (OPENED + 6,)


def test_a_few_who_left_the_register_are_no_release():
    ledger = Ledger()
    ledger.post(OPENED, OBLIGED, Stream.HELD, (10_000, 0, 0), effective=0)
    ledger.post(OPENED + 1, OBLIGED, Stream.STRUCK, (-5, 0, 0))

    assert ledger.record(OPENED + 2).known_at(OPENED + 2, 1).releases == ()


def test_the_opening_month_of_recordings_is_incomplete_and_taken_like_those_before():
    ledger = Ledger(1)
    for month, made in zip(range(OPENED - 3, OPENED + 1), (90, 100, 110, 20), strict=True):
        ledger.post(OPENED, RECORDED, Stream.TOLD, (made,), effective=month)

    assert ledger.record(OPENED).known_at(OPENED, 1).early[:, 0].tolist() == [90, 100, 110, 100]


def test_within_a_month_the_rest_of_it_is_still_to_come():
    record = register(months=6, birthdays=9)
    counts = record.counted(OPENED + 6, OPENED + 6) + np.array([[3.0], [0.0]])

    known = record.known_now(counts, part=0.4, ahead=4)

    assert known.obliged.tolist() == counts[OBLIGED].tolist()
    assert known.coming[:, OBLIGED].tolist() == [[6, 6, 6], [9, 9, 9], [9, 9, 9], [9, 9, 9]]


@given(st.integers(1900 * 12, 2200 * 12))
def test_a_month_is_itself_after_writing_it_down(month: int):
    assert months.from_number(months.number(month)) == month
    assert months.of(months.first_day(month)) == months.of(months.last_day(month)) == month
    assert months.left(months.last_day(month)) == 0
