"""Two people at the same moment, each with a connection of their own: one is first, the other is told so."""

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.urls import reverse

from rekam.domain.kits.kinds import Condition, Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.kits import actions, care, custody, device_list
from rekam.office.kits.models import CareDone, CareRule, Device, Fault, FaultPhoto, Handover, Kit, Standing
from tests import make
from tests.office.accounts.staff import browser
from tests.office.kits import made
from tests.office.visits import made as visits

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 60


def at_once(*works: Callable[[], object]) -> list[str]:
    """What became of each: "done", or the code of the refusal. Whatever else went wrong is raised here."""
    start, told, wrong = threading.Barrier(len(works)), [""] * len(works), list[Exception]()

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            start.wait(PATIENCE_SECONDS)
            work()
            told[place] = "done"
        except RuleBroken as refused:
            told[place] = refused.code
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    for error in wrong:
        raise error
    return sorted(told)


@pytest.mark.parametrize("_time", range(3))
def test_of_two_reports_of_one_device_the_second_is_told_about_the_first(_time: int) -> None:
    make.office()
    camera = made.device(place=made.place())

    told = at_once(*[lambda: made.fault(camera)] * 4)

    assert told == ["done", *["fault.already_open"] * 3]
    assert Fault.objects.filter(device=camera).count() == 1
    assert Standing.objects.filter(device=camera, until=None).count() == 1


def test_of_two_who_find_a_fault_at_a_check_both_are_noted() -> None:
    make.office()
    camera = made.device(Kind.CAMERA, place=made.place())
    check = care.add_rule(kind="camera", what="Bersihkan lensa", every_days=7, by=None, at=made.MORNING)
    phones = [browser(made.district_staff()) for _each in range(2)]
    report = {"symptom": "no_power", "stops": "all", "check": check.pk}

    at_once(*[partial(phone.post, reverse("kits:report", args=[camera.tag]), report) for phone in phones])

    assert {done.fault for done in CareDone.objects.all()} == {Fault.objects.get()}
    assert CareDone.objects.count() == 2


def test_of_two_technicians_one_confirms_and_the_other_learns_of_it() -> None:
    make.office()
    fault = made.fault(made.device())

    told = at_once(lambda: made.moved(fault, "confirm"), lambda: made.moved(fault, "dismiss"))

    assert told[0] == "done"
    assert told[1] in ("fault.not_now", "fault.closed")
    assert fault.moves.count() == 2


def test_two_kits_never_get_one_device() -> None:
    make.office()
    here = made.place()
    kits = [made.kit(here, kinds=()) for _each in range(2)]
    camera = made.device(Kind.CAMERA, place=here)

    told = at_once(
        *[
            lambda kit=kit: actions.put_in_kit(device=camera, kit=kit, by=None, at=made.later())  # type: ignore[misc]
            for kit in kits
        ]
    )

    assert told == ["device.in_another_kit", "done"]
    assert Device.objects.get(pk=camera.pk).kit in kits


def test_two_receipts_of_one_moment_have_two_numbers() -> None:
    make.office()
    here = made.place()
    devices = [made.device(place=here) for _each in range(3)]

    told = at_once(
        *[
            lambda device=device: custody.send_device(  # type: ignore[misc]
                device=device, to=None, reason="Perbaikan", by=None, at=made.later()
            )
            for device in devices
        ]
    )

    assert told == ["done"] * 3
    assert len(set(Handover.objects.values_list("number", flat=True))) == 3


@pytest.mark.parametrize("_time", range(2))
def test_no_device_is_put_into_a_kit_that_is_being_retired(_time: int) -> None:
    make.office()
    kit, camera = made.kit(made.place(), kinds=()), made.device(Kind.CAMERA, place=made.place())

    told = at_once(
        lambda: actions.put_in_kit(device=camera, kit=kit, by=None, at=made.later()),
        lambda: actions.retire_kit(kit=kit, by=None, at=made.later()),
    )

    kit.refresh_from_db()
    assert told in (["done", "kit.has_devices"], ["done", "kit.retired"])
    assert (kit.retired_at is None) == kit.devices.exists()


@pytest.mark.parametrize("_time", range(2))
def test_a_device_goes_with_its_kit_or_into_another_never_both(_time: int) -> None:
    make.office()
    kit, other = made.kit(made.place()), made.kit(made.place(), kinds=())
    camera = made.part(kit, Kind.CAMERA)

    told = at_once(
        lambda: actions.put_in_kit(device=camera, kit=other, leaves=kit, by=None, at=made.later()),
        lambda: custody.send_kit(kit=kit, to=None, reason="Ditukar", by=None, at=made.later()),
    )

    went = camera.tag in {each["tag"] for each in Handover.objects.get().contents}
    assert told == (["done", "handover.under_way"] if went else ["done", "done"])
    assert Device.objects.get(pk=camera.pk).kit == (kit if went else other)


def test_a_fault_that_is_reported_while_a_list_comes_in_is_left_to_its_repair(tmp_path: Path) -> None:
    make.office()
    camera = made.device(Kind.CAMERA, place=made.place())
    path = tmp_path / "alat.csv"
    path.write_text(f"Jenis;Merek;No. Seri;Kondisi\nKamera;Contoh;{camera.serial};Rusak\n", encoding="utf-8")
    found: list[device_list.Review] = []

    def take() -> None:
        found.append(device_list.take(path, by=None, at=made.later(2)))
        connection.close()

    listing = threading.Thread(target=take)
    with transaction.atomic():
        made.fault(camera)
        listing.start()
        listing.join(0.3)  # as long as the report is not done, the list waits
    listing.join(PATIENCE_SECONDS)

    assert [each.code for each in found[0].refused] == ["device.has_open_fault"]
    assert Device.objects.get(pk=camera.pk).condition == Condition.GOOD


@pytest.mark.parametrize("_time", range(2))
def test_of_two_who_give_one_name_the_second_is_told_so(_time: int) -> None:
    make.office()

    def rule() -> None:
        care.add_rule(kind="camera", what="Bersihkan lensa", every_days=7, by=None, at=made.MORNING)

    kits = at_once(*[lambda: made.kit(code="KTM-99-1", kinds=())] * 3)
    devices = at_once(*[lambda: made.device(serial="SN-SAMA")] * 3)
    rules = at_once(*[rule] * 3)

    assert kits == ["done", *["kit.code_taken"] * 2]
    assert devices == ["device.serial_taken"] * 2 + ["done"]
    assert rules == ["care.rule_exists"] * 2 + ["done"]
    assert (Kit.objects.count(), Device.objects.count(), CareRule.objects.count()) == (1, 1, 1)


def test_a_finger_that_taps_twice_notes_a_check_once() -> None:
    make.office()
    camera = made.device(Kind.CAMERA)
    rule = care.add_rule(kind="camera", what="Bersihkan lensa", every_days=7, by=None, at=made.MORNING)

    def tap() -> None:
        care.note_fine(device=camera, rule=rule, on=date(2016, 10, 3), by=None, at=made.later())

    assert at_once(*[tap] * 4) == ["done"] * 4
    assert CareDone.objects.count() == 1


@pytest.mark.parametrize("held", ["fault", "device", "kit"])
def test_who_changes_something_keeps_nobody_from_writing_what_refers_to_it(held: str) -> None:
    """Two who wait for one another, the one for the key and the other for the trail, would be a deadlock."""
    make.office()
    kit = made.kit(made.place())
    camera = made.part(kit, Kind.CAMERA)
    broken = made.fault(camera)
    check = care.add_rule(kind="camera", what="Bersihkan lensa", every_days=7, by=None, at=made.MORNING)
    seen = {"width": 1, "height": 1, "size": 1, "at": made.later()}
    visit = visits.planned()
    act: dict[str, Callable[[], object]] = {
        "fault": lambda: made.moved(broken, "confirm"),
        "device": lambda: actions.change_device(
            device=camera, values={"make": "Lain"}, by=None, at=made.later()
        ),
        "kit": lambda: actions.change_kit(kit=kit, values={"note": "Di lemari"}, by=None, at=made.later()),
    }
    refer: dict[str, Callable[[], object]] = {
        "fault": lambda: FaultPhoto.objects.create(fault=broken, key="a" * 64, **seen),
        "device": lambda: CareDone.objects.create(
            device=camera, rule=check, on=date(2016, 10, 3), is_fine=True
        ),
        "kit": lambda: visit.kits.add(kit),
    }

    with transaction.atomic():
        act[held]()
        if connection.features.has_select_for_update:  # SQLite lets one write at a time anyway
            assert at_once(refer[held]) == ["done"]
        else:
            refer[held]()
