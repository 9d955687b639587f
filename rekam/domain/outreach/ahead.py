"""At most what can still be earned from a site at an hour, whatever was done before.

Computed backwards over the hours of a day. It forgets where the route has been, so it may promise more than
can be had, and never less: what a beginning has earned and what it can still earn at most together tell which
beginnings are worth going on with, and what no route of the day exceeds. Hours may be taken in steps: then
all are rounded in favour of the route.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rekam.domain.outreach.ground import NEVER, Ground, Kind, Numbers, cut

NOTHING = -(np.int64(1) << 60)


@dataclass(frozen=True)
class Clock:
    """When work ends, in steps from the beginning of the shift: steps of arrival by sites by blocks."""

    opens: int
    step: int
    steps: int
    ends: NDArray[np.int32]


def clock(ground: Ground, group: int, kind: Kind, step: int) -> Clock:
    """Of one kind of crew on one kind of day. What ends after the shift ends at the last step, ``steps``."""
    opens, closes = ground.windows[group]
    steps = (kind.shift.closes - kind.shift.opens) // step + 1
    arrives = kind.shift.opens + step * np.arange(steps)
    shape = (steps, len(ground.blocks), ground.most_blocks)
    ends = np.full(shape, steps, dtype=np.int32)
    for blocks in range(1, ground.most_blocks + 1):
        at = np.broadcast_to(arrives[:, None], shape[:2])
        done = cut(opens, closes, ground.minutes, at, np.full(shape[:2], blocks))
        in_time = (done < NEVER) & (done <= kind.shift.closes)
        ends[:, :, blocks - 1] = np.where(in_time, (done - kind.shift.opens) // step, steps)
    return Clock(kind.shift.opens, step, steps, ends)


class Ahead:
    """For some sites at given worths. ``there`` by site and step is for who is there and has not worked yet,
    ``after`` for who has. Sites are those of the day, in its order.
    """

    def __init__(self, clock: Clock, worth: Numbers, sites: Numbers, ways: "Ways", price: int) -> None:
        self.clock, self.price = clock, price
        count, steps = len(sites), clock.steps
        between, back = ways.between // clock.step, ways.back // clock.step
        np.fill_diagonal(between, steps)
        between = np.minimum(between, steps)
        width = 2 * steps + 1
        self.there = np.full((count, width), NOTHING)
        self.after = np.full((count, steps + 1), NOTHING)
        ends, rows = clock.ends[:, sites, :], np.arange(count)[:, None]
        at, cost, home = width * np.arange(count)[None, :] + between, price * ways.between, price * ways.back
        flat = self.there.reshape(-1)
        for step in range(steps - 1, -1, -1):
            self.there[:, step] = (worth + self.after[rows, ends[step]]).max(axis=1)
            further = (flat.take(at + step) - cost).max(axis=1) if count else back
            self.after[:, step] = np.maximum(further, np.where(step + back < steps, -home, NOTHING))
        out = np.minimum(ways.out // clock.step, steps)
        first = self.there[np.arange(count), out] - price * ways.out
        self.most = int(first.max(initial=NOTHING))
        self.work = 2.5e-9 * steps * (count * count + worth.size)


@dataclass(frozen=True)
class Ways:
    """Minutes between the sites of a day, from the base and back."""

    between: Numbers
    out: Numbers
    back: Numbers
