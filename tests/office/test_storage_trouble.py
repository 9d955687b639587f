"""A busy database and a full disk are answered plainly and with 503, on every page and to every program."""

import errno
import json
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test import Client, RequestFactory
from django.utils import translation

from rekam import cli
from rekam.office import storage_trouble
from rekam.office.accounts.rights import Role
from rekam.office.storage_trouble import Told
from tests import make
from tests.office.accounts import staff
from tests.office.imports import processes

FULL = (OperationalError("database or disk is full"), OSError(errno.ENOSPC, "No space left on device"))


@pytest.fixture
def impatient() -> Iterator[None]:
    """This connection waits a tenth of a second for another writer, not a minute."""
    make.office()
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA busy_timeout=100" if is_sqlite else "SET lock_timeout='100ms'")
        yield
        cursor.execute("PRAGMA busy_timeout=60000" if is_sqlite else "SET lock_timeout='60s'")
    processes.end_all()


def somebody_writing() -> AbstractContextManager[None]:
    """Somebody changes people, sessions and the trail."""
    return processes.somebody_writing("accounts_user", "audit_head", "django_session")


def read_by(role: Role) -> Client:
    browser = staff.browser(staff.person(role))
    browser.raise_request_exception = False
    return browser


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("language", "said"),
    [("id", "Orang lain sedang menulis ke data kantor"), ("en", "Somebody else is writing")],
)
def test_a_page_that_meets_a_busy_database_says_so(language: str, said: str) -> None:
    browser = read_by(Role.ADMINISTRATOR)
    browser.cookies["django_language"] = language
    browser.get("/tata-kelola/kantor/")  # the session has begun

    with somebody_writing():
        answer = browser.post("/bahasa/", {"language": language})

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "storage.busy" in page
    assert said in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_a_busy_database_is_told_at_the_door_too() -> None:
    browser = read_by(Role.ADMINISTRATOR)  # the first page writes down that the session is alive

    with somebody_writing():
        answer = browser.get("/tata-kelola/kantor/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert 'href="/tata-kelola/kantor/"' in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_a_program_that_meets_a_busy_database_is_told_when_to_ask_again() -> None:
    secret = staff.key(Role.OPERATOR, at=staff.now())[1]
    program = Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)

    with somebody_writing():
        answer = program.post(
            "/api/residents/status", {"niks": [make.siti()["NIK"]]}, content_type="application/json"
        )

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "storage.busy"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("path", "kind"), [("/api/revision", "application/problem+json"), ("/monitor/", "text/html")]
)
def test_a_busy_database_is_told_before_any_view_as_whoever_asks_reads_it(path: str, kind: str) -> None:
    """A session whose password was changed since is deleted by the first that asks who it is."""
    person = staff.person(Role.ADMINISTRATOR)
    browser = staff.browser(person)
    browser.raise_request_exception = False
    person.set_password("another password since")
    person.save()

    with somebody_writing():
        answer = browser.get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer["Content-Type"].partition(";")[0] == kind
    assert answer["Cache-Control"] == "no-store"
    assert "storage.busy" in answer.content.decode()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_program_is_told_of_a_full_disk_met_on_the_way_to_its_answer(language: str) -> None:
    request = RequestFactory().get("/api/revision")
    with translation.override(language):
        answers = [Told(lambda request: None).process_exception(request, error) for error in FULL]  # type: ignore[arg-type,return-value]

    for answer in answers:
        assert answer is not None
        assert (answer.status_code, answer["Retry-After"]) == (503, "600")
        told = json.loads(answer.content)
        assert (told["code"], told["type"], told["status"]) == (
            "storage.full",
            "urn:rekam:storage.full",
            503,
        )
        assert told["detail"].startswith("The disk is full.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("impatient")
def test_a_busy_database_is_told_on_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    file = make.file(tmp_path, b"code,name\n64.08.04,Sangatta Utara\n", "areas.csv")

    with somebody_writing():
        code = cli.main(["import", "areas", str(file)])

    assert code == 1
    assert "(storage.busy)" in capsys.readouterr().err


@pytest.mark.parametrize("error", FULL, ids=["database", "disk"])
def test_a_page_that_finds_no_room_says_so(error: Exception) -> None:
    with translation.override("id"):
        answer = Told(lambda request: None).process_exception(RequestFactory().post("/"), error)  # type: ignore[arg-type,return-value]

    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert "storage.full" in answer.content.decode()
    assert "folder data" in answer.content.decode()


def test_a_database_that_cannot_be_opened_for_want_of_room_is_a_full_disk(tmp_path: Path) -> None:
    """Its first connection needs a file for what all of them share; here no file may be so large."""
    file = tmp_path / "office.db"
    with closing(sqlite3.connect(file)) as first:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute("create table some (one)")
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 * 1024, most[1]))
    try:
        with closing(sqlite3.connect(file)) as again, pytest.raises(sqlite3.OperationalError) as refused:
            again.execute("select * from some")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    told = OperationalError(*refused.value.args)
    told.__cause__ = refused.value  # as Django hands it on

    found = storage_trouble.found_in(told)

    assert str(told) == "disk I/O error"
    assert found is not None
    assert found.code == storage_trouble.FULL


@pytest.mark.parametrize("error", [IntegrityError("UNIQUE"), OSError(errno.EACCES, "no"), ValueError()])
def test_another_error_stays_one(error: Exception) -> None:
    assert storage_trouble.found_in(error) is None
