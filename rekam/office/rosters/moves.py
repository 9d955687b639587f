"""What an officer does on a day before and after a change, as values."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Post(NamedTuple):
    """A place in a shift, and as what."""

    place: int
    shift: int
    skill: str


@dataclass(frozen=True, slots=True)
class Move:
    """What one officer does on one day, before and after. None is a free day."""

    officer: int
    on: date
    before: Post | None
    after: Post | None

    def back(self) -> "Move":
        return Move(self.officer, self.on, self.after, self.before)
