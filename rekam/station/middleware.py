"""What happens to every request before a view sees it, and to trouble a view raises."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from rekam.domain.trouble import Trouble
from rekam.station import disk_trouble, edge, script_answers
from rekam.station.identity import about
from rekam.station.operators import doors, idle, session, signing_in
from rekam.station.operators.models import Operator
from rekam.station.packs import expiring
from rekam.station.packs import queries as packs
from rekam.station.store.opened import store

log = logging.getLogger("rekam.station")
Answer = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=()"


class Language:
    """Indonesian, unless this browser chose otherwise."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
            response.headers.setdefault("Content-Language", language)
            return response


class Doors:
    """Nobody gets to a view that is not marked for them; while the store is locked, to none that reads it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not disk_trouble.is_there():  # it would look like a laptop that was never enrolled
            signing_in.lock()  # what comes back may be another one
            return disk_trouble.page(disk_trouble.trouble(disk_trouble.MISSING))
        request.operator = _operator(request)  # type: ignore[attr-defined]
        if request.operator is not None:  # type: ignore[attr-defined]
            _expire()
        with _office_clock(request.operator):  # type: ignore[attr-defined]
            response = self.answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        mark = doors.mark_of(view)
        if mark == doors.PUBLIC:
            return None
        if mark is None:
            raise Http404
        if about.read() is None:
            return redirect("identity:enrol")
        if request.operator is None:  # type: ignore[attr-defined]
            return doors.to_sign_in(request)
        return None

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        is_asked = script_answers.is_asked(request)
        if isinstance(trouble, OperationalError) and not store.is_open:  # locked in the middle of a page
            return doors.to_sign_in(request)
        of_the_disk = disk_trouble.found_in(trouble)
        if of_the_disk is not None:
            log.error("the disk refused a request: %s", trouble)
            return script_refusal(of_the_disk) if is_asked else disk_trouble.page(of_the_disk)
        if isinstance(trouble, OperationalError) and edge.is_busy(trouble):
            trouble = edge.busy()
        if isinstance(trouble, Trouble):
            return script_refusal(trouble) if is_asked else trouble_page(request, trouble)
        if is_asked and not isinstance(trouble, Http404):
            return script_answers.failed(request, trouble)
        return None


def _office_clock(operator: Operator | None) -> AbstractContextManager[None]:
    """A page tells days and times as the office's clock does, wherever this laptop was set up."""
    if operator is None:
        return nullcontext()
    try:
        return timezone.override(packs.time_zone())
    except OperationalError:
        return nullcontext()  # locked in this very moment: the view will notice


def _expire() -> None:
    """What cannot be erased now, as on a full disk, is shown to nobody and erased with the next page."""
    try:
        expiring.look(timezone.now())
    except OperationalError as trouble:
        log.warning("an expired roster pack is not erased yet: %s", trouble)


def _operator(request: HttpRequest) -> Operator | None:
    """Nobody, where the station is locked in this very moment."""
    try:
        idle.look()
        return session.operator(request)
    except OperationalError:
        if store.is_open:
            raise
        return None


def script_refusal(trouble: Trouble) -> HttpResponse:
    return script_answers.refused(trouble.code, edge.said(trouble))


def trouble_page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    return render(
        request, "web/trouble.html", {"trouble": trouble, "sentence": edge.said(trouble)}, status=409
    )
