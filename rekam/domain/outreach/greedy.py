"""A plan at once: the best next route for what is left, again and again.

Every promise still open counts as much as it costs to break. What a kind of crew could bring last time is an
upper guess of what it can bring now, as what is left only gets less; so only the best guess is looked at.
"""

import heapq

import numpy as np

from rekam.domain.outreach.ground import Ground, Numbers
from rekam.domain.outreach.left import Left
from rekam.domain.outreach.trips import NOTHING, SCALE, Prices, Trip, Trips

DEAR = 1 << 50


def fill(ground: Ground, left: Left, asking: Trips, *, is_exact: bool = False) -> list[Trip]:
    """Routes for what is left, none of which takes more than there is."""
    taken: list[Trip] = []
    guesses = [(-DEAR, (team.number,)) for team in ground.teams] + [(-DEAR, span) for span in ground.spans]
    heapq.heapify(guesses)
    while guesses:
        _, span = heapq.heappop(guesses)
        if any(left.team[n] < span.count(n) for n in span) or not _kits_left(ground, left, span):
            continue
        found = asking.ask_spans(marginal(ground, left), [span], is_exact=is_exact, most=4)
        good = [
            (v, trip) for v, trip in sorted(found.trips, key=lambda t: -t[0]) if left.allows(ground, trip)
        ]
        if not good or good[0][0] <= 0:
            continue
        worth = good[0][0] // len(span)
        if guesses and -guesses[0][0] > worth:
            heapq.heappush(guesses, (-worth, span))
            continue
        taken.append(good[0][1])
        left = left.after(ground, good[0][1])
        heapq.heappush(guesses, (-worth, span))
    return taken


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
