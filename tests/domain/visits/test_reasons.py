"""The reason chooses what is done next."""

import pytest

from rekam.domain.visits.outcomes import Outcome, Reason
from rekam.domain.visits.reasons import Hours, Next, advise, next_action


@pytest.mark.parametrize(
    ("reason", "action"),
    [
        (Reason.BUSY, Next.EVENING),
        (Reason.FAR, Next.SECOND_PASS),
        (Reason.AWAY, Next.SECOND_PASS),
        (Reason.APPEARANCE, Next.SECOND_PASS),
        (Reason.OTHER, Next.SECOND_PASS),
        (Reason.ILL, Next.HOME_VISIT),
        (Reason.NO_NEED, Next.SUMMONS),
        (Reason.MOVED, Next.REGISTRAR),
        (Reason.DIED, Next.REGISTRAR),
    ],
)
def test_each_reason_has_its_next_step(reason: Reason, action: Next) -> None:
    assert next_action(Outcome.ABSENT, reason) == action


@pytest.mark.parametrize("outcome", [Outcome.RECORDED, Outcome.UNDER_16, Outcome.ALREADY_RECORDED])
def test_nothing_is_left_to_do_about_whoever_came(outcome: Outcome) -> None:
    assert next_action(outcome, None) is None


def test_a_failed_recording_is_made_again() -> None:
    assert next_action(Outcome.FAILED, None) == Next.SECOND_PASS


def test_whoever_stays_away_without_a_word_twice_is_sent_for() -> None:
    assert next_action(Outcome.ABSENT, None, passes=1) == Next.SECOND_PASS
    assert next_action(Outcome.ABSENT, None, passes=2) == Next.SUMMONS


def test_whoever_refuses_without_a_reason_is_sent_for() -> None:
    assert next_action(Outcome.ABSENT, None, has_refused=True) == Next.SUMMONS
    assert next_action(Outcome.ABSENT, Reason.OTHER, has_refused=True) == Next.SUMMONS


def test_whoever_refuses_because_of_illness_is_visited_at_home_all_the_same() -> None:
    assert next_action(Outcome.ABSENT, Reason.ILL, has_refused=True) == Next.HOME_VISIT


def test_a_second_pass_comes_in_the_evening_when_half_of_its_people_were_busy() -> None:
    half = advise([Next.EVENING, Next.SECOND_PASS, Next.HOME_VISIT, None])
    fewer = advise([Next.EVENING, Next.SECOND_PASS, Next.SECOND_PASS])

    assert (half.second_pass, half.hours) == (2, Hours.EVENING)
    assert (fewer.second_pass, fewer.hours) == (3, Hours.DAY)


def test_without_anybody_to_come_again_there_is_no_second_pass() -> None:
    assert advise([None, Next.REGISTRAR]).second_pass == 0
