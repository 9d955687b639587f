"""Servers that speak the providers' protocols over real sockets on this machine, well behaved or not.

Each counts what reached it. A script says how the next requests are answered; without one, as documented.
"""

import json
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

# How a request can end.
ANSWER, HANG_UP, HANG = "answer", "hang_up", "hang"


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    how: str = ANSWER
    is_taken: bool = True  # whether the provider has taken the message

    @classmethod
    def json(cls, status: int, data: Any, **rest: Any) -> "Reply":
        return cls(status, json.dumps(data).encode(), {"Content-Type": "application/json"}, **rest)


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> dict[str, Any]:
        if "json" in self.headers.get("content-type", ""):
            found: dict[str, Any] = json.loads(self.body)
            return found
        return dict(parse_qsl(self.body.decode()))


class Provider:
    """What all HTTP providers here have in common: a script, a memory, and a lamp that lights when asked."""

    def __init__(self) -> None:
        self.script: deque[Reply] = deque()
        self.requests: list[Request] = []
        self.taken: list[Any] = []  # every message taken, as often as it was
        self.got_one = threading.Event()
        self.let_go = threading.Event()  # ends what hangs
        self.url = ""

    def next(self, *replies: Reply) -> None:
        self.script.extend(replies)

    def answer(self, request: Request) -> Reply:
        raise NotImplementedError

    def handle(self, request: Request) -> Reply:
        self.requests.append(request)
        usual = self.answer(request)
        reply = self.script.popleft() if self.script and request.method == "POST" else usual
        if request.method == "POST" and reply.is_taken and reply.status < 400:
            self.take(request)
        self.got_one.set()
        return reply

    def take(self, request: Request) -> None:
        raise NotImplementedError


class SmsGateway(Provider):
    """POST to, text, reference; GET /status/REFERENCE says what became of it."""

    def answer(self, request: Request) -> Reply:
        if request.method == "GET":
            return self._status(urlsplit(request.path).path.rpartition("/")[2])
        return Reply.json(200, {"id": f"gw-{len(self.taken) + 1}", "status": "accepted"})

    def _status(self, reference: str) -> Reply:
        known = [each for each in self.taken if each["reference"] == reference]
        if not known:
            return Reply.json(404, {"error": "unknown reference"})
        return Reply.json(200, {"reference": reference, "id": "gw-9", "status": "sent"})

    def take(self, request: Request) -> None:
        self.taken.append(request.data)


class CloudApi(Provider):
    """POST /vNN/PHONE_ID/messages of the WhatsApp Business Cloud API."""

    def answer(self, request: Request) -> Reply:
        to = request.data["to"]
        number = f"wamid.HBgN{len(self.taken) + 1:04}"
        return Reply.json(
            200,
            {
                "messaging_product": "whatsapp",
                "contacts": [{"input": to, "wa_id": to}],
                "messages": [{"id": number, "message_status": "accepted"}],
            },
        )

    def take(self, request: Request) -> None:
        self.taken.append(request.data)


def graph_error(status: int, code: int, message: str, details: str = "", **headers: str) -> Reply:
    """An error as the API documents it."""
    error = {
        "message": f"(#{code}) {message}",
        "type": "OAuthException",
        "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": details},
        "fbtrace_id": "Az8or2yhqkZfEZ-_4Qn_Bam",
    }
    reply = Reply.json(status, {"error": error})
    reply.headers.update(headers)
    return reply


class Listening(ThreadingHTTPServer):
    """Clients hang up here as a matter of course; any other trouble is shown."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """On a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self._do()

        def do_GET(self) -> None:
            self._do()

        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, self.rfile.read(length))
            reply = provider.handle(request)
            if reply.how == HANG:
                provider.let_go.wait(30)
            if reply.how != ANSWER:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: Any) -> None:
            return

    server = Listening(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        provider.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


# -- mail ---------------------------------------------------------------------------------------------------


class MailServer:
    """A small honest SMTP server (RFC 5321). ``on`` says otherwise for a command: a reply, or `HANG_UP`."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.recipients: list[str] = []
        self.on: dict[str, str] = {}
        self.port = 0
        self.let_go = threading.Event()  # ends what hangs

    def _said(self, command: str, usual: str) -> str:
        return self.on.get(command, usual)

    def talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as wire:
            say = _speaker(wire)
            say(self._said("CONNECT", "220 contoh.id ESMTP"))
            while line := wire.readline():
                command = line.split(None, 1)[0].upper().decode() if line.split() else ""
                if not self._answered(command, line, wire, say):
                    return

    def _answered(self, command: str, line: bytes, wire: Any, say: Callable[[str], None]) -> bool:
        """Whether the talk goes on."""
        reply = self._said(command, {"DATA": "354 go on", "QUIT": "221 bye"}.get(command, "250 OK"))
        if reply == HANG_UP:
            return False
        if command == "RCPT" and reply.startswith("250"):
            self.recipients.append(line.decode().partition("<")[2].rstrip("\r\n>"))
        say(reply)
        if command == "DATA" and reply.startswith("354"):
            return self._data(wire, say)
        return command != "QUIT"

    def _data(self, wire: Any, say: Callable[[str], None]) -> bool:
        lines = []
        while (line := wire.readline()) and line != b".\r\n":
            lines.append(line)
        reply = self._said("TEXT", "250 queued")
        if reply.startswith("250") or reply in (HANG_UP, HANG):
            self.taken.append(b"".join(lines).decode())
        if reply == HANG:
            self.let_go.wait(30)
        if reply in (HANG_UP, HANG):
            return False
        say(reply)
        return True


def _speaker(wire: Any) -> Callable[[str], None]:
    def say(text: str) -> None:
        wire.write(text.encode() + b"\r\n")
        wire.flush()

    return say


@contextmanager
def mail_running() -> Iterator[MailServer]:
    server = MailServer()
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                connection, _from = listener.accept()
            except OSError:
                return
            threading.Thread(target=server.talk, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def elapsed(since: float) -> float:
    return time.monotonic() - since
