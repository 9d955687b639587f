"""Invented clients and what they hand in."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.clients import actions, rolls
from rekam.office.clients.models import Client, Roll, RollRow
from rekam.office.places.models import Kind
from rekam.office.residents.models import Resident
from tests import make
from tests.office import standing
from tests.office.accounts import staff

TODAY = date(2016, 9, 30)
BENGALON = "64.08.09.2001"
COLUMNS = ("No", "NIK", "Nama")

Line = Sequence[object]


def company(name: str = "PT Contoh Rekaan", *, area: str = "64.08.04", **facts: Any) -> Client:
    about = {"kind": Kind.COMPANY, "area": area, "kits_at_once": 2, **facts}
    return actions.add_client(name=name, by=None, at=make.moment(), **about)


def register(*others: str) -> list[dict[str, str]]:
    """Siti, and others by their names, brought in."""
    rows = [make.siti(), *(make.siti(NAMA_LGKP=name) for name in others)]
    make.committed(rows)
    return rows


with_siti = standing.on(register)
with_siti_and_dewi = standing.on(register, "DEWI REKAAN")


def planner() -> User:
    return staff.person(Role.PLANNER)


def resident(row: dict[str, str]) -> Resident:
    return Resident.objects.get(nik=row["NIK"])


def file(
    folder: Path, lines: Sequence[Line], columns: Sequence[str] = COLUMNS, name: str = "roll.csv"
) -> Path:
    """A CSV as a company's clerk makes it, with a number in front of every line."""
    rows = [";".join(columns), *(";".join(map(str, (n, *line))) for n, line in enumerate(lines, start=1))]
    return make.file(folder, ("\r\n".join(rows) + "\r\n").encode(), name)


def roll(folder: Path, lines: Sequence[Line], *, client: Client | None = None, **about: Any) -> Roll:
    """A list that was received and matched."""
    columns, name = about.pop("header", COLUMNS), about.pop("file", "roll.csv")
    facts = {"name": "Karyawan", "as_of": TODAY, "by": None, "at": make.moment(), **about}
    return rolls.receive(file(folder, lines, columns, name), client=client or company(), **facts)


def row(of: Roll, number: int) -> RollRow:
    """A row as the spreadsheet numbers it: the first under the header is 2."""
    return of.rows.get(number=number)


def moment(day: date = TODAY) -> datetime:
    return make.moment(day)
