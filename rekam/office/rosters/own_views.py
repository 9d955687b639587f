"""My roster: one's own duties, news, swaps, leave and wishes; the calendar that a phone follows."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.accounts import who
from rekam.office.accounts.rights import Right, public, requires
from rekam.office.rosters import actions, asked, feeds, forms, queries, swapping, swaps, told
from rekam.office.rosters.models import Duty, Leave, LeaveState, Notice, Officer, Swap

A_WEEK = timedelta(days=7)


@requires(Right.SEE_OWN_ROSTER)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I am on duty for, and what has changed for me."""
    own = queries.officer_of(request.user)
    if own is None:
        return render(request, "rosters/not_an_officer.html", {"today": asked.today()})
    today = asked.today()
    duties = list(queries.duties_of(own, today, today + timedelta(days=92)))
    page = {
        "officer": own,
        "today": today,
        "next": duties[0] if duties else None,
        "weeks": told.weeks(duties),
        "notices": own.notices.filter(seen_at=None)[:20],
        "asked_of_me": queries.open_swaps().filter(asked_of=own, state="asked"),
        "my_swaps": Swap.objects.filter(asked_by=own, on__gte=today).select_related("asked_of")[:20],
        "swapping": queries.days_in_swaps(own),
        "year": told.year_of(own, today),
    }
    return render(request, "rosters/mine.html", page)


def _own(request: HttpRequest) -> Officer:
    found = queries.officer_of(request.user)
    if found is None:
        raise Http404
    return found


@requires(Right.SEE_OWN_ROSTER, within_area=True)
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    actions.note_seen(officer=_own(request), at=timezone.now())
    return redirect("rosters:mine")


# -- swaps ---------------------------------------------------------------------------------------------


@requires(Right.SEE_OWN_ROSTER, within_area=True)
def ask_swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom I can ask: colleagues with whom the rules allow it, and for which of their days."""
    own = _own(request)
    duty = get_object_or_404(queries.duties_of(own, asked.today(), date.max), pk=pk)
    if request.method == "POST":
        colleague = get_object_or_404(Officer, pk=numbers.of_row(request.POST.get("officer", "")))
        other = _their_duty(request, duty)
        about: dict[str, Any] = {"by": who.asks(request), "at": timezone.now(), "on": asked.today()}
        note = request.POST.get("note", "")[:200]
        swaps.ask(duty=duty, asked_of=colleague, with_duty=other, note=note, **about)
        messages.success(request, _("%(name)s was asked and will answer here.") % {"name": colleague.name})
        return redirect("rosters:mine")
    page = {"duty": duty, "offers": swapping.offers(duty, today=asked.today())}
    return render(request, "rosters/ask_swap.html", page)


def _their_duty(request: HttpRequest, duty: Duty) -> Duty | None:
    number = request.POST.get("with_duty", "")
    return get_object_or_404(Duty, pk=numbers.of_row(number), roster=duty.roster_id) if number else None


@requires(Right.SEE_OWN_ROSTER, within_area=True)
@require_POST
def answer_swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or decline as the one who was asked; withdraw as the one who asked."""
    found = get_object_or_404(Swap, pk=pk)
    about: dict[str, Any] = {"swap": found, "by": who.asks(request), "at": timezone.now()}
    answer = request.POST.get("answer", "")
    if answer == "agree":
        swaps.agree(on=asked.today(), **about)
        messages.success(request, _("You agreed. The swap counts when the planner has approved it."))
    elif answer == "decline":
        swaps.decline(**about)
    else:
        swaps.withdraw(**about)
    return redirect("rosters:mine")


# -- leave and wishes ----------------------------------------------------------------------------------


@requires(Right.SEE_OWN_ROSTER, within_area=True)
def ask_leave(request: HttpRequest) -> HttpResponse:
    own, today = _own(request), asked.today()
    form = forms.LeaveForm(request.POST or None, initial={"start": today + A_WEEK})
    if form.is_valid():
        by, at = who.asks(request), timezone.now()
        try:
            actions.ask_leave(officer=own, by=by, at=at, **form.cleaned_data)
            messages.success(request, _("Your leave was asked for. The planner will answer here."))
            return redirect("rosters:ask_leave")
        except RuleBroken as trouble:
            form.add_error(None, trouble.told(_(str(trouble.sentence))))
    page = {"form": form, "leave": own.leave.filter(end__gte=today).order_by("start"), "officer": own}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "rosters/ask_leave.html", page, status=status)


@requires(Right.SEE_OWN_ROSTER, within_area=True)
@require_POST
def withdraw_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Only what nobody has decided yet: granted leave is taken back by a planner."""
    found = get_object_or_404(Leave, pk=pk, officer=_own(request), state=LeaveState.ASKED)
    actions.withdraw_leave(leave=found, by=who.asks(request), at=timezone.now())
    return redirect("rosters:ask_leave")


@requires(Right.SEE_OWN_ROSTER, within_area=True)
def wishes(request: HttpRequest) -> HttpResponse:
    """Days on which I would rather be free, or like to come: for months that are not planned yet."""
    own, today = _own(request), asked.today()
    if request.method == "POST":
        on = wording.read_date(request.POST.get("on", ""))
        wanted = {"duty": True, "free": False}.get(request.POST.get("wish", ""))
        if on is None or on < today:
            messages.error(request, _("Choose a day that is still to come."))
        else:
            by, at = who.asks(request), timezone.now()
            actions.set_wish(officer=own, on=on, wants_duty=wanted, by=by, at=at)
        return redirect("rosters:wishes")
    page = {"officer": own, "wishes": own.wishes.filter(on__gte=today), "today": today}
    return render(request, "rosters/wishes.html", page)


# -- the calendar --------------------------------------------------------------------------------------


@requires(Right.SEE_OWN_ROSTER, within_area=True)
@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    """Whoever had the old address sees nothing from now on."""
    actions.renew_feed(officer=_own(request), by=who.asks(request), at=timezone.now())
    messages.success(request, _("Your calendar has a new address; the old one shows nothing any more."))
    return redirect("rosters:mine")


@public
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Read by calendars on phones, which cannot sign in: who knows the address may read it."""
    found = get_object_or_404(queries.officers(), feed_key=key)
    return HttpResponse(
        feeds.calendar(found, asked.today()),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"},
    )


def unread(request: HttpRequest) -> int:
    """How many news wait for this person."""
    return Notice.objects.filter(officer__user=who.asks(request), seen_at=None).count()
