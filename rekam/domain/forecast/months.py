"""Months as numbers that can be added to: January 2016 is 2016 × 12."""

import calendar
from datetime import date, timedelta

Month = int


def of(day: date) -> Month:
    return day.year * 12 + day.month - 1


def first_day(month: Month) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: Month) -> date:
    return first_day(month + 1) - timedelta(days=1)


def days(month: Month) -> int:
    return calendar.monthrange(month // 12, month % 12 + 1)[1]


def number(month: Month) -> int:
    """As the ledger's pages name it: 201609."""
    return month // 12 * 100 + month % 12 + 1


def from_number(number: int) -> Month:
    return number // 100 * 12 + number % 100 - 1


def left(day: date) -> float:
    """The part of its month that is still to come after *day*: nothing after the last one."""
    month = of(day)
    return (days(month) - day.day) / days(month)
