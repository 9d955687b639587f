"""The list of people to go after: read, taken along, and noted as done."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.visits.reasons import Next
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.regions import queries as regions
from rekam.office.visits import afterwards, asked, follow_up_paper, follow_ups, words
from rekam.office.visits.follow_ups import Line
from rekam.office.visits.models import Listed

PER_PAGE = 50
MOST_ON_PAPER = 2_000  # as many as one prints and takes along; a CSV takes all


@requires(Right.SEE_RESIDENTS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everybody whom somebody still has to go after, by the next step. Reading it is written down."""
    chosen, own = _chosen(request), rights.areas_of(request.user)
    every = follow_ups.table(own)
    found = follow_ups.narrowed(every, **chosen)
    page = Paginator(range(found.height), PER_PAGE).get_page(request.GET.get("page"))
    here = found.slice(page.start_index() - 1 if found.height else 0, PER_PAGE)
    audit.record("residents.listed", "follow_ups", by=who.asks(request), at=asked.now(),
                 details={"list": "follow_ups", "filter": _said(chosen), "count": found.height})  # fmt: skip
    shown = {
        "on_follow_ups": True,
        "page_obj": page,
        "rows": [(each, _may_open(request, each)) for each in follow_ups.lines(here)],
        "steps": _steps(every, chosen),
        "chosen": chosen,
        "districts": regions.districts(own or regions.office().regency.code),
        "query": urlencode(_said(chosen)),
        "may_mark": rights.can(request.user, Right.RUN_VISIT),
        "may_export": rights.can(request.user, Right.EXPORT_RESIDENTS) and bool(found.height),
        "may_summon": rights.can(request.user, Right.EXPORT_RESIDENTS) and _summons_wait(every, chosen),
        "fits_paper": found.height <= MOST_ON_PAPER,
    }
    return render(request, "visits/follow_ups.html", shown)


def _may_open(request: HttpRequest, each: Line) -> bool:
    """A visit to somebody's work may lie in another district than their home."""
    return rights.within(request.user, each.listed.visit.place.area.code)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    action = request.GET.get("step", "")
    return {
        "action": action if action in words.NEXT else "",
        "area": request.GET.get("area", ""),
        "with_done": bool(request.GET.get("all")),
    }


def _said(chosen: dict[str, Any]) -> dict[str, str]:
    """The choice as an address says it."""
    said = {"step": chosen["action"], "area": chosen["area"], "all": "1" if chosen["with_done"] else ""}
    return {name: value for name, value in said.items() if value}


def _steps(every: pl.DataFrame, chosen: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Each step with how many people wait for it in the chosen area."""
    here = follow_ups.narrowed(every, action="", area=chosen["area"], with_done=False)
    return [(step.value, str(words.NEXT[step]), number) for step, number in follow_ups.counts(here).items()]


def _summons_wait(every: pl.DataFrame, chosen: dict[str, Any]) -> bool:
    """Whether a summons is the next step for somebody of the chosen area."""
    here = follow_ups.narrowed(every, action=Next.SUMMONS.value, area=chosen["area"], with_done=False)
    return chosen["action"] in ("", Next.SUMMONS.value) and bool(here.height)


@requires(Right.EXPORT_RESIDENTS)
@require_safe
def take_along(request: HttpRequest, kind: str) -> HttpResponse:
    """The chosen list as a paper or a table. That it was taken out is written down."""
    if kind not in follow_up_paper.TYPES:
        raise Http404
    chosen = _chosen(request)
    found = follow_ups.narrowed(follow_ups.table(rights.areas_of(request.user)), **chosen)
    if kind != "csv" and found.height > MOST_ON_PAPER:
        messages.error(
            request, _("These are too many for a paper. Choose a step or a district, or take the CSV.")
        )
        return redirect(f"{reverse('visits:follow_ups')}?{urlencode(_said(chosen))}")
    step = Next(chosen["action"]) if chosen["action"] else None
    content = follow_up_paper.sheet(found, kind, step=step, on=asked.today())
    details = {"list": "follow_ups", "filter": _said(chosen), "file": kind, "count": found.height}
    audit.record(
        "residents.list_printed", "follow_ups", by=who.asks(request), at=asked.now(), details=details
    )
    answer = HttpResponse(content, content_type=follow_up_paper.TYPES[kind])
    name = f"tindak-lanjut-{asked.today():%Y-%m-%d}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


# -- done -------------------------------------------------------------------------------------------------


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    afterwards.mark_done(listed=found, by=who.asks(request), at=asked.now())
    messages.success(request, _("It is noted as done. This can be taken back under “Done ones too”."))
    return _back(request)


@requires(Right.RUN_VISIT, within_area=True)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    afterwards.take_back(listed=found, by=who.asks(request), at=asked.now())
    messages.success(request, _("It is to be done again."))
    return _back(request)


def _person(request: HttpRequest, pk: int) -> Listed:
    """Within the reader's own area, which is the person's and not the visit's."""
    chosen = Listed.objects.select_related("resident__area", "visit__place__area")
    found = get_object_or_404(chosen, pk=pk)
    area = found.resident.area if found.resident else found.visit.place.area
    rights.check(request.user, Right.RUN_VISIT, area=area.code)
    return found


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was chosen; what does not belong into its address is dropped."""
    chosen = {name: request.POST.get(name, "") for name in ("step", "area", "all", "page")}
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return redirect(reverse("visits:follow_ups") + (f"?{kept}" if kept else ""))
