"""The settings of the office: who may change them, what is refused, and where they are shown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from rekam.office.accounts.rights import Role
from rekam.office.audit import events
from rekam.office.audit.models import Entry
from rekam.office.regions import queries
from rekam.office.reports import queries as reports
from tests import make
from tests.office.accounts import staff
from tests.office.reports import scenes

PAGE = "/tata-kelola/kantor/"
FILLED = {
    "name": "Disdukcapil Kutai Timur",
    "address": "Jalan Rekaan 1",
    "head_name": "Dewi Rekaan, S.Sos.",
    "head_nip": "197100001996002000",
    "deactivated_after_years": "5",
    "publish_threshold": "10",
}


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture
def browser() -> Client:
    return staff.browser(staff.person(Role.HEAD))


def save(browser: Client, **facts: str) -> Any:
    return browser.post(PAGE, {**FILLED, **facts})


def test_a_change_is_kept_shown_and_written_down(browser: Client) -> None:
    answer = browser.post(PAGE, FILLED, follow=True)

    held = queries.office()
    assert (held.address, held.head_nip) == ("Jalan Rekaan 1", "19710000 199600 2 000")
    assert "Pengaturan kantor sudah disimpan" in answer.content.decode()
    [line] = Entry.objects.filter(event="settings.changed")
    assert line.details["head_name"] == {"from": "", "to": "Dewi Rekaan, S.Sos."}
    assert "name" not in line.details
    assert ("kepala dinas", "– → Dewi Rekaan, S.Sos.") in events.details(line)


def test_saving_without_a_change_leaves_no_line(browser: Client) -> None:
    save(browser)
    save(browser)

    assert Entry.objects.filter(event="settings.changed").count() == 1


def test_reports_issued_from_now_on_are_signed_by_the_new_head(browser: Client) -> None:
    scenes.recorded([make.session(row, "05-09-2016") for row in scenes.register()[:1]])
    before = scenes.issued(on=date(2016, 8, 31), dated=date(2016, 9, 2))

    save(browser)

    assert reports.said(before).paper.signer_name == ""
    after = reports.said(scenes.issued()).paper
    assert (after.signer_name, after.signer_nip) == ("Dewi Rekaan, S.Sos.", "19710000 199600 2 000")
    assert after.address == "Jalan Rekaan 1"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("head_nip", "1971", "NIP terdiri atas 18 angka."),
        ("name", "", "tidak boleh kosong"),
        ("deactivated_after_years", "0", "lebih besar dari atau sama dengan 1"),
        ("publish_threshold", "banyak", "bilangan"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    browser: Client, field: str, value: str, sentence: str
) -> None:
    page = save(browser, **{field: value}).content.decode()

    assert sentence in page
    assert not Entry.objects.filter(event="settings.changed").exists()


def test_the_limit_of_years_decides_whose_nik_is_deactivated(browser: Client) -> None:
    make.committed([make.siti()])
    page = "/penduduk/?waiting=deactivated"
    assert "SITI REKAAN" in browser.get(page).content.decode()

    save(browser, deactivated_after_years="30")

    assert "SITI REKAAN" not in browser.get(page).content.decode()
