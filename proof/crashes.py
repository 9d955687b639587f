"""What a program does not expect: an exception that is no trouble with a code. It is collected, as the next
try of a laptop heals much. It disproves, and no planted bug is caught by it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from proof.nursery import Broke, Child
from proof.oracle import Disproved

# Slips of whoever wrote the program, or the bug in it. No disk and no call makes one.
SLIPS = frozenset(
    (
        *("NameError", "UnboundLocalError", "AttributeError", "TypeError", "ValueError", "KeyError"),
        *("IndexError", "ImportError", "ModuleNotFoundError", "SyntaxError", "IndentationError", "TabError"),
        *("NotImplementedError", "RecursionError", "ZeroDivisionError"),
    )
)


class Crashed(Disproved):
    """The office met what it does not expect, or either side slipped."""


@dataclass
class Crashes:
    """Of all worlds of a factory; `seen` has them also where a trial has gone on."""

    seen: list[str] = field(default_factory=list)

    def watch_office(self, child: Child, end: Callable[[], None]) -> None:
        """An office whose disk does what it is told has an answer to everything, and a code for each no. That
        a packet was put aside, or a call over a socket not answered, it says of itself; *end* stops it then,
        in the middle of its work.
        """

        def broke(it: Broke) -> Exception:
            is_excused = bool(it.code) or child.is_harmed
            return it if is_excused and it.kind not in SLIPS else self._crash("office", it)

        def said(kind: str, value: Any) -> None:
            it = Broke(*value)
            if it.kind in SLIPS or not child.is_harmed:
                end()
                raise self._crash("office", it)

        child.broke, child.said = broke, said

    def watch_laptop(self, child: Child) -> None:
        """What it refuses is told in many ways."""
        child.broke = lambda it: self._crash("laptop", it) if it.kind in SLIPS else it

    def _crash(self, whose: str, it: Broke) -> Crashed:
        self.seen.append(f"the {whose} crashed: {it}")
        return Crashed(self.seen[-1])
