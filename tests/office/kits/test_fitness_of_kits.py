"""What works now, and what worked at any moment before: computed from devices, never typed."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rekam.domain.kits.fitness import Fitness, Why
from rekam.domain.kits.kinds import Kind, Stops
from rekam.office.kits import actions, queries
from rekam.office.kits.models import Device, Kit
from tests import make
from tests.office.kits import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def test_a_whole_kit_is_fit_at_its_place() -> None:
    here = made.place()
    kit = made.kit(here)

    state = queries.fitness()[kit.pk]

    assert (state.fitness, state.reasons, state.place_id) == (Fitness.FIT, (), here.pk)
    assert queries.at_places() == {here.pk: [state]}
    assert state.is_placed


def test_a_kit_has_no_field_that_says_whether_it_is_fit() -> None:
    fields = {field.name for model in (Kit, Device) for field in model._meta.get_fields()}

    assert not {name for name in fields if "fit" in name}


def test_a_reported_scanner_takes_its_kit_down_until_it_is_back_in_service() -> None:
    kit = made.kit(made.place())
    fault = made.fault(made.part(kit, Kind.FINGERPRINT_SCANNER))
    down = queries.fitness_of(kit)
    made.moved(fault, "confirm", "assign", "start_repair", "test", "pass")

    assert (down.fitness, down.reasons[0].why) == (Fitness.DOWN, Why.FAULT)
    assert queries.fitness_of(kit).fitness == Fitness.FIT


def test_an_iris_scanner_that_fails_leaves_the_kit_partial() -> None:
    kit = made.kit(made.place())
    made.moved(made.fault(made.part(kit, Kind.IRIS_SCANNER)), "confirm")

    state = queries.fitness_of(kit)

    assert (state.fitness, state.reasons[0].kind) == (Fitness.PARTIAL, Kind.IRIS_SCANNER)


def test_what_stops_nothing_leaves_the_kit_fit_until_it_goes_to_the_bench() -> None:
    kit = made.kit(made.place())
    fault = made.moved(made.fault(made.part(kit, Kind.CAMERA), stops=Stops.NOTHING), "confirm", "assign")
    before = queries.fitness_of(kit).fitness
    made.moved(fault, "start_repair", hours=5)

    assert before == Fitness.FIT
    assert queries.fitness_of(kit).reasons[0].why == Why.AWAY


def test_a_retired_device_leaves_its_kit_without_one() -> None:
    kit = made.kit(made.place())
    camera = made.part(kit, Kind.CAMERA)
    made.moved(made.fault(camera), "confirm", "retire")
    camera.refresh_from_db()

    assert camera.kit is None
    assert queries.fitness_of(kit).reasons[0].why == Why.MISSING


def test_fitness_at_a_moment_is_what_it_was_then() -> None:
    here = made.place()
    kit = made.kit(here)
    made.moved(made.fault(made.part(kit, Kind.CAMERA), at=made.later(1)), "confirm", "assign", "start_repair")
    actions.station(kit=kit, place=None, by=None, at=made.later(6))

    then = {hours: queries.fitness(made.later(hours))[kit.pk] for hours in (0.5, 1.5, 7)}

    assert [state.fitness for state in then.values()] == [Fitness.FIT, Fitness.DOWN, Fitness.DOWN]
    assert [state.place_id for state in then.values()] == [here.pk, here.pk, None]
    before = queries.fitness(made.later(-1))[kit.pk]
    assert (before.reasons[0].why, before.is_placed) == (Why.NO_DEVICES, False)


def test_the_timeline_has_no_gaps_and_says_where_and_why() -> None:
    here = made.place()
    kit = made.kit(here)
    fault = made.fault(made.part(kit, Kind.CAMERA), at=made.later(1))
    made.moved(fault, "confirm", "assign", "start_repair", "test", "pass", hours=2)  # back at 6

    found = queries.timeline(made.MORNING, made.later(10))[kit.pk]

    assert [stretch.fitness for stretch in found if stretch.fitness == Fitness.FIT] == [Fitness.FIT] * 2
    assert (found[0].end, found[-1].start) == (made.later(1), made.later(6))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert {stretch.place for stretch in found} == {here.pk}


def test_all_kits_are_answered_in_three_questions() -> None:
    here = made.place()
    for _each in range(4):
        made.kit(here)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.at_places()

    assert len(asked) == 3
