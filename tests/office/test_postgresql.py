"""A connection that answered just now is believed; one that rested is asked, and replaced when it is gone."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections, connection, connections
from django.test import RequestFactory

from rekam.office import storage, storage_trouble
from rekam.office.postgresql.base import TRUSTED
from tests import make

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.parametrize("database", ["postgresql"], indirect=True, scope="module"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def as_served(database: str) -> Iterator[None]:
    """Connections stay open between requests, as a URL of PostgreSQL sets them up."""
    connection.close()
    served = storage._postgresql("postgresql://rekam@/rekam")
    before = {name: connection.settings_dict[name] for name in ("CONN_MAX_AGE", "CONN_HEALTH_CHECKS")}
    connection.settings_dict.update({name: served[name] for name in before})
    request_started.connect(close_old_connections)  # Django's test client takes it away
    request_finished.connect(close_old_connections)
    make.office()
    yield
    connection.close()
    connection.settings_dict.update(before)


def rested(seconds: float) -> None:
    """As if the connection had been of no use for so long."""
    connections["default"].answered_at -= seconds  # type: ignore[attr-defined]


def read_in_a_request() -> tuple[Any, bool]:
    """The office's name, and whether the connection was asked before if it is still there."""
    before = connections["default"].answered_at  # type: ignore[attr-defined]
    request_started.send(sender=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM regions_office")
        name = cursor.fetchone()
    request_finished.send(sender=None)
    return name, connections["default"].answered_at > before  # type: ignore[attr-defined]


def end_the_connection() -> None:
    """What a server does that is started anew."""
    pid = connection.connection.info.backend_pid
    with psycopg.connect(**connection.get_connection_params() | {"context": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def test_a_connection_that_answered_just_now_is_not_asked_again() -> None:
    name, _ = read_in_a_request()

    assert read_in_a_request() == (name, False)
    rested(TRUSTED)
    assert read_in_a_request() == (name, True)
    assert read_in_a_request() == (name, False)


def test_a_connection_that_rested_is_replaced_when_it_is_gone() -> None:
    before = read_in_a_request()[0]
    end_the_connection()
    rested(TRUSTED)

    assert read_in_a_request()[0] == before


def test_one_that_was_trusted_fails_once_and_is_told_plainly() -> None:
    before = read_in_a_request()[0]
    end_the_connection()

    with pytest.raises(OperationalError) as ended:
        read_in_a_request()
    request_finished.send(sender=None)

    trouble = storage_trouble.found_in(ended.value)
    assert trouble is not None
    assert trouble.code == storage_trouble.AWAY
    assert read_in_a_request()[0] == before


@pytest.mark.parametrize(
    ("path", "kind", "said"),
    [
        ("/masuk/", "text/html", "Basis data kantor tidak menjawab"),
        ("/api/revision", "application/problem+json", "The database does not answer."),
    ],
)
def test_a_server_that_is_not_there_is_told_to_people_and_programs(path: str, kind: str, said: str) -> None:
    connection.close()
    host = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nobody/listens/here"
    try:
        with pytest.raises(OperationalError) as away, connection.cursor():
            pass
    finally:
        connection.settings_dict["HOST"] = host
    request = RequestFactory().get(path)

    answer = storage_trouble.Told(lambda _: None).process_exception(request, away.value)  # type: ignore[arg-type,return-value]

    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer["Content-Type"].partition(";")[0] == kind
    assert said in answer.content.decode()
    assert storage_trouble.AWAY in answer.content.decode()


def test_a_commit_outlives_a_power_cut_whatever_the_server_is_set_to(database: str) -> None:
    served = storage._postgresql("postgresql://rekam@/rekam")["OPTIONS"]["options"]
    params = connection.get_connection_params() | {"context": None}
    with psycopg.connect(**params, autocommit=True) as server:
        [name] = server.execute("SELECT current_database()").fetchone() or ()
        server.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    try:
        with psycopg.connect(**params | {"options": served}) as mine:
            assert mine.execute("SHOW synchronous_commit").fetchone() == ("on",)
    finally:
        with psycopg.connect(**params, autocommit=True) as server:
            server.execute(f'ALTER DATABASE "{name}" RESET synchronous_commit')
