"""``rekam report``: a draft of the monthly or daily report, one that was issued, or issuing one."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office import arguments
from rekam.office.reports import actions, copies, data, drafts, queries
from rekam.office.reports.documents import labels, reports
from rekam.office.reports.documents.document import Document
from rekam.office.reports.models import Issued, Kind
from rekam.office.reports.queries import Said


class Command(BaseCommand):
    help = (
        "Writes a report as PDF, XLSX or JSON. 'monthly' and 'daily' count a draft as known now (or on "
        "--known); with --issue the figures are frozen under the next number. 'issued' writes a report "
        "again as it was issued, with what became of it since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True, metavar="{monthly,daily,issued}")
        monthly = kinds.add_parser("monthly", help="a month: --month 2016-09")
        monthly.add_argument("--month", type=arguments.a_month, required=True, help="the month, as 2016-09")
        daily = kinds.add_parser("daily", help="a day: --on 2016-09-30")
        daily.add_argument(
            "--on", type=arguments.a_day, required=True, help="the day, as 2016-09-30 or 30-09-2016"
        )
        for draft in (monthly, daily):
            draft.add_argument(
                "--known", type=arguments.a_day, help="as known on this day; otherwise as known now"
            )
            draft.add_argument("--issue", action="store_true", help="freeze it under the next number")
            draft.add_argument(
                "--dated", type=arguments.a_day, help="with --issue: the date on the report; today if absent"
            )
            draft.add_argument("--notes", default="", help="with --issue: what the figures do not say")
        issued = kinds.add_parser("issued", help="a report that was issued: its number")
        issued.add_argument("number", help="for example 470/012/IX/2016")
        for each in (monthly, daily, issued):
            each.add_argument("--pdf", type=Path, metavar="FILE", help="write it as PDF")
            each.add_argument("--xlsx", type=Path, metavar="FILE", help="write it as a workbook")
            each.add_argument(
                "--language", choices=("id", "en"), default="id", help="of the files; id is official"
            )
            each.add_argument("--json", action="store_true", help="print all figures for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        said, report = _said(options)
        fate = copies.fate(report) if report else {}
        document = reports.document(said, language=options["language"], **fate)
        for form, write in copies.WRITERS.items():
            if options[form]:
                _save(options[form], write(document))
                if report:
                    actions.note_download(report=report, form=form, by=None, at=timezone.now())
        if options["json"]:
            told = data.of(said) | (data.fate(report) if report else {})
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._say(document, said, [options[form] for form in copies.WRITERS if options[form]])

    def _say(self, document: Document, said: Said, files: list[Path]) -> None:
        held, total = said.figures, said.figures.total.total
        language = get_language() or "id"
        self.stdout.write(f"{document.title}, {document.subtitle}")
        known = _("as known on %(day)s") % {"day": wording.long_date(held.known, language)}
        self.stdout.write((said.number or _("draft, not issued")) + f"; {known}")
        if said.number and document.band:
            self.stdout.write(document.band)
        amounts = {labels.measure(name): total.of(name) for name in data.FOUR}
        amounts[_("Recorded in the period")] = held.in_period
        for name, value in amounts.items():
            self.stdout.write(f"  {name:<26}{wording.number(value, language):>12}")
        for file in files:
            self.stdout.write(_("written: %(file)s") % {"file": file})


def _said(options: dict[str, Any]) -> tuple[Said, Issued | None]:
    """What is to be written, and the report that it is, unless it is a draft."""
    if options["what"] == "issued":
        found = queries.issued().filter(number=options["number"]).first()
        if found is None:
            raise CommandError(_("No report has the number %(number)s.") % {"number": options["number"]})
        return queries.said(found), found
    kind = Kind.MONTHLY if options["what"] == "monthly" else Kind.DAILY
    on = drafts.last_day(kind, options["month"] if kind == Kind.MONTHLY else options["on"])
    if not options["issue"]:
        return queries.draft(kind=kind, on=on, known=options["known"]), None
    if options["known"]:
        raise CommandError(_("A report is issued as known now: leave --known out with --issue."))
    now = timezone.now()
    dated = options["dated"] or timezone.localtime(now).date()
    report = actions.issue(kind=kind, on=on, dated=dated, notes=options["notes"], by=None, at=now)
    return queries.said(report), report


def _save(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        told = _("%(file)s cannot be written: %(why)s.") % {"file": path, "why": error.strerror}
        raise CommandError(told) from error
