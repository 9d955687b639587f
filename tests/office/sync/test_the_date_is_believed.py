"""An office whose clock stands years ahead erases nothing before a person has looked at the date."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.sync import worker
from rekam.office.sync.keeping import believing, shelf
from rekam.office.sync.models import Keeping, PacketState
from tests.office.accounts import staff
from tests.office.sync import made

DAY = timedelta(days=1)
YEARS_AHEAD = made.MORNING + timedelta(days=800)


@pytest.fixture
def sealed(laptop, siti):
    """Held twice, on a day on which the worker looked what is due."""
    sealed = made.record(laptop, nik=siti)
    made.copied()
    cleared(made.MORNING)
    return sealed


def cleared(at) -> None:
    while worker.clear_away(at=at):
        pass


def browser(role: Role = Role.HEAD, language: str = "en"):
    return staff.browser(staff.person(role, language=language))


def page(language: str = "en") -> str:
    return browser(language=language).get(reverse("sync:keeping")).content.decode()


def is_held(sealed) -> bool:
    packet = made.packet(sealed)
    return packet.state == PacketState.COPIED and shelf.held(packet.digest).exists()


def test_a_clock_that_jumped_years_ahead_erases_nothing_and_goes_on_by_itself_when_it_is_right(sealed):
    for late in (timedelta(), DAY, 40 * DAY):
        cleared(YEARS_AHEAD + late)
        assert is_held(sealed)

    cleared(made.MORNING + DAY)

    assert Keeping.objects.get().went_by == made.DAY + DAY
    assert believing.doubted_since(on=made.DAY + 2 * DAY) is None


def test_an_office_that_was_closed_for_some_weeks_is_asked_nothing(sealed):
    cleared(made.MORNING + 31 * DAY)

    assert Keeping.objects.get().went_by == made.DAY + 31 * DAY
    assert believing.doubted_since(on=made.DAY + 63 * DAY) == made.DAY + 31 * DAY


def test_a_clock_that_stands_behind_takes_nothing_back(sealed):
    cleared(made.MORNING - 5000 * DAY)
    cleared(made.MORNING + DAY)

    assert Keeping.objects.get().went_by == made.DAY + DAY


def test_a_person_confirms_the_date_and_it_stands_in_the_trail(sealed):
    with time_machine.travel(YEARS_AHEAD):
        cleared(timezone.now())
        today = timezone.localdate().isoformat()
        head = browser()
        assert "date has jumped ahead" in head.get(reverse("sync:keeping")).content.decode()

        assert head.post(reverse("sync:keeping"), {"today": today}).status_code == 302

        assert "date has jumped ahead" not in page()
        cleared(timezone.now())
    assert made.packet(sealed).state == PacketState.ERASED
    line = Entry.objects.get(event="biometrics.date_confirmed")
    assert line.details == {"on": {"from": made.DAY.isoformat(), "to": today}}


def test_neither_a_page_of_another_day_nor_whoever_may_not_confirms_it(sealed):
    with time_machine.travel(YEARS_AHEAD):
        address, today = reverse("sync:keeping"), timezone.localdate()
        browser().post(address, {"today": (today - DAY).isoformat()})
        assert browser(Role.REGISTRAR).post(address, {"today": today.isoformat()}).status_code == 403

        cleared(timezone.now())

    assert is_held(sealed)
    assert not Entry.objects.filter(event="biometrics.date_confirmed").exists()


@pytest.mark.parametrize(
    ("language", "title", "need"),
    [
        ("en", "date has jumped ahead", "until somebody confirms the date"),
        ("id", "Tanggal server melompat maju", "sampai tanggalnya dikonfirmasi"),
    ],
)
def test_the_page_and_the_first_page_say_so(sealed, language, title, need):
    with time_machine.travel(YEARS_AHEAD):
        assert title in page(language)
        assert need in browser(language=language).get("/").content.decode()


def test_the_rule_can_be_set_meanwhile_and_forgets_no_day(sealed):
    values = {"after_confirmed_days": 30, "at_most_days": 365}
    with time_machine.travel(YEARS_AHEAD):
        assert browser().post(reverse("sync:keeping"), values).status_code == 302
        cleared(timezone.now())

    assert is_held(sealed)


def test_what_was_erased_before_goes_again_whatever_day_it_is(sealed):
    cleared(made.MORNING + 31 * DAY)
    Keeping.objects.update(at_most_days=1, after_confirmed_days=1)
    cleared(made.MORNING + 32 * DAY)
    place = shelf.held(made.packet(sealed).digest)
    assert not place.exists()
    place.write_bytes(b"from a backup")

    cleared(YEARS_AHEAD)

    assert not place.exists()
