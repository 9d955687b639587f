"""A kit that is out on a visit does not record where it is kept; on other days it does."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rekam.domain.kits.kinds import Role
from rekam.domain.service.openings import State
from rekam.domain.service.standing import Reason
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Kit
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.service import levels, monitor, openings, queries, words
from rekam.office.service.queries import PlaceStanding
from rekam.office.visits import actions
from rekam.office.visits.models import Visit
from tests.office.service import made
from tests.office.visits import made as visits

MONDAY, TUESDAY = date(2016, 10, 3), date(2016, 10, 4)


def base() -> tuple[Place, Kit, Kit]:
    """A place with an operator on every day, its own kit and a mobile one."""
    place = made.place()
    fixed, mobile = made.kit(place), made.kit(place, role=Role.MOBILE)
    made.staffed(place)
    return place, fixed, mobile


def goes_out(*going: Kit, on: date = MONDAY, to: Place | None = None) -> Visit:
    return visits.planned(to or made.place(made.BUSANG, week=None), on, kits=going)


def of(place: Place, day: int = 3) -> PlaceStanding:
    return next(each for each in queries.standing(made.at(day)) if each.place == place)


def opening(place: Place, day: int) -> openings.OfDay:
    planned = places.days(start=date(2016, 10, 1), end=date(2016, 10, 31), place_ids=[place.pk])
    return openings.of_days(planned, MONDAY)[place.pk][date(2016, 10, day)]


def test_on_the_day_of_its_visit_the_mobile_kit_opens_no_counter() -> None:
    place, fixed, mobile = base()
    goes_out(mobile)
    made.broken(fixed, since=made.at(1))

    found = of(place)

    assert words.reasons(found) == [
        f"Tidak ada set yang dapat merekam: {fixed.code}: Pemindai sidik jari (kerusakan dilaporkan); "
        f"{mobile.code}: sedang keluar untuk kunjungan"
    ]

    assert (found.reasons, found.usable, found.sets) == ((Reason.KITS_DOWN,), 0, 0)
    assert found.opens_next == made.at(4, "08:00")
    assert (of(place, 4).is_open, of(place, 4).sets) == (True, 1)


def test_the_calendar_knows_the_days_of_visits_too() -> None:
    place, fixed, mobile = base()
    goes_out(mobile)
    goes_out(mobile, on=date(2016, 10, 5))
    made.broken(fixed, since=made.at(1))

    assert [opening(place, day).state for day in range(2, 7)] == [
        State.SERVED,
        State.MISSING,
        State.SERVED,
        State.MISSING,
        State.SERVED,
    ]
    assert [str(why) for why in opening(place, 3).reasons] == ["Tidak ada set alat rekam yang layak pakai"]


def test_where_only_mobile_kits_are_kept_the_place_is_open_while_one_is_there() -> None:
    place = made.place()
    kits_there = [made.kit(place, role=Role.MOBILE) for _number in range(2)]
    made.staffed(place)
    goes_out(*kits_there)
    goes_out(kits_there[0], on=TUESDAY)

    assert of(place).reasons == (Reason.NO_KIT,)
    assert (of(place, 4).is_open, of(place, 4).usable) == (True, 1)
    assert opening(place, 3).state == State.MISSING


def test_a_visit_that_was_cancelled_and_one_to_the_place_itself_take_nothing_away() -> None:
    place, fixed, mobile = base()
    made.broken(fixed, since=made.at(1))
    actions.cancel_visit(visit=goes_out(mobile), why="Hujan", by=None, at=made.at(2))
    goes_out(mobile, to=place)

    assert of(place).is_open


def test_the_monitor_counts_a_kit_on_a_visit_and_calls_its_base_closed() -> None:
    place, fixed, mobile = base()
    goes_out(mobile)
    made.broken(fixed, since=made.at(1))

    now = monitor.now(made.at())
    (district,) = [each for each in now.districts if place in [one.place for one in each.places]]

    assert (district.tone, district.open_places) == (monitor.STOP, 0)
    assert (now.kits.fit, now.kits.down) == (1, 1)


def test_a_mobile_kit_makes_the_repair_of_a_counters_only_kit_no_less_urgent() -> None:
    _place, fixed, _mobile = base()
    fault = made.broken(fixed, since=made.at(3))
    at = made.at(3) + timedelta(hours=30)

    (late,) = levels.overdue(at, queries.standing(at), [kits.open_faults().get(pk=fault.pk)])

    assert late.waiting.is_without_kit


def test_visits_are_asked_for_once_however_many_places_there_are() -> None:
    for area in (made.SANGATTA_UTARA, made.BUSANG, made.TELUK_PANDAN):
        goes_out(made.kit(made.place(area), role=Role.MOBILE), to=made.place(area, "Balai", week=None))

    with CaptureQueriesContext(connection) as asked:
        queries.standing(made.at(), looks_ahead=False)

    assert sum("visits_visit_kits" in each["sql"] for each in asked) == 1
