"""The page, the PDF and the workbook of a report say the same, and say it the same way every time."""

import re
from datetime import date, datetime

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.regions import queries as regions
from rekam.office.reports import queries
from rekam.office.reports.documents import document, drawing, pdf, people, reports, workbook
from rekam.office.reports.documents.document import COUNT, SUM, TEXT, Column, Document, Row, Section, Table
from rekam.office.reports.models import Kind
from rekam.office.residents.models import Resident
from tests import make
from tests.office.reports import scenes
from tests.office.reports.reading import Book, words_of

ON = scenes.SEPTEMBER


@pytest.fixture
def september() -> Document:
    """An issued report of a September in which most things happened."""
    rows = scenes.register()
    scenes.issued(on=date(2016, 8, 31), dated=date(2016, 9, 2))
    siti, dewi, budi = rows[:3]
    scenes.recorded(
        [
            scenes.session(siti, "05-09-2016"),
            scenes.session(siti, "12-09-2016"),
            scenes.session(dewi, "12-09-2016", STATUS="ENROLL_FAILURE_AT_CENTRAL"),
            scenes.session(budi, "10-08-2016", TGL_DIKETAHUI="20-09-2016"),
        ]
    )
    return reports.document(queries.said(scenes.issued(notes="Genset rusak 12 September.")))


def test_every_table_follows_from_itself(september: Document) -> None:
    assert len(september.tables) == 6
    assert not [cell for table in september.tables for cell in document.wrong_cells(table)]


def test_the_pdf_is_the_same_file_every_time(september: Document) -> None:
    assert pdf.write(september) == pdf.write(september)
    assert workbook.write(september) == workbook.write(september)


def test_the_pdf_carries_its_typeface_and_the_words_of_an_office(september: Document) -> None:
    content = pdf.write(september)

    words = words_of(content)
    assert b"/FontFile2" in content
    assert "LAPORAN BULANAN PEREKAMAN KTP-EL" in words
    assert "Kabupaten Kutai Timur · September 2016" in words
    assert "Nomor: 470/002/X/2016" in words
    assert "A. Cakupan per 30 September 2016" in words
    assert "50,00\u00a0%" in words  # a comma, and a space that does not break before the sign
    assert "\u22122" in words  # a real minus
    assert "Senin, 12" in words
    assert "Genset rusak 12 September." in words
    assert f"Halaman 1 dari {content.count(b'/Type /Page' + chr(10).encode())}" in words


def test_the_workbook_holds_numbers_dates_and_formulas_that_are_right(september: Document) -> None:
    book = Book(workbook.write(september))

    assert book.wrong_formulas() == []
    formulas = {formula for _sheet, _place, formula in book.every_formula()}
    assert "=SUM(E7:E24)" in formulas  # obliged of the eighteen kecamatan
    days = [row[0] for row in book.rows("Per hari") if isinstance(row[0], datetime)]
    assert days == [datetime(2016, 9, day) for day in range(1, 31)]  # noqa: DTZ001


def test_the_workbook_is_ready_to_read_and_to_print(september: Document) -> None:
    book = Book(workbook.write(september)).formulas

    coverage = book["Cakupan"]
    assert coverage.freeze_panes == "C7"
    assert coverage.print_title_rows == "$5:$6"
    assert coverage.page_setup.paperSize == 9  # A4
    assert coverage["I25"].number_format == "0.00\\ %"
    assert "470/002/X/2016" in str(coverage.oddFooter.left.text)


def test_page_pdf_and_workbook_agree_on_the_figures(september: Document) -> None:
    book, words = Book(workbook.write(september)), words_of(pdf.write(september)).splitlines()

    total = september.tables[0].total
    assert total is not None
    sheet_total = next(row for row in book.rows("Cakupan") if row[1] == "Jumlah")
    assert sheet_total[2:8] == (1, 3, 4, 1, 1, 2) == total[2:5] + total[5:8]
    assert words[words.index("Jumlah") + 1 :][:6] == ["1", "3", "4", "1", "1", "2"]


def test_a_day_off_is_marked_and_named(september: Document) -> None:
    table = next(t for t in september.tables if t.name == "Per hari")

    off = {row.cells[0] for row in table.rows if row.tone == "off"}
    assert date(2016, 9, 12) in off  # Idul Adha, a Monday
    assert date(2016, 9, 11) in off  # a Sunday
    assert date(2016, 9, 13) not in off
    assert "12 September 2016: Hari Raya Idul Adha." in table.notes


def test_the_report_names_late_news_apart_from_what_happened_in_the_month(september: Document) -> None:
    table = next(t for t in september.tables if t.name == "Perubahan")

    recorded = next(row.cells for row in table.rows if row.cells[3] == 2)
    assert recorded[4:] == (-2, -1)  # two fewer unrecorded, one of them known late
    assert table.total is not None
    assert table.total[1:5] == (5, 4, 2, 2)


def test_stocks_are_never_added_over_days(september: Document) -> None:
    table = next(t for t in september.tables if t.name == "Status")

    assert [c.label for c in table.columns[2:4]] == ["31-08-2016", "30-09-2016"]
    assert not any(c.adds for c in table.columns)


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
