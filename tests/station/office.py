"""An office in memory, over a real socket: what a station calls, and every way in which the link can fail it.

Held against the real receiver by `tests/contract/test_stations_office.py`.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from rekam.wire import answers, enrolment, log, packets, packs, paths, receipts, signed_headers
from rekam.wire.keys import CLASSIC, OperatorKeys, SealKey, SigningKey, VerifyKey, operator_keys
from rekam.wire.packets import Sealed
from rekam.wire.paths import PacketState
from rekam.wire.receipts import Level, Receipt
from rekam.wire.signed_headers import KeyState, StillHeld
from rekam.wire.trouble import WireTrouble
from tests.wire import make

PASSWORD = "kuda laut 7 belang"
SITI, BUDI = b"\x51" * 16, b"\xb0" * 16


@dataclass
class Held:
    header: bytes
    chunks: dict[int, bytes] = field(default_factory=dict)
    state: PacketState = PacketState.ARRIVING
    receipts: dict[int, bytes] = field(default_factory=dict)

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.header, b"".join(self.chunks[n] for n in sorted(self.chunks)))


STATUS = {"request.signature": 401}  # of what is refused; else 400


class Swallowed(ConnectionAbortedError):
    """The office did it, and the answer got lost: the connection ends without one."""


@dataclass
class Office:
    """Holds everything twice at once, unless told otherwise."""

    key: SigningKey = field(default_factory=SigningKey.new)
    receipt_key: SigningKey = field(default_factory=SigningKey.new)
    intake: SealKey = field(default_factory=SealKey.new)
    safe: SealKey = field(default_factory=SealKey.new)
    station: bytes = b"\x0a" * 16
    code: enrolment.Code = field(default_factory=enrolment.Code.new)
    approved: bool = True
    epoch: int = 1
    station_key: VerifyKey | None = None
    seal_public: Any = None
    held: dict[bytes, Held] = field(default_factory=dict)
    log: list[bytes] = field(default_factory=list)
    pack: packs.Pack | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    copies_at_once: bool = True
    full: bool = False
    frozen: bool = False
    came_so_far: Callable[[int], int] = lambda last: last  # what it says of the highest number it has
    signs_keys_with: SigningKey | None = None
    speaks_of: bytes = b""  # of whose keys, where it is not the laptop that called
    signs_what_it_holds: bool = True
    still_held: Callable[[StillHeld], str] | None = None
    calls: list[str] = field(default_factory=list)
    fault: Callable[[str, str], None] | None = None  # called after the office did it, before it answers
    problem: tuple[int, str] | None = None
    address: str = ""

    # -- keys of people ------------------------------------------------------------------------

    def operator(
        self, who: bytes = SITI, login: str = "siti", password: str = PASSWORD
    ) -> packs.PackOperator:
        salt = who
        keys = keys_of(password, salt)
        return packs.PackOperator(
            id=who,
            name={SITI: "Siti Rahayu", BUDI: "Budi Santoso"}.get(who, "Dewi Lestari"),
            login=login,
            salt=salt,
            unlock_public=keys.unlock.public.raw,
            sign_public=keys.signing.public.raw,
            role="operator",
        )

    def make_pack(self, **other: Any) -> packs.Pack:
        usual = packs.Pack(
            office=packs.Office("64.08", "Disdukcapil Kutai Timur", "Asia/Makassar"),
            version=1,
            made_at=self.now(),
            expires_at=self.now() + timedelta(days=7),
            station=packs.StationPlace(self.station, "Laptop 1", "64.08.04", "Sangatta Utara", "64.08.04"),
            visit=None,
            residents=(make.resident(),),
            operators=(self.operator(),),
            open_days=(self.now().date(),),
            recipients={
                key.public.name: packs.Recipient(key.public.suite, key.public.raw)
                for key in (self.intake, self.safe)
            },
            receipt_keys=(self.receipt_key.public.raw,),
            rules=packs.Rules({"slap": 40, "thumbs": 40, "irises": 60, "face": 90}, 3, 14 * 86400, 300),
        )
        self.pack = replace(usual, **other)
        return self.pack

    def issue(self, pack: packs.Pack | None = None, *, signing: SigningKey | None = None) -> bytes:
        return packs.issue(pack or self.make_pack(), signing=signing or self.key, station=self.seal_public)

    # -- what it answers -----------------------------------------------------------------------

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.calls.append(f"{method} {path}")
        status, headers, content = self._answer(method, path, environ.get("QUERY_STRING", ""), body, environ)
        if self.fault is not None:
            self.fault(method, path)
        kind = paths.CONTENT_TYPE if status < 400 else paths.PROBLEM_TYPE
        content = b"" if method == "HEAD" else content
        start(
            f"{status} X", [*headers.items(), ("Content-Type", kind), ("Content-Length", str(len(content)))]
        )
        return [content]

    def _answer(
        self, method: str, path: str, query: str, body: bytes, environ: dict[str, Any]
    ) -> tuple[int, dict[str, str], bytes]:
        if self.problem is not None:
            return _problem(*self.problem)
        if path == paths.ENROLMENTS:
            return self._enrol(body)
        try:
            return self._for_station(method, path, query, body, environ)
        except WireTrouble as trouble:
            return _problem(STATUS.get(trouble.code, 400), trouble.code)

    def _for_station(
        self, method: str, path: str, query: str, body: bytes, environ: dict[str, Any]
    ) -> tuple[int, dict[str, str], bytes]:
        self._check(method, path + (f"?{query}" if query else ""), body, environ)
        if path == paths.TIME:
            return 200, self._keys(environ), answers.sign_time(self.now(), self.key)
        if path == paths.LATEST_PACK:
            return 200, {}, self.issue(self.pack)
        if path == paths.LOG:
            return self._history(query)
        asked = paths.read_packet_path(path)
        assert asked is not None, path
        status, headers, content = self._packet(method, asked, query, body)
        nonce = environ.get("HTTP_" + paths.NONCE.upper().replace("-", "_"), "")
        if nonce and headers.get(paths.STATE) == PacketState.HELD_TWICE.value and self.signs_what_it_holds:
            held = packets.read(self.held[asked.packet_id].header).header
            word = signed_headers.still_held(held.packet_id, held.digest, nonce)
            sign = self.still_held or (lambda word: signed_headers.sign(word, self.receipt_key))
            headers[paths.STILL_HELD] = sign(word)
        return status, headers, content

    def _keys(self, environ: dict[str, Any]) -> dict[str, str]:
        state = KeyState.FROZEN if self.frozen else KeyState.ACTIVE
        epoch = int(environ["HTTP_" + paths.EPOCH.upper().replace("-", "_")])
        whose, key = self.speaks_of or self.station, self.signs_keys_with or self.key
        told = {paths.KEYS: signed_headers.sign(signed_headers.Keys(whose, epoch, state, self.now()), key)}
        headers = [packets.read(held.header).header for held in self.held.values()]
        last = self.came_so_far(max((each.sequence for each in headers if each.epoch == epoch), default=0))
        if last:
            told[paths.REACHED] = signed_headers.sign(
                signed_headers.Reached(whose, epoch, last, self.now()), key
            )
        return told

    def _check(self, method: str, path: str, body: bytes, environ: dict[str, Any]) -> None:
        names = {n: environ.get("HTTP_" + n.upper().replace("-", "_"), "") for n in (
            paths.STATION, paths.EPOCH, paths.DATE, paths.SIGNATURE)}  # fmt: skip
        call = paths.read_call(
            station=names[paths.STATION], epoch=names[paths.EPOCH], date=names[paths.DATE],
            signature=names[paths.SIGNATURE],
        )  # fmt: skip
        assert self.station_key is not None
        call.verify(self.station_key, method=method, path=path, body=body)

    def _enrol(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        try:
            enrolment.check_code(body, self.code)
        except WireTrouble:
            return _problem(403, "enrolment.code")
        request = enrolment.read_request(body)
        if not self.approved:
            return 202, {}, b""
        self.station_key, self.seal_public = request.signing_key, request.seal_key
        grant = enrolment.Grant(
            station=self.station,
            epoch=self.epoch,
            office_name="Disdukcapil Kutai Timur",
            office_key=self.key.public.raw,
            receipt_keys=(self.receipt_key.public.raw,),
            recipients={k.public.name: packs.Recipient(k.public.suite, k.public.raw) for k in (self.intake,)},
            approved_by="Dewi",
            second_officer="Budi",
        )
        return 200, {}, enrolment.grant(grant, code=self.code, request=body)

    def _packet(
        self, method: str, asked: paths.PacketPath, query: str, body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        held = self.held.get(asked.packet_id)
        if method == "PUT" and asked.call is paths.Call.PACKET:
            if self.full:
                return _problem(507, "office.full")
            held = self.held.setdefault(asked.packet_id, Held(body))
            return (201 if held.state is PacketState.ARRIVING else 200), self._stands(held), b""
        if held is None:
            return _problem(404, "packet.unknown")
        header = packets.read(held.header).header
        if asked.call is paths.Call.CHUNK:
            packets.check_chunk(header, asked.chunk, body)
            held.chunks[asked.chunk] = body
            return 204, {}, b""
        if asked.call is paths.Call.COMMIT:
            if missing := set(range(len(header.chunks))) - held.chunks.keys():
                status, _, content = _problem(409, "packet.chunks_missing")
                return status, {"Rekam-Missing": paths.format_chunks(missing)}, content
            packets.check_ciphertext(header, held.sealed.ciphertext)
            self._hold(held, header)
            return 200, self._stands(held), held.receipts[1]
        if asked.call is paths.Call.RECEIPT:
            data = held.receipts.get(int(query.removeprefix("level=")))
            return (200, self._stands(held), data) if data else (202, self._stands(held), b"")
        return 200, self._stands(held), b""

    def _hold(self, held: Held, header: packets.Header) -> None:
        held.state = PacketState.HELD
        held.receipts.setdefault(1, self.receipt(header, Level.HELD))
        if self.copies_at_once:
            self.copy(header.packet_id)

    def copy(self, packet_id: bytes) -> None:
        """The second copy was read back."""
        held = self.held[packet_id]
        held.state = PacketState.HELD_TWICE
        held.receipts.setdefault(2, self.receipt(packets.read(held.header).header, Level.HELD_TWICE))

    def receipt(self, header: packets.Header, level: Level, **other: Any) -> bytes:
        usual = Receipt(
            packet_id=header.packet_id,
            digest=header.digest,
            station=header.station,
            epoch=header.epoch,
            sequence=header.sequence,
            level=level,
            log_index=self._enter(header),
            log_size=len(self.log),
            log_root=log.root_of(self.log),
            office_time=self.now(),
        )
        return receipts.sign(replace(usual, **other), self.receipt_key)

    def _enter(self, header: packets.Header) -> int:
        """Where it stands in the log of all that came."""
        leaf = log.leaf_hash(receipts.entry(header))
        if leaf not in self.log:
            self.log.append(leaf)
        return self.log.index(leaf)

    def _history(self, query: str) -> tuple[int, dict[str, str], bytes]:
        asked = {name: int(value) for name, value in (each.split("=") for each in query.split("&"))}
        if max(asked["to"], asked["in"]) > len(self.log):
            return _problem(404, "log.not_so_long")
        shown = log.Proof(
            tuple(log.consistency_proof(self.log[: asked["to"]], asked["from"])),
            tuple(log.inclusion_proof(self.log[: asked["in"]], asked["leaf"])),
        )
        return 200, {}, shown.to_bytes()

    def _stands(self, held: Held) -> dict[str, str]:
        return {paths.STATE: held.state.value, paths.CHUNKS: paths.format_chunks(held.chunks)}


def _problem(status: int, code: str) -> tuple[int, dict[str, str], bytes]:
    return status, {}, answers.write_problem(answers.Problem(code, "An invented problem: deleted duplicate."))


_keys: dict[tuple[str, bytes], OperatorKeys] = {}


def keys_of(password: str, salt: bytes) -> OperatorKeys:
    """Slow on purpose, so worked out once."""
    if (password, salt) not in _keys:
        _keys[password, salt] = operator_keys(password.encode(), salt)
    return _keys[password, salt]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        return  # a swallowed answer is one


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return

    def address_string(self) -> str:
        return "127.0.0.1"


@contextmanager
def served(office: Office) -> Iterator[Office]:
    """On a port of this machine."""
    with make_server("127.0.0.1", 0, office, server_class=_Server, handler_class=_Quiet) as server:
        office.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield office
        server.shutdown()


__all__ = ["BUDI", "CLASSIC", "PASSWORD", "SITI", "Held", "Office", "Swallowed", "keys_of", "served"]
