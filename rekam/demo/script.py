"""What the demo hands over: files in the order in which an office would have received them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rekam.demo.stated import Stated


@dataclass(frozen=True, slots=True)
class Step:
    """One file to bring in. ``mode`` and ``scope`` (an area code) belong to residents' files only."""

    kind: str
    file: Path
    as_of: date
    mode: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The steps in order. What one tells was known on its ``as_of`` at the latest; they never go back."""

    steps: tuple[Step, ...]
    stated: tuple[Stated, ...]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)
