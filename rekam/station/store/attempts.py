"""Wrong passwords, counted on disk before each try is judged: neither a restart nor a power cut forgives one.

Everything is counted in seconds that the machine was up: turning the clock forward or pulling the plug
shortens no wait, and forgets no wrong one. After a restart it goes on from what was written last, less what
the machine has been up since: that much has passed for certain, whatever the disk takes. Those of one name
stay until that name's password is right or a new pack comes. Those of all names together are forgotten one
by one, no faster than somebody who guesses may try: so what is mistyped over weeks locks nobody out, and
guessing goes no faster than one an hour in the end.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import cast

from rekam.station import clock, folder
from rekam.wire import cbor
from rekam.wire.trouble import WireTrouble

FREE = 5  # wrong ones of one name before there is a wait
FREE_IN_ALL = 25  # of all names together: who tries one name after the other waits too
FIRST_WAIT = 30.0
LONGEST_WAIT = 3600.0
FORGOTTEN_EVERY = LONGEST_WAIT  # one of all names together: as often as one may be tried at the longest wait
NOTED_EVERY = 60.0  # what has passed is written no more often: a restart takes back less than this
ALL = -1  # where the wait of the whole station is kept

_one_writer = threading.Lock()  # locking and a new pack write while somebody may be trying


@dataclass(frozen=True)
class Tried:
    """*wrong*: of all names together in part forgotten, so not whole. *owed*: seconds still to wait."""

    wrong: float
    owed: float


@dataclass(frozen=True)
class _Kept:
    """As it was written: at this uptime of this start of the machine. *is_old*: by a program of before."""

    boot: bytes
    at: float
    rows: dict[int, Tried] = field(default_factory=dict)
    is_old: bool = False

    @property
    def passed(self) -> float:
        """Seconds since then; when it was another start of the machine, those of this one."""
        is_here = self.boot == clock.boot_id()
        return max(clock.uptime() - self.at if is_here else clock.since_start(), 0.0)

    @property
    def is_of_here(self) -> bool:
        return self.boot == clock.boot_id() and not self.is_old


def wait(path: Path, tag: int) -> float:
    """Seconds until this name may be tried. What another start of the machine or a program of before wrote is
    written anew once, so that the next restart begins from here.
    """
    with _one_writer:
        kept = _read(path)
        held = _now(kept)
        if not kept.is_of_here:
            with suppress(OSError):  # a full disk: the wait ends all the same
                _write(path, held)
    return max([held[each].owed for each in (tag, ALL) if each in held], default=0.0)


def count(path: Path, tag: int) -> None:
    """Before the password is looked at."""
    with _one_writer:
        held = _now(_read(path))
        for each in (tag, ALL):
            wrong = held[each].wrong + 1 if each in held else 1
            held[each] = Tried(wrong, _due(each, wrong))
        _write(path, held)


def forgive(path: Path, tag: int) -> None:
    """It was right: this name begins at nothing again, and the others keep theirs. Whoever may try owed no
    wait, and being right makes none.
    """
    with _one_writer:
        held = _now(_read(path))
        gone = held.pop(tag, None)
        if gone and ALL in held:
            held[ALL] = Tried(max(held[ALL].wrong - gone.wrong, 0), 0.0)
        _write(path, held)


def note(path: Path) -> None:
    """What has passed is written down: a restart begins from here. Idle, this is asked every few seconds."""
    with _one_writer:
        kept = _read(path)
        if kept.rows and not (kept.is_of_here and kept.passed < NOTED_EVERY):
            _write(path, _now(kept))


def drop_names(path: Path) -> None:
    """A new keyring has other tags for the same names. What was tried in all stays counted."""
    with _one_writer:
        if path.exists():
            _write(path, {tag: tried for tag, tried in _now(_read(path)).items() if tag == ALL})


def _due(tag: int, wrong: float) -> float:
    over = wrong - (FREE_IN_ALL if tag == ALL else FREE)
    return 0.0 if over < 0 else min(FIRST_WAIT * 2.0 ** min(over, 20), LONGEST_WAIT)


def _now(kept: _Kept) -> dict[int, Tried]:
    """What stands now, less what has passed since."""
    return {tag: _less(tag, tried, kept.passed) for tag, tried in kept.rows.items()}


def _less(tag: int, tried: Tried, passed: float) -> Tried:
    wrong = max(tried.wrong - passed / FORGOTTEN_EVERY, 0.0) if tag == ALL else tried.wrong
    return Tried(wrong, max(tried.owed - passed, 0.0))


def _read(path: Path) -> _Kept:
    if not path.exists():
        return _Kept(clock.boot_id(), clock.uptime())
    try:
        return _kept(cast(list[cbor.Value], cbor.decode(path.read_bytes())))
    except (
        WireTrouble,
        TypeError,
        ValueError,
    ):  # a bad page of the disk locks nobody out for good
        many = {ALL: Tried(FREE_IN_ALL, FIRST_WAIT)}
        return _Kept(clock.boot_id(), clock.uptime(), many, is_old=True)


def _kept(value: list[cbor.Value]) -> _Kept:
    if not value or isinstance(value[0], list):
        return _of_before(cast(list[tuple[int, int, bytes, int]], value))
    boot, at, rows = cast(tuple[bytes, int, list[tuple[int, int, int]]], value)
    return _Kept(boot, at / 1000, {tag: Tried(wrong / 1000, owed / 1000) for tag, wrong, owed in rows})


def _of_before(rows: list[tuple[int, int, bytes, int]]) -> _Kept:
    """Written by a program that forgot nothing of all names, and kept for each until when it waits. When it
    wrote is not known: of this start of the machine, only the waits get shorter until it is written anew.
    """
    here, now, up = clock.boot_id(), clock.uptime(), clock.since_start()
    held = {
        tag: Tried(wrong, max(until / 1000 - now, 0.0))
        if boot == here
        else _less(tag, Tried(wrong, _due(tag, wrong)), up)
        for tag, wrong, boot, until in rows
    }
    return _Kept(here, now, held, is_old=True)


def _write(path: Path, held: dict[int, Tried]) -> None:
    """In thousandths, rounded up: writing often forgives nothing."""
    rows: list[cbor.Value] = [
        [tag, ceil(x.wrong * 1000), ceil(x.owed * 1000)] for tag, x in sorted(held.items())
    ]
    value: list[cbor.Value] = [clock.boot_id(), int(clock.uptime() * 1000), rows]
    folder.write_durably(path, cbor.encode(value))
