from datetime import date

import pytest

from rekam.domain.kits.care import Due, next_check

TODAY = date(2016, 9, 30)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2016, 9, 22), Due.OVERDUE),
        (date(2016, 9, 23), Due.TODAY),
        (date(2016, 9, 24), Due.SOON),
        (date(2016, 9, 30), Due.SOON),
        (None, Due.OVERDUE),
    ],
)
def test_a_weekly_check_is_due_a_week_after_the_last(last: date | None, due: Due) -> None:
    assert next_check(every_days=7, last=last, added=date(2016, 9, 1), today=TODAY).due == due


def test_a_device_that_came_today_is_checked_when_its_time_has_passed() -> None:
    found = next_check(every_days=30, last=None, added=TODAY, today=TODAY)

    assert (found.on, found.due) == (date(2016, 10, 30), Due.LATER)
