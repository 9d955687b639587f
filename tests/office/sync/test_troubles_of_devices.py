"""On which device the trouble stands that a laptop told of, and what is shown where it stands on none."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.kits.kinds import Kind as DeviceKind
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.kits.models import Device, Fault, Kit
from rekam.office.sync.models import Opened, Packet
from rekam.wire.packets import Sealed
from rekam.wire.recordings import DeviceTrouble, Kind
from tests.office.accounts import staff
from tests.office.kits import made as kits
from tests.office.sync import made

SEEN = DeviceTrouble("finger", "Contoh", "Slap 4", "001", "device.vendor", "E-17", made.later())


@pytest.fixture(autouse=True)
def office() -> None:
    made.office()


@pytest.fixture
def kit() -> Kit:
    """Of the laptop, with a device of each kind whose numbers nobody typed."""
    found = kits.kit(kits.place())
    found.devices.update(serial="")
    return found


@pytest.fixture
def laptop(kit: Kit) -> made.Laptop:
    return made.laptop(kit=kit)


@pytest.fixture
def alone() -> made.Laptop:
    return made.laptop()


def tell(laptop: made.Laptop, **said: Any) -> Sealed:
    """The laptop tells of trouble, and the intake has taken it in."""
    trouble = replace(SEEN, **said)
    sealed = laptop.seal(made.recording(laptop, kind=Kind.TROUBLE, person=None, captures=(), trouble=trouble))
    laptop.send(sealed)
    made.opened()
    return sealed


def broken() -> Device:
    """The one device with a fault."""
    return Fault.objects.get().device


def page_of(sealed: Sealed, role: Role = Role.HEAD) -> str:
    client = Client()
    client.force_login(staff.person(role, language="en"), backend="rekam.office.accounts.backends.Staff")
    return client.get(reverse("sync:packet", args=[made.packet(sealed).pk])).content.decode()


# -- on which device ---------------------------------------------------------------------------------


def test_make_and_number_name_the_device_wherever_it_is(laptop):
    other = kits.device(make="Lain", serial="001")  # sorted behind, and made first
    right = kits.device(make="CONTOH", serial="001")

    tell(laptop)

    assert broken() == right
    assert other.faults.count() == 0


def test_a_number_alone_is_of_a_device_of_that_kind(alone):
    kits.device(DeviceKind.CAMERA, make="Lain", serial="001")  # the first by kind
    scanner = kits.device(make="", serial="001")

    tell(alone, make="")

    assert broken() == scanner


def test_of_two_with_one_number_it_is_the_one_in_the_laptops_own_kit(laptop, kit):
    kits.device(make="Acme", serial="001")
    own = kits.device(make="Zeta", serial="001", kit=kit)

    tell(laptop, make="")

    assert broken() == own


def test_another_make_with_that_number_is_not_taken_where_the_laptops_own_may_be_meant(laptop, kit):
    kits.device(make="Lain", serial="001")

    tell(laptop)

    assert broken() == kits.part(kit, DeviceKind.FINGERPRINT_SCANNER)


def test_one_whose_make_the_office_writes_otherwise_is_found_by_its_number(alone):
    lent = kits.device(make="PT Contoh", serial="SN-77120")

    tell(alone, serial="sn-77120")

    assert broken() == lent


def test_without_a_number_it_is_the_kits_device_of_that_kind(laptop, kit):
    tell(laptop, kind="printer", serial="", make="", model="")
    assert not Fault.objects.exists()  # the kit has no printer

    tell(laptop, kind="iris", serial="", make="", model="")
    assert broken() == kits.part(kit, DeviceKind.IRIS_SCANNER)


def test_a_number_that_the_office_does_not_know_is_said_in_the_fault_of_the_kits_device(laptop, kit):
    kit.devices.filter(kind="fingerprint_scanner").update(serial="SN-OLD")

    tell(laptop, serial="SN-NEW")

    assert broken() == kits.part(kit, DeviceKind.FINGERPRINT_SCANNER)
    assert Fault.objects.get().note == "device.vendor: E-17 (Contoh Slap 4 SN-NEW)"


def test_of_two_that_fit_alike_none_is_taken(alone):
    kits.device(make="Acme", serial="001")
    kits.device(make="Zeta", serial="001")

    tell(alone, make="")

    assert not Fault.objects.exists()
    assert Entry.objects.filter(event="trouble.no_device").count() == 1


# -- on none -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ["SIMULATED", "Simulated Devices"])
def test_trouble_with_a_simulated_device_opens_no_fault_on_a_real_one_and_is_shown(laptop, make):
    kits.device(make="Contoh", serial="SIM-FINGER-1")

    sealed = tell(laptop, make=make, model="SIM-SLAP", serial="SIM-FINGER-1")

    assert not Fault.objects.exists()
    line = Entry.objects.get(event="trouble.simulated")
    assert line.username == "intake"
    assert line.details["plate"] == f"{make} SIM-SLAP SIM-FINGER-1"
    page = page_of(sealed)
    assert "A simulated device" in page
    assert "device.vendor: E-17" in page
    assert f"{make} SIM-SLAP SIM-FINGER-1" in page


def test_a_simulated_device_that_the_office_keeps_for_training_may_have_a_fault(laptop):
    own = kits.device(make="SIMULATED", serial="SIM-FINGER-1")

    tell(laptop, make="SIMULATED", serial="SIM-FINGER-1")

    assert broken() == own


def test_trouble_with_a_device_that_the_office_does_not_know_is_shown_and_stands_in_the_trail(alone):
    sealed = tell(alone, observed="Kacanya retak")

    assert not Fault.objects.exists()
    line = Entry.objects.get(event="trouble.no_device")
    assert line.details["laptop"] == alone.station.name
    assert line.details["observed"] == "device.vendor: Kacanya retak"
    page = page_of(sealed)
    assert "The office knows no such device" in page
    assert "device.vendor: Kacanya retak" in page
    assert "Contoh Slap 4 001" in page
    assert "ingerprint scanner" in page


def test_a_packet_that_is_opened_again_is_told_once(alone):
    sealed = tell(alone)
    Packet.objects.update(opened=Opened.NOT_YET)

    made.opened()

    assert made.packet(sealed).opened == Opened.DONE
    assert Entry.objects.filter(event="trouble.no_device").count() == 1


def test_the_page_of_a_packet_leads_to_the_fault_that_it_told_of(laptop, kit):
    sealed = tell(laptop)
    fault = Fault.objects.get()

    assert f'href="{reverse("kits:fault", args=[fault.pk])}"' in page_of(sealed)
    assert "The office knows no such device" not in page_of(sealed)
