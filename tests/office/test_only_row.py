"""What every page asks for is built anew when it changed, and only then, in as few journeys as can be."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from rekam.office import only_row
from rekam.office.accounts.models import User
from rekam.office.audit import actions as trail
from rekam.office.audit import queries as audit
from rekam.office.ledger import queries as ledger
from rekam.office.once import Reading
from rekam.office.only_row import Kept
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area, Office
from tests import make
from tests.office.accounts import staff


def kept() -> Kept[Office]:
    return Kept(lambda: Office.objects.select_related("regency").order_by("pk"))


def test_no_row_is_none_and_a_row_is_seen_once_it_is_there() -> None:
    row = kept()
    assert row.read() is None

    make.office()

    found = row.read()
    assert found is not None
    assert found == Office.objects.get()


def test_the_row_is_read_each_time_with_one_question() -> None:
    make.office()
    row = kept()
    row.read()

    with CaptureQueriesContext(connection) as seen:
        found = row.read()
        assert found is not None
        assert found.regency.code == "64.08"

    assert len(seen) == 1


def test_what_others_wrote_is_seen_at_once() -> None:
    """Another process wrote it: nothing in this one was told."""
    make.office()
    row = kept()
    before = row.read()
    assert before is not None

    Office.objects.update(name="Disdukcapil Rekaan")
    Area.objects.filter(code="64.08").update(name="Kutai Rekaan", aliases=["KUTIM"])

    after = row.read()
    assert after is not None
    assert (after.name, after.regency.name, after.regency.aliases) == (
        "Disdukcapil Rekaan",
        "Kutai Rekaan",
        ["KUTIM"],
    )
    assert before.name != after.name


def test_what_a_reader_does_with_its_copy_is_not_seen_by_the_next() -> None:
    make.office()
    row = kept()
    row.read()
    mine = row.read()
    assert mine is not None
    mine.name = "Not saved"

    found = row.read()

    assert found is not None
    assert found.name != "Not saved"
    found.address = "Jalan Rekaan 2"
    found.save()
    again = row.read()
    assert again is not None
    assert again.address == "Jalan Rekaan 2"


def in_one_request(ask: Callable[[], None]) -> int:
    """How many journeys to the database a request took in which this was asked."""

    def page(request: HttpRequest) -> HttpResponse:
        ask()
        return HttpResponse()

    with CaptureQueriesContext(connection) as seen:
        Reading(page)(RequestFactory().get("/"))
    return len(seen)


def test_the_first_question_of_a_page_brings_along_what_is_on_every_page() -> None:
    make.office()
    regions.office()
    found: list[Any] = []

    def ask() -> None:
        found.append(only_row.first("SELECT username FROM accounts_user WHERE username = %s", ["50 % off"]))
        found.extend([regions.office().name, ledger.revision(), audit.end()])

    journeys = in_one_request(ask)

    assert found == [None, Office.objects.get().name, ledger.revision(), audit.end()]
    assert found[3][0] > 0
    # Where the database is a file there is no journey to be saved.
    assert journeys == (1 if connection.vendor == "postgresql" else 4)


def test_what_was_brought_along_is_told_once_and_then_asked_again() -> None:
    make.office()
    lengths: list[int] = []

    def ask() -> None:
        ledger.revision()
        before = audit.end()[0]
        trail.record("import.received", "a file", by=None, at=datetime(2016, 10, 1, tzinfo=UTC))
        lengths.extend(each - before for each in (audit.end()[0], audit.end()[0]))

    in_one_request(ask)

    assert lengths == [1, 1]


def test_whoever_writes_asks_each_thing_by_itself() -> None:
    make.office()
    ledger.revision()

    with CaptureQueriesContext(connection) as seen:
        ledger.revision()
        audit.end()

    assert [";" in each["sql"] for each in seen] == [False, False]


def test_a_row_by_its_key_is_read_with_one_question_and_what_others_wrote_is_seen() -> None:
    people, person = only_row.KeptByKey(User), staff.person()
    assert people.read(person.pk) == person
    assert people.read(-1) is None

    with CaptureQueriesContext(connection) as seen:
        held = people.read(person.pk)
    assert len(seen) == 1
    assert held is not None
    held.full_name = "Not saved"

    User.objects.filter(pk=person.pk).update(language="en")

    now = people.read(person.pk)
    assert now is not None
    assert (now.language, now.full_name) == ("en", person.full_name)


def test_who_may_not_sign_in_any_more_is_nobody_on_the_next_page() -> None:
    person = staff.person()
    browser = staff.browser(person)
    assert browser.get("/").status_code == 200

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert browser.get("/").status_code == 302
