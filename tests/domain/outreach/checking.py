"""What is wrong with a plan, by the words of the model alone: nothing here knows how plans are made."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rekam.domain.outreach.answer import Route
from rekam.domain.outreach.model import Crew, Problem


def faults(problem: Problem, routes: Sequence[Route]) -> list[str]:
    """Every rule that the routes break."""
    found: list[str] = []
    for route in routes:
        found += _route(problem, route)
    found += _counts(problem, routes)
    found += _blocks(problem, routes)
    return found


def worth(problem: Problem, routes: Sequence[Route]) -> int:
    """What the model says that a plan is worth."""
    blocks = Counter(call.site for route in routes for call in route.calls for _ in call.starts)
    total = sum(sum(problem.site[site].expected[:n]) for site, n in blocks.items())
    total -= problem.travel_price * sum(_travel(problem, route) for route in routes)
    for site in problem.sites:
        for promise in site.promises:
            total -= problem.missing_kit * max(
                0, promise.kits - _kits(routes, site.code, promise.day, promise.blocks)
            )
    for district, floor in problem.floors.items():
        brought = sum(
            sum(site.expected[: blocks[site.code]]) for site in problem.sites if site.district == district
        )
        total -= problem.short_floor * max(0, floor - brought)
    kept = Counter((visit.site, visit.day) for visit in problem.kept)
    for (code, day), kits in kept.items():
        told = [visit.crew for visit in problem.kept if (visit.site, visit.day) == (code, day)]
        price = problem.changed_visit if any(told) else problem.changed_visit * 3 // 4
        total -= price * max(0, kits - _kits(routes, code, day, 1))
    return total - problem.mixed_visit * sum(_mixed(problem, route) for route in routes)


def _mixed(problem: Problem, route: Route) -> int:
    """Visits of a day beside which one crew was told of more."""
    found = 0
    for day in route.days:
        crews = [
            {v.crew for v in problem.kept if v.crew and (v.day, v.site) == (day, call.site)}
            for call in route.calls
            if call.day == day
        ]
        told = [each for each in crews if each]
        shares = Counter(crew for each in told for crew in each)
        found += len(told) - max(shares.values(), default=0)
    return found


def _kits(routes: Iterable[Route], site: str, day: int, blocks: int) -> int:
    return sum(
        (call.site, call.day) == (site, day) and len(call.starts) >= blocks
        for route in routes
        for call in route.calls
    )


def _travel(problem: Problem, route: Route) -> int:
    base = problem.base[route.base].point
    way = [base, *(problem.site[call.site].point for call in route.calls), base]
    return sum(problem.travel[a][b] for a, b in pairwise(way))


def _route(problem: Problem, route: Route) -> list[str]:
    found: list[str] = []
    base = problem.base[route.base]
    crew = next(crew for crew in base.crews if crew.code == route.crew)
    kit = next(kit for kit in base.kits if kit.code == route.kit)
    if route.days != tuple(range(route.days[0], route.days[0] + len(route.days))):
        found.append(f"{route}: days that do not follow each other")
    if len(route.days) - 1 > crew.most_nights:
        found.append(f"{route}: more nights than the crew may be away")
    if not set(route.days) <= kit.days:
        found.append(f"{route}: the kit is not fit")
    if not set(route.days) <= set(crew.shifts):
        return [*found, f"{route}: the crew is not on duty"]
    if {call.day for call in route.calls} != set(route.days):
        found.append(f"{route}: a day without a visit")
    if route.travel_minutes != _travel(problem, route):
        found.append(f"{route}: travel added up wrongly")
    return found + _hours(problem, route, crew)


def _hours(problem: Problem, route: Route, crew: Crew) -> list[str]:
    found: list[str] = []
    point, at, last = problem.base[route.base].point, route.leaves, None
    seen: set[tuple[int, str]] = set()
    if route.leaves < crew.shifts[route.days[0]].opens:
        found.append(f"{route}: leaves before the shift")
    for call in route.calls:
        site = problem.site[call.site]
        if last is not None and last.day != call.day:
            at = crew.shifts[call.day].opens
            if not problem.site[last.site].is_far:
                found.append(f"{route}: a night at {last.site}, which is not far")
        if (call.day, call.site) in seen:
            found.append(f"{route}: {call.site} visited twice on a day")
        seen.add((call.day, call.site))
        at += problem.travel[point][site.point]
        if call.arrives < at:
            found.append(f"{route}: at {call.site} before anybody can be there")
        found += _call(problem, route, crew, call)
        point, at, last = site.point, call.ends, call
    at += problem.travel[point][problem.base[route.base].point]
    if route.returns < at or route.returns > crew.shifts[route.days[-1]].closes:
        found.append(f"{route}: back too late")
    return found


def _call(problem: Problem, route: Route, crew: Crew, call: object) -> list[str]:
    site = problem.site[call.site]  # type: ignore[attr-defined]
    found, at = [], call.arrives  # type: ignore[attr-defined]
    for start in call.starts:  # type: ignore[attr-defined]
        end = start + site.block_minutes
        if start < at:
            found.append(f"{route}: blocks at {site.code} overlap")
        if not any(w.opens <= start and end <= w.closes for w in site.windows.get(call.day, ())):  # type: ignore[attr-defined]
            found.append(f"{route}: a block at {site.code} outside its windows")
        at = end
    if call.ends != at or not call.starts:  # type: ignore[attr-defined]
        found.append(f"{route}: {site.code} ends at another time")
    if at > crew.shifts[call.day].closes:  # type: ignore[attr-defined]
        found.append(f"{route}: {site.code} after the shift")
    if not site.skills <= crew.skills:
        found.append(f"{route}: {site.code} needs skills")
    return found


def _counts(problem: Problem, routes: Sequence[Route]) -> list[str]:
    found: list[str] = []
    for what in ("crew", "kit"):
        used = Counter((getattr(route, what), day) for route in routes for day in route.days)
        found += [f"{what} {code} twice on day {day}" for (code, day), n in used.items() if n > 1]
    visits = Counter((call.site, call.day) for route in routes for call in route.calls)
    found += [
        f"{n} kits at {code} on day {day}"
        for (code, day), n in visits.items()
        if n > problem.site[code].most_kits
    ]
    return found


def _blocks(problem: Problem, routes: Sequence[Route]) -> list[str]:
    found: list[str] = []
    worked: dict[str, list[int]] = {}
    for route in routes:
        for call in route.calls:
            worked.setdefault(call.site, []).extend(call.blocks)
            if len(call.blocks) != len(call.starts):
                found.append(f"{call}: blocks without a beginning")
            if call.expected != sum(problem.site[call.site].expected[block] for block in call.blocks):
                found.append(f"{call}: expects something else")
    for code, blocks in worked.items():
        if sorted(blocks) != list(range(len(blocks))) or len(blocks) > len(problem.site[code].expected):
            found.append(f"blocks of {code}: {sorted(blocks)}")
    return found
