"""`rekam verify`: everything is recounted, and what differs is said to people and to programs."""

import json
from typing import Any

import pytest

from rekam import cli
from rekam.office.audit.models import Entry
from rekam.office.ledger.models import Book, Page
from rekam.office.residents.models import Resident
from tests.office.reports import scenes
from tests.office.reports.test_verification import forged, more_recorded


@pytest.fixture(autouse=True)
def own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    rows = scenes.register()
    scenes.recorded([scenes.session(rows[0], "05-09-2016")])


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int) -> Any:
    assert cli.main(["verify", *words]) == code
    return capsys.readouterr().out


def kept_pages() -> dict[tuple[int, int], bytes]:
    """Those in which there is something."""
    found = Page.objects.values_list("effective", "known", "cells")
    return {(effective, known): bytes(cells) for effective, known, cells in found if bytes(cells)}


def test_an_office_that_nobody_tampered_with_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    scenes.issued()

    assert "setiap laporan yang diterbitkan" in said(capsys, code=0)
    assert json.loads(said(capsys, "--json", code=0)) == {
        "ledger": [],
        "audit": [],
        "reports": [],
        "copies": None,
    }


def test_a_report_that_was_tampered_with_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    number = forged(more_recorded, sealed_anew=True)

    assert f"report.count_differs: Laporan {number}" in said(capsys, code=1)
    told = json.loads(said(capsys, "--json", code=1))["reports"]
    assert {"code", "number", "measure", "villages", "first", "issued", "counted"} == set(told[0])


def test_a_wrong_sum_is_made_anew_from_the_lines_and_the_trail_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before, revision = kept_pages(), Book.objects.get().revision
    wrong, gone, *_others = Page.objects.filter(pk__in=list(before))
    Page.objects.filter(pk=wrong.pk).update(cells=bytes(wrong.cells) * 2)
    Page.objects.filter(pk=gone.pk).delete()
    Page.objects.create(effective=20160930, known=20991231, cells=bytes(wrong.cells))

    assert "ledger.wrong_page: Jumlah yang disimpan" in said(capsys, code=1)
    told = json.loads(said(capsys, "--repair", "--json", code=0))
    assert told == {"ledger": [], "audit": [], "reports": [], "copies": None, "repaired": 3}

    assert kept_pages() == before
    assert Book.objects.get().revision != revision  # nobody goes on with an answer made of the wrong ones
    line = Entry.objects.get(event="ledger.pages_repaired")
    assert (line.username, json.loads(line.details_json)) == ("terminal", {"pages": 3})


def test_a_repair_touches_nothing_where_nothing_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    revision = Book.objects.get().revision

    assert "Tidak ada yang diperbaiki" in said(capsys, "--repair", code=0)

    assert Book.objects.get().revision == revision
    assert not Entry.objects.filter(event="ledger.pages_repaired").exists()


def test_a_repair_of_the_sums_hides_no_wrong_line(capsys: pytest.CaptureFixture[str]) -> None:
    Resident.objects.filter(name="SITI REKAAN").update(born="2010-01-01")
    page = Page.objects.first()
    assert page is not None
    Page.objects.filter(pk=page.pk).update(cells=bytes(page.cells) * 2)

    told = said(capsys, "--repair", code=1)

    assert "karena 1 di antaranya berbeda" in told
    assert "ledger.missing" in told
    assert "ledger.wrong_page" not in told


def test_a_resident_changed_beside_the_program_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Resident.objects.filter(name="SITI REKAAN").update(born="2010-01-01")

    assert "ledger.missing: Ada baris yang hilang" in said(capsys, code=1)
