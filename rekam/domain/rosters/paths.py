"""The cheapest months, as shortest paths.

A state after a day says how long the run of days on or off is, which kind of shift was worked last, and the
value of each tally that is not finished. The table of a day holds the least cost of every state; the months
themselves are read backwards from the last one.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rekam.domain.rosters import backwards
from rekam.domain.rosters.patterns import DEAREST, NEVER, Numbers, Shape

Amounts = tuple[int, ...]  # by how much each tally grows


class Table(NamedTuple):
    """on[worker, run, kind, tally...] and off[worker, run, tally...]: the least cost of each state."""

    on: Numbers
    off: Numbers


class Paths:
    """The tables of all days for one shape of workers at given prices."""

    def __init__(self, shape: Shape, prices: Numbers) -> None:
        self.shape, self.prices = shape, prices
        size = shape.days * len(shape.groups) * len(shape)
        cheapest, self.spots = shape.choices.cheapest(prices, size)
        self.cost = cheapest.reshape(shape.days, len(shape.groups), len(shape))
        self.begun: list[Table] = []  # at the beginning of each day
        self.done: list[Table] = []  # at its end
        table = self._first()
        for day in range(shape.days):
            self.begun.append(self._begin(day, table))
            self.done.append(self._work(day, self.begun[-1]))
            table = self.done[-1]
        self.ends = self._ends(table)
        # A few nanoseconds for each state and way into it, and what it takes to start each step.
        states = sum(table.on.size + table.off.size for table in self.done)
        self.work = 3e-9 * states * (2 + len(shape.groups)) + 5e-5 * shape.days * (4 + len(shape.groups))

    def best(self) -> Numbers:
        """The least cost less prices of each worker, scaled; NEVER and more where no month is allowed."""
        best: Numbers = self.ends.min(axis=1)
        return best

    def months(self, workers: Sequence[int], most: int) -> list[tuple[int, tuple[int, ...], int]]:
        """The months of some workers that end best, in different states, at most so many of each: the worker,
        the spots, and cost less prices.
        """
        few, rows = min(most, self.ends.shape[1]), np.array(workers, dtype=np.int64)
        ends = self.ends[rows]
        at = np.argpartition(ends, few - 1, axis=1)[:, :few]
        order = np.lexsort((at, np.take_along_axis(ends, at, axis=1)))
        at = np.take_along_axis(at, order, axis=1)
        costs = np.take_along_axis(ends, at, axis=1)
        row, place = np.nonzero(costs < DEAREST)
        spots = backwards.read(self, rows[row], at[row, place])
        found = zip(rows[row].tolist(), spots, costs[row, place].tolist(), strict=True)
        return [(w, tuple(days[days != backwards.NOT_WORKED].tolist()), cost) for w, days, cost in found]

    # -- forwards ----------------------------------------------------------------------------

    def _first(self) -> Table:
        """How the days before the roster ended."""
        shape = self.shape
        on = np.full((len(shape), shape.longest, shape.kinds), NEVER, dtype=np.int64)
        off = np.full((len(shape), shape.rest), NEVER, dtype=np.int64)
        for w in range(len(shape)):
            if shape.days_off[w]:
                off[w, shape.days_off[w] - 1] = 0
            elif shape.days_on[w]:
                on[w, shape.days_on[w] - 1, shape.kind_before[w]] = 0
            else:
                off[w, -1] = 0
        return Table(on, off)

    def _begin(self, day: int, table: Table) -> Table:
        """Tallies that ended yesterday are paid for; those that begin today start."""
        shape = self.shape
        on, off = table
        held = shape.axes[day - 1] if day else []
        for place in reversed(range(len(held))):
            if held[place] not in shape.axes[day]:
                costs = shape.costs[held[place]]
                on, off = (_paid(array, at + place, costs) for array, at in ((on, 3), (off, 2)))
        for t in shape.axes[day]:
            if t not in held:
                on, off = (_with_axis(array, shape.starts[t]) for array in (on, off))
        return Table(on, off)

    def _work(self, day: int, table: Table) -> Table:
        shape = self.shape
        sizes = self._sizes(day, table)
        on = np.full((len(shape), shape.longest, shape.kinds, *sizes), NEVER, dtype=np.int64)
        off = np.full((len(shape), shape.rest, *sizes), NEVER, dtype=np.int64)
        rested = self._rested(table.off)
        followed: dict[tuple[int, ...], Numbers] = {}
        for g, group in enumerate(shape.groups):
            cost = self.cost[day, g]
            if cost.min() >= NEVER:
                continue
            into = on[:, :, group.kind]
            _lower(into[:, :1], rested[:, None], cost, shape.amounts(day, g, False))
            if group.after not in followed and group.after:
                followed[group.after] = table.on[:, :, list(group.after)].min(axis=2)
            if group.after:
                source, amounts = followed[group.after], shape.amounts(day, g, True)
                _lower(into[:, 1:], source[:, :-1], cost, amounts)
                if shape.is_endless:
                    _lower(into[:, -1:], source[:, -1:], cost, amounts)
        self._idle(day, table, off)
        return Table(on, off)

    def _idle(self, day: int, table: Table, off: Numbers) -> None:
        idle, still = self.shape.idle[day], (0,) * (off.ndim - 2)
        ended = table.on[:, self.shape.may_end(day)].min(axis=(1, 2), initial=NEVER)
        _lower(off[:, :1], ended[:, None], idle, still)
        _lower(off[:, 1:], table.off[:, :-1], idle, still)
        _lower(off[:, -1:], table.off[:, -1:], idle, still)

    def _rested(self, off: Numbers) -> Numbers:
        """The cheapest way to be rested enough to work."""
        shape = self.shape
        short = shape.short_off.reshape(-1, *[1] * (off.ndim - 1))
        long_enough = off[:, shape.least_off - 1 :].copy()
        long_enough[:, : shape.rest - shape.least_off] += short
        cheapest: Numbers = long_enough.min(axis=1)
        return cheapest

    def _sizes(self, day: int, table: Table) -> list[int]:
        shape = self.shape
        sizes = []
        for place, t in enumerate(shape.axes[day]):
            grows = max(group.amounts[t].get(day, 0) for group in shape.groups)
            sizes.append(min(shape.costs[t].shape[1], table.off.shape[2 + place] + grows))
        return sizes

    def _ends(self, table: Table) -> Numbers:
        """All states of the last day in a row, with what their tallies cost in the end."""
        on, off = table
        settled = [(w, most) for w, most in enumerate(self.shape.most_last) if most is not None]
        if settled:
            on = on.copy()
            for w, most in settled:  # longer ones would be too long together with what follows
                on[w, most:] = NEVER
        if self.shape.short_end.any():  # the rest that ends with the first duty after the roster
            short = self.shape.short_end
            on = on + short[:, 0].reshape(-1, *[1] * (on.ndim - 1))
            off = off + short[:, 1:].reshape(*off.shape[:2], *[1] * (off.ndim - 2))
        for place, t in enumerate(self.shape.axes[-1]):
            on = on + _along(self.shape.costs[t], 3 + place, on)
            off = off + _along(self.shape.costs[t], 2 + place, off)
        return np.concatenate([array.reshape(len(self.shape), -1) for array in (on, off)], axis=1)


def _lower(into: Numbers, source: Numbers, cost: Numbers, amounts: Amounts) -> None:
    """Where it is cheaper, come from a source with every tally so much lower. Views of the same runs."""
    to, since = [slice(None), slice(None)], [slice(None), slice(None)]
    for amount, size, had in zip(amounts, into.shape[2:], source.shape[2:], strict=True):
        moved = min(had, size - amount)
        if moved <= 0:
            return
        to.append(slice(amount, amount + moved))
        since.append(slice(0, moved))
    target = into[tuple(to)]
    np.minimum(target, source[tuple(since)] + cost.reshape(-1, *[1] * (into.ndim - 1)), out=target)


def _along(costs: Numbers, place: int, array: Numbers) -> Numbers:
    """The costs of a tally's values, shaped to be added to one axis of an array."""
    size = array.shape[place]
    return costs[:, :size].reshape(len(costs), *[1] * (place - 1), size, *[1] * (array.ndim - place - 1))


def _paid(array: Numbers, place: int, costs: Numbers) -> Numbers:
    paid: Numbers = (array + _along(costs, place, array)).min(axis=place)
    return paid


def _with_axis(array: Numbers, starts: Numbers) -> Numbers:
    """One more tally, at its start."""
    size = int(starts.max()) + 1
    new = np.full((*array.shape, size), NEVER, dtype=np.int64)
    new[np.arange(len(array)), ..., starts] = array
    return new
