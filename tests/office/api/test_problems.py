"""Whatever stops a program, beside an operation as in one, is told as a problem document with its code."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from rekam.office.imports.models import Import
from rekam.office.problem_documents import TITLES, ForPrograms
from tests import make
from tests.office.api.calls import calling, posted

NUL, HALF = "64.08\0", "\ud800"


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    cache.clear()


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def is_told(answer: Any, status: int, code: str) -> bool:
    """As a problem document that says the same as its status."""
    told = json.loads(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (told["status"], told["title"], told["type"]) == (status, TITLES[status], f"urn:rekam:{code}")
    assert told["detail"]
    assert answer["Cache-Control"] == "no-store"
    return bool(told["code"] == code)


@pytest.mark.parametrize("path", ["/api/", "/api/nothing", "/api/coverage/nothing"])
def test_an_address_that_is_none(path: str) -> None:
    assert is_told(Client().get(path), 404, "api.not_found")
    assert is_told(calling().get(path), 404, "api.not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"), [("DELETE", "coverage", "GET"), ("PUT", "imports", "GET, POST")]
)
def test_a_method_that_an_address_does_not_take(method: str, path: str, allowed: str) -> None:
    answer = calling().generic(method, f"/api/{path}")

    assert is_told(answer, 405, "api.wrong_method")
    assert ", ".join(sorted(answer["Allow"].split(", "))) == allowed


def test_json_that_is_broken() -> None:
    answer = calling().post("/api/residents/status", "{", content_type="application/json")

    assert is_told(answer, 400, "api.refused")


def test_a_body_that_is_too_large() -> None:
    answer = posted(calling(), "residents/status", {"niks": ["6408040101809997"], "more": "x" * 6_000_000})

    assert is_told(answer, 413, "api.too_large")


def test_a_form_without_its_boundary() -> None:
    answer = calling().generic("POST", "/api/imports", "kind=residents", "multipart/form-data")

    assert is_told(answer, 400, "api.refused")


def test_a_form_whose_text_cannot_be_kept() -> None:
    file = SimpleUploadedFile("data.csv", make.csv_of([make.siti()]))
    about = {"kind": "residents", "as_of": "2016-09-30", "mode": "release", "scope": NUL, "file": file}

    answer = calling().post("/api/imports", about)

    assert is_told(answer, 400, "api.refused")
    assert not Import.objects.exists()


@pytest.mark.parametrize("text", [NUL, HALF])
@pytest.mark.parametrize("body", ["value", "key", "list"])
def test_json_whose_text_cannot_be_kept(text: str, body: str) -> None:
    item = make.reviewed([make.siti()])
    columns: Any = {"value": {"name": text}, "key": {text: "NAMA"}, "list": [text]}[body]

    answer = posted(calling(), f"imports/{item.pk}/columns", {"columns": columns})

    assert is_told(answer, 400, "api.refused")


def test_an_address_whose_text_cannot_be_kept() -> None:
    assert is_told(calling().get("/api/coverage?area=%00"), 400, "api.refused")


def test_a_name_of_the_office_that_it_does_not_have() -> None:
    assert is_told(Client().get("/api/coverage", headers={"Host": "elsewhere.example"}), 400, "api.refused")


def test_a_failure_of_the_office_keeps_what_else_was_said() -> None:
    failed = HttpResponse("<h1>Server Error</h1>", status=500, headers={"Content-Language": "id"})

    answer = ForPrograms(lambda request: failed)(RequestFactory().get("/api/coverage"))

    assert is_told(answer, 500, "api.failed")
    assert answer["Content-Language"] == "id"


def test_pages_for_people_stay_pages() -> None:
    assert Client().get("/nothing")["Content-Type"].startswith("text/html")
