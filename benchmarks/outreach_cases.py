"""Invented cases of planning visits: nothing in them is a real office, company or village."""

from datetime import date

import numpy as np

from rekam.domain.outreach.model import RECORDING, Base, Crew, Kit, Problem, Site, Window

MORNING, AFTERNOON = Window(8 * 60, 12 * 60), Window(13 * 60, 16 * 60 + 30)
FRIDAY = (Window(8 * 60, 11 * 60), Window(14 * 60, 16 * 60 + 30))
SHIFT = Window(7 * 60, 18 * 60)
MONDAY = date(2016, 10, 3)


def half_days(seed: int = 1) -> Problem:
    """90 sites with 284 half-day blocks, 4 teams, 12 working days."""
    rng = np.random.default_rng(seed)
    days = [day for day in range(14) if day % 7 < 6]
    where = rng.uniform(0, 60, (90, 2))
    counts = _counts(rng, 90, 284, 1, 6)
    return Problem(
        start=MONDAY,
        days=14,
        sites=tuple(
            Site(
                code=f"S{n:03}",
                point=n + 1,
                district=f"D{int(x // 20)}{int(y // 20)}",
                expected=_falling(rng, int(counts[n]), 25),
                block_minutes=180,
                windows={d: w for d in days if (w := _windows(rng, d))},
            )
            for n, (x, y) in enumerate(where)
        ),
        bases=(_base("B0", 0, 4, days),),
        travel=_travel(np.vstack([[30, 30], where]), 0.8),
    )


def _counts(rng: np.random.Generator, sites: int, total: int, least: int, most: int) -> np.ndarray:
    counts = np.full(sites, least)
    while counts.sum() < total:
        n = rng.integers(sites)
        counts[n] += counts[n] < most
    return counts


def _falling(rng: np.random.Generator, blocks: int, rate: float) -> tuple[int, ...]:
    """What a block brings: the rate while there are people, then what is left of them."""
    people = float(rng.uniform(0.5, 1.0)) * rate * blocks
    found = []
    for _ in range(blocks):
        share = min(rate, people * 0.7) if people > 0 else 0
        found.append(int(share * RECORDING))
        people -= share
    return tuple(found)


def _windows(rng: np.random.Generator, day: int) -> tuple[Window, ...]:
    both = FRIDAY if day % 7 == 4 else (MORNING, AFTERNOON)
    chance = rng.random()
    if chance < 0.15:
        return ()
    return both if chance < 0.7 else (both[int(chance < 0.85)],)


def _base(code: str, point: int, teams: int, days: list[int]) -> Base:
    kits = tuple(Kit(f"{code}-K{n}", frozenset(days)) for n in range(teams))
    crews = tuple(Crew(f"{code}-C{n}", dict.fromkeys(days, SHIFT)) for n in range(teams))
    return Base(code, point, kits, crews)


def _travel(where: np.ndarray, minutes_per_km: float) -> tuple[tuple[int, ...], ...]:
    far = np.sqrt(((where[:, None] - where[None]) ** 2).sum(-1))
    return tuple(tuple(int(m) for m in row) for row in np.ceil(far * 1.3 * minutes_per_km))
