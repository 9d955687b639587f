"""Who is on duty: from the published roster, by the office's own clock, without who is away."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from rekam.office.rosters import queries
from rekam.office.rosters.models import Duty, State
from tests import make
from tests.office.places import made as places
from tests.office.rosters import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def names(found: dict[int, list[Duty]]) -> dict[int, list[str]]:
    return {place: [duty.officer.name for duty in duties] for place, duties in found.items()}


def test_somebody_is_on_duty_from_the_beginning_of_the_shift_until_its_end() -> None:
    place, siti = places.place(), made.officer("Siti")
    made.roster((siti, place, 3))

    found = {
        clock: names(queries.on_duty(made.at(3, clock))) for clock in ("07:59", "08:00", "15:59", "16:00")
    }

    assert found == {"07:59": {}, "08:00": {place.pk: ["Siti"]}, "15:59": {place.pk: ["Siti"]}, "16:00": {}}


def test_the_clock_is_that_of_the_office_whatever_the_zone_of_the_question() -> None:
    place, siti = places.place(), made.officer("Siti")
    made.roster((siti, place, 3))

    midnight_in_london = datetime(2016, 10, 3, 0, 30, tzinfo=UTC)  # half past eight in Sangatta
    evening_before = datetime(2016, 10, 2, 23, 30, tzinfo=UTC)  # half past seven on the third

    assert names(queries.on_duty(midnight_in_london)) == {place.pk: ["Siti"]}
    assert queries.on_duty(evening_before) == {}


def test_a_draft_puts_nobody_on_duty() -> None:
    made.roster((made.officer(), places.place(), 3), state=State.DRAFT)

    assert queries.on_duty(made.at(3, "09:00")) == {}


def test_who_is_away_is_not_on_duty_though_the_roster_says_so() -> None:
    place, siti, budi = places.place(), made.officer("Siti"), made.officer("Budi")
    made.roster((siti, place, 3), (budi, place, 3), (siti, place, 4))
    made.leave(siti, 3, kind="sick")

    found = queries.on_days(made.on(3), made.on(4))

    assert [(duty.on.day, duty.officer.name) for duty in found[place.pk]] == [(3, "Budi"), (4, "Siti")]


def test_days_are_asked_for_some_places_only() -> None:
    here, there, siti, budi = places.place(), places.place(), made.officer(), made.officer()
    made.roster((siti, here, 3), (budi, there, 3))

    assert list(queries.on_days(made.on(1), made.on(31), [there.pk])) == [there.pk]


def test_an_officer_has_one_duty_a_day_at_most() -> None:
    here, there, siti = places.place(), places.place(), made.officer()

    with pytest.raises(IntegrityError), transaction.atomic():
        made.roster((siti, here, 3), (siti, there, 3))


def test_a_month_has_one_published_roster() -> None:
    made.roster()

    with pytest.raises(IntegrityError), transaction.atomic():
        made.roster()
