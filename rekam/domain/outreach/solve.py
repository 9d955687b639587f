"""The best plan that the time allows, with a proof of how good it is where there can be one."""

from collections.abc import Iterable

from rekam.domain.outreach import facts
from rekam.domain.outreach.answer import Answer, Method, Progress, Route, Status, Stop
from rekam.domain.outreach.ground import Ground
from rekam.domain.outreach.model import Problem
from rekam.domain.outreach.pace import Clock, Pace
from rekam.domain.outreach.search import Search
from rekam.domain.outreach.telling import tell

TELLING = 0.95  # of the seconds for the search: the rest tells what was found
SEARCHING = 0.85  # of the seconds, where promises and floors have to be priced in the rest
SHORT_STOPS = 0.25  # of the effort, where days have many stops

__all__ = ["Answer", "Method", "Status", "solve"]


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    hint: Iterable[Route] | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
    method: Method | None = None,
    clock: Clock | None = None,
    is_priced: bool = True,
) -> Answer:
    """A plan. ``hint`` holds routes to begin from.

    ``is_priced`` asks what promises and floors cost; ``clock`` replaces the clock on the wall. Without a
    method the shape of the problem decides: whole routes by their prices, with a bound; where days have many
    short stops, PyVRP searches first and its routes go into them. The answer says what found it.
    """
    effort = Pace(seconds, stop, clock)
    ground = Ground(problem)
    search = Search(ground, effort, seed, progress)
    search.until = TELLING * seconds
    if is_priced and (problem.floors or any(site.promises for site in problem.sites)):
        search.until = SEARCHING * seconds
    search.begin(hint or ())
    if method is Method.PYVRP:
        search.short_stops(1.0)
    elif method is not Method.GREEDY:
        if method is None and search.asking.step:
            search.short_stops(SHORT_STOPS)
        search.columns()
    search.until = seconds  # what is left of them is for prices
    return _answer(search, is_priced)


def _answer(search: Search, is_priced: bool) -> Answer:
    effort, problem = search.effort, search.ground.problem
    routes = tell(search.ground, search.best)
    if search.is_proven():
        status = Status.BEST
    else:
        status = Status.STOPPED if effort.was_stopped else Status.OUT_OF_TIME
    return Answer(
        routes=routes,
        value=search.value,
        bound=search.bound,
        method=search.method,
        status=status,
        seconds=effort.seconds,
        best_at=search.best_at,
        broken=facts.broken(problem, routes),
        short=facts.short(problem, routes),
        prices=facts.prices(search.ground, search.root if is_priced else None),
        facts=facts.facts(problem, routes, search.root),
    )
