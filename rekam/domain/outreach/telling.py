"""Routes as an office reads them: who leaves when, arrives when, and works which blocks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rekam.domain.outreach.answer import Call, Route
from rekam.domain.outreach.ground import Ground
from rekam.domain.outreach.model import Site, Window
from rekam.domain.outreach.naming import Named


def tell(ground: Ground, named: Iterable[Named]) -> tuple[Route, ...]:
    """Routes with their hours. Who works at a site first works its first blocks."""
    routes = [_route(ground, one) for one in named]
    order = sorted(
        (call.day, call.starts[0], route, number)
        for route, told in enumerate(routes)
        for number, call in enumerate(told.calls)
    )
    used: Counter[str] = Counter()
    calls = [list(route.calls) for route in routes]
    for _, _, route, number in order:
        call, site = calls[route][number], ground.problem.site[calls[route][number].site]
        left = range(used[call.site], len(site.expected))
        blocks = tuple(left[: len(call.starts)])
        used[call.site] += len(blocks)
        # A promise or a visit that was told may bring more kits than there is work: they come all the same.
        starts = call.starts[: max(len(blocks), 1)]
        expected = sum(site.expected[block] for block in blocks)
        calls[route][number] = replace(
            call, blocks=blocks, expected=expected, starts=starts, ends=starts[-1] + site.block_minutes
        )
    return tuple(replace(route, calls=tuple(ours)) for route, ours in zip(routes, calls, strict=True))


def _route(ground: Ground, one: Named) -> Route:
    problem = ground.problem
    calls: list[Call] = []
    point, leaves, at = one.base.point, 0, 0
    for n, stops in enumerate(one.trip.calls):
        day = one.day + n
        at = one.crew.shifts[day].opens
        for number, blocks in stops:
            site = problem.sites[number]
            way = problem.minutes(point, site.point)
            starts = begins(site, site.windows.get(day, ()), at + way, blocks)
            if not calls:
                leaves, at = starts[0] - way, starts[0] - way
            calls.append(Call(day, site.code, at + way, starts, starts[-1] + site.block_minutes, (), 0))
            point, at = site.point, starts[-1] + site.block_minutes
    return Route(
        base=one.base.code,
        crew=one.crew.code,
        kit=one.kit.code,
        days=tuple(range(one.day, one.day + len(one.trip.calls))),
        leaves=leaves,
        calls=tuple(calls),
        returns=at + problem.minutes(point, one.base.point),
        travel_minutes=one.trip.travel,
    )


def begins(site: Site, windows: Sequence[Window], arrives: int, blocks: int) -> tuple[int, ...]:
    """When each of so many blocks begins for whoever arrives then; fewer where no more fit."""
    found: list[int] = []
    at = arrives
    for window in windows:
        at = max(at, window.opens)
        while len(found) < blocks and at + site.block_minutes <= window.closes:
            found.append(at)
            at += site.block_minutes
    return tuple(found)
