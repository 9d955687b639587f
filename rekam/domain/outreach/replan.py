"""When a kit breaks, an officer falls ill or a road closes: what is at risk, and the smallest change.

A new plan is made for what is still possible. Every visit of the plan in force that is not made on its day
has a price, and what nobody can make any more frees its place; promises cost more than any visit, so they are
the last to move.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rekam.domain.outreach.answer import Answer, Progress, Route, Stop
from rekam.domain.outreach.model import RECORDING, Base, Problem, Site, Visit
from rekam.domain.outreach.pace import Clock
from rekam.domain.outreach.solve import solve

NEVER: frozenset[int] = frozenset()
ANYBODY = ""  # the crew of a visit that is at risk: rather it changes than that of another visit
CHANGED_VISIT = 40 * RECORDING  # a morning's recordings: who moves a visit must win more than that
MIXED_VISIT = CHANGED_VISIT // 10  # another crew on the same day: less to tell, and to fewer


@dataclass(frozen=True, slots=True)
class Outage:
    """What cannot be used on which days: kits, crews, and sites (closed, or cut off where a road is).

    ``travel`` replaces the travel matrix where a road is closed for so long that all ways are other ones.
    """

    kits: Mapping[str, frozenset[int]] = field(default_factory=dict)
    crews: Mapping[str, frozenset[int]] = field(default_factory=dict)
    sites: Mapping[str, frozenset[int]] = field(default_factory=dict)
    travel: tuple[tuple[int, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One visit that is no longer made as it was told: on its day by another crew, on other days, or not."""

    visit: Visit
    crew: str | None
    days: tuple[int, ...]
    is_promise: bool
    was_at_risk: bool


@dataclass(frozen=True)
class Replanned:
    """The new plan, what is at risk without it, and what it changes, promises last."""

    answer: Answer
    at_risk: tuple[Visit, ...]
    changes: tuple[Change, ...]

    @property
    def others_changed(self) -> int:
        """Visits that were not at risk and are no longer made as they were told."""
        return sum(not change.was_at_risk for change in self.changes)


def at_risk(adopted: Iterable[Route], outage: Outage) -> tuple[Visit, ...]:
    """Visits that the outage hits. A route of several days is hit whole when its kit or crew is."""
    found: list[Visit] = []
    for route in adopted:
        days = set(route.days)
        is_hit = bool(days & outage.kits.get(route.kit, NEVER) or days & outage.crews.get(route.crew, NEVER))
        found += [v for v in route.visits if is_hit or v.day in outage.sites.get(v.site, NEVER)]
    return tuple(sorted(found))


def without(problem: Problem, outage: Outage) -> Problem:
    """The same problem, less what is out."""
    return replace(
        problem,
        sites=tuple(_closed(site, outage.sites.get(site.code, NEVER)) for site in problem.sites),
        bases=tuple(_lessened(base, outage) for base in problem.bases),
        travel=problem.travel if outage.travel is None else outage.travel,
    )


def _closed(site: Site, days: frozenset[int]) -> Site:
    windows = {day: windows for day, windows in site.windows.items() if day not in days}
    return replace(site, windows=windows) if days else site


def _lessened(base: Base, outage: Outage) -> Base:
    kits = tuple(replace(kit, days=kit.days - outage.kits.get(kit.code, NEVER)) for kit in base.kits)
    crews = []
    for crew in base.crews:
        out = outage.crews.get(crew.code, NEVER)
        crews.append(replace(crew, shifts={day: s for day, s in crew.shifts.items() if day not in out}))
    return replace(base, kits=kits, crews=tuple(crews))


def replan(
    problem: Problem,
    adopted: Sequence[Route],
    outage: Outage,
    *,
    seconds: float,
    seed: int,
    since: int = 0,
    changed_visit: int = CHANGED_VISIT,
    mixed_visit: int = MIXED_VISIT,
    progress: Progress | None = None,
    stop: Stop | None = None,
    clock: Clock | None = None,
) -> Replanned:
    """The plan in force, changed as little as is worth it. Days before ``since`` are over."""
    hit = at_risk(adopted, outage)
    left = _from(without(problem, outage), adopted, since)
    kept = tuple(visit for route in adopted for visit in route.visits if visit.day >= since)
    told = tuple(visit._replace(crew=ANYBODY) if visit in hit else visit for visit in kept)
    stated = replace(left, kept=told, changed_visit=changed_visit, mixed_visit=mixed_visit)
    answer = solve(
        stated,
        seconds=seconds,
        seed=seed,
        hint=adopted,
        progress=progress,
        stop=stop,
        clock=clock,
        is_priced=False,
    )
    return Replanned(answer, hit, tuple(_changes(problem, kept, answer.routes, set(hit))))


def _from(problem: Problem, adopted: Iterable[Route], since: int) -> Problem:
    """Without the days that are over and the blocks that were worked on them."""
    done = Counter(
        call.site for route in adopted for call in route.calls for _ in call.starts if call.day < since
    )
    sites = tuple(
        replace(
            site,
            expected=site.expected[done[site.code] :],
            windows={day: windows for day, windows in site.windows.items() if day >= since},
            promises=tuple(promise for promise in site.promises if promise.day >= since),
        )
        for site in problem.sites
    )
    return replace(problem, sites=sites)


def _changes(
    problem: Problem, kept: Sequence[Visit], routes: Iterable[Route], hit: set[Visit]
) -> Iterable[Change]:
    """Visits by how they are told anew: those that stay as they were are none."""
    now = {visit for route in routes for visit in route.visits}
    crews: dict[tuple[int, str], list[str]] = {}
    days: dict[str, list[int]] = {}
    for visit in sorted(now - set(kept)):
        crews.setdefault((visit.day, visit.site), []).append(visit.crew)
        days.setdefault(visit.site, []).append(visit.day)
    promised = {(promise.day, site.code) for site in problem.sites for promise in site.promises}
    gone = sorted(set(kept) - now, key=lambda visit: ((visit.day, visit.site) in promised, visit))
    for visit in gone:
        others = crews.get((visit.day, visit.site), [])
        crew = others.pop(0) if others else None
        yield Change(
            visit, crew, tuple(days.get(visit.site, ())), (visit.day, visit.site) in promised, visit in hit
        )
