"""What the page and the command were asked: until when, which target, and what if."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from rekam.domain.forecast import months
from rekam.domain.forecast.months import Month
from rekam.domain.forecast.outlook import Target
from rekam.domain.forecast.whatif import WhatIf
from rekam.office.coverage import asked as counts
from rekam.office.regions.models import Area

Value = TypeVar("Value")
USUAL_PERCENT = 95.0
# Five years ahead the range is so wide that a longer one says nothing.
FURTHEST = 60
MOST_KITS, MOST_PER_DAY, MOST_TIMES = 500, 500.0, 5.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. ``wrong`` names the fields that could not be read; the usual value stands for them."""

    area: Area
    until: Month
    target: Target
    what_if: WhatIf
    given: dict[str, str]
    wrong: tuple[str, ...] = ()

    def address(self, **changes: Any) -> str:
        """The same question with some of it changed; what is empty is left out."""
        asked = {
            name: str(value) for name, value in {**self.given, **changes}.items() if value not in ("", None)
        }
        query = urlencode(asked)
        return reverse("forecast:index") + (f"?{query}" if query else "")


FIELDS = ("area", "until", "target", "left", "kits", "crews", "days", "yield", "per_day", "releases")


def usual_until(last: date) -> Month:
    """The end of the next year."""
    return (last.year + 1) * 12 + 11


def read(request: HttpRequest, last: date) -> Asked:
    """The question of an address; forecasts begin after *last*."""
    given = {name: request.GET[name].strip() for name in FIELDS if request.GET.get(name, "").strip()}
    area = counts.area_for(request.user, given.get("area", ""))
    fields = Fields(request.GET)
    until = fields.take("until", lambda text: a_month(text, last)) or usual_until(last)
    left = fields.take("left", lambda text: _whole(text, 0, 10**8))
    percent = fields.take("target", lambda text: _decimal(text, 0, 100))
    target = (
        Target(left=left)
        if left is not None
        else Target(percent=USUAL_PERCENT if percent is None else percent)
    )
    return Asked(area, until, target, _what_if(fields, given), given, tuple(fields.wrong))


def _what_if(fields: "Fields", given: dict[str, str]) -> WhatIf:
    times = fields.take("yield", lambda text: _decimal(text, -100, (MOST_TIMES - 1) * 100))
    return WhatIf(
        kits=fields.take("kits", lambda text: _whole(text, -MOST_KITS, MOST_KITS)) or 0,
        crews=fields.take("crews", lambda text: _whole(text, -MOST_KITS, MOST_KITS)),
        days=fields.take("days", lambda text: _decimal(text, 0.5, 7)),
        times=1.0 + (times or 0.0) / 100,
        per_day=fields.take("per_day", lambda text: _decimal(text, 0, MOST_PER_DAY)),
        releases=given.get("releases") != "0",
    )


class Fields:
    """Reads the values of an address and remembers which could not be read."""

    def __init__(self, given: QueryDict) -> None:
        self._given = given
        self.wrong: list[str] = []

    def take(self, name: str, read: Callable[[str], Value]) -> Value | None:
        """The value of a field; None when it is empty or was refused."""
        text = self._given.get(name, "").strip()
        if not text:
            return None
        try:
            return read(text)
        except ValueError:
            self.wrong.append(name)
            return None


def a_month(text: str, last: date) -> Month:
    """2017-12, between the month after *last* and five years on."""
    year, _, month = text.partition("-")
    found = int(year) * 12 + int(month[:2]) - 1
    if not 1 <= int(month[:2]) <= 12 or not months.of(last) < found <= months.of(last) + FURTHEST:
        raise ValueError(text)
    return found


def _whole(text: str, least: int, most: int) -> int:
    found = int(text.replace("\u2212", "-"))
    if not least <= found <= most:
        raise ValueError(text)
    return found


def _decimal(text: str, least: float, most: float) -> float:
    found = float(text.replace("\u2212", "-").replace(",", ".").removesuffix("%").strip())
    if not least <= found <= most:  # also refuses what is not a number
        raise ValueError(text)
    return found
