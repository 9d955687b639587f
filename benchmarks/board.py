"""Figures beside their targets. A benchmark that misses one ends with 1."""

import os
import platform
import sys
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass
class Board:
    """What was measured, in the order in which it was measured."""

    name: str
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    missed: int = 0

    def figure(self, what: str, value: float, unit: str, *, at_most: float | None = None) -> None:
        """Add one figure; with a target it is met or missed."""
        verdict = ""
        if at_most is not None:
            verdict = "met" if value <= at_most else "MISSED"
            self.missed += value > at_most
        target = "" if at_most is None else f"at most {at_most:g} {unit}"
        self.rows.append(
            (what, f"{value:,.3g} {unit}" if value < 1000 else f"{value:,.0f} {unit}", target, verdict)
        )

    def at_least(self, what: str, value: float, unit: str, *, least: float) -> None:
        """Add a figure that shall not be lower."""
        self.missed += value < least
        target = f"at least {least:g} {unit}".strip()
        verdict = "met" if value >= least else "MISSED"
        self.rows.append((what, f"{value:,.3g} {unit}".strip(), target, verdict))

    def show(self) -> int:
        """Print the machine and the figures; returns the exit code."""
        console = Console(width=130)
        console.print(f"{self.name} · {machine()}")
        table = Table("Figure", "Measured", "Target", "")
        for row in self.rows:
            table.add_row(*row)
        console.print(table)
        return 1 if self.missed else 0


def machine() -> str:
    """The machine in one line: processor, cores, memory, load at the moment, Python."""
    cpu = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    load = os.getloadavg()[0]
    return f"{cpu}, {os.cpu_count()} cores, {pages:.0f} GiB, load {load:.1f}, Python {sys.version.split()[0]}"
