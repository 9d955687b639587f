"""Issuing freezes: what was said stays said, under one number, whatever is learned later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.coverage import actions as coverage
from rekam.office.regions import actions as regions
from rekam.office.reports import actions, queries
from rekam.office.reports.models import Issued, Kind, Withdrawal
from tests import make
from tests.office.reports import scenes

SEPTEMBER, DATED = scenes.SEPTEMBER, scenes.ISSUED_ON


@pytest.fixture(scope="module", autouse=True)
def rows(ground: None) -> list[dict[str, str]]:
    return scenes.register()


def test_a_report_is_frozen_with_its_number_its_figures_and_its_audit_line() -> None:
    report = scenes.issued(notes="Alat rekam Sangatta Selatan rusak 12-14 September.")

    held = queries.said(report)
    assert report.number == "470/001/X/2016"
    assert held.figures.total.total.obliged == 4
    assert held.notes.startswith("Alat rekam")
    assert queries.sha256(report.content) == report.sha256
    [line] = Entry.objects.filter(event="report.issued")
    assert line.subject == report.number
    assert line.details["sha256"] == report.sha256


def test_later_news_never_changes_what_was_issued(rows: list[dict[str, str]]) -> None:
    report = scenes.issued()
    make.recorded([make.session(rows[0], "05-09-2016")], as_of=date(2016, 10, 10))

    again = Issued.objects.get(pk=report.pk)

    assert queries.said(again).figures.total.total.recorded == 0
    assert queries.state(again).now.recorded == 1
    assert queries.state(again).changed


@pytest.mark.parametrize("table", ["issued", "withdrawal"])
def test_the_database_refuses_to_change_or_delete_what_was_issued(table: str) -> None:
    report = scenes.issued()
    actions.withdraw(report=report, reason="Salah cetak", by=None, at=make.moment(DATED))
    rows = Issued.objects.filter(pk=report.pk) if table == "issued" else Withdrawal.objects.all()
    change = {"number": "470/999/X/2016"} if table == "issued" else {"reason": "-"}

    with pytest.raises(DatabaseError, match=r"report\.append_only"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError, match=r"report\.append_only"), transaction.atomic():
        rows._raw_delete(rows.db)


def test_numbers_run_on_within_a_year_and_begin_anew_with_the_next() -> None:
    first = scenes.issued()
    second = scenes.issued(kind=Kind.DAILY)
    next_year = scenes.issued(on=date(2016, 12, 31), dated=date(2017, 1, 4))

    numbers = [first.number, second.number, next_year.number]
    assert numbers == ["470/001/X/2016", "470/002/X/2016", "470/001/I/2017"]


def test_the_agenda_of_the_office_may_give_the_running_number() -> None:
    assert scenes.issued(sequence=20).number == "470/020/X/2016"
    assert scenes.issued(kind=Kind.DAILY).number == "470/021/X/2016"


def test_a_number_is_given_once() -> None:
    scenes.issued(sequence=20)

    with pytest.raises(RuleBroken, match=r"report\.number_taken"):
        scenes.issued(kind=Kind.DAILY, sequence=20)


def test_the_database_itself_gives_a_number_once() -> None:
    report = scenes.issued()
    twin = Issued.objects.get(pk=report.pk)
    twin.pk, twin.kind = None, Kind.DAILY

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_report_of_the_same_month_replaces_the_one_before() -> None:
    first = scenes.issued()
    second = scenes.issued()

    assert (second.edition, second.replaces) == (2, first)
    assert queries.said(second).replaces == first.number
    assert [r.number for r in queries.chain(first)] == [first.number, second.number]
    assert list(queries.standing()) == [second]


def test_a_withdrawn_report_stays_readable_and_may_be_replaced() -> None:
    first = scenes.issued()
    actions.withdraw(report=first, reason="Angka Agustus tertukar", by=None, at=make.moment(DATED))

    assert list(queries.standing()) == []
    assert queries.said(first).figures.total.total.obliged == 4
    assert scenes.issued().replaces == first


def test_a_report_is_withdrawn_once_and_with_a_reason() -> None:
    report = scenes.issued()

    with pytest.raises(RuleBroken, match=r"report\.withdrawn_without_reason"):
        actions.withdraw(report=report, reason="  ", by=None, at=make.moment(DATED))
    actions.withdraw(report=report, reason="Tertukar", by=None, at=make.moment(DATED))
    with pytest.raises(RuleBroken, match=r"report\.not_standing"):
        actions.withdraw(report=report, reason="Tertukar", by=None, at=make.moment(DATED))


def test_changes_are_told_from_the_last_report_that_stands() -> None:
    july = scenes.issued(on=date(2016, 7, 31), dated=date(2016, 8, 2))
    august = scenes.issued(on=date(2016, 8, 31), dated=date(2016, 9, 2))
    actions.withdraw(report=august, reason="Tertukar", by=None, at=make.moment(DATED))

    assert queries.previous(Kind.MONTHLY, SEPTEMBER) == july
    held = queries.said(scenes.issued()).figures
    assert held.since is not None
    assert held.since.number == july.number


def test_a_report_cannot_be_dated_before_its_period_is_over_or_in_the_future() -> None:
    with pytest.raises(RuleBroken, match=r"report\.period_not_over"):
        scenes.issued(dated=date(2016, 9, 29))
    with pytest.raises(RuleBroken, match=r"report\.dated_in_the_future"):
        scenes.issued(dated=date(2016, 10, 7), at=make.moment(date(2016, 10, 6)))


def test_figures_that_moved_while_somebody_looked_are_not_issued(rows: list[dict[str, str]]) -> None:
    seen = mark()
    make.recorded([make.session(rows[0], "05-09-2016")])

    with pytest.raises(RuleBroken, match=r"report\.figures_moved"):
        scenes.issued(seen=seen)
    assert not Issued.objects.exists()


Rows = list[dict[str, str]]


def mark() -> str:
    """Of the draft that somebody looks at now."""
    return queries.mark(queries.draft(kind=Kind.MONTHLY, on=SEPTEMBER))


def a_recording_that_moves_no_count(rows: Rows, folder: Path) -> None:
    """Somebody whom the register does not hold."""
    scenes.recorded([scenes.session(make.siti(), "06-09-2016")])


def a_stated_figure(rows: Rows, folder: Path) -> None:
    about = {"measure": "obliged", "value": 9, "on": SEPTEMBER, "area_code": "64.08", "stated_by": "Dinas"}
    coverage.add_stated(
        by=make.registrar(), at=make.moment(DATED), published_on=DATED, source="Siaran pers", **about
    )


def a_new_name_of_a_village(rows: Rows, folder: Path) -> None:
    file = make.file(folder, f"code,name\n{make.TELUK_PANDAN},Teluk Pandan Baru\n".encode(), "desa.csv")
    assert regions.import_areas(file, by=None, at=make.moment(DATED)).taken == 1


def another_head_of_office(rows: Rows, folder: Path) -> None:
    regions.change_office(values={"head_name": "Dewi Rekaan"}, by=None, at=make.moment(DATED))


def another_letterhead(rows: Rows, folder: Path) -> None:
    actions.change_letterhead(values={"place": "Sangatta"}, emblem=None, by=None, at=make.moment(DATED))


def another_pattern_of_numbers(rows: Rows, folder: Path) -> None:
    values = {"number_pattern": "{jenis}/{urut}/{tahun}"}
    actions.change_letterhead(values=values, emblem=None, by=None, at=make.moment(DATED))


def a_report_of_the_month_before(rows: Rows, folder: Path) -> None:
    scenes.issued(on=date(2016, 8, 31), dated=date(2016, 9, 2))


def a_report_of_the_same_month(rows: Rows, folder: Path) -> None:
    scenes.issued()


@pytest.mark.parametrize(
    "change",
    [
        a_recording_that_moves_no_count, a_stated_figure, a_new_name_of_a_village, another_head_of_office,
        another_letterhead, another_pattern_of_numbers, a_report_of_the_month_before,
        a_report_of_the_same_month,
    ],
)  # fmt: skip
def test_whatever_else_the_report_says_is_what_the_person_saw(
    rows: Rows, change: Callable[[Rows, Path], None], tmp_path: Path
) -> None:
    seen = mark()
    change(rows, tmp_path)

    with pytest.raises(RuleBroken, match=r"report\.figures_moved"):
        scenes.issued(seen=seen)
    assert scenes.issued(seen=mark())


def test_what_the_report_does_not_say_stops_nobody(rows: list[dict[str, str]]) -> None:
    seen = mark()
    make.committed([{**rows[0], "ALAMAT": "JALAN BARU"}], as_of=date(2016, 10, 3))

    assert scenes.issued(seen=seen, notes="Catatan").number


def test_reports_keep_the_paper_they_were_issued_on() -> None:
    report = scenes.issued()
    actions.change_letterhead(
        values={"place": "Sangatta", "number_pattern": "{jenis}/{urut}/{tahun}"},
        emblem=None,
        by=None,
        at=make.moment(DATED),
    )

    assert queries.said(report).paper == replace(queries.current_paper(), place="")
    assert scenes.issued(kind=Kind.DAILY).number == "LH/002/2016"


def test_only_a_picture_is_taken_as_emblem() -> None:
    for wrong in (b"GIF89a", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n broken", b"%PDF-1.7"):
        with pytest.raises(RuleBroken, match=r"letterhead\.not_a_picture"):
            actions.change_letterhead(values={}, emblem=wrong, by=None, at=make.moment(DATED))
