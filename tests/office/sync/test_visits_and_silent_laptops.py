"""A laptop that took a pack for a visit along and has told nothing: the visit closes only with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.stations import actions as stations
from rekam.office.stations import issuing
from rekam.office.stations.issuing import Wanted
from rekam.office.visits.models import Visit
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.sync.test_visits_await_recordings import arrive, closed, day, sums
from tests.office.visits import made as visits

CODE = r"visit\.laptops_unheard"


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> None:
    """Nobody lives where the visit goes."""
    made.office()


@pytest.fixture
def laptop() -> made.Laptop:
    made.office()
    return made.laptop()


@pytest.fixture
def visit(laptop: made.Laptop) -> Visit:
    """Whoever came was recorded, as the crew noted."""
    found = visits.confirmed()
    visits.sent(found, visits.walk_in())
    return found


def took(laptop: made.Laptop, visit: Visit, at: float = 0) -> None:
    """A pack for the visit was issued, and the laptop has fetched it."""
    values = {"operators": [laptop.operator], "expires_at": made.MORNING + timedelta(days=7)}
    issuing.issue(station=laptop.station, wanted=Wanted(visit=visit), by=None, at=made.MORNING, **values)
    issuing.latest(laptop.epoch, at=made.later(at))


def close(visit: Visit, **facts: Any) -> Any:
    return visits.closing.close(visit=visit, by=None, at=made.later(200), **facts)


def test_a_laptop_that_has_told_nothing_keeps_the_visit_open_and_is_named(laptop, visit):
    took(laptop, visit)

    with pytest.raises(RuleBroken, match=rf"{CODE}.*Laptop 01") as refused:
        close(visit)

    assert refused.value.values == {"laptops": "Laptop 01"}
    assert Visit.objects.get().state == "under_way"


def test_a_pack_that_lies_at_the_office_keeps_no_visit_open(laptop, visit):
    issuing.issue(
        station=laptop.station,
        wanted=Wanted(visit=visit),
        operators=[laptop.operator],
        expires_at=made.MORNING + timedelta(days=7),
        by=None,
        at=made.MORNING,
    )

    assert close(visit).unheard == []


def test_a_closing_that_names_the_visit_or_its_day_lets_it_close(laptop, visit):
    other = made.laptop()
    for each in (laptop, other):
        took(each, visit)
    arrive(laptop, closed(laptop, visit, day(0, sums(visit))))
    with pytest.raises(RuleBroken, match=CODE) as refused:
        close(visit)
    assert refused.value.values == {"laptops": "Laptop 02"}

    elsewhere = visits.confirmed()
    arrive(other, closed(other, elsewhere, day(0, sums(elsewhere))))

    assert close(visit).unheard == []


@pytest.mark.parametrize("minutes", [0, 10])
def test_a_closing_from_before_the_pack_was_fetched_says_nothing_of_the_visit(laptop, visit, minutes):
    """A laptop stood at the counter in the morning, closed its day, and went along in the afternoon."""
    arrive(laptop, closed(laptop, visits.confirmed(), day(0)))
    took(laptop, visit, at=minutes)  # the closing was sealed after five

    if minutes:
        with pytest.raises(RuleBroken, match=CODE):
            close(visit)
    else:
        close(visit)


def test_a_closing_in_quarantine_tells_nothing(laptop, visit):
    took(laptop, visit)
    told = closed(laptop, visit, day(0, sums(visit)))
    stations.revoke(epoch=laptop.epoch, why="dicuri", by=staff.person(Role.HEAD), at=made.later(3))
    made.callers.forget()
    arrive(laptop, told)
    assert made.packet(told).quarantine == "revoked"

    with pytest.raises(RuleBroken, match=CODE):
        close(visit)


def test_a_reason_closes_it_and_stands_where_the_visit_is_looked_at(laptop, visit):
    took(laptop, visit)

    done = close(visit, why=" hilang di jalan ")

    assert (done.unheard, done.why) == (["Laptop 01"], "hilang di jalan")
    details = Entry.objects.get(event="visit.closed").details
    assert (details["laptops"], details["why"]) == ("Laptop 01", "hilang di jalan")
    page = browser(Role.PLANNER).get(reverse("visits:visit", args=[visit.pk])).content.decode()
    assert "Closed without word from" in page
    assert "hilang di jalan" in page


def test_a_reason_where_none_is_needed_is_not_kept(visit):
    assert close(visit, why="hilang").why == ""


def test_the_page_names_the_laptops_and_asks_whoever_may_go_on(laptop, visit):
    took(laptop, visit)
    address, said = reverse("visits:close", args=[visit.pk]), {"why": "hilang di jalan"}
    operator, registrar = browser(Role.OPERATOR), browser(Role.REGISTRAR)

    page = operator.get(address).content.decode()
    assert "<li>Laptop 01</li>" in page
    assert 'name="why"' not in page
    assert operator.post(address, said).status_code == 409  # who may not go on is not heard

    page = registrar.get(address).content.decode()
    assert "<li>Laptop 01</li>" in page
    assert 'name="why"' in page
    for nothing in ({}, {"why": " "}, {"why": "x" * 301}):
        assert registrar.post(address, nothing).status_code == 409
    assert Visit.objects.get().state == "under_way"

    assert registrar.post(address, said).status_code == 302
    assert Visit.objects.get().closings.get().why == "hilang di jalan"


def test_nothing_is_asked_where_every_laptop_has_told(laptop, visit):
    took(laptop, visit)
    arrive(laptop, closed(laptop, visit, day(0, sums(visit))))

    page = browser(Role.REGISTRAR).get(reverse("visits:close", args=[visit.pk])).content.decode()

    assert "Laptop 01" not in page
    assert 'name="why"' not in page


def browser(role: Role) -> Client:
    client = Client()
    who = staff.person(role, language="en")
    client.force_login(who, backend="rekam.office.accounts.backends.Staff")
    return client
