"""What was proved, as it is proved, and the table in the end."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.board import machine
from proof.counts import Count, Counts
from proof.hunt import Hunt


@dataclass
class Report:
    """`this` is of this run; `whole` of all runs that were added up in one file, if any were."""

    json: Path | None = None
    add_to: Path | None = None
    this: Counts = field(default_factory=Counts)
    whole: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        if self.add_to:
            self.whole = Counts.read(self.add_to)
        for counts in self._both():
            counts.begins(machine(), " ".join(sys.argv[1:]))

    def begin(self, name: str) -> None:
        print(f"{name} ...", file=sys.stderr, flush=True)

    def proved(self, name: str, count: Count) -> None:
        for counts in self._both():
            counts.add(name, count)
        print(self.this.table()[-1], file=sys.stderr, flush=True)
        self._write()

    def disproved(self, name: str, said: str) -> None:
        """Whatever is disproved ends the proof at once."""
        for counts in self._both():
            counts.disproved.append(f"{name}: {said}")
        self._write()

    def hunted(self, hunt: Hunt) -> None:
        for counts in self._both():
            counts.bugs[hunt.bug] = hunt.caught_by
        verdict = hunt.caught_by or "GOT AWAY"
        print(f"{hunt.bug:60} {verdict:28} {hunt.seconds:5.1f} s  {hunt.said[:90]}", flush=True)
        self._write()

    def show(self) -> int:
        print(machine())
        escaped = [name for name, caught_by in self.this.bugs.items() if not caught_by]
        shown = self.whole if self.add_to else self.this
        print("\n".join(shown.table()))
        if self.add_to:
            print(f"added up over {len(shown.runs)} runs")
        if shown.bugs:
            caught = sum(bool(caught_by) for caught_by in shown.bugs.values())
            print(f"planted bugs: {caught} caught, {len(shown.bugs) - caught} got away {escaped or ''}")
        if shown.parts and not shown.disproved:
            print("0 lost, 0 doubled, 0 forged accepted, 0 honest discarded")
        for said in shown.disproved:
            print(f"DISPROVED {said}")
        return 1 if escaped or shown.disproved else 0

    def _both(self) -> list[Counts]:
        return [self.this, self.whole] if self.add_to else [self.this]

    def _write(self) -> None:
        if self.json:
            self.this.write(self.json)
        if self.add_to:
            self.whole.write(self.add_to)
