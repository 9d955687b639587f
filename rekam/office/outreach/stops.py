"""The stops of a plan: written from the planner's routes, with who goes and the range of what is expected."""

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from rekam.domain.outreach import yields
from rekam.domain.outreach.answer import Answer, Call, Route
from rekam.domain.outreach.windows import clock, minutes
from rekam.office.kits.models import Kit
from rekam.office.outreach import teams, wishes
from rekam.office.outreach.models import Plan, Stop
from rekam.office.outreach.stating import Stated

Members = dict[date, list[tuple[int, ...]]]


def site_of(stop: Stop) -> str:
    """The code under which the planner knows where a stop is."""
    if stop.client_id is not None:
        return f"k{stop.client_id}"
    if stop.place is not None and stop.place.kind == "event":
        return f"p{stop.place_id}"
    return f"v{stop.area.code}"


def as_routes(stops: Iterable[Stop], start: date) -> list[Route]:
    """The routes of a plan that was kept, for a problem that begins on *start*: what planning begins from."""
    by_route: dict[int, list[Stop]] = defaultdict(list)
    for stop in stops:
        by_route[stop.route].append(stop)
    return [_as_route(held, start) for held in by_route.values()]


def _as_route(held: list[Stop], start: date) -> Route:
    calls = tuple(
        Call(
            day=(stop.stands_on - start).days,
            site=site_of(stop),
            arrives=minutes(stop.arrives),
            starts=(minutes(stop.starts),) * stop.blocks,
            ends=minutes(stop.ends),
            blocks=tuple(range(stop.blocks)),
            expected=stop.expected,
        )
        for stop in held
    )
    return Route(
        base=str(held[0].base_id),
        crew=held[0].crew,
        kit=held[0].kit.code,
        days=tuple(sorted({call.day for call in calls})),
        leaves=minutes(held[0].leaves or held[0].arrives),
        calls=calls,
        returns=minutes(held[-1].returns or held[-1].ends),
        travel_minutes=sum(stop.travel_minutes for stop in held),
    )


def fill(plan: Plan, stated: Stated, answer: Answer) -> tuple[int, int]:
    """Write the stops of all routes; returns between what the whole number lies eight times in ten."""
    kits = dict(Kit.objects.values_list("code", "pk"))
    made: list[Stop] = []
    going: list[tuple[int, ...]] = []
    members = _members(plan, stated)
    for number, route in enumerate(answer.routes, start=1):
        crew = _crew(stated, route, members)
        for order, call in enumerate(route.calls, start=1):
            made.append(_stop(plan, stated, route, call, number, order, kits))
            going.append(crew)
    Stop.objects.bulk_create(made)
    through = Stop.officers.through
    through.objects.bulk_create(
        through(stop_id=stop.pk, officer_id=officer)
        for stop, crew in zip(made, going, strict=True)
        for officer in crew
    )
    return _range(stated, made)


def _members(plan: Plan, stated: Stated) -> dict[str, Members]:
    stay = wishes.read(plan.wishes).stay
    return {
        base: teams.members(team.place, plan.starts, plan.ends, stay) for base, team in stated.teams.items()
    }


def _crew(stated: Stated, route: Route, members: dict[str, Members]) -> tuple[int, ...]:
    """Who goes: the crew of that number, where the same people are on duty on every day of the route.
    Nobody is named where no roster says who is there.
    """
    number = int(route.crew.rpartition(".")[2]) - 1
    days = [members[route.base].get(stated.problem.on(day), []) for day in route.days]
    if any(number >= len(crews) for crews in days):
        return ()
    first = days[0][number]
    return first if all(any(set(first) <= set(crew) for crew in crews) for crews in days[1:]) else ()


def _stop(
    plan: Plan, stated: Stated, route: Route, call: Call, number: int, order: int, kits: dict[str, int]
) -> Stop:
    each = stated.ground[call.site]
    low, high = _limits(stated, plan, call)
    return Stop(
        plan=plan,
        route=number,
        order=order,
        on=stated.problem.on(call.day),
        base=stated.teams[route.base].place,
        crew=route.crew,
        kit_id=kits[route.kit],
        place=each.place,
        area=each.area,
        client=each.client,
        leaves=clock(route.leaves) if order == 1 else None,
        arrives=clock(call.arrives),
        starts=clock(call.starts[0]),
        ends=clock(call.ends),
        returns=clock(route.returns) if order == len(route.calls) else None,
        travel_minutes=_way(stated, route, order),
        blocks=len(call.blocks),
        expected=call.expected,
        low=low,
        high=high,
        is_promised=any(promise.day == call.day for promise in each.promises),
    )


def _way(stated: Stated, route: Route, order: int) -> int:
    """Minutes of the way to a stop: from the base, or from the stop before."""
    problem = stated.problem
    before = problem.base[route.base].point if order == 1 else problem.site[route.calls[order - 2].site].point
    return problem.minutes(before, problem.site[route.calls[order - 1].site].point)


def _limits(stated: Stated, plan: Plan, call: Call) -> tuple[int, int]:
    """What the same blocks record when fewer come more slowly, and when more come faster."""
    each, block = stated.ground[call.site], wishes.read(plan.wishes).block_minutes
    rate = stated.rates.of(each.kind)
    ends = []
    for show_up, per_hour in (
        (rate.show_up.low, rate.per_kit_hour.low),
        (rate.show_up.high, rate.per_kit_hour.high),
    ):
        blocks = yields.blocks(each.reachable, show_up, per_hour, block)[stated.done.get(call.site, 0) :]
        ends.append(sum(blocks[number] for number in call.blocks if number < len(blocks)))
    return min(ends[0], call.expected), max(ends[1], call.expected)


def _range(stated: Stated, made: list[Stop]) -> tuple[int, int]:
    """Places of one kind are wrong together, kinds by themselves: their widths add up as squares."""
    below: dict[str, int] = defaultdict(int)
    above: dict[str, int] = defaultdict(int)
    for stop in made:
        kind = stated.ground[site_of(stop)].kind
        below[kind] += stop.expected - stop.low
        above[kind] += stop.high - stop.expected
    expected = sum(stop.expected for stop in made)
    return expected - round(math.hypot(*below.values())), expected + round(math.hypot(*above.values()))
