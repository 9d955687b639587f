"""Faults that wait longer than promised, in the order in which somebody should look at them."""

from datetime import UTC, datetime, timedelta

from rekam.domain.service import late as lateness
from rekam.domain.service.late import Waiting


def at(day: int, hour: int) -> datetime:
    return datetime(2016, 9, 26 + day, hour, tzinfo=UTC)


def test_a_kecamatan_without_a_kit_comes_before_a_longer_wait_elsewhere() -> None:
    old = Waiting(1, "confirmed", at(0, 8), at(0, 8))
    alone = Waiting(2, "reported", at(1, 8), at(1, 8), is_without_kit=True)
    fresh = Waiting(3, "reported", at(2, 11), at(2, 11))
    unpromised = Waiting(4, "testing", at(0, 8), at(0, 8))

    def promised(each: Waiting) -> tuple[str, datetime] | None:
        return None if each.state == "testing" else (each.state, each.since + timedelta(hours=4))

    late = lateness.overdue([old, fresh, unpromised, alone], promised, at(2, 12))

    assert [each.waiting.fault for each in late] == [2, 1]
    assert late[0].over == timedelta(hours=24)
