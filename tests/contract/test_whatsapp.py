"""The WhatsApp Business Cloud API: its shapes as documented, and what it says when it does not send."""

from typing import Any

import pytest

from rekam.domain.reminders.states import Event
from rekam.office.reminders import whatsapp
from rekam.office.reminders.letters import Letter
from tests.contract.servers import HANG, HANG_UP, CloudApi, Reply, graph_error


def test_an_approved_template_is_sent_with_its_parameters(cloud: CloudApi, letter: Letter) -> None:
    outcome = whatsapp.CloudApi().send(letter)

    (request,) = cloud.requests
    assert (outcome.event, outcome.provider_id) == (Event.ACCEPTED, "wamid.HBgN0001")
    assert request.path == "/v23.0/106540352242922/messages"
    assert request.headers["authorization"] == "Bearer rahasia-token"
    assert request.data == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "6281234567890",
        "type": "template",
        "template": {
            "name": "undangan_rekam",
            "language": {"code": "id"},
            "components": [
                {
                    "type": "body",
                    "parameters": [{"type": "text", "text": "Siti"}, {"type": "text", "text": "Balai Desa"}],
                }
            ],
        },
        "biz_opaque_callback_data": letter.reference,
    }


def test_words_that_are_not_approved_are_not_even_tried(cloud: CloudApi) -> None:
    outcome = whatsapp.CloudApi().send(Letter("ref", "+6281234567890", "Halo"))

    assert (outcome.event, outcome.why) == (Event.DECLINED, "no_approved_template")
    assert cloud.requests == []


@pytest.mark.parametrize(
    ("reply", "event", "why"),
    [
        (graph_error(400, 130429, "Rate limit hit"), Event.NOT_SENT, "busy"),
        (graph_error(429, 80007, "Rate limit issues"), Event.NOT_SENT, "busy"),
        (graph_error(400, 131056, "Pair rate limit hit"), Event.NOT_SENT, "busy"),
        (graph_error(401, 190, "Access token has expired"), Event.NOT_SENT, "not_allowed"),
        (graph_error(400, 131026, "Message undeliverable"), Event.DECLINED, "not_there"),
        (graph_error(404, 132001, "Template does not exist"), Event.DECLINED, "no_approved_template"),
        (graph_error(400, 132000, "Number of parameters"), Event.DECLINED, "no_approved_template"),
        (graph_error(400, 100, "Invalid parameter"), Event.DECLINED, "declined"),
        (graph_error(500, 131000, "Something went wrong"), Event.LOST, "odd_answer"),
        (graph_error(500, 131016, "Service unavailable"), Event.LOST, "odd_answer"),
        (graph_error(503, 2, "Temporarily down"), Event.LOST, "odd_answer"),
        (Reply(502, b"<html>"), Event.LOST, "odd_answer"),
        (Reply(200, b"{}"), Event.LOST, "odd_answer"),
        (Reply(200, b'{"messages": [{}]}'), Event.LOST, "odd_answer"),
        (Reply(200, b'{"messages": "wamid"}'), Event.LOST, "odd_answer"),
        (Reply(how=HANG_UP), Event.LOST, "cut_off"),
    ],
)
def test_each_code_of_the_api_means_one_thing(
    cloud: CloudApi, letter: Letter, reply: Reply, event: Event, why: str
) -> None:
    cloud.next(reply)

    outcome = whatsapp.CloudApi().send(letter)

    assert (outcome.event, outcome.why) == (event, why)


def test_what_the_api_says_of_a_number_is_kept_without_it(cloud: CloudApi, letter: Letter) -> None:
    details = "Recipient 6281234567890 is not on WhatsApp"
    cloud.next(graph_error(400, 131026, "Message undeliverable", details))

    told = whatsapp.CloudApi().send(letter).told

    assert "131026" in told
    assert "6281234567890" not in told


def test_no_answer_in_time_leaves_it_unknown(cloud: CloudApi, letter: Letter, settings: Any) -> None:
    settings.PROVIDER_SECONDS = 0.3
    cloud.next(Reply(how=HANG))

    assert whatsapp.CloudApi().send(letter).why == "timed_out"
    assert len(cloud.taken) == 1


def test_the_api_cannot_be_asked_about_a_message() -> None:
    assert not whatsapp.CloudApi().can_ask
    assert whatsapp.CloudApi().ask("ref") is None
