"""The first step: who sits here."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rekam.domain.recording.steps import Step
from rekam.domain.trouble import RuleBroken
from rekam.station.counter import actions, drafts, keeping, pack, people, refusals, words
from rekam.station.counter.models import Draft
from rekam.station.counter.work import Person
from rekam.station.operators import doors
from rekam.station.packs import queries as packs
from rekam.station.packs import search
from rekam.station.packs.search import Hit

CONFLICT = 409
PAPERS = ("name", "born", "sex", "nik", "kk", "home", "token")
Given = dict[str, str]
MOST = 6  # what fits on the screen; whoever is not among them is asked for more exactly


def page(draft: Draft, request: HttpRequest) -> dict[str, Any]:
    text = _from_ticket(draft)
    return {"text": text, "sexes": words.SEX, "given": {}, **_found(text)}


def _from_ticket(draft: Draft) -> str:
    """Whoever was found when the ticket was given is found already."""
    return draft.ticket.name if draft.ticket.resident else ""


def _found(text: str) -> dict[str, Any]:
    """*unknown*: the pack that does not know this summons. *expired*: no pack says anything of anybody."""
    unknown = packs.taken() if search.is_unknown_summons(text) else None
    expired = packs.has_expired(timezone.now())
    return {"hits": hits(text), "asked": bool(text), "unknown": unknown, "expired": expired}


def hits(text: str) -> list[Any]:
    if not text:
        return []
    summoned = search.by_token(text)
    return [Hit(summoned, "qr")] if summoned else search.find(text, most=MOST)


@doors.signed_in
@require_POST
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list below the box, while one types. Posted: a name or a NIK has no place in an address."""
    text = request.POST.get("q", "").strip()
    return render(request, "counter/hits.html", {"draft": drafts.held(pk), **_found(text)})


@doors.signed_in
@require_POST
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    draft = drafts.held(pk)
    resident = get_object_or_404(packs.residents(), token=request.POST.get("token", ""))
    given = {
        "token": resident.token,
        "name": resident.name,
        "nik": resident.nik,
        "kk": resident.kk,
        "sex": people.SEXES.get(resident.sex, ""),
    }
    return _chosen(request, draft, lambda: people.on_pack(resident), given)


@doors.signed_in
@require_POST
def by_papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not on the pack: recorded all the same, and matched by the office later."""
    draft = drafts.held(pk)
    given = {name: request.POST.get(name, "") for name in PAPERS}
    on = packs.today(timezone.now())
    answer = _chosen(
        request, draft, lambda: people.by_papers(**given, office=pack.office_code(), on=on), given
    )
    person = keeping.work_of(draft).person
    if answer.status_code != CONFLICT and person and person.token and person.token != given["token"]:
        messages.warning(
            request, _("This NIK is on the roster pack: compare what it says with the family card.")
        )
    return answer


def _chosen(request: HttpRequest, draft: Draft, read: Callable[[], Person], given: Given) -> HttpResponse:
    """*again*: why somebody who was recorded here today is recorded once more."""
    now, again = timezone.now(), request.POST.get("again", "")
    by = str(request.operator.pk)  # type: ignore[attr-defined]
    try:
        actions.choose_person(draft=draft, chosen=read(), by=by, at=now, again=again)
    except RuleBroken as broken:
        more = {**page(draft, request), "given": given, "refusal": refusals.said(broken)}
        return drafts.show(request, draft, Step.FIND, status=CONFLICT, **more)
    return drafts.back(draft)
