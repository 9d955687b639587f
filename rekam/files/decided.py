"""What a person decided about rows of a file that stood in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Decided:
    """`aside`: numbers of rows that are not to be used. `villages`: the area as a problem shows it → the code
    of the village that is meant.
    """

    aside: frozenset[int] = frozenset()
    villages: Mapping[str, str] = field(default_factory=dict)


NOTHING_DECIDED = Decided()
