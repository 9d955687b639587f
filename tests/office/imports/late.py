"""Files that come late or leave something open, and what the counts are after them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from rekam.office.coverage import queries as coverage
from rekam.office.imports import actions
from rekam.office.imports.models import Import, State
from tests import make

END = date(2016, 9, 30)
NO_STANDING = [
    n for n in make.REGISTER if n not in ("STAT_HIDUP", "TGL_MENINGGAL", "FLAG_PINDAH", "TGL_PINDAH")
]
Row = dict[str, str]


def alone_in_the_register() -> Row:
    """Somebody, with an office and a first file of nobody else."""
    make.office()
    row = make.siti()
    make.committed([row])
    return row


def counts(on: date = END, known: date = END, area: str = "64.08") -> tuple[int, int, int]:
    total = coverage.coverage(on=on, known=known, within=area).total.total
    return total.registered, total.obliged, total.recorded


def undone(item: Import) -> State:
    return State(actions.undo(item, by=None, at=make.moment()).state)


def without_standing(rows: Iterable[Row], as_of: date, **about: Any) -> Import:
    """A file that has no column of who died, moved or left."""
    item = make.received(make.csv_of(rows, NO_STANDING), as_of=as_of, **about)
    return actions.commit(actions.look_over(item, at=make.moment()), by=None, at=make.moment(as_of))
