"""No order of kills, lost answers, questions and news sends a message twice or leaves it with nobody."""

from dataclasses import dataclass, field
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rekam.domain.reminders import states
from rekam.domain.reminders.states import Event, Outcome, State

ABANDONED = int(states.ABANDONED.total_seconds() // 60)
FIRST_ASKED = int(states.ASK_AFTER[0].total_seconds() // 60)
LONGEST_WAY = FIRST_ASKED - 1  # minutes that words may be on their way to the provider
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


# -- every interleaving -------------------------------------------------------------------------------------


@dataclass
class Provider:
    """Counts what reached it; words on their way arrive when their minute comes."""

    under_way: list[int] = field(default_factory=list)
    arrived: int = 0

    def look(self, now: int) -> None:
        self.arrived += sum(1 for due in self.under_way if due <= now)
        self.under_way = [due for due in self.under_way if due > now]


@dataclass
class Try:
    """A worker that has the message, and the answer it holds and has not written down yet."""

    number: int
    began: int
    has_sent: bool = False
    answer: Event | None = None


class Life(RuleBasedStateMachine):
    """One message, any number of workers, and a network that loses answers but tells no lies."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.state = State.QUEUED
        self.number = 0  # of the latest try
        self.taken = 0  # its minute
        self.provider = Provider()
        self.tries: list[Try] = []

    def happen(self, event: Event, *, number: int | None = None) -> None:
        if states.counts(event, is_latest=number in (None, self.number)):
            self.state = states.move(self.state, event) or self.state

    @rule(minutes=st.sampled_from([1, 2, 4, 6]), can_ask=st.booleans())
    def time_passes(self, minutes: int, can_ask: bool) -> None:
        """With what is done by itself then: what was abandoned is noticed, what is unknown is asked about."""
        self.now += minutes
        self.provider.look(self.now)
        if self.state == State.SENDING and self.now - self.taken >= ABANDONED:
            self.happen(Event.LOST)
        if can_ask and self.state == State.UNKNOWN and self.now - self.taken >= FIRST_ASKED:
            self.happen(Event.SAID_SENT if self.provider.arrived else Event.NOT_KNOWN)

    @precondition(lambda self: self.state == State.QUEUED)
    @rule()
    def a_worker_takes_it(self) -> None:
        self.happen(Event.TAKE)
        self.number, self.taken = self.number + 1, self.now
        self.tries.append(Try(self.number, began=self.now))

    @precondition(lambda self: any(not each.has_sent for each in self.tries))
    @rule(
        data=st.data(),
        how=st.sampled_from(["answered", "answer_lost", "declined", "away"]),
        way=st.integers(0, LONGEST_WAY),
    )
    def a_worker_sends(self, data: st.DataObject, how: str, way: int) -> None:
        each = data.draw(st.sampled_from([each for each in self.tries if not each.has_sent]))
        each.has_sent = True
        if self.now - each.began >= 1:  # it slept: what has not left within a minute does not leave any more
            each.answer = Event.NOT_SENT
        elif how in ("answered", "answer_lost"):
            self.provider.under_way.append(self.now + (way if how == "answer_lost" else 0))
            self.provider.look(self.now)
            each.answer = Event.ACCEPTED if how == "answered" else Event.LOST
        else:
            each.answer = Event.DECLINED if how == "declined" else Event.NOT_SENT

    @precondition(lambda self: any(each.answer for each in self.tries))
    @rule(data=st.data())
    def a_worker_writes_it_down(self, data: st.DataObject) -> None:
        each = data.draw(st.sampled_from([each for each in self.tries if each.answer]))
        self.tries.remove(each)
        assert each.answer is not None
        self.happen(each.answer, number=each.number)

    @precondition(lambda self: self.tries)
    @rule(data=st.data())
    def a_worker_is_killed(self, data: st.DataObject) -> None:
        self.tries.remove(data.draw(st.sampled_from(self.tries)))

    @precondition(lambda self: self.provider.arrived)
    @rule(news=st.sampled_from(NEWS))
    def news_comes_late_twice_or_in_any_order(self, news: Event) -> None:
        self.happen(news)

    @precondition(lambda self: self.state == State.UNKNOWN)
    @rule(event=st.sampled_from([Event.WENT, Event.LEAVE]))
    def a_person_decides(self, event: Event) -> None:
        self.happen(event)

    @invariant()
    def it_is_never_sent_twice(self) -> None:
        assert self.provider.arrived + len(self.provider.under_way) <= 1

    @invariant()
    def somebody_can_go_on_from_here(self) -> None:
        """Nobody waits for ever: what no worker holds is at its end, in the queue or before a person."""
        settled = states.move(self.state, Event.LOST) or self.state
        at_its_end = settled in (State.SENT, State.DELIVERED, State.READ, State.REFUSED)
        assert at_its_end or settled == State.QUEUED or states.decisions(settled)

    def teardown(self) -> None:
        self.time_passes(60, can_ask=False)
        assert self.state != State.SENDING
        if self.provider.arrived and not self.tries:
            assert self.state != State.QUEUED, "it would be sent once more"


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=200, stateful_step_count=20, deadline=None)
