"""Sending: whom, which words, what it would do in numbers; and then doing it."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rekam.domain import wording
from rekam.domain.reminders import budget, texts
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.reminders import asked, budgets, campaigns, forms, providers, queries, saying, tasks
from rekam.office.reminders.models import Kind, Template
from rekam.office.reminders.recipients import Chosen, Plan

A_FEW = 8  # visits that are offered beside the form


@requires(Right.SEND_REMINDERS, within_area=True)
def send(request: HttpRequest) -> HttpResponse:
    """Residents of a village, or contacts of clients."""
    within = rights.areas_of(request.user)
    asked.check_sender(request, within or asked.regions.office().regency.code)
    given = request.POST if request.method == "POST" else request.GET
    form = forms.SendForm(given if "template" in given else None, within=within)
    chosen = asked.chosen(request, form.cleaned_data) if form.is_valid() else None
    page = {"visits": queries.visits_to_come(saying.today(), within)[:A_FEW]}
    return _answer(request, form, chosen, page)


@requires(Right.SEND_REMINDERS, within_area=True)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """The people expected at a visit, or the contacts of its client."""
    found = asked.visit(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    form = forms.VisitForm(given if "template" in given else None)
    chosen = asked.of_visit(found, form.cleaned_data["kind"]) if form.is_valid() else None
    return _answer(request, form, chosen, {"visit": found})


def _answer(
    request: HttpRequest, form: forms.WordsForm, chosen: Chosen | None, page: dict[str, Any]
) -> HttpResponse:
    """The form; with it filled in, what sending would do; confirmed, the sending itself."""
    status = 200
    page = {**page, "form": form, "has_templates": queries.templates(used_only=True).exists()}
    if chosen is not None:
        template, channel = form.cleaned_data["template"], form.cleaned_data["channel"]
        try:
            if request.method == "POST" and request.POST.get("once"):
                return _started(request, chosen, template, channel)
            plan = campaigns.preview(chosen, template, channel, at=asked.now())
            page |= preview(plan, chosen, template, channel)
        except RuleBroken as trouble:
            form.add_error(None, trouble.told(_(str(trouble.sentence))))
            status = 409
    elif form.is_bound:
        status = 422
    return render(request, "reminders/send.html", page, status=status)


def _started(request: HttpRequest, chosen: Chosen, template: Template, channel: str) -> HttpResponse:
    by, at = who.asks(request), asked.now()
    once = request.POST["once"][:32]
    made = campaigns.start(chosen=chosen, template=template, channel=channel, once=once, by=by, at=at)
    tasks.wake(due=at, at=at)
    count = made.foreseen["going"]
    text = ngettext("%(n)s message is on its way.", "%(n)s messages are on their way.", count)
    messages.success(request, text % {"n": wording.number(count, asked.language())})
    return redirect("reminders:sending", made.pk)


def preview(plan: Plan, chosen: Chosen, template: Template, channel: str) -> dict[str, Any]:
    """What it would do, in numbers: who gets one and who not, what it costs, and when the first may go."""
    at = asked.now()
    money = queries.money(at)
    rest = None if money.left is None else max(money.left - money.room.cost, 0)
    own = [each.cost for each in plan.going if each.channel in providers.ready()]
    opens = budgets.writable_from(money.rules, at)
    return {
        "plan": plan,
        "is_contacts": chosen.kind == Kind.CONTACTS,
        "going": len(plan.going),
        "reasons": [(why, count) for why, count in plan.counts.most_common() if count],
        "by_channel": [(c, n, cost, c in providers.ready()) for c, n, cost in plan.by_channel()],
        "cost": sum(own),
        "money": money,
        "room": budget.room(own, rest),
        "quiet_until": opens if opens > at and own else None,
        "example": _example(chosen, template, channel),
        "once": secrets.token_hex(16),
    }


def _example(chosen: Chosen, template: Template, channel: str) -> list[tuple[str, str, int]]:
    """The words as somebody invented would get them, at the visit itself: language, text, parts of an SMS."""
    found = []
    for language in ("id", "en") if template.text_en else ("id",):
        values = saying.example(language, channel or "sms")
        if chosen.visit is not None:
            held = saying.values(language, name="", channel=channel or "sms", key="", visit=chosen.visit)
            values |= {name: held[name] for name in ("tempat", "tanggal", "jam")}
        text = texts.fill(template.text(language), values)
        found.append((language, text, budget.parts(text)))
    return found
