"""What crews heard that the register does not say: a registrar corrects the register, or says why not."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rekam.domain.nik import mask
from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.outcomes import Reason
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.regions import queries as regions
from rekam.office.residents import corrections, words
from rekam.office.residents import queries as residents
from rekam.office.residents.forms import MOVED, Correction
from rekam.office.residents.models import Resident, Standing
from rekam.office.visits import asked, forms, proposals
from rekam.office.visits.models import Proposal

PER_PAGE = 50
ENDED = {Reason.DIED.value: Standing.DIED, Reason.MOVED.value: Standing.MOVED_OUT}


@requires(Right.SEE_RESIDENTS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Open proposals first; the decided ones with who decided and why."""
    found = Proposal.objects.select_related(
        "resident__area__parent", "listed__visit__place__area", "decided_by"
    )
    own = rights.areas_of(request.user)
    found = found.filter(resident__area__code__startswith=own) if own else found
    shows_all = bool(request.GET.get("all"))
    found = found if shows_all else found.filter(state=Proposal.State.OPEN)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    details = {"list": "proposals", "count": page.paginator.count}
    audit.record("residents.listed", "proposals", by=who.asks(request), at=asked.now(), details=details)
    shown = {
        "on_proposals": True,
        "page_obj": page,
        "rows": [(each, mask(each.resident.nik)) for each in page.object_list],
        "shows_all": shows_all,
        "may_decide": rights.can(request.user, Right.CORRECT_RESIDENT),
    }
    return render(request, "visits/proposals.html", shown)


@requires(Right.CORRECT_RESIDENT, within_area=True)
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """First what the correction would do to the counts, then doing it; or declining."""
    found = _found(request, pk)
    held = residents.held([found.resident_id]).row(0, named=True)
    form = forms.AcceptForm(request.POST or None, reason=found.reason, villages=_villages())
    page: dict[str, Any] = {"form": form, "seen": corrections.version(found.resident)}
    if request.method == "POST" and form.is_valid():
        correction = _correction(found, held, form, request.POST.get("seen", ""))
        if not correction.is_valid():
            form.add_error(
                None, " ".join(str(error) for errors in correction.errors.values() for error in errors)
            )
        elif "confirmed" in request.POST:
            return _accept(request, found, correction)
        else:
            page |= _preview(found.resident, held, correction.values)
    return render(request, "visits/proposal.html", {**_page(found), **page})


def _found(request: HttpRequest, pk: int) -> Proposal:
    chosen = Proposal.objects.select_related("resident__area__parent", "listed__visit__place")
    found = get_object_or_404(chosen, pk=pk)
    rights.check(request.user, Right.CORRECT_RESIDENT, area=found.resident.area.code)
    return found


def _page(found: Proposal) -> dict[str, Any]:
    return {
        "on_proposals": True,
        "proposal": found,
        "resident": found.resident,
        "nik": mask(found.resident.nik),
        "visit": found.listed.visit,
        "decline_form": forms.DeclineForm(),
        "is_open": found.state == Proposal.State.OPEN,
    }


def _villages() -> list[tuple[str, str]]:
    code = regions.office().regency.code
    found = regions.villages(code).select_related("parent")
    return [(str(area.pk), f"{area.name} ({area.parent.name if area.parent else ''})") for area in found]


def _correction(found: Proposal, held: dict[str, Any], form: forms.AcceptForm, seen: str) -> Correction:
    """The registrar's form of corrections, filled in with what the proposal says."""
    given = form.cleaned_data
    data = {
        name: held[name] for name in ("name", "sex", "born", "marital", "married_on", "standing", "ended_on")
    }
    data |= {"area": str(held["area_id"]), "document": given["document"], "note": given["note"], "seen": seen}
    if found.reason == Reason.MOVED and given.get("village"):
        data |= {"area": given["village"], "move": MOVED, "moved_on": given["day"]}
    else:
        data |= {"standing": ENDED[found.reason].value, "ended_on": given["day"]}
    on = corrections.day_of_knowledge(found.resident)
    villages = [(pk, name) for pk, name in _villages()]
    return Correction(data, villages=villages, held=held, on=on)


def _preview(resident: Resident, held: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    on = corrections.day_of_knowledge(resident)
    effects = corrections.effects(resident, values, on=on) if values else []
    areas = {area.pk: area.name for area in regions.villages(regions.office().regency.code)}
    return {
        "is_preview": True,
        "changes": [
            (words.FIELDS[n], words.value(n, held[n], areas), words.value(n, v, areas))
            for n, v in values.items()
        ],
        "effects": [
            (words.MEASURES[e.measure], areas.get(e.area_id, ""), e.amount, e.since) for e in effects
        ],
    }


def _accept(request: HttpRequest, found: Proposal, correction: Correction) -> HttpResponse:
    try:
        proposals.accept(
            proposal=found,
            values=correction.values,
            document=correction.cleaned_data["document"],
            note=correction.cleaned_data["note"],
            seen=correction.cleaned_data["seen"],
            on=corrections.day_of_knowledge(found.resident),
            by=who.asks(request),
            at=asked.now(),
        )
    except RuleBroken as trouble:
        messages.error(request, trouble.told(_(str(trouble.sentence))))
        return redirect("visits:proposal", pk=found.pk)
    messages.success(request, _("The register is corrected and the counts follow it."))
    return redirect("visits:proposals")


@requires(Right.CORRECT_RESIDENT, within_area=True)
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = forms.DeclineForm(request.POST)
    if not form.is_valid():
        page = {
            **_page(found),
            "decline_form": form,
            "form": forms.AcceptForm(reason=found.reason, villages=_villages()),
            "seen": corrections.version(found.resident),
        }
        return render(request, "visits/proposal.html", page, status=422)
    proposals.decline(proposal=found, why=form.cleaned_data["why"], by=who.asks(request), at=asked.now())
    messages.success(request, _("The proposal is declined. The register stays as it is."))
    return redirect("visits:proposals")
