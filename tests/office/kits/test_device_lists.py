"""What a list of devices may say."""

from datetime import timedelta
from pathlib import Path

import pytest

from rekam.office.kits import device_list
from rekam.office.kits.list_views import WRONG
from rekam.office.kits.models import Device
from tests import make
from tests.office.kits import made

HEAD = "Jenis;Merek;Tipe;No. Seri;Sertifikat"


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def take(folder: Path, *rows: str, head: str = HEAD) -> device_list.Review:
    path = folder / "alat.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return device_list.take(path, by=None, at=made.later())


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"Kamera;{'m' * 61};T;A-1;", "make"),
        (f"Kamera;M;{'t' * 61};A-1;", "model"),
        (f"Kamera;M;T;{'s' * 61};", "serial"),
        (f"Kamera;M;T;A-1;{'c' * 81}", "certificate"),
    ],
    ids=["make", "model", "serial", "certificate"],
)
def test_a_cell_that_is_too_long_is_named_and_the_rest_is_taken_in(
    tmp_path: Path, row: str, column: str
) -> None:
    found = take(tmp_path, row, "UPS;Contoh;T;A-2;")

    assert [(each.row, each.column, each.code) for each in found.refused] == [(2, column, "device.too_long")]
    assert found.refused[0].code in WRONG
    assert Device.objects.get().serial == "A-2"


def test_cells_as_long_as_they_may_be_are_taken_in(tmp_path: Path) -> None:
    found = take(tmp_path, f"Kamera;{'m' * 60};{'t' * 60};{'s' * 60};{'c' * 80}", "UPS;Contoh;T;A-2;")

    assert found.refused == []
    assert len(Device.objects.get(kind="camera").certificate) == 80


UNNUMBERED = "Jenis;Merek;Kecamatan"


def test_a_device_of_a_kecamatan_without_an_office_is_refused_and_not_put_into_the_store(
    tmp_path: Path,
) -> None:
    rows = ("Tripod;Contoh;Busang", "Tripod;Contoh;Sangatta Selatan", "UPS;Contoh;")
    made.place()

    found = [take(tmp_path, *rows, head=UNNUMBERED) for _day in range(2)]

    said = [(each.row, each.column, each.code) for each in found[0].refused]
    assert said == [(2, "district", "device.no_office")]
    assert said[0][2] in WRONG
    assert [len(each.outcome.added) for each in found] == [2, 0]
    assert [each.outcome.changed for each in found] == [[], []]
    assert Device.objects.get(kind="tripod").place == made.place()


def test_a_device_is_kept_in_the_office_that_its_kecamatan_has_on_that_day(tmp_path: Path) -> None:
    today = made.MORNING.date()
    made.place(name="Kantor Camat A, lama", closes_on=today - timedelta(days=1))
    made.place(name="Kantor Camat B, kelak", opens_on=today + timedelta(days=1))
    new = made.place(name="Kantor Camat C", opens_on=today)

    take(tmp_path, "Tripod;Contoh;Sangatta Selatan", head=UNNUMBERED)

    assert Device.objects.get().place == new


@pytest.mark.parametrize("dates", [{"closes_on": -1}, {"opens_on": 1}])
def test_a_kecamatan_whose_office_is_closed_for_good_or_still_to_open_has_none(
    dates: dict[str, int], tmp_path: Path
) -> None:
    made.place(**{name: made.MORNING.date() + timedelta(days=days) for name, days in dates.items()})

    path = tmp_path / "alat.csv"
    path.write_text(f"{UNNUMBERED}\nTripod;Contoh;Sangatta Selatan\n", encoding="utf-8")
    found = device_list.review(path, at=made.later())

    assert [each.code for each in found.refused] == ["device.no_office"]


def test_a_kit_says_where_its_device_is_whatever_its_kecamatan_has(tmp_path: Path) -> None:
    kit = made.kit(made.place(), kinds=())
    row = f"Tripod;Contoh;Busang;{kit.code}"

    found = [take(tmp_path, row, head=f"{UNNUMBERED};Set") for _day in range(2)]

    assert [len(each.outcome.added) for each in found] == [1, 0]
    assert Device.objects.get().kit == kit
