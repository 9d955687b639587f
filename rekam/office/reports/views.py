"""The screens of reports: the list, making one, reading one, and what became of it."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.regions import queries as regions
from rekam.office.reports import actions, comparison, copies, forms, queries
from rekam.office.reports.documents import against, pdf, reports, workbook
from rekam.office.reports.documents.document import Document
from rekam.office.reports.models import Issued
from rekam.office.reports.queries import Said

REPORTS_PER_PAGE = 20
MOST_MONTHS = 36
PDF, XLSX = copies.MIMES["pdf"], copies.MIMES["xlsx"]
Writer = Callable[[Document], bytes]


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


# -- the list -----------------------------------------------------------------------------------


@requires(Right.SEE_REPORTS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = forms.Listed(request.GET, years=queries.years())
    found = queries.issued(**form.cleaned_data) if form.is_valid() else queries.issued().none()
    page = Paginator(found, REPORTS_PER_PAGE).get_page(request.GET.get("page"))
    own = rights.areas_of(request.user)
    shown = {
        "form": form,
        "page": page,
        "rows": [(report, queries.state(report, own)) for report in page],
        "any": Issued.objects.exists(),
        "may_issue": may_issue(request),
        "may_print_lists": rights.can(request.user, Right.EXPORT_RESIDENTS),
        "may_set_up": rights.can(request.user, Right.MANAGE_SETTINGS),
    }
    return render(request, "reports/index.html", shown)


def may_issue(request: HttpRequest) -> bool:
    """Only for the whole regency: a report of the office is not issued by a part of it."""
    return rights.can(request.user, Right.ISSUE_REPORT) and rights.within(
        request.user, regions.office().regency.code
    )


# -- reading one --------------------------------------------------------------------------------


@requires(Right.SEE_REPORTS)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found, said = _seen(request, pk)
    document = reports.document(said, language=language(), **copies.fate(found))
    return render(request, "reports/report.html", {"document": document, **_frame(request, found, "report")})


@requires(Right.SEE_REPORTS)
@require_safe
def against_now(request: HttpRequest, pk: int) -> HttpResponse:
    found, said = _seen(request, pk)
    compared = comparison.compare(found, rights.areas_of(request.user))
    document = against.document(said, compared, language=language())
    shown = {"document": document, "comparison": compared, **_frame(request, found, "against")}
    return render(request, "reports/against.html", shown)


@requires(Right.SEE_REPORTS)
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    found, said = _seen(request, pk)
    shown = {
        "said": said,
        "chain": queries.chain(found),
        "is_whole": queries.sha256(found.content) == found.sha256,
        **_frame(request, found, "history"),
    }
    return render(request, "reports/history.html", shown)


@requires(Right.ISSUE_REPORT)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    rights.check(request.user, Right.ISSUE_REPORT, area=regions.office().regency.code)
    found, said = _seen(request, pk)
    form = forms.Withdraw(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.withdraw(report=found, reason=reason, by=who.asks(request), at=timezone.now())
        return redirect("reports:history", pk=pk)
    shown = {"form": form, "total": said.figures.total.total, **_frame(request, found, "history")}
    return render(request, "reports/withdraw.html", shown)


def _seen(request: HttpRequest, pk: int) -> tuple[Issued, Said]:
    """The report, cut to the part that this person works in."""
    found = get_object_or_404(queries.issued(), pk=pk)
    return found, queries.part(queries.said(found), rights.areas_of(request.user))


def _frame(request: HttpRequest, found: Issued, tab: str) -> dict[str, Any]:
    state = queries.state(found, rights.areas_of(request.user))
    return {
        "report": found,
        f"on_{tab}": True,
        "state": state,
        "may_issue": may_issue(request),
        **copies.fate(found),
    }


# -- taking one out of the house ----------------------------------------------------------------


@requires(Right.SEE_REPORTS)
@require_safe
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _report_file(request, pk, "pdf")


@requires(Right.SEE_REPORTS)
@require_safe
def report_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    return _report_file(request, pk, "xlsx")


def _report_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    found = get_object_or_404(queries.issued(), pk=pk)
    own = rights.areas_of(request.user)
    copy = copies.of(found, form, language=asked_language(request), within=own)
    actions.note_download(report=found, form=form, by=who.asks(request), at=timezone.now())
    return file_answer(copy.content, copy.mime, copy.name)


@requires(Right.SEE_REPORTS)
@require_safe
def against_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _against_file(request, pk, pdf.write, PDF, "pdf")


@requires(Right.SEE_REPORTS)
@require_safe
def against_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    return _against_file(request, pk, workbook.write, XLSX, "xlsx")


def _against_file(request: HttpRequest, pk: int, write: Writer, mime: str, ending: str) -> HttpResponse:
    found, said = _seen(request, pk)
    compared = comparison.compare(found, rights.areas_of(request.user))
    document = against.document(said, compared, language=asked_language(request))
    return file_answer(write(document), mime, f"banding-{copies.for_file(found.number)}.{ending}")


def asked_language(request: HttpRequest) -> str:
    """Indonesian unless a translation is asked for: the report on paper is an official document."""
    return "en" if request.GET.get("language") == "en" else "id"


def file_answer(content: bytes, mime: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
