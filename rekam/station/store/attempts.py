"""Wrong passwords, counted on disk before each try is judged: neither a restart nor a power cut forgives one.

The wait is counted in seconds that the machine was up, and begins anew when it starts again: turning the
clock forward or pulling the plug shortens nothing.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from rekam.station import clock, folder
from rekam.wire import cbor

FREE = 5  # wrong ones of one name before there is a wait
FREE_IN_ALL = 25  # of all names together: who tries one name after the other waits too
FIRST_WAIT = 30.0
LONGEST_WAIT = 3600.0
ALL = -1  # where the wait of the whole station is kept


@dataclass(frozen=True)
class Tried:
    wrong: int
    boot: bytes
    until: float  # of the uptime of that boot


def wait(path: Path, tag: int) -> float:
    """Seconds until this name may be tried. A wait of an earlier start of the machine begins again."""
    held = _read(path)
    here, now = clock.boot_id(), clock.uptime()
    again = {t: Tried(x.wrong, here, now + _due(t, x.wrong)) for t, x in held.items() if x.boot != here}
    if again:
        held |= again
        _write(path, held)
    return max([held[t].until - now for t in (tag, ALL) if t in held], default=0.0)


def count(path: Path, tag: int) -> None:
    """Before the password is looked at."""
    held = _read(path)
    for each in (tag, ALL):
        wrong = held[each].wrong + 1 if each in held else 1
        held[each] = Tried(wrong, clock.boot_id(), clock.uptime() + _due(each, wrong))
    _write(path, held)


def forgive(path: Path, tag: int) -> None:
    """It was right: this name begins at nothing again, and the others keep theirs."""
    held = _read(path)
    gone = held.pop(tag, None)
    if gone and ALL in held:
        wrong = max(held[ALL].wrong - gone.wrong, 0)
        held[ALL] = Tried(wrong, clock.boot_id(), clock.uptime() + _due(ALL, wrong))
    _write(path, held)


def _due(tag: int, wrong: int) -> float:
    over = wrong - (FREE_IN_ALL if tag == ALL else FREE)
    return 0.0 if over < 0 else min(FIRST_WAIT * 2.0 ** min(over, 20), LONGEST_WAIT)


def _read(path: Path) -> dict[int, Tried]:
    if not path.exists():
        return {}
    rows = cast(list[tuple[int, int, bytes, int]], cbor.decode(path.read_bytes()))
    return {tag: Tried(wrong, boot, until / 1000) for tag, wrong, boot, until in rows}


def _write(path: Path, held: dict[int, Tried]) -> None:
    rows: list[cbor.Value] = [[t, x.wrong, x.boot, int(x.until * 1000)] for t, x in sorted(held.items())]
    folder.write_durably(path, cbor.encode(rows))
