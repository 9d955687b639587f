"""Which months led to given states of the last day: the tables read backwards, for many of them at once.

One day is a handful of operations on arrays (states by ways into them), however many months are read.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rekam.domain.rosters.patterns import NEVER, Numbers
from rekam.domain.rosters.ways import ANY, OFF

if TYPE_CHECKING:
    from rekam.domain.rosters.paths import Paths, Table

NOT_WORKED = -1


class States(NamedTuple):
    """A state after a day in each row: the worker, what was worked last, the length of its run from 0, and
    the value of each tally of the day.
    """

    worker: Numbers
    kind: Numbers
    run: Numbers
    values: Numbers


def read(paths: "Paths", worker: Numbers, ends: Numbers) -> Numbers:
    """The spots on the way to each end of a worker: a row for each, a column for each day."""
    states = _states(paths, worker, ends)
    cost = _look_up(paths.done[-1], states, states.kind >= OFF)
    spots = np.full((len(worker), paths.shape.days), NOT_WORKED, dtype=np.int64)
    for day in reversed(range(paths.shape.days)):
        states, cost, groups = _step_back(paths, day, states, cost)
        worked = np.flatnonzero(groups != OFF)
        slots = paths.shape.slot(day, groups[worked], states.worker[worked])
        spots[worked, day] = paths.spots[slots]
        if day and paths.shape.axes[day] != paths.shape.axes[day - 1]:
            states = _unpaid(paths, day, states)
            cost = _look_up(paths.done[day - 1], states, states.kind >= OFF)
    return spots


def _states(paths: "Paths", worker: Numbers, ends: Numbers) -> States:
    """Ends count the states of the last day: those on duty first, then those off."""
    on, off = paths.done[-1]
    split = on[0].size
    is_off = ends >= split
    run, kind, *values = np.unravel_index(np.where(is_off, 0, ends), on.shape[1:])
    run_off, *values_off = np.unravel_index(np.where(is_off, ends - split, 0), off.shape[1:])
    held = [np.where(is_off, b, a) for a, b in zip(values, values_off, strict=True)]
    return States(
        worker=worker,
        kind=np.where(is_off, OFF, kind),
        run=np.where(is_off, run_off, run),
        values=np.array(held, dtype=np.int64).reshape(len(held), len(worker)).T,
    )


# -- one day ---------------------------------------------------------------------------------------------


def _step_back(paths: "Paths", day: int, states: States, cost: Numbers) -> tuple[States, Numbers, Numbers]:
    """From the end of a day to its beginning: the states, what they cost, and the group that was worked."""
    known, worker = paths.shape.ways[day], states.worker[:, None]
    group, needs = known.columns["group"], known.columns["needs"]
    run = known.columns["grows"] * states.run[:, None] + known.columns["plus"]
    values = states.values[:, None, :] - known.amounts
    fits = (known.columns["into"] == states.kind[:, None]) & (run >= 0)
    fits &= (needs == ANY) | (needs == states.run[:, None])
    kind = np.broadcast_to(known.columns["kind"], run.shape)
    added = known.columns["is_short"] * paths.shape.short_off[worker] + np.where(
        group == OFF, paths.shape.idle[day][worker], paths.cost[day][group, worker]
    )
    costs = _look_up(paths.begun[day], States(worker, kind, run, values), fits)
    hits = costs + added == cost[:, None]
    way, rows = hits.argmax(axis=1), np.arange(len(cost))
    assert hits[rows, way].all(), "a state that nothing leads to"
    before = States(states.worker, kind[rows, way], run[rows, way], values[rows, way])
    return before, costs[rows, way], group[way]


def _look_up(table: "Table", states: States, fits: NDArray[np.bool_]) -> Numbers:
    """What each state costs that fits and that the table reaches; others NEVER."""
    on, off = table
    sizes = on.shape[3:]
    inside = fits.copy()
    place = np.zeros(states.run.shape, dtype=np.int64)
    for axis, size in enumerate(sizes):
        value = states.values[..., axis]
        inside &= (value >= 0) & (value < size)
        place = place * size + value
    cells = int(np.prod(sizes))
    is_on = states.kind != OFF
    at_on = ((states.worker * on.shape[1] + states.run) * on.shape[2] + states.kind) * cells + place
    at_off = (states.worker * off.shape[1] + states.run) * cells + place
    found_on = on.reshape(-1)[np.where(inside & is_on & (states.run < on.shape[1]), at_on, 0)]
    found_off = off.reshape(-1)[np.where(inside & ~is_on & (states.run < off.shape[1]), at_off, 0)]
    found: Numbers = np.where(inside, np.where(is_on, found_on, found_off), NEVER)
    return found


# -- tallies that end ------------------------------------------------------------------------------------


def _unpaid(paths: "Paths", day: int, states: States) -> States:
    """From the beginning of a day to the end of the one before: with the tallies that ended there."""
    held, now = paths.shape.axes[day - 1], paths.shape.axes[day]
    values = np.zeros((len(states.worker), len(held)), dtype=np.int64)
    for place, t in enumerate(held):
        if t in now:
            values[:, place] = states.values[:, now.index(t)]
    paid = [t for t in held if t not in now]
    if paid:
        for is_on in (True, False):
            rows = np.flatnonzero((states.kind != OFF) == is_on)
            if len(rows):
                _put_ended(paths, day, states, values, rows, paid)
    return states._replace(values=values)


def _put_ended(
    paths: "Paths", day: int, states: States, values: Numbers, rows: Numbers, paid: list[int]
) -> None:
    """The values at which the tallies that ended cost the least."""
    held, worker = paths.shape.axes[day - 1], states.worker[rows]
    at = [worker, states.run[rows]]
    table = paths.done[day - 1].off
    if states.kind[rows[0]] != OFF:
        at, table = [*at, states.kind[rows]], paths.done[day - 1].on
    places = [held.index(t) for t in paid]
    still = [place for place in range(len(held)) if place not in places]
    view = table.transpose(*range(len(at)), *(len(at) + place for place in (*still, *places)))
    view = view[(*at, *(values[rows, place] for place in still))]
    for axis, t in enumerate(paid):
        costs = paths.shape.costs[t][worker, : view.shape[1 + axis]]
        view = view + costs.reshape(len(rows), *[1] * axis, -1, *[1] * (len(paid) - axis - 1))
    ended = np.unravel_index(view.reshape(len(rows), -1).argmin(axis=1), view.shape[1:])
    for place, value in zip(places, ended, strict=True):
        values[rows, place] = value
