"""Making a report: look at the draft, then issue it."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.coverage import queries as coverage
from rekam.office.ledger import queries as ledger
from rekam.office.regions import queries as regions
from rekam.office.reports import actions, drafts, forms, queries, views
from rekam.office.reports.documents import pdf, reports, workbook
from rekam.office.reports.models import Issued, Kind

MOST_MONTHS = 36


@requires(Right.ISSUE_REPORT)
def make(request: HttpRequest) -> HttpResponse:
    """Look at a draft, then issue it: first the numbers, then the button that says what it does."""
    rights.check(request.user, Right.ISSUE_REPORT, area=regions.office().regency.code)
    if request.method != "POST" and not ledger.revision()[0]:
        may_import = rights.can(request.user, Right.IMPORT_REGISTER)
        return render(request, "reports/nothing_yet.html", {"may_import": may_import})
    kind, on, choice = _period(request)
    trouble: RuleBroken | None = None
    form = forms.Issue(request.POST or None, kind=kind)
    if form.is_valid():
        try:
            return redirect("reports:report", pk=_issue(request, form, kind, on).pk)
        except RuleBroken as broken:
            trouble = broken
    said = queries.draft(kind=kind, on=on, typed=form.typed)
    form = _looking_at(said, form, kind, is_again=trouble is not None)
    shown = {"form": form, "kind": kind, "on": on, "choice": choice, "trouble": trouble}
    shown |= {"is_monthly": kind == Kind.MONTHLY, "is_daily": kind == Kind.DAILY}
    return render(request, "reports/make.html", {**shown, **_preview(said, form), **told(trouble)})


def _issue(request: HttpRequest, form: forms.Issue, kind: str, on: date) -> Issued:
    asked = form.cleaned_data
    return actions.issue(
        kind=kind,
        on=on,
        dated=asked["dated"],
        sequence=asked["sequence"],
        notes=asked["notes"],
        typed=form.typed,
        seen=asked["seen"],
        by=who.asks(request),
        at=timezone.now(),
    )


def _looking_at(said: queries.Said, form: forms.Issue, kind: str, *, is_again: bool) -> forms.Issue:
    """The form beside the draft that is shown now, with what was typed."""
    held = said.figures
    if not form.is_bound:
        return forms.Issue(kind=kind, initial={**_initial(held.kind, held.on), "seen": queries.mark(said)})
    if not is_again:
        return form
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data["seen"] = queries.mark(said)
    return forms.Issue(data, kind=kind)


def told(trouble: RuleBroken | None) -> dict[str, str]:
    return {"sentence": trouble.told(_(trouble.sentence))} if trouble else {}


def _initial(kind: str, on: date) -> dict[str, Any]:
    dated = max(coverage.default_day(), drafts.last_day(kind, on))
    return {"dated": dated, "sequence": queries.next_sequence(dated.year)}


def _preview(said: queries.Said, form: forms.Issue) -> dict[str, Any]:
    kind, on = said.figures.kind, said.figures.on
    dated, sequence = _chosen(form)
    return {
        "document": reports.document(said, language=views.language()),
        "total": said.figures.total.total,
        "figures": said.figures,
        "number": queries.next_number(kind=kind, dated=dated, sequence=sequence),
        "replaces": queries.of_period(kind, on),
        "typed": form.typed_fields,
        "dated": dated,
        "office": regions.office(),
        "paper": said.paper,
    }


def _chosen(form: forms.Issue) -> tuple[date, int]:
    """The date and running number in the form, or the ones proposed while they cannot be read."""
    held = getattr(form, "cleaned_data", {})
    dated = held.get("dated") or form.initial.get("dated") or coverage.default_day()
    sequence = held.get("sequence") or form.initial.get("sequence") or queries.next_sequence(dated.year)
    return dated, sequence


def _period(request: HttpRequest) -> tuple[str, date, Any]:
    """What the address asks for: a month, or a day; the last whole one when it says nothing."""
    today = coverage.default_day()
    if request.GET.get("kind") == Kind.DAILY:
        day = forms.OneDay(request.GET)
        on = day.cleaned_data["on"] if day.is_valid() and day.cleaned_data["on"] else today
        return Kind.DAILY, min(on, today), day
    months = _months(today)
    month = forms.Month(request.GET, months=months)
    chosen = month.cleaned_data["month"] if month.is_valid() else ""
    start = next((m for m in months if f"{m:%Y-%m}" == chosen), months[0])
    return Kind.MONTHLY, drafts.last_day(Kind.MONTHLY, start), month


def _months(today: date) -> list[date]:
    """Months that are over, newest first, as far back as anything is known."""
    _revision, first_known, _last = ledger.revision()
    start = (today + timedelta(days=1)).replace(day=1)
    found: list[date] = []
    while len(found) < MOST_MONTHS:
        start = (start - timedelta(days=1)).replace(day=1)
        found.append(start)
        if first_known is None or start <= first_known:
            break
    return found


@requires(Right.ISSUE_REPORT)
@require_safe
def draft_pdf(request: HttpRequest) -> HttpResponse:
    return _draft_file(request, pdf.write, views.PDF, "pdf")


@requires(Right.ISSUE_REPORT)
@require_safe
def draft_xlsx(request: HttpRequest) -> HttpResponse:
    return _draft_file(request, workbook.write, views.XLSX, "xlsx")


def _draft_file(request: HttpRequest, write: views.Writer, mime: str, ending: str) -> HttpResponse:
    rights.check(request.user, Right.ISSUE_REPORT, area=regions.office().regency.code)
    kind, on, _choice = _period(request)
    held = reports.document(queries.draft(kind=kind, on=on), language=views.asked_language(request))
    return views.file_answer(write(held), mime, f"rancangan-{kind}-{on:%Y-%m-%d}.{ending}")
