"""Held rows that a clerk decides on the screen, before anything is committed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.imports import deciding
from rekam.office.imports.models import Import, Mode
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.accounts import staff
from tests.office.imports.screens.counter import committed, handed_in, text

LATER = "30-06-2016"


def keys(item: Import) -> list[str]:
    return [question.key for question in deciding.questions(item)]


def decide(browser: Client, item: Import, **answers: str) -> Import:
    """Answers by key; ``nik:2`` is written nik_2 here."""
    data = {key.replace("_", ":", 1): said for key, said in answers.items()}
    assert browser.post(f"/impor/{item.pk}/putuskan/", data).status_code == 302
    return Import.objects.get(pk=item.pk)


def bring_in(browser: Client, item: Import) -> None:
    browser.post(f"/impor/{item.pk}/sahkan/", {"keep_missing": "no"})


def name_of(row: dict[str, str]) -> str:
    return Resident.objects.get(nik=row["NIK"]).name


# -- one NIK in several rows of the file ----------------------------------------------------------------


@pytest.fixture
def doubled() -> list[dict[str, str]]:
    """A woman told twice, differently, and another who is in no doubt."""
    siti = make.siti()
    return [siti, {**siti, "NAMA_LGKP": "SITI REKAAN BARU"}, make.siti(NAMA_LGKP="DEWI REKAAN")]


def test_of_a_doubled_nik_the_chosen_row_comes_in(browser: Client, doubled: list[dict[str, str]]) -> None:
    item = handed_in(browser, doubled)
    assert (item.counts["new"], item.counts["held"], keys(item)) == (1, 2, ["nik:2"])
    asked = text(browser.get(f"/impor/{item.pk}/putuskan/"))
    assert "ada di beberapa baris: mana yang benar?" in asked
    assert "SITI REKAAN BARU" in asked

    item = decide(browser, item, nik_2="3")

    assert [item.counts[name] for name in ("new", "held", "aside")] == [2, 0, 1]
    bring_in(browser, item)
    assert name_of(doubled[0]) == "SITI REKAAN BARU"
    assert verification.verify() == []


def test_a_decision_is_one_line_in_the_audit_trail_without_any_name(
    browser: Client, doubled: list[dict[str, str]]
) -> None:
    item = decide(browser, handed_in(browser, doubled), nik_2="2")

    [line] = Entry.objects.filter(event="import.rows_decided")
    assert (line.subject, line.details) == (item.source, {"aside": [3]})


def test_a_decision_is_taken_back(browser: Client, doubled: list[dict[str, str]]) -> None:
    item = decide(browser, handed_in(browser, doubled), nik_2="2")
    assert "Baris 3: disisihkan" in text(browser.get(f"/impor/{item.pk}/putuskan/"))

    browser.post(f"/impor/{item.pk}/putuskan/", {"back": "row:3"})

    item.refresh_from_db()
    assert (item.decided["rows"], item.counts["held"]) == ({}, 2)
    lines = Entry.objects.filter(event="import.rows_decided").order_by("number")
    assert [line.details for line in lines] == [{"aside": [3]}, {"taken_back": [3]}]


def test_two_people_with_one_nik_are_told_apart_from_a_double(browser: Client) -> None:
    siti = make.siti()
    item = handed_in(browser, [siti, {**siti, "NAMA_LGKP": "BUDI REKAAN", "TGL_LHR": "03-02-1971"}])

    asked = text(browser.get(f"/impor/{item.pk}/putuskan/"))
    assert "Dua orang dalam berkas memakai NIK" in asked
    bring_in(browser, decide(browser, item, nik_2="2"))

    assert name_of(siti) == "SITI REKAAN"
    assert Resident.objects.count() == 1


def test_who_was_set_aside_in_a_release_has_not_left_the_register(browser: Client) -> None:
    """The row with the wrong NIK may be the only one about its person."""
    siti, budi = make.siti(), make.siti(NAMA_LGKP="BUDI REKAAN", TGL_LHR="03-02-1971")
    committed(browser, [siti, budi])
    wrong = {**budi, "NIK": siti["NIK"]}
    item = handed_in(browser, [siti, wrong], as_of=LATER, mode=Mode.RELEASE, scope="64.08")

    item = decide(browser, item, nik_2="2")

    assert (item.counts["left"], item.counts["aside"], item.counts["same"]) == (0, 1, 1)


# -- a NIK that the register knows under another name and birth date ------------------------------------


@pytest.fixture
def claimed(browser: Client) -> list[dict[str, str]]:
    """Siti is in the register; the file has somebody else under her NIK."""
    siti = make.siti()
    committed(browser, [siti])
    return [siti, {**siti, "NAMA_LGKP": "BUDI REKAAN", "TGL_LHR": "03-02-1971"}]


def test_the_same_person_is_corrected(browser: Client, claimed: list[dict[str, str]]) -> None:
    siti, budi = claimed
    item = handed_in(browser, [budi], as_of=LATER)
    asked = text(browser.get(f"/impor/{item.pk}/putuskan/"))
    assert "Nama SITI REKAAN BUDI REKAAN" in asked
    assert "17-05-1980 03-02-1971" in asked

    item = decide(browser, item, person_2="same")

    assert (item.counts["changed"], item.counts["held"], item.counts["aside"]) == (1, 0, 0)
    bring_in(browser, item)
    assert name_of(siti) == "BUDI REKAAN"
    assert verification.verify() == []


def test_what_changes_leaves_out_who_waits_for_a_decision(
    browser: Client, claimed: list[dict[str, str]]
) -> None:
    item = handed_in(browser, claimed[1:], as_of=LATER)

    assert (item.counts["changed"], item.counts["held"], item.fields) == (0, 1, {})


@pytest.mark.parametrize("mode", [Mode.UPDATE, Mode.RELEASE])
def test_another_person_is_left_out_and_the_register_keeps_whom_it_has(
    browser: Client, claimed: list[dict[str, str]], mode: Mode
) -> None:
    siti, budi = claimed
    item = handed_in(browser, [budi], as_of=LATER, mode=mode, scope="64.08")

    item = decide(browser, item, person_2="another")

    assert [item.counts[name] for name in ("changed", "held", "aside", "left")] == [0, 0, 1, 0]
    bring_in(browser, item)
    held = Resident.objects.get(nik=siti["NIK"])
    assert (held.name, held.born, held.standing) == ("SITI REKAAN", date(1980, 5, 17), "resident")


# -- an area that nobody knows --------------------------------------------------------------------------


def test_one_answer_says_which_village_is_meant_in_every_row(browser: Client) -> None:
    lost = [make.siti(area="64.08.04.2099") for _ in range(3)]
    item = handed_in(browser, [*lost, make.siti()])
    assert (item.counts["rejected"], keys(item)) == (3, ["village:64.8.4.2099"])
    assert "3 baris menyebutnya, mulai baris 2" in text(browser.get(f"/impor/{item.pk}/putuskan/"))

    item = decide(browser, item, **{"village_64.8.4.2099": make.SINGA_GEMBARA})

    assert (item.counts["rejected"], item.counts["new"]) == (0, 4)
    assert "64.8.4.2099 → Singa Gembara (64.08.04.2011)" in text(browser.get(f"/impor/{item.pk}/putuskan/"))
    bring_in(browser, item)
    assert Resident.objects.filter(area__code=make.SINGA_GEMBARA).count() == 3


def test_a_village_of_nowhere_is_not_heard(browser: Client) -> None:
    item = handed_in(browser, [make.siti(area="64.08.04.2099")])

    item = decide(browser, item, **{"village_64.8.4.2099": "99.99.99.9999", "nik_7": "2", "person_5": "same"})

    assert item.decided == {}
    assert not Entry.objects.filter(event="import.rows_decided").exists()


# -- who, and when --------------------------------------------------------------------------------------


def test_an_auditor_reads_the_questions_and_answers_none(
    browser: Client, doubled: list[dict[str, str]]
) -> None:
    item = handed_in(browser, doubled)
    auditor = staff.browser(staff.person(Role.AUDITOR))

    page: Any = auditor.get(f"/impor/{item.pk}/putuskan/")
    assert "SITI REKAAN BARU" in text(page)
    assert 'type="radio"' not in page.content.decode()
    assert auditor.post(f"/impor/{item.pk}/putuskan/", {"nik:2": "2"}).status_code == 403
    assert Import.objects.get(pk=item.pk).decided == {}


def test_after_the_commit_nothing_is_asked_any_more(browser: Client, doubled: list[dict[str, str]]) -> None:
    item = handed_in(browser, doubled)
    bring_in(browser, item)

    assert browser.get(f"/impor/{item.pk}/putuskan/").headers["Location"] == f"/impor/{item.pk}/"
    answer = browser.post(f"/impor/{item.pk}/putuskan/", {"nik:2": "2"})
    assert "import.not_now" in answer.content.decode() or answer.status_code == 302
    assert Import.objects.get(pk=item.pk).decided == {}


def test_no_whole_nik_stands_on_the_page(browser: Client, doubled: list[dict[str, str]]) -> None:
    item = handed_in(browser, doubled)

    page = browser.get(f"/impor/{item.pk}/putuskan/").content.decode()

    assert doubled[0]["NIK"] not in page
    assert doubled[0]["NO_KK"] not in page
