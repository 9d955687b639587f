"""The API says what the terminal and the screens say, to keys that may ask; errors are problem documents."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from rekam.office.accounts.rights import Role
from rekam.office.api.operations import api
from rekam.office.audit.models import Entry
from rekam.office.coverage import queries, serialised
from rekam.office.imports.models import Import
from rekam.office.ledger.models import Book
from rekam.office.reports import actions as report_actions
from rekam.office.residents.models import Resident
from tests import make
from tests.office.api.calls import calling, key, posted
from tests.office.imports.screens.conftest import AT_ONCE
from tests.office.reports import scenes
from tests.office.reports.reading import words_of

ON = "2016-09-30"


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    cache.clear()


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> list[dict[str, str]]:
    make.office()
    recorded = {"EKTP_CURRENT_STATUS_CODE": "PRINT_READY_RECORD", "EKTP_CREATED_DATE": "12-03-2013"}
    rows = [make.siti(**recorded), make.siti(NAMA_LGKP="DEWI REKAAN", area=make.TELUK_PANDAN)]
    make.committed(rows)
    return rows


def test_coverage_is_what_the_terminal_says() -> None:
    answer = calling().get("/api/coverage", {"on": ON, "by": "desa"})

    counted = queries.coverage(on=date(2016, 9, 30), by="desa")
    assert answer.json() == serialised.coverage(counted)
    assert answer["ETag"]


def test_explain_is_what_the_terminal_says() -> None:
    answer = calling().get("/api/explain", {"from": "2016-01-31", "to": ON})

    assert answer.json() == serialised.explanation(
        queries.explain(start=date(2016, 1, 31), end=date(2016, 9, 30))
    )


def test_a_status_is_asked_in_the_body_and_written_down(office: list[dict[str, str]]) -> None:
    nik = office[0]["NIK"]
    answer = posted(calling(), "residents/status", {"niks": [nik, "6408040101809997"], "on": ON})

    first, second = answer.json()
    assert (first["obliged"], first["recorded"], first["why"]) == (True, True, "obliged.aged_17")
    assert second == {**dict.fromkeys(second), "nik": "6408040101809997", "found": False}
    entry = Entry.objects.filter(event="resident.asked").get()
    assert nik not in entry.details_json
    assert entry.details["residents"] == [str(Resident.objects.get(nik=nik).pk)]
    assert answer["Cache-Control"] == "no-store"


def test_a_session_after_somebodys_death_is_not_their_first_recording() -> None:
    """As the page of the person says it: what comes after the day of the death counts for nobody."""
    row = make.siti(STAT_HIDUP="2", TGL_MENINGGAL="15-06-2016")
    make.committed([row], as_of=date(2016, 6, 30))
    make.recorded([make.session(row, "20-07-2016", STATUS="PRINT_READY_RECORD")])

    [asked] = posted(calling(), "residents/status", {"niks": [row["NIK"]], "on": ON}).json()

    assert (asked["found"], asked["why"], asked["first_recorded_on"]) == (True, "obliged.died", None)


def test_a_key_of_one_district_reaches_no_other(office: list[dict[str, str]]) -> None:
    client = calling(Role.DISTRICT_STAFF, area="64.08.04")

    assert client.get("/api/coverage", {"on": ON}).json()["total"]["obliged"] == 1
    assert client.get("/api/coverage", {"area": "64.08.13"}).status_code == 403
    asked = posted(client, "residents/status", {"niks": [row["NIK"] for row in office]}).json()
    assert [status["found"] for status in asked] == [True, False]


def handed_in(client: Client, row: dict[str, str], **about: str) -> Any:
    file = SimpleUploadedFile("data.csv", make.csv_of([row]))
    return client.post("/api/imports", {"kind": "residents", "as_of": ON, "file": file, **about})


def test_a_file_is_handed_in_reviewed_committed_and_taken_back(settings: Any) -> None:
    settings.TASKS = AT_ONCE
    client = calling()
    handed = handed_in(client, make.siti(NAMA_LGKP="RUDI REKAAN", JENIS_KLMIN="1"))
    item = f"imports/{handed.json()['id']}"

    assert (handed.status_code, handed["Location"]) == (202, f"/api/{item}")
    reviewed = client.get(f"/api/{item}").json()
    assert (reviewed["state"], reviewed["work"], reviewed["counts"]["new"]) == ("reviewed", None, 1)
    assert Resident.objects.count() == 2
    assert posted(client, f"{item}/commit", {}).json()["state"] == "committed"
    assert Resident.objects.count() == 3
    assert posted(client, f"{item}/commit", {}).status_code == 409
    assert posted(client, f"{item}/undo", {}).json()["state"] == "undone"
    assert Resident.objects.count() == 2
    told = Entry.objects.filter(subject=f"import:{handed.json()['id']}").values_list("username", flat=True)
    assert len(told) == 3
    assert all(name.startswith("key:") for name in told)


def test_a_file_from_the_future_is_refused_and_nothing_is_kept() -> None:
    answer = handed_in(calling(), make.siti(), as_of="2061-09-30")

    assert (answer.status_code, answer.json()["code"]) == (409, "import.day_impossible")
    assert Import.objects.count() == 1


def test_a_release_of_a_mistyped_area_is_refused_and_nothing_is_kept() -> None:
    answer = handed_in(calling(), make.siti(), mode="release", scope="64.8.4")

    assert (answer.status_code, answer.json()["code"]) == (404, "area.unknown")
    assert Import.objects.count() == 1


def test_while_a_file_is_being_read_the_import_says_so_and_takes_no_decision() -> None:
    client = calling()
    handed = handed_in(client, make.siti())
    item = f"imports/{handed.json()['id']}"

    waiting = client.get(f"/api/{item}").json()
    assert (waiting["state"], waiting["work"]["what"], waiting["work"]["step"]) == (
        "uploaded", "review", "waiting",
    )  # fmt: skip
    for decision, code in (("commit", "import.not_now"), ("discard", "import.busy")):
        refused = posted(client, f"{item}/{decision}", {})
        assert (refused.status_code, refused.json()["code"]) == (409, code)


def test_what_stopped_the_work_is_told_to_who_asks(settings: Any) -> None:
    settings.TASKS = AT_ONCE
    client = calling()
    file = SimpleUploadedFile("data.csv", b"NAMA;ALAMAT\r\nSITI;SANGATTA\r\n")
    handed = client.post("/api/imports", {"kind": "residents", "as_of": ON, "file": file}).json()

    assert (handed["state"], handed["trouble"]["code"]) == ("failed", "file.missing_column")


def test_a_report_says_that_its_month_changed_although_its_counts_stay(office: list[dict[str, str]]) -> None:
    scenes.recorded([scenes.session(office[1], "05-09-2016")])
    report = scenes.issued()
    earlier = scenes.session(office[1], "20-08-2016", TGL_DIKETAHUI="10-10-2016")
    scenes.recorded([earlier], as_of=date(2016, 10, 10))

    told = calling().get(f"/api/reports/{report.pk}").json()

    assert (told["frozen"]["recorded"], told["now"]["recorded"]) == (2, 2)
    assert (told["frozen"]["recorded_in_month"], told["now"]["recorded_in_month"]) == (1, 0)
    assert told["changed"]


def test_a_status_names_the_village_of_its_day(office: list[dict[str, str]]) -> None:
    moved = {**office[0], "NO_KEC": "13", "NO_KEL": "2001", "TGL_DATANG": "01-06-2016"}
    make.committed([moved], as_of=date(2016, 7, 1))
    gone = {**office[1], "FLAG_PINDAH": "Y", "TGL_PINDAH": "10-02-2016"}
    make.committed([gone], as_of=date(2016, 7, 2))
    client = calling()

    def villages(on: str) -> list[str | None]:
        asked = {"niks": [office[0]["NIK"], office[1]["NIK"]], "on": on}
        return [each["area"] for each in posted(client, "residents/status", asked).json()]

    assert villages("2016-02-01") == [make.SANGATTA_UTARA, make.TELUK_PANDAN]
    assert villages("2016-07-01") == [make.TELUK_PANDAN, None]


def test_rows_of_a_file_are_given_in_portions_and_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rekam.office.api.operations.PROBLEMS_AT_ONCE", 2)
    bad = [make.siti() | {"TGL_LHR": f"3{day}-02-1980"} for day in (0, 1, 0)]
    item = make.reviewed([*bad, make.siti()], as_of=date(2016, 7, 1))
    client = calling()

    first = client.get(f"/api/imports/{item.pk}/problems")
    rest = client.get(f"/api/imports/{item.pk}/problems", {"offset": 2})

    assert (first["X-Total-Count"], len(first.json()), len(rest.json())) == ("3", 2, 1)
    lines = Entry.objects.filter(event="residents.listed", subject=item.source).order_by("number")
    assert [line.details for line in lines] == [{"list": "problems", "rows": n} for n in (2, 1)]
    assert all(line.username.startswith("key:") for line in lines)


def test_a_report_that_no_longer_stands_says_so() -> None:
    first, second = scenes.issued(), scenes.issued()
    report_actions.withdraw(report=second, reason="Salah hitung", by=None, at=scenes.september_at(9))

    listed = calling().get("/api/reports").json()
    one = calling().get(f"/api/reports/{first.pk}").json()

    fates = [(each["standing"], each["withdrawn"], each["replaced_by"]) for each in listed]
    assert fates == [(False, "Salah hitung", None), (False, None, second.number)]
    assert one == listed[1]


@pytest.mark.parametrize(("form", "beginning"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_an_issued_report_is_taken_as_a_file_and_written_down(form: str, beginning: bytes) -> None:
    report = scenes.issued()

    answer = calling().get(f"/api/reports/{report.pk}/{form}")

    assert answer.content.startswith(beginning)
    assert answer["Content-Disposition"] == f'attachment; filename="laporan-470-001-X-2016.{form}"'
    [line] = Entry.objects.filter(event="report.downloaded")
    assert (line.subject, line.details["form"]) == (report.number, form)
    assert line.username.startswith("key:")


def test_a_key_of_one_district_takes_its_part_of_a_report() -> None:
    report = scenes.issued()

    whole = calling(Role.HEAD).get(f"/api/reports/{report.pk}/pdf").content
    part = calling(Role.DISTRICT_STAFF, area="64.08.13").get(f"/api/reports/{report.pk}/pdf").content

    assert "Teluk Pandan" in words_of(part)
    assert "Sangatta Utara" in words_of(whole)
    assert "Sangatta Utara" not in words_of(part)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/coverage?on=31-02-2016", 422, "api.invalid"),
        ("/api/coverage?area=64.99", 404, "area.unknown"),
        ("/api/coverage?area=64", 404, "area.unknown"),
        (f"/api/explain?from={ON}&to={ON}&area=64", 404, "area.unknown"),
        ("/api/coverage?known=2015-12-30", 409, "count.not_known_yet"),
        (f"/api/explain?from=2015-12-30&to={ON}", 409, "count.not_known_yet"),
        ("/api/explain", 422, "api.invalid"),
        ("/api/imports/999999", 404, "api.not_found"),
        ("/api/reports/999999", 404, "api.not_found"),
    ],
)
def test_every_error_is_a_problem_document(path: str, status: int, code: str) -> None:
    answer = calling().get(path)

    assert (answer.status_code, answer.json()["code"], answer.json()["status"]) == (status, code, status)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/coverage", f"/api/explain?from={ON}&to={ON}"])
def test_while_no_register_was_brought_in_there_is_no_count(path: str) -> None:
    Book.objects.update(first_known=None, last_known=None)

    answer = calling().get(path)

    assert (answer.status_code, answer.json()["code"]) == (409, "count.nothing_known")


def test_without_a_key_nothing_is_said() -> None:
    answer = Client().get("/api/coverage")

    assert (answer.status_code, answer.json()["code"]) == (401, "key.invalid")


def test_the_role_of_a_key_decides() -> None:
    answer = posted(calling(Role.AUDITOR), "residents/status", {"niks": ["6408040101809997"]})

    assert (answer.status_code, answer.json()["code"]) == (403, "right.missing")


SCHEMA = api.get_openapi_schema(path_prefix="/api/")


@pytest.fixture
def app() -> Iterator[WSGIHandler]:
    """The office as its server calls it, on the connection of this test."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield WSGIHandler()
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


LABELS = [result.ok().label for result in schemathesis.openapi.from_dict(SCHEMA).get_all_operations()]
EXAMPLES = 6
# An area that does not exist, a state that forbids it: the schema cannot tell them from what is accepted.
LEFT_OUT = [positive_data_acceptance]


@pytest.mark.parametrize("label", sorted(LABELS))
def test_whatever_is_sent_is_answered_as_the_schema_says(app: WSGIHandler, label: str) -> None:
    """To somebody who may do it, and to somebody who may do less."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    operation = next(r.ok() for r in schema.get_all_operations() if r.ok().label == label)
    secrets = [key(role) for role in (Role.REGISTRAR, Role.HEAD)]
    tried = 0

    @given(case=operation.as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    def call(case: Any) -> None:
        nonlocal tried
        tried += 1
        for secret in secrets:
            case.call_and_validate(
                headers={"Authorization": f"Bearer {secret}"},
                excluded_checks=LEFT_OUT,
            )

    call()
    assert tried >= 1
