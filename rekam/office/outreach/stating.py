"""States what the office knows and wants as a problem of the planner, and keeps who is meant by each code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rekam.domain.outreach import yields
from rekam.domain.outreach.model import RECORDING, Base, Problem, Site, Visit
from rekam.domain.outreach.replan import CHANGED_VISIT, MIXED_VISIT
from rekam.domain.service.travel import ROAD, Spot
from rekam.office.outreach import ground as grounds
from rekam.office.outreach import roads
from rekam.office.outreach.ground import Ground
from rekam.office.outreach.teams import Team, teams
from rekam.office.outreach.wishes import Wishes
from rekam.office.visits import queries as visits
from rekam.office.visits.learned import Rates

FAR_MINUTES = 120  # whoever is so far from every base may be visited overnight


@dataclass(frozen=True)
class Stated:
    """A problem and what its codes mean. ``done``: blocks worked at each site before the first day."""

    problem: Problem
    ground: Mapping[str, Ground]
    teams: Mapping[str, Team]
    rates: Rates
    roads: roads.Roads
    done: Mapping[str, int] = field(default_factory=dict)


def state(
    *,
    start: date,
    end: date,
    wishes: Wishes,
    at: datetime,
    kept: Iterable[Visit] = (),
    done: Mapping[str, int] | None = None,
) -> Stated:
    """The problem between two days, from what the office knows at *at*. *kept* are visits that were told to
    somebody, *done* the blocks that will have been worked at each site before the first day.
    """
    held = [each for each in grounds.ground(start, end) if each.windows or each.promises]
    going = teams(start, end, wishes, at)
    rates = visits.rates(start)
    spots = [_base_spot(team) for team in going] + [each.spot for each in held]
    found = roads.minutes(spots, bases=len(going), on=start)
    sites = tuple(
        _site(
            each, len(going) + number, found.minutes, len(going), _expected(each, rates, wishes, done or {})
        )
        for number, each in enumerate(held)
    )
    codes = {site.code for site in sites}
    told = tuple(visit for visit in kept if visit.site in codes)
    problem = Problem(
        start=start,
        days=(end - start).days + 1,
        sites=sites,
        bases=tuple(Base(str(team.place.pk), n, team.kits, team.crews) for n, team in enumerate(going)),
        travel=tuple(map(tuple, found.minutes)),
        floors={district: least * RECORDING for district, least in wishes.floors.items()},
        kept=told,
        changed_visit=CHANGED_VISIT if told else 0,
        mixed_visit=MIXED_VISIT if told else 0,
    )
    return Stated(
        problem,
        {each.code: each for each in held},
        {str(team.place.pk): team for team in going},
        rates,
        found,
        dict(done or {}),
    )


def _base_spot(team: Team) -> Spot:
    place = team.place
    if place.lat is not None and place.lon is not None:
        return Spot(place.lat, place.lon, place.access)
    return Spot(place.area.lat or 0.0, place.area.lon or 0.0, ROAD)


def _site(
    each: Ground, point: int, travel: list[list[int]], bases: int, blocks: tuple[tuple[int, ...], int]
) -> Site:
    nearest = min((travel[base][point] for base in range(bases)), default=0)
    return Site(
        code=each.code,
        point=point,
        district=each.district,
        expected=blocks[0],
        block_minutes=blocks[1],
        windows=each.windows,
        most_kits=each.most_kits,
        promises=each.promises,
        is_far=nearest > FAR_MINUTES,
    )


def _expected(
    each: Ground, rates: Rates, wishes: Wishes, done: Mapping[str, int]
) -> tuple[tuple[int, ...], int]:
    """What each block that is left records, and its minutes. A promise is kept also where nobody knows who
    will come: its blocks are there and expect nobody.
    """
    rate, block = rates.of(each.kind), wishes.block_minutes
    found = yields.blocks(each.reachable, rate.show_up.mean, rate.per_kit_hour.mean, block)
    left = found[done.get(each.code, 0) :]
    promised = sum(promise.kits for promise in each.promises)
    return left + (0,) * max(promised - len(left), 0), block
