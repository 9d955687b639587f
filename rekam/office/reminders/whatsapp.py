"""The WhatsApp Business Cloud API: approved templates out, signed news of states and replies in."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from rekam.domain.reminders import addresses
from rekam.domain.reminders.states import Event, Outcome
from rekam.office.reminders import calling, letters
from rekam.office.reminders.letters import Letter
from rekam.office.reminders.sms import News

SAID = {
    "sent": Event.SAID_SENT,
    "delivered": Event.SAID_DELIVERED,
    "read": Event.SAID_READ,
    "failed": Event.SAID_FAILED,
}
# Codes of the API's documented errors. Its HTTP status says less and has changed: codes decide.
BUSY = frozenset({4, 80007, 130429, 131048, 131056, 133016})
NOT_ALLOWED = frozenset({0, 3, 10, 190, 368, 131005, 131031, 131042, 131045, *range(200, 300)})
MAY_HAVE_GONE = frozenset({1, 2, 131000, 131016})  # "something went wrong", "service unavailable"
WHY = {131026: "not_there", 131021: "not_there", 131050: "stopped_there"}
TEMPLATES = range(132_000, 133_000)  # no such template, other parameters, paused
WHITE = re.compile(r"\s+")
SIGNATURE = "sha256="


def signed(body: bytes, signature: str) -> bool:
    """Whether news really comes from whoever knows the app's secret. Without a secret nothing does."""
    secret = settings.WHATSAPP_APP_SECRET
    if not secret or not signature.startswith(SIGNATURE):
        return False
    wanted = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.removeprefix(SIGNATURE).encode())


def news(data: Mapping[str, Any]) -> Iterator[News]:
    """Every state and every reply in one notification; what it holds besides is passed over."""
    for value in _values(data):
        for status in _dicts(value.get("statuses")):
            errors = _dicts(status.get("errors"))
            yield News(
                reference=str(status.get("biz_opaque_callback_data") or ""),
                provider_id=str(status.get("id") or ""),
                event=SAID.get(str(status.get("status"))),
                told=" ".join(_error_in_words(error) for error in errors)[:200],
            )
        for message in _dicts(value.get("messages")):
            sender = re.sub(r"\D", "", str(message.get("from") or ""))
            yield News(sender=f"+{sender}" if sender else "", text=_said(message))


def _values(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for entry in _dicts(data.get("entry")):
        for change in _dicts(entry.get("changes")):
            if change.get("field") == "messages" and isinstance(change.get("value"), dict):
                yield change["value"]


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _said(message: Mapping[str, Any]) -> str:
    """The words of a reply, written or pressed as a button."""
    for kind, name in (("text", "body"), ("button", "text")):
        part = message.get(kind)
        if isinstance(part, dict) and isinstance(part.get(name), str):
            return str(part[name])
    return ""


class CloudApi:
    """The office's number at the Cloud API. It cannot be asked about a message: news alone says more."""

    can_ask = False

    def ask(self, reference: str) -> Outcome | None:
        return None

    def send(self, letter: Letter) -> Outcome:
        if not letter.template:
            return Outcome(Event.DECLINED, "no_approved_template")
        return letters.tried(lambda: self._post(letter), self._meaning)

    def _post(self, letter: Letter) -> calling.Answer:
        url = f"{settings.WHATSAPP_URL.rstrip('/')}/{settings.WHATSAPP_PHONE_ID}/messages"
        headers = {
            "Authorization": f"Bearer {settings.WHATSAPP_TOKEN}",
            "Content-Type": "application/json",
        }
        body = json.dumps(_body(letter)).encode()
        return calling.ask("POST", url, seconds=settings.PROVIDER_SECONDS, headers=headers, body=body)

    def _meaning(self, answer: calling.Answer) -> Outcome:
        told = answer.told() or {}
        if 200 <= answer.status < 300:
            messages = _dicts(told.get("messages"))
            number = str(messages[0].get("id") or "") if messages else ""
            if number:
                return Outcome(Event.ACCEPTED, provider_id=number[:200])
        error = told.get("error")
        if answer.status == 429:
            return letters.busy(answer, timezone.now())
        if isinstance(error, dict) and isinstance(error.get("code"), int):
            return _of_code(error, answer)
        return Outcome(Event.LOST, "odd_answer", f"HTTP {answer.status}")


def _body(letter: Letter) -> dict[str, Any]:
    """The parameters in the order of the approved words. They may hold no line breaks."""
    values = [{"type": "text", "text": WHITE.sub(" ", value).strip() or "-"} for value in letter.parameters]
    template: dict[str, Any] = {"name": letter.template, "language": {"code": letter.language}}
    if values:
        template["components"] = [{"type": "body", "parameters": values}]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": letter.to.removeprefix("+"),
        "type": "template",
        "template": template,
        "biz_opaque_callback_data": letter.reference,  # comes back with every news of this message
    }


def _of_code(error: dict[str, Any], answer: calling.Answer) -> Outcome:
    code, told = error["code"], _error_in_words(error)
    if code in BUSY:
        return Outcome(Event.NOT_SENT, "busy", told, wait=answer.wait(timezone.now()))
    if code in NOT_ALLOWED:
        return Outcome(Event.NOT_SENT, "not_allowed", told)
    if code in MAY_HAVE_GONE or answer.status >= 500:
        return Outcome(Event.LOST, "odd_answer", told)
    if code in TEMPLATES:
        return Outcome(Event.DECLINED, "no_approved_template", told)
    return Outcome(Event.DECLINED, WHY.get(code, "declined"), told)


def _error_in_words(error: Mapping[str, Any]) -> str:
    details = error.get("error_data")
    more = details.get("details", "") if isinstance(details, dict) else ""
    text = error.get("title") or error.get("message") or ""
    return addresses.scrubbed(f"{error.get('code', '')} {text} {more}")
