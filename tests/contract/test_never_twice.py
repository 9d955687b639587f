"""A provider that takes a message and says nothing; a worker that is killed in the middle. Nothing is sent
twice, and every message ends where a person can act.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from rekam.domain.reminders.states import Event
from rekam.office.reminders import handling, news, providers, queries, sending
from rekam.office.reminders.models import Channel, Message, State
from rekam.office.reminders.sms import News
from tests.browser.office import Office
from tests.contract.servers import HANG, HANG_UP, Reply, SmsGateway
from tests.office.reminders import made

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ROOT = Path(__file__).resolve().parents[2]


def at(clock: str) -> Callable[[], datetime]:
    return lambda: made.at(clock)


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def test_a_timeout_after_taking_is_asked_about_and_not_sent_again(gateway: SmsGateway, settings: Any) -> None:
    settings.PROVIDER_SECONDS = 0.3
    gateway.next(Reply(how=HANG))
    message = made.message(Channel.SMS)

    sending.run(clock=at("10:00"))
    assert state_of(message) == State.UNKNOWN
    sending.run(clock=at("10:01"))
    assert state_of(message) == State.UNKNOWN
    gateway.let_go.set()
    sending.run(clock=at("10:06"))

    assert state_of(message) == State.SENT
    assert len(gateway.taken) == 1


def test_what_never_arrived_is_sent_once_the_gateway_says_so(gateway: SmsGateway) -> None:
    gateway.next(Reply(how=HANG_UP, is_taken=False))
    message = made.message(Channel.SMS)

    sending.run(clock=at("10:00"))
    sending.run(clock=at("10:06"))

    assert state_of(message) == State.SENT
    assert len(gateway.taken) == 1
    assert len({request.data["reference"] for request in gateway.requests if request.method == "POST"}) == 1


def test_without_a_way_to_ask_a_person_decides(gateway: SmsGateway, settings: Any) -> None:
    settings.SMS_STATUS_URL = ""
    gateway.next(Reply(how=HANG_UP))
    message = made.message(Channel.SMS)

    for clock in ("10:00", "10:06", "11:00", "12:00"):
        sending.run(clock=at(clock))

    assert state_of(message) == State.UNKNOWN
    assert list(queries.to_decide()) == [message]
    assert len(gateway.taken) == 1


def test_a_gateway_that_can_never_say_is_asked_three_times(gateway: SmsGateway, settings: Any) -> None:
    settings.SMS_STATUS_URL = settings.SMS_URL + "/nowhere/{reference}"
    gateway.answer = lambda request: Reply.json(500 if request.method == "GET" else 200, {"id": "1"})  # type: ignore[method-assign]
    gateway.next(Reply(how=HANG_UP))
    message = made.message(Channel.SMS)

    for clock in ("10:00", "10:06", "10:21", "11:01", "12:00", "13:00"):
        sending.run(clock=at(clock))

    assert len([each for each in gateway.requests if each.method == "GET"]) == 3
    assert list(queries.to_decide()) == [message]


def test_a_person_who_says_send_it_again_has_it_sent_again(gateway: SmsGateway, settings: Any) -> None:
    settings.SMS_STATUS_URL = ""
    gateway.next(Reply(how=HANG_UP, is_taken=False))
    message = made.message(Channel.SMS)
    sending.run(clock=at("10:00"))

    handling.decide(message=message, event=Event.SEND_AGAIN, by=made.planner(), at=made.at("10:30"))
    sending.run(clock=at("10:31"))

    assert state_of(message) == State.SENT
    assert len(gateway.taken) == 1


def test_a_worker_that_slept_after_taking_does_not_send_any_more(gateway: SmsGateway) -> None:
    """Meanwhile it was noticed, asked about, and sent by another."""
    message = made.message(Channel.SMS)
    sleeper = sending.take(at=made.at("10:00"), channels=["sms"])
    assert sleeper is not None
    sending.run(clock=at("10:06"))
    assert len(gateway.taken) == 1

    outcome = sending.hand_over(sleeper, providers.Gateway(), at("10:06"))
    sending.keep(sleeper, outcome, at=made.at("10:06"))
    sending.run(clock=at("10:10"))

    assert outcome.why == "slept"
    assert state_of(message) == State.SENT
    assert len(gateway.taken) == 1


def test_a_gateway_in_trouble_costs_three_unknown_messages_and_no_more(gateway: SmsGateway) -> None:
    messages = made.messages(6)
    gateway.next(*[Reply.json(500, {}) for _ in range(6)])

    made_ = sending.run(clock=at("10:00"))

    assert made_.resting == {"sms"}
    assert [state_of(each) for each in messages] == ["unknown"] * 3 + ["queued"] * 3


# -- a worker that is killed --------------------------------------------------------------------------------


# Begins with a message, or sends what waits at a time of the day, and says how the message fares.
PROGRAM = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "rekam.office.settings"
import django
django.setup()
from rekam.office.reminders import sending
from rekam.office.reminders.models import Message
from tests.office.reminders import made
if sys.argv[1] == "begin":
    made.message()
else:
    sending.run(clock=lambda: made.at(sys.argv[1]))
print(*Message.objects.values_list("state", "why").get())
"""


class Worker(Office):
    """An office whose worker is a process of its own, so that it can really be killed."""

    gateway_url = ""

    @property
    def environment(self) -> dict[str, str]:
        told = {
            "REKAM_SMS_URL": f"{self.gateway_url}/send",
            "REKAM_SMS_STATUS_URL": f"{self.gateway_url}/status/{{reference}}",
        }
        return {**super().environment, **told, "PYTHONPATH": str(ROOT)}


def test_a_worker_killed_between_sending_and_writing_down_sends_nothing_twice(
    gateway: SmsGateway, tmp_path: Path
) -> None:
    office = Worker(tmp_path)
    office.gateway_url = gateway.url
    _with_tables(office)
    assert office.python("-c", PROGRAM, "begin").split() == ["queued"]
    gateway.next(Reply(how=HANG))

    worker = subprocess.Popen([sys.executable, "-c", PROGRAM, "10:00"], cwd=ROOT, env=office.environment)
    assert gateway.got_one.wait(120), "the worker never came to the gateway"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(30)

    # Too early to say that it was abandoned; then it is; then the gateway is asked, and has it.
    assert office.python("-c", PROGRAM, "10:02").split() == ["sending"]
    assert office.python("-c", PROGRAM, "10:04").split() == ["unknown", "abandoned"]
    assert office.python("-c", PROGRAM, "10:06").split() == ["sent", "asked"]
    assert len(gateway.taken) == 1


def _with_tables(office: Office) -> None:
    template = Path(os.environ["REKAM_TESTS"]) / "template.sqlite3"
    if template.exists():
        shutil.copyfile(template, office.folder / "rekam.sqlite3")
    else:
        office.python("-m", "django", "migrate", "--verbosity=0")


# -- any interleaving, with the real server and the real database -------------------------------------------

STEPS = st.lists(
    st.sampled_from(["run", "killed", "cut", "cut_before", "busy", "error", "odd", "news", "failed_news"]),
    min_size=1,
    max_size=8,
)
TROUBLE = {
    "cut": Reply(how=HANG_UP),
    "cut_before": Reply(how=HANG_UP, is_taken=False),
    "busy": Reply.json(429, {}),
    "error": Reply.json(500, {}),
    "odd": Reply(200, b"<html>"),
}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, can_ask=st.booleans())
def test_no_order_of_trouble_sends_a_message_twice(
    gateway: SmsGateway, settings: Any, steps: list[str], can_ask: bool
) -> None:
    settings.SMS_STATUS_URL = f"{gateway.url}/status/{{reference}}" if can_ask else ""
    gateway.script.clear()
    gateway.taken.clear()
    with transaction.atomic():
        message = made.message(Channel.SMS)
        for number, step in enumerate(steps):
            _do(step, gateway, message, minutes=7 * number)
            assert len(gateway.taken) <= 1
        for minutes in (180, 300):  # and then all is quiet
            _do("run", gateway, message, minutes)
        assert len(gateway.taken) <= 1
        _somebody_can_act(message)
        transaction.set_rollback(True)


def _do(step: str, gateway: SmsGateway, message: Message, minutes: int) -> None:
    now = made.at(f"{8 + minutes // 60:02}:{minutes % 60:02}")
    if step in ("news", "failed_news"):
        event = Event.SAID_DELIVERED if step == "news" else Event.SAID_FAILED
        if gateway.taken:  # nobody tells of what never arrived
            news.hear([News(reference=message.reference, event=event)], channel=Channel.SMS, at=now)
        return
    if step == "killed":  # it was sent, and nobody wrote it down
        taken = sending.take(at=now, channels=["sms"])
        if taken is not None:
            sending.hand_over(taken, providers.Gateway(), lambda: now)
        return
    if step in TROUBLE:
        gateway.script.clear()
        gateway.next(TROUBLE[step])
    sending.run(clock=lambda: now)
    gateway.script.clear()


def _somebody_can_act(message: Message) -> None:
    """At an end, or before a person; in the queue only if it never went out."""
    found = Message.objects.get(pk=message.pk)
    if found.state == State.UNKNOWN:
        assert queries.to_decide().filter(pk=message.pk).exists()
    assert found.state not in (State.SENDING, State.QUEUED)
