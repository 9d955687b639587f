"""Finding the row of column names among the first rows of a file."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rekam.files import fields
from rekam.files.problems import FileProblem

DEEPEST = 60
MOST_COLUMNS = 500
_DATA = re.compile(r"^'?(\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}.*|\d{15,16}([.,]\d*)?|\d[.,]\d+E\+?1\d)$", re.I)

Row = Sequence[str]


class Header(NamedTuple):
    at: int  # 0-based among the rows of the file
    names: tuple[str, ...]
    doubled: frozenset[str]


def find(rows: Sequence[Row]) -> Header:
    """The first row that names known columns, or else the first that can be nothing but names."""
    widest = max(map(len, rows), default=0)
    if widest > MOST_COLUMNS:
        raise FileProblem("file.too_many_columns", count=widest, limit=MOST_COLUMNS)
    # A village called Desa and a level called village are data: their row has a code among its cells.
    known = [sum(map(fields.is_known, row)) if _can_be_names(row) else 0 for row in rows[:DEEPEST]]
    best = max(range(len(known)), key=lambda at: (known[at], -at), default=None)
    if best is None or not any(any(cell.strip() for cell in row) for row in rows):
        raise FileProblem("file.empty")
    if known[best] >= 2 or (known[best] == 1 and _can_be_names(rows[best])):
        return _named(best, rows[best])
    at = _first_of_names(rows)
    if at is None:
        raise FileProblem("file.no_header")
    return _named(at, rows[at])


def _first_of_names(rows: Sequence[Row]) -> int | None:
    """The first row as wide as the table, if it holds only words and data follows it."""
    width = max(_filled(row) for row in rows[:DEEPEST])
    for at, row in enumerate(rows[:DEEPEST]):
        if 2 * _filled(row) > width:
            return at if _can_be_names(row) and any(map(_has_data, rows[at + 1 :])) else None
    return None


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _has_data(row: Row) -> bool:
    return any(re.search(r"\d", cell) for cell in row)


def _can_be_names(row: Row) -> bool:
    """Column names are short words, each different, and never a date or a 16-digit number."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return bool(cells) and not any(
        _DATA.match(cell) or re.fullmatch(r"[\d.,]+", cell) or len(cell) > 60 for cell in cells
    )


def _named(at: int, row: Row) -> Header:
    """Names made different from one another; a doubled name that Rekam would read stops the file."""
    names: list[str] = []
    doubled: set[str] = set()
    seen: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = " ".join(cell.split()) or f"({place + 1})"
        key = fields.fold(name)
        if key and key in seen:
            if fields.is_known(name):
                raise FileProblem("file.doubled_header", column=name)
            doubled.add(name)
        seen[key] = seen.get(key, 0) + 1
        names.append(name if seen[key] == 1 else f"{name} ({seen[key]})")
    return Header(at, tuple(names), frozenset(doubled))
