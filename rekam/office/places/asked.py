"""What the address of a page asks: which places, on which day, at which time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights
from rekam.office.places import queries
from rekam.office.places.models import Kind

# Beyond these a date is a slip of the finger.
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 1)
EVERYWHERE = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """``on_given`` and ``at_given`` are only what the address named; ``wrong`` what could not be read."""

    within: str
    kind: str
    on: date
    at: time
    is_open_only: bool
    with_ended: bool
    given: Mapping[str, str]
    wrong: tuple[str, ...]

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.on, self.at, queries.zone())

    @property
    def monday(self) -> date:
        return self.on - timedelta(days=self.on.weekday())

    @property
    def first(self) -> date:
        return self.on.replace(day=1)

    def address(self, name: str = "places:index", **changes: Any) -> str:
        """The address of the same question with some of it changed."""
        return address(name, **{**self.given, **changes})


def address(name: str, *args: Any, **params: Any) -> str:
    said = {key: _written(value) for key, value in params.items() if value not in (None, "")}
    query = urlencode(said)
    return f"{reverse(name, args=args)}?{query}" if query else reverse(name, args=args)


def _written(value: Any) -> str:
    return hours.clock(value) if isinstance(value, time) else str(value)


def read(request: HttpRequest) -> Asked:
    """What cannot be read is named in ``wrong`` and answered as if it had not been asked."""
    given = {key: request.GET.get(key, "").strip() for key in ("area", "kind", "on", "at", "open", "ended")}
    now = timezone.localtime(queries.default_moment(timezone.now()))
    on, at = read_day(given["on"]), _time(given["at"])
    wrong = tuple(key for key, found in (("on", on), ("at", at)) if given[key] and found is None)
    return Asked(
        within="" if given["area"] == EVERYWHERE else given["area"] or rights.areas_of(request.user),
        kind=given["kind"] if given["kind"] in Kind.values else "",
        on=on or now.date(),
        at=at if at is not None else now.time().replace(second=0, microsecond=0),
        is_open_only=bool(given["open"]),
        with_ended=bool(given["ended"]),
        given={key: value for key, value in given.items() if value and key not in wrong},
        wrong=wrong,
    )


def read_day(text: str) -> date | None:
    found = wording.read_date(text)
    return found if found and EARLIEST <= found <= LATEST else None


def _time(text: str) -> time | None:
    try:
        return hours.read_time(text)
    except RuleBroken:
        return None
