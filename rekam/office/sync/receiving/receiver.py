"""What stations call: a small WSGI program of its own, started by ``rekam intake``.

It holds the receipt key and never the key that opens packets. No answer of it deletes anything at a station
but a receipt of the second level.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rekam.office.settings")

import django
import structlog
from django.apps import apps

if not apps.ready:
    django.setup()

from django.db import OperationalError, close_old_connections
from django.utils import timezone

from rekam.domain.trouble import RuleBroken, Trouble
from rekam.office import storage_trouble
from rekam.office.stations import enrolling, issuing, keys
from rekam.office.sync.keeping import shelf
from rekam.office.sync.receiving import answering, arriving, callers, history
from rekam.office.sync.receiving.answering import Answer
from rekam.office.sync.receiving.callers import Caller
from rekam.wire import answers, packets, paths, signed_headers
from rekam.wire.keys import digest
from rekam.wire.trouble import WireTrouble

Start = Callable[[str, list[tuple[str, str]]], object]
LARGEST = {"PUT": max(packets.LARGEST_HEADER, *packets.CHUNK_SIZES), "POST": packets.LARGEST_HEADER}
STATUS = {
    "office.full": HTTPStatus.INSUFFICIENT_STORAGE,
    "request.signature": HTTPStatus.UNAUTHORIZED,
    "packet.unknown": HTTPStatus.NOT_FOUND,
    "packet.chunks_missing": HTTPStatus.CONFLICT,
    "pack.none": HTTPStatus.NOT_FOUND,
    "log.not_so_long": HTTPStatus.NOT_FOUND,
    "pack.keys_stopped": HTTPStatus.FORBIDDEN,
    "message.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "packet.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "enrolment.code": HTTPStatus.FORBIDDEN,
    "enrolment.refused": HTTPStatus.FORBIDDEN,
    "enrolment.expired": HTTPStatus.GONE,
    "enrolment.too_many": HTTPStatus.TOO_MANY_REQUESTS,
}
HEADERS = (paths.STATION, paths.EPOCH, paths.DATE, paths.SIGNATURE, paths.NONCE)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    query: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    source: str = ""  # the address that it came from

    @property
    def target(self) -> str:
        """As it was sent and signed."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @cached_property
    def hashed(self) -> bytes:
        """The body's hash: the caller has signed it, and a chunk is known by it."""
        return digest(self.body)


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    close_old_connections()
    try:
        return answer_to(environ, start)
    finally:
        close_old_connections()


def answer_to(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """One call, in the caller's connection to the database."""
    answer = _answer(environ)
    body = b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body
    status = HTTPStatus(answer.status)
    start(
        f"{status.value} {status.phrase}",
        [*answer.headers.items(), ("Content-Type", answer.kind), ("Content-Length", str(len(body)))],
    )
    return [body]


def _answer(environ: dict[str, Any]) -> Answer:
    """A full disk, under the packets or under the database, is said as what it is: a laptop that hears of it
    tells whom to call.
    """
    try:
        return _done(environ)
    except Trouble as trouble:
        return _problem(trouble)
    except (OSError, OperationalError) as error:
        found = storage_trouble.found_in(error)
        if found is None or found.code != storage_trouble.FULL:
            raise
        log.error("office.full", trouble=type(error).__name__)
        return _problem(shelf.Full())


def _done(environ: dict[str, Any]) -> Answer:
    call = _read(environ)
    if call.path == paths.ENROLMENTS and call.method == "POST":
        return _enrol(call)
    if call.path == paths.TIME and call.method == "GET":
        return _time(call)
    return _for_station(call)


def _caller(call: Call) -> Caller:
    return callers.caller(
        method=call.method, path=call.target, body=call.body, headers=call.headers, hashed=call.hashed
    )


def _for_station(call: Call) -> Answer:
    caller = _caller(call)
    callers.seen(caller, at=timezone.now())
    if call.path == paths.LATEST_PACK and call.method == "GET":
        return Answer(200, issuing.latest(callers.station_only(caller), at=timezone.now()))
    if call.path == paths.LOG and call.method == "GET":
        callers.station_only(caller)
        return Answer(200, history.proof(call.query))
    asked = paths.read_packet_path(call.path)
    if asked is None:
        return Answer(HTTPStatus.NOT_FOUND)
    answer = ANSWERS.get((call.method, asked.call))
    if answer is None:
        return Answer(HTTPStatus.METHOD_NOT_ALLOWED)
    return answer(call, asked, caller)


ANSWERS: dict[tuple[str, paths.Call], Callable[[Call, paths.PacketPath, Caller], Answer]] = {
    ("PUT", paths.Call.PACKET): lambda call, asked, _: answering.tell(asked.packet_id, call.body),
    ("HEAD", paths.Call.PACKET): lambda call, asked, caller: answering.state(
        asked.packet_id, caller, nonce=call.headers[paths.NONCE]
    ),
    ("PUT", paths.Call.CHUNK): lambda call, asked, caller: answering.chunk(
        asked.packet_id, asked.chunk, call.body, caller, hashed=call.hashed
    ),
    ("POST", paths.Call.COMMIT): lambda _, asked, caller: answering.commit(asked.packet_id, caller),
    ("GET", paths.Call.RECEIPT): lambda call, asked, caller: answering.receipt(
        asked.packet_id, call.query, caller
    ),
}


def _time(call: Call) -> Answer:
    """The time, for anybody. A station hears with it what became of its keys, and how far their numbers have
    come: frozen ones stop it at once, and so does a disk that was set back.
    """
    try:
        caller = _caller(call)
    except WireTrouble:
        caller = Caller()
    now, key, headers = timezone.now(), keys.office(), {}
    if caller.epoch is not None:
        state = signed_headers.KeyState(str(caller.epoch.state))
        word = signed_headers.Keys(bytes.fromhex(caller.station), caller.epoch.number, state, now)
        headers[paths.KEYS] = signed_headers.sign(word, key)
        if (last := arriving.last_number(caller.epoch)) is not None:
            reached = signed_headers.Reached(word.station, word.epoch, last, now)
            headers[paths.REACHED] = signed_headers.sign(reached, key)
    return Answer(200, answers.sign_time(now, key), headers=headers)


def _enrol(call: Call) -> Answer:
    grant = enrolling.ask(call.body, at=timezone.now(), source=call.source)
    return Answer(200, grant) if grant is not None else Answer(HTTPStatus.ACCEPTED)


def _read(environ: dict[str, Any]) -> Call:
    """The whole call; nothing is longer than a chunk."""
    method, length = environ["REQUEST_METHOD"], int(environ.get("CONTENT_LENGTH") or 0)
    limit = LARGEST.get(method, 0)
    if length > limit:
        raise RuleBroken("message.too_large", answering.TOO_LARGE, size=length, limit=limit)
    body = environ["wsgi.input"].read(length) if length else b""
    names = {name: "HTTP_" + name.upper().replace("-", "_") for name in HEADERS}
    headers = {name: environ.get(key, "") for name, key in names.items()}
    source = str(environ.get("REMOTE_ADDR", ""))
    return Call(method, environ["PATH_INFO"], environ.get("QUERY_STRING", ""), body, headers, source)


def _problem(trouble: Trouble) -> Answer:
    status = STATUS.get(trouble.code, HTTPStatus.BAD_REQUEST)
    told = answers.Problem(trouble.code, trouble.told(str(trouble.sentence)))
    return Answer(
        status, answers.write_problem(told), kind=paths.PROBLEM_TYPE, headers=answering.told(trouble)
    )
