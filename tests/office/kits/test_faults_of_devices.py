"""From the report until the device is back in service, with a line in the trail for each step."""

import contextlib

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekam.domain.kits.faults import CLOSED, Move
from rekam.domain.kits.fitness import Fitness
from rekam.domain.kits.kinds import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.kits import actions, custody, queries
from rekam.office.kits.models import Device, Fault
from tests import make
from tests.office.accounts import staff
from tests.office.kits import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def test_a_fault_belongs_to_the_place_where_it_was_reported() -> None:
    here = made.place()
    kit = made.kit(here)

    fault = made.fault(made.part(kit, Kind.CAMERA))

    assert (fault.kit, fault.place, fault.state) == (kit, here, "reported")
    assert list(queries.open_faults(made.SANGATTA_SELATAN)) == [fault]
    assert not queries.open_faults(made.TELUK_PANDAN)


def test_the_second_report_of_one_device_is_told_about_the_first() -> None:
    camera, ani = made.device(), made.district_staff()
    first = made.fault(camera, by=ani)

    with pytest.raises(RuleBroken, match="Ani Suryani") as refused:
        made.fault(camera, at=made.later(2))

    assert (refused.value.code, refused.value.values["fault"]) == ("fault.already_open", first.pk)
    added = actions.add_to_fault(fault=first, note="Lampunya juga mati", by=None, at=made.later(2))
    assert list(first.moves.values_list("note", flat=True)) == ["", "Lampunya juga mati"]
    assert added.to == "reported"


def test_the_database_itself_holds_one_open_fault_per_device() -> None:
    first = made.fault(made.device())

    with pytest.raises(IntegrityError), transaction.atomic():
        Fault.objects.create(
            device=first.device, symptom="slow", stops="all", reported_at=made.later(), moved_at=made.later()
        )


def test_the_database_closes_no_fault_without_its_state() -> None:
    fault = made.fault(made.device())

    with pytest.raises(IntegrityError), transaction.atomic():
        Fault.objects.filter(pk=fault.pk).update(closed_at=made.later(3))


def test_after_it_is_back_in_service_a_device_may_fail_again() -> None:
    camera = made.device()
    first = made.moved(made.fault(camera), "confirm", "assign", "start_repair", "test", "pass")

    second = made.fault(camera, at=made.later(20))

    assert (first.closed_at, second.pk != first.pk) == (made.later(6), True)


def test_the_whole_repair_can_be_read_afterwards_with_its_cost() -> None:
    joko = made.technician()
    fault = made.moved(
        made.fault(made.device()), "confirm", "assign", "start_repair", "note_repair", "test", "fail",
        "note_repair", "test", "pass", by=joko,
    )  # fmt: skip

    moves = list(fault.moves.values_list("move", "to"))
    assert moves[0] == ("report", "reported")
    assert moves[-3:] == [("note_repair", "in_repair"), ("test", "testing"), ("pass", "back")]
    assert sum(fault.moves.values_list("cost_rupiah", flat=True)) == 700_000
    assert fault.moves.get(move="fail").details == {"tested": "Sepuluh jari"}


def test_every_step_leaves_a_line_in_the_trail() -> None:
    fault = made.moved(made.fault(made.device()), "confirm", "assign", "start_repair", "test", "pass")

    subject = f"fault:{fault.pk} device:{fault.device.tag}"
    assert list(Entry.objects.filter(subject=subject).order_by("number").values_list("event", flat=True)) == [
        "fault.reported", "fault.confirmed", "fault.assigned", "fault.repair_begun", "fault.testing",
        "fault.back_in_service",
    ]  # fmt: skip


def test_a_refusal_says_in_words_what_is_possible() -> None:
    fault = made.fault(made.device())

    with pytest.raises(RuleBroken) as refused, translation.override("en"):
        made.moved(fault, "test")

    assert str(refused.value.values["possible"]) == "Confirm the fault, Dismiss: no fault"


def test_repairs_are_given_to_technicians_only() -> None:
    fault = made.moved(made.fault(made.device()), "confirm")

    with pytest.raises(RuleBroken, match=r"fault\.cannot_repair"):
        made.moved(fault, "assign", assignee=staff.person(Role.REGISTRAR))


def test_a_retired_device_is_reported_no_more() -> None:
    camera = made.device()
    made.moved(made.fault(camera), "confirm", "retire")

    with pytest.raises(RuleBroken, match=r"device\.retired"):
        made.fault(camera, at=made.later(20))


def test_what_is_entered_out_of_order_is_refused() -> None:
    fault = made.moved(made.fault(made.device(), at=made.later(10)), "confirm", hours=11)

    with pytest.raises(RuleBroken, match=r"device\.changed_since"):
        made.moved(fault, "assign", hours=5)


def test_a_device_in_repair_is_neither_moved_nor_sent() -> None:
    kit, other = made.kit(made.place()), made.kit(made.place())
    camera = made.part(kit, Kind.CAMERA)
    made.moved(made.fault(camera), "confirm", "assign", "start_repair")

    for move in (
        lambda: actions.take_out(device=camera, by=None, at=made.later(9)),
        lambda: actions.put_in_kit(device=camera, kit=other, leaves=kit, by=None, at=made.later(9)),
        lambda: custody.send_device(device=camera, to=None, reason="x", by=None, at=made.later(9)),
    ):
        with pytest.raises(RuleBroken, match=r"device\.in_repair"):
            move()


def test_a_device_is_never_in_two_kits() -> None:
    here = made.place()
    kit, other = made.kit(here), made.kit(here, kinds=())
    camera = made.part(kit, Kind.CAMERA)

    with pytest.raises(RuleBroken, match=r"device\.in_another_kit"):
        actions.put_in_kit(device=camera, kit=other, by=None, at=made.later())
    actions.put_in_kit(device=camera, kit=other, leaves=kit, by=None, at=made.later())

    assert (kit.devices.filter(pk=camera.pk).count(), other.devices.get()) == (0, camera)


def test_a_device_with_the_same_make_and_serial_number_is_listed_once() -> None:
    made.device(make="Contoh", serial="ab-1")

    with pytest.raises(RuleBroken, match=r"device\.serial_taken"):
        made.device(make="CONTOH", serial="AB-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Device.objects.create(kind="camera", make="contoh", serial="Ab-1", tag="XX", added_at=made.MORNING)


def test_a_kit_with_devices_is_not_retired() -> None:
    kit = made.kit(made.place())

    with pytest.raises(RuleBroken, match="Take them out first"):
        actions.retire_kit(kit=kit, by=None, at=made.later())


@pytest.fixture
def reported() -> Fault:
    """Of the camera of a kit that has nothing else."""
    return made.fault(made.part(made.kit(made.place(), kinds=(Kind.CAMERA,)), Kind.CAMERA))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*Move, "station", "send", "receive", "again"]), max_size=14))
def test_whatever_people_try_with_a_device_what_must_be_true_stays_true(
    reported: Fault, tried: list[str]
) -> None:
    with transaction.atomic():
        fault = Fault.objects.get(pk=reported.pk)
        camera = fault.device
        for number, step in enumerate(tried, start=3):
            with contextlib.suppress(RuleBroken):
                fault = _step(step, fault, number)
            _check(camera, fault)
        transaction.set_rollback(True)


def _step(step: str, fault: Fault, hours: int) -> Fault:
    at, camera = made.later(hours), Device.objects.get(pk=fault.device_id)
    kit = fault.kit
    assert kit is not None
    if step == "again":
        return made.fault(camera, at=at)
    if step == "station":
        actions.station(kit=kit, place=made.place(made.TELUK_PANDAN), by=None, at=at)
    elif step == "send":
        custody.send_device(device=camera, to=None, reason="Perbaikan", by=None, at=at)
    elif step == "receive":
        for way in camera.handovers.filter(received_at=None):
            custody.receive(handover=way, by=None, at=at)
    elif step in made.STEPS:
        return made.moved(fault, step, hours=hours)
    return fault


def _check(camera: Device, fault: Fault) -> None:
    camera.refresh_from_db()
    fault.refresh_from_db()
    standings = list(camera.standings.order_by("since", "pk"))
    assert camera.faults.filter(closed_at=None).count() <= 1
    assert (fault.state in CLOSED) == (fault.closed_at is not None)
    assert [each.until for each in standings[:-1]] == [each.since for each in standings[1:]]
    assert (standings[-1].until, standings[-1].kit_id) == (None, camera.kit_id)
    assert standings[-1].condition == camera.condition
    on_the_bench = fault.state in ("in_repair", "testing")
    assert standings[-1].is_away == (camera.is_apart or on_the_bench)
    assert not (camera.retired_at and camera.kit_id)
    kit = fault.kit
    assert kit is not None
    assert queries.fitness_of(kit).fitness == Fitness.DOWN, "a camera alone records nobody"


def test_the_walk_tries_all_that_a_person_can_do() -> None:
    assert set(made.STEPS) == set(Move) - {Move.REPORT, Move.ADD}
