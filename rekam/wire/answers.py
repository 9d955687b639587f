"""What the office answers beside receipts and packs: the time, signed, and problems."""

from dataclasses import dataclass
from datetime import datetime

from rekam.wire import cbor, shapes
from rekam.wire.keys import SigningKey, VerifyKey
from rekam.wire.shapes import Short, Words
from rekam.wire.trouble import WireTrouble

VERSION = 1
_LARGEST = 4096


@dataclass(frozen=True)
class OfficeTime:
    """The office's clock at the moment of asking: a lower bound for whatever is sealed after it."""

    at: datetime


def sign_time(at: datetime, key: SigningKey) -> bytes:
    raw = shapes.pack(OfficeTime(at), version=VERSION)
    return cbor.encode([raw, key.sign(purpose="time", data=raw)])


def read_time(data: bytes, key: VerifyKey) -> datetime:
    raw, signature = shapes.parts(data, count=2, subject="time", limit=_LARGEST)
    if not key.accepts(signature, purpose="time", data=raw):
        raise WireTrouble("time.signature")
    return shapes.unpack(raw, OfficeTime, subject="time", version=VERSION, limit=_LARGEST).at


@dataclass(frozen=True)
class Problem:
    """Why a call was not done. For people and logs: it changes nothing at a station."""

    code: Short
    sentence: Words


def write_problem(problem: Problem) -> bytes:
    return shapes.pack(problem, version=VERSION)


def read_problem(data: bytes) -> Problem:
    """Whatever came: a proxy's page is a problem, too."""
    try:
        return shapes.unpack(data, Problem, subject="message", version=VERSION, limit=_LARGEST)
    except WireTrouble:
        return Problem("message.unreadable", "The answer did not come from the office.")
