"""How often a wrong code may be tried. Each try costs an Argon2id for each code that is open, and nobody has
proved anything yet.

A wrong try names no code: it is one at each that is open. So tries are counted by the address that they come
from and for the whole office, by all its receivers in one file. A place is free again a minute after it was
taken, so that whoever typed the right code is not kept out for long, and a right code takes none.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

from django.conf import settings

from rekam.domain.sync import enrolment as rules
from rekam.domain.sync.enrolment import Try
from rekam.wire.trouble import WireTrouble


def take(this: Try) -> None:
    """A place for one try, before it costs anything."""
    with _held(this.at) as (file, taken):
        if not rules.may_try(this, taken):
            raise WireTrouble("enrolment.too_many")
        _write(file, [*taken, this])


def give_back(this: Try) -> None:
    """It was the right code."""
    with _held(this.at) as (file, taken):
        if this in taken:
            taken.remove(this)
        _write(file, taken)


@contextmanager
def _held(at: datetime) -> Iterator[tuple[TextIO, list[Try]]]:
    """The tries of the last minute. Nobody waits longer than it takes to read a few lines."""
    path = Path(settings.DATA) / "packets" / "enrolments"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # until the file is closed, also by a kill
        file.seek(0)
        yield file, rules.lately(_read(file.read()), at=at)


def _read(text: str) -> list[Try]:
    """What a power cut halved counts for nothing."""
    try:
        return [Try(datetime.fromisoformat(at), str(source)) for at, source in json.loads(text or "[]")]
    except (ValueError, TypeError):
        return []


def _write(file: TextIO, taken: list[Try]) -> None:
    file.seek(0)
    file.truncate()
    json.dump([(each.at.isoformat(), each.source) for each in taken], file)
