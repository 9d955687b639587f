"""An officer's calendar: a phone believes an event that comes again only when its number has grown."""

from datetime import date, time
from typing import Any

import pytest
from icalendar import Calendar

from rekam.office.audit.models import Entry
from rekam.office.rosters import actions, feeds, planning
from rekam.office.rosters.editing import Spot, change, to_post
from rekam.office.rosters.models import Officer, Roster, State
from tests import make
from tests.office.places import made as places
from tests.office.rosters import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def numbers(who: Officer, on: date) -> list[int]:
    """The number of each event of the officer's calendar on a day."""
    events: Any = Calendar.from_ical(feeds.calendar(who, made.on(1))).walk("VEVENT")
    return [int(event["SEQUENCE"]) for event in events if event["DTSTART"].dt.date() == on]


def version(who: Officer, day: int) -> Roster:
    """A draft of October in which the officer is free on a day; it has seen fewer changes than the first."""
    draft = planning.draft(month=made.OCTOBER, by=None, at=made.at())
    change(roster=draft, moves=to_post(draft, Spot(who.pk, made.on(day)), None), by=None, at=made.at())
    return Roster.objects.get(pk=draft.pk)


def test_the_number_of_a_duty_grows_with_every_version_that_is_published() -> None:
    siti, place = made.officer("Siti"), places.place()
    roster = made.roster(*((siti, place, day) for day in (5, 6, 7)))
    Roster.objects.filter(pk=roster.pk).update(revision=5)  # swaps that were approved

    found = numbers(siti, made.on(5))
    for day in (6, 7):
        made.published(version(siti, day))
        found += numbers(siti, made.on(5))

    assert [number - found[0] for number in found] == [0, 1, 2]


def test_the_number_of_a_duty_grows_when_the_times_of_its_shift_change() -> None:
    siti, place = made.officer("Siti"), places.place()
    made.roster((siti, place, 5))
    before = numbers(siti, made.on(5))
    shift = made.shift()

    actions.set_shift(
        shift=shift, code=shift.code, name=shift.name, starts=time(7), ends=time(15), by=None, at=made.at()
    )

    assert numbers(siti, made.on(5)) == [before[0] + 1]


def test_the_number_is_above_those_of_every_version_before() -> None:
    """Also where versions were published with a lower one than they replaced."""
    siti, place = made.officer("Siti"), places.place()
    made.roster((siti, place, 5), (siti, place, 6), state=State.REPLACED, published_at=made.at(), revision=9)
    made.roster((siti, place, 5), (siti, place, 6), revision=2)

    made.published(version(siti, 6))

    times_set = Entry.objects.filter(event="shift.set").count()
    assert numbers(siti, made.on(5)) == [10 + times_set]
