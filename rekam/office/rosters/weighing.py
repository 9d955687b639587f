"""What a roster costs as it is now, and whether what planning proved still holds for it."""

import hashlib
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass, replace
from typing import Any

from rekam.domain.rosters import penalty
from rekam.domain.rosters.model import Problem, Worker
from rekam.office.rosters import queries, stating
from rekam.office.rosters.models import Roster


def renew(roster: Roster) -> None:
    """Count the penalty again; who is away serves nothing. A bound was proven for what was wanted and who
    could come when the roster was planned: for anything else it says nothing, and is forgotten.

    Of a roster that was planned before fingerprints were kept, one that costs the same as then in every part
    is taken to be for the same.
    """
    if roster.penalty is None:
        return
    month = stating.planned(roster)
    before = roster.replaces.duties.all() if roster.replaces else None
    problem = stating.problem(month, previous=before)
    then = _counted(roster.parts)
    roster.parts = penalty.count(problem, stating.stated(month, queries.present(roster)))
    roster.penalty = sum(roster.parts.values())
    now = fingerprint(problem)
    if not roster.proven_for and roster.bound is not None and then == _counted(roster.parts):
        roster.proven_for = now
    if roster.proven_for != now:
        roster.bound = None
    roster.save(update_fields=["parts", "penalty", "bound", "proven_for"])


def _counted(parts: Mapping[str, int]) -> dict[str, int]:
    """The parts that cost something."""
    return {rule: points for rule, points in parts.items() if points}


def fingerprint(problem: Problem) -> str:
    """The same for the same officers, cover and rules, in whatever order they were read. Duties set by hand
    and days given away in swaps are left out: whether they are as they were is asked where they are changed.
    """
    stated = replace(
        problem,
        workers=tuple(map(_without_given_away, sorted(problem.workers, key=lambda worker: worker.code))),
        fixed=frozenset(),
    )
    return hashlib.sha256(repr(_plain(stated)).encode()).hexdigest()


def _without_given_away(worker: Worker) -> Worker:
    return replace(worker, bound_to={day: places for day, places in worker.bound_to.items() if places})


def _plain(value: Any) -> Any:
    """Values in an order of their own, as sets have another one in each process."""
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return sorted((key, _plain(held)) for key, held in value.items())
    if isinstance(value, Set):
        return sorted(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
