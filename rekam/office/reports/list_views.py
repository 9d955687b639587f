"""The list of a village's unrecorded residents, to print: who takes it and what for is written down."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rekam.domain.coverage.explanation import AreaCount
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.coverage import queries as coverage
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area
from rekam.office.reports import actions, forms, queries
from rekam.office.reports.documents import pdf, people, workbook
from rekam.office.reports.documents.document import Document
from rekam.office.reports.views import PDF, XLSX, file_answer, language
from rekam.office.residents import lists


@requires(Right.EXPORT_RESIDENTS, within_area=True)
def unrecorded(request: HttpRequest) -> HttpResponse:
    """Choose a village, say what for, take the list. Until then the page shows only how many they are."""
    villages = _villages(request)
    form = forms.List(
        request.POST or None,
        villages=villages,
        may_see_niks=rights.can(request.user, Right.SEE_FULL_NIK),
        initial={"village": request.GET.get("area", ""), "form": "pdf"},
    )
    if form.is_valid():
        return _list(request, form, villages)
    on = coverage.default_day()
    counts = coverage.coverage(on=on, by="desa", within=rights.areas_of(request.user) or None)
    names = {v.parent.code: v.parent.name for v in villages if v.parent}
    grouped: dict[str, list[AreaCount]] = {}
    for area in counts.areas:
        grouped.setdefault(names.get(area.code.rpartition(".")[0], ""), []).append(area)
    return render(request, "reports/unrecorded.html", {"form": form, "grouped": grouped, "on": on})


def _villages(request: HttpRequest) -> Sequence[Area]:
    own = rights.areas_of(request.user)
    found = regions.villages(own or regions.office().regency.code)
    return list(found.select_related("parent").defer("aliases"))


def _list(request: HttpRequest, form: forms.List, villages: Sequence[Area]) -> HttpResponse:
    asked = form.cleaned_data
    village = next(v for v in villages if v.code == asked["village"])
    rights.check(request.user, Right.EXPORT_RESIDENTS, area=village.code)
    whole = bool(asked.get("whole_niks")) and rights.can(request.user, Right.SEE_FULL_NIK)
    held, count = _document(request, village, whole=whole, form=asked["form"])
    actions.note_list(
        area=village.code,
        rows=count,
        purpose=asked["purpose"],
        form=asked["form"],
        whole_niks=whole,
        by=who.asks(request),
        at=timezone.now(),
    )
    name = f"belum-rekam-{village.code.replace('.', '-')}"
    if asked["form"] == "pdf":
        return file_answer(pdf.write(held), PDF, f"{name}.pdf")
    if asked["form"] == "xlsx":
        return file_answer(workbook.write(held), XLSX, f"{name}.xlsx")
    return render(request, "reports/printed.html", {"document": held, "village": village})


def _document(request: HttpRequest, village: Area, *, whole: bool, form: str) -> tuple[Document, int]:
    on = coverage.default_day()
    people_there = lists.counted_as(
        lists.visible_to(request.user), lists.UNRECORDED, on=on, area=village.code
    ).order_by("rw", "rt", "name_key", "pk")
    found = list(people_there)
    counted = coverage.coverage(on=on, by="desa", within=village.code).total.total.unrecorded
    held = people.unrecorded(
        found,
        village=village,
        paper=queries.current_paper(),
        on=on,
        counted=counted,
        years=regions.office().deactivated_after_years,
        whole_niks=whole,
        language=language() if form == "page" else "id",
        dated=on,
    )
    return held, len(found)
