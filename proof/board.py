"""What was proved, as it is proved, and the table in the end."""

import sys
import time
from dataclasses import dataclass, field

from benchmarks.board import machine
from proof.hunt import Hunt
from proof.plan import Part


@dataclass
class Report:
    rows: list[str] = field(default_factory=list)
    escaped: list[str] = field(default_factory=list)
    caught: int = 0
    _begun: float = 0.0

    def begin(self, name: str) -> None:
        self._begun = time.monotonic()
        print(f"{name} ...", file=sys.stderr, flush=True)

    def proved(self, part: Part, done: int) -> None:
        """Whatever is disproved ends the proof at once; so this is one that held."""
        took = time.monotonic() - self._begun
        row = f"{part.name:10} {done:>9,} {part.unit:28} of {part.goal:>9,}   {took:7.0f} s"
        self.rows.append(row)
        print(row, file=sys.stderr, flush=True)

    def hunted(self, hunt: Hunt) -> None:
        if hunt.caught_by:
            self.caught += 1
        else:
            self.escaped.append(hunt.bug)
        verdict = hunt.caught_by or "GOT AWAY"
        print(f"{hunt.bug:60} {verdict:28} {hunt.seconds:5.1f} s  {hunt.said[:90]}", flush=True)

    def show(self) -> int:
        print(machine())
        print("\n".join(self.rows))
        if self.caught or self.escaped:
            print(f"planted bugs: {self.caught} caught, {len(self.escaped)} got away {self.escaped or ''}")
        if self.rows:
            print("0 lost, 0 doubled, 0 forged accepted, 0 honest discarded")
        return 1 if self.escaped else 0
