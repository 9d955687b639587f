"""The demo's files read anew, without anything of the product: what a patient clerk would see in them."""

import csv
import io
import re
from importlib import resources
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

from rekam.demo import Step

_NAMES = {
    "NOKK": "NO_KK", "NAMALGKP": "NAMA_LGKP", "NAMALENGKAP": "NAMA_LGKP", "JENISKLMIN": "JENIS_KLMIN",
    "JENISKELAMIN": "JENIS_KLMIN", "TGLLHR": "TGL_LHR", "TGLLAHIR": "TGL_LHR", "TANGGALLAHIR": "TGL_LHR",
    "STATKWN": "STAT_KWN", "STATUSKAWIN": "STAT_KWN", "TGLKWN": "TGL_KWN", "TGLKAWIN": "TGL_KWN",
    "STATHBKEL": "STAT_HBKEL", "HUBUNGANKELUARGA": "STAT_HBKEL", "NOKEC": "NO_KEC", "NOKEL": "NO_KEL",
    "NOKAB": "NO_KAB", "NOPROP": "NO_PROP", "STATHIDUP": "STAT_HIDUP", "FLAGPINDAH": "FLAG_PINDAH",
    "TGLMENINGGAL": "TGL_MENINGGAL", "TGLPINDAH": "TGL_PINDAH", "TGLDATANG": "TGL_DATANG",
    "EKTPCURRENTSTATUSCODE": "EKTP_STATUS", "EKTPCREATEDDATE": "EKTP_CREATED", "ALAMAT": "ALAMAT",
    "EKTPUPDATEDDATE": "EKTP_UPDATED", "EKTPUPLOADLOCATION": "EKTP_PLACE",
    "TGLREKAM": "TGL_REKAM", "TANGGALREKAM": "TGL_REKAM", "TGLSTATUS": "TGL_STATUS",
    "TANGGALSTATUS": "TGL_STATUS", "TGLDIKETAHUI": "TGL_DIKETAHUI", "TANGGALDIKETAHUI": "TGL_DIKETAHUI",
    "KODEWILAYAH": "KODE_WILAYAH", "ALATREKAM": "ALAT", "PETUGAS": "OPERATOR",
}  # fmt: skip
_SEXES = {"1": "m", "L": "m", "LAKI-LAKI": "m", "2": "f", "P": "f", "PEREMPUAN": "f"}
_EVER_MARRIED = {"2", "3", "4", "KAWIN", "CERAI HIDUP", "CERAI MATI"}
NOT_VALID = {
    "ENROLL_FAILURE_AT_CENTRAL", "ENROLL_FAILURE_AT_REGIONAL", "SEARCH_FAILURE_AT_CENTRAL",
    "DUPLICATE_RECORD", "UNREGISTERED",
}  # fmt: skip


def villages() -> dict[str, int]:
    """Code and invented people of each village."""
    text = resources.files("rekam.demo").joinpath("places.csv").read_text(encoding="utf-8")
    return {row["code"]: int(row["people"]) for row in csv.DictReader(text.splitlines())}


def raw(path: Path) -> pl.DataFrame:
    """Every cell as text, under one name for each column."""
    return _named(_workbook(path) if path.suffix == ".xlsx" else _delimited(path))


def _delimited(path: Path) -> pl.DataFrame:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    head = text[: text.index("\n")]
    delimiter = max("|;,\t", key=head.count)
    frame = pl.read_csv(io.BytesIO(text.encode()), separator=delimiter, infer_schema=False)
    return frame.fill_null("")


def _workbook(path: Path) -> pl.DataFrame:
    rows = [
        [_cell(cell) for cell in row]
        for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    ]
    top = next(number for number, row in enumerate(rows) if "NIK" in row)
    schema = dict.fromkeys(rows[top], pl.String)
    return pl.DataFrame(rows[top + 1 :], schema=schema, orient="row")


def _cell(cell: object) -> str:
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    folded = {name: re.sub("[^A-Z]", "", name.upper()) for name in frame.columns}
    return frame.rename({name: _NAMES.get(key, key) for name, key in folded.items()})


def _date(name: str) -> pl.Expr:
    forms = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")
    return pl.coalesce(pl.col(name).str.to_date(form, strict=False) for form in forms)


def residents(step: Step, *, leniently: bool = False) -> pl.DataFrame:
    """The sound rows of a register file. *leniently* repairs NIKs and keeps the first of doubled rows."""
    frame = raw(step.file)
    nik = pl.col("NIK").str.strip_prefix("'").str.strip_suffix(".0") if leniently else pl.col("NIK")
    code = pl.concat_str(
        *(
            pl.col(name).str.zfill(width)
            for name, width in (("NO_PROP", 2), ("NO_KAB", 2), ("NO_KEC", 2), ("NO_KEL", 4))
        ),
        separator=".",
    )
    read = frame.select(
        nik=nik,
        family=pl.col("NO_KK"),
        name=pl.col("NAMA_LGKP"),
        sex=pl.col("JENIS_KLMIN").replace_strict(_SEXES, default=None),
        born=_date("TGL_LHR"),
        wed=pl.col("STAT_KWN").is_in(_EVER_MARRIED),
        wed_on=_date("TGL_KWN"),
        relation=pl.col("STAT_HBKEL"),
        area=code,
        permit=pl.col("KEWARGANEGARAAN"),
        died=pl.col("STAT_HIDUP") == "2",
        died_on=_date("TGL_MENINGGAL"),
        moved=pl.col("FLAG_PINDAH").is_in(["1", "Y"]),
        moved_on=_date("TGL_PINDAH"),
        arrived=_date("TGL_DATANG"),
        status=pl.col("EKTP_STATUS"),
        created=_date("EKTP_CREATED"),
        updated=_date("EKTP_UPDATED"),
        place=pl.col("EKTP_PLACE"),
        address=pl.col("ALAMAT"),
    )
    sound = read.filter(
        pl.col("nik").str.contains(r"^\d{16}$")
        & (pl.col("name") != "")
        & pl.col("sex").is_not_null()
        & pl.col("born").is_not_null()
        & pl.col("area").is_in(list(villages()))
    )
    keep: pl.Expr = pl.col("nik").is_first_distinct() if leniently else ~pl.col("nik").is_duplicated()
    return sound.filter(keep)


def recordings(step: Step) -> pl.DataFrame:
    """The sound rows of a recordings file, each session's every status."""
    read = raw(step.file).select(
        nik=pl.col("NIK").str.strip_prefix("'"),
        day=_date("TGL_REKAM"),
        time=pl.col("JAM"),
        place=pl.col("LOKASI"),
        code=pl.col("KODE_WILAYAH"),
        kit=pl.col("ALAT"),
        status=pl.col("STATUS"),
        status_on=_date("TGL_STATUS"),
        known=_date("TGL_DIKETAHUI"),
    )
    return read.filter(
        pl.col("nik").str.contains(r"^\d{16}$") & pl.col("day").is_not_null() & (pl.col("day") <= step.as_of)
    ).unique(maintain_order=True)
