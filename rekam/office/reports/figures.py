"""Everything a report says in numbers, and nothing of how it looks. This is what issuing freezes.

Counts are kept by village and by sex, so that any part of a report (a kecamatan's own) is a sum of what was
frozen and nothing has to be stored twice. Service and statuses are kept by the kecamatan where it happened.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from rekam.domain.coverage.explanation import AreaCount, Count

# village → [[registered, obliged, recorded] of men, the same of women]
Counts = dict[str, list[list[int]]]
# village → measure → reason → amount
Moved = dict[str, dict[str, dict[str, int]]]

MEASURES = ("registered", "obliged", "recorded")
# Where a session took place when no kecamatan of ours can be named.
UNSTATED, ELSEWHERE = "", "elsewhere"


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan and its villages, with their names as they were."""

    code: str
    name: str
    villages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Since:
    """Why the counts differ from an earlier report, or from an earlier day when there is none.

    ``start`` as frozen there, plus ``entered`` (came into the ledger afterwards under a date that the report
    already knew), plus ``moves``, is what the newer counts say. ``late`` is the part of ``moves`` that was
    already true on the earlier day.
    """

    number: str
    on: date
    known: date
    start: dict[str, list[int]]
    entered: Moved
    moves: Moved
    late: Moved


@dataclass(frozen=True, slots=True)
class Service:
    """Sessions at one place in the period. Two ways to part them, and each adds up to ``sessions``:
    by outcome (first, repeat, failed) and by domicile (own kecamatan, another one, outside the register).
    """

    district: str
    place: str
    sessions: int
    first: int
    first_timers: int
    repeat: int
    failed: int
    own: int
    other: int
    outside: int


@dataclass(frozen=True, slots=True)
class Stock:
    """Sessions that stand at one status: a level on a day, never to be added over days."""

    code: str
    district: str
    before: int
    now: int
    old: int


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """What was published about a day of the period, beside what the ledger computed when the report was
    issued.
    """

    measure: str
    value: int
    on: date
    area_code: str
    stated_by: str
    published_on: date
    source: str
    computed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one report."""

    kind: str
    area_code: str
    area_name: str
    start: date
    on: date
    known: date
    districts: tuple[District, ...]
    counts: Counts
    by_day: dict[str, dict[str, int]]  # from the first of the month, in a daily report too
    days_off: dict[str, dict[str, str]]
    since: Since | None = None
    service: tuple[Service, ...] = ()
    stocks: tuple[Stock, ...] = ()
    failed: dict[str, dict[str, int]] = field(default_factory=dict)
    stated: tuple[StatedFigure, ...] = ()
    typed: dict[str, int | None] = field(default_factory=dict)
    # Whether service, stocks and failed are of everything that was held; otherwise of what was known on
    # ``known``, as in reports of before.
    has_all_held: bool = False
    part: bool = False

    @property
    def total(self) -> AreaCount:
        level = "district" if self.part else "regency"
        return self._counted(self.area_code, self.area_name, level, self.villages)

    @property
    def villages(self) -> list[str]:
        return [code for district in self.districts for code in district.villages]

    @property
    def in_period(self) -> int:
        """Obliged residents whose first recording that counts fell in the period: a flow."""
        return self.recorded_in(self.villages)

    def by_district(self) -> list[AreaCount]:
        return [self._counted(d.code, d.name, "district", d.villages) for d in self.districts]

    def by_village(self) -> list[AreaCount]:
        named = ((code, name) for d in self.districts for code, name in d.villages.items())
        return [self._counted(code, name, "village", [code]) for code, name in named]

    @property
    def in_month(self) -> int:
        """As ``in_period``, from the first of the month."""
        return self.recorded_in(self.villages, self.on.replace(day=1), self.on)

    def recorded_in(
        self, villages: Iterable[str], first: date | None = None, last: date | None = None
    ) -> int:
        """First recordings of residents of some villages, in the period or between two days of its month."""
        low, high = (first or self.start).isoformat(), (last or self.on).isoformat()
        days = (self.by_day.get(village, {}) for village in villages)
        return sum(n for by_day in days for day, n in by_day.items() if low <= day <= high)

    def _counted(self, code: str, name: str, level: str, villages: Iterable[str]) -> AreaCount:
        empty = [[0, 0, 0], [0, 0, 0]]
        cells = [self.counts.get(village, empty) for village in villages]
        male, female = (Count(*(sum(c[sex][n] for c in cells) for n in range(3))) for sex in (0, 1))
        return AreaCount(code, name, level, male, female)

    def within(self, code: str) -> "Figures":
        """The part of a report that concerns one area: what district staff see."""
        if not code or self.area_code == code or self.area_code.startswith(f"{code}."):
            return self
        districts = tuple(d for d in (_cut(d, code) for d in self.districts) if d.villages)
        kept = {village for d in districts for village in d.villages}
        own = {d.code for d in districts if d.code == code}
        name = next((d.villages.get(code, d.name) for d in districts), code)
        return replace(
            self,
            part=True,
            area_code=code,
            area_name=name,
            districts=districts,
            counts=_only(self.counts, kept),
            by_day=_only(self.by_day, kept),
            since=self.since and _since_of(self.since, kept),
            service=tuple(s for s in self.service if s.district in own),
            stocks=tuple(s for s in self.stocks if s.district in own),
            failed=_only(self.failed, own),
            stated=tuple(s for s in self.stated if s.area_code == code or s.area_code.startswith(f"{code}.")),
            typed={},
        )


def _cut(district: District, code: str) -> District:
    inside = {v: n for v, n in district.villages.items() if v == code or v.startswith(f"{code}.")}
    return replace(district, villages=inside)


def _only(whole: Mapping[str, Any], kept: Iterable[str]) -> dict[str, Any]:
    keys = set(kept)
    return {key: value for key, value in whole.items() if key in keys}


def _since_of(since: Since, kept: set[str]) -> Since:
    return replace(
        since,
        start=_only(since.start, kept),
        entered=_only(since.entered, kept),
        moves=_only(since.moves, kept),
        late=_only(since.late, kept),
    )


def to_json(figures: Figures) -> dict[str, Any]:
    """As plain values, dates as ISO text."""
    found: dict[str, Any] = _plain(asdict(figures))
    del found["part"]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def from_json(held: Mapping[str, Any]) -> Figures:
    """The inverse of ``to_json``."""
    since = held["since"]
    return Figures(
        **{
            **held,
            **_days(held, "start", "on", "known"),
            "districts": tuple(District(**d) for d in held["districts"]),
            "since": Since(**{**since, **_days(since, "on", "known")}) if since else None,
            "service": tuple(Service(**s) for s in held["service"]),
            "stocks": tuple(Stock(**s) for s in held["stocks"]),
            "stated": tuple(StatedFigure(**{**s, **_days(s, "on", "published_on")}) for s in held["stated"]),
        }
    )


def _days(held: Mapping[str, Any], *names: str) -> dict[str, date]:
    return {name: date.fromisoformat(held[name]) for name in names}
