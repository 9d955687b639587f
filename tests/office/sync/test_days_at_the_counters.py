"""How the days at the counters went: what laptops told at their closings, added up and shown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from rekam.office.accounts.rights import Role
from rekam.office.stations import actions as stations
from rekam.office.sync.models import Packet
from rekam.office.sync.taking import days
from rekam.wire import packets, recordings
from rekam.wire.keys import SigningKey
from rekam.wire.packets import Sealed
from rekam.wire.recordings import CONSENT, Absence, Closing, QueueSums
from tests.office.accounts import staff
from tests.office.sync import made

DEVICES = {"SN-001": "Ready", "SN-002": "Not Ready"}


def closed(
    laptop: made.Laptop,
    recorded: int = 6,
    failed: Mapping[str, int] | None = None,
    queue: QueueSums | None = None,
    devices: Mapping[str, str] | None = None,
    day: date = made.DAY,
    instead_of: Sealed | None = None,
    is_kept_back: bool = False,
) -> Sealed:
    told = Closing(
        day=day,
        first_sequence=1,
        last_sequence=recorded,
        recorded=recorded,
        failed=failed or {},
        copies=recorded,
        unsent=2,
        devices=devices or {},
        queue=queue,
        instead_of=packets.read(instead_of.header).header.packet_id if instead_of else None,
    )
    said = made.recording(laptop, kind=recordings.Kind.CLOSING, person=None, captures=(), closing=told)
    sealed = laptop.seal(said)
    if not is_kept_back:
        laptop.send(sealed)
        made.opened()
    return sealed


@pytest.fixture
def laptop() -> made.Laptop:
    made.office()
    return made.laptop("Laptop Contoh")


def test_what_an_older_laptop_told_of_those_who_came_after_a_closing_is_added_to_its_day(laptop):
    closed(laptop, 6, {"device": 1}, QueueSums(9, 7, 2, wait_seconds=4200, longest_seconds=1500))
    closed(laptop, 2, {"device": 1, "ill": 1}, QueueSums(4, 4, 0, wait_seconds=200, longest_seconds=90))

    [day] = days.closed(since=made.DAY)

    assert (day.recorded, day.not_recorded, day.left, day.tickets) == (8, 3, 2, 13)
    assert (day.mean_wait, day.longest_seconds) == (400, 1500)
    assert days.add_up([day]).reasons == (("device", 2), ("ill", 1))


@pytest.mark.parametrize("comes_late", [False, True])
def test_the_last_closing_of_a_day_stands_for_the_whole_day_whatever_comes_first(laptop, comes_late):
    """Somebody who had left by the first closing came again and was recorded."""
    first = closed(laptop, 6, {"ill": 1}, QueueSums(9, 7, 2, 4200, 1500), is_kept_back=comes_late)
    again = closed(laptop, 7, {"ill": 1}, QueueSums(9, 8, 1, 4800, 1500), instead_of=first)
    if comes_late:
        laptop.send(first)
        made.opened()

    [day] = days.closed(since=made.DAY)
    assert (day.recorded, day.not_recorded, day.left, day.tickets) == (7, 1, 1, 9)

    closed(laptop, 8, {"ill": 1}, QueueSums(10, 9, 1, 4900, 1500), instead_of=again)
    [day] = days.closed(since=made.DAY)
    assert (day.recorded, day.tickets) == (8, 10)


def test_a_closing_under_new_keys_stands_in_the_place_of_the_one_it_names_alone(laptop):
    first = closed(laptop, 6)
    again = made.enrolled(laptop.station)
    closed(again, 2)  # installed anew: it knows nothing of the morning
    [day] = days.closed(since=made.DAY)
    assert day.recorded == 8

    closed(made.enrolled(laptop.station), 7, instead_of=first)  # the same installation, enrolled again

    [day] = days.closed(since=made.DAY)
    assert day.recorded == 2 + 7


@pytest.mark.parametrize("is_read", [False, True])
def test_a_closing_under_new_keys_replaces_all_before_the_one_it_names_whatever_became_of_that(
    laptop, is_read
):
    closed(laptop, 6)
    unsigned = laptop if is_read else replace(laptop, operator_signing=SigningKey.new())
    if is_read:
        stations.freeze(epoch=laptop.epoch, why="dititip", by=None, at=made.later(70), from_sequence=2)
    second = closed(unsigned, 7)
    assert made.packet(second).quarantine == ("frozen" if is_read else "not_signed")

    closed(made.enrolled(laptop.station), 8, instead_of=second)

    [day] = days.closed(since=made.DAY)
    assert day.recorded == 8


@pytest.mark.parametrize("is_released", [False, True])
def test_a_closing_in_quarantine_replaces_none_until_two_people_let_it_out(laptop, is_released):
    """The laptop was stolen, and whoever has it closed the day again."""
    first = closed(laptop, 6)
    stations.revoke(epoch=laptop.epoch, why="dicuri", by=staff.person(Role.HEAD), at=made.later(70))
    second = closed(laptop, 99, instead_of=first)
    assert made.packet(second).closing.recorded == 99
    if is_released:
        Packet.objects.filter(pk=made.packet(second).pk).update(released_at=made.later(80))

    [day] = days.closed(since=made.DAY)

    assert day.recorded == (99 if is_released else 6)


def test_an_older_laptop_tells_nothing_of_its_queue_and_nothing_is_made_up(laptop):
    closed(laptop, 6)

    [day] = days.closed(since=made.DAY)

    assert (day.tickets, day.mean_wait, day.recorded) == (None, None, 6)


def test_days_before_the_asked_ones_are_left_out(laptop):
    closed(laptop, 6)

    assert days.closed(since=made.DAY + timedelta(days=1)) == []


def page(role: Role, area: str = "") -> str:
    reader = staff.person(role, area=area, language="en")
    answer = staff.browser(reader).get(reverse("sync:days") + "?hari=365")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_head_sees_why_people_were_not_recorded_and_which_device_was_not_ready(laptop, monkeypatch):
    monkeypatch.setattr("rekam.office.coverage.queries.default_day", lambda: made.DAY)
    closed(laptop, 6, {"no_papers": 3}, QueueSums(9, 9, 0, 4200, 1500), DEVICES)

    shown = page(Role.HEAD)

    assert "No papers at hand" in shown
    assert "SN-002: not ready" in shown
    assert "SN-001" not in shown
    assert "8 minutes" in shown  # 4,200 s of nine people
    assert "longest 25 minutes" in shown


def test_a_district_sees_the_days_of_its_own_stations_only(laptop, monkeypatch):
    monkeypatch.setattr("rekam.office.coverage.queries.default_day", lambda: made.DAY)
    closed(laptop, 6)

    assert "Laptop Contoh" in page(Role.HEAD)
    assert "Laptop Contoh" not in page(Role.DISTRICT_STAFF, area="64.08.05")


@pytest.mark.parametrize(
    ("part", "is_exception"), [("Signature", True), ("Left Thumb", True), (CONSENT, False)]
)
def test_who_could_not_sign_for_what_was_shown_is_no_exception(laptop, part, is_exception):
    """Nothing of what goes onto the card is missing; why nobody signed is kept all the same."""
    sealed = made.record(laptop, absences=(Absence(part, "hand", None, ""),))

    recorded = made.recorded(sealed)

    assert recorded.has_exceptions is is_exception
    assert [(each.part, each.reason) for each in recorded.missing.all()] == [(part, "hand")]
