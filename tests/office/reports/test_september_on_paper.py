"""One report of a month in which most things happened: page, PDF and workbook."""

from datetime import date, datetime

import pytest

from rekam.office.reports import queries
from rekam.office.reports.documents import document, pdf, reports, workbook
from rekam.office.reports.documents.document import Document
from tests.office.reports import scenes
from tests.office.reports.reading import Book, words_of

ON = scenes.SEPTEMBER


@pytest.fixture(scope="module")
def september(ground: None) -> Document:
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
