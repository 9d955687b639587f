"""An officer's phone follows the visits of the crew; nobody on a list is named there."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar, Event

from rekam.office.rosters.models import Officer
from rekam.office.visits import actions
from rekam.office.visits.models import Visit
from tests.office.rosters import made as rosters
from tests.office.visits import made


@pytest.fixture
def officer() -> Officer:
    return rosters.officer("Budi Rekaan")


def events(officer: Officer) -> list[Event]:
    with time_machine.travel(made.MORNING, tick=False):
        answer = Client().get(f"/jemput-bola/kunjungan/kalender/{officer.feed_key}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"SITI" not in answer.content
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def with_crew(officer: Officer, **facts: Any) -> Visit:
    visit = made.planned(**facts)
    visit.crew.set([officer])
    return visit


@made.village_of(2)
def test_the_visits_of_the_crew_are_in_it_and_no_others(officer: Officer) -> None:
    visit = with_crew(officer)
    made.planned(on=date(2016, 10, 3))

    (event,) = events(officer)

    assert str(event["summary"]) == "Kunjungan: Balai Desa Contoh"
    assert event.decoded("dtstart").isoformat() == "2016-09-30T08:00:00+08:00"
    assert str(event["uid"]) == f"kunjungan-{visit.pk}@rekam"


@made.village_of(2)
def test_a_cancelled_visit_stays_as_cancelled_so_that_the_phone_takes_it_away(officer: Officer) -> None:
    visit = with_crew(officer)
    actions.cancel_visit(visit=visit, why="Banjir", by=None, at=made.later())

    (event,) = events(officer)

    assert str(event["status"]) == "CANCELLED"


@made.village_of(2)
def test_an_old_address_shows_nothing_any_more(officer: Officer) -> None:
    assert Client().get("/jemput-bola/kunjungan/kalender/abc.ics").status_code == 404
