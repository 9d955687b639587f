"""Numbers of rows in addresses: whatever a browser sends, a page answers."""

import pytest
from django.test import Client
from django.urls import reverse

from rekam.office import numbers
from rekam.office.accounts.rights import Role
from tests import make
from tests.office.accounts import staff

NO_NUMBERS = ["²", "٣", "9" * 30, "9" * 5000, "-1", "1e3", " 1", "satu", ""]
BEHIND = [
    (Role.HEAD, "sync:packets", [], "stasiun"),
    (Role.PLANNER, "service:costs", [], "days"),
    (Role.PLANNER, "service:means", [], "days"),
    (Role.PLANNER, "rosters:cover", ["2016-10"], "tempat"),
    (Role.PLANNER, "visits:add", [], "after"),
    (Role.PLANNER, "visits:add", [], "place"),
]


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_that_of_no_row(text: str) -> None:
    assert numbers.of_row(text) == 0


def test_a_number_is_read() -> None:
    assert (numbers.of_row("7"), numbers.of_row("9" * 18)) == (7, 10**18 - 1)


@pytest.mark.parametrize("text", ["9" * 30, "9" * 5000, "²"])
@pytest.mark.parametrize(("role", "page", "arguments", "name"), BEHIND)
def test_a_page_is_shown_whatever_stands_behind_its_address(
    role: Role, page: str, arguments: list[str], name: str, text: str
) -> None:
    client = Client()
    client.force_login(staff.person(role), backend="rekam.office.accounts.backends.Staff")

    assert client.get(reverse(page, args=arguments), {name: text}).status_code == 200


@pytest.mark.parametrize("text", ["9" * 30, "9" * 5000, "²"])
def test_a_roster_of_no_number_is_not_found(text: str) -> None:
    client = Client()
    client.force_login(staff.person(Role.PLANNER), backend="rekam.office.accounts.backends.Staff")

    assert client.get(reverse("rosters:month", args=["2016-10"]), {"versi": text}).status_code == 404
