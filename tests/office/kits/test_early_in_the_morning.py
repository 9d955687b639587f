"""Half past seven in Sangatta: in universal time it is still yesterday."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rekam.domain.kits.kinds import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.kits import actions, care
from rekam.office.kits.models import CareDone, CareRule, Device
from tests import make
from tests.office.kits import made

HALF_PAST_SEVEN = datetime(2016, 10, 2, 23, 30, tzinfo=UTC)
TODAY = date(2016, 10, 3)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture(autouse=True)
def half_past_seven() -> Iterator[None]:
    with time_machine.travel(HALF_PAST_SEVEN, tick=False):
        yield


def phone() -> Client:
    client = Client()
    client.force_login(made.district_staff(), backend="rekam.office.accounts.backends.Staff")
    return client


def due_today() -> tuple[Device, CareRule]:
    """The camera was added on 30 September; its check comes three days later."""
    camera = made.part(made.kit(made.place()), Kind.CAMERA)
    rule = care.add_rule(kind=Kind.CAMERA, what="Bersihkan lensa", every_days=3, by=None, at=made.MORNING)
    return camera, rule


def test_what_is_due_today_is_due_before_eight_too() -> None:
    camera, _rule = due_today()

    device = phone().get(reverse("kits:device", args=[camera.tag]))
    wall = phone().get(reverse("kits:index"))

    assert [task.next.on for task in device.context["tasks"]] == [TODAY]
    assert len(care.due(device.context["tasks"])) == 1
    assert wall.context["due"] == 1


def test_a_check_that_found_a_fault_is_written_down_for_today() -> None:
    camera, rule = due_today()

    phone().post(
        reverse("kits:report", args=[camera.tag]),
        {"symptom": "no_power", "stops": "all", "check": str(rule.pk)},
    )

    assert CareDone.objects.get().on == TODAY


def test_what_is_known_already_is_named_by_its_day_in_the_office() -> None:
    kit = made.kit(made.place(), kinds=())
    actions.station(kit=kit, place=None, by=None, at=HALF_PAST_SEVEN)

    with pytest.raises(RuleBroken) as refused:
        actions.station(kit=kit, place=made.place(), by=None, at=made.MORNING)

    assert refused.value.values["day"] == "03-10-2016"
