"""One call to the office, signed, and what came of it. Whatever goes wrong has one true cause with a name."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from rekam.wire import answers, paths
from rekam.wire.keys import SigningKey

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
LARGEST_ANSWER = 80 * 1024 * 1024

_NONE: Mapping[str, str] = MappingProxyType({})


class Cause(StrEnum):
    """Why a call did not do what it was for. Each has its own sentence on the screen (`sending.words`)."""

    NO_NETWORK = "no_network"  # the office cannot be reached
    NOT_THE_OFFICE = "not_the_office"  # somebody else answers, as in a hotel's network
    OFFICE_TROUBLE = "office_trouble"  # its server has a fault just now
    REFUSED = "refused"  # the office says no, and why
    FULL = "full"  # the office has no room now
    KEYS = "keys"  # a key is missing here
    CERTIFICATE = "certificate"
    INSIDE = "inside"  # trouble of this laptop itself


class Failed(Exception):
    """A call that came to nothing. Whatever lies here stays here."""

    def __init__(self, cause: Cause, code: str = "", sentence: str = "") -> None:
        super().__init__(cause.value, code, sentence)
        self.cause, self.code, self.sentence = cause, code, sentence


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Caller:
    """Who signs."""

    station: bytes
    epoch: int
    key: SigningKey = field(repr=False)


class Line:
    """A connection to the office, opened when needed and kept while it works."""

    def __init__(self, address: str, caller: Caller | None = None) -> None:
        self._parts = urlsplit(address)
        self._caller = caller
        self.epoch = caller.epoch if caller else None
        self._held: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: bytes = b"", *, at: datetime, beside: Mapping[str, str] = _NONE
    ) -> Answer:
        """The office's answer, good or not. `Failed` only where there is none, or it is nobody's we know.

        *beside*: headers that are sent along, unsigned.
        """
        headers = {"Content-Type": paths.CONTENT_TYPE, "Content-Length": str(len(body)), **beside}
        if self._caller is not None:
            who = self._caller
            headers |= paths.sign_call(
                method=method,
                path=path,
                body=body,
                station=who.station,
                epoch=who.epoch,
                date=at,
                key=who.key,
            )
        try:
            answer = self._sent(method, self._parts.path.rstrip("/") + path, body, headers)
        except ssl.SSLCertVerificationError as error:
            raise Failed(Cause.CERTIFICATE, type(error).__name__) from error
        except (OSError, http.client.HTTPException) as error:
            raise Failed(Cause.NO_NETWORK, type(error).__name__) from error
        finally:
            if self._held is not None and self._held.sock is None:
                self._held = None
        return _known(answer, method)

    def close(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def _sent(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = self._held or self._opened()
        self._held = connection
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            content = response.read(LARGEST_ANSWER)
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        return Answer(response.status, content, {k.lower(): v for k, v in response.getheaders()})

    def _opened(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(host, port, timeout=CONNECT_SECONDS)
        connection.connect()
        connection.sock.settimeout(ANSWER_SECONDS)
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def _known(answer: Answer, method: str) -> Answer:
    """Whatever is not in the office's own format comes from somebody on the way."""
    kind = answer.header("Content-Type").split(";")[0]
    empty = method == "HEAD" or not answer.body
    ours = kind in {paths.CONTENT_TYPE, paths.PROBLEM_TYPE} or (empty and answer.is_good)
    if not ours and not (method == "HEAD" and answer.header(paths.STATE)):
        down = answer.status >= 500
        raise Failed(Cause.OFFICE_TROUBLE if down else Cause.NOT_THE_OFFICE, str(answer.status))
    return answer


def refusal(answer: Answer) -> Failed:
    """What a problem document says, as one of our causes."""
    problem = answers.read_problem(answer.body)
    if answer.status == 507:
        return Failed(Cause.FULL, "office.full", problem.sentence)  # an answer to HEAD has no body
    return Failed(Cause.REFUSED, problem.code, problem.sentence)
