"""Trouble with a device is noted at the counter, and travels to the office when it warrants a fault."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from rekam.station.devices import noting, reporting
from rekam.station.devices.models import Plugged, Sighting
from rekam.station.devices.trouble import KINDS, DeviceTrouble, LeadsTo, Observed
from rekam.station.operators.models import Operator
from rekam.wire import packets, recordings
from tests.station import make
from tests.station.office import PASSWORD, SITI, Office, keys_of


def seen(code: str, *, serial: str = "SLAP-7") -> DeviceTrouble:
    at = make.now()
    observed = Observed(
        "RCAPTURE",
        4501,
        at,
        kind="finger",
        make="ACME",
        model="S4",
        serial=serial,
        detail="E-17",
        seconds=1.25,
    )
    return DeviceTrouble(code, observed, number="503", told="E-17")


def siti() -> Operator:
    return Operator.objects.get(pk=SITI.hex())


def test_trouble_seen_again_is_one_line_with_a_number(station: Path) -> None:
    noon = timezone.localtime().replace(hour=12)
    for minutes in (0, 1):
        noting.note(seen("device.hanging"), at=noon + timedelta(minutes=minutes))
    noting.note(seen("device.hanging", serial="SLAP-8"))

    first = Sighting.objects.get(serial="SLAP-7")

    assert (first.times, Sighting.objects.count()) == (2, 2)
    assert first.last_at - first.first_at >= timedelta(seconds=59)
    assert first.observed == "RCAPTURE on port 4501; after 1.2 s; E-17"


def test_what_passes_each_morning_is_no_fault(station: Path) -> None:
    for days in range(4):
        noting.note(seen("device.gone"), at=make.now() + timedelta(days=days))

    assert noting.due() == []


@pytest.mark.parametrize(
    ("code", "times", "warrants"),
    [
        ("device.bad_signature", 1, True),
        ("device.vendor", 1, True),
        ("device.hanging", 1, False),
        ("device.hanging", 2, False),
        ("device.hanging", 3, True),
        ("device.fewer", 9, False),
        ("device.no_biometric", 9, False),
        ("device.same_twice", 9, False),  # a finger laid down twice
        ("device.not_asked", 9, False),  # the other hand
        ("device.given_up", 9, False),
    ],
)
def test_what_warrants_a_fault(code: str, times: int, warrants: bool, station: Path) -> None:
    for _ in range(times):
        noting.note(seen(code))

    assert bool(noting.due()) == warrants


def test_every_trouble_that_leads_to_a_fault_report_warrants_one() -> None:
    for code, kind in KINDS.items():
        if kind.leads_to == LeadsTo.FAULT:
            assert noting.warrants_fault(code, 1), code


def test_a_fault_travels_to_the_office_once_with_what_was_observed(working: Path, office: Office) -> None:
    for _ in range(3):
        noting.note(seen("device.hanging"))
    noting.note(seen("device.fewer"))

    assert reporting.report_due(by=siti(), at=make.now()) == 1
    assert reporting.report_due(by=siti(), at=make.now()) == 0

    make.talk()
    held = office.held[bytes(make.packet().packet_id)].sealed
    content = packets.open_packet(packets.read(held.header), held.ciphertext, office.intake)
    inside = recordings.verify_recording(
        content, keys_of(PASSWORD, SITI).signing.public, header=packets.read(held.header).header
    )
    assert inside.kind == recordings.Kind.TROUBLE
    assert inside.person is None
    assert inside.trouble is not None
    assert (inside.trouble.serial, inside.trouble.code) == ("SLAP-7", "device.hanging")
    assert inside.trouble.observed == "3 x; RCAPTURE on port 4501; after 1.2 s; E-17"


def test_trouble_after_a_report_is_new(working: Path) -> None:
    noting.note(seen("device.vendor"))
    reporting.report_due(by=siti(), at=make.now())

    again = noting.note(seen("device.vendor"))

    assert again.times == 1
    assert [each.pk for each in noting.due()] == [again.pk]


@pytest.mark.parametrize("days", [0, 1])
def test_one_that_is_dead_in_the_morning_is_reported_like_one_that_dies_at_noon(
    days: int, station: Path
) -> None:
    at = make.now()
    Plugged.objects.create(serial="SLAP-7", kind="finger", port=4501, is_simulated=False, last_at=at)

    for _ in range(3):
        noting.note(seen("device.gone"), at=at + timedelta(days=days))

    assert [each.serial for each in noting.due()] == ["SLAP-7"]


def test_one_in_whose_place_another_one_answers_was_taken_away(station: Path) -> None:
    Plugged.objects.create(serial="SLAP-9", kind="finger", port=4501, is_simulated=False, last_at=make.now())

    for _ in range(3):
        noting.note(seen("device.gone"))

    assert noting.due() == []
