"""The planner's desk for a month: plan, follow, stop, compare, publish, put aside, repair."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office import background, numbers
from rekam.office.accounts import who
from rekam.office.accounts.rights import Right, requires
from rekam.office.rosters import (
    asked,
    comparing,
    forms,
    planning,
    publishing,
    queries,
    repairing,
    sentences,
    tasks,
    told,
    work,
)
from rekam.office.rosters.models import Cover, Roster, State


@requires(Right.MANAGE_ROSTERS)
@require_safe
def plan(request: HttpRequest, month: date) -> HttpResponse:
    """Where the month's draft stands and what can be done with it."""
    asked.check_planner(request)
    return _page(request, month)


def _page(
    request: HttpRequest,
    month: date,
    form: forms.PlanForm | None = None,
    sick: forms.SickForm | None = None,
    status: int = 200,
) -> HttpResponse:
    draft, current = queries.open_one(month), queries.published(month)
    shown = draft or current
    page: dict[str, Any] = {
        "month": month,
        "draft": draft,
        "published": current,
        "roster": shown,
        **_progress(draft),
        "gap": told.gap(shown) if shown else None,
        "parts": told.parts(shown) if shown else [],
        "status": told.ended(shown) if shown else None,
        "missing": sum(row.missing for row in queries.unmet(shown)) if shown else 0,
        "trouble": sentences.say(draft.trouble) if draft and draft.trouble else None,
        "form": form or forms.PlanForm(initial=_initial(draft)),
        "sick": sick or forms.SickForm(month=month, initial={"start": max(month, asked.today())}),
        "wanted": _wanted(month),
        "officers": queries.serving(month, queries.last_of(month)).count(),
    }
    if draft is not None and draft.replaces is not None:
        page["changed"] = comparing.changes(draft.replaces, draft)
    return render(request, "rosters/plan.html", page, status=status)


def _initial(draft: Roster | None) -> dict[str, Any]:
    if draft is None:
        return {}
    return {"seconds": draft.seconds, "seed": draft.seed, "from_day": draft.from_day}


def _wanted(month: date) -> int:
    held = Cover.objects.filter(on__range=(month, queries.last_of(month)))
    return sum(held.values_list("wanted", flat=True))


@requires(Right.MANAGE_ROSTERS)
@require_POST
def begin(request: HttpRequest, month: date) -> HttpResponse:
    """Hand the planning to the background."""
    asked.check_planner(request)
    form = forms.PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, month, form, status=422)
    tasks.start(month=month, by=who.asks(request), on=asked.today(), **form.cleaned_data)
    return redirect("rosters:plan", month)


@requires(Right.MANAGE_ROSTERS)
@require_safe
def progress(request: HttpRequest, month: date) -> HttpResponse:
    """The part of the page that tells how far planning is. When it is over, the page comes anew."""
    asked.check_planner(request)
    draft = queries.open_one(month)
    if draft is None or work.under_way(draft) is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "rosters/work.html", {"month": month, "draft": draft, **_progress(draft)})


def _progress(draft: Roster | None) -> dict[str, Any]:
    current = work.under_way(draft) if draft else None
    return {"planning": current, "so_far": told.so_far(current) if current else ""}


@requires(Right.MANAGE_ROSTERS)
@require_POST
def stop(request: HttpRequest, month: date) -> HttpResponse:
    asked.check_planner(request)
    draft = queries.open_one(month)
    if draft is not None and work.under_way(draft) is not None:
        background.ask_to_stop(work.folder_of(draft))
        messages.info(request, _("Planning stops in a moment and keeps the best roster so far."))
    return redirect("rosters:plan", month)


@requires(Right.MANAGE_ROSTERS)
@require_POST
def release(request: HttpRequest, month: date) -> HttpResponse:
    """Planning whose worker was killed: the draft is as it was before, and can be worked on again."""
    asked.check_planner(request)
    draft = queries.open_one(month)
    current = work.under_way(draft) if draft else None
    if draft is not None and draft.state == State.SOLVING and (current is None or current.is_lost):
        planning.give_up(roster=draft, by=who.asks(request), at=timezone.now())
        background.end(work.folder_of(draft))
    return redirect("rosters:plan", month)


# -- what becomes of a draft ----------------------------------------------------------------------------


@requires(Right.MANAGE_ROSTERS)
@require_POST
def draft(request: HttpRequest, month: date) -> HttpResponse:
    """A draft to be filled or changed by hand."""
    asked.check_planner(request)
    planning.draft(month=month, by=who.asks(request), at=timezone.now())
    return redirect("rosters:plan", month)


@requires(Right.MANAGE_ROSTERS)
@require_POST
def publish(request: HttpRequest, month: date) -> HttpResponse:
    asked.check_planner(request)
    found = get_object_or_404(Roster, month=month, pk=numbers.of_row(request.POST.get("roster", "")))
    seen = numbers.of_row(request.POST.get("revision", ""))
    about: dict[str, Any] = {"by": who.asks(request), "at": timezone.now(), "on": asked.today()}
    made = publishing.publish(roster=found, seen_revision=seen, **about)
    count = made.duties.values("officer").distinct().count()
    text = ngettext(
        "Published. %(count)s officer finds it on the page My roster.",
        "Published. %(count)s officers find it on the page My roster.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("rosters:month", month)


@requires(Right.MANAGE_ROSTERS)
@require_POST
def discard(request: HttpRequest, month: date) -> HttpResponse:
    asked.check_planner(request)
    found = get_object_or_404(Roster, month=month, state__in=(State.DRAFT, State.SOLVING))
    current = work.under_way(found)
    if current is not None and not current.is_lost:
        raise tasks.busy()
    planning.discard(roster=found, by=who.asks(request), at=timezone.now())
    background.end(work.folder_of(found))
    messages.success(request, _("The draft was put aside. It can still be read under Versions."))
    return redirect("rosters:plan", month)


# -- a sick call ----------------------------------------------------------------------------------------


@requires(Right.MANAGE_ROSTERS)
@require_POST
def sick(request: HttpRequest, month: date) -> HttpResponse:
    """Somebody cannot come: written down at once, then planned anew with as few changes as possible.

    Nothing that officers know changes until the planner publishes what was found.
    """
    asked.check_planner(request)
    form = forms.SickForm(request.POST, month=month)
    if not form.is_valid():
        return _page(request, month, sick=form, status=422)
    by = who.asks(request)
    try:
        made = repairing.away(by=by, at=timezone.now(), **form.cleaned_data)
    except RuleBroken as trouble:
        form.add_error(None, trouble.told(_(str(trouble.sentence))))
        return _page(request, month, sick=form, status=409)
    months = made.to_plan(asked.today())
    if not months:
        over = _("Written down. The duties that it touches are over: nothing is planned anew.")
        none = _("Written down. No published duty is touched by it.")
        messages.success(request, over if made.gaps else none)
        return redirect("rosters:plan", month)
    for touched, from_day in months.items():
        _plan_again(request, touched, from_day=from_day)
    return redirect("rosters:plan", min(months))


def _plan_again(request: HttpRequest, month: date, *, from_day: date) -> None:
    """The leave is written down whatever comes of this: a month that is busy is planned again later."""
    try:
        tasks.start(
            month=month, by=who.asks(request), seconds=planning.REPAIR_SECONDS, seed=1,
            on=asked.today(), from_day=from_day,
        )  # fmt: skip
    except RuleBroken as trouble:
        text = _("The absence is written down, but %(month)s is not planned anew now: %(why)s")
        named = wording.month(month, asked.language())
        messages.warning(request, text % {"month": named, "why": trouble.told(_(str(trouble.sentence)))})
