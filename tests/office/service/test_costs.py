"""What faults cost at real places: opening hours, the place's own rate, and who took over."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from rekam.domain.kits import cost as rules
from rekam.domain.kits.fitness import Fitness
from rekam.domain.kits.kinds import Kind, Role, Stops
from rekam.office.kits import actions as kits
from rekam.office.kits import custody
from rekam.office.kits import queries as device_kits
from rekam.office.kits.models import Fault, Kit, Standing
from rekam.office.places.models import Place
from rekam.office.service import costs, lives, mending, recordings
from rekam.office.service.costs import Costs, FaultCost
from tests.office.kits import made as kits_made
from tests.office.places.made import hours
from tests.office.service import made

SINCE = made.at(1, "00:00")


def costs_until(day: int, clock: str = "16:00", **asked: str) -> Costs:
    return costs.costs(SINCE, made.at(day, clock), **asked)


def one(found: Costs) -> FaultCost:
    (row,) = found.faults
    return row


def test_only_opening_hours_count_and_nights_do_not() -> None:
    place = made.place()
    fault = made.broken(made.kit(place), since=made.at(3, "15:00"))
    made.mended(fault, made.at(4, "10:00"))

    row = one(costs_until(5))

    assert row.minutes == (1 + 2) * 60  # Monday from three to four, Tuesday from eight to ten
    assert row.hours == 3


def test_a_closed_sunday_costs_nothing() -> None:
    place = made.place(week=(*(hours("08:00-16:00"),) * 6, ()))
    made.broken(made.kit(place), since=made.at(8, "15:00"))

    assert one(costs_until(9)).minutes == 60
    assert one(costs_until(10, "09:00")).minutes == 120


def test_a_place_without_its_only_kit_loses_its_own_rate() -> None:
    place = made.place()
    kit = made.kit(place)
    made.recorded_for_weeks(place, per_day=14)
    made.broken(kit, since=made.at(24, "08:00"))

    found = costs_until(24)

    work = found.places[place.pk]
    assert work.rate.is_measured
    assert work.rate.per_kit_hour == pytest.approx(2.0, rel=0.01)  # fourteen in seven open hours
    assert one(found).cost == rules.Cost(7 * 60, pytest.approx(14.0, rel=0.01), pytest.approx(14.0, rel=0.01))


def test_before_any_recordings_are_known_a_published_rate_is_borrowed() -> None:
    place = made.place()
    made.broken(made.kit(place), since=made.at(3, "08:00"))

    found = costs_until(3)

    assert not found.places[place.pk].rate.is_measured
    cost = one(found).cost
    assert cost is not None
    assert cost.lost == pytest.approx(7 * rules.COUNTER.per_hour)


def test_a_place_that_no_recording_names_borrows_from_the_others_of_its_office() -> None:
    place, other = made.place(), made.place(made.BUSANG)
    made.kit(other)
    made.recorded_for_weeks(other, per_day=14)
    made.broken(made.kit(place), since=made.at(24, "08:00"))

    found = costs_until(24)

    assert found.places[place.pk].rate.prior.source == rules.OWN_OFFICE
    cost = one(found).cost
    assert cost is not None
    assert cost.lost == pytest.approx(14.0, rel=0.01)


def test_the_other_kit_takes_over_what_it_can() -> None:
    place = made.place()
    kit, _other = made.kit(place), made.kit(place)
    made.recorded_for_weeks(place, per_day=14)
    made.broken(kit, since=made.at(24, "08:00"))

    cost = one(costs_until(24)).cost

    assert cost is not None
    assert cost.usual == pytest.approx(7.0, rel=0.01)
    assert cost.lost == 0
    assert cost.taken_over == pytest.approx(7.0, rel=0.01)


def sent(kit: Kit, to: Place | None, day: int, *, arrives: int | None = None) -> None:
    """Sent at eight in the morning, and signed for at noon of a day, if it arrives at all."""
    way = custody.send_kit(kit=kit, to=to, reason="Perbaikan", by=None, at=made.at(day, "08:00"))
    if arrives is not None:
        custody.receive(handover=way, by=None, at=made.at(arrives, "12:00"))


def test_a_kit_that_is_away_for_repair_is_missed_until_it_is_mended() -> None:
    place = made.place()
    kit = made.kit(place)
    made.recorded_for_weeks(place, per_day=28)
    fault = made.broken(kit, since=made.at(24, "08:00"))
    sent(kit, None, 25, arrives=26)
    made.mended(fault, made.at(29, "08:00"))

    found = costs_until(31)

    row = one(found)
    assert row.minutes == 5 * 7 * 60
    assert row.cost == rules.Cost(
        5 * 7 * 60, pytest.approx(5 * 28, rel=0.01), pytest.approx(5 * 28, rel=0.01)
    )
    assert found.places[place.pk].rate.per_kit_hour == pytest.approx(
        4.0, rel=0.01
    )  # it did not work meanwhile
    assert found.unreported == {}
    # In a period that begins while it is away it is missed at the same place.
    later = one(costs.costs(made.at(27, "00:00"), made.at(31, "16:00"))).cost
    assert later is not None
    assert later.lost == pytest.approx(2 * 28, rel=0.01)


def test_a_kit_that_recorded_in_part_is_missed_whole_while_it_is_away() -> None:
    place = made.place()
    kit = made.kit(place)
    made.recorded_for_weeks(place, per_day=56)
    made.broken(kit, Kind.IRIS_SCANNER, since=made.at(24, "08:00"))
    sent(kit, None, 25)

    cost = one(costs_until(25)).cost

    assert cost is not None
    assert cost.usual == pytest.approx(28 + 56, rel=0.01)
    assert cost.lost == pytest.approx((8 - 0.5 * rules.MOST_PER_HOUR) * 7 + 56, rel=0.01)


def test_a_spare_that_stands_in_ends_the_loss_of_a_kit_that_was_sent_in() -> None:
    place = made.place()
    kit = made.kit(place)
    spare = made.kit(None, role=Role.SPARE)
    made.recorded_for_weeks(place, per_day=28)
    made.broken(kit, since=made.at(24, "08:00"))
    sent(kit, None, 25)
    kits.station(kit=spare, place=place, by=None, at=made.at(26, "08:00"))

    cost = one(costs_until(31)).cost

    assert cost is not None
    assert (cost.minutes, cost.lost) == (8 * 7 * 60, pytest.approx(2 * 28, rel=0.01))


def test_a_kit_that_was_lent_costs_no_fault_anything() -> None:
    place = made.place()
    kit = made.kit(place)
    made.recorded_for_weeks(place, per_day=28)
    kits_made.fault(made.device(kit), stops=Stops.NOTHING, at=made.at(24, "08:00"))
    sent(kit, None, 25)

    assert one(costs_until(28)).cost == rules.Cost()


def test_a_broken_kit_is_missed_no_more_where_it_stood_once_it_stands_elsewhere() -> None:
    place, other = made.place(), made.place(made.BUSANG, week=None)
    kit = made.kit(place)
    made.recorded_for_weeks(place, per_day=28)
    made.broken(kit, since=made.at(24, "08:00"))
    sent(kit, other, 25, arrives=26)
    sent(kit, None, 27, arrives=27)

    cost = one(costs_until(31)).cost

    assert cost is not None
    assert cost.minutes == (7 + 7 + 4) * 60  # it came to the other place at noon
    assert cost.lost == pytest.approx(4 * 18, rel=0.01)


def test_what_was_no_fault_costs_nothing() -> None:
    fault = made.broken(made.kit(made.place()))
    kits_made.moved(fault, "dismiss", hours=80)

    assert costs_until(9).faults == []


def kept_recording(days: int = 20) -> tuple[Kit, Fault]:
    """A kit that recorded on every day, also while a fault of it was reported that turned out to be none."""
    place = made.place()
    kit = made.kit(place)
    made.recorded_for_weeks(place, per_day=14)
    fault = made.broken(kit, since=made.at(24 - days, "08:00"))
    since = (made.at(24, "08:00") - kits_made.MORNING) / timedelta(hours=1)
    return kit, kits_made.moved(fault, "dismiss", hours=since)


def test_what_was_no_fault_leaves_the_past_as_it_was() -> None:
    kit, _fault = kept_recording()
    place = kit.home
    assert place is not None

    found = costs_until(24)

    assert found.unreported == {}
    assert found.places[place.pk].rate.per_kit_hour == pytest.approx(2.0, rel=0.01)
    worked = lives.by(lives.lives(found), "kind")[Kind.FINGERPRINT_SCANNER]
    assert (worked.faults, worked.operating_minutes) == (0, 24 * 7 * 60)
    assert device_kits.fitness_of(kit, made.at(14)).fitness == Fitness.FIT


def test_a_fault_after_one_that_was_none_counts_as_before() -> None:
    kit, _fault = kept_recording()
    made.broken(kit, since=made.at(25, "08:00"))

    row = one(costs_until(26))

    assert row.cost is not None
    assert row.cost.minutes == 2 * 7 * 60


def test_faults_that_were_dismissed_before_are_taken_back_by_the_update() -> None:
    kit, fault = kept_recording()
    Standing.objects.filter(device=fault.device, since=fault.reported_at).update(stops="all")
    again = made.broken(kit, since=made.at(25, "08:00"))
    assert costs_until(24).unreported

    import_module("rekam.office.kits.migrations.0003_dismissed_faults_stopped_nothing").take_back(apps, None)

    assert costs_until(24).unreported == {}
    assert Standing.objects.get(device=again.device, until=None).stops == "all"


def test_a_kit_that_lacks_a_device_nobody_reported_is_told_apart() -> None:
    place = made.place()
    kit = made.kit(place)
    made.recorded_for_weeks(place, per_day=14)
    kits.take_out(device=made.device(kit, Kind.CAMERA), by=None, at=made.at(24, "08:00"))

    found = costs_until(24)

    assert found.faults == []
    assert found.unreported[place.pk].lost == pytest.approx(14.0, rel=0.1)


def test_what_a_mobile_kit_would_have_recorded_is_not_known() -> None:
    place = made.place()
    made.broken(made.kit(place, role=Role.MOBILE), since=made.at(3, "08:00"))

    row = one(costs_until(3))

    assert row.minutes == 7 * 60
    assert row.cost is None


def test_a_fault_elsewhere_is_not_shown_to_a_district() -> None:
    made.broken(made.kit(made.place()))
    made.broken(made.kit(made.place(made.TELUK_PANDAN)))

    assert len(costs_until(4).faults) == 2
    assert [
        row.fault.place.area.code for row in costs_until(4, within="64.08.13").faults if row.fault.place
    ] == ["64.08.13"]


def test_a_district_reads_its_own_hours_and_places_only() -> None:
    here, there = made.place(made.SANGATTA_UTARA), made.place(made.BUSANG)
    made.broken(made.kit(here), since=made.at(3, "08:00"))
    made.kit(there)

    whole, own = costs_until(5), costs_until(5, within=made.SANGATTA_UTARA)

    assert set(own.places) == set(own.open_time) == {here.pk}
    assert set(whole.places) == {here.pk, there.pk}
    assert own.places[here.pk] == whole.places[here.pk]
    every = lives.by(lives.lives(whole), "place")
    assert lives.by(lives.lives(own), "place") == {here.pk: every[here.pk]}


def test_a_kit_without_a_device_elsewhere_is_not_told_to_a_district() -> None:
    kits.add_kit(code="TANPA", role=Role.FIXED, home=None, place=made.place(made.BUSANG), by=None, at=SINCE)
    made.kit(made.place(made.SANGATTA_UTARA))

    assert costs_until(5).unreported
    assert not costs_until(5, within=made.SANGATTA_UTARA).unreported


def test_the_money_of_a_repair_stands_beside_what_was_lost() -> None:
    fault = made.broken(made.kit(made.place()))
    kits_made.moved(fault, "confirm", "assign", "start_repair", "note_repair", hours=80)

    assert one(costs_until(9)).rupiah == 350_000


# -- rates ----------------------------------------------------------------------------------------------


def test_recordings_of_a_place_are_found_by_its_name_in_its_district() -> None:
    place, other = made.place(name="Balai Desa Contoh"), made.place(made.BUSANG, name="Balai Desa Contoh")
    made.recorded(place, date(2016, 10, 3), 3)
    made.recorded(other, date(2016, 10, 3), 5)
    made.recorded(place, date(2016, 10, 3), 2, status="ENROLL_FAILURE_AT_CENTRAL")

    work = recordings.work(date(2016, 10, 9))

    assert work.end == date(2016, 10, 3)
    assert work.at(place.area.code, "balai  desa CONTOH") == 3
    assert work.at(other.area.code, other.name) == 5


# -- means ------------------------------------------------------------------------------------------------


def test_hours_between_faults_and_until_mended_by_kind() -> None:
    place = made.place()
    kit = made.kit(place)
    fault = made.broken(kit, since=made.at(4, "08:00"))
    made.mended(fault, made.at(5, "08:00"))

    by_kind = lives.by(lives.lives(costs_until(7)), "kind")

    scanner, camera = by_kind[Kind.FINGERPRINT_SCANNER], by_kind[Kind.CAMERA]
    assert (scanner.faults, scanner.mended) == (1, 1)
    assert scanner.to_mend.hours == 7
    assert scanner.between_faults.hours == 6 * 7  # seven days of seven hours, less the day in repair
    assert camera.between_faults.hours is None
    assert camera.between_faults.low == pytest.approx(7 * 7 / 2.9957, rel=1e-3)


def test_a_repair_is_expected_to_take_as_long_as_repairs_took_before() -> None:
    place = made.place()
    for _number in range(5):
        fault = made.broken(made.kit(place), since=made.at(4, "08:00"))
        made.mended(fault, made.at(6, "08:00"))

    left = mending.left(costs_until(9))

    assert left.minutes("reported") == 2 * 7 * 60
    assert left.minutes("testing") < left.minutes("in_repair") < left.minutes("confirmed")


def test_with_few_repairs_a_device_is_expected_back_as_promised() -> None:
    made.broken(made.kit(made.place()), stops=Stops.ALL)

    left = mending.left(costs_until(9))

    assert left.minutes("reported") == 7 * 8 * 60  # 168 hours, eight of every day open
    assert not left.is_measured("reported")
