"""How offices write their files: delimiters, encodings, headings, date forms. No two months alike."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl
import xlsxwriter

from rekam.demo.days import NEVER, Ints

DASHES, SLASHES, ISO = "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Form:
    """``headings`` renames columns; ``title`` is a line above them; ``excel_dates`` makes dates real ones."""

    suffix: str = "csv"
    delimiter: str = ";"
    encoding: str = "utf-8"
    line_end: str = "\n"
    dates: str = DASHES
    sexes: tuple[str, str] = ("1", "2")
    weds: tuple[str, ...] = ("1", "2", "3", "4")
    yes_no: tuple[str, str] = ("0", "1")
    pads_numbers: bool = False
    excel_dates: bool = False
    title: str = ""
    headings: dict[str, str] = field(default_factory=dict)
    lower: bool = False

    def heading(self, column: str) -> str:
        shown = self.headings.get(column, column)
        return shown.lower() if self.lower else shown


_WORDS = {
    "NO_KK": "No. KK", "NAMA_LGKP": "Nama Lengkap", "JENIS_KLMIN": "Jenis Kelamin",
    "TMPT_LHR": "Tempat Lahir",
    "TGL_LHR": "Tanggal Lahir", "STAT_KWN": "Status Kawin", "TGL_KWN": "Tgl Kawin", "AGAMA": "Agama",
    "GOL_DRH": "Gol. Darah", "STAT_HBKEL": "Hubungan Keluarga", "PDDK_AKH": "Pendidikan",
    "JENIS_PKRJN": "Pekerjaan", "NO_RT": "RT", "NO_RW": "RW", "ALAMAT": "Alamat",
}  # fmt: skip
_SPACES = {"NO_KK": "NO KK", "TGL_LHR": "TGL LAHIR", "TMPT_LHR": "TMPT LAHIR", "STAT_KWN": "STATUS KAWIN"}
_SEX_WORDS, _WED_WORDS = ("LAKI-LAKI", "PEREMPUAN"), ("BELUM KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI")

# One for each register file, in order.
REGISTER = (
    Form(delimiter="|", encoding="utf-8-sig"),
    Form(encoding="cp1252", line_end="\r\n", dates=SLASHES, lower=True),
    Form("xlsx", dates=ISO, excel_dates=True, sexes=_SEX_WORDS, weds=_WED_WORDS, headings=_WORDS),
    Form(encoding="cp1252", line_end="\r\n", sexes=("L", "P"), headings=_SPACES),
    Form("xlsx", dates=SLASHES, title="PEMBARUAN DATA PENDUDUK APRIL 2016"),
    Form(delimiter=",", dates=ISO, sexes=("L", "P"), yes_no=("", "Y"), pads_numbers=True),
    Form(delimiter="\t", sexes=_SEX_WORDS, weds=_WED_WORDS),
    Form(delimiter=";", pads_numbers=True),
    Form(encoding="cp1252", line_end="\r\n", dates=SLASHES, headings=_SPACES),
    Form("xlsx", dates=ISO, excel_dates=True, sexes=("L", "P"), yes_no=("T", "Y"), headings=_WORDS),
    Form(encoding="cp1252", line_end="\r\n", weds=_WED_WORDS, pads_numbers=True),
)
_RECORDED = {
    "TGL_REKAM": "Tanggal Rekam", "LOKASI": "Lokasi", "ALAT": "Alat Rekam", "OPERATOR": "Petugas",
    "TGL_STATUS": "Tanggal Status", "TGL_DIKETAHUI": "Tanggal Diketahui",
}  # fmt: skip
# One for each month; the first is of no month.
RECORDINGS = (
    Form(),
    Form(encoding="cp1252", line_end="\r\n", dates=SLASHES),
    Form("xlsx", dates=ISO, excel_dates=True, headings=_RECORDED),
    Form(delimiter=",", dates=ISO),
    Form("xlsx", dates=DASHES),
    Form(encoding="cp1252", line_end="\r\n", lower=True),
    Form(delimiter="\t", dates=ISO),
    Form("xlsx", dates=ISO, excel_dates=True, title="DAFTAR PEREKAMAN KTP-EL JULI 2016", headings=_RECORDED),
    Form(encoding="utf-8-sig", dates=SLASHES),
    Form(delimiter="|", encoding="cp1252", line_end="\r\n"),
)


@cache
def _day_texts(dates: str) -> pl.Series:
    """Every day from 1880 to 2069 as text, and nothing for NEVER in the first place."""
    days = pl.date_range(date(1880, 1, 1), date(2069, 12, 31), eager=True)
    return pl.concat([pl.Series([""]), days.dt.strftime(dates)])


_FIRST_TEXT = (date(1880, 1, 1) - date(1970, 1, 1)).days - 1


def day_text(days: Ints, form: Form) -> pl.Series:
    place = np.where(days >= NEVER, 0, days - _FIRST_TEXT).astype(np.uint32)
    return _day_texts(form.dates).gather(place)


def write(path: Path, form: Form, frames: Iterable[pl.DataFrame]) -> None:
    """Text frames of one file, one after another."""
    if form.suffix == "xlsx":
        _write_xlsx(path, form, pl.concat(frames))
        return
    with path.open("wb") as file:
        if form.encoding == "utf-8-sig":
            file.write(_BOM)
        for number, frame in enumerate(frames):
            _write_csv(file, form, frame, with_header=number == 0)


def _write_csv(file: BinaryIO, form: Form, frame: pl.DataFrame, *, with_header: bool) -> None:
    shown = frame.with_columns(pl.all().replace("", None)).rename(form.heading)
    encoded = form.encoding == "cp1252"
    target = io.BytesIO() if encoded else file
    shown.write_csv(
        target, include_header=with_header, separator=form.delimiter, line_terminator=form.line_end
    )
    if isinstance(target, io.BytesIO):
        file.write(target.getvalue().decode().encode("cp1252"))


def _write_xlsx(path: Path, form: Form, frame: pl.DataFrame) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.set_properties({"created": datetime(2016, 10, 1)})  # noqa: DTZ001 - the same bytes every time
        sheet = book.add_worksheet("Data")
        day_format = book.add_format({"num_format": "dd/mm/yyyy"})
        top = 0
        if form.title:
            sheet.write_string(0, 0, form.title)
            top = 2
        sheet.write_row(top, 0, [form.heading(column) for column in frame.columns])
        are_days = [form.excel_dates and column.startswith(("TGL_", "EKTP_")) for column in frame.columns]
        for row, cells in enumerate(frame.iter_rows(), top + 1):
            for column, cell in enumerate(cells):
                if not cell:
                    continue
                day = _as_day(cell) if are_days[column] else None
                if day is not None:
                    sheet.write_datetime(row, column, day, day_format)
                elif cell.endswith(".0") and len(cell) == 18:  # a NIK held as a number
                    sheet.write_number(row, column, float(cell))
                else:
                    sheet.write_string(row, column, cell)


def _as_day(cell: str) -> date | None:
    """A cell of an ISO date; a date that does not exist stays text, as spreadsheets keep it."""
    if len(cell) != 10 or cell[4] != "-":
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None
