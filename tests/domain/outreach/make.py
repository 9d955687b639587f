"""Ready problems for tests of planning visits: name only what the test is about."""

from datetime import date
from typing import Any

from rekam.domain.outreach.model import RECORDING, Base, Crew, Kit, Problem, Site, Window

DAY = (Window(8 * 60, 12 * 60), Window(13 * 60, 16 * 60))
SHIFT = Window(7 * 60, 17 * 60)


def site(code: str, point: int, recordings: tuple[int, ...] = (20, 15), **values: Any) -> Site:
    """Open on two days, for blocks of three hours."""
    values.setdefault("windows", {0: DAY, 1: DAY})
    expected = tuple(n * RECORDING for n in recordings)
    values.setdefault("district", "Utara")
    values.setdefault("block_minutes", 180)
    return Site(code=code, point=point, expected=expected, **values)


def base(kits: int = 1, crews: int = 1, days: int = 2, **crew: Any) -> Base:
    """At point 0, with kits K0, K1 ... and crews C0, C1 ..."""
    on = range(days)
    return Base(
        "B",
        0,
        tuple(Kit(f"K{n}", frozenset(on)) for n in range(kits)),
        tuple(Crew(f"C{n}", dict.fromkeys(on, SHIFT), **crew) for n in range(crews)),
    )


def problem(*sites: Site, days: int = 2, at: Base | None = None, minutes: int = 30, **values: Any) -> Problem:
    """Everything is as far from everything else."""
    points = 1 + max((s.point for s in sites), default=0)
    travel = tuple(tuple(0 if a == b else minutes for b in range(points)) for a in range(points))
    values.setdefault("travel", travel)
    return Problem(date(2016, 10, 3), days, sites, (at or base(days=days),), **values)
