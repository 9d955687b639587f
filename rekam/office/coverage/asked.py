"""What a page about the count was asked: which area, on which day, as known on which day.

Here, and only here, an address is read and a reader is kept within their own area.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.coverage import queries, standing
from rekam.office.ledger import queries as ledger
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area, Level

# Beyond these a date is a slip of the finger; the ledger itself would answer.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
LEVELS = tuple(queries.LEVELS)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. ``known`` is always a day; what ends in ``_given`` is only what the address named.

    ``wrong`` names the fields that could not be read: the page says so and answers with the usual day.
    Between ``begins`` and ``last_news`` the register learned what it knows.
    """

    area: Area
    on: date
    known: date
    by: str
    area_given: str
    on_given: date | None
    known_given: date | None
    begins: date
    last_news: date
    wrong: tuple[str, ...] = ()

    def address(self, **changes: Any) -> str:
        """The address of the same question with some of it changed."""
        own = {"area": self.area_given, "on": self.on_given, "known": self.known_given, "by": self.by}
        asked = {**own, **changes}
        if asked["by"] == _usual_level(self.area):
            asked["by"] = ""
        return address("coverage:index", **asked)


def read(request: HttpRequest) -> Asked | None:
    """The question of an address; None while nothing was ever brought into this office."""
    _revision, first, last = ledger.revision()
    if first is None or last is None:
        return None
    area = area_for(request.user, request.GET.get("area", ""))
    days = Days(request.GET)
    on_given, known_given = days.day("on"), days.day("known")
    on = on_given or queries.default_day()
    return Asked(
        area=area,
        on=on,
        known=known_given or max(last, on),
        by=_level(request.GET.get("by", ""), area),
        area_given=request.GET.get("area", "").strip(),
        on_given=on_given,
        known_given=known_given,
        begins=first,
        last_news=last,
        wrong=tuple(days.wrong),
    )


@dataclass(frozen=True, slots=True)
class Window:
    """Two counts to compare: each a day, as known on a day."""

    start: date
    end: date
    known_start: date
    known_end: date


def window(request: HttpRequest) -> tuple[Window, tuple[str, ...]]:
    """The counts that an address compares, and the fields that could not be read.

    Unless named: the end of last month as reported then, and the day as known now.
    """
    days = Days(request.GET)
    start, end, known_start, known_end = map(days.day, ("from", "to", "known_from", "known_to"))
    end = end or queries.default_day()
    start = start or standing.month_end_before(end)
    found = Window(start, end, known_start or start, known_end or queries.last_known(end))
    return found, tuple(days.wrong)


def area_for(user: object, code: str) -> Area:
    """The area asked for, or all that the reader may see: the regency, or the district they work in."""
    own = rights.areas_of(user)
    whole = regions.office().regency
    inside = own if own.startswith(f"{whole.code}.") else whole.code
    code = code.strip() or inside
    if code != whole.code and not code.startswith(f"{whole.code}."):
        raise RuleBroken("area.unknown", gettext_noop("There is no area with the code %(code)s."), code=code)
    rights.check(user, Right.SEE_COVERAGE, area=code)
    found = whole if code == whole.code else regions.by_code(code)
    if found is None:
        raise RuleBroken("area.unknown", gettext_noop("There is no area with the code %(code)s."), code=code)
    return found


def _level(by: str, area: Area) -> str:
    usual = _usual_level(area)
    return by if by in LEVELS and usual == "kecamatan" else usual


def _usual_level(area: Area) -> str:
    return "desa" if area.level in (Level.DISTRICT, Level.VILLAGE) else "kecamatan"


class Days:
    """Reads the days of an address and remembers which could not be read."""

    def __init__(self, given: QueryDict) -> None:
        self._given = given
        self.wrong: list[str] = []

    def day(self, name: str) -> date | None:
        text = self._given.get(name, "").strip()
        found = wording.read_date(text)
        if text and (found is None or not EARLIEST <= found <= LATEST):
            self.wrong.append(name)
            return None
        return found


def address(name: str, **params: Any) -> str:
    """The address of a page with its question, days as 2016-09-30, without what is empty."""
    said = {key: value for key, value in params.items() if value not in (None, "")}
    query = urlencode({key: v.isoformat() if isinstance(v, date) else v for key, v in said.items()})
    return f"{reverse(name)}?{query}" if query else reverse(name)
