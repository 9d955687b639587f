"""The demo's officers: who works where, with what skills, when they cannot, and what they wish.

About eighty invented people for twenty places that are open every day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from rekam.demo import names
from rekam.demo.places import DISTRICTS
from rekam.demo.recording_files import KITS

SANGATTA_UTARA = 3
HOURS_A_WEEK = 40


@dataclass(frozen=True, slots=True)
class Officer:
    """``district`` is a number in DISTRICTS. Days off are weekdays, Monday is 0."""

    name: str
    district: int
    skills: tuple[str, ...]
    hours_a_week: int = HOURS_A_WEEK
    days_off: tuple[int, ...] = ()
    leave: tuple[tuple[date, date, str], ...] = ()
    wishes: tuple[tuple[date, bool], ...] = ()


def officers(seed: int) -> list[Officer]:
    """Every officer of the demo, always the same for one seed."""
    rng = np.random.default_rng(seed)
    jobs = _jobs()
    called = names.invent(
        rng, rng.integers(0, 2, len(jobs)).astype(np.int32), in_full=np.zeros(len(jobs), bool)
    ).to_list()
    return [
        _one(rng, f"{name.title()} Rekaan", district, skills)
        for name, (district, skills) in zip(called, jobs, strict=True)
    ]


def _jobs() -> list[tuple[int, tuple[str, ...]]]:
    """Two operators for every kit of a kecamatan, and one more where there is one kit only."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for district, count in enumerate(KITS):
        people = 2 * min(count, 2) + (1 if count == 1 else 0)
        found += [(district, ("operator",))] * (people - 1) + [(district, ("operator", "administrator"))]
    found += [(SANGATTA_UTARA, ("operator",))] * 7 + [(SANGATTA_UTARA, ("operator", "driver"))] * 3
    found += [(SANGATTA_UTARA, ("technician",))] * 4 + [(SANGATTA_UTARA, ("technician", "operator"))] * 2
    return found + [(SANGATTA_UTARA, ("driver",))] * 4


def _one(rng: np.random.Generator, name: str, district: int, skills: tuple[str, ...]) -> Officer:
    days_off = (int(rng.integers(7)),) if rng.random() < 0.08 else ()
    return Officer(name, district, skills, HOURS_A_WEEK, days_off, _leave(rng, district), _wishes(rng))


def _leave(rng: np.random.Generator, district: int) -> tuple[tuple[date, date, str], ...]:
    """Some leave in September and October. In Busang two are away on 16 October, so that a gap shows."""
    if DISTRICTS[district].name == "Busang":
        return ((date(2016, 10, 14), date(2016, 10, 17), "annual"),)
    if rng.random() > 0.3:
        return ()
    first = date(2016, 9, 1) + timedelta(days=int(rng.integers(58)))
    kind = ("annual", "annual", "sick", "training")[int(rng.integers(4))]
    return ((first, first + timedelta(days=int(rng.integers(1, 5))), kind),)


def _wishes(rng: np.random.Generator) -> tuple[tuple[date, bool], ...]:
    count = int(rng.integers(0, 3))
    days = rng.choice(61, count, replace=False)
    return tuple((date(2016, 9, 1) + timedelta(days=int(day)), bool(rng.random() < 0.2)) for day in days)
