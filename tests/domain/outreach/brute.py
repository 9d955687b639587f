"""The best plan of a tiny problem, by trying everything. Knows the model and nothing of the solver."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from rekam.domain.outreach.model import Base, Crew, Problem

Stay = tuple[int, str, int]  # day, site, blocks


def most(problem: Problem) -> int:
    """What the best plan is worth."""
    turns = [(base, crew) for base in problem.bases for crew in base.crews]

    @cache
    def best(turn: int, day: int, stays: tuple[Stay, ...], out: frozenset[tuple[str, int]]) -> int:
        if turn == len(turns):
            return _worth(problem, stays)
        if day == problem.days:
            return best(turn + 1, 0, stays, out)
        base, crew = turns[turn]
        found = best(turn, day + 1, stays, out)
        for route, travel in routes(problem, base, crew, day):
            days = range(day, route[-1][0] + 1)
            kit = next(
                (k.code for k in base.kits if all(d in k.days and (k.code, d) not in out for d in days)), None
            )
            kits = [k.code for k in base.kits if all(d in k.days and (k.code, d) not in out for d in days)]
            after = tuple(sorted((*stays, *route)))
            if kit is None or not _fits(problem, after):
                continue
            mixed = problem.mixed_visit * _mixed(problem, route)
            for code in kits:
                rest = best(turn, day + len(days), after, out | {(code, d) for d in days})
                found = max(found, rest - problem.travel_price * travel - mixed)
        return found

    return best(0, 0, (), frozenset())


def _mixed(problem: Problem, route: tuple[Stay, ...]) -> int:
    """Visits of each day that cannot be made by one crew that was told of them, when it takes the most."""
    found = 0
    for day in {day for day, _, _ in route}:
        told = [
            {v.crew for v in problem.kept if (v.day, v.site) == (day, site)} - {""}
            for on, site, _ in route
            if on == day
        ]
        told = [crews for crews in told if crews]
        every = set().union(*told)
        found += min((sum(crew not in crews for crews in told) for crew in every), default=0)
    return found


def _fits(problem: Problem, stays: tuple[Stay, ...]) -> bool:
    blocks: Counter[str] = Counter()
    for _, site, n in stays:
        blocks[site] += n
    visits = Counter((day, site) for day, site, _ in stays)
    return all(n <= len(problem.site[site].expected) for site, n in blocks.items()) and all(
        n <= problem.site[site].most_kits for (_, site), n in visits.items()
    )


def _worth(problem: Problem, stays: tuple[Stay, ...]) -> int:
    blocks: Counter[str] = Counter()
    for _, site, n in stays:
        blocks[site] += n
    total = sum(sum(site.expected[: blocks[site.code]]) for site in problem.sites)
    for site in problem.sites:
        for promise in site.promises:
            kits = sum((d, s) == (promise.day, site.code) and n >= promise.blocks for d, s, n in stays)
            total -= problem.missing_kit * max(0, promise.kits - kits)
    for district, floor in problem.floors.items():
        ours = [site for site in problem.sites if site.district == district]
        brought = sum(sum(site.expected[: blocks[site.code]]) for site in ours)
        total -= problem.short_floor * max(0, floor - brought)
    for (site_code, day), kits in Counter((v.site, v.day) for v in problem.kept).items():
        made = sum((d, s) == (day, site_code) for d, s, _ in stays)
        is_told = any(v.crew for v in problem.kept if (v.site, v.day) == (site_code, day))
        price = problem.changed_visit if is_told else problem.changed_visit * 3 // 4
        total -= price * max(0, kits - made)
    return total


def routes(problem: Problem, base: Base, crew: Crew, day: int) -> Iterator[tuple[tuple[Stay, ...], int]]:
    """Everything that a crew can do from the morning of a day, with its minutes of travel."""

    def go(
        now: int, point: int, at: int, done: tuple[Stay, ...], way: int
    ) -> Iterator[tuple[tuple[Stay, ...], int]]:
        today = [stay for stay in done if stay[0] == now]
        if today:
            back = problem.travel[point][base.point]
            if at + back <= crew.shifts[now].closes:
                yield done, way + back
            nights = now - day
            if problem.site[today[-1][1]].is_far and nights < crew.most_nights and now + 1 in crew.shifts:
                yield from go(now + 1, point, crew.shifts[now + 1].opens, done, way)
        for site in problem.sites:
            if not site.skills <= crew.skills or site.code in {code for _, code, _ in today}:
                continue
            leg = problem.travel[point][site.point]
            for blocks in range(1, len(site.expected) + 1):
                end = _ends(problem, site.code, now, at + leg, blocks)
                if end is not None and end <= crew.shifts[now].closes:
                    yield from go(now, site.point, end, (*done, (now, site.code, blocks)), way + leg)

    if day in crew.shifts:
        yield from go(day, base.point, crew.shifts[day].opens, (), 0)


def _ends(problem: Problem, code: str, day: int, at: int, blocks: int) -> int | None:
    site = problem.site[code]
    for _ in range(blocks):
        fits = [
            max(at, window.opens)
            for window in site.windows.get(day, ())
            if max(at, window.opens) + site.block_minutes <= window.closes
        ]
        if not fits:
            return None
        at = min(fits) + site.block_minutes
    return at
