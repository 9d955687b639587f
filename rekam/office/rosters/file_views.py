"""Rosters on paper and as files, and a list of officers taken in."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem
from rekam.office.accounts import who
from rekam.office.accounts.rights import Right, requires
from rekam.office.regions import queries as regions
from rekam.office.rosters import asked, forms, grids, officer_file, sheets
from rekam.office.rosters.asked import Asked
from rekam.office.rosters.grids import Sheet
from rekam.office.rosters.models import Roster

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Writer = Callable[..., bytes]


@requires(Right.SEE_SERVICE)
@require_safe
def sheet(request: HttpRequest, month: date) -> HttpResponse:
    """The month on a page that is meant to be printed."""
    question, roster, found = _shown(request, month)
    language = asked.language()
    page = {
        "question": question,
        "roster": roster,
        "sheet": found,
        "title": sheets.title(roster, language),
        "footing": sheets.footing(roster, language),
    }
    return render(request, "rosters/sheet.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def sheet_pdf(request: HttpRequest, month: date) -> HttpResponse:
    return _file(request, month, sheets.pdf, PDF, "pdf")


@requires(Right.SEE_SERVICE)
@require_safe
def sheet_xlsx(request: HttpRequest, month: date) -> HttpResponse:
    return _file(request, month, sheets.workbook, XLSX, "xlsx")


def _shown(request: HttpRequest, month: date) -> tuple[Asked, Roster, Sheet]:
    question = asked.read(request, month)
    if question.roster is None:
        raise Http404
    found = grids.by_officer(question.roster, within=question.within, language=asked.language())
    return question, question.roster, found


def _file(request: HttpRequest, month: date, write: Writer, mime: str, ending: str) -> HttpResponse:
    _question, roster, found = _shown(request, month)
    content = write(roster, found, office=regions.office().name, language=asked.language())
    name = f"jadwal-piket-{month:%Y-%m}-v{roster.version}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=mime, headers=headers)


# -- officers from a file -------------------------------------------------------------------------------


@requires(Right.MANAGE_ROSTERS)
def import_officers(request: HttpRequest) -> HttpResponse:
    """Take a list of officers; rows that cannot be understood are named, the others are taken."""
    asked.check_planner(request)
    form = forms.OfficersFile(request.POST or None, request.FILES or None)
    refused: list[tuple[officer_file.Refused, str]] = []
    if form.is_valid():
        outcome = _take(request, form)
        if outcome is not None:
            told = {"added": outcome.added, "changed": outcome.changed}
            messages.success(request, _("%(added)s officers added, %(changed)s changed.") % told)
            refused = [(each, each.trouble.told(_(str(each.trouble.sentence)))) for each in outcome.refused]
            if not refused:
                return redirect("rosters:officers")
    status = 422 if form.is_bound and (form.errors or refused) else 200
    return render(request, "rosters/import_officers.html", {"form": form, "refused": refused}, status=status)


def _take(request: HttpRequest, form: forms.OfficersFile) -> officer_file.Outcome | None:
    file: UploadedFile = form.cleaned_data["file"]
    with tempfile.NamedTemporaryFile(suffix=Path(file.name or "").suffix) as copy:
        for part in file.chunks():
            copy.write(part)
        copy.flush()
        by, at = who.asks(request), timezone.now()
        try:
            return officer_file.take(Path(copy.name), on=asked.today(), by=by, at=at)
        except FileProblem as problem:
            language = asked.language()
            form.add_error("file", f"{problem.sentence(language)} {problem.next_step(language)}")
        except RuleBroken as trouble:
            form.add_error("file", trouble.told(_(str(trouble.sentence))))
    return None
