"""A plan at once: the best next route for what is left, again and again.

Every promise still open counts as much as it costs to break. What a kind of crew could bring last time is an
upper guess of what it can bring now, as what is left only gets less; so only the best guess is looked at.
"""

import heapq

import numpy as np

from rekam.domain.outreach.ahead import NOTHING
from rekam.domain.outreach.ground import Ground, Numbers
from rekam.domain.outreach.left import Left
from rekam.domain.outreach.trips import SCALE, Prices, Trip, Trips

DEAR = 1 << 42
MOST = 30  # routes asked for at a time
NEARLY = 0.93


def fill(ground: Ground, left: Left, asking: Trips, *, is_exact: bool = False) -> list[Trip]:
    """Routes for what is left, none of which takes more than there is."""
    taken: list[Trip] = []
    guesses = [(-DEAR, (team.number,)) for team in ground.teams] + [(-DEAR, span) for span in ground.spans]
    heapq.heapify(guesses)
    while guesses:
        _, span = heapq.heappop(guesses)
        if any(left.team[n] < span.count(n) for n in span) or not _kits_left(ground, left, span):
            continue
        found = asking.ask(marginal(ground, left), [span], is_exact=is_exact, most=MOST, is_sketch=True)
        good = sorted((v, trip) for v, trip in found.trips if v > 0 and left.allows(ground, trip))
        if not good:
            continue
        worth = good[-1][0] // len(span)
        if guesses and -guesses[0][0] > worth:
            heapq.heappush(guesses, (-worth, span))
            continue
        for _, trip in _apart(good):
            if left.allows(ground, trip):
                taken.append(trip)
                left = left.after(ground, trip)
        heapq.heappush(guesses, (-worth, span))
    return taken


def _apart(good: list[tuple[int, Trip]]) -> list[tuple[int, Trip]]:
    """The best route, and others nearly as good that share no site with it or with each other."""
    found, sites = [], set[int]()
    for value, trip in reversed(good):
        if value < NEARLY * good[-1][0]:
            break
        ours = {site for day in trip.calls for site, _ in day}
        if sites.isdisjoint(ours):
            found.append((value, trip))
            sites |= ours
    return found


def _kits_left(ground: Ground, left: Left, span: tuple[int, ...]) -> bool:
    return all(left.kits[ground.kit_row_of[n]] > 0 for n in span if n in ground.kit_row_of)


def marginal(ground: Ground, left: Left) -> Prices:
    """What the next blocks of each site are expected to record, scaled; nothing else has a price."""
    blocks = ground.blocks - left.used
    worth: Numbers = np.full((len(blocks), ground.most_blocks), NOTHING)
    for number, site in enumerate(ground.problem.sites):
        total = 0
        floor = ground.floor_of[number]
        short = max(0, int(left.floor[floor])) if floor >= 0 else 0
        for n, expected in enumerate(site.expected[int(left.used[number]) :]):
            counts = min(expected, short)
            short -= counts
            total += expected + ground.problem.short_floor * counts
            worth[number, n] = SCALE * total
    wants = [SCALE * w.cost if n else 0 for w, n in zip(ground.wants, left.want.tolist(), strict=True)]
    return Prices(
        worth=worth,
        blocks=blocks,
        team=np.zeros(len(ground.teams), dtype=np.int64),
        want=np.array(wants, dtype=np.int64),
        limit=np.where(left.limit > 0, 0, DEAR).astype(np.int64),
    )
