"""The SMS gateway's protocol, and every way in which a gateway misbehaves."""

import time
from datetime import timedelta
from typing import Any

import pytest

from rekam.domain.reminders.states import Event
from rekam.office.reminders.letters import Letter
from rekam.office.reminders.sms import Gateway
from tests.contract import servers
from tests.contract.servers import HANG, HANG_UP, Reply, SmsGateway


def test_a_message_is_posted_with_its_reference_and_the_token(gateway: SmsGateway, letter: Letter) -> None:
    outcome = Gateway().send(letter)

    (request,) = gateway.requests
    assert (outcome.event, outcome.provider_id) == (Event.ACCEPTED, "gw-1")
    assert request.data == {"to": letter.to, "text": letter.text, "reference": letter.reference}
    assert request.headers["authorization"] == "Bearer rahasia-gerbang"
    assert request.headers["idempotency-key"] == letter.reference


def test_a_gateway_may_call_the_fields_otherwise_and_want_a_form(
    gateway: SmsGateway, letter: Letter, settings: Any
) -> None:
    settings.SMS_FORMAT = "form"
    settings.SMS_SENDER = "DUKCAPIL"
    settings.SMS_FIELDS = {"to": "msisdn", "text": "message", "sender": "from", "id": "message_id"}
    gateway.next(Reply.json(202, {"message_id": 77}, is_taken=False))

    outcome = Gateway().send(letter)

    assert gateway.requests[0].data == {
        "msisdn": letter.to,
        "message": letter.text,
        "reference": letter.reference,
        "from": "DUKCAPIL",
    }
    assert (outcome.event, outcome.provider_id) == (Event.ACCEPTED, "77")


@pytest.mark.parametrize(
    ("reply", "event", "why"),
    [
        (
            Reply.json(200, {"status": "rejected", "message": "invalid 081234567890"}),
            Event.DECLINED,
            "declined",
        ),
        (Reply.json(400, {"error": "bad number"}), Event.DECLINED, "declined"),
        (Reply.json(401, {"error": "token"}), Event.NOT_SENT, "not_allowed"),
        (Reply.json(429, {}), Event.NOT_SENT, "busy"),
        (Reply.json(409, {"error": "known already"}), Event.LOST, "odd_answer"),
        (Reply.json(500, {"error": "oops"}), Event.LOST, "odd_answer"),
        (Reply(502, b"<html>Bad gateway</html>"), Event.LOST, "odd_answer"),
        (Reply(503, b""), Event.LOST, "odd_answer"),
        (Reply(200, b"OK"), Event.LOST, "odd_answer"),
        (Reply(200, b'{"id": "gw-1", '), Event.LOST, "odd_answer"),
        (Reply(200, b'["gw-1"]'), Event.LOST, "odd_answer"),
        (Reply(200, b"{}"), Event.LOST, "odd_answer"),
        (Reply(200, b"\xff\xfe"), Event.LOST, "odd_answer"),
        (Reply(200, b"x" * 100_000), Event.LOST, "cut_off"),
        (Reply(302, b"", {"Location": "http://198.51.100.7/send"}), Event.LOST, "odd_answer"),
        (Reply(how=HANG_UP), Event.LOST, "cut_off"),
    ],
)
def test_only_what_surely_was_not_taken_is_worth_another_try(
    gateway: SmsGateway, letter: Letter, reply: Reply, event: Event, why: str
) -> None:
    gateway.next(reply)

    outcome = Gateway().send(letter)

    assert (outcome.event, outcome.why) == (event, why)
    assert "081234567890" not in outcome.told


def test_no_answer_in_time_is_the_end_of_the_try(gateway: SmsGateway, letter: Letter, settings: Any) -> None:
    settings.PROVIDER_SECONDS = 0.3
    gateway.next(Reply(how=HANG))
    began = time.monotonic()

    outcome = Gateway().send(letter)

    assert (outcome.event, outcome.why) == (Event.LOST, "timed_out")
    assert servers.elapsed(began) < 3
    assert len(gateway.taken) == 1


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 01 Jan 2018 00:00:00 GMT", timedelta(0)),
        ("soon", None),
    ],
)
def test_a_gateway_that_asks_for_patience_is_understood(
    gateway: SmsGateway, letter: Letter, header: str, wait: timedelta | None
) -> None:
    reply = Reply.json(429, {})
    reply.headers["Retry-After"] = header
    gateway.next(reply)

    assert Gateway().send(letter).wait == wait


def test_where_nobody_listens_nothing_left_us(letter: Letter, settings: Any) -> None:
    settings.SMS_URL = f"http://127.0.0.1:{servers.closed_port()}/send"

    outcome = Gateway().send(letter)

    assert (outcome.event, outcome.why) == (Event.NOT_SENT, "unreachable")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://sms.contoh.id/send", "not_https"),
        ("ftp://127.0.0.1/send", "bad_address"),
        ("https://127.0.0.1:99999/", "bad_address"),
        ("kirim", "bad_address"),
    ],
)
def test_a_token_never_travels_in_the_clear_to_another_machine(
    letter: Letter, settings: Any, url: str, why: str
) -> None:
    settings.SMS_URL = url

    outcome = Gateway().send(letter)

    assert (outcome.event, outcome.why) == (Event.NOT_SENT, why)


def test_a_server_without_a_trusted_certificate_gets_nothing(
    gateway: SmsGateway, letter: Letter, settings: Any
) -> None:
    settings.SMS_URL = gateway.url.replace("http://", "https://")

    outcome = Gateway().send(letter)

    assert (outcome.event, outcome.why) == (Event.NOT_SENT, "certificate")
    assert gateway.requests == []


# -- asking -------------------------------------------------------------------------------------------------


def test_a_gateway_says_what_became_of_a_message(gateway: SmsGateway, letter: Letter) -> None:
    gateway.next(Reply(how=HANG_UP))
    Gateway().send(letter)

    outcome = Gateway().ask(letter.reference)

    assert outcome is not None
    assert (outcome.event, outcome.provider_id) == (Event.SAID_SENT, "gw-9")


def test_a_gateway_that_never_heard_of_it_says_so(gateway: SmsGateway, letter: Letter) -> None:
    outcome = Gateway().ask(letter.reference)

    assert outcome is not None
    assert outcome.event == Event.NOT_KNOWN


def test_without_an_answer_nothing_is_known(letter: Letter, settings: Any) -> None:
    settings.SMS_STATUS_URL = f"http://127.0.0.1:{servers.closed_port()}/status/{{reference}}"

    assert Gateway().ask(letter.reference) is None
