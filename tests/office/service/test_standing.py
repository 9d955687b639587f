"""Where one can be recorded at a moment: hours, kit and operator together, and why not."""

from datetime import date, timedelta
from typing import Any

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rekam.domain.kits.kinds import Kind, Stops
from rekam.domain.service.standing import Reason
from rekam.office.answers import answers
from rekam.office.audit import actions as audit
from rekam.office.kits import actions as kits
from rekam.office.places import actions as places
from rekam.office.service import kept, queries, words
from rekam.office.service.queries import PlaceStanding
from tests import make
from tests.office.kits import made as kits_made
from tests.office.places.made import hours
from tests.office.rosters import made as rosters
from tests.office.service import made


def only(moment: Any, **asked: Any) -> PlaceStanding:
    (found,) = queries.standing(moment, **asked)
    return found


def test_a_place_is_open_when_its_hours_a_kit_and_an_operator_say_so() -> None:
    place = made.service()

    found = only(made.at())

    assert found.place == place
    assert found.is_open
    assert found.reasons == ()
    assert found.sets == 1
    assert found.closes == made.at(clock="12:00")


def test_on_sunday_at_ten_it_is_closed_when_its_week_has_no_sunday() -> None:
    place = made.service()
    weekdays = (*(hours("08:00-16:00"),) * 5, (), ())
    places.set_week(place=place, since=date(2016, 10, 1), week=weekdays, by=None, at=made.at())

    found = only(made.at(9))

    assert found.reasons == (Reason.CLOSED_TODAY,)
    assert found.opens_next == made.at(10, "08:00")


def test_a_broken_scanner_closes_a_place_with_one_kit_and_says_which() -> None:
    place = made.place()
    kit = made.kit(place, code="KIT-04-1")
    made.staffed(place)
    made.broken(kit)

    found = only(made.at())

    assert found.reasons == (Reason.KITS_DOWN,)
    assert words.reasons(found) == [
        "Tidak ada set yang dapat merekam: KIT-04-1: Pemindai sidik jari (kerusakan dilaporkan)"
    ]
    assert found.opens_next is None


def test_it_opens_again_the_moment_the_repair_is_done() -> None:
    place = made.place()
    kit = made.kit(place)
    made.staffed(place)
    fault = made.broken(kit)
    assert not only(None, looks_ahead=False).usable

    made.mended(fault, made.at(4))

    assert only(made.at(5)).is_open


def test_a_kit_without_irises_records_with_an_exception() -> None:
    place = made.place()
    kit = made.kit(place)
    made.staffed(place)
    made.broken(kit, Kind.IRIS_SCANNER, stops=Stops.ALL)

    assert only(made.at()).is_open


def test_without_an_operator_nobody_is_recorded() -> None:
    place = made.place()
    made.kit(place)
    technician = rosters.officer(skills=["technician"])
    rosters.roster((technician, place, 3))

    assert only(made.at()).reasons == (Reason.NO_OPERATOR,)


def test_an_operator_on_leave_is_not_on_duty() -> None:
    place = made.place()
    made.kit(place)
    siti = rosters.officer("Siti")
    rosters.roster(*((siti, place, day) for day in (3, 4)))
    rosters.leave(siti, 3)

    assert only(made.at(3)).reasons == (Reason.NO_OPERATOR,)
    assert only(made.at(3)).opens_next == made.at(4, "08:00")
    assert only(made.at(4)).is_open


def test_a_month_without_a_roster_is_told_apart_from_a_missing_operator() -> None:
    made.kit(made.place())

    assert only(made.at()).reasons == (Reason.NO_ROSTER,)


def test_a_place_that_never_had_a_kit_says_so() -> None:
    made.staffed(made.place())

    assert only(made.at()).reasons == (Reason.NO_KIT,)


def test_a_kit_on_its_way_opens_nothing() -> None:
    place, other = made.service(), made.service(made.BUSANG)
    kits.station(kit=place.stationings.get().kit, place=other, by=None, at=made.at())

    standing = {each.place: each for each in queries.standing(made.at(4))}

    assert standing[place].reasons == (Reason.NO_KIT,)
    assert standing[other].usable == 2


def test_before_the_shift_begins_a_place_waits_for_its_operator() -> None:
    place = made.place(week=(hours("07:00-16:00"),) * 7)
    made.kit(place)
    made.staffed(place)

    found = only(made.at(clock="07:30"))

    assert found.reasons == (Reason.NO_OPERATOR,)
    assert found.opens_next == made.at(clock="08:00")


def test_an_event_that_is_over_is_left_out_and_one_to_come_says_so() -> None:
    made.place(name="Pekan Raya", kind="event", opens_on=date(2016, 10, 12), closes_on=date(2016, 10, 17))

    assert Reason.NOT_YET in only(made.at(3)).reasons
    assert queries.standing(made.at(18)) == []


def test_only_the_area_that_is_asked_about_is_answered() -> None:
    made.service()
    made.place(made.TELUK_PANDAN)

    assert [each.place.area.code for each in queries.standing(made.at(), "64.08.13")] == ["64.08.13"]
    assert len(queries.standing(made.at(), "64.08")) == 2
    assert queries.standing(made.at(), "64.08.1") == []


def test_a_moment_that_has_passed_is_answered_with_the_kits_of_then() -> None:
    place = made.place()
    kit = made.kit(place)
    made.staffed(place)
    made.broken(kit, since=made.at(4))

    with time_machine.travel(made.at(6)):
        assert only(made.at(3)).is_open
        assert only(made.at(5)).reasons == (Reason.KITS_DOWN,)


def test_many_places_are_no_more_questions_than_two() -> None:
    def asked() -> int:
        answers.clear()
        with CaptureQueriesContext(connection) as questions:
            queries.standing(made.at())
        return len(questions)

    made.service()
    made.kit(made.place(made.BUSANG))
    few = asked()
    for area in (made.SANGATTA_SELATAN, made.TELUK_PANDAN):
        made.kit(made.place(area))

    assert asked() == few <= 20


def test_while_nothing_changes_the_facts_of_a_day_are_not_read_again() -> None:
    made.service()
    queries.standing(made.at(clock="08:00"))

    with CaptureQueriesContext(connection) as questions:
        found = only(made.at(clock="15:00"))

    assert found.is_open
    assert len(questions) <= 2


def test_what_is_kept_is_thrown_away_by_any_change() -> None:
    place = made.service()
    assert only(made.at()).is_open

    places.set_special_day(
        place=place, on=date(2016, 10, 3), ranges=(), reason="Upacara", by=None, at=made.at()
    )

    found = only(made.at())
    assert found.reasons == (Reason.SPECIAL_DAY,)
    assert words.reasons(found) == ["Tutup pada hari ini: Upacara"]


def test_in_the_demo_now_is_the_day_that_its_register_knows() -> None:
    made.service()
    make.committed([make.siti()])
    kits_made.place()
    from rekam.office.regions.models import Office

    Office.objects.update(is_demo=True)

    assert queries.now() == made.at(1) - timedelta(days=(date(2016, 10, 1) - make.OPENED).days)


def test_reading_and_signing_in_throw_nothing_away() -> None:
    made.service()
    queries.standing(made.at())
    audit.record("residents.searched", "search", by=None, at=made.at())

    with CaptureQueriesContext(connection) as questions:
        assert only(made.at()).is_open

    assert len(questions) <= 4  # has anything changed, and does it matter


def test_a_trail_that_is_another_one_throws_everything_away() -> None:
    """A database that was restored has other lines under the same numbers."""
    ends = [(3, "a" * 64), (4, "b" * 64)]
    made.service()

    assert not kept._nothing_happened(*ends, (), ())
