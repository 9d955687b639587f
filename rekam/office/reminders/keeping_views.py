"""What is kept for messages: their words, who can be reached, who wants none, and the office's limits."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.reminders import budget, texts
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.reminders import actions, asked, budgets, examples, forms, providers, queries, saying, tasks
from rekam.office.reminders.models import Channel, Template


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


# -- templates ----------------------------------------------------------------------------------------------


@requires(Right.SEE_OUTREACH)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    page = {"templates": queries.templates(), "may_send": rights.can(request.user, Right.SEND_REMINDERS)}
    return render(request, "reminders/templates.html", page)


@requires(Right.SEND_REMINDERS)
@require_POST
def take_examples(request: HttpRequest) -> HttpResponse:
    asked.check_office(request)
    examples.take(by=who.asks(request), at=asked.now())
    messages.success(request, _("Three templates to begin with. Make their words your own."))
    return redirect("reminders:templates")


@requires(Right.SEND_REMINDERS)
def add_template(request: HttpRequest) -> HttpResponse:
    return _template(request, None)


@requires(Right.SEND_REMINDERS)
def template(request: HttpRequest, pk: int) -> HttpResponse:
    return _template(request, get_object_or_404(Template, pk=pk))


def _template(request: HttpRequest, held: Template | None) -> HttpResponse:
    """The words, beside what somebody invented would read of them."""
    asked.check_office(request)
    form = forms.TemplateForm(request.POST or None, instance=held)
    wants_preview = "preview" in request.POST
    if form.is_valid() and not wants_preview:
        try:
            facts = dict(form.cleaned_data)
            fresh = Template.objects.get(pk=held.pk) if held else None
            actions.set_template(template=fresh, by=who.asks(request), at=asked.now(), **facts)
            messages.success(request, _("Kept. Messages written before keep their words."))
            return redirect("reminders:templates")
        except RuleBroken as trouble:
            form.add_error(None, trouble.told(_(str(trouble.sentence))))
    shown = form.cleaned_data if form.is_bound else forms.forms.model_to_dict(held) if held else {}
    page = {
        "form": form,
        "template": held,
        "previews": _previews(shown, wrong=set(form.errors)),
        "placeholders": saying.explained(),
    }
    return render(request, "reminders/template.html", page, status=_status(form))


def _previews(held: dict[str, Any], wrong: set[str]) -> list[tuple[str, str, int, int]]:
    """Language, text, letters and parts; of what is faulty there is nothing to show."""
    found = []
    for language, field in (("id", "text_id"), ("en", "text_en")):
        if held.get(field) and field not in wrong:
            text = texts.fill(held[field], saying.example(language))
            found.append((language, text, len(text), budget.parts(text)))
    return found


# -- people who can be reached ------------------------------------------------------------------------------


@requires(Right.SEND_REMINDERS)
@require_safe
def reachables(request: HttpRequest) -> HttpResponse:
    within = rights.areas_of(request.user)
    asked.check_sender(request, within or asked.regions.office().regency.code)
    shown = Paginator(queries.reachables(within), 25).get_page(request.GET.get("page"))
    page = {"page_obj": shown, "rows": queries.with_residents(shown), "counts": queries.reachable()}
    return render(request, "reminders/reachables.html", page)


@requires(Right.SEND_REMINDERS, within_area=True)
def add_reachable(request: HttpRequest) -> HttpResponse:
    within = rights.areas_of(request.user)
    asked.check_sender(request, within or asked.regions.office().regency.code)
    form = forms.ReachableForm(request.POST or None)
    if form.is_valid():
        resident = queries.resident(form.cleaned_data["nik"], within)
        if resident is None:
            form.add_error("nik", _("Nobody in the register of your area has this NIK."))
        elif _kept(request, form, resident.nik):
            return redirect("reminders:reachables")
    return render(request, "reminders/reachable.html", {"form": form}, status=_status(form))


@requires(Right.SEND_REMINDERS, within_area=True)
def reachable(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.reachables(rights.areas_of(request.user)), pk=pk)
    resident = queries.resident(found.nik, "")
    assert resident is not None
    asked.check_sender(request, resident.area.code)
    form = forms.ReachableForm(request.POST or None, reachable=found)
    if form.is_valid() and _kept(request, form, found.nik):
        return redirect("reminders:reachables")
    page = {"form": form, "reachable": found, "resident": resident}
    return render(request, "reminders/reachable.html", page, status=_status(form))


def _kept(request: HttpRequest, form: forms.ReachableForm, nik: str) -> bool:
    held = dict(form.cleaned_data)
    consents, how = held.pop("consents"), held.pop("how")
    about: dict[str, Any] = {"by": who.asks(request), "at": asked.now()}
    held["nik"] = nik
    try:
        made = actions.note_reachable(**held, **about)
        said = {None: "", True: "yes", False: "no"}[made.consents]
        if consents and (consents, how) != (said, made.consent_how):
            actions.note_consent(reachable=made, consents=consents == "yes", how=how, **about)
    except RuleBroken as trouble:
        form.add_error(None, trouble.told(_(str(trouble.sentence))))
        return False
    messages.success(request, _("Noted."))
    return True


# -- limits -------------------------------------------------------------------------------------------------


@requires(Right.SEE_OUTREACH)
def rules(request: HttpRequest) -> HttpResponse:
    """Quiet hours, the budget, what is spent, and which channels send by themselves. No secret is shown."""
    held, at = budgets.rules(), asked.now()
    may_change = rights.can(request.user, Right.SEND_REMINDERS)
    form = forms.RulesForm(
        request.POST or None, initial={name: getattr(held, name) for name in actions.RULES}
    )
    if request.method == "POST":
        asked.check_office(request)
        if form.is_valid():
            actions.change_rules(by=who.asks(request), at=at, **form.cleaned_data)
            tasks.wake(due=at, at=at)
            messages.success(request, _("Kept. It holds for what waits as well."))
            return redirect("reminders:rules")
    page = {
        "form": form,
        "rules": held,
        "money": queries.money(at),
        "spent": queries.spent_by_channel(at),
        "channels": [(each.value, each.value in providers.ready()) for each in Channel],
        "public_url": bool(settings.PUBLIC_URL),
        "may_change": may_change,
        "month": asked.timezone.localdate(at),
    }
    return render(request, "reminders/rules.html", page, status=_status(form))
