"""Invented cases of planning visits: nothing in them is a real office, company or village.

Only where the 18 kecamatan of the quarter lie is taken from the map, in whole kilometres from Sangatta.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rekam.domain.outreach.model import RECORDING, Base, Crew, Kit, Problem, Promise, Site, Window

Floats = NDArray[np.float64]
Windows = dict[int, tuple[Window, ...]]

MORNING, AFTERNOON = Window(8 * 60, 12 * 60), Window(13 * 60, 16 * 60 + 30)
FRIDAY_MORNING, FRIDAY_AFTERNOON = Window(8 * 60, 11 * 60 + 30), Window(13 * 60 + 30, 17 * 60)
SHIFT, LONG_SHIFT = Window(7 * 60, 18 * 60), Window(6 * 60, 19 * 60)
MONDAY = date(2016, 10, 3)

# North and east of Sangatta, in kilometres.
KECAMATAN = {
    "64.08.01": (1, -112),
    "64.08.02": (67, -86),
    "64.08.03": (-14, -86),
    "64.08.04": (0, 0),
    "64.08.05": (55, 48),
    "64.08.06": (29, -120),
    "64.08.07": (42, -81),
    "64.08.08": (63, -63),
    "64.08.09": (26, -8),
    "64.08.10": (38, 33),
    "64.08.11": (46, 101),
    "64.08.12": (-13, -12),
    "64.08.13": (-41, -29),
    "64.08.14": (8, -38),
    "64.08.15": (60, 24),
    "64.08.16": (88, 6),
    "64.08.17": (13, -79),
    "64.08.18": (8, -96),
}


def half_days(seed: int = 1) -> Problem:
    """90 sites with 284 half-day blocks, 4 teams, 12 working days. A site offers some of the half days."""
    rng = np.random.default_rng(seed)
    days = _working_days(2)
    where = rng.uniform(0, 60, (90, 2))
    sites = [
        _site(rng, n, where[n], "D", blocks, 25, 180, _offered(rng, days))
        for n, blocks in enumerate(_shared(rng, 90, 284, 6))
    ]
    return _problem(14, sites, [_base("B", 0, 4, days)], [(30, 30), *where.tolist()])


def short_blocks(seed: int = 1) -> Problem:
    """220 sites with 1,300 blocks of 45 minutes, 6 teams, 24 working days. Open on some weekdays."""
    rng = np.random.default_rng(seed)
    days = _working_days(4)
    where = rng.uniform(0, 60, (220, 2))
    sites = [
        _site(rng, n, where[n], "D", blocks, 9, 45, _weekly(rng, days))
        for n, blocks in enumerate(_shared(rng, 220, 1300, 12))
    ]
    return _problem(28, sites, [_base("B", 0, 6, days)], [(30, 30), *where.tolist()])


def quarter(seed: int = 1) -> Problem:
    """Kutai Timur from October to December: 18 kecamatan, 300 places, 10 crews at 4 bases, 78 working days.

    Half-day blocks; nights away at the villages of seven kecamatan; an expo of six days at the beginning,
    floors for the five kecamatan that are reached least, ten dates promised to companies.
    """
    rng = np.random.default_rng(seed)
    days = _working_days(13)
    codes = list(KECAMATAN)
    far = {codes[n] for n in (0, 1, 5, 6, 10, 15, 17)}
    share = np.array([3 if code in ("64.08.04", "64.08.09") else 1 for code in codes], dtype=float)
    homes = [codes[n] for n in rng.choice(len(codes), 300, p=share / share.sum())]
    where = np.array([KECAMATAN[code] for code in homes]) + rng.normal(0, 9, (300, 2))
    sites = []
    for n, blocks in enumerate(_shared(rng, 300, 1800, 16)):
        promises = (Promise(int(rng.choice(days)), 1, 1),) if n % 30 == 7 else ()
        windows = _weekly(rng, days) | {p.day: (MORNING, AFTERNOON) for p in promises}
        sites.append(
            _site(rng, n, where[n], homes[n], blocks, 25, 180, windows, promises, is_far=homes[n] in far)
        )
    expo = dict.fromkeys(range(9, 15), (MORNING, AFTERNOON))
    sites.append(
        Site(
            "EXPO",
            304,
            "64.08.04",
            (20 * RECORDING,) * 24,
            180,
            expo,
            2,
            promises=tuple(Promise(d, 1, 2) for d in expo),
        )
    )
    at = ["64.08.04", "64.08.02", "64.08.05", "64.08.03"]
    bases = [
        _base(code, 300 + n, crews, days, 2)
        for n, (code, crews) in enumerate(zip(at, (5, 2, 2, 1), strict=True))
    ]
    points = [*where.tolist(), *(KECAMATAN[code] for code in at), (2, 2)]
    floors = dict.fromkeys(("64.08.01", "64.08.06", "64.08.11", "64.08.16", "64.08.18"), 400 * RECORDING)
    return _problem(91, sites, bases, points, floors, first=0)


def _working_days(weeks: int) -> list[int]:
    return [day for day in range(7 * weeks) if day % 7 < 6]


def _shared(rng: np.random.Generator, sites: int, total: int, most: int) -> list[int]:
    """Blocks dealt out to sites, at least one each."""
    counts = np.ones(sites, dtype=np.int64)
    while counts.sum() < total:
        n = int(rng.integers(sites))
        counts[n] += counts[n] < most
    return [int(count) for count in counts]


def _site(
    rng: np.random.Generator,
    number: int,
    where: Floats,
    district: str,
    blocks: int,
    rate: float,
    minutes: int,
    windows: Windows,
    promises: tuple[Promise, ...] = (),
    *,
    is_far: bool = False,
) -> Site:
    """Full blocks while there are people, then a share of those who are left."""
    people, expected = float(rng.uniform(0.5, 1.0)) * rate * blocks, []
    for _ in range(blocks):
        expected.append(int(min(rate, people * 0.7) * RECORDING))
        people -= expected[-1] / RECORDING
    return Site(
        code=f"S{number:03}",
        point=number,
        district=district if district != "D" else f"D{int(where[0] // 20)}{int(where[1] // 20)}",
        expected=tuple(expected),
        block_minutes=minutes,
        windows=windows,
        promises=promises,
        is_far=is_far,
    )


def _halves(day: int) -> tuple[Window, Window]:
    return (FRIDAY_MORNING, FRIDAY_AFTERNOON) if day % 7 == 4 else (MORNING, AFTERNOON)


def _offered(rng: np.random.Generator, days: Sequence[int]) -> Windows:
    """About every third half day."""
    found = {day: tuple(half for half in _halves(day) if rng.random() < 0.35) for day in days}
    return {day: windows for day, windows in found.items() if windows}


def _weekly(rng: np.random.Generator, days: Sequence[int]) -> Windows:
    """The same every week: three days in five, on most of them both halves."""
    kinds = {weekday: int(rng.choice(4, p=(0.4, 0.35, 0.15, 0.10))) for weekday in range(6)}
    found: Windows = {}
    for day in days:
        kind, halves = kinds[day % 7], _halves(day)
        if kind:
            found[day] = (halves, halves[:1], halves[1:])[kind - 1]
    return found


def _base(code: str, point: int, teams: int, days: Sequence[int], nights: int = 0) -> Base:
    """As many fit kits as crews. Point 0 stands for the one before all sites."""
    shift = LONG_SHIFT if nights else SHIFT
    kits = tuple(Kit(f"{code}-K{n}", frozenset(days)) for n in range(teams))
    crews = tuple(Crew(f"{code}-C{n}", dict.fromkeys(days, shift), most_nights=nights) for n in range(teams))
    return Base(code, point, kits, crews)


def _problem(
    days: int,
    sites: Sequence[Site],
    bases: Sequence[Base],
    points: Sequence[Sequence[float]],
    floors: dict[str, int] | None = None,
    *,
    first: int = 1,
) -> Problem:
    """Ways by road are 1.3 times the straight line, at 50 km an hour."""
    at = np.array(points, dtype=float)
    km = np.sqrt(((at[:, None] - at[None]) ** 2).sum(-1))
    travel = tuple(tuple(int(m) for m in row) for row in np.ceil(km * 1.3 * 60 / 50))
    moved = tuple(_at(site, site.point + first) for site in sites)
    return Problem(MONDAY, days, moved, tuple(bases), travel, floors=floors or {})


def _at(site: Site, point: int) -> Site:
    return site if site.point == point else replace(site, point=point)
