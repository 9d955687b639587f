"""Where can one be recorded, and when: all places at a moment, over a week, over a month."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekam.domain import wording
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.places import asked, forms, pictures, queries, rows, standing, words
from rekam.office.places.asked import Asked
from rekam.office.places.models import Place

SUNDAY = 6
TEN = "10:00"
A_WEEK = timedelta(days=7)


@requires(Right.SEE_SERVICE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All places at a moment: which are open, until when, and which open next."""
    question = asked.read(request)
    every = rows.at_the_moment(rows.asked_places(question, question.on), question.moment, question.within)
    is_open = [row for row in every if row.is_truly_open]
    shown = is_open if question.is_open_only else every
    page = {
        "rows": [(row, pictures.tone(row)) for row in shown],
        "map": pictures.of_rows(shown, question.within),
        "open_count": len(is_open),
        "missing_count": sum(row.is_open and not row.is_truly_open for row in every),
        "count": len(every),
        "open_on_day": sum(bool(row.day.ranges) for row in every),
        "without_point": [row.place for row in every if not row.place.has_point],
        "without_hours": [row.place for row in every if row.day.why == rows.hours.Why.NO_HOURS],
        "knows_more": standing.is_known(),
        "shortcuts": _shortcuts(question),
        "open_address": question.address(open="1"),
        "all_address": question.address(open=None),
        "week_address": question.address("places:week", at=None, open=None),
        **_frame(request, question, "index"),
    }
    return render(request, "places/index.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    question = asked.read(request)
    days = queries.days_between(question.monday, question.monday + timedelta(days=6))
    return _calendar(request, question, days, "week", (days[0] - A_WEEK, days[0] + A_WEEK))


@requires(Right.SEE_SERVICE)
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    question = asked.read(request)
    days = days_of_month(question.first)
    return _calendar(request, question, days, "month", (before(days), days[-1] + timedelta(days=1)))


def _calendar(
    request: HttpRequest, question: Asked, days: list[date], name: str, around: tuple[date, date]
) -> HttpResponse:
    earlier, later = around
    lasting = rows.asked_places(question, days[0])
    places = [p for p in lasting if p.opens_on is None or p.opens_on <= days[-1]]
    page = {
        "days": days,
        "calendar": rows.calendar(places, days, today(), words.language()),
        "knows_more": standing.is_known(),
        "earlier": question.address(f"places:{name}", on=earlier),
        "later": question.address(f"places:{name}", on=later),
        "now": question.address(f"places:{name}", on=None),
        **_frame(request, question, name),
    }
    return render(request, f"places/{name}.html", page)


def days_of_month(first: date) -> list[date]:
    return queries.days_between(first, first.replace(day=monthrange(first.year, first.month)[1]))


def before(days: list[date]) -> date:
    """The first day of the month before."""
    return (days[0] - timedelta(days=1)).replace(day=1)


def today() -> date:
    return timezone.localdate(queries.default_moment(timezone.now()))


def _frame(request: HttpRequest, question: Asked, tab: str) -> dict[str, Any]:
    own = rights.areas_of(request.user)
    given = {name: question.given[name] for name in ("area", "kind") if name in question.given}
    return {
        "question": question,
        f"on_{tab}": True,
        "tabs": {
            name: asked.address(f"places:{name}", on=question.given.get("on"), **given) for name in TABS
        },
        "kinds": forms.kind_choices(),
        "districts": forms.district_choices(),
        "own_area": own,
        "everywhere": asked.EVERYWHERE,
        "any": Place.objects.exists(),
        "may_manage": rights.can(request.user, Right.MANAGE_PLACES),
        "wrong": [_wrong(name) for name in question.wrong],
    }


TABS = ("index", "week", "month")


def _wrong(name: str) -> str:
    if name == "at":
        return _("The time could not be read. Write it as 10:00; the page shows another one.")
    return _("The date could not be read. Write it as 16-10-2016; the page shows another one.")


def _shortcuts(question: Asked) -> list[tuple[str, str, bool]]:
    """Now, and the question that people ask most: on Sunday at ten."""
    sunday = today() + timedelta(days=(SUNDAY - today().weekday()) % 7)
    at_ten = words.clock(rows.hours.read_time(TEN))
    asks = {"on": sunday.isoformat(), "at": TEN}
    is_now = not {"on", "at"} & question.given.keys()
    is_sunday = (question.on, rows.hours.clock(question.at)) == (sunday, TEN)
    label = _("%(day)s at %(time)s") % {"day": wording.DAYS[words.language()][SUNDAY], "time": at_ten}
    return [
        (_("Now"), question.address(on=None, at=None), is_now),
        (label, question.address(**asks), is_sunday and not is_now),
    ]
