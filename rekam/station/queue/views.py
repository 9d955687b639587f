"""Tickets are given, called and ended here; the display for the waiting room shows numbers alone."""

from collections.abc import Callable
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.station import script_answers
from rekam.station.operators import doors
from rekam.station.packs import queries as packs
from rekam.station.packs import search
from rekam.station.queue import actions, codes, queries, words
from rekam.station.queue.models import Failure, Ticket

MOST = 6
_ANOTHER_LAPTOP = (
    "This ticket is of another laptop: send its holder there, or give them a new one here by name."
)


@doors.signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who waits, in the order of being called, and the box that gives a ticket."""
    on = timezone.localdate()
    page = {
        "places": [(place, words.how_long(place.wait)) for place in queries.places(on)],
        "at_work": queries.at_work(on),
        "others": queries.of_other_days(on),
        "ended": queries.ended(on),
        "counts": queries.counts(queries.counted(on)),
        "expected": queries.expected(on),
        "open_days": packs.open_days(timezone.now()),
        "newcomer": words.how_long(queries.for_newcomers(on)),
        "failures": Failure.choices,
        "given": queries.numbered(request.GET.get("karcis", "")),
    }
    return render(request, "queue/index.html", page)


@doors.signed_in
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """People of the pack who may be meant, while one types. Posted: no name or NIK stands in an address."""
    text = request.POST.get("q", "").strip()
    summoned = search.by_token(text) if text else None
    found = [summoned] if summoned else [hit.resident for hit in search.find(text, most=MOST)]
    theirs = queries.tickets_of([resident.token for resident in found], timezone.localdate())
    hits = [(resident, theirs.get(resident.token)) for resident in found]
    unknown = packs.taken() if search.is_unknown_summons(text) else None
    held = queries.by_token(text)
    expired = packs.has_expired(timezone.now())
    page = {"hits": hits, "text": text, "ticket": held, "unknown": unknown, "expired": expired}
    if not held and not hits and codes.is_code(text):
        page["another"] = _(_ANOTHER_LAPTOP)
    return render(request, "queue/hits.html", page)


@doors.signed_in
@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """A ticket for somebody of the pack, or for whoever came. A code that was scanned says who it is, whether
    or not the page had found them; that of a ticket leads to the ticket.
    """
    token, text = request.POST.get("token", ""), request.POST.get("q", "").strip()
    held = queries.by_token(text) if text and not token else None
    if held:
        return redirect("queue:ticket", held.pk)
    chosen = packs.residents().filter(token=token).first() if token else None
    resident = chosen or (search.by_token(text) if text and not token else None)
    name, now = resident.name if resident else text, timezone.now()

    def made() -> Ticket:
        if resident is None and codes.is_code(text):
            raise RuleBroken("queue.another_laptop", _ANOTHER_LAPTOP)
        return actions.give_ticket(
            resident=resident.token if resident else "",
            name=name if resident or _is_name(name) else "",
            born=resident.born if resident else None,
            is_expected=bool(resident and resident.is_expected),
            is_disabled=bool(request.POST.get("disabled")),
            is_elderly=bool(request.POST.get("elderly")),
            by=str(request.operator.pk),  # type: ignore[attr-defined]
            on=timezone.localdate(),
            at=now,
        )

    ticket = _tried(request, made)
    back = redirect("queue:index")
    if ticket:
        back["Location"] += f"?karcis={ticket.pk}"
    return back


def _is_name(text: str) -> bool:
    """A number is none, nor is the code of a summons that the pack does not know."""
    return any(letter.isalpha() for letter in text) and not search.is_unknown_summons(text)


@doors.signed_in
@require_POST
def call_next(request: HttpRequest) -> HttpResponse:
    _tried(request, lambda: actions.call_next(on=timezone.localdate(), at=timezone.now()))
    return redirect("queue:index")


def _on_ticket(action: Callable[..., Ticket]) -> doors.View:
    @doors.signed_in
    @require_POST
    def moved(request: HttpRequest, number: int) -> HttpResponse:
        ticket = get_object_or_404(Ticket, pk=number)
        _tried(request, lambda: action(ticket=ticket, at=timezone.now()))
        return redirect("counter:index" if request.POST.get("back") == "counter" else "queue:index")

    return moved


call = _on_ticket(actions.call)
miss = _on_ticket(actions.miss)
come_back = _on_ticket(actions.come_back)


@doors.signed_in
@require_POST
def fail(request: HttpRequest, number: int) -> HttpResponse:
    """Known before sitting down: too young, recorded already, no papers."""
    ticket, reason = get_object_or_404(Ticket, pk=number), request.POST.get("reason", "")
    _tried(request, lambda: actions.fail(ticket=ticket, reason=reason, at=timezone.now()))
    return redirect("queue:index")


def _tried(request: HttpRequest, act: Callable[[], Ticket]) -> Ticket | None:
    """Done, or said why not."""
    try:
        return act()
    except RuleBroken as broken:
        messages.warning(request, words.refused(broken))
        return None


@doors.signed_in
@require_safe
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    """The ticket to print: number, QR, and what the wait was expected to be when it was given."""
    found = get_object_or_404(Ticket, pk=number)
    place = queries.place_of(found)
    page = {
        "ticket": found,
        "qr": qr(found.token),
        "ahead": place.ahead if place else 0,
        "wait": words.how_long(place.wait) if place else "",
        "pack": packs.in_use(),
    }
    return render(request, "queue/ticket.html", page)


def qr(text: str) -> SafeString:
    drawn = segno.make(text, error="m", micro=False)
    return mark_safe(drawn.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))


# --- the waiting room


@doors.signed_in
@require_safe
def display(request: HttpRequest) -> HttpResponse:
    return render(request, "queue/display.html", {**_display(), "pack": packs.in_use()})


@doors.signed_in
@require_safe
@script_answers.for_scripts
def display_state(request: HttpRequest) -> JsonResponse:
    """Numbers, never names: everybody in the room reads it."""
    return JsonResponse(_display())


def _display() -> dict[str, Any]:
    on = timezone.localdate()
    busy, places = queries.at_work(on), queries.places(on)
    called = busy[-1] if busy else None
    return {
        "now": called.label if called else "",
        "calls": called.calls if called else 0,
        "next": [place.ticket.label for place in places[: queries.SHOWN_NEXT]],
        "waiting": len(places),
        "wait": words.how_long(queries.for_newcomers(on)),
        "at": wording.hour(timezone.localtime(), get_language() or "id"),
        "line": _("%(waiting)s waiting") % {"waiting": len(places)},
    }
