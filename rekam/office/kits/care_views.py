"""Checks that devices need from time to time: a list for the phone, and the rules behind it."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits import asked, care, forms, views
from rekam.office.kits.models import CareRule

SHOWN = 200


@requires(Right.SEE_SERVICE)
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """What is to be checked today, and what was forgotten."""
    today = timezone.localdate(asked.now())
    tasks = care.tasks(rights.areas_of(request.user), today)
    waiting = care.due(tasks)
    page = {
        "on_care": True,
        "due": waiting[:SHOWN],
        "due_count": len(waiting),
        "coming": [task for task in tasks if task not in waiting][:30],
        "rules": care.rules_in_use().count(),
        **views.may(request),
    }
    return render(request, "kits/care.html", page)


@requires(Right.REPORT_FAULT, within_area=True)
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """One tap: all is well. What is not well goes on to the report of a fault."""
    device = asked.device(request, request.POST.get("device", ""), Right.REPORT_FAULT)
    rule = get_object_or_404(CareRule, pk=numbers.of_row(request.POST.get("rule", "")))
    at = asked.now()
    try:
        care.note_fine(device=device, rule=rule, on=timezone.localdate(at), by=who.asks(request), at=at)
    except RuleBroken as broken:
        messages.error(request, broken.told(_(broken.sentence)))
    else:
        messages.success(request, _("Noted: %(what)s, all is well.") % {"what": rule.what})
    return redirect("kits:device", tag=device.tag) if "here" in request.POST else redirect("kits:care")


@requires(Right.MANAGE_KITS)
def rules(request: HttpRequest) -> HttpResponse:
    """What is checked, on which kind, every so many days."""
    asked.check_keeps_all(request)
    form = forms.RuleForm(request.POST or None)
    if request.POST.get("usual"):
        return _take_usual(request)
    if form.is_valid():
        try:
            care.add_rule(**form.cleaned_data, by=who.asks(request), at=asked.now())
        except RuleBroken as broken:
            form.add_error("what", broken.told(_(broken.sentence)))
        else:
            messages.success(request, _("The check is on the list now."))
            return redirect("kits:care_rules")
    page = {"form": form, "rules": care.rules_in_use().order_by("kind", "every_days")}
    return render(request, "kits/care_rules.html", page)


def _take_usual(request: HttpRequest) -> HttpResponse:
    """The checks that most offices make; those that are there already stay as they are."""
    for kind, what, every_days in care.usual():
        with suppress(RuleBroken):  # it is on the list already
            care.add_rule(kind=kind, what=what, every_days=every_days, by=who.asks(request), at=asked.now())
    messages.success(request, _("The usual checks are on the list now. Change what is different here."))
    return redirect("kits:care_rules")


@requires(Right.MANAGE_KITS)
@require_POST
def end_rule(request: HttpRequest, pk: int) -> HttpResponse:
    asked.check_keeps_all(request)
    care.end_rule(rule=get_object_or_404(CareRule, pk=pk), by=who.asks(request), at=asked.now())
    messages.success(request, _("The check is asked for no more. What was done stays."))
    return redirect("kits:care_rules")
