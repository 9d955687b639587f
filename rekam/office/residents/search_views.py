"""The search box. What is typed names people: it is kept in the session and never in an address."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.regions import queries as regions
from rekam.office.residents import lists, search, words
from rekam.office.residents.search import Found

KEPT = "searches"
MOST_KEPT = 20  # a morning at the counter: one may go back to any of these


@requires(Right.SEARCH_RESIDENTS, within_area=True)
@require_http_methods(["GET", "POST"])
def search_people(request: HttpRequest) -> HttpResponse:
    """Take what was typed. A whole NIK leads straight to the person, everything else to a page of its own."""
    typed = request.POST.get("q", "").strip()
    if not typed:
        return redirect("residents:list")
    if search.read(typed).is_whole:
        found = _find(request, typed)
        if found.the_one is not None:
            _note(request, found)
            return redirect("residents:detail", pk=found.the_one.pk)
    return redirect("residents:found", key=_keep(request, typed))


@requires(Right.SEARCH_RESIDENTS)
@require_safe
def found(request: HttpRequest, key: str) -> HttpResponse:
    """What a search found, as often as one comes back to it while signed in."""
    typed = request.session.get(KEPT, {}).get(key)
    if typed is None:
        return redirect("residents:list")
    answer = _find(request, typed)
    _note(request, answer)
    return render(request, "residents/found.html", _page(answer, typed))


def _find(request: HttpRequest, typed: str) -> Found:
    return search.find(search.read(typed), within=rights.areas_of(request.user))


def _keep(request: HttpRequest, typed: str) -> str:
    kept: dict[str, str] = request.session.get(KEPT, {})
    key = secrets.token_urlsafe(8)
    request.session[KEPT] = dict([*kept.items(), (key, typed)][-MOST_KEPT:])
    return key


def _note(request: HttpRequest, answer: Found) -> None:
    """Who searched, by what kind of thing and how many were found: never for whom."""
    details = {"by": answer.asked.by, "count": len(answer.hits)}
    reader: Any = request.user
    audit.record("residents.searched", "residents", by=reader, at=timezone.now(), details=details)


def _page(answer: Found, typed: str) -> dict[str, Any]:
    years, on = regions.office().deactivated_after_years, lists.today()
    rows = [lists.row(hit.resident, on=on, years=years) for hit in answer.hits]
    return {
        "hits": [
            (hit, row, words.HOW.get(hit.how, hit.how), words.STATES[row.state], words.tone(row.state))
            for hit, row in zip(answer.hits, rows, strict=True)
        ],
        "notes": [(code, words.SEARCH_NOTES[code]) for code in answer.notes],
        "q": "" if answer.asked.number else typed,
        "on": on,
    }
