"""What a page never offers and a browser can send all the same."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from rekam.domain.kits.kinds import Kind
from rekam.office.kits.models import CareDone, Device, Fault
from tests import make
from tests.office.kits import made, pictures

REPORT = {"symptom": "no_power", "stops": "all"}
NO_NUMBERS = ["²", "٣", "9" * 30, "9" * 5000, "-1", "satu", ""]


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def phone() -> Client:
    client = Client()
    client.force_login(made.district_staff(), backend="rekam.office.accounts.backends.Staff")
    return client


def scanner() -> Device:
    return made.part(made.kit(made.place(), kinds=(Kind.FINGERPRINT_SCANNER,)), Kind.FINGERPRINT_SCANNER)


@pytest.mark.parametrize("said", NO_NUMBERS)
def test_a_check_that_is_no_number_is_not_found(said: str) -> None:
    answer = phone().post(reverse("kits:note_care"), {"device": scanner().tag, "rule": said})

    assert answer.status_code == 404


@pytest.mark.parametrize("said", NO_NUMBERS)
def test_a_fault_is_reported_whatever_the_check_is_called(said: str) -> None:
    phone().post(reverse("kits:report", args=[scanner().tag]), {**REPORT, "check": said})

    assert (Fault.objects.count(), CareDone.objects.count()) == (1, 0)


def test_whoever_sends_seven_photos_is_told_which_were_kept() -> None:
    sent = [SimpleUploadedFile("foto.png", pictures.drawn(20 + n, 20, "PNG")) for n in range(7)]

    with translation.override("en"):
        answer = phone().post(reverse("kits:report", args=[scanner().tag]), {**REPORT, "photo": sent})

    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert Fault.objects.get().photos.count() == 5
    assert any("5" in line and "2" in line for line in told), told
