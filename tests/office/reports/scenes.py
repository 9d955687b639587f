"""A small office with a year behind it, for the tests of reports. Everyone here is invented."""

import json
from datetime import date, datetime
from typing import Any

from rekam.office.imports import actions as imports
from rekam.office.imports.models import Import
from rekam.office.imports.models import Kind as ImportKind
from rekam.office.reports import actions, figures, queries
from rekam.office.reports.models import Issued, Kind
from tests import make

SEPTEMBER = date(2016, 9, 30)
ISSUED_ON = date(2016, 10, 6)


def september_at(day: int = 6) -> datetime:
    return make.moment(date(2016, 10, day))


def people() -> list[dict[str, str]]:
    """Two women and a man of Sangatta Utara, one of Teluk Pandan, and a girl who turns 17 in November."""
    return [
        make.siti(NAMA_LGKP="SITI REKAAN"),
        make.siti(NAMA_LGKP="DEWI REKAAN", area=make.SINGA_GEMBARA),
        make.siti(NAMA_LGKP="BUDI REKAAN", JENIS_KLMIN="1", TGL_LHR="03-02-1971"),
        make.siti(NAMA_LGKP="AYU REKAAN", area=make.TELUK_PANDAN),
        make.siti(NAMA_LGKP="RARA REKAAN", TGL_LHR="20-11-1999"),
    ]


def register() -> list[dict[str, str]]:
    """The office with its first register; returns the rows."""
    make.office()
    rows = people()
    make.committed(rows)
    return rows


def session(row: dict[str, str], day: str, **facts: str) -> dict[str, str]:
    """A session in the office of kecamatan Sangatta Utara."""
    return make.session(row, day, **{"KODE_WILAYAH": "64.08.04", **facts})


def recorded(rows: list[dict[str, str]], *, as_of: date = SEPTEMBER) -> Import:
    """A file of recordings that names the kecamatan of each session, brought in."""
    content = make.csv_of(rows, (*make.RECORDINGS, "KODE_WILAYAH"))
    item = imports.look_over(
        make.received(content, kind=ImportKind.RECORDINGS, as_of=as_of), at=make.moment(as_of)
    )
    return imports.commit(item, by=None, at=make.moment(as_of))


def as_issued_before(report: Issued) -> Issued:
    """The same period again, as issued before sessions and statuses counted whenever they were known."""
    counted = figures.to_json(queries.count(kind=report.kind, on=report.on, known=report.known))
    del counted["has_all_held"]
    held = {**json.loads(report.content), "number": "470/900/X/2016", "figures": counted}
    content = queries.canonical(held)
    same = ("kind", "area_code", "start", "on", "known", "dated", "year", "posting", "revision")
    return Issued.objects.create(
        **{name: getattr(report, name) for name in (*same, "last_session", "issued_at")},
        number=held["number"],
        sequence=900,
        edition=report.edition + 1,
        replaces=report,
        content=content,
        sha256=queries.sha256(content),
    )


def issued(
    *,
    kind: str = Kind.MONTHLY,
    on: date = SEPTEMBER,
    dated: date = ISSUED_ON,
    at: datetime | None = None,
    **rest: Any,
) -> Issued:
    return actions.issue(kind=kind, on=on, dated=dated, at=at or make.moment(dated), **{"by": None, **rest})
