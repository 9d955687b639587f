"""A question whose SQL is kept finds what Django's own finds, whatever it is asked of."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from rekam.asked import Asked
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role

LAST = datetime(2026, 11, 29, 8, 30, tzinfo=UTC)
PEOPLE = ("dewi", "rina", "o'hara 100%", "%s", "budi")


def of(name: str, pk: int) -> QuerySet[User]:
    """A value that stands twice, one that is no value of the caller, and an order."""
    found = User.objects.filter(Q(username=name) | Q(pk=pk) & ~Q(full_name=name) | Q(username="dewi"))
    return found.only("username", "last_login").order_by("-pk")


def somebody(name: str) -> User:
    return User.objects.create(username=name, full_name=name.title(), role=Role.OPERATOR, last_login=LAST)


@pytest.fixture
def people(db: None) -> list[User]:
    return [somebody(name) for name in PEOPLE]


def test_it_finds_what_the_question_itself_finds(people: list[User]) -> None:
    asked = Asked(of, str, int)

    for name in (*PEOPLE, "", "nobody"):
        for person in people:
            assert asked(name, person.pk) == list(of(name, person.pk))
    assert asked.first("nobody", 0) == User.objects.get(username="dewi")


def test_rows_are_whole_and_what_was_left_out_is_read_later(people: list[User]) -> None:
    [rina, *_] = Asked(of, str, int)("rina", 0)

    with CaptureQueriesContext(connection) as seen:
        assert (rina.username, rina.last_login) == ("rina", LAST)
    assert len(seen) == 0
    assert rina.full_name == "Rina"


def test_it_sees_what_was_written_since(people: list[User]) -> None:
    by_name = Asked(lambda name: User.objects.filter(username=name), str)
    assert by_name.first("siti") is None

    somebody("siti")

    assert by_name.first("siti") is not None


def test_its_sql_is_worked_out_once(people: list[User]) -> None:
    worked_out: list[str] = []

    def by_name(name: str) -> QuerySet[User]:
        worked_out.append(name)
        return User.objects.filter(username=name)

    asked = Asked(by_name, str)
    for name in PEOPLE:
        assert asked(name)[0].username == name

    assert len(worked_out) == 1


def test_a_value_too_many_is_a_mistake(people: list[User]) -> None:
    with pytest.raises(ValueError, match="zip"):
        Asked(of, str, int)("rina")
