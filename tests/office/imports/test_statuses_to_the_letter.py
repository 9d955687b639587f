"""What the centre said of a recording is kept to the letter, beside the code that the office understands."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rekam.office.accounts.rights import Role
from rekam.office.imports import actions
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, Kind
from rekam.office.recordings.models import Session, Status
from rekam.office.residents.models import Resident
from tests import make
from tests.office.accounts import staff
from tests.office.api.calls import calling, posted

# As a centre writes it, and the code that the office understands.
SAID = [
    ("PRR", "PRINT_READY_RECORD"),
    ("Print-Ready Record", "PRINT_READY_RECORD"),
    ("BIO_CAPTURED", "BIO_CAPTURED"),
    ("dikirim ulang", "DIKIRIM_ULANG"),
]


@pytest.fixture(scope="module", autouse=True)
def siti(ground: None) -> dict[str, str]:
    make.office()
    row = make.siti()
    make.committed([row])
    return row


def told(row: dict[str, str], word: str) -> Import:
    return make.recorded([make.session(row, "12-09-2016", STATUS=word)])


def browser() -> Client:
    client = Client()
    who = staff.person(Role.REGISTRAR, language="en")
    client.force_login(who, backend="rekam.office.accounts.backends.Staff")
    return client


def page(name: str, *args: Any, query: dict[str, str] | None = None) -> str:
    return browser().get(reverse(name, args=args, query=query)).content.decode()


@pytest.mark.parametrize(("word", "code"), SAID)
def test_the_word_is_kept_beside_the_code(siti: dict[str, str], word: str, code: str) -> None:
    told(siti, word)

    assert Status.objects.values_list("code", "said").get() == (code, word)
    assert Session.objects.get().status == code


def test_the_word_stands_wherever_the_status_of_somebody_does(siti: dict[str, str]) -> None:
    told(siti, "Prr")
    code, word = "PRINT_READY_RECORD", "<code>Prr</code>"

    assert word in page("residents:detail", Resident.objects.get().pk)
    assert word in page("sync:statuses", query={"status": code, "langkah": "print"})
    [asked] = posted(calling(), "residents/status", {"niks": [siti["NIK"]], "on": "2016-09-30"}).json()
    assert (asked["status"], asked["status_said"]) == (code, "Prr")


def test_the_word_stands_with_somebody_whom_the_register_does_not_know(siti: dict[str, str]) -> None:
    told({"NIK": "6472014505800001"}, "Prr")

    assert "<code>Prr</code>" in page("residents:elsewhere")


def test_the_word_is_seen_before_a_file_is_committed(siti: dict[str, str]) -> None:
    rows, about = [make.session(siti, "12-09-2016", STATUS="Prr")], {"as_of": date(2016, 9, 30)}
    item = make.reviewed(rows, kind=Kind.RECORDINGS, **about)

    shown = page("imports:rows", item.pk, query={"table": "reports"})

    assert "PRINT_READY_RECORD" in shown
    assert ">Prr<" in shown


def test_the_latest_status_goes_with_its_own_word(siti: dict[str, str]) -> None:
    told(siti, "SFE")
    make.recorded([make.session(siti, "12-09-2016", STATUS="prr", TGL_STATUS="20-09-2016")])

    [asked] = posted(calling(), "residents/status", {"niks": [siti["NIK"]], "on": "2016-09-30"}).json()

    assert asked["status_said"] == "prr"
    assert list(Status.objects.values_list("said", flat=True)) == ["SFE", "prr"]


def test_what_was_kept_before_words_were_stays_as_it_is(siti: dict[str, str]) -> None:
    told(siti, "PRR")
    Status.objects.update(said="")

    told(siti, "PRR")

    assert Status.objects.values_list("code", "said").get() == ("PRINT_READY_RECORD", "")
    [asked] = posted(calling(), "residents/status", {"niks": [siti["NIK"]], "on": "2016-09-30"}).json()
    assert (asked["status"], asked["status_said"]) == ("PRINT_READY_RECORD", None)


def test_what_was_reviewed_before_words_were_kept_is_committed_all_the_same(siti: dict[str, str]) -> None:
    rows, about = [make.session(siti, "12-09-2016", STATUS="PRR")], {"as_of": date(2016, 9, 30)}
    item = make.reviewed(rows, kind=Kind.RECORDINGS, **about)
    desk = desks.of(item.pk)
    desk.save("reports", desk.load("reports").drop("said"))
    desk.save("sessions", desk.load("sessions").drop("status_said"))

    actions.commit(item, by=None, at=make.moment(date(2016, 9, 30)))

    assert Status.objects.values_list("code", "said").get() == ("PRINT_READY_RECORD", "")
