"""A copy of an issued report as a file: as it was issued, and with what became of it since."""

import re
from dataclasses import dataclass

from rekam.office.reports import queries
from rekam.office.reports.documents import pdf, reports, workbook
from rekam.office.reports.models import Issued

MIMES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WRITERS = {"pdf": pdf.write, "xlsx": workbook.write}


@dataclass(frozen=True, slots=True)
class Copy:
    """A file and what it is called."""

    content: bytes
    mime: str
    name: str


def of(report: Issued, form: str, *, language: str, within: str = "") -> Copy:
    """The report, or the part of it that concerns an area, as PDF or XLSX."""
    said = queries.part(queries.said(report), within)
    document = reports.document(said, language=language, **fate(report))
    return Copy(WRITERS[form](document), MIMES[form], f"laporan-{for_file(report.number)}.{form}")


def fate(report: Issued) -> dict[str, str]:
    """What stands on every copy since: withdrawn, or replaced by another."""
    withdrawal, later = getattr(report, "withdrawal", None), getattr(report, "replaced_by", None)
    return {
        "withdrawn": withdrawal.reason if withdrawal else "",
        "replaced_by": later.number if later else "",
    }


def for_file(number: str) -> str:
    """The number of a report in the name of a file."""
    return re.sub(r"[^0-9A-Za-z]+", "-", number).strip("-")
