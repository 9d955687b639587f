"""Two people at the same moment, each with a connection of their own: one is first, the other is told so."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from rekam.domain.kits.kinds import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.kits import actions, custody
from rekam.office.kits.models import Device, Fault, Handover, Standing
from tests import make
from tests.office.kits import made

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 60


def at_once(*works: Callable[[], object]) -> list[str]:
    """What became of each: "done", or the code of the refusal."""
    start, told = threading.Barrier(len(works)), [""] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            start.wait(PATIENCE_SECONDS)
            work()
            told[place] = "done"
        except RuleBroken as refused:
            told[place] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    return sorted(told)


@pytest.mark.parametrize("_time", range(3))
def test_of_two_reports_of_one_device_the_second_is_told_about_the_first(_time: int) -> None:
    make.office()
    camera = made.device(place=made.place())

    told = at_once(*[lambda: made.fault(camera)] * 4)

    assert told == ["done", *["fault.already_open"] * 3]
    assert Fault.objects.filter(device=camera).count() == 1
    assert Standing.objects.filter(device=camera, until=None).count() == 1


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
