"""Where providers tell us what became of messages. Who cannot prove to be the provider is not heard."""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rekam.office.accounts import rights
from rekam.office.reminders import asked, news, sms, whatsapp
from rekam.office.reminders.models import Channel

log = structlog.get_logger(__name__)
LARGEST = 1024 * 1024


@csrf_exempt
@rights.public
@require_POST
def sms_news(request: HttpRequest, key: str = "") -> HttpResponse:
    """From the SMS gateway, as JSON or form fields. A header holds the key, ``Authorization: Bearer KEY``;
    the address does where a gateway sends none. Nobody's number or words stand in an address: no GET.
    """
    said = key or request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.SMS_CALLBACK_KEY or not constant_time_compare(said, settings.SMS_CALLBACK_KEY):
        return HttpResponseForbidden()
    data = _posted(request)
    if data is None:
        return HttpResponseBadRequest()
    done = news.hear([sms.news(data)], channel=Channel.SMS, at=asked.now())
    log.info("news of messages", channel="sms", **done)
    return HttpResponse("ok", content_type="text/plain")


def _posted(request: HttpRequest) -> Mapping[str, Any] | None:
    if request.content_type == "application/json":
        found = _json(request.body)
        return found if isinstance(found, dict) else None
    return dict(request.POST.items())


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


@csrf_exempt
@rights.public
def whatsapp_news(request: HttpRequest) -> HttpResponse:
    """From the Cloud API: the question with which a webhook is set up, and signed news."""
    if request.method == "GET":
        return _verified(request)
    body = request.body if int(request.headers.get("Content-Length") or 0) <= LARGEST else b""
    if not whatsapp.signed(body, request.headers.get("X-Hub-Signature-256", "")):
        log.warning("news of messages without a good signature", channel="whatsapp")
        return HttpResponseForbidden()
    data = _json(body)
    if not isinstance(data, dict):
        return HttpResponseBadRequest()
    done = news.hear(whatsapp.news(data), channel=Channel.WHATSAPP, at=asked.now())
    log.info("news of messages", channel="whatsapp", **done)
    return HttpResponse("ok", content_type="text/plain")


def _verified(request: HttpRequest) -> HttpResponse:
    token = settings.WHATSAPP_VERIFY_TOKEN
    asked_for = request.GET.get("hub.mode") == "subscribe"
    if asked_for and token and constant_time_compare(request.GET.get("hub.verify_token", ""), token):
        return HttpResponse(request.GET.get("hub.challenge", "")[:200], content_type="text/plain")
    return HttpResponseForbidden()
