"""How many officers each place wants on each day of a month: proposed, looked at, changed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rekam.domain import wording
from rekam.office import numbers
from rekam.office.accounts import who
from rekam.office.accounts.rights import Right, requires
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.rosters import asked, cover, forms, grids, queries
from rekam.office.rosters.models import Cover, Shift


@dataclass
class Wanted:
    """What one place wants on one day, all shifts together."""

    on: date
    rows: list[Cover] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(row.wanted for row in self.rows)

    @property
    def is_by_hand(self) -> bool:
        return any(row.is_set_by_hand for row in self.rows)


@dataclass(frozen=True)
class PlaceWants:
    place: Place
    days: list[Wanted]

    @property
    def total(self) -> int:
        return sum(day.count for day in self.days)


@requires(Right.MANAGE_ROSTERS)
def month(request: HttpRequest, month: date) -> HttpResponse:
    """The month's cover; a form changes it for a place on some days."""
    asked.check_planner(request)
    held = list(places.places())
    form = forms.CoverForm(request.POST or None, initial=_initial(request, month), places=held)
    if form.is_valid():
        days = _days(month, form.cleaned_data)
        values = {name: form.cleaned_data[name] for name in ("place", "shift", "skill", "wanted", "priority")}
        cover.set_cover(days=days, by=who.asks(request), at=timezone.now(), **values)
        messages.success(request, _("Set by hand; the next proposal leaves it as it is."))
        return redirect("rosters:cover", month)
    lines = _lines(month, held)
    page = {
        "month": month,
        "earlier": asked.before(month),
        "later": asked.after(month),
        "days": grids.days(month, asked.language()),
        "lines": lines,
        "wanted_count": sum(line.total for line in lines),
        "form": form,
        "chosen": _chosen(request, month),
        "any_shift": Shift.objects.filter(is_used=True).exists(),
        "any_place": bool(held),
    }
    return render(request, "rosters/cover.html", page, status=422 if form.is_bound else 200)


def _initial(request: HttpRequest, month: date) -> dict[str, Any]:
    """A cell that was chosen fills the form in."""
    on = wording.read_date(request.GET.get("pada", ""))
    first = {"start": on or month, "end": on or queries.last_of(month), "wanted": 1, "priority": 2}
    found = _chosen(request, month)
    if found:
        row = found[0]
        names = ("shift", "skill", "wanted", "priority")
        first |= {name: getattr(row, name) for name in names}
    return {**first, "place": numbers.of_row(request.GET.get("tempat", "")) or None}


def _chosen(request: HttpRequest, month: date) -> list[Cover]:
    place, on = numbers.of_row(request.GET.get("tempat", "")), wording.read_date(request.GET.get("pada", ""))
    if not place or on is None:
        return []
    return list(Cover.objects.filter(place=place, on=on).select_related("place", "shift"))


def _days(month: date, held: dict[str, Any]) -> list[date]:
    wanted = set(held["weekdays"] or range(7))
    return [
        on for on in queries.days_of(month) if held["start"] <= on <= held["end"] and on.weekday() in wanted
    ]


def _lines(month: date, held: list[Place]) -> list[PlaceWants]:
    found: dict[int, dict[date, list[Cover]]] = defaultdict(lambda: defaultdict(list))
    for row in Cover.objects.filter(on__range=(month, queries.last_of(month))).select_related("shift"):
        found[row.place_id][row.on].append(row)
    days = queries.days_of(month)
    return [
        PlaceWants(place, [Wanted(on, found[place.pk][on]) for on in days])
        for place in held
        if place.pk in found
    ]


@requires(Right.MANAGE_ROSTERS)
@require_POST
def propose(request: HttpRequest, month: date) -> HttpResponse:
    asked.check_planner(request)
    made = cover.propose(month=month, by=who.asks(request), at=timezone.now(), on=asked.today())
    text = _("Proposed for %(rows)s posts; %(kept)s that were set by hand stay as they are.")
    messages.success(request, text % {"rows": made.rows, "kept": made.kept})
    return redirect("rosters:cover", month)


@requires(Right.MANAGE_ROSTERS)
@require_POST
def forget(request: HttpRequest, month: date) -> HttpResponse:
    """Take back what was set by hand for a place in this month, and propose anew."""
    asked.check_planner(request)
    place = get_object_or_404(Place, pk=numbers.of_row(request.POST.get("place", "")))
    by, at = who.asks(request), timezone.now()
    cover.forget_by_hand(place=place, start=month, end=queries.last_of(month), by=by, at=at)
    cover.propose(month=month, by=by, at=at, on=asked.today())
    messages.success(
        request, _("What was set by hand for %(place)s is proposed anew.") % {"place": place.name}
    )
    return redirect("rosters:cover", month)
