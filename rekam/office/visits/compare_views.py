"""Did visits bring what was expected of them, by visit, kind and crew?"""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from rekam.domain import wording
from rekam.domain.visits.rates import Rate
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.coverage.forms import EARLIEST, LATEST
from rekam.office.places.models import Kind
from rekam.office.visits import asked, learned
from rekam.office.visits.learned import Compared

USUAL_DAYS = 90
# Where the office goes; other kinds are told of once they were visited.
ALWAYS = (Kind.COMPANY, Kind.SCHOOL, Kind.VILLAGE)


def _day(text: str) -> date | None:
    """A day that an office can mean; anything else is as if nothing was asked."""
    found = wording.read_date(text)
    return found if found and EARLIEST <= found <= LATEST else None


@requires(Right.SEE_OUTREACH)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Expected beside recorded over a time, and the rates that the next plan is made with."""
    today = asked.today()
    until = _day(request.GET.get("until", "")) or today
    since = _day(request.GET.get("since", "")) or until - timedelta(days=USUAL_DAYS)
    within = rights.areas_of(request.user)
    found = list(learned.closed(since=since, until=until + timedelta(days=1), within=within))
    known = learned.rates(until + timedelta(days=1))
    kinds = learned.by_kind(found, known)
    page = {
        "on_compare": True,
        "since": since,
        "until": until,
        "found": found,
        "total": learned.compare("", found),
        "kinds": kinds,
        "crews": learned.by_crew(found, known),
        "chart": _chart(kinds),
        "chart_size": "low" if len(kinds) < 4 else "",
        "rates": [
            (label, known.of(code), _shares(known.of(code)), known.sentence(code))
            for code, label in Kind.choices
            if code in ALWAYS or known.of(code).visits
        ],
        "latest": _latest(within),
    }
    return render(request, "visits/compare.html", page)


def _shares(rate: Rate) -> dict[str, float]:
    """In hundredths, as screens write them."""
    found = rate.show_up
    return {"mean": 100 * found.mean, "low": 100 * found.low, "high": 100 * found.high}


def _chart(kinds: list[Compared]) -> dict[str, Any]:
    return {
        "labels": [each.name for each in kinds],
        "head": _("Kind of place"),
        "beside": True,
        "series": [
            {"name": _("Expected"), "values": [round(each.expected) for each in kinds], "tone": "quiet"},
            {
                "name": pgettext("outcome", "Recorded"),
                "values": [each.recorded for each in kinds],
                "tone": "recorded",
            },
        ],
    }


def _latest(within: str) -> date | None:
    """The last visit that was closed, for a page whose time has none."""
    return next((each.visit.on for each in learned.closed(within=within)), None)
