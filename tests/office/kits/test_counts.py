"""Counts of devices as kecamatan send them: what a file may say, and which count is the last."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.kits.kinds import Kind
from rekam.office.accounts.rights import Role
from rekam.office.kits import counts, words
from rekam.office.kits.models import Inventory
from tests import make
from tests.office.accounts import staff
from tests.office.kits import made

DAY, LATER_DAY = date(2016, 9, 1), date(2016, 9, 20)
HEAD = "Komponen,Kecamatan,Baik,Rusak\n"


@pytest.fixture(autouse=True)
def office() -> None:
    make.office()


def take(folder: Path, *rows: str, as_of: date = DAY) -> counts.Counted:
    path = folder / "hitungan.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return counts.take(path, as_of=as_of, by=None, at=made.MORNING)


def counted(within: str = "") -> dict[str, tuple[int | None, int | None]]:
    """Good and broken devices by kind."""
    _days, rows = counts.beside(within)
    return {str(row.kind): (row.counted[0], row.counted[2]) for row in rows}


def name(kind: Kind) -> str:
    return str(words.KINDS[kind])


def test_two_rows_of_one_kind_are_added_up(tmp_path: Path) -> None:
    found = take(tmp_path, "Laptop,Sangatta Selatan,2,1", "Notebook,Sangatta Selatan,3,0")

    assert (found.rows, found.refused, Inventory.objects.count()) == (2, [], 2)
    assert counted() == {name(Kind.LAPTOP): (5, 1)}


@pytest.mark.parametrize("said", ["²", "٣", "1000000", "99999999999999999999", "dua", "-1"])
def test_what_is_no_number_of_devices_is_refused(tmp_path: Path, said: str) -> None:
    found = take(tmp_path, f"Laptop,Sangatta Selatan,{said},0", "Kamera,Sangatta Selatan,999999,0")

    assert [(each.row, each.code) for each in found.refused] == [(2, "inventory.no_number")]
    assert counted() == {name(Kind.CAMERA): (999_999, 0)}


def test_each_kecamatan_is_shown_with_its_own_last_count(tmp_path: Path) -> None:
    take(tmp_path, "Laptop,Sangatta Selatan,2,0", "Laptop,Teluk Pandan,4,0")
    take(tmp_path, "Laptop,Teluk Pandan,1,3", as_of=LATER_DAY)

    days, _rows = counts.beside("")

    assert counted() == {name(Kind.LAPTOP): (3, 3)}
    assert counted(made.SANGATTA_SELATAN) == {name(Kind.LAPTOP): (2, 0)}
    assert list(days) == [DAY, LATER_DAY]


def test_one_kind_counted_anew_leaves_the_others_as_they_were_counted(tmp_path: Path) -> None:
    take(tmp_path, "Laptop,Sangatta Selatan,2,0", "Kamera,Sangatta Selatan,4,0")
    take(tmp_path, "Kamera,Sangatta Selatan,3,1", as_of=LATER_DAY)

    assert counted() == {name(Kind.LAPTOP): (2, 0), name(Kind.CAMERA): (3, 1)}


def test_the_page_names_the_first_and_the_last_day_of_its_counts(tmp_path: Path) -> None:
    take(tmp_path, "Laptop,Sangatta Selatan,2,0")
    take(tmp_path, "Laptop,Teluk Pandan,1,3", as_of=LATER_DAY)
    client = Client()
    client.force_login(
        staff.person(Role.PLANNER), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    page = client.get(reverse("kits:inventory")).content.decode()

    assert "1 September 2016" in page
    assert "20 September 2016" in page
