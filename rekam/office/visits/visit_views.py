"""One visit: how it stands, what is done before the day, and what follows from it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.visits.life import Move, State, possible
from rekam.domain.visits.outcomes import Outcome
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.visits import (
    actions,
    asked,
    day_views,
    forms,
    lists,
    passes,
    phone,
    preparing,
    queries,
    words,
)
from rekam.office.visits.models import ListFrom, Visit


@requires(Right.SEE_OUTREACH)
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Where, when, who goes; what was agreed; the outcomes; and what follows."""
    found = asked.visit(request, pk)
    return render(request, "visits/visit.html", page_of(request, found))


def page_of(request: HttpRequest, found: Visit, **more: Any) -> dict[str, Any]:
    standing = queries.standing(found)
    may_run = rights.can(request.user, Right.RUN_VISIT)
    may_plan = rights.can(request.user, Right.PLAN_OUTREACH)
    moves = possible(State(found.state))
    advice = queries.advice(found) if found.state == State.CLOSED else None
    return {
        "on_index": True,
        "visit": found,
        "standing": standing,
        "outcomes": [(code.value, words.OUTCOMES[code], standing.tally.count(code)) for code in Outcome],
        "arrived": queries.arrived(found, recorded=standing.tally.recorded),
        "reasons": [(words.REASONS[code], number) for code, number in queries.reasons(found).items()],
        "advice": [(words.NEXT[code], number) for code, number in advice.people.items()] if advice else [],
        "wish": passes.wish_of(found),
        "hours": words.HOURS,
        "problems": phone.problems(found, asked.language()),
        "may_run": may_run,
        "may_plan": may_plan,
        "may_see_people": rights.can(request.user, Right.SEE_RESIDENTS),
        "can_confirm": may_run and Move.CONFIRM in moves,
        "can_work": may_run and found.state in (State.CONFIRMED, State.UNDER_WAY, State.CLOSED),
        "can_move": may_plan and Move.MOVE in moves,
        "can_cancel": may_plan and Move.CANCEL in moves,
        "needs_number": found.list_from == ListFrom.NONE and may_run,
        "is_before": found.state in (State.PLANNED, State.CONFIRMED),
        "is_over": found.state == State.CLOSED,
        "last_closing": found.closings.last() if found.state == State.CLOSED else None,
        "actual": standing.tally.count(Outcome.RECORDED),
        "confirm_form": forms.ConfirmForm(initial=_contact(found)),
        "cancel_form": forms.CancelForm(),
        "announce_form": forms.AnnounceForm(initial={"people": found.announced}),
        "dismiss_form": forms.DismissForm(),
        **more,
    }


def _contact(visit: Visit) -> dict[str, str]:
    return {"contact": visit.place.contact_name, "how": "telephone"}


# -- before the day ----------------------------------------------------------------------------------------


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.visit(request, pk, Right.RUN_VISIT)
    form = forms.ConfirmForm(request.POST)
    if not form.is_valid():
        return render(request, "visits/visit.html", page_of(request, found, confirm_form=form), status=422)
    preparing.confirm(visit=found, by=who.asks(request), at=asked.now(), **form.cleaned_data)
    messages.success(request, _("The visit is confirmed. The list of expected people was taken."))
    return redirect("visits:visit", pk=pk)


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.visit(request, pk, Right.RUN_VISIT)
    taken = lists.refresh(visit=found, by=who.asks(request), at=asked.now())
    number = len(taken.people)
    said = ngettext("The list has %(n)s person now.", "The list has %(n)s people now.", number)
    messages.success(request, said % {"n": number})
    return redirect("visits:visit", pk=pk)


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.visit(request, pk, Right.RUN_VISIT)
    preparing.note_reminded(visit=found, by=who.asks(request), at=asked.now())
    messages.success(request, _("It is noted that the client was reminded."))
    return redirect("visits:visit", pk=pk)


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.visit(request, pk, Right.RUN_VISIT)
    form = forms.AnnounceForm(request.POST)
    if not form.is_valid():
        return render(request, "visits/visit.html", page_of(request, found, announce_form=form), status=422)
    people = form.cleaned_data["people"]
    preparing.announce(visit=found, people=people, by=who.asks(request), at=asked.now())
    messages.success(request, _("The target is set."))
    return redirect((request.POST.get("back") == "day" and "visits:day") or "visits:visit", pk=pk)


@requires(Right.PLAN_OUTREACH, within_area=True)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.visit(request, pk, Right.PLAN_OUTREACH)
    form = forms.CancelForm(request.POST)
    if not form.is_valid():
        return render(request, "visits/visit.html", page_of(request, found, cancel_form=form), status=422)
    actions.cancel_visit(visit=found, by=who.asks(request), at=asked.now(), **form.cleaned_data)
    messages.success(request, _("The visit is cancelled."))
    return redirect("visits:visit", pk=pk)


# -- people ------------------------------------------------------------------------------------------------


@requires(Right.SEE_RESIDENTS)
@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The list with names and outcomes. That it was read is written down."""
    found = asked.visit(request, pk)
    day_views.note_reading(request, found)
    outcome = request.GET.get("outcome", "")
    rows = queries.people(found)
    if outcome == "open":
        rows = rows.filter(outcome="")
    elif outcome in words.OUTCOMES:
        rows = rows.filter(outcome=outcome)
    page = {
        "on_index": True,
        "visit": found,
        "rows": [(each, phone.name_of(each), phone.about(each)) for each in rows],
        "outcome": outcome,
        "outcomes": words.OUTCOMES.items(),
        "may_summon": rights.can(request.user, Right.EXPORT_RESIDENTS)
        and rights.within(request.user, found.place.area.code)
        and bool(queries.to_be_summoned(found, today=asked.today())),
    }
    return render(request, "visits/people.html", page)


# -- a second pass -----------------------------------------------------------------------------------------


@requires(Right.PLAN_OUTREACH, within_area=True)
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody goes again, and why; or all the same somebody does."""
    found = asked.visit(request, pk, Right.PLAN_OUTREACH)
    wish = passes.wish_of(found)
    if wish is None:
        return redirect("visits:visit", pk=pk)
    by, at = who.asks(request), asked.now()
    if request.POST.get("again"):
        passes.want_again(wish=wish, by=by, at=at)
        messages.success(request, _("A second pass is wanted again."))
        return redirect("visits:visit", pk=pk)
    form = forms.DismissForm(request.POST)
    if not form.is_valid():
        return render(request, "visits/visit.html", page_of(request, found, dismiss_form=form), status=422)
    passes.dismiss(wish=wish, why=form.cleaned_data["why"], by=by, at=at)
    messages.success(request, _("Nobody goes again. This can be taken back."))
    return redirect("visits:visit", pk=pk)
