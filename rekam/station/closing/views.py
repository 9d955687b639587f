"""The end of the day: what it came to, what is still open, and its sheet."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.recording import closing as rules
from rekam.domain.trouble import RuleBroken
from rekam.station import edge
from rekam.station.closing import actions, queries, words
from rekam.station.operators import doors
from rekam.station.packs import queries as packs


@doors.signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _day(request, timezone.localdate())


@doors.signed_in
@require_safe
def day(request: HttpRequest, on: str) -> HttpResponse:
    return _day(request, _read(on))


def _day(request: HttpRequest, on: date) -> HttpResponse:
    closed, today = queries.of_day(on), timezone.localdate()
    to_close = queries.day(on, open_only=True)
    if to_close.tickets:  # somebody came after it was closed: it is closed again
        closed = None
    whole = queries.day(on)
    held = closed.figures if closed else actions.figures(on, whole)
    page = {
        "on": on,
        "is_today": on == today,
        "closed": closed,
        "open_days": [each for each in queries.open_days(today) if each != on],
        "missing": None if closed else _missing(to_close),
        "now": words.copies(_now(whole)),
        "earlier": queries.earlier(),
        **sheet(held),
    }
    return render(request, "closing/index.html", page)


def _now(counted: rules.Day) -> dict[str, Any]:
    """Where the copies are at this moment: sending goes on after the day is closed."""
    return {name: getattr(counted, name) for name in ("sealed", "twice", "received", "unsent")}


def _missing(counted: rules.Day) -> str:
    try:
        rules.check_adds_up(counted)
    except RuleBroken as broken:
        return edge.said(broken)
    return ""


def sheet(held: dict[str, Any]) -> dict[str, Any]:
    return {
        "day": held["day"],
        "outcomes": words.outcomes(held["day"]),
        "waits": words.waits(held.get("waits")),
        "copies": words.copies(held["day"]),
        "devices": words.devices(held["devices"]),
        "quality": words.quality(held["quality"]),
        "seconds": words.seconds(held["seconds"]),
        "sequences": held["sequences"],
    }


@doors.signed_in
@require_POST
def close(request: HttpRequest, on: str) -> HttpResponse:
    try:
        actions.close(on=_read(on), by=request.operator, at=timezone.now())  # type: ignore[attr-defined]
        messages.success(request, _("The day is closed. Its sheet is ready."))
    except RuleBroken as broken:
        messages.warning(request, edge.said(broken))
    return redirect("closing:day", on)


@doors.signed_in
@require_safe
def print_sheet(request: HttpRequest, on: str) -> HttpResponse:
    """The sheet of a closed day, on the office's paper and in its language."""
    with translation.override(words.SHEET_LANGUAGE):
        return render(request, "closing/sheet.html", _sheet(_read(on)))


@doors.signed_in
@require_safe
def pdf(request: HttpRequest, on: str) -> HttpResponse:
    from rekam.station.closing import paper  # what draws it is large: a station starts without it

    with translation.override(words.SHEET_LANGUAGE):
        content = paper.write(_sheet(_read(on)))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="perekaman-{on}.pdf"'
    return answer


def _sheet(on: date) -> dict[str, Any]:
    closed = queries.of_day(on)
    if closed is None:
        raise Http404
    return {"closed": closed, "pack": packs.in_use(), "taken": packs.taken(), **sheet(closed.figures)}


def _read(on: str) -> date:
    try:
        return date.fromisoformat(on)
    except ValueError as bad:
        raise Http404 from bad
