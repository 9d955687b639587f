"""Ready objects for tests: name only what the test is about. Everyone here is invented."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from rekam.office.accounts.models import User
from rekam.office.imports import actions as imports
from rekam.office.imports.models import Import, Kind, Mode
from rekam.office.regions import actions as regions
from rekam.office.regions.models import Office
from tests.office.accounts import staff

OPENED = date(2015, 12, 31)
SANGATTA_UTARA = "64.08.04.2001"
SINGA_GEMBARA = "64.08.04.2011"
TELUK_PANDAN = "64.08.13.2001"
NUMBERS = count(1)

REGISTER = (
    "NIK", "NO_KK", "NAMA_LGKP", "JENIS_KLMIN", "TMPT_LHR", "TGL_LHR", "STAT_KWN", "TGL_KWN", "NO_PROP",
    "NO_KAB", "NO_KEC", "NO_KEL", "STAT_HIDUP", "TGL_MENINGGAL", "FLAG_PINDAH", "TGL_PINDAH", "TGL_DATANG",
    "EKTP_CURRENT_STATUS_CODE", "EKTP_CREATED_DATE",
)  # fmt: skip
RECORDINGS = (
    "NIK",
    "TGL_REKAM",
    "JAM",
    "LOKASI",
    "ALAT",
    "OPERATOR",
    "STATUS",
    "TGL_STATUS",
    "TGL_DIKETAHUI",
)


def moment(day: date = date(2016, 9, 30)) -> datetime:
    """A quarter past eight in the morning in Sangatta."""
    return datetime(day.year, day.month, day.day, 0, 15, tzinfo=UTC)


def office() -> Office:
    """The office of Kutai Timur with the shipped areas."""
    return regions.set_up(regency="64.08", name="Disdukcapil Kutai Timur", at=moment())


def registrar() -> User:
    return staff.person()


def nik(born: date, *, female: bool = True, area: str = "640804") -> str:
    """A NIK that nobody has. Its serial never ends in 0: a whole column that does was rounded by a
    spreadsheet.
    """
    day = born.day + (40 if female else 0)
    return f"{area}{day:02}{born:%m%y}{next(NUMBERS) % 999:03}7"


def siti(**facts: str) -> dict[str, str]:
    """A register row of a woman of 36 in Sangatta Utara, as SIAK writes it; *facts* by column name."""
    born = datetime.strptime(facts.get("TGL_LHR", "17-05-1980"), "%d-%m-%Y").date()  # noqa: DTZ007
    female = facts.get("JENIS_KLMIN", "2") == "2"
    province, regency, district, village = facts.pop("area", SANGATTA_UTARA).split(".")
    row = {
        "NIK": nik(born, female=female),
        "NO_KK": "6408042101160001",
        "NAMA_LGKP": "SITI REKAAN",
        "JENIS_KLMIN": "2",
        "TMPT_LHR": "SANGATTA",
        "TGL_LHR": "17-05-1980",
        "STAT_KWN": "1",
        "NO_PROP": province,
        "NO_KAB": regency.lstrip("0"),
        "NO_KEC": district.lstrip("0"),
        "NO_KEL": village,
        "STAT_HIDUP": "1",
    }
    return {**row, **facts}


def session(row: dict[str, str], day: str, **facts: str) -> dict[str, str]:
    """A row of a recordings file about somebody of a register row."""
    place = {"LOKASI": "Kecamatan Sangatta Utara", "ALAT": "SET-04", "STATUS": "BIO_CAPTURED"}
    return {"NIK": row["NIK"], "TGL_REKAM": day, "TGL_STATUS": day, "TGL_DIKETAHUI": day, **place, **facts}


def csv_of(rows: Iterable[dict[str, str]], columns: Iterable[str] = REGISTER) -> bytes:
    """Rows as a file in the columns that an office has."""
    lines = [";".join(columns), *(";".join(row.get(c, "") for c in columns) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


def received(
    content: bytes,
    *,
    kind: Kind = Kind.RESIDENTS,
    as_of: date = OPENED,
    by: User | None = None,
    mode: Mode = Mode.UPDATE,
    **about: Any,
) -> Import:
    """A file that was taken in and not looked at yet."""
    return imports.receive(
        [content], kind=kind, name="data.csv", as_of=as_of, by=by, at=moment(as_of), mode=mode, **about
    )


def reviewed(rows: Iterable[dict[str, str]], **about: Any) -> Import:
    """A file that was looked at and waits for a decision."""
    columns = RECORDINGS if about.get("kind") == Kind.RECORDINGS else REGISTER
    item = received(csv_of(rows, columns), **about)
    return imports.look_over(item, at=moment(item.as_of))


def committed(rows: Iterable[dict[str, str]], **about: Any) -> Import:
    """A file that was brought in."""
    item = reviewed(rows, **about)
    return imports.commit(item, by=None, at=moment(item.as_of))


def recorded(rows: Iterable[dict[str, str]], **about: Any) -> Import:
    """A file of recordings that was brought in."""
    return committed(rows, **{"kind": Kind.RECORDINGS, "as_of": date(2016, 9, 30), **about})


def file(folder: Path, content: bytes, name: str = "data.csv") -> Path:
    """A real file."""
    path = folder / name
    path.write_bytes(content)
    return path


def give_boundary(geometry: dict[str, object], **which: object) -> None:
    """The outline of the areas that a filter finds, in place of the one they had."""
    from rekam.office.regions.models import Area, Boundary

    for area in Area.objects.filter(**which):
        Boundary.objects.update_or_create(area=area, defaults={"geometry": geometry})
