"""A registrar corrects a resident: first what it would do, then doing it, and never over somebody else."""

from datetime import date
from typing import Any

from django.test import Client

from rekam.office.audit.models import Entry
from rekam.office.coverage import queries as coverage
from rekam.office.regions.models import Area
from rekam.office.residents import lists, verification
from tests import make
from tests.office.residents.screens import desk


def said(browser: Client, row: dict[str, str], **changed: str) -> tuple[str, dict[str, str]]:
    """The address of the form, and what a browser would send of it."""
    address = f"/penduduk/{desk.resident(row).pk}/koreksi/"
    form = browser.get(address).context["form"]
    sent = {field.name: _typed(field.value()) for field in form}
    return address, {**sent, "document": "AKTA-1", **changed}


def _typed(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return str(value or "")


def registered_today() -> int:
    return coverage.coverage(on=lists.today()).total.total.registered


def test_what_it_would_do_is_shown_and_nothing_is_done(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    address, form = said(registrar, siti, standing="died", ended_on="01-09-2016")

    page = desk.text(registrar.post(address, form))

    assert "Keadaan: Tinggal di sini → Meninggal dunia" in page
    assert "−1 Terdaftar" in page
    assert "mulai 01-09-2016" in page
    assert registered_today() == 1
    assert not Entry.objects.filter(event="resident.corrected").exists()


def test_a_name_changes_no_count(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    address, form = said(registrar, siti, name="SITI REKAAN BARU")

    assert "Tidak ada hitungan yang berubah." in desk.text(registrar.post(address, form))


def test_saving_posts_the_change_and_writes_it_down(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti, make.siti())
    address, form = said(registrar, siti, standing="died", ended_on="01-09-2016")

    answer = registrar.post(address, {**form, "confirmed": "1"})

    assert answer["Location"] == f"/penduduk/{desk.resident(siti).pk}/"
    assert desk.resident(siti).standing == "died"
    assert registered_today() == 1
    assert verification.verify() == []
    line = desk.written("resident.corrected")
    assert line.details["document"] == "AKTA-1"
    assert line.details["fields"] == ["ended_on", "standing"]
    assert "-1 registered 2016-09-01" in line.details["effect"]
    assert "AKTA-1" in desk.page_of(registrar, siti)


def test_a_move_to_another_village_moves_the_count(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    other = Area.objects.get(code=make.SINGA_GEMBARA).pk
    address, form = said(registrar, siti, area=str(other), arrived_on="01-09-2016")

    registrar.post(address, {**form, "confirmed": "1"})

    there = coverage.coverage(on=lists.today(), within=make.SINGA_GEMBARA).total.total
    assert there.registered == 1
    assert registered_today() == 1
    assert verification.verify() == []


def test_nothing_changed_is_nothing_to_save(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    address, form = said(registrar, siti)

    shown, saved = registrar.post(address, form), registrar.post(address, {**form, "confirmed": "1"})

    assert "Tidak ada yang berbeda dari data yang sudah ada." in desk.text(shown)
    assert saved.status_code == 409


def test_somebody_else_s_change_in_between_is_not_overwritten(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    address, mine = said(registrar, siti, name="SITI PERTAMA")
    _, theirs = said(registrar, siti, name="SITI KEDUA")
    registrar.post(address, {**theirs, "confirmed": "1"})

    answer = registrar.post(address, {**mine, "confirmed": "1"})

    assert answer.status_code == 409
    assert "Sementara itu orang lain sudah mengubah data penduduk ini." in desk.text(answer)
    assert desk.resident(siti).name == "SITI KEDUA"


def test_without_a_document_nothing_is_corrected(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    address, form = said(registrar, siti, name="SITI LAIN", document="")

    registrar.post(address, {**form, "confirmed": "1"})

    assert desk.resident(siti).name == "SITI REKAAN"


def test_a_planner_corrects_nobody(planner: Client) -> None:
    siti = make.siti()
    desk.people(siti)

    assert planner.get(f"/penduduk/{desk.resident(siti).pk}/koreksi/").status_code == 403
