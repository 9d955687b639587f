"""What faults cost, how long devices work between them, and the times that the office promises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekam.domain.service.means import Life
from rekam.office import numbers
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits import words as kit_words
from rekam.office.service import actions, costs, forms, kept, levels, lives, queries
from rekam.office.service.costs import Costs, PlaceWork

PERIODS = (30, 90, 365)
FIRST = 25  # faults that a page shows; the others cost less
USUAL = {"costs": 90, "means": 365}


@dataclass(frozen=True, slots=True)
class Means:
    """One line of the table of means: devices of a kind, make or place."""

    name: str
    note: str
    life: Life


@requires(Right.SEE_SERVICE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What did each fault cost, in opening hours and in recordings?"""
    found, days = _costs(request, "costs")
    shown = None if request.GET.get("all") else FIRST
    page = {
        "rows": found.faults[:shown],
        "more": 0 if shown is None else len(found.faults[shown:]),
        "days": days,
        "on_costs": True,
        "found": found,
        "places": sorted(found.places.values(), key=lambda work: work.place.area.code),
        "unreported": [
            (found.places[place], cost) for place, cost in found.unreported.items() if cost.usual > 0
        ],
        "periods": _periods(days),
    }
    return render(request, "service/costs.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def means(request: HttpRequest) -> HttpResponse:
    """How long does a device work between two faults, and how long is it missed?"""
    found, days = _costs(request, "means")
    made = lives.lives(found)
    page = {
        "on_means": True,
        "found": found,
        "groups": [
            (_("By kind of device"), _("Kind of device"), _by_kind(lives.by(made, "kind"))),
            (_("By make and model"), _("Make and model"), _by_make(lives.by(made, "make"))),
            (
                _("By service point"),
                _("Service point"),
                _by_place(lives.by(made, "place"), found.places),
            ),
        ],
        "periods": _periods(days),
    }
    return render(request, "service/means.html", page)


def _costs(request: HttpRequest, name: str) -> tuple[Costs, int]:
    """The period asked for, until now. Counted once and kept until something changes."""
    asked = numbers.of_row(request.GET.get("days", ""))
    days = asked if asked in PERIODS else USUAL[name]
    at = queries.now()
    within = rights.areas_of(request.user)
    key = f"costs:{days}:{within}:{at:%Y%m%dT%H}"
    return kept.kept(key, lambda: costs.costs(_start(at, days), at, within)), days


def _start(at: datetime, days: int) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(
        days=days - 1
    )


def _periods(days: int) -> list[tuple[int, bool]]:
    return [(each, each == days) for each in PERIODS]


# -- lines ---------------------------------------------------------------------------------------------


def _by_kind(groups: Mapping[Any, Life]) -> list[Means]:
    return [Means(str(kit_words.KINDS[kind]), "", life) for kind, life in groups.items()]


def _by_make(groups: Mapping[Any, Life]) -> list[Means]:
    return [
        Means(make or _("make not noted"), str(kit_words.KINDS[kind]), life)
        for (kind, make), life in groups.items()
    ]


def _by_place(groups: Mapping[Any, Life], places: Mapping[int, PlaceWork]) -> list[Means]:
    return [
        Means(str(places[place].place), "", life) if place in places else Means(_("elsewhere"), "", life)
        for place, life in groups.items()
    ]


# -- promised times ------------------------------------------------------------------------------------


@requires(Right.SEE_SERVICE)
def promised(request: HttpRequest) -> HttpResponse:
    """How soon something is to be done about a fault. The head of office says so."""
    may_set = rights.can(request.user, Right.MANAGE_SETTINGS)
    form = forms.Promised(request.POST or None, hours=levels.hours())
    if request.method == "POST":
        rights.check(request.user, Right.MANAGE_SETTINGS)
        if form.is_valid():
            actions.set_levels(hours=form.hours(), by=who.asks(request), at=timezone.now())
            return redirect("service:levels")
    page = {"on_levels": True, "form": form, "may_set": may_set, "set_by_office": levels.is_set()}
    return render(request, "service/levels.html", page)
