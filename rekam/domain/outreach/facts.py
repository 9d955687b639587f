"""What a plan says about each place and each promise, and what promises and floors cost."""

from collections import Counter
from collections.abc import Sequence

from rekam.domain.outreach.answer import Broken, Fact, Price, Route, Short, Why
from rekam.domain.outreach.columns import Columns
from rekam.domain.outreach.ground import Ground
from rekam.domain.outreach.model import Problem, Site
from rekam.domain.outreach.reach import cheapest_way, in_the_way, nearest
from rekam.domain.outreach.trips import SCALE

MOST_PRICED = 3000  # routes: the programme is solved twice and more for each promise and floor


def facts(problem: Problem, routes: Sequence[Route], root: Columns | None) -> dict[str, Fact]:
    """Why each site was chosen or left out."""
    worked = Counter(call.site for route in routes for call in route.calls for _ in call.starts)
    visits = Counter((call.site, call.day) for route in routes for call in route.calls)
    needed = _needed(root)
    found = {}
    for number, site in enumerate(problem.sites):
        n = worked[site.code]
        left = len(site.expected) - n
        found[site.code] = Fact(
            site=site.code,
            blocks=n,
            left=left,
            expected=sum(site.expected[:n]),
            why=_why(problem, site, n, visits),
            next_block=site.expected[n] if left else None,
            needed=needed[number] if needed else None,
        )
    return found


def _needed(root: Columns | None) -> list[int]:
    if root is None or root.centre is None:
        return []
    return [price // SCALE for price in root.centre.block.tolist()]


def _why(problem: Problem, site: Site, worked: int, visits: Counter[tuple[str, int]]) -> Why:
    if not site.expected or not site.expected[0]:
        return Why.NOBODY
    if worked == len(site.expected):
        return Why.CHOSEN
    hindrance = in_the_way(problem, site, range(problem.days))
    if hindrance is not None:
        return hindrance
    open_days = [day for day in range(problem.days) if in_the_way(problem, site, [day]) is None]
    if all(visits[site.code, day] >= site.most_kits for day in open_days):
        return Why.LIMIT
    if not worked and sum(site.expected) <= problem.travel_price * cheapest_way(problem, site):
        return Why.TRAVEL
    return Why.WORTH_LESS


def broken(problem: Problem, routes: Sequence[Route]) -> tuple[Broken, ...]:
    """Promises that are not kept whole, by day."""
    calls = [call for route in routes for call in route.calls]
    found = []
    for site in problem.sites:
        for promise in site.promises:
            came = sum(
                (c.site, c.day) == (site.code, promise.day) and len(c.starts) >= promise.blocks for c in calls
            )
            if came < promise.kits:
                why = in_the_way(problem, site, [promise.day], promise.blocks) or (
                    Why.LIMIT if site.most_kits < promise.kits else Why.TAKEN
                )
                day = nearest(problem, site, promise.day, promise.blocks)
                found.append(Broken(site.code, promise.day, promise.kits - came, why, day))
    return tuple(sorted(found, key=lambda one: (one.day, one.site)))


def short(problem: Problem, routes: Sequence[Route]) -> tuple[Short, ...]:
    """Floors that are missed."""
    brought: Counter[str] = Counter()
    for route in routes:
        for call in route.calls:
            brought[problem.site[call.site].district] += call.expected
    return tuple(
        Short(district, floor, brought[district])
        for district, floor in sorted(problem.floors.items())
        if brought[district] < floor
    )


def prices(ground: Ground, root: Columns | None) -> tuple[Price, ...]:
    """What each promise and each floor costs: the programme over the routes known solved without it."""
    if root is None:
        return ()
    root = root.lean(MOST_PRICED)
    found = []
    for number, want in enumerate(ground.wants):
        if want.is_promise:
            site = ground.problem.sites[want.site]
            found.append(Price(site.code, want.day, root.price_of_want(number)))
    for number, (district, _) in enumerate(ground.floors):
        found.append(Price(district, None, root.price_of_floor(number)))
    return tuple(found)
