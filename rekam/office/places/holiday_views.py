"""National holidays and collective leave, and what the office does on each."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain import wording
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.places import actions, asked, forms, keeping_views, queries, views, words
from rekam.office.regions import queries as regions


@requires(Right.SEE_SERVICE)
@require_safe
def holidays(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    found = queries.holidays(date(year, 1, 1), date(year, 12, 31), words.language())
    page = {
        "year": year,
        "holidays": list(found.values()),
        "closed": sum(not each.stays_open for each in found.values()),
        "today": views.today(),
        "earlier": asked.address("places:holidays", year=year - 1),
        "later": asked.address("places:holidays", year=year + 1),
        "may_manage": may_decide(request),
    }
    return render(request, "places/holidays.html", page)


@requires(Right.MANAGE_PLACES)
@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """*code* is the day, as 2016-12-25."""
    check_decides(request)
    on = asked.read_day(code)
    if on is None:
        raise Http404
    stays_open = request.POST.get("stays_open") == "yes"
    actions.decide_holiday(on=on, stays_open=stays_open, by=who.asks(request), at=timezone.now())
    day = {"day": wording.long_date(on, words.language())}
    messages.success(
        request,
        _("The office stays open on %(day)s.") % day
        if stays_open
        else _("The office is closed on %(day)s.") % day,
    )
    return redirect(f"{asked.address('places:holidays', year=on.year)}#hari-{on.isoformat()}")


@requires(Right.MANAGE_PLACES)
def add_holiday(request: HttpRequest) -> HttpResponse:
    check_decides(request)
    form = forms.HolidayForm(request.POST or None)

    def act() -> None:
        actions.add_holiday(**form.decision(), by=who.asks(request), at=timezone.now())

    if form.is_valid() and keeping_views.kept(form, act):
        messages.success(request, _("The holiday was added."))
        return redirect(asked.address("places:holidays", year=form.cleaned_data["on"].year))
    return render(request, "places/holiday_form.html", {"form": form})


def may_decide(request: HttpRequest) -> bool:
    """A holiday is the whole office's: a planner of one district does not close the others."""
    whole = regions.office().regency.code
    return rights.can(request.user, Right.MANAGE_PLACES) and rights.within(request.user, whole)


def check_decides(request: HttpRequest) -> None:
    rights.check(request.user, Right.MANAGE_PLACES, area=regions.office().regency.code)


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    is_year = text.isascii() and text.isdigit() and 2000 <= int(text) <= 2198
    return int(text) if is_year else views.today().year
