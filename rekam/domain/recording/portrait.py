"""What the photograph must show."""

from datetime import date
from enum import StrEnum


class Background(StrEnum):
    RED = "red"
    BLUE = "blue"


def background(born: date) -> Background:
    """Red for an odd year of birth, blue for an even one: the rule of the card."""
    return Background.RED if born.year % 2 else Background.BLUE
