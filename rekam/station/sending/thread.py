"""The thread that sends while people work, and what it says about itself."""

import logging
import random
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from rekam.station import bell, clock, pace
from rekam.station.calls import Cause, Failed
from rekam.station.identity import queries as identity
from rekam.station.identity.models import Identity
from rekam.station.outbox.models import Packet, State
from rekam.station.outbox.reading import Number
from rekam.station.sending import rounds
from rekam.station.sending.rounds import Round
from rekam.station.store.opened import store

log = logging.getLogger("rekam.station")

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
WHEN_WAITING = 15.0  # for receipts
WHEN_IDLE = 120.0
WHEN_LOCKED = 2.0
ANSWERS_SECONDS = 900.0  # so long after it spoke an office counts as answering: longer than any pause
CUTS = (None, Cause.NO_NETWORK, Cause.OFFICE_TROUBLE)  # where the next round goes on with what waits


@dataclass(frozen=True)
class Status:
    """For the screen. `cause` is why nothing gets through, if nothing does."""

    is_sending: bool = False
    cause: Cause | None = None
    code: str = ""
    sentence: str = ""
    since: datetime | None = None  # how long this cause has lasted
    spoken_at: datetime | None = None  # when the office last answered
    next_try_at: datetime | None = None
    clock_off: timedelta | None = None
    refused: tuple[tuple[int, str, str], ...] = ()
    lost: tuple[int, ...] = ()  # numbers that cannot be read from the disk
    stays: frozenset[Number] = frozenset()  # both, with their keys


_status = Status()
_this: Round | None = None
_heard: float | None = None  # when the office last answered, by the uptime
_started = threading.Lock()


def status() -> Status:
    return _status


def progress() -> Round | None:
    """The round under way."""
    return _this


def is_busy() -> bool:
    """Whether the store is needed for sending: something is on its way to an office that answers.

    Over a link that is cut again and again it is on its way between two tries as well.
    """
    this = _this
    if this is not None and (_status.cause is None or this.is_heard):
        return True
    return _answers() and _status.cause in CUTS and store.is_open and _may_go().exists()


def _answers() -> bool:
    return _heard is not None and clock.uptime() - _heard < ANSWERS_SECONDS


def start() -> None:
    """Once per process."""
    if _started.acquire(blocking=False):
        _begin(0.0)


def _begin(pause: float) -> None:
    threading.Thread(target=_for_ever, args=(pause,), name="sender", daemon=True).start()


def _for_ever(pause: float) -> None:
    try:
        while True:
            bell.wait(pause)
            pause = turn(pause)
    finally:  # a bug of ours: told on the terminal and on the screen, and no end of the sending
        _note(Failed(Cause.INSIDE, "sender"), pause)
        _begin(LONGEST_PAUSE)


def turn(pause: float) -> float:
    """One round, if the store is open; how long to sleep then."""
    if not store.is_open:
        return WHEN_LOCKED
    try:
        _round()
        return _after_good()
    except Failed as failed:
        return _note(failed, pause)
    except Identity.DoesNotExist:  # the first pack is just being taken
        return WHEN_LOCKED
    except DatabaseError as trouble:
        if not store.is_open:  # locked in the middle: the next round goes on from there
            return WHEN_LOCKED
        log.error("the sender met trouble with the store: %s", trouble)
        return _note(Failed(Cause.INSIDE, type(trouble).__name__), pause)
    finally:
        connection.close()


def _round() -> None:
    global _status, _this, _heard
    line = identity.line()
    this = Round(now=timezone.now)
    _this, _status = this, replace(_status, is_sending=True)
    try:
        rounds.run(line, this)
    finally:
        line.close()
        refused = tuple((n.sequence, f.code, f.sentence) for n, f in this.refused)
        lost, off = tuple(sorted(n.sequence for n in this.lost)), this.clock_off
        stays = frozenset(this.lost).union(n for n, _ in this.refused)
        _status = replace(_status, is_sending=False, refused=refused, lost=lost, stays=stays, clock_off=off)
        if this.is_heard:
            _heard, _status = clock.uptime(), replace(_status, spoken_at=timezone.now())
        _this = None


def _after_good() -> float:
    global _status
    now = timezone.now()
    pause = WHEN_WAITING if _has_pending() else WHEN_IDLE
    _status = replace(
        _status, cause=None, code="", sentence="", since=None, next_try_at=now + timedelta(seconds=pause)
    )
    return pause


def _note(failed: Failed, pause: float) -> float:
    """Wait longer each time, never for ever, and not all laptops at the same moment."""
    global _status
    now = timezone.now()
    if failed.cause is Cause.NO_NETWORK:
        pace.away()
    longer = min(max(pause * 2, FIRST_PAUSE), LONGEST_PAUSE) if _status.cause else FIRST_PAUSE
    longer *= random.uniform(0.8, 1.2)
    since = _status.since if _status.cause is failed.cause else now
    _status = replace(
        _status, cause=failed.cause, code=failed.code, sentence=failed.sentence, since=since,
        next_try_at=now + timedelta(seconds=longer),
    )  # fmt: skip
    return longer


def _may_go() -> QuerySet[Packet]:
    """What waits, without what cannot be read here and what the office refuses or keeps aside."""
    waiting = Packet.objects.filter(state=State.WAITING, quarantined_at=None)
    for epoch, sequence in _status.stays:
        waiting = waiting.exclude(epoch=epoch, sequence=sequence)
    return waiting


def _has_pending() -> bool:
    return Packet.objects.filter(state__in=[State.WAITING, State.HELD], quarantined_at=None).exists()
