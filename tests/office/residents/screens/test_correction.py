"""A registrar corrects a resident: first what it would do, then doing it, and never over somebody else."""

from datetime import date

import pytest
from django.test import Client

from rekam.office.audit.models import Entry
from rekam.office.coverage import queries as coverage
from rekam.office.regions.models import Area
from rekam.office.residents import lists, verification
from tests import make
from tests.office.residents.screens import desk

Row = dict[str, str]


@pytest.fixture(scope="module", autouse=True)
def siti(an_office: None) -> Row:
    """The only one in the register."""
    row = make.siti()
    desk.people(row)
    return row


def registered_today() -> int:
    return coverage.coverage(on=lists.today()).total.total.registered


def test_what_it_would_do_is_shown_and_nothing_is_done(registrar: Client, siti: Row) -> None:
    address, form = desk.correction(registrar, siti, standing="died", ended_on="01-09-2016")

    page = desk.text(registrar.post(address, form))

    assert "Keadaan: Tinggal di sini → Meninggal dunia" in page
    assert "−1 Terdaftar" in page
    assert "mulai 01-09-2016" in page
    assert registered_today() == 1
    assert not Entry.objects.filter(event="resident.corrected").exists()


def test_a_name_changes_no_count(registrar: Client, siti: Row) -> None:
    address, form = desk.correction(registrar, siti, name="SITI REKAAN BARU")

    assert "Tidak ada hitungan yang berubah." in desk.text(registrar.post(address, form))


def test_saving_posts_the_change_and_writes_it_down(registrar: Client, siti: Row) -> None:
    desk.people(make.siti())
    address, form = desk.correction(registrar, siti, standing="died", ended_on="01-09-2016")

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


def test_a_move_to_another_village_moves_the_count(registrar: Client, siti: Row) -> None:
    other = Area.objects.get(code=make.SINGA_GEMBARA).pk
    address, form = desk.correction(registrar, siti, area=str(other), moved_on="01-09-2016")

    registrar.post(address, {**form, "confirmed": "1"})

    there = coverage.coverage(on=lists.today(), within=make.SINGA_GEMBARA).total.total
    assert there.registered == 1
    assert registered_today() == 1
    assert verification.verify() == []


def test_nothing_changed_is_nothing_to_save(registrar: Client, siti: Row) -> None:
    address, form = desk.correction(registrar, siti)

    shown, saved = registrar.post(address, form), registrar.post(address, {**form, "confirmed": "1"})

    assert "Tidak ada yang berbeda dari data yang sudah ada." in desk.text(shown)
    assert saved.status_code == 409


def test_somebody_else_s_change_in_between_is_not_overwritten(registrar: Client, siti: Row) -> None:
    address, mine = desk.correction(registrar, siti, name="SITI PERTAMA")
    _, theirs = desk.correction(registrar, siti, name="SITI KEDUA")
    registrar.post(address, {**theirs, "confirmed": "1"})

    answer = registrar.post(address, {**mine, "confirmed": "1"})

    assert answer.status_code == 409
    assert "Sementara itu orang lain sudah mengubah data penduduk ini." in desk.text(answer)
    assert desk.resident(siti).name == "SITI KEDUA"


def test_without_a_document_nothing_is_corrected(registrar: Client, siti: Row) -> None:
    address, form = desk.correction(registrar, siti, name="SITI LAIN", document="")

    registrar.post(address, {**form, "confirmed": "1"})

    assert desk.resident(siti).name == "SITI REKAAN"


def test_a_planner_corrects_nobody(planner: Client, siti: Row) -> None:
    assert planner.get(f"/penduduk/{desk.resident(siti).pk}/koreksi/").status_code == 403


def counted(area: str, on: date | None = None) -> int:
    """As known now."""
    return coverage.coverage(on=on or lists.today(), within=area).total.total.registered


def village(code: str) -> str:
    return str(Area.objects.get(code=code).pk)


def test_a_move_needs_its_day(registrar: Client, siti: Row) -> None:
    answer = desk.corrected(registrar, siti, area=village(make.SINGA_GEMBARA))

    assert "Tulis tanggal kejadiannya." in desk.text(answer)
    assert counted(make.SINGA_GEMBARA) == 0


def test_who_was_wrongly_said_to_have_moved_out_never_left_and_came_back_on_no_day(
    registrar: Client, siti: Row
) -> None:
    desk.corrected(registrar, siti, standing="moved_out", ended_on="01-06-2016")

    desk.corrected(registrar, siti, standing="resident", move="mistake")

    assert desk.resident(siti).arrived_on is None
    assert counted(make.SANGATTA_UTARA, date(2016, 7, 1)) == 1
    told = coverage.explain(start=date(2016, 5, 31), end=date(2016, 7, 1), known_end=lists.today())
    assert told.measures["registered"].reasons == {}
    assert verification.verify() == []


def test_the_day_of_moving_out_is_corrected_to_a_later_one(registrar: Client, siti: Row) -> None:
    desk.corrected(registrar, siti, standing="moved_out", ended_on="01-05-2016")

    shown = registrar.post(*desk.correction(registrar, siti, ended_on="01-06-2016"))
    desk.corrected(registrar, siti, ended_on="01-06-2016")

    assert shown.context["effects"]
    assert counted(make.SANGATTA_UTARA, date(2016, 5, 10)) == 1
    assert "pindah keluar pada 01-06-2016" in desk.page_of(registrar, siti, on="01-09-2016")
    assert verification.verify() == []


def test_one_correction_takes_another_back(registrar: Client, siti: Row) -> None:
    desk.corrected(registrar, siti, standing="moved_out", ended_on="01-06-2016")
    assert counted(make.SANGATTA_UTARA) == 0
    first = desk.resident(siti).sayings.get()

    address = f"/penduduk/{desk.resident(siti).pk}/koreksi/"
    form = registrar.get(address, {"from": first.pk}).context["form"]
    sent = {field.name: desk.typed(field.value()) for field in form}
    registrar.post(address, {**sent, "document": "SURAT-2", "confirmed": "1"})

    assert desk.resident(siti).standing == "resident"
    assert counted(make.SANGATTA_UTARA) == 1
    assert counted(make.SANGATTA_UTARA, date(2016, 7, 1)) == 1
    assert verification.verify() == []


IMPOSSIBLE: list[tuple[dict[str, str], str]] = [
    ({"born": "31-12-2199"}, "Tanggal ini belum tiba."),
    ({"standing": "died", "ended_on": ""}, "Tulis tanggal kejadiannya."),
    ({"standing": "died", "ended_on": "01-01-1970"}, "Tanggal ini sebelum tanggal lahir."),
    ({"marital": "married", "married_on": "31-02-2010"}, "Tulis tanggal seperti 30-09-2016."),
    ({"area": "TELUK_PANDAN", "standing": "died", "ended_on": "01-09-2016"}, "Koreksi desanya dahulu"),
]


@pytest.mark.parametrize(("changed", "sentence"), IMPOSSIBLE)
def test_what_cannot_have_happened_is_not_saved(
    registrar: Client, changed: dict[str, str], sentence: str, siti: Row
) -> None:
    if "area" in changed:
        changed = {**changed, "area": village(make.TELUK_PANDAN)}

    answer = desk.corrected(registrar, siti, **changed)

    assert sentence in desk.text(answer)
    assert not Entry.objects.filter(event="resident.corrected").exists()
