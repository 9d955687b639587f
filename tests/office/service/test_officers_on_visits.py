"""An officer who is out on a visit opens no counter where they are on duty; on other days they do."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rekam.domain.service.openings import State
from rekam.domain.service.standing import Reason
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.rosters.models import Duty
from rekam.office.service import openings, queries, words
from rekam.office.service.queries import PlaceStanding
from rekam.office.visits import actions
from rekam.office.visits.models import Visit
from tests.office.service import made
from tests.office.visits import made as visits

MONDAY = date(2016, 10, 3)


def goes_out(place: Place, *, to: Place | None = None) -> Visit:
    """Whoever is on duty at a place goes to another one on Monday."""
    crew = [duty.officer for duty in Duty.objects.filter(place=place, on=MONDAY)]
    return visits.planned(to or made.place(made.BUSANG, week=None), MONDAY, crew=crew)


def of(place: Place, day: int = 3) -> PlaceStanding:
    return next(each for each in queries.standing(made.at(day)) if each.place == place)


def opening(place: Place, day: int) -> openings.OfDay:
    planned = places.days(start=date(2016, 10, 1), end=date(2016, 10, 31), place_ids=[place.pk])
    return openings.of_days(planned, MONDAY)[place.pk][date(2016, 10, day)]


def test_a_place_whose_only_operator_is_out_on_a_visit_is_closed_and_says_so() -> None:
    place = made.service()
    goes_out(place)

    found = of(place)

    assert (found.reasons, found.operators, found.sets) == ((Reason.NO_OPERATOR,), 0, 0)
    assert words.reasons(found) == ["Tidak ada operator yang bertugas: 1 sedang keluar untuk kunjungan"]
    assert found.opens_next == made.at(4, "08:00")
    assert (of(place, 4).is_open, of(place, 4).operators) == (True, 1)


def test_a_second_operator_keeps_it_open_for_one_at_a_time() -> None:
    place = made.service(kits_there=2)
    goes_out(place)
    made.staffed(place)

    assert (of(place).is_open, of(place).sets, of(place, 4).sets) == (True, 1, 2)


def test_the_calendar_knows_the_days_on_which_operators_are_out() -> None:
    place = made.service()
    goes_out(place)

    assert [opening(place, day).state for day in (2, 3, 4)] == [State.SERVED, State.MISSING, State.SERVED]
    assert [str(why) for why in opening(place, 3).reasons] == ["Tidak ada operator yang bertugas"]


def test_a_cancelled_visit_and_one_to_the_place_itself_take_nobody_away() -> None:
    place = made.service()
    actions.cancel_visit(visit=goes_out(place), why="Hujan", by=None, at=made.at(2))
    goes_out(place, to=place)

    assert of(place).is_open
    assert opening(place, 3).state == State.SERVED


def test_crews_are_asked_for_once_however_many_places_there_are() -> None:
    for area in (made.SANGATTA_UTARA, made.BUSANG, made.TELUK_PANDAN):
        goes_out(made.service(area))

    with CaptureQueriesContext(connection) as asked:
        queries.standing(made.at(), looks_ahead=False)

    assert sum("visits_visit_crew" in each["sql"] for each in asked) == 1
