"""From a mixture of routes to a plan: take the surest routes, ask again for what is left, and so on down."""

import numpy as np

from rekam.domain.outreach.columns import Columns, elementary
from rekam.domain.outreach.left import Left
from rekam.domain.outreach.trips import Trip

SURE = 0.85  # a route taken to this share is settled along with the surest one
NOISE = 0.2  # by how much chance may change which one is the surest
AT_ONCE = 0.05  # of the routes still to be found that a step settles at the least


def dive(part: Columns, rng: np.random.Generator, *, rounds: int) -> list[Trip] | None:
    """Routes for what is left, asked for so often after each step; None where the effort ended it."""
    taken: list[Trip] = []
    while True:
        if part.effort.is_over():
            return None
        chosen = _surest(part, rng)
        if not chosen:
            return taken
        taken += chosen
        left = part.left
        for trip in chosen:
            left = left.after(part.ground, trip)
        part = _without(part, left)
        part.settle(rounds, is_exact=False)


def _surest(part: Columns, rng: np.random.Generator) -> list[Trip]:
    """Whole parts of what the mixture takes, all that are sure, and the surest of the others."""
    shares = part.master.shares()
    chosen: list[Trip] = []
    left = part.left
    likely = [share - int(share + 1e-6) + NOISE * float(rng.random()) for share in shares]
    order = sorted(range(len(shares)), key=lambda n: -likely[n])
    wanted = max(1, int(AT_ONCE * float(part.left.team.sum())))
    for n in sorted(range(len(shares)), key=lambda n: -shares[n]):
        for _ in range(int(shares[n] + 1 - SURE)):
            if left.allows(part.ground, part.master.trips[n]):
                chosen.append(part.master.trips[n])
                left = left.after(part.ground, part.master.trips[n])
    for n in order:
        if len(chosen) >= wanted:
            break
        fraction = shares[n] - int(shares[n] + 1 - SURE)
        if fraction > 1e-6 and left.allows(part.ground, part.master.trips[n]):
            chosen.append(part.master.trips[n])
            left = left.after(part.ground, part.master.trips[n])
    return chosen


def _without(part: Columns, left: Left) -> Columns:
    ground = part.ground
    known = [trip for trip in elementary(ground, part.master.trips, left) if left.allows(ground, trip)]
    found = Columns(ground, left, part.asking, part.effort, known)
    found.centre = part.centre
    return found
