"""What faults cost: open minutes, recordings, and means that say how little they know."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.kits import cost
from rekam.domain.kits.cost import Demand, Down, OpenTime, Rate, Stay

MONDAY = datetime(2016, 9, 26, tzinfo=UTC)
TWO_HOURS_A_DAY = OpenTime(
    (MONDAY + timedelta(days=n, hours=8), MONDAY + timedelta(days=n, hours=10)) for n in range(3)
)
DAY = 480
TWO_KITS = [Stay(1, 0, DAY), Stay(2, 0, DAY)]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def down(fault: int, kit: int = 1, start: int = 0, end: int = DAY, share: float = 1.0) -> Down:
    return Down(fault, kit, start, end, share)


def wanted(per_hour: float, kits: int = 2) -> Demand:
    return Demand(per_hour, per_hour / kits, 8.0)


# -- opening time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "minutes"),
    [(at(0, 7), 0), (at(0, 8, 30), 30), (at(0, 10), 120), (at(1, 3), 120), (at(1, 9), 180), (at(9, 9), 360)],
)
def test_nights_do_not_count(moment: datetime, minutes: int) -> None:
    assert TWO_HOURS_A_DAY.at(moment) == minutes


def test_an_open_minute_is_found_on_its_day() -> None:
    assert TWO_HOURS_A_DAY.moment(0) == at(0, 8)
    assert TWO_HOURS_A_DAY.moment(120) == at(1, 8)
    assert TWO_HOURS_A_DAY.moment(360) is None


@given(st.integers(0, 359))
def test_a_minute_and_its_moment_agree(minute: int) -> None:
    moment = TWO_HOURS_A_DAY.moment(minute)

    assert moment is not None
    assert TWO_HOURS_A_DAY.at(moment) == minute


# -- recordings ------------------------------------------------------------------------------------------


def test_the_only_kit_of_a_place_costs_all_that_the_place_records() -> None:
    found = cost.costs([Stay(1, 0, DAY)], [down(7)], wanted(3.0, kits=1), 0, DAY)

    assert found == {7: cost.Cost(DAY, 24.0, 24.0)}


def test_the_other_kit_takes_over_what_it_can() -> None:
    found = cost.costs(TWO_KITS, [down(7)], wanted(10.0), 0, DAY)

    assert found[7].lost == pytest.approx(2.0 * 8)
    assert found[7].usual == pytest.approx(5.0 * 8)
    assert found[7].taken_over == pytest.approx(3.0 * 8)


def test_nothing_is_lost_while_the_other_kit_can_take_everybody() -> None:
    found = cost.costs(TWO_KITS, [down(7)], wanted(6.0), 0, DAY)

    assert found == {7: cost.Cost(DAY, 24.0, 0.0)}


def test_two_broken_kits_share_what_their_place_loses() -> None:
    found = cost.costs(TWO_KITS, [down(7), down(8, kit=2)], wanted(6.0), 0, DAY)

    assert found[7].lost == found[8].lost == pytest.approx(24.0)


def test_two_faults_of_one_kit_do_not_take_it_away_twice() -> None:
    both = [down(7), down(8, share=0.5)]

    found = cost.costs([Stay(1, 0, DAY)], both, wanted(3.0), 0, DAY)

    assert found[7].lost + found[8].lost == pytest.approx(24.0)
    assert found[7].lost == pytest.approx(16.0)


def test_what_nobody_reported_is_counted_as_such() -> None:
    nobody, reported = cost.UNREPORTED, 7
    lacks = [down(nobody), down(nobody), down(reported)]

    found = cost.costs([Stay(1, 0, DAY)], lacks, wanted(3.0), 0, DAY)

    assert found[nobody].lost == pytest.approx(16.0)
    assert found[reported].lost == pytest.approx(8.0)


def test_a_kit_that_was_lent_away_is_no_faults_cost() -> None:
    here, lent = Stay(1, 0, DAY), Stay(2, 0, 60)
    scanner = down(7, start=60, share=0.5)

    found = cost.costs([here, lent], [scanner], wanted(16.0), 0, DAY)

    assert found[7].lost == pytest.approx(4.0 * 7)


def test_a_spare_kit_ends_the_loss_and_not_the_downtime() -> None:
    spare = Stay(3, 120, DAY)

    found = cost.costs([Stay(1, 0, DAY), spare], [down(7)], wanted(3.0), 0, DAY)

    assert found[7].minutes == DAY
    assert found[7].lost == pytest.approx(3.0 * 2)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[list[Stay], list[Down], Demand]:
    def interval() -> tuple[int, int]:
        start = draw(st.integers(0, 60))
        return start, draw(st.integers(start, 60))

    kits = range(draw(st.integers(1, 3)))
    stays = [Stay(kit, *interval()) for kit in kits]
    downs = [
        Down(n, draw(st.sampled_from(kits)), *interval(), draw(st.sampled_from((0.0, 0.5, 1.0))))
        for n in range(draw(st.integers(0, 4)))
    ]
    return stays, downs, wanted(draw(st.integers(0, 20)))


@given(scenes())
def test_costs_add_up_to_what_a_count_minute_by_minute_finds(
    scene: tuple[list[Stay], list[Down], Demand],
) -> None:
    stays, downs, place = scene
    lost = 0.0
    for minute in range(60):
        here = {stay.kit for stay in stays if stay.start <= minute < stay.end}
        gone = {
            kit: max((d.share for d in downs if d.kit == kit and d.start <= minute < d.end), default=0.0)
            for kit in here
        }
        lost += place.lost(len(here) - sum(gone.values())) - place.lost(len(here))

    found = cost.costs(stays, downs, place, 0, 60)

    assert sum(each.lost for each in found.values()) == pytest.approx(lost / 60, abs=1e-9)


def test_a_place_without_recordings_of_its_own_works_as_seen_elsewhere() -> None:
    assert Rate(0, 0).per_kit_hour == cost.COUNTER.per_hour == pytest.approx(7.1875)
    assert not Rate(0, 0).is_measured


def test_after_a_week_a_places_own_recordings_speak_alone() -> None:
    assert Rate(100, 40 * 60).per_kit_hour == pytest.approx(2.5)
    assert Rate(100, 40 * 60).is_measured


def test_in_between_both_count_by_their_hours() -> None:
    assert Rate(20, 10 * 60).per_kit_hour == pytest.approx(0.25 * 2 + 0.75 * 7.1875)


def test_the_rate_is_measured_while_kits_worked() -> None:
    found = cost.rate(90, TWO_KITS, [down(7, start=240)], 0, DAY)

    assert found.kit_minutes == 720
    assert found.recordings == 90


def test_a_place_borrows_from_the_others_of_its_office_once_they_know_enough() -> None:
    assert cost.shared([Rate(90, 39 * 60)]) == cost.COUNTER
    assert cost.shared([Rate(90, 30 * 60), Rate(30, 30 * 60)]).per_hour == 2
