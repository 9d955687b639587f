"""What the list of packets calls each of them, and how it counts them."""

import pytest
from django.test import Client
from django.urls import reverse

from rekam.office.accounts.rights import Role
from rekam.office.sync import queries
from rekam.wire.recordings import Closing, DeviceTrouble, Kind
from tests.office.accounts import staff
from tests.office.sync import made


@pytest.fixture
def everything(siti) -> None:
    """A recording that counts, a day closing and a report on a device."""
    laptop = made.laptop()
    empty = {"person": None, "captures": ()}
    closing = Closing(made.DAY, 1, 1, 1, {}, 0, 0, {})
    trouble = DeviceTrouble("finger", "Contoh", "Slap 4", "001", "device.vendor", "E-17", made.later())
    for said in (
        made.recording(laptop, nik=siti),
        made.recording(laptop, kind=Kind.CLOSING, closing=closing, **empty),
        made.recording(laptop, kind=Kind.TROUBLE, trouble=trouble, **empty),
    ):
        laptop.send(laptop.seal(said))
    made.opened()


@pytest.fixture
def client() -> Client:
    return staff.browser(staff.person(Role.REGISTRAR, language="en"))


def test_only_recordings_count_as_in_the_register(everything):
    counts = queries.counts()

    assert (counts["masuk"], counts["lain"]) == (1, 2)


def test_a_closing_and_a_report_are_called_that(everything, client):
    listed = client.get(reverse("sync:packets") + "?keadaan=lain").content.decode()

    assert listed.count("Day closing</") == 1
    assert listed.count("Device report</") == 1
    assert "tag-recorded" not in listed
