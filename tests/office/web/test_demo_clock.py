"""The clock of the demo from one start to the next: what its laptop was told before never comes again."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from rekam import training
from rekam.office.places import queries as places
from rekam.office.regions import actions as regions
from rekam.office.web import rehearsal_station
from tests import make

STARTED = datetime(2026, 11, 30, 20, 15, tzinfo=UTC)  # an evening, by the clock on the wall


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> None:
    """One committed file."""
    regions.set_up(regency="64.08", name="Disdukcapil Kutai Timur", at=make.moment(), is_demo=True)
    make.committed([make.siti()])


@pytest.fixture(autouse=True)
def own_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In a folder of its own; the clock is as it was, afterwards."""
    monkeypatch.setenv("REKAM_DATA", str(tmp_path))
    monkeypatch.setattr(timezone, "now", timezone.now)
    yield
    os.environ.pop(training.NAME, None)


def started(at: datetime) -> datetime:
    """What the demo's clock shows, and every program it starts, after a start at a moment of the wall's."""
    with time_machine.travel(at, tick=False):
        shown = rehearsal_station.live()
        assert abs(timezone.now() - shown) < timedelta(seconds=1)
        return shown.astimezone(places.zone())


def test_it_begins_at_eight_on_the_morning_after_the_last_news() -> None:
    morning = rehearsal_station.next_morning()

    assert started(STARTED) == morning
    assert (morning.hour, morning.minute) == (8, 0)


def test_a_start_an_hour_later_goes_on_an_hour_later() -> None:
    first = started(STARTED)

    assert started(STARTED + timedelta(hours=1)) == first + timedelta(hours=1)


@pytest.mark.parametrize("hours", [7, 12, 15.9])
def test_a_start_after_the_counter_closed_is_the_next_morning(hours: float) -> None:
    first = started(STARTED)

    assert started(STARTED + timedelta(hours=hours)) == first + timedelta(days=1)


def test_after_many_starts_it_never_went_back() -> None:
    shown = [started(STARTED + timedelta(hours=5 * number)) for number in range(12)]

    assert shown == sorted(shown)
    assert shown[-1] > shown[0] + timedelta(days=2)
    assert all(8 <= each.hour < 14 for each in shown)
