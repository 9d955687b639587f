"""What waits goes out when it may: by day, within the budget, to who still agrees."""

from datetime import date, time
from typing import Any

import pytest
from django.core.management import call_command

from rekam.domain.reminders.states import Event, Outcome
from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.reminders import (
    actions,
    campaigns,
    handling,
    opt_outs,
    providers,
    queries,
    sending,
    tasks,
)
from rekam.office.reminders.letters import Letter
from rekam.office.reminders.models import Channel, Kind, Message, Rules, State, Way
from rekam.office.reminders.recipients import Chosen
from rekam.office.residents.models import Resident
from rekam.office.visits.models import Visit
from tests import make
from tests.office.reminders import made


class Sends:
    """A provider that takes everything and remembers it; the real ones are in tests/contract."""

    can_ask = False

    def __init__(self, event: Event = Event.ACCEPTED) -> None:
        self.letters: list[Letter] = []
        self.event = event

    def send(self, letter: Letter) -> Outcome:
        self.letters.append(letter)
        return Outcome(
            self.event, provider_id=f"id-{len(self.letters)}" if self.event == Event.ACCEPTED else ""
        )

    def ask(self, reference: str) -> Outcome | None:
        return None


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Sends:
    """SMS are sent by itself; other channels wait for a person."""
    found = Sends()
    monkeypatch.setattr(providers, "of", lambda channel: found if channel == Channel.SMS else None)
    return found


def run(clock: str = "10:00", day: int = 1) -> sending.Run:
    return sending.run(clock=lambda: made.at(clock, day))


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def test_a_message_goes_once_however_often_one_looks(provider: Sends) -> None:
    message = made.message()

    for _ in range(3):
        run()

    assert len(provider.letters) == 1
    assert state_of(message) == State.SENT
    assert [step.event for step in message.steps.all()] == [Event.TAKE, Event.ACCEPTED]


def test_without_a_provider_a_message_waits_for_a_person() -> None:
    message = made.message()

    run()

    assert queries.waits(message, made.at()) == "by_hand"
    assert list(queries.by_hand()) == [message]


# -- quiet hours --------------------------------------------------------------------------------------------


def test_at_night_nothing_goes_and_in_the_morning_it_does(provider: Sends) -> None:
    message = made.message()

    run("21:00")
    assert queries.waits(message, made.at("21:00")) == "quiet"
    assert sending.next_moment(made.at("21:00")) == made.at("08:00", day=2)
    run("08:00", day=2)

    assert state_of(message) == State.SENT


# -- the budget ---------------------------------------------------------------------------------------------


def limits(**facts: Any) -> Rules:
    return actions.change_rules(by=None, at=made.at(), **facts)


def test_what_exceeds_the_budget_waits_and_is_counted(provider: Sends) -> None:
    limits(monthly_budget=700, price_sms=300)
    made.messages(3)

    run()

    assert len(provider.letters) == 2
    assert queries.left(made.at())["budget"] == 1
    money = queries.money(made.at())
    assert (money.spent, money.left, money.room.waiting_cost) == (600, 100, 300)


def test_next_month_there_is_a_budget_again(provider: Sends) -> None:
    limits(monthly_budget=300, price_sms=300)
    made.messages(2)
    run(day=30)
    assert len(provider.letters) == 1

    assert sending.next_moment(made.at(day=30)) is not None
    sending.run(clock=lambda: made.at(day=31).replace(year=2027, month=1))

    assert len(provider.letters) == 2


def test_a_larger_budget_lets_them_go_at_once(provider: Sends) -> None:
    limits(monthly_budget=0, price_sms=300)
    made.message()
    run()
    assert not provider.letters

    limits(monthly_budget=300)
    run()

    assert len(provider.letters) == 1


def test_a_new_price_holds_for_what_waits() -> None:
    message = made.message()

    limits(price_sms=350)

    assert Message.objects.get(pk=message.pk).cost == 350


def test_what_was_not_sent_gives_its_money_back(provider: Sends) -> None:
    limits(monthly_budget=300, price_sms=300)
    made.message()
    provider.event = Event.DECLINED

    run()

    assert queries.money(made.at()).spent == 0


# -- what has changed since it was written ------------------------------------------------------------------


def test_who_wants_no_more_messages_gets_none_that_wait_either(provider: Sends) -> None:
    message = made.message()

    opt_outs.leave(addresses_=[message.address], way=Way.STAFF, by=made.planner(), at=made.at())
    run()

    assert not provider.letters
    assert (state_of(message), Message.objects.get().why) == (State.REFUSED, "opted_out")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"on": date(2046, 12, 5)}, "visit_moved"),
        ({"starts": time(10)}, "visit_moved"),
        ({"state": "cancelled", "cancelled_at": made.at()}, "visit_over"),
    ],
)
def test_nobody_is_told_of_a_visit_that_was_moved_or_cancelled(
    provider: Sends, changes: dict[str, Any], why: str
) -> None:
    visit = made.visit()
    assert visit.client is not None
    made.contact(visit.client)
    made.started(chosen=Chosen(Kind.CONTACTS, visit.place.area, visit=visit))
    Visit.objects.filter(pk=visit.pk).update(**changes)

    run()

    assert not provider.letters
    assert Message.objects.get().why == why


@made.of_residents(1)
def test_who_was_recorded_meanwhile_is_not_asked_to_come(provider: Sends, residents: list[Resident]) -> None:
    made.all_reachable(residents)
    made.started()
    Resident.objects.update(first_recorded_on=date(2016, 10, 1))

    run()

    assert not provider.letters
    assert Message.objects.get().why == "recorded"


def test_consent_that_was_taken_back_holds_for_what_waits(provider: Sends) -> None:
    message = made.message()
    assert message.contact is not None
    message.contact.consents = False
    message.contact.save()

    run()

    assert not provider.letters
    assert Message.objects.get().why == "no_consent"


def test_a_text_that_holds_a_whole_nik_never_leaves(provider: Sends) -> None:
    message = made.message()
    Message.objects.filter(pk=message.pk).update(text="NIK Anda 6408045705800017")

    run()

    assert not provider.letters
    assert Message.objects.get().why == "number_in_text"


def test_a_sending_that_is_stopped_sends_nothing_that_waits(provider: Sends) -> None:
    first, *rest = made.messages(3)
    sending.run(clock=made.at, most=1)

    count = campaigns.stop(campaign=first.campaign, by=made.planner(), at=made.at())
    run()

    assert count == 2
    assert [state_of(each) for each in (first, *rest)] == [State.SENT, State.REFUSED, State.REFUSED]
    with pytest.raises(RuleBroken, match=r"reminder\.stopped"):
        campaigns.stop(campaign=first.campaign, by=made.planner(), at=made.at())


# -- tries --------------------------------------------------------------------------------------------------


def test_a_provider_that_is_away_is_tried_later_and_in_the_end_a_person_decides(provider: Sends) -> None:
    provider.event = Event.NOT_SENT
    message = made.message()

    for clock in ("10:00", "10:01", "10:02", "10:08", "10:40", "12:45"):
        run(clock)

    assert len(provider.letters) == 5
    assert state_of(message) == State.FAILED
    assert len({letter.reference for letter in provider.letters}) == 1


def test_a_failed_message_that_is_sent_again_has_all_its_tries_again(provider: Sends) -> None:
    provider.event = Event.NOT_SENT
    message = made.message()
    for clock in ("10:00", "10:02", "10:08", "10:40", "12:45"):
        run(clock)

    handling.decide(message=message, event=Event.SEND_AGAIN, by=made.planner(), at=made.at("13:00"))
    run("13:00")

    assert state_of(message) == State.QUEUED
    assert len(provider.letters) == 6


def test_a_channel_in_trouble_rests_and_the_others_wait_untried(provider: Sends) -> None:
    provider.event = Event.LOST
    messages = made.messages(5)

    done = run()

    assert done.resting == {"sms"}
    assert [state_of(each) for each in messages].count(State.QUEUED) == 2
    due = sending.next_moment(made.at(), done.resting)
    assert due == made.at("10:15")


# -- by hand ------------------------------------------------------------------------------------------------


def test_a_message_sent_by_hand_is_noted_once_and_costs_nothing() -> None:
    limits(price_sms=300)
    message = made.message()

    handling.mark_sent(message=message, by=made.planner(), at=made.at())

    assert state_of(message) == State.SENT
    assert queries.money(made.at()).spent == 0
    with pytest.raises(RuleBroken, match=r"message\.not_now"):
        handling.mark_sent(message=message, by=made.planner(), at=made.at())


def test_where_a_provider_sends_nobody_sends_by_hand_as_well(provider: Sends) -> None:
    with pytest.raises(RuleBroken, match=r"message\.sends_itself"):
        handling.mark_sent(message=made.message(), by=made.planner(), at=made.at())


def test_by_hand_too_nobody_is_written_to_who_wants_no_messages() -> None:
    message = made.message()
    assert message.contact is not None
    message.contact.consents = False
    message.contact.save()

    with pytest.raises(RuleBroken, match=r"message\.not_allowed"):
        handling.mark_sent(message=message, by=made.planner(), at=made.at())


# -- the worker and the terminal ----------------------------------------------------------------------------


def test_a_worker_is_woken_once_for_the_same_moment() -> None:
    at = made.at()

    assert tasks.wake(due=at, at=at)
    assert not tasks.wake(due=made.at("10:05"), at=at)
    assert tasks.wake(due=made.at("09:59"), at=made.at("09:59"))


def test_a_round_that_was_lost_is_asked_for_again() -> None:
    tasks.wake(due=made.at("10:00"), at=made.at("10:00"))

    assert tasks.wake(due=made.at("10:30"), at=made.at("10:30"))


class Broken(Sends):
    def send(self, letter: Letter) -> Outcome:
        raise ZeroDivisionError


def test_a_bug_costs_one_message_and_the_next_round_still_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    message = made.message()
    Message.objects.update(next_at=make.moment())  # long due, whatever the day of this test
    monkeypatch.setattr(providers, "of", lambda channel: Broken() if channel == Channel.SMS else None)
    actions.change_rules(by=None, at=made.at(), quiet_from=time(0), quiet_until=time(0))

    with pytest.raises(ZeroDivisionError):
        tasks.send.func()

    assert state_of(message) == State.SENDING
    assert Rules.objects.get().wakes_at is not None


def test_the_terminal_says_what_waits_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    made.messages(2)

    call_command("reminders_send", "--json")

    assert '"by_hand": 2' in capsys.readouterr().out


def test_the_trail_tells_of_a_round_without_anybodys_number(provider: Sends) -> None:
    message = made.message()

    run()

    line = Entry.objects.get(event="reminders.sent")
    assert line.details == {"tried": 1, "accepted": 1}
    assert not Entry.objects.filter(details_json__contains=message.address).exists()
