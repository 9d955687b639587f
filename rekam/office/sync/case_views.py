"""What two people decide, with the records side by side; and corrections that contradict each other."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.sync.people import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.masking import masked
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.regions import queries as regions
from rekam.office.sync import forms, queries, words
from rekam.office.sync.deciding import cases, showing
from rekam.office.sync.models import Alike, Case, Correction, Packet, Recorded
from rekam.office.sync.taking import better, correcting, doubting
from rekam.office.sync.views import case_of, may

SHOWN = 50
DECIDED = 20
PAGES = ("page", "koreksi", "diputuskan")  # how far each of the three lists was turned
COMPARED = (
    "name",
    "nik",
    "kk",
    "born",
    "sex",
    "area_code",
    "operator",
    "place",
    "kit",
    "started_at",
    "quality",
)


@requires(Right.SEE_INTAKE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for two people; and for who may see residents, what a clerk decides."""
    cases, corrections, decided = PAGES
    page = {
        "on_cases": True,
        "cases": Paginator(queries.open_cases(), SHOWN).get_page(request.GET.get(cases)),
        "decided": Paginator(queries.decided_cases(), DECIDED).get_page(request.GET.get(decided)),
        "may_correct": rights.can(request.user, Right.CORRECT_RESIDENT),
        **(_clashing(request, corrections) if rights.can(request.user, Right.SEE_RESIDENTS) else {}),
        **may(request),
    }
    return render(request, "sync/cases.html", page)


def _clashing(request: HttpRequest, name: str) -> dict[str, Any]:
    """Corrections name people and what is held of them: that they were read stands in the audit trail."""
    every = queries.clashing(rights.areas_within_office(request.user))
    page = Paginator(every, SHOWN).get_page(request.GET.get(name))
    found = [_worded(each) for each in page]
    if found:
        details = {"list": "corrections", "count": len(found)}
        audit.record(
            "residents.listed", "corrections", by=who.asks(request), at=timezone.now(), details=details
        )
    return {"clashing": found, "clashing_page": page}


def _back(request: HttpRequest) -> HttpResponse:
    """To the lists, turned as they were."""
    turned = {name: request.GET[name] for name in PAGES if name in request.GET}
    return redirect(reverse("sync:cases", query=turned))


def _worded(each: Correction) -> dict[str, Any]:
    """Family card numbers stand in corrections and their documents: masked."""
    values = {name: words.said(each.field, masked(getattr(each, name))) for name in ("was", "to")}
    field = words.FIELDS.get(each.field, each.field)
    return {"each": each, "field": field, "document": masked(each.document), **values}


@requires(Right.DECIDE_CASES)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The records side by side. That they were read stands in the audit trail."""
    found = case_of(request, pk)
    audit.record("case.seen", f"case:{found.pk}", by=who.asks(request), at=timezone.now())
    return render(
        request,
        "sync/case.html",
        {**_page(request, found), "form": forms.DecideForm(asks_nik=found.kind == Kind.NO_NIK)},
    )


def _page(request: HttpRequest, found: Case) -> dict[str, Any]:
    packets = list(
        found.packets.select_related("recorded__resident", "recorded__session", "epoch__station").order_by(
            "pk"
        )
    )
    niks = {packet.recorded.nik for packet in packets if hasattr(packet, "recorded")}
    kept = better.among(niks)
    records = [_side(found, packet, n, kept) for n, packet in enumerate(packets)]
    differing = {
        name
        for name in COMPARED
        if len({str(getattr(side["recorded"], name)) for side in records if side["recorded"]}) > 1
    }
    alike = Alike.objects.filter(one__packet__in=packets, other__packet__in=packets).first()
    return {
        "on_cases": True,
        "case": found,
        "records": records,
        "differing": differing,
        "alike": alike,
        "proposed": set(found.proposed or ()),
        "is_proposer": found.proposed_by_id == who.asks(request).pk,
        "is_open": found.decided_at is None and not found.is_moot,
        **may(request),
    }


def _side(case: Case, packet: Packet, number: int, kept: set[int]) -> dict[str, Any]:
    recorded: Recorded | None = getattr(packet, "recorded", None)
    return {
        "letter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26],
        "packet": packet,
        "recorded": recorded,
        "village": regions.by_code(recorded.area_code) if recorded else None,
        "odd": doubting.in_words(recorded) if recorded else [],
        "has_face": showing.face(case.pk, packet.pk).exists(),
        "is_better": recorded is not None and recorded.pk in kept,
        "counts": packet.name in (case.decided or ()),
        "proposed": packet.name in (case.proposed or ()),
    }


@requires(Right.DECIDE_CASES)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which count; the second person who says the same decides."""
    found = case_of(request, pk)
    form = forms.DecideForm(request.POST, asks_nik=found.kind == Kind.NO_NIK)
    if not form.is_valid():
        return render(request, "sync/case.html", {**_page(request, found), "form": form}, status=422)
    try:
        is_decided = cases.decide(
            case=found,
            counting=request.POST.getlist("counts"),
            why=form.cleaned_data["why"],
            nik=form.cleaned_data["nik"],
            by=who.asks(request),
            at=timezone.now(),
        )
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
        return redirect("sync:case", pk)
    told = _("Decided. The count follows.") if is_decided else _("Proposed. Another person now confirms it.")
    messages.success(request, told)
    return redirect("sync:cases")


@requires(Right.DECIDE_CASES)
@require_safe
def face(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A small picture, only while the case is open."""
    path = showing.face(case_of(request, pk).pk, number)
    if not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Right.CORRECT_RESIDENT, within_area=True)
@require_POST
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """A clerk takes one of the contradicting corrections, or leaves the register as it is."""
    found = get_object_or_404(Correction.objects.select_related("resident__area"), pk=pk)
    if found.resident is not None:
        rights.check(request.user, Right.CORRECT_RESIDENT, area=found.resident.area.code)
    try:
        correcting.decide(found, take="take" in request.POST, by=who.asks(request), at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
    else:
        messages.success(request, _("Decided."))
    return _back(request)
