"""From a mixture of months to a roster: settle the surest months, ask again, and so on down."""

import numpy as np

from rekam.domain.rosters.part import Part
from rekam.domain.rosters.patterns import Month
from rekam.domain.rosters.setting import Months

SURE = 0.9  # a month taken to this share is settled along with the surest one
NOISE = 0.2  # by how much chance may change which one is the surest
ROUNDS = 20  # rounds of asking for months after each step
KEPT = 40  # months of each worker that go down with the rest


def dive(part: Part, rng: np.random.Generator, below: float) -> Months | None:
    """A roster of the part's workers; None where it could not cost less than *below*, or time ran out."""
    settled: Months = {}
    while part.numbers:
        if part.setting.effort.is_over():
            return None
        chosen = _surest(part, rng)
        settled |= chosen
        part = _without(part, chosen)
        part.settle(ROUNDS)
        below -= sum(month.cost for month in chosen.values())
        if part.bound >= below:
            return None
    return settled


def _surest(part: Part, rng: np.random.Generator) -> Months:
    """The months that are settled next: the surest one, and all that are sure."""
    taken: dict[int, tuple[float, float, Month]] = {}
    for month, share in zip(part.master.months, part.master.shares(), strict=True):
        if share > 1e-6:
            likely = share + NOISE * float(rng.random())
            if month.person not in taken or likely > taken[month.person][0]:
                taken[month.person] = (likely, share, month)
    ranked = sorted(taken.values(), reverse=True)
    return {month.person: month for n, (_, share, month) in enumerate(ranked) if n == 0 or share > SURE}


def _without(part: Part, chosen: Months) -> Part:
    """The part that is left, with the most promising months of those left."""
    numbers = [number for number in part.numbers if number not in chosen]
    wanted = part.wanted - (part.setting.wanted - part.setting.still_wanted(chosen.values()))
    by_worker: dict[int, list[tuple[float, Month]]] = {number: [] for number in numbers}
    for month, reduced in zip(part.master.months, part.reduced(part.master.months), strict=True):
        if month.person in by_worker:
            by_worker[month.person].append((reduced, month))
    kept = [month for months in by_worker.values() for _, month in sorted(months)[:KEPT]]
    few = sum(len(shape) for shape in part.shapes) > 1.3 * len(numbers)
    shapes = part.setting.shapes(numbers) if few else None
    return Part(part.setting, numbers, wanted, kept, part.prices, shapes, part.master.caps)
