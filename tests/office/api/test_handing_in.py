"""A file that may not come is refused before it comes: by the key, and by what is announced of it."""

import io
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from rekam.office.accounts.rights import Role
from rekam.office.imports.models import Import
from tests import make
from tests.office.api.calls import calling
from tests.office.imports.test_trouble import a_quota, people

ABOUT = {"kind": "residents", "as_of": "2016-09-30"}


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    cache.clear()


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def sent(client: Client, content: bytes = b"NIK;NAMA\r\n", length: int | None = None) -> tuple[Any, int]:
    """The answer, and how many bytes of the body were read for it."""
    file = SimpleUploadedFile("penduduk.csv", content)
    whole = encode_multipart(BOUNDARY, {**ABOUT, "file": file})
    body = io.BytesIO(whole)
    announced = {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": str(length or len(whole))}
    answer = client.generic("POST", "/api/imports", **announced, **{"wsgi.input": body})
    return answer, body.tell()


@pytest.mark.parametrize(
    ("role", "area", "status", "code"),
    [
        (Role.AUDITOR, "", 403, "right.missing"),
        (Role.HEAD, "", 403, "right.missing"),
        (Role.REGISTRAR, "64.08.04", 404, "api.not_found"),
    ],
)
def test_who_may_bring_nothing_in_is_refused_before_the_file_is_read(
    role: Role, area: str, status: int, code: str
) -> None:
    answer, read = sent(calling(role, area), length=100 * 1024**3)

    assert (answer.status_code, answer.json()["code"], read) == (status, code, 0)


def test_a_file_of_two_gigabytes_is_refused_by_its_announced_length() -> None:
    answer, read = sent(calling(), length=2 * 1024**3)

    assert (answer.status_code, answer.json()["code"], read) == (413, "file.too_large", 0)
    assert not Import.objects.exists()


def uploads(settings: Any) -> set[str]:
    return {path.name for path in (settings.DATA / "uploads").iterdir()}


def test_nothing_of_a_file_stays_among_the_uploads_whatever_came_of_it(settings: Any) -> None:
    program, before = calling(), uploads(settings)

    taken, _ = sent(program, make.csv_of([make.siti()]))
    file = SimpleUploadedFile("penduduk.csv", make.csv_of([make.siti()]))
    refused = program.post("/api/imports", {**ABOUT, "as_of": "31-02-2016", "file": file})

    assert (taken.status_code, refused.status_code) == (202, 422)
    assert uploads(settings) == before


def test_a_disk_that_is_full_while_a_file_comes_is_told_and_nothing_is_kept(settings: Any) -> None:
    program, before = calling(), uploads(settings)
    program.get("/api/imports")

    with a_quota(100_000):
        answer, _ = sent(program, make.csv_of(people(2_000)))

    assert (answer.status_code, answer.json()["code"]) == (503, "storage.full")
    assert answer["Retry-After"]
    assert not Import.objects.exists()
    assert uploads(settings) == before
