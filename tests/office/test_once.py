"""A page that is read asks the same thing once; whoever writes asks each time."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from rekam.office.once import Reading
from rekam.office.regions import queries as regions
from tests import make


def asked_twice(request: Any) -> HttpResponse:
    return HttpResponse(f"{regions.office()}{regions.office()}")


@pytest.mark.parametrize(("method", "questions"), [("GET", 1), ("HEAD", 1), ("POST", 2)])
def test_only_reading_keeps_an_answer(method: str, questions: int) -> None:
    make.office()
    regions.office()  # what it is built of is remembered from here on

    with CaptureQueriesContext(connection) as seen:
        Reading(asked_twice)(RequestFactory().generic(method, "/"))

    assert len(seen) == questions


def test_an_answer_is_not_kept_for_the_next_request() -> None:
    make.office()
    regions.office()
    page = Reading(asked_twice)

    with CaptureQueriesContext(connection) as seen:
        page(RequestFactory().get("/"))
        page(RequestFactory().get("/"))
        asked_twice(None)

    assert len(seen) == 4
