"""Where routes of several days fit into the rosters of crews, so that as much as can be finds a place.

Routes on days that are alike change places with each other. So it is asked how many of each kind begin on
which day with which crew: a small programme, which CP-SAT answers at once where taking one route after the
other leaves crews with days that nobody can use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rekam.domain.outreach.ground import Ground, kind_of
from rekam.domain.outreach.left import blocks_of, cost, wants_of
from rekam.domain.outreach.model import Crew
from rekam.domain.outreach.trips import Trip

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Span = tuple[int, ...]  # the teams of a route, day by day


class Spot(NamedTuple):
    """A crew and the first day of a route."""

    crew: Crew
    day: int


# Of the solver's own clock, which does not depend on the machine.
WORK = 2.0
TOLD = 0.02  # of a route's worth for each visit that its crew was told of


def pack(ground: Ground, trips: Sequence[Trip]) -> dict[Span, list[Spot]]:
    """For each span the crews and first days on which its routes can begin so that all together bring most.
    There may be fewer than routes. Limits of sites are not looked at.
    """
    from ortools.sat.python import (
        cp_model,
    )  # loads pandas: no start of the office waits for it

    by_span: dict[Span, list[Trip]] = defaultdict(list)
    for trip in trips:
        by_span[trip.teams].append(trip)
    model = cp_model.CpModel()
    taken: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
    out: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    parts: list[tuple[Span, Spot, cp_model.IntVar]] = []
    values: list[int] = []
    for span, ours in by_span.items():
        base = ground.teams[span[0]].kind.base
        usual = sum(worth(ground, trip) for trip in ours) // len(ours)
        mine = []
        for crew, day in spots(ground, span):
            part = model.new_bool_var("")
            mine.append(part)
            parts.append((span, Spot(crew, day), part))
            most = max(told(ground, trip, crew.code, day) for trip in ours)
            values.append(max(1, usual + int(TOLD * usual * most)))
            for then in range(day, day + len(span)):
                taken[crew.code, then].append(part)
                out[base, then].append(part)
        model.add(sum(mine) <= len(ours))
    for going in taken.values():
        model.add_at_most_one(going)
    for (base, then), going in out.items():
        model.add(sum(going) <= ground.problem.bases[base].fit_kits(then))
    model.maximize(sum(value * part for value, (_, _, part) in zip(values, parts, strict=True)))
    solver = _solved(model)
    found: dict[Span, list[Spot]] = {}
    for span, spot, part in parts:
        if solver is not None and solver.boolean_value(part):
            found.setdefault(span, []).append(spot)
    return found


def _solved(model: cp_model.CpModel) -> cp_model.CpSolver | None:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = WORK
    done = solver.solve(model)
    return solver if done in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def spots(ground: Ground, span: Span) -> Iterable[tuple[Crew, int]]:
    """Crews and first days that a span of teams stands for."""
    first = ground.teams[span[0]]
    for day in ground.groups[first.group]:
        for crew in ground.problem.bases[first.kind.base].crews:
            if all(stands_for(ground, number, crew, day + n) for n, number in enumerate(span)):
                yield crew, day


def stands_for(ground: Ground, number: int, crew: Crew, day: int) -> bool:
    """Whether a team stands for this crew on this day, among others."""
    team = ground.teams[number]
    return (
        day in crew.shifts
        and ground.group_of.get(day) == team.group
        and kind_of(team.kind.base, crew, day) == team.kind
    )


def worth(ground: Ground, trip: Trip) -> int:
    """What a route alone would bring, and what it keeps of promises and of a plan in force."""
    brought = sum(
        int(ground.brought[site, min(n, ground.blocks[site])]) for site, n in blocks_of(trip).items()
    )
    kept = sum(ground.wants[want].cost for want in wants_of(ground, trip))
    return brought + kept - cost(ground, trip)


def told(ground: Ground, trip: Trip, crew: str, day: int) -> int:
    """Its visits of which this crew was told."""
    return sum(
        crew in ground.told.get((ground.group_of[day + n], site), ())
        for n, calls in enumerate(trip.calls)
        for site, _ in calls
    )
