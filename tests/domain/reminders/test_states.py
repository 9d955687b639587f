"""The life of a message, move by move; every interleaving of them is tried in its own file."""

from datetime import timedelta

import pytest

from rekam.domain.reminders import states
from rekam.domain.reminders.states import Event, Outcome, State

NEWS = (Event.SAID_SENT, Event.SAID_DELIVERED, Event.SAID_READ, Event.SAID_FAILED)


# -- single moves -----------------------------------------------------------------------------------------


def test_a_message_without_an_answer_is_unknown_and_not_queued() -> None:
    assert states.move(State.SENDING, Event.LOST) == State.UNKNOWN


def test_what_is_unknown_cannot_be_taken_by_a_worker() -> None:
    assert states.move(State.UNKNOWN, Event.TAKE) is None


def test_two_workers_cannot_take_the_same_message() -> None:
    assert states.move(State.SENDING, Event.TAKE) is None


def test_news_that_comes_late_or_twice_never_leads_back() -> None:
    assert states.move(State.READ, Event.SAID_DELIVERED) is None
    assert states.move(State.DELIVERED, Event.SAID_SENT) is None
    assert states.move(State.DELIVERED, Event.SAID_DELIVERED) is None


def test_news_that_overtakes_the_answer_is_kept() -> None:
    assert states.move(State.SENDING, Event.SAID_DELIVERED) == State.DELIVERED
    assert states.move(State.DELIVERED, Event.ACCEPTED) is None


def test_delivered_after_failed_is_delivered_because_it_did_arrive() -> None:
    assert states.move(State.FAILED, Event.SAID_DELIVERED) == State.DELIVERED
    assert states.move(State.DELIVERED, Event.SAID_FAILED) is None


def test_news_of_a_message_in_the_queue_takes_it_out() -> None:
    assert [states.move(State.QUEUED, news) for news in NEWS] == [
        State.SENT,
        State.DELIVERED,
        State.READ,
        State.FAILED,
    ]


@pytest.mark.parametrize("state", State)
def test_a_person_decides_about_what_is_unknown_or_failed_and_about_nothing_else(state: State) -> None:
    expected = {
        State.UNKNOWN: (Event.WENT, Event.SEND_AGAIN, Event.LEAVE),
        State.FAILED: (Event.SEND_AGAIN,),
    }

    assert states.decisions(state) == expected.get(state, ())


# -- tries ------------------------------------------------------------------------------------------------


def test_a_provider_that_is_away_is_tried_again_later_each_time() -> None:
    away = Outcome(Event.NOT_SENT, "away")

    waits = [states.after_try(away, tries) for tries in range(1, states.MOST_TRIES)]

    assert waits == [(Event.NOT_SENT, pause) for pause in states.PAUSES]
    assert list(states.PAUSES) == sorted(states.PAUSES)


def test_after_the_last_try_a_person_decides() -> None:
    assert states.after_try(Outcome(Event.NOT_SENT), states.MOST_TRIES)[0] == Event.GIVE_UP


def test_a_provider_that_asks_for_patience_gets_it_but_not_for_ever() -> None:
    patient = Outcome(Event.NOT_SENT, wait=timedelta(minutes=10))
    absurd = Outcome(Event.NOT_SENT, wait=timedelta(days=400))

    assert states.after_try(patient, 1)[1] == timedelta(minutes=10)
    assert states.after_try(absurd, 1)[1] == states.LONGEST_WAIT


def test_a_provider_is_asked_three_times_and_then_a_person() -> None:
    assert [states.ask_after(n) for n in range(4)] == [*states.ASK_AFTER, None]


def test_what_an_earlier_try_says_cannot_put_back_what_a_later_one_has_taken() -> None:
    assert not states.counts(Event.NOT_SENT, is_latest=False)
    assert not states.counts(Event.LOST, is_latest=False)
    assert states.counts(Event.ACCEPTED, is_latest=False)
