"""What one more kit, crew or day would bring.

Each is answered by planning again with it, from the plan there is and for a short time. Two numbers say how
sure that is: what the new plan is worth more, which can surely be had, and by how much the proven most rises.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from rekam.domain.outreach.answer import Answer, Stop
from rekam.domain.outreach.model import Base, Crew, Kit, Problem, Window
from rekam.domain.outreach.solve import solve


class More(StrEnum):
    """What there could be more of."""

    KIT = "kit"
    CREW = "crew"
    TEAM = "team"  # a kit and a crew
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Brings:
    """In thousandths: by how much the plan found is better, and by how much the best possible may be at most
    (None where no bound is known). ``base`` is where the kit or crew would be; None for a day.
    """

    more: More
    base: str | None
    value: int
    at_most: int | None


def brings(
    problem: Problem,
    answer: Answer,
    more: More,
    base: str | None = None,
    *,
    seconds: float,
    seed: int,
    stop: Stop | None = None,
) -> Brings:
    """One more of something."""
    other = (
        one_more_day(problem) if more is More.DAY else one_more(problem, more, base or problem.bases[0].code)
    )
    found = solve(other, seconds=seconds, seed=seed, hint=answer.routes, stop=stop, is_priced=False)
    at_most = None if found.bound is None else max(0, found.bound - answer.value)
    return Brings(more, base, max(0, found.value - answer.value), at_most)


def one_more(problem: Problem, more: More, code: str) -> Problem:
    """The problem with one more kit or crew at a base, fit or on duty on all its days."""
    bases = tuple(_richer(problem, base, more) if base.code == code else base for base in problem.bases)
    return replace(problem, bases=bases)


def _richer(problem: Problem, base: Base, more: More) -> Base:
    kits, crews = base.kits, base.crews
    if more in (More.KIT, More.TEAM):
        kits = (*kits, Kit(f"{base.code}+kit", frozenset(range(problem.days))))
    if more in (More.CREW, More.TEAM):
        crews = (*crews, _like_the_best(base))
    return replace(base, kits=kits, crews=crews)


def _like_the_best(base: Base) -> Crew:
    """On duty whenever any crew of the base is, for as long as the longest of them, with all their skills."""
    shifts: dict[int, Window] = {}
    for crew in base.crews:
        for day, shift in crew.shifts.items():
            held = shifts.get(day)
            if held is None or shift.closes - shift.opens > held.closes - held.opens:
                shifts[day] = shift
    skills = frozenset(skill for crew in base.crews for skill in crew.skills)
    nights = max((crew.most_nights for crew in base.crews), default=0)
    return Crew(f"{base.code}+crew", shifts, skills, nights)


def one_more_day(problem: Problem) -> Problem:
    """The problem with a day after its last one that is like the same weekday a week before."""
    last, like = problem.days, max(0, problem.days - 7)
    sites = tuple(
        replace(site, windows={**site.windows, last: site.windows[like]}) if like in site.windows else site
        for site in problem.sites
    )
    bases = tuple(
        replace(
            base,
            kits=tuple(
                replace(kit, days=kit.days | {last}) if like in kit.days else kit for kit in base.kits
            ),
            crews=tuple(
                replace(crew, shifts={**crew.shifts, last: crew.shifts[like]})
                if like in crew.shifts
                else crew
                for crew in base.crews
            ),
        )
        for base in problem.bases
    )
    return replace(problem, days=last + 1, sites=sites, bases=bases)
