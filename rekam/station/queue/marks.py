"""Whoever was recorded here today is known again, also after the names of the day were forgotten.

Kept are hashes under the key of the store, which lies on no disk: of the pack's name for somebody, of a NIK,
and of a name with its date of birth. They say nothing to whoever reads the table, and go when the next day
is closed.
"""

import hashlib
import hmac
from datetime import date

from rekam.station.packs import search
from rekam.station.store.opened import store

LETTERS = 24


def of(*, token: str = "", nik: str = "", name: str = "", born: date | None = None) -> frozenset[str]:
    """One for everything by which this person is known."""
    named = f"{search.key(name)} {born:%Y-%m-%d}" if name and born else ""
    said = (("token", token), ("nik", nik), ("name", named))
    return frozenset(_mark(kind, value) for kind, value in said if value)


def written(marks: frozenset[str]) -> str:
    return " ".join(sorted(marks))


def read(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _mark(kind: str, value: str) -> str:
    said = f"recorded today: {kind} {value}".encode()
    return hmac.new(store.key(), said, hashlib.sha256).hexdigest()[:LETTERS]
