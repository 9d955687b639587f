"""How many people can be reached where, each counted once, and how many of them come and are recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rekam.office.coverage import queries as coverage

# Of one counter on a day of an event; as many as a mobile unit records in six hours (Surabaya 2022: 50).
AT_AN_EVENT = 60


@dataclass(frozen=True, slots=True)
class Reachable:
    """Unrecorded people by client and, for those on no client's roll, by the code of their village."""

    at_clients: Mapping[int, int]
    in_villages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rates:
    """What is expected of a kind of place: the part of those reachable who come, and how many one kit records
    in an hour. Each with the range that holds it eight times in ten, and a sentence where it comes from.
    """

    show_up: float
    show_up_range: tuple[float, float]
    per_hour: float
    per_hour_range: tuple[float, float]


def reachable(on: date) -> Reachable:
    counts = coverage.coverage(on=on, by="desa")
    return Reachable({}, {row.code: max(row.total.unrecorded, 0) for row in counts.areas})


def rates(on: date) -> Mapping[str, Rates]:
    usual = Rates(0.6, (0.45, 0.75), 9.0, (7.0, 11.0))
    return dict.fromkeys(("company", "school", "village", "event", "market", "prison"), usual)
