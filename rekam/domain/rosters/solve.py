"""The best roster that the time allows, and a proof of how good it is."""

from collections.abc import Iterable

from rekam.domain.rosters import penalty
from rekam.domain.rosters.answer import Answer, Clash, Progress, Status, Stop
from rekam.domain.rosters.clashes import clashes
from rekam.domain.rosters.effort import Effort
from rekam.domain.rosters.model import Duty, Problem, by_worker
from rekam.domain.rosters.setting import Months, Setting

__all__ = ["Answer", "Clash", "Status", "solve"]


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    workers: int = 4,
    hint: Iterable[Duty] | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Answer:
    """A roster that keeps every hard rule at the least penalty found, with the bound that was proven."""
    from rekam.domain.rosters.search import Search  # loads the solver: a second that no page needs to wait

    effort = Effort(seconds, stop)
    stuck = clashes(problem)
    if stuck:
        return Answer((), 0, 0, Status.IMPOSSIBLE, effort.seconds, 0.0, clashes=stuck)
    setting = Setting(problem, effort, progress)
    Search(setting, seed, workers).run(_hinted(setting, hint))
    return _answer(setting)


def _hinted(setting: Setting, hint: Iterable[Duty] | None) -> Months:
    """The months of a hint that the rules allow."""
    held = by_worker(setting.problem, hint or ())
    found = {}
    for number, person in enumerate(setting.people):
        if hint is not None:
            month = setting.month(number, {day: duty.post for day, duty in held[person.code].items()})
            if month is not None:
                found[number] = month
    return found


def _answer(setting: Setting) -> Answer:
    effort = setting.effort
    duties = tuple(
        sorted(
            Duty(setting.people[number].code, day, *post)
            for number, month in setting.best.items()
            for day, post in (setting.spots.all[spot] for spot in month.spots)
        )
    )
    parts = penalty.count(setting.problem, duties)
    bound = min(setting.bound, setting.penalty)
    if setting.is_proven():
        status = Status.BEST
    else:
        status = Status.STOPPED if effort.was_stopped else Status.OUT_OF_TIME
    return Answer(
        assignments=duties,
        penalty=sum(parts.values()),
        bound=max(0, bound),
        status=status,
        seconds=effort.seconds,
        best_at=setting.best_at,
        unmet=penalty.unmet(setting.problem, duties),
        parts=parts,
    )
