"""Somebody sets the laptop's clock in the middle of a day: no wait and no step is absurd, nobody vanishes."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from rekam.domain.recording.closing import Waits
from rekam.station import clock
from rekam.station.closing import queries as closing
from rekam.station.queue import actions, queries
from rekam.station.queue.models import State, Ticket
from tests.station import make
from tests.station.desk import Counter
from tests.station.office import Office

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Passing = Callable[..., None]


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture) -> Passing:
    """Time passes, and the clock on the wall is set as well by *and_set*."""
    now, up = timezone.now().replace(hour=3, minute=0), clock.uptime()

    def passing(time: timedelta, and_set: timedelta = timedelta()) -> None:
        nonlocal now, up
        now, up = now + time + and_set, up + time.total_seconds()
        time_machine.move_to(now, tick=False)

    monkeypatch.setattr(clock, "uptime", lambda: up)
    passing(timedelta())
    return passing


@pytest.fixture
def counter(enrolled: Path, office: Office, passes: Passing) -> Counter:
    """Its pack was made under the same clock: behind that of the office nobody is recorded."""
    make.take_first(office)
    return Counter()


def today() -> date:
    return timezone.localdate()


def ticket(**given: object) -> Ticket:
    return actions.give_ticket(by="siti", on=today(), at=timezone.now(), **given)  # type: ignore[arg-type]


def seat(one: Ticket) -> None:
    actions.seat(ticket=one, at=timezone.now())


def finish(one: Ticket) -> None:
    actions.finish(ticket=one, at=timezone.now())


@pytest.mark.parametrize("by", [-2 * HOUR, 5 * HOUR])
def test_waits_and_times_at_the_counter_are_as_long_as_they_were(
    station: Path, passes: Passing, by: timedelta
) -> None:
    on, one = today(), ticket()
    passes(20 * MINUTE, and_set=by)
    seat(one)
    passes(4 * MINUTE, and_set=-by)
    finish(one)

    assert closing.waits(on) == Waits(1, 1200, 1200)
    assert queries.seconds(on) == pytest.approx([240])


def test_what_nobody_knows_after_a_restart_is_left_out(
    station: Path, passes: Passing, monkeypatch: pytest.MonkeyPatch
) -> None:
    on, one, other = today(), ticket(), ticket()
    passes(10 * MINUTE)
    seat(one)
    monkeypatch.setattr(clock, "boot_id", lambda: b"\7" * 16)
    passes(5 * MINUTE, and_set=-3 * HOUR)
    finish(one)
    seat(other)

    assert queries.seconds(on) == []
    assert closing.waits(on) == Waits(2, 1200, 600)


def test_steps_and_sitting_are_counted_by_the_machine(counter: Counter, passes: Passing) -> None:
    counter.post("/perekaman/mulai/")
    passes(30 * timedelta(seconds=1), and_set=6 * HOUR)
    assert 'data-seconds="30"' in counter.get(counter.at("cari/")).content.decode()

    counter.post(counter.at("cari/pilih/"), token="p-17")
    passes(2 * HOUR)  # a pause: nobody's time
    counter.post(counter.at("biodata/periksa/"))

    assert counter.draft.work.seconds == {"find": 30.0}


def test_a_ticket_of_another_date_is_shown_called_and_recorded(counter: Counter, passes: Passing) -> None:
    waits = ticket(name="BUDI REKAAN")
    passes(MINUTE, and_set=DAY)

    assert "BUDI REKAAN" in counter.get("/antrean/").content.decode()
    assert "1 karcis dari hari lain belum selesai" in counter.get("/perekaman/").content.decode()
    counter.post(f"/antrean/{waits.pk}/panggil/")

    assert counter.get("/antrean/layar/keadaan/").json()["now"] == "A 001"
    counter.post(f"/perekaman/mulai/{waits.pk}/")
    assert Ticket.objects.get().state == State.AT_COUNTER


def test_a_day_that_lies_ahead_of_the_clock_is_told_as_not_closed(counter: Counter, passes: Passing) -> None:
    on = today()
    ticket()

    passes(MINUTE, and_set=-DAY)

    assert closing.open_days(today()) == [on]


def test_turns_go_by_calls_and_not_by_a_clock_that_was_set_back(station: Path, passes: Passing) -> None:
    for disabled in (True, True, True, False, True):
        ticket(is_disabled=disabled)
    for _ in range(3):
        actions.call_next(on=today(), at=timezone.now())
        passes(MINUTE)
    passes(MINUTE, and_set=-timedelta(minutes=90))

    called = [actions.call_next(on=today(), at=timezone.now()).number for _ in range(2)]
    late = ticket()

    assert called == [4, 5]  # one of the others after three with priority, and then not again
    assert queries.at_work(today())[-1].number == 5
    assert [place.ticket for place in queries.places(today())] == [late]


def test_who_came_before_the_clock_was_set_back_is_first(station: Path, passes: Passing) -> None:
    first = ticket()
    passes(MINUTE, and_set=-timedelta(minutes=90))
    ticket()

    assert queries.places(today())[0].ticket == first
