"""The page, the PDF and the workbook of a report say the same, and say it the same way every time."""

import re
from datetime import date

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.regions import queries as regions
from rekam.office.reports import queries
from rekam.office.reports.documents import drawing, pdf, people, reports, workbook
from rekam.office.reports.documents.document import COUNT, SUM, TEXT, Column, Document, Row, Section, Table
from rekam.office.reports.models import Kind
from rekam.office.residents.models import Resident
from tests import make
from tests.office.reports import scenes
from tests.office.reports.reading import Book, words_of

ON = scenes.SEPTEMBER


def test_in_english_the_same_report_says_that_it_is_a_translation() -> None:
    scenes.register()
    held = reports.document(queries.said(scenes.issued()), language="en")

    words = words_of(pdf.write(held))
    assert "MONTHLY REPORT ON KTP-EL RECORDING" in words
    assert "the report in Indonesian is the official one" in words.replace("\n", " ")


def test_a_draft_a_withdrawn_and_a_replaced_report_say_so_on_every_page() -> None:
    scenes.register()
    said = queries.draft(kind=Kind.MONTHLY, on=ON)

    assert reports.document(said).band.startswith("RANCANGAN")
    issued = queries.said(scenes.issued())
    assert reports.document(issued, withdrawn="Tertukar").band == "DITARIK: Tertukar"
    assert "470/009" in reports.document(issued, replaced_by="470/009/X/2016").band
    words = words_of(pdf.write(reports.document(issued, withdrawn="Tertukar")))
    assert words.count("DITARIK: Tertukar") == words.count("Halaman ")


def test_district_staff_get_an_extract_that_nobody_signs() -> None:
    scenes.register()
    said = queries.part(queries.said(scenes.issued()), "64.08.04")

    held = reports.document(said)

    assert not held.signed
    assert held.band == "Kutipan laporan 470/001/X/2016, hanya untuk keperluan dinas"
    assert "Teluk Pandan" not in words_of(pdf.write(held))


def test_an_empty_daily_report_still_prints() -> None:
    scenes.register()
    said = queries.draft(kind=Kind.DAILY, on=ON)
    held = reports.document(said)

    words = words_of(pdf.write(held))
    assert "Belum ada sesi perekaman masa ini yang dimasukkan." in words
    assert "Sisa blangko" in words
    typed = next(t for t in held.tables if t.name == "Suket dan kartu")
    assert {row.cells[2] for row in typed.rows} == {None}
    assert Book(workbook.write(held)).wrong_formulas() == []


def table(*rows: tuple[object, ...], total: tuple[object, ...]) -> Table:
    columns = (
        Column("Nama", TEXT),
        Column("L", total=SUM),
        Column("P", total=SUM),
        Column("Jml", COUNT, adds=(1, 2), total=SUM),
    )
    return Table("Uji", "Uji", columns, tuple(Row(r) for r in rows), total)  # type: ignore[arg-type]


def of_table(held: Table) -> Document:
    return Document(
        "Uji", "", "", queries.current_paper(), "id", (), (Section("Uji", (held,)),), dated=date(2016, 9, 30)
    )


def test_a_table_that_does_not_add_up_is_not_written() -> None:
    make.office()
    right = table(("A", 1, 2, 3), total=("Jumlah", 1, 2, 3))
    for wrong in (
        table(("A", 1, 2, 4), total=("Jumlah", 1, 2, 4)),
        table(("A", 1, 2, 3), total=("Jumlah", 1, 2, 4)),
    ):
        with pytest.raises(RuleBroken, match=r"report\.table_does_not_add_up"):
            workbook.write(of_table(wrong))
    assert workbook.write(of_table(right))


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    make.office()
    content = workbook.write(of_table(table((text, 1, 2, 3), total=("Jumlah", 1, 2, 3))))

    cell = Book(content).formulas["Uji"]["A6"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


def test_a_bridge_begins_below_its_lowest_level_and_says_where() -> None:
    assert drawing.axis_start([107_624, 108_352, 99_270]) % 1_000 == 0
    assert 90_000 < drawing.axis_start([107_624, 108_352, 99_270]) < 99_270
    assert drawing.axis_start([5, 0]) == 0
    assert drawing.axis_start([0, -4]) == -4


def test_a_bridge_ends_where_its_steps_lead() -> None:
    steps = [
        drawing.Step("Awal", 100, "100", is_end=True),
        drawing.Step("Rekam", -30, "-30"),
        drawing.Step("Akhir", 70, "70", is_end=True),
    ]
    held = drawing.bridge(steps, label="", note="")

    start, fall, end = held.boxes
    assert fall.x == pytest.approx(end.x + end.width)
    assert fall.x + fall.width == pytest.approx(start.x + start.width)
    assert (fall.tone, end.tone) == ("better", "level")


def test_a_long_list_repeats_its_headings_on_every_page() -> None:
    make.office()
    rows = [(f"Orang {n}", n, 1, n + 1) for n in range(200)]
    sums = (sum(n for _, n, _, _ in rows), 200, sum(s for *_, s in rows))
    words = words_of(pdf.write(of_table(table(*rows, total=("Jumlah", *sums)))))

    pages = len(re.findall(r"^Halaman \d+ dari", words, re.MULTILINE))
    assert pages > 3
    assert words.split("\n").count("Nama") == pages


# -- the list of a village -------------------------------------------------------------------------


def village_list(*, whole_niks: bool) -> Document:
    village = regions.by_code(make.SANGATTA_UTARA)
    assert village is not None
    held = list(Resident.objects.filter(area=village, obliged_from__lte=ON).order_by("name"))
    return people.unrecorded(
        held,
        village=village,
        paper=queries.current_paper(),
        on=ON,
        counted=len(held),
        years=5,
        whole_niks=whole_niks,
        dated=ON,
    )


def test_the_list_of_a_village_names_people_and_masks_their_niks() -> None:
    rows = scenes.register()

    words = words_of(pdf.write(village_list(whole_niks=False)))

    assert "SITI REKAAN" in words
    assert "RARA REKAAN" not in words  # 16, not obliged yet
    assert rows[0]["NIK"] not in words
    assert f"640804••••••{rows[0]['NIK'][-4:]}" in words
    assert "DATA PRIBADI" in words
    assert "UU 27/2022" in words


def test_whole_niks_are_printed_only_when_asked_for() -> None:
    rows = scenes.register()

    assert rows[0]["NIK"] in words_of(pdf.write(village_list(whole_niks=True)))


def test_a_nik_that_may_be_deactivated_is_remarked_on_the_list() -> None:
    scenes.register()

    [tile, *_rest] = village_list(whole_niks=False).tiles
    remarks = [row.cells[9] for row in village_list(whole_niks=False).tables[0].rows]

    assert (tile.value, tile.line) == (2, "sama dengan buku besar")
    assert remarks == ["NIK rawan nonaktif sejak 03-02-1993", "NIK rawan nonaktif sejak 17-05-2002"]
