"""Which spare kit or device goes where, so that the fewest recordings are lost.

A kit is broken by its gaps: devices that are missing or do not work, each expected back after some opening
time. A gap can be closed earlier by a spare device, or by a good one out of another kit that stands idle:
two broken sets become one (kanibal). A spare kit can go as a whole. Everything takes its time on the way.

What is lost follows from how many kits work when, and the next kit never gains more than the one before. The
choice is an integer programme over pieces of open time, so it is the best there is, or says that it may not
be. A move that would save fewer recordings than `Problem.worth` says is not proposed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rekam.domain.kits.cost import HOUR, Demand

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# A kit's worth is counted in halves: a partial kit is one, a whole kit two.
WHOLE = 2
# The kind of a gap that is the whole kit: it is not at its place, and no device closes that.
A_KIT = "kit"
# Recordings are counted in thousandths by the solver, which knows whole numbers only.
EXACT = 1000
LEAST = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """A device that a kit lacks: without it *lacks* halves of the kit are gone, until it is mended."""

    number: int
    kind: str
    lacks: int
    mended_after: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A kit that does not record fully, at a place."""

    kit: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A place with broken kits: *working* halves of other kits record. Times are open minutes from now."""

    place: int
    demand: Demand
    working: int
    broken: tuple[Broken, ...]
    horizon: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a device out of a broken kit means there: a new gap, until the other part is mended."""

    place: int
    kit: int
    lacks: int
    until: int


@dataclass(frozen=True, slots=True)
class Move:
    """One thing the office could do: bring something to a place, where it helps from an open minute on.

    *item* is what travels, and travels once; *closes* the gap that it closes (None: a whole kit comes).
    *out_of* is the kit that a device is taken from; when that is a broken kit at a place, *taken* says what
    it costs there.
    """

    number: int
    item: tuple[str, int]
    place: int
    arrives: int
    travel_minutes: int
    closes: int | None = None
    out_of: int | None = None
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    sites: tuple[Site, ...]
    moves: tuple[Move, ...]
    least: int = LEAST

    def worth(self, move: Move) -> int:
        """What a move must save. Taking a kit apart is work and wear: for that it must be twice as much."""
        return self.least if move.out_of is None else 2 * self.least


@dataclass(frozen=True, slots=True)
class Saving:
    """A chosen move and what would be lost without it, all others done."""

    move: Move
    saves: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The moves, what is lost without any of them and with all, and whether nothing better exists."""

    savings: tuple[Saving, ...]
    lost_before: float
    lost_after: float
    is_best: bool

    @property
    def saves(self) -> float:
        return self.lost_before - self.lost_after


# -- what is lost --------------------------------------------------------------------------------------


def lost(problem: Problem, chosen: Collection[Move]) -> float:
    """Recordings lost at all places until everything is mended, when these moves are made."""
    return sum(lost_at(site, chosen) for site in problem.sites)


def lost_at(site: Site, chosen: Collection[Move]) -> float:
    """The same at one place."""
    return sum(
        site.demand.lost(_halves(site, chosen, start) / WHOLE) * (end - start) / HOUR
        for start, end in pairwise(_edges(site, chosen))
    )


def _halves(site: Site, chosen: Collection[Move], minute: int) -> int:
    """Halves of kits that work from a minute on, until something changes."""
    kits = sum(WHOLE for move in _coming(site, chosen) if move.closes is None and move.arrives <= minute)
    return site.working + kits + sum(_worth(site, kit, chosen, minute) for kit in site.broken)


def _worth(site: Site, kit: Broken, chosen: Collection[Move], minute: int) -> int:
    closed = {move.closes for move in _coming(site, chosen) if move.arrives <= minute}
    gaps = [gap.lacks for gap in kit.gaps if minute < gap.mended_after and gap.number not in closed]
    return WHOLE - max([*gaps, *(t.lacks for t in _taken(site, kit, chosen) if minute < t.until)], default=0)


def _coming(site: Site, moves: Iterable[Move]) -> Iterator[Move]:
    return (move for move in moves if move.place == site.place)


def _taken(site: Site, kit: Broken, moves: Iterable[Move]) -> Iterator[Taken]:
    for move in moves:
        if move.taken is not None and (move.taken.place, move.taken.kit) == (site.place, kit.kit):
            yield move.taken


def _edges(site: Site, moves: Collection[Move]) -> list[int]:
    """The minutes at which the number of working kits may change."""
    found = {0, site.horizon}
    found |= {gap.mended_after for kit in site.broken for gap in kit.gaps}
    found |= {move.arrives for move in _coming(site, moves)}
    found |= {taken.until for kit in site.broken for taken in _taken(site, kit, moves)}
    return sorted(minute for minute in found if 0 <= minute <= site.horizon)


# -- the best choice -------------------------------------------------------------------------------------


def solve(problem: Problem, *, seconds: float = 10.0, workers: int = 4, seed: int = 0) -> Plan:
    """The moves that save the most; of equal plans the one with the shortest ways."""
    from ortools.sat.python import cp_model  # loads pandas: a second that no page needs to wait

    model = cp_model.CpModel()
    made = {move.number: model.new_bool_var(f"move{move.number}") for move in problem.moves}
    _once(model, problem, made)
    losses = [loss for site in problem.sites for loss in _site(model, site, problem.moves, made)]
    prices = [made[m.number] * (problem.worth(m) * EXACT + m.travel_minutes) for m in problem.moves]
    model.minimize(sum(losses) + sum(prices))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    chosen = [move for move in problem.moves if found and solver.boolean_value(made[move.number])]
    return _plan(problem, chosen, is_best=status == cp_model.OPTIMAL)


def _plan(problem: Problem, chosen: Sequence[Move], *, is_best: bool) -> Plan:
    after = lost(problem, chosen)
    savings = [Saving(move, lost(problem, [m for m in chosen if m != move]) - after) for move in chosen]
    savings.sort(key=lambda saving: (-saving.saves, saving.move.number))
    return Plan(tuple(savings), lost(problem, []), after, is_best)


def second_best(problem: Problem, plan: Plan, saving: Saving) -> Saving | None:
    """The best that the same thing could do elsewhere instead, all other moves being made."""
    others = [each.move for each in plan.savings if each.move != saving.move]
    without = lost(problem, others)
    closed = {(move.place, move.closes) for move in others if move.closes is not None}
    free = [
        move
        for move in problem.moves
        if move.item == saving.move.item and move != saving.move and (move.place, move.closes) not in closed
    ]
    found = [Saving(move, without - lost(problem, [*others, move])) for move in free]
    return max(found, key=lambda each: each.saves, default=None)


def _once(model: cp_model.CpModel, problem: Problem, made: Mapping[int, cp_model.IntVar]) -> None:
    """An item travels once, a gap is closed once, and a kit that gives parts away does not travel itself."""
    by_item: dict[tuple[str, int], list[Move]] = {}
    by_gap: dict[tuple[int, int], list[Move]] = {}
    for move in problem.moves:
        by_item.setdefault(move.item, []).append(move)
        if move.closes is not None:
            by_gap.setdefault((move.place, move.closes), []).append(move)
    for group in (*by_item.values(), *by_gap.values()):
        model.add_at_most_one(made[move.number] for move in group)
    for giving in problem.moves:
        for travelling in by_item.get(("kit", giving.out_of or 0), ()):
            model.add_at_most_one((made[giving.number], made[travelling.number]))


def _site(
    model: cp_model.CpModel, site: Site, moves: Sequence[Move], made: Mapping[int, cp_model.IntVar]
) -> Iterator[cp_model.IntVar]:
    """What a place loses in each piece of its open time, as variables that are as small as they can be."""
    per_hour, per_half = site.demand.per_hour, site.demand.most_per_kit / WHOLE
    for start, end in pairwise(_edges(site, moves)):
        scale = EXACT * (end - start) / HOUR
        working = site.working + sum(
            WHOLE * made[m.number] for m in _coming(site, moves) if m.closes is None and m.arrives <= start
        )
        for kit in site.broken:
            working += _kit(model, site, kit, moves, made, start)
        loss = model.new_int_var(0, round(scale * per_hour) + 1, f"loss{site.place}-{start}")
        model.add(loss >= round(scale * per_hour) - round(scale * per_half) * working)
        yield loss


def _kit(
    model: cp_model.CpModel,
    site: Site,
    kit: Broken,
    moves: Sequence[Move],
    made: Mapping[int, cp_model.IntVar],
    start: int,
) -> cp_model.IntVar:
    """The halves of a broken kit that work in a piece of time: its worst gap decides."""
    worth = model.new_int_var(0, WHOLE, f"kit{kit.kit}-{start}")
    for gap in kit.gaps:
        if start < gap.mended_after:
            closing = [m for m in _coming(site, moves) if m.closes == gap.number and m.arrives <= start]
            model.add(worth <= WHOLE - gap.lacks + gap.lacks * sum(made[m.number] for m in closing))
    for move in moves:
        taken = move.taken
        if taken and (taken.place, taken.kit) == (site.place, kit.kit) and start < taken.until:
            model.add(worth <= WHOLE - taken.lacks * made[move.number])
    return worth
