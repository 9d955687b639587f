"""The office's signed words that ride in headers: what became of a laptop's keys, how far their numbers have
come, and what the office still holds.

Whoever is on the way can answer in the office's place. A header that is not signed stops nothing and lets
nothing be deleted.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from rekam.wire import cbor, shapes
from rekam.wire.keys import SigningKey, VerifyKey
from rekam.wire.shapes import AtLeast, Hash, Id
from rekam.wire.trouble import WireTrouble

VERSION = 1
NONCE_BYTES = 16
_LARGEST = 1024

Shape = TypeVar("Shape")


class KeyState(StrEnum):
    """What became of the keys that signed a call."""

    ACTIVE = "active"
    FROZEN = "frozen"  # the office met a copy of this disk
    ENDED = "ended"  # newer ones of the same laptop took their place
    REVOKED = "revoked"  # somebody stopped them


@dataclass(frozen=True)
class Keys:
    """The keys of one epoch of a laptop, at a moment of the office's clock."""

    station: Id
    epoch: Annotated[int, AtLeast(1)]
    state: KeyState
    at: datetime


@dataclass(frozen=True)
class Reached:
    """The highest number that came from the keys of one epoch. A laptop that has not come so far by itself
    has the disk of an earlier day: it would give its next numbers a second time.
    """

    station: Id
    epoch: Annotated[int, AtLeast(1)]
    sequence: Annotated[int, AtLeast(1)]
    at: datetime


@dataclass(frozen=True)
class StillHeld:
    """The office holds this packet twice now: *nonce* was made up by the laptop for the very call."""

    packet_id: Id
    digest: Hash
    nonce: Id


_PURPOSES: dict[type, str] = {Keys: "keys", Reached: "reached", StillHeld: "still held"}


def still_held(packet_id: bytes, digest: bytes, nonce: str) -> StillHeld:
    """*nonce* as it came in the caller's header, in hexadecimal."""
    try:
        raw = bytes.fromhex(nonce)
    except ValueError as trouble:
        raise WireTrouble("request.unreadable", what="nonce") from trouble
    if len(raw) != NONCE_BYTES:
        raise WireTrouble("request.unreadable", what="nonce")
    return StillHeld(packet_id, digest, raw)


def sign(word: Keys | Reached | StillHeld, key: SigningKey) -> str:
    """As the text of a header."""
    raw = shapes.pack(word, version=VERSION)
    return urlsafe_b64encode(cbor.encode([raw, key.sign(purpose=_purpose(word), data=raw)])).decode()


def read_keys(text: str, key: VerifyKey) -> Keys:
    return _read(text, Keys, key)


def read_reached(text: str, key: VerifyKey) -> Reached:
    return _read(text, Reached, key)


def read_still_held(text: str, *keys: VerifyKey) -> StillHeld:
    return _read(text, StillHeld, *keys)


def _purpose(word: Any) -> str:
    return _PURPOSES[word if isinstance(word, type) else type(word)]


def _read(text: str, kind: type[Shape], *keys: VerifyKey) -> Shape:
    try:
        data = urlsafe_b64decode(text.encode("ascii"))
    except (UnicodeEncodeError, binascii.Error) as trouble:
        raise shapes.unreadable("word", "no base64") from trouble
    raw, signature = shapes.parts(data, count=2, subject="word", limit=_LARGEST)
    if not any(key.accepts(signature, purpose=_purpose(kind), data=raw) for key in keys):
        raise WireTrouble("word.signature")
    return shapes.unpack(raw, kind, subject="word", version=VERSION, limit=_LARGEST)
