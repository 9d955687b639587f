"""A plan at once: good routes for what is left, the best first.

Every promise still open counts as much as it costs to break. A route is as good as what it brings on each of
its days. In each pass those near the best are taken from every team that may have one; then a little less is
good enough. What a team could bring last time is at least what it can bring now, as what is left only
gets less.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from rekam.domain.outreach.ahead import NOTHING
from rekam.domain.outreach.ground import Ground, Numbers
from rekam.domain.outreach.left import Left
from rekam.domain.outreach.pace import Pace
from rekam.domain.outreach.trips import SCALE, Prices, Spans, Trip, Trips

DEAR = 1 << 42
MOST = 40  # routes asked for at a time
STEP = 0.85  # from pass to pass
LEAST = 1e-3  # of the first level: below it every route is good enough
Good = list[tuple[float, Trip]]


def fill(ground: Ground, left: Left, asking: Trips, effort: Pace, *, nights: bool = True) -> list[Trip]:
    """Routes for what is left, none of which takes more than there is. When the effort is over, it takes what
    it finds in one more pass. Without ``nights`` every route is back on its day.
    """
    taken: list[Trip] = []
    spans = _by_first(ground, left, ground.spans if nights else ())
    guess = dict.fromkeys(spans, DEAR * 1.0)
    level, lowest = DEAR * 1.0, 0.0
    while guess:
        is_over = effort.is_over()
        level = 0.0 if is_over else level
        for team in [team for team in guess if guess[team] >= level]:
            guess[team], good = _good(ground, left, asking, spans[team], level)
            before = len(taken)
            for trip in _apart(good, level):
                if left.allows(ground, trip):
                    taken.append(trip)
                    left = left.after(ground, trip)
            if level == 0.0 and len(taken) == before:
                guess[team] = 0.0
        if is_over:
            break
        guess = {team: value for team, value in guess.items() if value > 0 and left.team[team] > 0}
        top = max(guess.values(), default=0.0)
        lowest = lowest or LEAST * top
        level = STEP * min(level, top) if level > lowest else 0.0
    return taken


def _by_first(ground: Ground, left: Left, longer: Iterable[tuple[int, ...]]) -> dict[int, Spans]:
    """Spans by the team of their first day."""
    found: dict[int, list[tuple[int, ...]]] = {}
    for span in [*((team.number,) for team in ground.teams), *longer]:
        if all(left.team[n] >= span.count(n) for n in span):
            found.setdefault(span[0], []).append(span)
    return dict(found)


def _good(ground: Ground, left: Left, asking: Trips, spans: Spans, level: float) -> tuple[float, Good]:
    """What the best route brings a day, and the routes above the level."""
    spans = [span for span in spans if _is_open(ground, left, span)]
    prices = marginal(ground, left)
    found = asking.ask(prices, spans, is_exact=False, most=MOST, least=level, is_sketch=True)
    best = max((most / len(span) for span, most in found.most.items()), default=0.0)
    return best, sorted(((v / len(trip.teams), trip) for v, trip in found.trips), reverse=True)


def _is_open(ground: Ground, left: Left, span: tuple[int, ...]) -> bool:
    if any(left.team[n] < span.count(n) for n in span):
        return False
    return all(left.kits[ground.kit_row_of[n]] > 0 for n in span if n in ground.kit_row_of)


def _apart(good: Good, level: float) -> Iterator[Trip]:
    """Those above the level, none of which shares a site with a better one."""
    sites = set[int]()
    for value, trip in good:
        ours = {site for day in trip.calls for site, _ in day}
        if value >= level and sites.isdisjoint(ours):
            sites |= ours
            yield trip


def marginal(ground: Ground, left: Left) -> Prices:
    """What the next blocks of each site are expected to record, scaled; nothing else has a price."""
    wants = [SCALE * w.cost if n else 0 for w, n in zip(ground.wants, left.want.tolist(), strict=True)]
    return Prices(
        worth=_worth(ground, left),
        blocks=ground.blocks - left.used,
        team=np.zeros(len(ground.teams), dtype=np.int64),
        want=np.array(wants, dtype=np.int64),
        limit=np.where(left.limit > 0, 0, DEAR).astype(np.int64),
    )


def _worth(ground: Ground, left: Left) -> Numbers:
    """Of the next blocks of each site, one and more; what fills a floor counts for what missing it costs."""
    counts = np.arange(1, ground.most_blocks + 1)[None, :]
    rows, used = np.arange(len(ground.blocks))[:, None], left.used[:, None]
    brought = ground.brought[rows, np.minimum(used + counts, ground.most_blocks)] - ground.brought[rows, used]
    worth = brought.copy()
    if len(ground.floors):
        floor = np.array(ground.floor_of, dtype=np.int64)
        short = np.where(floor >= 0, np.maximum(0, left.floor)[floor], 0)
        worth += ground.problem.short_floor * np.minimum(brought, short[:, None])
    return np.where(counts + used > ground.blocks[:, None], NOTHING, SCALE * worth)
