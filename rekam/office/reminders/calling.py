"""One HTTP request to a provider, with the one thing that matters afterwards kept apart: whether it may have
arrived. Redirects are not followed, certificates are verified, and everything has an end.
"""

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

LARGEST_ANSWER = 64 * 1024
HERE = frozenset({"127.0.0.1", "::1", "localhost"})
AGENT = "Rekam"


class NotSent(Exception):
    """Nothing left us. ``why`` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoAnswer(Exception):
    """It may have arrived; what became of it is not known. ``why`` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def told(self) -> dict[str, Any] | None:
        """The JSON object in the answer, or nothing where there is none."""
        try:
            found = json.loads(self.body)
        except ValueError:  # also what is no UTF-8
            return None
        return found if isinstance(found, dict) else None

    def wait(self, now: datetime) -> timedelta | None:
        """How long the provider asks us to wait, in seconds or until a date."""
        text = self.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return timedelta(seconds=min(int(text[:8]), 10**7))
        try:
            until = parsedate_to_datetime(text)
        except ValueError:
            return None
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(aware - now, timedelta(0))


def ask(
    method: str,
    url: str,
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """Send one request and read its answer, all within *seconds*.

    Raises `NotSent` while nothing can have arrived, `NoAnswer` from then on.
    """
    parts = urlsplit(url)
    ends = time.monotonic() + seconds
    connection = _connection(parts, seconds)
    try:
        _connect(connection)
        return _answered(connection, method, parts, {"User-Agent": AGENT, **(headers or {})}, body, ends)
    finally:
        connection.close()


def _connection(parts: SplitResult, seconds: float) -> http.client.HTTPConnection:
    """In the clear only to this machine: a token and people's numbers travel in it."""
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotSent("bad_address") from None
    if parts.scheme == "https" and host:
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    if parts.scheme == "http" and host in HERE:
        return http.client.HTTPConnection(host, port, timeout=seconds)
    raise NotSent("not_https" if parts.scheme == "http" else "bad_address")


def _connect(connection: http.client.HTTPConnection) -> None:
    try:
        connection.connect()
    except ssl.SSLError:
        raise NotSent("certificate") from None
    except (OSError, UnicodeError):  # no such host, nobody listens, too long
        raise NotSent("unreachable") from None


def _answered(
    connection: http.client.HTTPConnection,
    method: str,
    parts: SplitResult,
    headers: Mapping[str, str],
    body: bytes | None,
    ends: float,
) -> Answer:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        _allow(connection, ends)
        connection.request(method, path, body, dict(headers))
        _allow(connection, ends)
        response = connection.getresponse()
        content = _read(connection, response, ends)
    except TimeoutError:
        raise NoAnswer("timed_out") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NoAnswer("cut_off") from None
    return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, content)


def _allow(connection: http.client.HTTPConnection, ends: float) -> None:
    """What is left of the time, for the next step on the wire."""
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if connection.sock is not None:
        connection.sock.settimeout(left)


def _read(connection: http.client.HTTPConnection, response: http.client.HTTPResponse, ends: float) -> bytes:
    """The answer, piece by piece: one that drips for ever or never ends is none."""
    content = b""
    while piece := response.read1(8192):
        content += piece
        if len(content) > LARGEST_ANSWER:
            raise ValueError
        _allow(connection, ends)
    return content
