"""The cheapest months, as shortest paths.

A state after a day says how long the run of days on or off is, which kind of shift was worked last, and the
value of each tally that is not finished. The table of a day holds the least cost of every state; the months
themselves are read backwards from the last one.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from rekam.domain.rosters.patterns import DEAREST, NEVER, Numbers, Shape

Amounts = tuple[int, ...]  # by how much each tally grows


class Table(NamedTuple):
    """on[worker, run, kind, tally...] and off[worker, run, tally...]: the least cost of each state."""

    on: Numbers
    off: Numbers


class State(NamedTuple):
    """One state of one worker after a day; run counts from 0, kind is None on a day off."""

    kind: int | None
    run: int
    values: tuple[int, ...]


class Paths:
    """The tables of all days for one shape of workers at given prices."""

    def __init__(self, shape: Shape, prices: Numbers) -> None:
        self.shape, self.prices = shape, prices
        size = shape.days * len(shape.groups) * len(shape)
        cheapest = shape.choices.cheapest(prices, size)
        self.cost = cheapest.reshape(shape.days, len(shape.groups), len(shape))
        self.begun: list[Table] = []  # at the beginning of each day
        self.done: list[Table] = []  # at its end
        table = self._first()
        for day in range(shape.days):
            self.begun.append(self._begin(day, table))
            self.done.append(self._work(day, self.begun[-1]))
            table = self.done[-1]
        self.ends = self._ends(table)
        # About a nanosecond or two for each state and way into it, and what it takes to start each step.
        states = sum(table.on.size + table.off.size for table in self.done)
        self.work = 2e-9 * states * (2 + len(shape.groups)) + 3e-5 * shape.days * (4 + len(shape.groups))

    def best(self) -> Numbers:
        """The least cost less prices of each worker, scaled; NEVER and more where no month is allowed."""
        best: Numbers = self.ends.min(axis=1)
        return best

    def months(self, worker: int, most: int) -> Iterator[tuple[tuple[int, ...], int]]:
        """The months that end best, in different states, at most so many: spots, and cost less prices."""
        ends = self.ends[worker]
        few = min(most, len(ends))
        candidates = np.argpartition(ends, few - 1)[:few]
        for end in sorted(candidates.tolist(), key=lambda at: (int(ends[at]), at)):
            if ends[end] < DEAREST:
                yield self._read(worker, self._state(end)), int(ends[end])

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
            _lower(into[:, :1], rested[:, None], cost, self._amounts(day, g, False))
            if group.after not in followed and group.after:
                followed[group.after] = table.on[:, :, list(group.after)].min(axis=2)
            if group.after:
                source, amounts = followed[group.after], self._amounts(day, g, True)
                _lower(into[:, 1:], source[:, :-1], cost, amounts)
                if shape.is_endless:
                    _lower(into[:, -1:], source[:, -1:], cost, amounts)
        self._idle(day, table, off)
        return Table(on, off)

    def _idle(self, day: int, table: Table, off: Numbers) -> None:
        idle, still = self.shape.idle[day], (0,) * (off.ndim - 2)
        ended = table.on[:, self._may_end(day)].min(axis=(1, 2), initial=NEVER)
        _lower(off[:, :1], ended[:, None], idle, still)
        _lower(off[:, 1:], table.off[:, :-1], idle, still)
        _lower(off[:, -1:], table.off[:, -1:], idle, still)

    def _may_end(self, day: int) -> list[int]:
        """The runs of days on, counted from 0, that are long enough for a day off."""
        shape = self.shape
        runs = list(range(shape.least_on - 1, shape.longest))
        if shape.open_run is not None and 0 < shape.open_run + day < shape.least_on:
            runs.append(min(shape.open_run + day, shape.longest) - 1)
        return runs

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

    def _amounts(self, day: int, g: int, follows: bool) -> Amounts:
        """By how much each tally grows; one that counts runs does not grow on their second day."""
        shape = self.shape
        return tuple(
            0 if follows and shape.tallies[t].reaches_back(day) else shape.groups[g].amounts[t].get(day, 0)
            for t in shape.axes[day]
        )

    def _ends(self, table: Table) -> Numbers:
        """All states of the last day in a row, with what their tallies cost in the end."""
        on, off = table
        for place, t in enumerate(self.shape.axes[-1]):
            on = on + _along(self.shape.costs[t], 3 + place, on)
            off = off + _along(self.shape.costs[t], 2 + place, off)
        return np.concatenate([array.reshape(len(self.shape), -1) for array in (on, off)], axis=1)

    # -- backwards ---------------------------------------------------------------------------

    def _state(self, end: int) -> State:
        on, off = self.done[-1]
        split = on[0].size
        if end < split:
            run, kind, *values = (int(i) for i in np.unravel_index(end, on.shape[1:]))
            return State(kind, run, tuple(values))
        run, *values = (int(i) for i in np.unravel_index(end - split, off.shape[1:]))
        return State(None, run, tuple(values))

    def _read(self, worker: int, state: State) -> tuple[int, ...]:
        """The spots worked on the way to a state of the last day."""
        spots: list[int] = []
        for day in reversed(range(self.shape.days)):
            state, g = self._step_back(day, worker, state)
            if g is not None:
                spots.append(self.shape.choices.pick(self.prices, self.shape.slot(day, g, worker)))
            state = self._unpaid(day, worker, state)
        return tuple(reversed(spots))

    def _step_back(self, day: int, worker: int, state: State) -> tuple[State, int | None]:
        """From the end of a day to its beginning, and the group that was worked."""
        on, off = self.done[day]
        array = off if state.kind is None else on
        kind = () if state.kind is None else (state.kind,)
        cost = array[(worker, state.run, *kind, *state.values)]
        for before, g, added in self._sources(day, worker, state):
            if self._at(self.begun[day], worker, before) + added == cost:
                return before, g
        raise AssertionError("a state that nothing leads to")

    def _at(self, table: Table, worker: int, state: State) -> int:
        """What a state costs; one that the table does not reach, NEVER."""
        kind = () if state.kind is None else (state.kind,)
        array = table.off if state.kind is None else table.on
        at = (worker, state.run, *kind, *state.values)
        if any(i < 0 or i >= n for i, n in zip(at, array.shape, strict=True)):
            return NEVER
        return int(array[at])

    def _sources(self, day: int, worker: int, state: State) -> Iterator[tuple[State, int | None, int]]:
        """Where a state may come from: the state before, the group worked, and what the day added."""
        if state.kind is None:
            yield from self._sources_of_rest(day, worker, state)
            return
        shape = self.shape
        runs = {state.run - 1} | (
            {state.run} if shape.is_endless and state.run == shape.longest - 1 else set()
        )
        for g, group in enumerate(shape.groups):
            cost = int(self.cost[day, g, worker])
            if group.kind != state.kind or cost >= NEVER:
                continue
            if state.run == 0:
                values = _less(state.values, self._amounts(day, g, False))
                for run in range(shape.least_off - 1, shape.rest):
                    short = int(shape.short_off[worker]) if run < shape.rest - 1 else 0
                    yield State(None, run, values), g, cost + short
            values = _less(state.values, self._amounts(day, g, True))
            for run in runs - {-1}:
                yield from ((State(kind, run, values), g, cost) for kind in group.after)

    def _sources_of_rest(self, day: int, worker: int, state: State) -> Iterator[tuple[State, None, int]]:
        shape = self.shape
        cost = int(shape.idle[day, worker])
        if state.run == 0:
            for run in self._may_end(day):
                for kind in range(shape.kinds):
                    yield State(kind, run, state.values), None, cost
        else:
            yield State(None, state.run - 1, state.values), None, cost
        if state.run == shape.rest - 1:
            yield state, None, cost

    def _unpaid(self, day: int, worker: int, state: State) -> State:
        """From the beginning of a day to the end of the one before: with the tallies that ended there."""
        shape = self.shape
        if day == 0:
            return state
        held, now = shape.axes[day - 1], dict(zip(shape.axes[day], state.values, strict=True))
        kind = () if state.kind is None else (state.kind,)
        array = self.done[day - 1].off if state.kind is None else self.done[day - 1].on
        view = array[(worker, state.run, *kind, *(now.get(t, slice(None)) for t in held))]
        paid = [t for t in held if t not in now]
        for place, t in enumerate(paid):
            view = view + shape.costs[t][worker, : view.shape[place]].reshape(
                -1, *[1] * (len(paid) - place - 1)
            )
        ended = (
            dict(zip(paid, np.unravel_index(int(np.argmin(view)), view.shape), strict=True)) if paid else {}
        )
        return State(state.kind, state.run, tuple(int(now.get(t, ended.get(t, 0))) for t in held))


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


def _less(values: tuple[int, ...], amounts: Amounts) -> tuple[int, ...]:
    return tuple(value - amount for value, amount in zip(values, amounts, strict=True))
