"""What was reached, in a file: of one run, or added up over many, so that a long proof takes several nights.

Each run goes on with other seeds than those before it, or it would prove the same again.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass
class Count:
    """`seeds` is how many were used up: the next run begins after them. `seconds` is None, and there
    is no rate, when nobody wrote down how long an earlier run took. `points` are the places of a program that
    were met, each named once, where the same ones come again in other states.
    """

    unit: str
    goal: int
    done: int = 0
    seconds: float | None = 0.0
    seeds: int = 0
    points: list[str] = field(default_factory=list)


@dataclass
class Counts:
    parts: dict[str, Count] = field(default_factory=dict)
    bugs: dict[str, str] = field(default_factory=dict)  # planted: what caught it last, nothing if it got away
    disproved: list[str] = field(default_factory=list)  # never taken back by a later run
    ended: list[str] = field(default_factory=list)  # what else ended a run, in which part, with which seed
    runs: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> "Counts":
        """None before the first run."""
        if not file.exists():
            return cls()
        found = json.loads(file.read_text())
        parts = {name: Count(**count) for name, count in found.pop("parts").items()}
        return cls(parts=parts, **found)

    def write(self, file: Path) -> None:
        """At once or not at all: a night may end at any moment."""
        new = file.with_name(file.name + ".new")
        new.write_text(json.dumps(asdict(self), indent=1) + "\n")
        new.replace(file)

    def begins(self, machine: str, what: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="minutes")
        self.runs.append({"begun": now, "machine": machine, "what": what})

    def add(self, name: str, this: Count) -> Count:
        held = self.parts.setdefault(name, Count(this.unit, this.goal))
        held.unit, held.goal = this.unit, this.goal
        held.done += this.done
        if held.seconds is not None and this.seconds is not None:
            held.seconds = round(held.seconds + this.seconds, 1)
        held.seeds += this.seeds
        held.points = sorted({*held.points, *this.points})
        return held

    def line(self, name: str) -> str:
        c = self.parts[name]
        places = f" at {len(c.points)} places" if c.points else ""
        took = f"{c.seconds:8.0f} s {c.done / c.seconds:8.2f}/s" if c.seconds else ""
        return f"{name:10} {c.done:>9,} {c.unit:28} of {c.goal:>9,}{places}   {took}".rstrip()

    def table(self) -> list[str]:
        return [self.line(name) for name in self.parts]


@contextmanager
def changing(file: Path) -> Iterator[Counts]:
    """What is in *file*, to be changed while everybody else waits, and then written."""
    with file.with_name(file.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        counts = Counts.read(file)
        yield counts
        counts.write(file)
