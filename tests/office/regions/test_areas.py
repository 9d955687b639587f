"""Areas and boundaries come in from files, on the screen and by the actions; bad files leave all as it is."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.regions import actions, queries, sentences
from rekam.office.regions.models import Area
from tests import make
from tests.office.accounts import staff

SQUARE = [[[117.0, 0.0], [118.0, 0.0], [118.0, 1.0], [117.0, 0.0]]]


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture
def browser() -> Client:
    return staff.browser(staff.person(Role.REGISTRAR))


def areas(folder: Path, text: str) -> actions.Outcome:
    return actions.import_areas(make.file(folder, text.encode(), "areas.csv"), by=None, at=make.moment())


def feature(code: Any = "64.08.04", geometry: Any = None, **extra: Any) -> dict[str, Any]:
    shape = geometry or {"type": "Polygon", "coordinates": SQUARE}
    return {"type": "Feature", "id": code, "properties": {}, "geometry": shape, **extra}


def geojson(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def boundaries(folder: Path, content: bytes) -> actions.Outcome:
    return actions.import_boundaries(make.file(folder, content, "batas.geojson"), by=None, at=make.moment())


# -- areas ----------------------------------------------------------------------------------------------


def test_a_country_can_be_brought_in_and_finds_its_parents(tmp_path: Path) -> None:
    areas(
        tmp_path, "code,name\n73.71.01.1001,Mattirowalie\n73.71,Kota Makassar\n73,Sulawesi\n73.71.01,Mariso\n"
    )

    village = Area.objects.get(code="73.71.01.1001")
    assert (village.level, village.kind) == ("village", "kelurahan")
    assert village.parent is not None
    assert village.parent.parent is not None
    assert village.parent.parent.parent == Area.objects.get(code="73")


def test_the_same_code_again_changes_the_row_and_an_empty_cell_keeps_what_is_held(tmp_path: Path) -> None:
    before = Area.objects.get(code=make.SANGATTA_UTARA)

    areas(tmp_path, f"kode;nama;lintang;bujur\n{make.SANGATTA_UTARA};Nama Baru;;\n")

    after = Area.objects.get(code=make.SANGATTA_UTARA)
    assert after.name == "Nama Baru"
    assert (after.pk, after.lat, after.lon, after.aliases) == (
        before.pk,
        before.lat,
        before.lon,
        before.aliases,
    )


def test_degrees_may_be_written_with_a_comma(tmp_path: Path) -> None:
    areas(tmp_path, "kode;nama;lintang;bujur\n64.08.19;Kecamatan Baru;0,5134;117,536\n")

    found = Area.objects.get(code="64.08.19")
    assert (found.lat, found.lon) == (0.5134, 117.536)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("6408,Kutai Timur,,", "area.malformed_code"),
        ("64.8.4,Sangatta Utara,,", "area.malformed_code"),
        ("٦٤,Angka Arab,,", "area.malformed_code"),
        ("64.08.04.2001.01,Terlalu dalam,,", "area.malformed_code"),
        ("64.08.19,,,", "area.no_name"),
        (f"64.08.19,{'x' * 101},,", "area.long_name"),
        ("64.08.19,Baru,91,117", "area.no_such_point"),
        ("64.08.19,Baru,0.5,", "area.no_such_point"),
        ("64.08.19,Baru,nan,117", "area.no_such_point"),
        ("64.08.20,Lagi,,", "area.doubled"),
        ("64.08.19,Terpotong", "row.too_few_cells"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_the_others_come_in(
    tmp_path: Path, row: str, why: str
) -> None:
    outcome = areas(tmp_path, f"code,name,lat,lon\n64.08.20,Satu,,\n{row}\n64.08.21,Dua,,\n")

    assert outcome.taken == 2
    assert [(line, code) for line, _, code in outcome.refused] == [(3, why)]
    assert not Area.objects.filter(code="64.08.19").exists()
    assert all(str(words) for words in sentences.row(why))


def test_a_file_without_the_columns_is_refused_whole(tmp_path: Path) -> None:
    count = Area.objects.count()

    with pytest.raises(RuleBroken, match=r"areas\.missing_column"):
        areas(tmp_path, "nama;penduduk\nSangatta;1\nBengalon;2\n")

    assert Area.objects.count() == count


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"%PDF-1.7 ...", "file.wrong_kind"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file.wrong_kind"),
    ],
)
def test_what_is_no_table_is_told_as_such(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(FileProblem, match=code.replace(".", r"\.")):
        actions.import_areas(make.file(tmp_path, content), by=None, at=make.moment())


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)

    for act in (actions.import_areas, actions.import_boundaries):
        with pytest.raises(RuleBroken, match=r"file\.too_large"):
            act(path, by=None, at=make.moment())


# -- boundaries -------------------------------------------------------------------------------------------


def test_boundaries_are_taken_by_code_and_the_others_are_told(tmp_path: Path) -> None:
    outcome = boundaries(
        tmp_path,
        geojson(
            feature("64.08.04"),
            feature(None, properties={"kode": "64.08.13"}),
            feature("99.99"),
            feature("64.08.09", {"type": "Point", "coordinates": [117, 0]}),
            feature("64.08.10", {"type": "Polygon", "coordinates": [[[500000, 9000000]]]}),
            "not a feature",
            {"properties": ["not a dictionary"]},
        ),
    )

    assert outcome.taken == 2
    assert [why for _, _, why in outcome.refused] == [
        "area.unknown",
        "boundaries.no_polygon",
        "boundaries.no_polygon",
        "area.unknown",
        "area.unknown",
    ]
    held = queries.boundaries("64.08", queries.Level.DISTRICT)
    assert set(held) == {"64.08.04", "64.08.13"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b'{"features": 5}',
        b'{"features": null}',
        b"\xff\xfe\x00",
        b'{"features":' + b"[" * 100_000,
        b'{"type": "FeatureCollection"',
    ],
)
def test_what_is_no_geojson_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(RuleBroken, match=r"boundaries\.not_geojson"):
        boundaries(tmp_path, content)

    assert not Area.objects.filter(boundary__isnull=False).exists()


# -- the screens --------------------------------------------------------------------------------------------


def hand_in(browser: Client, what: str, content: bytes, name: str = "data.csv") -> Any:
    return browser.post(f"/wilayah/{what}/", {"file": SimpleUploadedFile(name, content)})


def test_every_kecamatan_opens_into_its_villages(browser: Client) -> None:
    page = browser.get("/wilayah/").content.decode()

    assert page.count("<details>") >= 18
    assert "Swarga Bara" in page
    assert make.TELUK_PANDAN in page
    assert "tanpa batas" in page


def test_areas_are_brought_in_on_the_screen(browser: Client) -> None:
    answer = hand_in(browser, "daftar", b"kode;nama\n64.08.19;Kecamatan Baru\n6408;BPS\n")

    page = answer.content.decode()
    assert Area.objects.filter(code="64.08.19").exists()
    assert "area.malformed_code" in page
    assert "Ini bukan kode Kemendagri dengan titik." in page
    entry = Entry.objects.filter(event="areas.imported").latest("number")
    assert (entry.subject, entry.details) == ("data.csv", {"taken": 1, "refused": 1})
    assert entry.by is not None


def test_a_workbook_of_areas_is_a_table_too(browser: Client) -> None:
    book = openpyxl.Workbook()
    for row in (["kode", "nama"], ["64.08.19", "Kecamatan Baru"]):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)

    hand_in(browser, "daftar", content.getvalue(), "wilayah.xlsx")

    assert Area.objects.filter(code="64.08.19").exists()


def test_boundaries_are_brought_in_on_the_screen_and_drawn(browser: Client) -> None:
    hand_in(browser, "batas", geojson(feature("64.08.04")), "batas.geojson")

    page = browser.get("/wilayah/")
    areas = {area["code"]: area for area in page.context["map"]["areas"]}
    assert areas["64.08.04"]["boundary"]["type"] == "Polygon"
    assert "boundary" not in areas["64.08.13"]


@pytest.mark.parametrize(
    ("what", "content", "said"),
    [
        ("daftar", b"\x89PNG\r\n\x1a\n\x00\x00", "file.wrong_kind"),
        ("daftar", b"nama;penduduk\nSangatta;1\n", "areas.missing_column"),
        ("batas", b"kode;nama\n64;Kaltim\n", "boundaries.not_geojson"),
    ],
)
def test_a_bad_file_is_told_on_the_screen(browser: Client, what: str, content: bytes, said: str) -> None:
    answer = hand_in(browser, what, content)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Tidak ada yang diubah." in answer.content.decode()


def test_without_a_file_the_form_asks_for_one(browser: Client) -> None:
    assert "Pilih berkas terlebih dahulu." in browser.post("/wilayah/batas/").content.decode()


def test_who_may_only_look_sees_no_button() -> None:
    planner = staff.browser(staff.person(Role.PLANNER))

    page = planner.get("/wilayah/").content.decode()

    assert "/wilayah/daftar/" not in page
    assert hand_in(planner, "daftar", b"kode;nama\n64.08.19;Baru\n").status_code == 403
    assert not Area.objects.filter(code="64.08.19").exists()


def test_every_reason_is_said_in_both_languages() -> None:
    for code, words in sentences.SENTENCES.items():
        with translation.override("id"):
            indonesian = [str(text) for text in words]
        with translation.override("en"):
            english = [str(text) for text in words]
        assert all(one and one != other for one, other in zip(indonesian, english, strict=True)), code
