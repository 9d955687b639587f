"""Faults: reported from a phone in under a minute, followed on a board, moved step by step."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.kits import faults as rules
from rekam.domain.kits.faults import Move, State
from rekam.domain.kits.kinds import Symptom
from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits import asked, care, faults, forms, history, photos, queries, views, words
from rekam.office.kits.models import CareRule, Device, Fault, FaultPhoto
from rekam.office.kits.photos import Photo

OPEN_STATES = (State.REPORTED, State.CONFIRMED, State.ASSIGNED, State.IN_REPAIR, State.TESTING)

MOST_PHOTOS = 5  # sent at once


# -- reporting --------------------------------------------------------------------------------------


@requires(Right.REPORT_FAULT, within_area=True)
def report(request: HttpRequest, tag: str) -> HttpResponse:
    """What is wrong, does it stop the recording, what was tried, a photo. One page, big buttons."""
    device = asked.device(request, tag, Right.REPORT_FAULT)
    held = queries.open_fault_of(device)
    if held is not None:
        messages.info(request, _("A fault of this device is reported already. Add to it what you know."))
        return _add_instead(request, device, held)
    form = forms.ReportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        answer = _report(request, device, form)
        if answer is not None:
            return answer
    page = {"device": device, "form": form, "check": request.GET.get("check", "")}
    return render(request, "kits/report.html", page)


def _report(request: HttpRequest, device: Device, form: forms.ReportForm) -> HttpResponse | None:
    facts = form.cleaned_data
    try:
        taken = _taken(request)
        fault = faults.report_fault(
            device=device,
            symptom=facts["symptom"],
            stops=facts["stops"],
            note=facts["note"],
            tried=facts["tried"],
            by=who.asks(request),
            at=asked.now(),
        )
    except RuleBroken as broken:
        if broken.code == "fault.already_open":
            messages.warning(request, broken.told(_(broken.sentence)))
            return _add_instead(request, device, Fault.objects.get(pk=str(broken.values["fault"])))
        form.add_error(None, broken.told(_(broken.sentence)))
        return None
    _keep_photos(request, fault, taken)
    _note_check(request, device, fault)
    messages.success(request, _("Thank you. The fault is reported; a technician sees it now."))
    return redirect("kits:fault", pk=fault.pk)


def _add_instead(request: HttpRequest, device: Device, held: Fault) -> HttpResponse:
    """To the fault that is open already. What was written meanwhile is added to it. The check that led here
    found it again: who sent a report has said so, who only came to write one says it there.
    """
    page = reverse("kits:fault", args=[held.pk])
    if request.method == "POST":
        _add_report(request, held)
        _note_check(request, device, held)
        return redirect(page)
    rule = _check(device, request.GET.get("check", ""))
    return redirect(f"{page}?{urlencode({'check': rule.pk})}" if rule else page)


def _add_report(request: HttpRequest, held: Fault) -> None:
    """A report that came second, with its photos: nothing of it is lost. The same sent twice is the first."""
    form = forms.ReportForm(request.POST, request.FILES)
    form.is_valid()
    symptom, note, tried = (str(form.cleaned_data.get(name, "")) for name in ("symptom", "note", "tried"))
    by = who.asks(request)
    told_before = (held.reported_by_id, held.symptom, held.note, held.tried)
    if told_before == (by.pk, symptom, note.strip(), tried.strip()):
        return
    said = [str(words.SYMPTOMS[Symptom(symptom)]) if symptom else "", note.strip(), tried.strip()]
    try:
        taken = _taken(request)
        faults.add_to_fault(fault=held, note=". ".join(filter(None, said)), by=by, at=asked.now())
        _keep_photos(request, held, taken)
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
    else:
        messages.success(request, _("It was added to the report."))


def _taken(request: HttpRequest) -> list[Photo]:
    sent = request.FILES.getlist("photo")[:MOST_PHOTOS]
    return [photos.prepared(file, size=file.size or 0) for file in sent]


def _keep_photos(request: HttpRequest, fault: Fault, taken: Sequence[Photo]) -> None:
    left = len(request.FILES.getlist("photo")) - len(taken)
    if left:
        said = _("The first %(kept)s photos were kept, %(left)s were left out. Add them to the report.")
        messages.warning(request, said % {"kept": len(taken), "left": left})
    faults.add_photos(fault=fault, taken=taken, by=who.asks(request), at=asked.now())


def _note_check(request: HttpRequest, device: Device, fault: Fault) -> None:
    """When a check found the fault, the check is done."""
    rule = _check(device, request.POST.get("check", ""))
    if rule is not None:
        at = asked.now()
        on, by = timezone.localdate(at), who.asks(request)
        care.note_not_fine(device=device, rule=rule, fault=fault, on=on, by=by, at=at)


def _check(device: Device, code: str) -> CareRule | None:
    return CareRule.objects.filter(pk=numbers.of_row(code), kind=device.kind).first()


@requires(Right.REPORT_FAULT, within_area=True)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody else knows about it, in words or as a photo; or that a check found it again."""
    fault = asked.fault(request, pk, Right.REPORT_FAULT)
    form = forms.AddForm(request.POST, request.FILES)
    rule = _check(fault.device, request.POST.get("check", ""))
    try:
        taken = _taken(request)
        note = (form.cleaned_data["note"] if form.is_valid() else "") or (rule.what if rule else "")
        if note:
            faults.add_to_fault(fault=fault, note=note, by=who.asks(request), at=asked.now())
        _keep_photos(request, fault, taken)
        _note_check(request, fault.device, fault)
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
    else:
        messages.success(request, _("It was added to the report."))
    return redirect("kits:fault", pk=pk)


# -- looking ----------------------------------------------------------------------------------------


@requires(Right.SEE_SERVICE)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every open fault by its state, the oldest first: whose turn is it?"""
    within = rights.areas_of(request.user)
    mine = request.GET.get("mine") == "1"
    found = list(queries.open_faults(within))
    shown = [each for each in found if not mine or each.assignee_id == request.user.pk]
    columns = [(words.STATES[state], [f for f in shown if f.state == state]) for state in OPEN_STATES]
    closed = queries.faults(within).exclude(closed_at=None).select_related("device").order_by("-closed_at")
    page = {
        "on_faults": True,
        "columns": columns,
        "count": len(found),
        "mine": mine,
        "closed": closed[:15],
        "now": asked.now(),
        **views.may(request),
    }
    return render(request, "kits/faults.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def fault(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.fault(request, pk)
    return _fault_page(request, found, None)


def _fault_page(request: HttpRequest, found: Fault, wrong: tuple[str, forms.MoveForm] | None) -> HttpResponse:
    moves = rules.possible(State(found.state)) if rights.can(request.user, Right.REPAIR) else ()
    page = {
        "on_faults": True,
        "fault": found,
        "symptom": words.SYMPTOMS[found.symptom],
        "stops": words.STOPS[found.stops],
        "life": history.moves(list(found.moves.select_related("by"))),
        "photos": found.photos.all(),
        "moves": [(move.value, words.TO_DO[move], _form_of(move, wrong)) for move in moves],
        "is_open": found.closed_at is None,
        "sees_device": rights.within(request.user, queries.area_of_device(found.device)),
        "sees_kit": found.kit is not None and rights.within(request.user, queries.area_of(found.kit)),
        "now": asked.now(),
        "add_form": forms.AddForm(),
        "check": _check(found.device, request.GET.get("check", "")),
        **views.may(request),
    }
    return render(request, "kits/fault.html", page, status=422 if wrong else 200)


def _form_of(move: Move, wrong: tuple[str, forms.MoveForm] | None) -> forms.MoveForm:
    if wrong is not None and wrong[0] == move:
        return wrong[1]
    return forms.MoveForm(move=move, technicians=faults.technicians())


@requires(Right.REPAIR, within_area=True)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.fault(request, pk, Right.REPAIR)
    code = request.POST.get("move", "")
    if code not in set(Move):
        raise Http404
    form = forms.MoveForm(request.POST, move=Move(code), technicians=faults.technicians())
    if form.is_valid():
        try:
            _move(request, found, code, form)
        except RuleBroken as broken:
            form.add_error(None, broken.told(_(broken.sentence)))
        else:
            return redirect("kits:fault", pk=pk)
    return _fault_page(request, found, (code, form))


def _move(request: HttpRequest, found: Fault, code: str, form: forms.MoveForm) -> None:
    facts: dict[str, Any] = dict(form.cleaned_data)
    by, at = who.asks(request), asked.now()
    faults.move_fault(
        fault=found,
        move=code,
        by=by,
        at=at,
        note=facts.pop("note", "") or "",
        assignee=facts.pop("assignee", None),
        cost_rupiah=facts.pop("cost_rupiah", None) or 0,
        details=facts,
    )
    messages.success(request, str(words.DONE[code]))


@requires(Right.SEE_SERVICE)
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photograph of a fault, for whoever may see the fault."""
    held = get_object_or_404(FaultPhoto, pk=pk)
    asked.fault(request, held.fault_id)
    path = photos.path_of(held.key)
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/jpeg")
