"""Officers: who they are, what they can do, when they are away; shifts; leave to be decided."""

from datetime import timedelta
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
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.rosters import actions, asked, forms, queries, repairing, told
from rekam.office.rosters.models import Leave, LeaveState, Officer, Shift, State

YEAR = timedelta(days=366)
# Where a rule is shown: beside the field that it is about.
OF_A_FIELD = {"officer.account_taken": "user", "officer.name_too_long": "name"}


@requires(Right.SEE_SERVICE)
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """Everybody of one's area who can be put on duty, by home."""
    today = asked.today()
    search = request.GET.get("cari", "").strip()
    found = queries.officers(rights.areas_of(request.user))
    if search:
        found = found.filter(name__icontains=search)
    if "dulu" not in request.GET:
        found = found.exclude(until__lt=today)
    page = {
        "officers": list(found),
        "search": search,
        "with_former": "dulu" in request.GET,
        "any": Officer.objects.exists(),
        "away": told.away_on(today),
        "today": today,
        "may_manage": rights.can(request.user, Right.MANAGE_ROSTERS),
    }
    return render(request, "rosters/officers.html", page)


@requires(Right.MANAGE_ROSTERS)
@require_safe
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


def _find(request: HttpRequest, pk: int) -> Officer:
    found: Officer = get_object_or_404(queries.officers(), pk=pk)
    rights.check(request.user, Right.MANAGE_ROSTERS, area=found.home.code)
    return found


def _page(
    request: HttpRequest, found: Officer, form: forms.LeaveForm | None = None, status: int = 200
) -> HttpResponse:
    today = asked.today()
    page = {
        "officer": found,
        "today": today,
        "leave": found.leave.order_by("-start")[:30],
        "wishes": found.wishes.filter(on__gte=today)[:30],
        "year": told.year_of(found, today),
        "next": queries.standing(today, today + YEAR)
        .filter(officer=found)
        .select_related("place")
        .order_by("on")[:10],
        "form": form or forms.LeaveForm(initial={"start": today}),
    }
    return render(request, "rosters/officer.html", page, status=status)


@requires(Right.MANAGE_ROSTERS, within_area=True)
def add(request: HttpRequest) -> HttpResponse:
    initial = {"since": asked.today()}
    form = forms.OfficerForm(request.POST or None, initial=initial, within=rights.areas_of(request.user))
    if form.is_valid():
        values = form.values
        rights.check(request.user, Right.MANAGE_ROSTERS, area=values["home"].code)
        try:
            made = actions.add_officer(by=who.asks(request), at=timezone.now(), **values)
        except RuleBroken as broken:
            _refuse(form, broken)
        else:
            messages.success(request, _("%(name)s can now be put on duty.") % {"name": made.name})
            return redirect("rosters:officer", made.pk)
    return render(request, "rosters/officer_form.html", {"form": form}, status=_status(form))


@requires(Right.MANAGE_ROSTERS, within_area=True)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = forms.OfficerForm(
        request.POST or None,
        initial=forms.OfficerForm.initial_of(found),
        within=rights.areas_of(request.user),
        officer=found,
    )
    if form.is_valid():
        values = form.values
        rights.check(request.user, Right.MANAGE_ROSTERS, area=values["home"].code)
        try:
            actions.change_officer(officer=found, by=who.asks(request), at=timezone.now(), **values)
            return redirect("rosters:officer", pk)
        except RuleBroken as broken:
            _refuse(form, broken)
    return render(
        request, "rosters/officer_form.html", {"form": form, "officer": found}, status=_status(form)
    )


def _refuse(form: forms.OfficerForm, broken: RuleBroken) -> None:
    """What a rule forbids becomes an error of the form, and nothing that was typed is lost."""
    form.add_error(OF_A_FIELD.get(broken.code), broken.told(_(str(broken.sentence))))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


# -- leave ------------------------------------------------------------------------------------------------


@requires(Right.MANAGE_ROSTERS, within_area=True)
@require_POST
def grant_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Write leave down. Published duties on these days become gaps, and the page says how many."""
    found = _find(request, pk)
    form = forms.LeaveForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        made = repairing.away(officer=found, by=who.asks(request), at=timezone.now(), **form.cleaned_data)
    except RuleBroken as trouble:
        form.add_error(None, trouble.told(_(str(trouble.sentence))))
        return _page(request, found, form, status=409)
    _say_gaps(request, made.gaps)
    return redirect("rosters:officer", pk)


def _say_gaps(request: HttpRequest, count: int) -> None:
    if count:
        text = ngettext(
            "%(count)s duty of a published roster is a gap now. Plan these days again.",
            "%(count)s duties of published rosters are gaps now. Plan these days again.",
            count,
        )
        messages.warning(request, text % {"count": count})
    else:
        messages.success(request, _("The leave is written down."))


@requires(Right.MANAGE_ROSTERS)
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """What officers have asked for, and who is away in the coming weeks."""
    own, today = rights.areas_of(request.user), asked.today()
    held = Leave.objects.filter(queries.inside("officer__home__code", own)).select_related("officer__home")
    page = {
        "asked": held.filter(state=LeaveState.ASKED),
        "coming": held.filter(state=LeaveState.GRANTED, end__gte=today)[:100],
        "today": today,
    }
    return render(request, "rosters/leave.html", page)


@requires(Right.MANAGE_ROSTERS, within_area=True)
@require_POST
def decide_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant, refuse or withdraw."""
    found = get_object_or_404(Leave.objects.select_related("officer__home"), pk=pk)
    rights.check(request.user, Right.MANAGE_ROSTERS, area=found.officer.home.code)
    about: dict[str, Any] = {"leave": found, "by": who.asks(request), "at": timezone.now()}
    answer = request.POST.get("answer", "")
    if answer == "withdraw":
        repairing.back(**about)
    elif answer == "grant":
        _say_gaps(request, repairing.grant(**about).gaps)
    else:
        actions.decide_leave(is_granted=False, **about)
    return redirect("rosters:leave")


# -- the last day -----------------------------------------------------------------------------------------


@requires(Right.MANAGE_ROSTERS, within_area=True)
def leave_office(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer goes: their later duties become gaps to fill, said in numbers before it is done."""
    found = _find(request, pk)
    form = forms.LastDayForm(request.POST or None)
    page: dict[str, Any] = {"officer": found, "form": form}
    if form.is_valid():
        until = form.cleaned_data["until"]
        if "confirmed" not in request.POST:
            later = repairing.later_duties(found, until)
            gone = later.filter(roster__state=State.PUBLISHED).count()
            return render(request, "rosters/last_day.html", {**page, "until": until, "gone": gone})
        gone = repairing.leave_office(officer=found, until=until, by=who.asks(request), at=timezone.now())
        text = ngettext(
            "%(name)s stays until %(day)s. %(count)s duty after that is a gap to fill now.",
            "%(name)s stays until %(day)s. %(count)s duties after that are gaps to fill now.",
            gone,
        )
        facts = {"name": found.name, "day": wording.short_date(until), "count": gone}
        messages.warning(request, text % facts)
        return redirect("rosters:officer", pk)
    return render(request, "rosters/last_day.html", page, status=_status(form))


# -- shifts -----------------------------------------------------------------------------------------------


@requires(Right.MANAGE_ROSTERS)
def shifts(request: HttpRequest) -> HttpResponse:
    """The shifts of the office: add one, or change the one that the address names."""
    asked.check_planner(request)
    code = request.GET.get("kode", "")
    found = get_object_or_404(Shift, code=code) if code else None
    names = ("code", "name", "starts", "ends", "break_minutes", "is_used")
    initial = {name: getattr(found, name) for name in names} if found else {}
    form = forms.ShiftForm(request.POST or None, initial=initial)
    if form.is_valid():
        by, at = who.asks(request), timezone.now()
        try:
            actions.set_shift(shift=found, by=by, at=at, **form.cleaned_data)
            return redirect("rosters:shifts")
        except RuleBroken as trouble:
            form.add_error(None, trouble.told(_(str(trouble.sentence))))
    page = {"shifts": Shift.objects.all(), "form": form, "shift": found}
    return render(request, "rosters/shifts.html", page, status=_status(form))
