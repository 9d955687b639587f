"""`rekam verify`: everything is recounted, and what differs is said to people and to programs."""

import json
from typing import Any

import pytest

from rekam import cli
from rekam.office.residents.models import Resident
from tests.office.reports import scenes
from tests.office.reports.test_verification import forged, more_recorded


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
    rows = scenes.register()
    scenes.recorded([scenes.session(rows[0], "05-09-2016")])


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int) -> Any:
    assert cli.main(["verify", *words]) == code
    return capsys.readouterr().out


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


def test_a_resident_changed_beside_the_program_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Resident.objects.filter(name="SITI REKAAN").update(born="2010-01-01")

    assert "ledger.missing: Ada baris yang hilang" in said(capsys, code=1)
