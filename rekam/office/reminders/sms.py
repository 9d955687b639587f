"""SMS over an HTTP gateway: a POST with to, text and reference, and news that comes back to an address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils import timezone

from rekam.domain.reminders import addresses
from rekam.domain.reminders.states import Event, Outcome
from rekam.office.reminders import calling, letters
from rekam.office.reminders.letters import Letter

FIELDS = ("to", "text", "reference", "sender", "id", "status", "from")
# What gateways call the same thing, in their answers and in their news.
SAID: dict[str, Event] = {
    **dict.fromkeys(
        ("accepted", "queued", "pending", "submitted", "enroute", "ok", "success"), Event.ACCEPTED
    ),
    **dict.fromkeys(("sent", "buffered"), Event.SAID_SENT),
    **dict.fromkeys(("delivered", "delivrd"), Event.SAID_DELIVERED),
    **dict.fromkeys(("read", "seen"), Event.SAID_READ),
    **dict.fromkeys(("failed", "undelivered", "undeliv", "undeliverable", "expired"), Event.SAID_FAILED),
    **dict.fromkeys(("rejected", "rejectd", "invalid", "error", "blocked"), Event.DECLINED),
}
NO_LONGER_OURS = (401, 402, 403)  # a wrong token, no credit: the message is not at fault


def fields() -> dict[str, str]:
    """Our names and the gateway's."""
    return {name: settings.SMS_FIELDS.get(name, name) for name in FIELDS}


@dataclass(frozen=True, slots=True)
class News:
    """What the gateway says of one message, or somebody's reply."""

    reference: str = ""
    provider_id: str = ""
    event: Event | None = None
    told: str = ""
    sender: str = ""
    text: str = ""


def news(data: Mapping[str, Any]) -> News:
    """A callback, as JSON or as form fields under the gateway's names."""
    names = fields()
    held = {name: _text(data.get(theirs)) for name, theirs in names.items()}
    event = SAID.get(held["status"].casefold())
    if event in (Event.ACCEPTED, Event.DECLINED):  # by now the answer to the sending itself is past
        event = Event.SAID_FAILED if event == Event.DECLINED else Event.SAID_SENT
    told = addresses.scrubbed(held["status"])
    return News(held["reference"], held["id"], event, told, held["from"], held["text"])


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


class Gateway:
    """The gateway that settings name."""

    @property
    def can_ask(self) -> bool:
        return bool(settings.SMS_STATUS_URL)

    def send(self, letter: Letter) -> Outcome:
        return letters.tried(lambda: self._post(letter), self._meaning)

    def _post(self, letter: Letter) -> calling.Answer:
        names = fields()
        data = {names["to"]: letter.to, names["text"]: letter.text, names["reference"]: letter.reference}
        if settings.SMS_SENDER:
            data[names["sender"]] = settings.SMS_SENDER
        is_form = settings.SMS_FORMAT == "form"
        body = (urlencode(data) if is_form else json.dumps(data)).encode()
        kind = "application/x-www-form-urlencoded" if is_form else "application/json"
        # A gateway that knows this header takes the same message once, whatever happens on the way.
        headers = {"Content-Type": kind, "Idempotency-Key": letter.reference, **_token()}
        return calling.ask(
            "POST", settings.SMS_URL, seconds=settings.PROVIDER_SECONDS, headers=headers, body=body
        )

    def _meaning(self, answer: calling.Answer) -> Outcome:
        if answer.status == 429:
            return letters.busy(answer, timezone.now())
        if answer.status in NO_LONGER_OURS:
            return Outcome(Event.NOT_SENT, "not_allowed", f"HTTP {answer.status}")
        if 400 <= answer.status < 500 and answer.status not in (408, 409, 425):
            return Outcome(Event.DECLINED, "declined", _told(answer))
        if 200 <= answer.status < 300:
            return _accepted(answer)
        return Outcome(Event.LOST, "odd_answer", f"HTTP {answer.status}")

    def ask(self, reference: str) -> Outcome | None:
        if not self.can_ask:
            return None
        url = settings.SMS_STATUS_URL.replace("{reference}", quote(reference, safe=""))
        try:
            answer = calling.ask("GET", url, seconds=settings.PROVIDER_SECONDS, headers=_token())
        except (calling.NotSent, calling.NoAnswer):
            return None
        if answer.status == 404:
            return Outcome(Event.NOT_KNOWN, "not_known")
        return _asked(answer) if answer.status == 200 else None


def _token() -> dict[str, str]:
    return {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}


def _accepted(answer: calling.Answer) -> Outcome:
    """An answer that says neither an id nor a state is none: it may be a proxy's page."""
    names, told = fields(), answer.told()
    if told is None:
        return Outcome(Event.LOST, "odd_answer", f"HTTP {answer.status}")
    number, status = _text(told.get(names["id"])), _text(told.get(names["status"])).casefold()
    event = SAID.get(status)
    if event in (Event.DECLINED, Event.SAID_FAILED):
        return Outcome(Event.DECLINED, "declined", _told(answer))
    if not number and event is None:
        return Outcome(Event.LOST, "odd_answer", f"HTTP {answer.status}")
    return Outcome(Event.ACCEPTED, provider_id=number[:200])


def _asked(answer: calling.Answer) -> Outcome | None:
    told = answer.told() or {}
    heard = news(told)
    return Outcome(heard.event, "asked", heard.told, heard.provider_id[:200]) if heard.event else None


def _told(answer: calling.Answer) -> str:
    """A few words of what the gateway said, without anybody's number."""
    told = answer.told() or {}
    words = " ".join(_text(told.get(name)) for name in ("message", "error", "detail", "status"))
    return addresses.scrubbed(f"HTTP {answer.status} {words}")
