"""Plant every bug, and see which trial catches it."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from proof.bugs import BUGS
from proof.nursery import Broke, Killed
from proof.oracle import Disproved
from proof.planting import Bug
from proof.trials import TRIALS
from proof.world import Factory

# The bug was not there, or its text stumbled over itself: neither is a catch.
NOT_THE_BUG = {
    *("Unplantable", "NameError", "UnboundLocalError", "ImportError", "SyntaxError", "AttributeError"),
}


@dataclass(frozen=True)
class Hunt:
    """`caught_by` is empty for a bug that got away."""

    bug: str
    caught_by: str
    said: str
    seconds: float


def hunt(factory: Factory, bug: Bug, possible: Iterable[str]) -> Hunt:
    """The trial that is meant for it first, then all the others that this machine can do."""
    begun = time.monotonic()
    names = [bug.trial, *(name for name in TRIALS if name != bug.trial)]
    allowed = set(possible)
    for name in names:
        if name in allowed and (said := _catches(factory, bug, name)):
            return Hunt(bug.name, name, said, time.monotonic() - begun)
    return Hunt(bug.name, "", "", time.monotonic() - begun)


def hunt_all(factory: Factory, possible: Iterable[str], names: Iterable[str] | None = None) -> Iterator[Hunt]:
    allowed = list(possible)
    for name in names or BUGS:
        yield hunt(factory, BUGS[name], allowed)


def _catches(factory: Factory, bug: Bug, name: str) -> str:
    """What the trial said against the bug; a bug that cannot be planted is no catch."""
    try:
        TRIALS[name](factory, bug.name)
    except Broke as broke:
        if broke.kind in NOT_THE_BUG:
            raise
        return str(broke)
    except (Disproved, Killed) as trouble:
        return f"{type(trouble).__name__}: {trouble}"
    return ""
