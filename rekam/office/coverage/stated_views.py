"""The screens of what was published, against what the ledger computes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekam.domain.coverage.explanation import Comparison
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.coverage import actions, asked, forms, links, queries, views
from rekam.office.coverage.asked import address
from rekam.office.coverage.models import Measured, Stated
from rekam.office.regions import queries as regions


@dataclass(frozen=True, slots=True)
class Shown:
    """A published figure, what the ledger says to it, and where that is explained."""

    figure: Stated
    area: str
    comparison: Comparison
    explanation: links.Link
    coverage: str

    @property
    def percent_explained(self) -> float | None:
        share = self.comparison.share_explained
        return None if share is None else 100 * share


@dataclass(frozen=True, slots=True)
class Publication:
    """Figures that were said together."""

    source: str
    stated_by: str
    on: date
    figures: list[Shown]


@requires(Right.SEE_COVERAGE)
@require_safe
def stated(request: HttpRequest) -> HttpResponse:
    """Every published figure, the latest publication first."""
    if asked.read(request) is None:
        return views.nothing_yet(request)
    found = queries.stated(rights.areas_of(request.user))
    names = _names([figure.area_code for figure, _comparison in found])
    shown = [_shown(request, figure, comparison, names) for figure, comparison in found]
    page = {
        "publications": _publications(shown),
        "may_manage": rights.can(request.user, Right.MANAGE_STATED),
    }
    return render(request, "coverage/stated.html", page)


def _publications(shown: list[Shown]) -> list[Publication]:
    together: dict[tuple[date, str, str], list[Shown]] = {}
    for each in shown:
        figure = each.figure
        together.setdefault((figure.published_on, figure.stated_by, figure.source), []).append(each)
    return [Publication(source, by, on, figures) for (on, by, source), figures in together.items()]


def _names(codes: list[str]) -> dict[str, str]:
    return dict(regions.inside("").filter(code__in=codes).values_list("code", "name"))


def _shown(request: HttpRequest, figure: Stated, comparison: Comparison, names: dict[str, str]) -> Shown:
    """Explained: from the count as known when the figure was published to the same count as known now."""
    of_month = figure.measure == Measured.RECORDED_IN_MONTH
    link = _learned_of_month(request, figure) if of_month else _explanation(figure)
    count = address("coverage:index", area=figure.area_code, on=figure.on)
    return Shown(figure, names.get(figure.area_code, figure.area_code), comparison, link, count)


def _explanation(figure: Stated) -> str:
    return address(
        "coverage:explanation",
        area=figure.area_code,
        measure=figure.measure,
        **{"from": figure.on, "to": figure.on},
        known_from=figure.published_on,
        known_to=queries.last_known(figure.on),
    )


def _learned_of_month(request: HttpRequest, figure: Stated) -> links.Link:
    """The explanation counts all who were ever recorded; a month is explained by whom it heard of later."""
    return links.people(
        request,
        area=figure.area_code,
        recorded_from=figure.on.replace(day=1),
        recorded_to=figure.on,
        learned_after=figure.published_on,
        known=queries.last_known(figure.on),
    )


@requires(Right.MANAGE_STATED, within_area=True)
def add_stated(request: HttpRequest) -> HttpResponse:
    form = forms.StatedForm(request.POST or None, within=rights.areas_of(request.user))
    if form.is_valid():
        actions.add_stated(**form.cleaned_data, by=who.asks(request), at=timezone.now())
        messages.success(request, _("The figure was added."))
        return redirect("coverage:stated")
    return render(request, "coverage/stated_form.html", {"form": form})


@requires(Right.MANAGE_STATED, within_area=True)
def change_stated(request: HttpRequest, pk: int) -> HttpResponse:
    figure = _figure(request, pk)
    form = forms.StatedForm(request.POST or None, instance=figure, within=rights.areas_of(request.user))
    if form.is_valid():
        actions.change_stated(figure=figure, **form.cleaned_data, by=who.asks(request), at=timezone.now())
        messages.success(request, _("The figure was changed."))
        return redirect("coverage:stated")
    return render(request, "coverage/stated_form.html", {"form": form, "figure": figure})


@requires(Right.MANAGE_STATED, within_area=True)
def remove_stated(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, in words, and then removes."""
    figure = _figure(request, pk)
    if request.method != "POST":
        names = _names([figure.area_code])
        page: dict[str, Any] = {"figure": figure, "area": names.get(figure.area_code, figure.area_code)}
        return render(request, "coverage/stated_remove.html", page)
    actions.remove_stated(figure=figure, by=who.asks(request), at=timezone.now())
    messages.success(request, _("The figure was removed."))
    return redirect("coverage:stated")


def _figure(request: HttpRequest, pk: int) -> Stated:
    figure = get_object_or_404(Stated, pk=pk)
    rights.check(request.user, Right.MANAGE_STATED, area=figure.area_code)
    return figure
