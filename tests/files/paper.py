"""Files as offices hand them in, and the list of areas they are read with. Everyone is invented."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from rekam import files
from rekam.files import Decided, FileProblem, Normalised, RawTable

AS_OF = date(2016, 9, 30)
NOW = datetime(2016, 10, 1, 1, 0, tzinfo=UTC)
MAX = 50_000_000

HEADER = "NIK,NO_KK,NAMA_LGKP,JENIS_KLMIN,TGL_LHR,STAT_KWN,NO_PROP,NO_KAB,NO_KEC,NO_KEL"
SITI = "6408045708850003,6408042101160001,SITI REKAAN,2,17-08-1985,2,64,8,4,2001"
BUDI = "6408041202900001,6408042101160001,BUDI REKAAN,1,12-02-1990,1,64,8,4,2001"
DEWI = "6408046503010002,6408042101160002,DEWI REKAAN,2,25-03-2001,1,64,8,13,2001"

_AREAS: tuple[tuple[str, str, list[str]], ...] = (
    ("64", "Kalimantan Timur", []),
    ("64.08", "Kutai Timur", []),
    ("64.08.04", "Sangatta Utara", ["Sengata Utara"]),
    ("64.08.08", "Kombeng", ["Kongbeng"]),
    ("64.08.13", "Teluk Pandan", []),
    ("64.08.04.1001", "Teluk Lingga", []),
    ("64.08.04.2001", "Sangatta Utara", []),
    ("64.08.08.2001", "Miau Baru", []),
    ("64.08.13.2001", "Teluk Pandan", []),
)


def areas() -> pl.DataFrame:
    """A few of Kutai Timur's."""
    levels = ("province", "regency", "district", "village")
    return pl.DataFrame(
        [(code, name, aliases, levels[code.count(".")]) for code, name, aliases in _AREAS],
        schema={"code": pl.String, "name": pl.String, "aliases": pl.List(pl.String), "level": pl.String},
        orient="row",
    )


def text(
    folder: Path, *lines: str, name: str = "register.csv", encoding: str = "utf-8", end: str = "\n"
) -> Path:
    """Lines as a file; the last one ends like the others."""
    return data(folder, "".join(line + end for line in lines).encode(encoding), name=name)


def data(folder: Path, content: bytes, *, name: str = "register.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(folder: Path, rows: Iterable[Sequence[Any]], *, sheet: str = "Data", first_row: int = 0) -> Path:
    """An XLSX as a spreadsheet program writes it: numbers as numbers, dates as dates."""
    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(path, {"remove_timezone": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet(sheet)
        for line, row in enumerate(rows, start=first_row):
            for at, value in enumerate(row):
                if isinstance(value, datetime | date):
                    page.write_datetime(line, at, value, day)
                else:
                    page.write(line, at, value)
    return path


def open_(path: Path, **options: Any) -> RawTable:
    return files.open_table(path, max_bytes=MAX, **options)


def residents(path: Path, **corrected: str) -> Normalised:
    raw = open_(path)
    mapping = files.match_columns(raw, "residents")
    mapping = mapping.corrected(corrected) if corrected else mapping
    return files.normalise_residents(raw, mapping, areas=areas(), as_of=AS_OF, regency="64.08")


def decided(path: Path, decided: Decided) -> Normalised:
    """As `residents`, with what a person decided about rows in doubt."""
    raw = open_(path)
    mapping = files.match_columns(raw, "residents")
    return files.normalise_residents(
        raw, mapping, areas=areas(), as_of=AS_OF, regency="64.08", decided=decided
    )


def recordings(path: Path, earlier: Mapping[str, str] | None = None, **orders: str) -> Normalised:
    """`orders` of dates as a person said them, `earlier` those of earlier files."""
    raw = open_(path)
    mapping = files.match_columns(raw, "recordings").dated(orders, earlier or {})
    return files.normalise_recordings(
        raw, mapping, areas=areas(), as_of=AS_OF, now=NOW, regency="64.08", zone="Asia/Makassar"
    )


def changed(row: str, **cells: str) -> str:
    """A row of HEADER with some cells replaced, by column name."""
    values = dict(zip(HEADER.split(","), row.split(","), strict=True)) | cells
    return ",".join(values.values())


def row_of(folder: Path, **cells: str) -> Normalised:
    """Siti's row alone, with some cells replaced."""
    return residents(text(folder, HEADER, changed(SITI, **cells)))


def said(result: Normalised) -> list[tuple[int, str, str]]:
    """Row, code and level of every problem."""
    return list(result.problems.select("row", "code", "level").iter_rows())


def codes(result: Normalised) -> set[str]:
    return set(result.problems["code"])


def trouble(path: Path, **options: Any) -> FileProblem:
    """The problem that stops the file, with sentences that leave nothing open."""
    with pytest.raises(FileProblem) as stopped:
        open_(path, **options)
    for language in ("id", "en"):
        assert "{" not in stopped.value.sentence(language) + stopped.value.next_step(language)
        assert all((stopped.value.sentence(language), stopped.value.next_step(language)))
    return stopped.value


def adds_up(result: Normalised) -> bool:
    used = result.rows.height + result.rejected + result.held + result.repeated + result.aside
    return result.read == used


def csv_of(frame: pl.DataFrame, **options: Any) -> bytes:
    target = io.BytesIO()
    frame.write_csv(target, **options)
    return target.getvalue()
