"""Fetching a roster pack from the office."""

from datetime import datetime

from rekam.station.calls import Answer, Caller, Failed, Line, refusal
from rekam.station.identity import queries as identity
from rekam.station.identity.enrolling import Asked
from rekam.station.packs import taking
from rekam.wire import paths
from rekam.wire.packs import Pack


def latest(*, at: datetime) -> bytes:
    """As the station in use."""
    line = identity.line()
    try:
        return _pack(line.ask("GET", paths.LATEST_PACK, at=at))
    finally:
        line.close()


def first(asked: Asked, *, at: datetime) -> bytes:
    """As a laptop that has just been enrolled and has no store yet."""
    grant = asked.granted
    assert grant is not None
    line = Line(asked.address, Caller(grant.station, grant.epoch, asked.signing_key))
    try:
        return _pack(line.ask("GET", paths.LATEST_PACK, at=at))
    finally:
        line.close()


def take_latest(*, at: datetime) -> Pack:
    return taking.take(latest(at=at), at=at)


def _pack(answer: Answer) -> bytes:
    if not answer.is_good:
        raise refusal(answer)
    return answer.body


__all__ = ["Failed", "first", "latest", "take_latest"]
