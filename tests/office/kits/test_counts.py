"""Counts of devices as kecamatan send them: what a file may say, and which count is the last."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rekam.domain import wording
from rekam.domain.kits.kinds import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.kits import counts, words
from rekam.office.kits.models import Inventory
from tests import make
from tests.office.accounts import staff
from tests.office.kits import made

DAY, LATER_DAY = date(2016, 9, 1), date(2016, 9, 20)
HEAD = "Komponen,Kecamatan,Baik,Rusak\n"


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
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


def handed_in(client: Client, **facts: str) -> Any:
    file = SimpleUploadedFile("hitungan.csv", f"{HEAD}Laptop,Sangatta Selatan,2,1\n".encode())
    return client.post(reverse("kits:count_devices"), {"file": file, **facts})


@pytest.mark.parametrize("said", ["31-02-2016", "kemarin", "01-01-9999", "TOMORROW"])
def test_a_count_of_no_day_or_of_a_day_to_come_is_not_kept(said: str) -> None:
    said = said.replace("TOMORROW", wording.short_date(timezone.localdate() + timedelta(days=1)))

    answer = handed_in(staff.browser(staff.person(Role.PLANNER)), as_of=said)

    assert (answer.status_code, Inventory.objects.count()) == (422, 0)
    html = answer.content.decode()
    assert f'value="{said}"' in html
    assert 'id="id_as_of_error"' in html
    assert 'id="id_file_error"' not in html


def test_a_count_without_a_day_is_of_today_and_one_with_a_day_of_that_day() -> None:
    client = staff.browser(staff.person(Role.PLANNER))

    answers = [handed_in(client, **facts) for facts in ({"as_of": ""}, {}, {"as_of": "01-09-2016"})]

    assert [each.status_code for each in answers] == [302, 302, 302]
    days = Inventory.objects.order_by("as_of").values_list("as_of", flat=True).distinct()
    assert list(days) == [DAY, timezone.localdate()]


def test_a_file_that_is_no_table_is_said_beside_its_field() -> None:
    file = SimpleUploadedFile("hitungan.csv", b"Nama,Alamat\nX,Y\n")

    answer = staff.browser(staff.person(Role.PLANNER)).post(
        reverse("kits:count_devices"), {"file": file, "as_of": "01-09-2016"}
    )

    assert answer.status_code == 422
    assert 'id="id_file_error"' in answer.content.decode()
    assert 'value="01-09-2016"' in answer.content.decode()


def test_a_day_that_is_still_to_come_hides_no_count(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"inventory\.future"):
        take(tmp_path, "Laptop,Sangatta Selatan,2,1", as_of=make.moment().date() + timedelta(days=1))

    assert not Inventory.objects.exists()


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
    client.force_login(staff.person(Role.PLANNER), backend="rekam.office.accounts.backends.Staff")

    page = client.get(reverse("kits:inventory")).content.decode()

    assert "1 September 2016" in page
    assert "20 September 2016" in page
