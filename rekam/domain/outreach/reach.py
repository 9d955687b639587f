"""Whether anybody can be at a site on a day, and if not, what is in the way."""

from collections.abc import Iterable, Iterator

from rekam.domain.outreach.answer import Why
from rekam.domain.outreach.model import Base, Crew, Problem, Site
from rekam.domain.outreach.telling import begins


def in_the_way(problem: Problem, site: Site, days: Iterable[int], blocks: int = 1) -> Why | None:
    """Why no crew could work so many blocks there on any of the days; None where one could."""
    if len(site.expected) < blocks:
        return Why.NOBODY
    open_days = [day for day in days if len(begins(site, site.windows.get(day, ()), 0, blocks)) == blocks]
    if not open_days:
        return Why.CLOSED
    with_kit = [(day, base) for day in open_days for base in problem.bases if base.fit_kits(day)]
    if not with_kit:
        return Why.NO_KIT
    on_duty = [(day, base, crew) for day, base in with_kit for crew in base.crews if day in crew.shifts]
    if not on_duty:
        return Why.NO_CREW
    skilled = [(day, base, crew) for day, base, crew in on_duty if site.skills <= crew.skills]
    if not skilled:
        return Why.NO_SKILL
    if not any(_reaches(problem, site, *one, blocks) for one in skilled):
        return Why.UNREACHABLE
    return None


def _reaches(problem: Problem, site: Site, day: int, base: Base, crew: Crew, blocks: int) -> bool:
    """Whether such a crew can work there on that day and be back; from far away it may stay over night."""
    shift, windows = crew.shifts[day], site.windows.get(day, ())
    there, back = problem.minutes(base.point, site.point), problem.minutes(site.point, base.point)
    stays = site.is_far and crew.most_nights > 0
    came_before = stays and day - 1 in crew.shifts
    goes_after = stays and day + 1 in crew.shifts
    starts = begins(site, windows, shift.opens + (0 if came_before else there), blocks)
    if len(starts) < blocks:
        return False
    return starts[-1] + site.block_minutes + (0 if goes_after else back) <= shift.closes


def nearest(problem: Problem, site: Site, day: int, blocks: int) -> int | None:
    """The day closest to one on which a crew could come; of two as close the later one."""
    others = sorted(set(range(problem.days)) - {day}, key=lambda other: (abs(other - day), -other))
    return next((d for d in others if in_the_way(problem, site, [d], blocks) is None), None)


def cheapest_way(problem: Problem, site: Site) -> int:
    """Minutes to the site and back from the nearest base that ever has a fit kit."""
    ways = [
        problem.minutes(base.point, site.point) + problem.minutes(site.point, base.point)
        for base in _working(problem)
    ]
    return min(ways, default=0)


def _working(problem: Problem) -> Iterator[Base]:
    return (base for base in problem.bases if any(kit.days for kit in base.kits))
