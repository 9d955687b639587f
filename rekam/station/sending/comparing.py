"""Now and then the office shows that its log still has everything that it had."""

import logging

from rekam.station import clock
from rekam.station.calls import Answer, Failed, Line
from rekam.station.outbox import history
from rekam.station.sending.one import Sending
from rekam.wire import answers
from rekam.wire.log import Proof
from rekam.wire.trouble import WireTrouble

log = logging.getLogger("rekam.station")

EVERY_SECONDS = 20 * 3600.0  # a proof costs the office a look at its whole log
TRIED_SECONDS = 600.0  # where there was no answer
NOT_SO_LONG = "log.not_so_long"

_next_at = 0.0  # by the uptime


def compare(line: Line, way: Sending) -> None:
    """Once a day at most. Without an answer, and from an office whose program has none, nothing follows."""
    global _next_at
    if clock.uptime() < _next_at:
        return
    found, seen = history.latest(way.keys), history.seen()
    if found is None:
        return
    _next_at = clock.uptime() + TRIED_SECONDS  # to look is not for nothing either: it reads packets
    packet, told = found
    if seen is not None and (seen.size, bytes(seen.root)) == (told.log_size, told.log_root):
        return
    try:
        answer = line.ask("GET", history.question(told, seen), at=way.now())
    except Failed:
        return
    proof = _proof(answer)
    if proof is None and not _is_shorter(answer):
        return
    _next_at = clock.uptime() + EVERY_SECONDS
    try:
        if proof is None:
            raise WireTrouble("log.proof")
        history.check(packet, told, seen, proof)
    except WireTrouble:
        log.warning("the office's log does not continue what it signed before")
        history.keep_broken(told, at=way.now())
    else:
        history.keep(told, seen)


def _proof(answer: Answer) -> Proof | None:
    try:
        return Proof.from_bytes(answer.body) if answer.is_good else None
    except WireTrouble:  # somebody on the way
        return None


def _is_shorter(answer: Answer) -> bool:
    return not answer.is_good and answers.read_problem(answer.body).code == NOT_SO_LONG
