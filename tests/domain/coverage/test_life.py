"""What one more saying does to where somebody lived, and until when."""

from dataclasses import replace
from datetime import date
from functools import reduce

from rekam.domain.coverage.life import Life, Saying, Stay, learn
from rekam.domain.coverage.rules import Reason

SITI = Saying(
    known_on=date(2015, 12, 31),
    area="64.08.04.2001",
    sex="f",
    born=date(1980, 5, 17),
    came=Reason.OPENING,
)
AUGUST = date(2016, 8, 31)


def last_stay(*later: Saying) -> Stay:
    first: Life | None = None
    lived = reduce(learn, (SITI, *later), first)
    assert lived is not None
    return lived.stays[-1]


def moved_out(on: date | None) -> Saying:
    return replace(SITI, known_on=date(2016, 1, 15), standing="moved_out", ended_on=on)


def died(on: date | None) -> Saying:
    return replace(SITI, known_on=AUGUST, standing="died", ended_on=on)


def test_who_moved_away_and_died_elsewhere_did_not_live_here_until_then() -> None:
    moved = date(2016, 1, 10)

    for death in (date(2016, 8, 20), None):
        stay = last_stay(moved_out(moved), died(death))
        assert (stay.until, stay.left) == (moved, Reason.MOVED_OUT)


def test_a_death_before_the_moving_is_what_ended_the_stay() -> None:
    stay = last_stay(moved_out(date(2016, 1, 10)), died(date(2016, 1, 2)))

    assert (stay.until, stay.left) == (date(2016, 1, 2), Reason.DIED)


def test_who_was_missing_from_the_register_is_not_kept_alive_in_it_by_a_death_without_a_day() -> None:
    left = replace(SITI, known_on=date(2016, 3, 31), standing="left")

    unknown_day, known_day = last_stay(left, died(None)), last_stay(left, died(date(2016, 8, 20)))

    assert (unknown_day.until, unknown_day.left) == (date(2016, 3, 31), Reason.LEFT_REGISTER)
    assert (known_day.until, known_day.left) == (date(2016, 8, 20), Reason.DIED)
