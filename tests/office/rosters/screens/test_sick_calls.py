"""A sick call at the planner's desk: every published month that it touches is planned anew, and no other."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from rekam.office.places.models import Place
from rekam.office.rosters import cover as covers
from rekam.office.rosters.models import Leave, Officer, Roster, Skill, State
from tests.office.accounts import staff
from tests.office.places import made as places
from tests.office.rosters import made
from tests.office.rosters.screens.desk import text

NOVEMBER = date(2016, 11, 1)
PLAN = "/jadwal-piket/2016-10/rencana/mulai/"
SICK = "/jadwal-piket/2016-10/rencana/sakit/"


@pytest.fixture(autouse=True)
def today() -> Iterator[time_machine.Traveller]:
    """The first of October, 2016."""
    with time_machine.travel(made.at(1), tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being planned is noted there."""
    monkeypatch.setenv("REKAM_DATA", str(tmp_path))


@pytest.fixture
def planner() -> Client:
    return staff.browser(made.planner())


@pytest.fixture(scope="module", autouse=True)
def siti(ground: None) -> Officer:
    """On duty on the last of October and the second of November, both published."""
    place, siti = places.place(), made.officer("Siti")
    made.cover(place, [31])
    made.roster((siti, place, 31))
    _november(place, siti)
    return siti


def _november(place: Place, siti: Officer) -> None:
    day, shift = date(2016, 11, 2), made.shift()
    covers.set_cover(
        place=place, days=[day], shift=shift, skill=Skill.OPERATOR, wanted=1, by=None, at=made.at()
    )
    held = Roster.objects.create(
        month=NOVEMBER, state=State.PUBLISHED, version=1, made_at=made.at(), published_at=made.at()
    )
    held.duties.create(officer=siti, place=place, on=day, shift=shift, skill=Skill.OPERATOR)


def call(siti: Officer, start: str, end: str) -> dict[str, Any]:
    return {"officer": siti.pk, "start": start, "end": end, "kind": "sick"}


def planned_anew() -> list[tuple[date, date | None]]:
    found = Roster.objects.filter(state=State.SOLVING).order_by("month")
    return list(found.values_list("month", "from_day"))


def test_leave_over_two_months_plans_both_anew_each_from_its_own_day(planner: Client, siti: Officer) -> None:
    planner.post(SICK, call(siti, "31-10-2016", "02-11-2016"))

    assert planned_anew() == [(made.OCTOBER, made.on(31)), (NOVEMBER, NOVEMBER)]


def test_a_call_for_next_month_written_on_this_months_page_plans_next_month(
    planner: Client, siti: Officer
) -> None:
    answer = planner.post(SICK, call(siti, "02-11-2016", ""))

    assert answer.headers["Location"] == "/jadwal-piket/2016-11/rencana/"
    assert planned_anew() == [(NOVEMBER, date(2016, 11, 2))]


def test_while_the_month_is_planned_a_call_is_written_down_and_says_so(
    planner: Client, siti: Officer
) -> None:
    planner.post(PLAN, {"seconds": 5, "seed": 1})

    answer = planner.post(SICK, call(siti, "31-10-2016", ""), follow=True)

    assert "Ketidakhadiran sudah dicatat" in text(answer)
    assert Leave.objects.get().officer == siti


def test_a_month_is_not_planned_from_a_day_of_another(planner: Client, siti: Officer) -> None:
    for day in ("30-09-2016", "01-11-2016"):
        answer = planner.post(PLAN, {"seconds": 5, "seed": 1, "from_day": day})

        assert "roster.day_of_another_month" in answer.content.decode()
    assert planned_anew() == []


def test_days_that_are_over_are_not_planned_anew(siti: Officer, today: time_machine.Traveller) -> None:
    """Siti was away since the first; the office hears of it on the 20th."""
    today.move_to(made.at(20))
    planner = staff.browser(made.planner())
    planner.post(SICK, call(siti, "01-10-2016", "31-10-2016"))

    assert planned_anew() == [(made.OCTOBER, made.on(20))]


def test_an_absence_told_of_after_it_is_written_down_and_nothing_is_planned(
    siti: Officer, today: time_machine.Traveller
) -> None:
    today.move_to(datetime(2016, 11, 1, 7, tzinfo=made.WITA))
    planner = staff.browser(made.planner())
    answer = planner.post(SICK, call(siti, "31-10-2016", "01-11-2016"), follow=True)

    assert "Tugas yang terkena sudah lewat: tidak ada yang disusun ulang." in text(answer)
    assert Leave.objects.get().officer == siti
    assert planned_anew() == []


def test_of_an_absence_over_two_months_only_the_one_to_come_is_planned_anew(
    siti: Officer, today: time_machine.Traveller
) -> None:
    today.move_to(datetime(2016, 11, 2, 7, tzinfo=made.WITA))
    planner = staff.browser(made.planner())
    planner.post(SICK, call(siti, "31-10-2016", "02-11-2016"))

    assert planned_anew() == [(NOVEMBER, date(2016, 11, 2))]


def test_the_screen_plans_a_published_month_from_today(siti: Officer, today: time_machine.Traveller) -> None:
    today.move_to(made.at(20))
    planner = staff.browser(made.planner())
    planner.post(PLAN, {"seconds": 5, "seed": 1})

    assert planned_anew() == [(made.OCTOBER, made.on(20))]
