"""Lists of residents: to search, to act on, to take along."""

import io
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from rekam import files
from rekam.domain import wording
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.regions import queries as regions
from rekam.office.residents import elsewhere, lists, search, words
from rekam.office.residents.filters import DEFAULT_ORDER, ResidentFilter
from rekam.office.residents.forms import Purpose

PER_PAGE = 50
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@requires(Right.SEE_RESIDENTS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A list by what the address says; unrecorded people when it says nothing. Reading it is written down."""
    asked = ResidentFilter(request.GET or None, reader=request.user)
    page = {
        "filter": asked,
        "order": _order(request),
        "can_export": rights.can(request.user, Right.EXPORT_RESIDENTS),
    }
    if asked.form.is_valid() or not asked.is_bound:
        page |= _listed(request, asked)
        details = {"filter": _said(request), "count": page["count"]}
        audit.record(
            "residents.listed", _where(asked), by=_reader(request), at=timezone.now(), details=details
        )
    return render(request, "residents/index.html", page)


def _listed(request: HttpRequest, asked: ResidentFilter) -> dict[str, Any]:
    ids = lists.roll(_people(asked), _order(request))
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    rows = lists.rows(
        list(page.object_list), on=_asked(asked)["on"], years=regions.office().deactivated_after_years
    )
    shown = [
        (row, words.STATES.get(row.state, row.state), words.TONES.get(row.state, "quiet")) for row in rows
    ]
    return {
        "page_obj": page,
        "rows": shown,
        "count": len(ids),
        "asked": _asked(asked),
        "full_nik": rights.can(request.user, Right.SEE_FULL_NIK),
    }


def _asked(asked: ResidentFilter) -> dict[str, Any]:
    if asked.is_bound:
        return asked.asked
    return {"measure": lists.UNRECORDED, "on": lists.today(), "area": "", "known": None}


def _people(asked: ResidentFilter) -> Any:
    if asked.is_bound:
        return asked.qs
    return lists.counted_as(asked.queryset, lists.UNRECORDED, on=lists.today())


def _order(request: HttpRequest) -> str:
    order = request.GET.get("order", DEFAULT_ORDER)
    return order if order.removeprefix("-") in lists.ORDERS else DEFAULT_ORDER


def _said(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if value and name != "page"}


def _where(asked: ResidentFilter) -> str:
    return str(_asked(asked)["area"] or regions.office().regency.code)


def _reader(request: HttpRequest) -> Any:
    return request.user


@requires(Right.SEARCH_RESIDENTS)
@require_http_methods(["GET", "POST"])
def search_people(request: HttpRequest) -> HttpResponse:
    """Find somebody by NIK, family card, name and birth date. What was typed stays out of the address."""
    if request.method != "POST":
        return redirect("residents:list")
    asked = search.read(request.POST.get("q", ""))
    found = search.find(asked, within=rights.areas_of(request.user))
    details = {"by": asked.by, "count": len(found.hits)}
    audit.record("residents.searched", "residents", by=_reader(request), at=timezone.now(), details=details)
    if found.the_one is not None:
        return redirect("residents:detail", pk=found.the_one.pk)
    page = {
        "hits": [(hit, words.HOW.get(hit.how, hit.how)) for hit in found.hits],
        "notes": [words.SEARCH_NOTES.get(code, code) for code in found.notes],
        "q": "" if asked.number else request.POST.get("q", ""),
    }
    return render(request, "residents/found.html", page)


@requires(Right.EXPORT_RESIDENTS)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file. Who took it, what for and how many people are on it is written down."""
    asked = ResidentFilter(request.GET or None, reader=request.user)
    if asked.is_bound and not asked.form.is_valid():
        return redirect("residents:list")
    ids = lists.roll(_people(asked), _order(request))
    form = Purpose(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        page = {"form": form, "count": len(ids), "back": f"?{request.GET.urlencode()}"}
        return render(request, "residents/export.html", page)
    kind = form.cleaned_data["kind"]
    details = {"why": form.cleaned_data["why"], "filter": _said(request), "count": len(ids), "file": kind}
    audit.record("residents.exported", _where(asked), by=_reader(request), at=timezone.now(), details=details)
    answer = HttpResponse(_file(request, asked, list(ids), kind), content_type=KINDS[kind])
    answer["Content-Disposition"] = (
        f'attachment; filename="penduduk-{_asked(asked)["on"].isoformat()}.{kind}"'
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _file(request: HttpRequest, asked: ResidentFilter, ids: list[int], kind: str) -> bytes:
    whole = rights.can(request.user, Right.SEE_FULL_NIK)
    years, on = regions.office().deactivated_after_years, _asked(asked)["on"]
    headings = [
        pgettext("number", "No"), "NIK", _("Family card"), _("Name"), _("Sex"), _("Born on"), _("Age"),
        _("Village"), _("District"), "RT", "RW", _("Address"), _("Employer"), _("Standing"), _("Since"),
    ]  # fmt: skip

    def rows() -> Any:
        for start in range(0, len(ids), 1000):
            for number, row in enumerate(
                lists.rows(ids[start : start + 1000], on=on, years=years), start + 1
            ):
                r = row.resident
                hide = (lambda text: text) if whole else wording.masked
                yield [
                    number, hide(r.nik), hide(r.kk), r.name, r.get_sex_display(), r.born, row.age,
                    r.area.name, r.area.parent.name if r.area.parent else "", r.rt, r.rw, r.address,
                    r.employer, str(words.STATES.get(row.state, row.state)), row.state_on,
                ]  # fmt: skip

    if kind == "csv":
        text = io.StringIO(newline="")
        files.write_csv(text, headings, rows())
        return text.getvalue().encode("utf-8-sig")
    book = io.BytesIO()
    files.write_xlsx(book, {_("Residents"): (headings, rows())})
    return book.getvalue()


@requires(Right.SEE_RESIDENTS)
@require_safe
def out_of_domicile(request: HttpRequest) -> HttpResponse:
    """Recorded here, living elsewhere; and recorded here while the register does not know them yet."""
    found = elsewhere.sessions(request.user)
    groups = elsewhere.by_group(found)
    group = request.GET.get("group", "")
    narrowed = elsewhere.narrowed(found, group=group if group in groups else "")
    page = Paginator(narrowed, PER_PAGE).get_page(request.GET.get("page"))
    details = {"filter": {"group": group}, "count": page.paginator.count}
    audit.record(
        "residents.listed", "out_of_domicile", by=_reader(request), at=timezone.now(), details=details
    )
    return render(
        request,
        "residents/elsewhere.html",
        {
            "groups": [(code, words.GROUPS[code], people) for code, people in groups.items()],
            "group": group,
            "months": elsewhere.by_month(found)[:12],
            "places": elsewhere.by_place(found)[:20],
            "page_obj": page,
            "rows": [(session, words.status(session.status)) for session in page],
            "full_nik": rights.can(request.user, Right.SEE_FULL_NIK),
        },
    )
