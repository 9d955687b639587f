"""What providers tell us by themselves: real shapes, doubled, out of order, or without a proof."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rekam.office.reminders import sending
from rekam.office.reminders.models import Channel, Kind, Message, OptOut, State, Way
from rekam.office.reminders.recipients import Chosen
from tests.contract.servers import HANG_UP, CloudApi, Reply, SmsGateway
from tests.office.reminders import made

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WHATSAPP = "/jemput-bola/pesan/kabar/whatsapp/"


def sms_news(data: dict[str, Any], key: str = "kunci-kabar") -> Any:
    headers = {"Authorization": f"Bearer {key}"}
    url = reverse("reminders:sms_news")
    return Client().post(url, json.dumps(data), content_type="application/json", headers=headers)


def notification(**value: Any) -> dict[str, Any]:
    """A webhook's body as documented."""
    metadata = {"display_phone_number": "62811000000", "phone_number_id": "106540352242922"}
    whole = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": [{"value": whole, "field": "messages"}]}],
    }


def status(of: Message, what: str, **more: Any) -> dict[str, Any]:
    return {
        "id": of.provider_id or "wamid.HBgN0001",
        "status": what,
        "timestamp": "1796090400",
        "recipient_id": of.address.removeprefix("+"),
        "biz_opaque_callback_data": of.reference,
        **more,
    }


def whatsapp_news(data: dict[str, Any], secret: str = "rahasia-aplikasi") -> Any:
    body = json.dumps(data).encode()
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": signature}
    return Client().post(WHATSAPP, body, content_type="application/json", headers=headers)


def sent(channel: str = Channel.WHATSAPP) -> Message:
    """A message that a provider has taken."""
    message = made.message(channel)
    sending.run(clock=made.at)
    message.refresh_from_db()
    return message


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


# -- WhatsApp -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["delivered", "read", "failed"])
def test_a_signed_state_becomes_that_of_the_message(cloud: CloudApi, what: str) -> None:
    message = sent()

    answer = whatsapp_news(notification(statuses=[status(message, what)]))

    assert answer.status_code == 200
    assert state_of(message) == what


@pytest.mark.parametrize("secret", ["rahasia-lain", ""])
def test_news_with_a_wrong_signature_changes_nothing(cloud: CloudApi, secret: str) -> None:
    message = sent()

    answer = whatsapp_news(notification(statuses=[status(message, "read")]), secret=secret)

    assert answer.status_code == 403
    assert state_of(message) == State.SENT


def test_without_a_secret_no_news_is_believed(cloud: CloudApi, settings: Any) -> None:
    message = sent()
    settings.WHATSAPP_APP_SECRET = ""

    assert whatsapp_news(notification(statuses=[status(message, "read")]), secret="").status_code == 403


def test_news_comes_out_of_order_and_twice(cloud: CloudApi) -> None:
    message = sent()

    for what in ("read", "sent", "delivered", "read", "failed", "delivered"):
        whatsapp_news(notification(statuses=[status(message, what)]))

    assert state_of(message) == State.READ
    assert message.steps.count() == 3  # taken, accepted, read: what says nothing new is not kept


def test_a_failure_says_why_without_a_number(cloud: CloudApi) -> None:
    message = sent()
    error = {
        "code": 131026,
        "title": "Message undeliverable",
        "error_data": {"details": f"{message.address} is unable to receive it"},
    }

    whatsapp_news(notification(statuses=[status(message, "failed", errors=[error])]))

    step = message.steps.last()
    assert step is not None
    assert "131026" in step.told
    assert message.address not in step.told


def test_news_is_faster_than_a_lost_answer_and_settles_the_question(cloud: CloudApi) -> None:
    cloud.next(Reply(how=HANG_UP))
    message = made.message(Channel.WHATSAPP)
    sending.run(clock=made.at)
    assert state_of(message) == State.UNKNOWN

    whatsapp_news(notification(statuses=[status(message, "delivered")]))
    sending.run(clock=lambda: made.at("12:00"))

    assert state_of(message) == State.DELIVERED
    assert len(cloud.taken) == 1


def test_several_states_in_one_notification_are_all_heard(cloud: CloudApi) -> None:
    one, other = sent(), sent()

    whatsapp_news(notification(statuses=[status(one, "delivered"), status(other, "read")]))

    assert (state_of(one), state_of(other)) == (State.DELIVERED, State.READ)


def test_a_reply_that_says_stop_is_the_end_of_messages(cloud: CloudApi) -> None:
    message = sent()
    reply = {
        "from": message.address.removeprefix("+"),
        "id": "wamid.reply",
        "timestamp": "1796090400",
        "type": "text",
        "text": {"body": "Berhenti dong"},
    }

    whatsapp_news(notification(contacts=[{"wa_id": reply["from"]}], messages=[reply]))

    found = OptOut.objects.get(address=message.address)
    assert found.way == Way.REPLY


def test_any_other_reply_is_neither_kept_nor_acted_on(cloud: CloudApi) -> None:
    message = sent()
    reply = {"from": message.address.removeprefix("+"), "type": "text", "text": {"body": "Jam berapa?"}}

    assert whatsapp_news(notification(messages=[reply])).status_code == 200
    assert not OptOut.objects.exists()


def test_a_webhook_is_set_up_with_the_word_that_was_agreed(cloud: CloudApi) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}

    good = Client().get(WHATSAPP, {**asked, "hub.verify_token": "kata-kunci"})
    bad = Client().get(WHATSAPP, {**asked, "hub.verify_token": "kata-lain"})

    assert (good.status_code, good.content) == (200, b"1158201444")
    assert bad.status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"entry": None},
        {"entry": [{"changes": [{"field": "messages", "value": None}]}]},
        notification(statuses=[{"id": 5, "status": None}]),
        notification(statuses="x", messages=[{"from": None, "text": "x"}]),
        notification(statuses=[{"id": "wamid.nobody", "status": "read"}]),
    ],
)
def test_news_of_a_shape_nobody_documented_is_passed_over(cloud: CloudApi, data: dict[str, Any]) -> None:
    assert whatsapp_news(data).status_code == 200


def test_a_body_that_is_no_json_is_refused(cloud: CloudApi) -> None:
    body = b"{"
    signature = "sha256=" + hmac.new(b"rahasia-aplikasi", body, hashlib.sha256).hexdigest()

    answer = Client().post(
        WHATSAPP, body, content_type="application/json", headers={"X-Hub-Signature-256": signature}
    )

    assert answer.status_code == 400


# -- SMS ----------------------------------------------------------------------------------------------------


def test_a_delivery_report_is_found_by_our_reference(gateway: SmsGateway) -> None:
    message = sent(Channel.SMS)

    answer = sms_news({"reference": message.reference, "status": "DELIVRD"})

    assert answer.status_code == 200
    assert state_of(message) == State.DELIVERED


def test_or_by_the_gateways_own_number_as_a_form_with_the_key_in_the_address(
    gateway: SmsGateway,
) -> None:
    message = sent(Channel.SMS)
    url = reverse("reminders:sms_news_by_address", args=["kunci-kabar"])

    Client().post(url, {"id": message.provider_id, "status": "delivered"})

    assert state_of(message) == State.DELIVERED


def test_nothing_is_heard_that_stands_in_an_address(gateway: SmsGateway) -> None:
    """Addresses end up in the logs of whatever lies between."""
    message = sent(Channel.SMS)
    url = reverse("reminders:sms_news_by_address", args=["kunci-kabar"])

    asked = Client().get(url, {"id": message.provider_id, "status": "undelivered"})
    posted = Client().post(f"{url}?id={message.provider_id}&status=undelivered")

    assert (asked.status_code, posted.status_code) == (405, 200)
    assert state_of(message) == State.SENT


def test_reports_out_of_order_and_doubled_end_where_they_should(gateway: SmsGateway) -> None:
    message = sent(Channel.SMS)

    for what in ("delivered", "sent", "delivered", "failed", "pending"):
        sms_news({"reference": message.reference, "status": what})

    assert state_of(message) == State.DELIVERED


def test_who_does_not_know_the_key_is_not_heard(gateway: SmsGateway, settings: Any) -> None:
    message = sent(Channel.SMS)
    data = {"reference": message.reference, "status": "delivered"}

    assert sms_news(data, key="kunci-lain").status_code == 403
    assert sms_news(data, key="").status_code == 403
    by_address = reverse("reminders:sms_news_by_address", args=["kunci-lain"])
    assert Client().post(by_address, data).status_code == 403
    settings.SMS_CALLBACK_KEY = ""
    assert sms_news(data, key="x").status_code == 403
    assert sms_news(data, key="").status_code == 403
    assert state_of(message) == State.SENT


def test_a_stop_by_sms_refuses_what_still_waits_for_the_number(gateway: SmsGateway) -> None:
    message = sent(Channel.SMS)
    assert message.contact is not None
    later = Chosen(Kind.CONTACTS, message.area, client=message.contact.client)
    waiting = made.started(chosen=later).messages.get(address=message.address)

    sms_news({"from": message.address, "text": "STOP"})

    waiting.refresh_from_db()
    assert (waiting.state, waiting.why) == (State.REFUSED, "opted_out")


def test_a_report_of_another_channel_says_nothing(gateway: SmsGateway, cloud: CloudApi) -> None:
    message = sent(Channel.WHATSAPP)

    sms_news({"reference": message.reference, "status": "delivered"})

    assert state_of(message) == State.SENT
