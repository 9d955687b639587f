"""Plant every bug, and see which trial catches it.

A trial that fails without any bug would catch every one. So each passes once without before it is tried.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from proof.bugs import BUGS
from proof.crashes import SLIPS, Crashed
from proof.nursery import Broke, Killed
from proof.oracle import Disproved
from proof.planting import Bug
from proof.trials import TRIALS
from proof.world import Factory

# The bug was not there, or its text stumbled over itself: neither is a catch.
NOT_THE_BUG = SLIPS | {"Unplantable", "AssertionError"}


@dataclass(frozen=True)
class Hunt:
    """`caught_by` is empty for a bug that got away, and for one that has stumbled."""

    bug: str
    caught_by: str
    said: str
    seconds: float
    has_stumbled: bool = False


class Stumbled(Exception):
    """What was planted made a program crash, so nobody knows what it would have done: it is planted anew."""


@dataclass
class Hunter:
    """Hunts with the trials that are *possible* on this machine."""

    factory: Factory
    possible: Iterable[str]
    _passed: set[str] = field(default_factory=set)

    def hunt_all(self, names: Iterable[str] | None = None) -> Iterator[Hunt]:
        for name in names or BUGS:
            yield self.hunt(BUGS[name])

    def hunt(self, bug: Bug) -> Hunt:
        """The trial that is meant for it first, then all the others that this machine can do."""
        took, allowed = 0.0, set(self.possible)
        for name in (bug.trial, *(name for name in TRIALS if name != bug.trial)):
            if name not in allowed:
                continue
            self._passes_without(name)
            begun = time.monotonic()
            try:
                said = self._catches(bug, name)
            except Stumbled as over:
                return Hunt(bug.name, "", f"in {name}: {over}", took + time.monotonic() - begun, True)
            took += time.monotonic() - begun
            if said:
                return Hunt(bug.name, name, said, took)
        return Hunt(bug.name, "", "", took)

    def _passes_without(self, name: str) -> None:
        if name in self._passed:
            return
        self.factory.crashes.seen.clear()
        TRIALS[name](self.factory, "")
        if self.factory.crashes.seen:
            raise Crashed(f"without any bug, in {name}: {self.factory.crashes.seen[0]}")
        self._passed.add(name)

    def _catches(self, bug: Bug, name: str) -> str:
        """What the trial said against the bug."""
        self.factory.crashes.seen.clear()
        said = ""
        try:
            TRIALS[name](self.factory, bug.name)
        except Broke as broke:
            if broke.kind in NOT_THE_BUG:
                raise Stumbled(str(broke)) from broke
            said = str(broke)
        except Crashed as crashed:
            raise Stumbled(str(crashed)) from crashed
        except (Disproved, Killed) as trouble:
            said = f"{type(trouble).__name__}: {trouble}"
        if self.factory.crashes.seen:  # the trial went on, and something else was found then
            raise Stumbled(self.factory.crashes.seen[0])
        return said
