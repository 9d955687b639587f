"""What was proved, as it is proved, and the table in the end."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.board import machine
from proof.counts import Count, Counts, changing
from proof.hunt import Hunt


@dataclass
class Report:
    """`this` is of this run; `whole` of all runs that were added up in one file, if any were. Others may add
    to that file meanwhile, one on each core: it is read anew for each thing that is written.
    """

    json: Path | None = None
    add_to: Path | None = None
    this: Counts = field(default_factory=Counts)
    whole: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        with self._both() as both:
            for counts in both:
                counts.begins(machine(), " ".join(sys.argv[1:]))

    def left(self, name: str, goal: int) -> int:
        """How many are missing."""
        with self._both() as both:
            held = both[-1].parts.get(name)
        return goal - (held.done if held else 0)

    def seed(self, name: str, unit: str, goal: int) -> int:
        """One that nobody has used, and nobody will, whatever becomes of it."""
        with self._both() as both:
            return [counts.add(name, Count(unit, goal, seeds=1)).seeds for counts in both][-1]

    def proved(self, name: str, count: Count) -> None:
        with self._both() as both:
            for counts in both:
                counts.add(name, count)
        print(self.this.line(name), file=sys.stderr, flush=True)

    def disproved(self, name: str, said: str) -> None:
        """Whatever is disproved ends the proof at once."""
        with self._both() as both:
            for counts in both:
                counts.disproved.append(f"{name}: {said}")

    def ended(self, name: str, said: str) -> None:
        """Something else than a promise that was broken: somebody has to look what it was."""
        with self._both() as both:
            for counts in both:
                counts.ended.append(f"{name}: {said}")

    def hunted(self, hunt: Hunt) -> None:
        with self._both() as both:
            for counts in both:
                counts.bugs[hunt.bug] = hunt.caught_by
        verdict = hunt.caught_by or ("STUMBLED" if hunt.has_stumbled else "GOT AWAY")
        print(f"{hunt.bug:60} {verdict:28} {hunt.seconds:5.1f} s  {hunt.said[:90]}", flush=True)

    def show(self) -> int:
        print(machine())
        escaped = [name for name, caught_by in self.this.bugs.items() if not caught_by]
        shown = self.whole if self.add_to else self.this
        print("\n".join(shown.table()))
        if self.add_to:
            print(f"added up over {len(shown.runs)} runs")
        if shown.bugs:
            caught = sum(bool(caught_by) for caught_by in shown.bugs.values())
            print(f"planted bugs: {caught} caught, {len(shown.bugs) - caught} not {escaped or ''}")
        if shown.parts and not shown.disproved:
            print(f"0 lost, 0 doubled, 0 forged accepted, 0 honest discarded{_but(shown.ended)}")
        for said in shown.disproved:
            print(f"DISPROVED {said}")
        for said in shown.ended:
            print(f"ENDED BEFORE ITS TIME {said}")
        return 1 if escaped or shown.disproved or self.this.ended else 0

    @contextmanager
    def _both(self) -> Iterator[list[Counts]]:
        """What is changed within is written at its end, so that a night may end at any moment."""
        if self.add_to:
            with changing(self.add_to) as self.whole:
                yield [self.this, self.whole]
        else:
            yield [self.this]
        if self.json:
            self.this.write(self.json)


def _but(ended: list[str]) -> str:
    """Of a portion that ended before its time nothing is counted."""
    return " in what was counted; not all that was begun came to its end:" if ended else ""
