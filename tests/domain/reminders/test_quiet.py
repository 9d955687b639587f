"""Nobody is written to at night."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from rekam.domain.reminders.quiet import Quiet

WITA = ZoneInfo("Asia/Makassar")
NIGHT = Quiet(time(20), time(7))


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2016, 10, day, hour, minute, tzinfo=WITA)


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        (at(12), at(12)),
        (at(19, 59), at(19, 59)),
        (at(20), at(7, day=15)),
        (at(23, 59), at(7, day=15)),
        (at(0), at(7)),
        (at(6, 59), at(7)),
        (at(7), at(7)),
    ],
)
def test_what_falls_into_the_night_waits_until_morning(moment: datetime, goes: datetime) -> None:
    assert NIGHT.over(moment) == goes


def test_quiet_hours_may_lie_within_a_day() -> None:
    prayer = Quiet(time(11, 30), time(13))

    assert prayer.over(at(12)) == at(13)
    assert prayer.over(at(13)) == at(13)


def test_the_same_hour_twice_means_that_no_hour_is_quiet() -> None:
    assert Quiet(time(8), time(8)).over(at(8)) == at(8)


@given(
    st.times(),
    st.times(),
    st.datetimes(datetime(2016, 1, 1), datetime(2017, 1, 1)),  # noqa: DTZ001
)
def test_the_moment_after_quiet_hours_is_not_quiet_and_within_a_day(
    start: time, end: time, moment: datetime
) -> None:
    quiet = Quiet(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0))
    local = moment.replace(tzinfo=WITA)

    over = quiet.over(local)

    assert not quiet.holds(over.time())
    assert timedelta(0) <= over - local <= timedelta(days=1)
