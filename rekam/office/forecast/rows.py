"""The tables of the page: months, kecamatan, what a what-if changes, and how good the ranges were."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from rekam.domain.forecast import backtest
from rekam.domain.forecast.backtest import Tried
from rekam.office.forecast import words
from rekam.office.forecast.asked import Asked
from rekam.office.forecast.queries import Answer
from rekam.office.regions.models import Area


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month to come, at its end: middles, and the range of the unrecorded."""

    end: date
    obliged: float
    recorded: float
    unrecorded: float
    low: float
    high: float
    come: float
    turning: float
    chance: str


def by_month(found: Answer, place: int) -> list[MonthRow]:
    left = found.bands["unrecorded"]
    obliged, recorded = found.bands["obliged"].middle, found.bands["recorded"].middle
    return [
        MonthRow(
            end,
            float(obliged[h, place]),
            float(recorded[h, place]),
            float(left.middle[h, place]),
            float(left.low[h, place]),
            float(left.high[h, place]),
            float(found.come[h, place]),
            float(found.turning[h, place]),
            words.chance(float(found.meetings[place].chances[h])),
        )
        for h, end in enumerate(found.ends())
    ]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One kecamatan: now, at the end of the forecast, and when it meets the target."""

    name: str
    href: str
    now: float
    left: float
    low: float
    high: float
    percent: float | None
    when: str
    tone: str
    chance: str


def by_area(found: Answer, areas: list[Area], asked: Asked) -> list[AreaRow]:
    return [_area_row(found, place, area, asked) for place, area in enumerate(areas)]


def _area_row(found: Answer, place: int, area: Area, asked: Asked) -> AreaRow:
    left, meeting = found.bands["unrecorded"], found.meetings[place]
    obliged = float(found.bands["obliged"].middle[-1, place])
    recorded = float(found.bands["recorded"].middle[-1, place])
    return AreaRow(
        area.name,
        asked.address(area=area.code),
        float(found.unrecorded[place]),
        float(left.middle[-1, place]),
        float(left.low[-1, place]),
        float(left.high[-1, place]),
        100 * recorded / obliged if obliged else None,
        words.when(found, meeting),
        words.told(found, place).tone,
        words.chance(meeting.chance),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """The same question at today's pace and with what was asked."""

    label: str
    when: str
    chance: str
    left: float
    low: float
    high: float
    come: float


def change(found: Answer, place: int, label: str) -> Change:
    left, meeting = found.bands["unrecorded"], found.meetings[place]
    return Change(
        label,
        words.when(found, meeting),
        words.chance(meeting.chance),
        float(left.middle[-1, place]),
        float(left.low[-1, place]),
        float(left.high[-1, place]),
        float(found.come[:, place].mean()),
    )


def needed(found: Answer, place: int) -> float:
    """About how many recordings a month would just meet the target at the end: those expected, and the rest
    of the way shared out over the months.
    """
    months, target = len(found.come), found.targets[place]
    obliged = float(found.bands["obliged"].middle[-1, place])
    may = target.left if target.left is not None else obliged * (100 - (target.percent or 0.0)) / 100
    rest = float(found.bands["unrecorded"].middle[-1, place]) - may
    return max(float(found.come[:, place].sum()) + rest, 0.0) / months


@dataclass(frozen=True, slots=True)
class Held:
    """How often the range of four in five held, so many months ahead (None: all together)."""

    ahead: int | None
    regency: int
    of_regency: int
    areas: int
    of_areas: int


def honesty(tried: Tried) -> list[Held]:
    """By months ahead, then all of them; empty while there is no past to be tried on."""
    held = tried.held[:, backtest.MEASURES.index("unrecorded")]
    if not len(held):
        return []
    ahead = sorted({int(h) for h in tried.ahead})
    return [*(_held(h, held[tried.ahead == h]) for h in ahead), _held(None, held)]


def _held(ahead: int | None, held: np.ndarray) -> Held:
    areas = held[:, :-1]
    return Held(ahead, int(held[:, -1].sum()), len(held), int(areas.sum()), areas.size)
