"""Where a station calls, what the headers are named, and how a call is signed. Both sides import this.

No status and no error text ever deletes anything at a station: only a good receipt of the second level does.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rekam.wire import shapes
from rekam.wire.keys import SigningKey, VerifyKey, digest
from rekam.wire.trouble import WireTrouble

ENROLMENTS = "/v1/enrolments"
LATEST_PACK = "/v1/packs/latest"
TIME = "/v1/time"
PACKETS = "/v1/packets"
LOG = "/v1/log"

STATION, EPOCH, DATE, SIGNATURE = "Rekam-Station", "Rekam-Epoch", "Rekam-Date", "Rekam-Signature"
CHUNKS, STATE = "Rekam-Chunks", "Rekam-State"
# Signed by the office (`signed_headers`): beside the time, what became of the keys that signed the call, and
# the highest number that came of them; with the state of a packet, that it is held twice now, for the nonce
# that the caller sent along.
KEYS, REACHED, STILL_HELD, NONCE = "Rekam-Keys", "Rekam-Reached", "Rekam-Still-Held", "Rekam-Nonce"
CONTENT_TYPE = "application/cbor"
PROBLEM_TYPE = "application/problem+cbor"

_PACKET = re.compile(r"/v1/packets/([0-9a-f]{32})(?:/(chunks/(\d{1,4})|commit|receipt))?")
_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")
_SIGNED = re.compile(r"[A-Za-z0-9_-]{86}==")
_ID = re.compile(r"[0-9a-f]{32}")


class PacketState(StrEnum):
    """What the office says about a packet."""

    UNKNOWN = "unknown"
    ARRIVING = "arriving"  # the header is held, chunks are awaited
    HELD = "held"  # committed: on disk, in the log, receipt of the first level
    HELD_TWICE = "held_twice"  # receipt of the second level
    QUARANTINED = "quarantined"  # kept, and a person decides


class Call(StrEnum):
    """What a path below a packet asks for."""

    PACKET = "packet"
    CHUNK = "chunk"
    COMMIT = "commit"
    RECEIPT = "receipt"


def packet(packet_id: bytes) -> str:
    return f"{PACKETS}/{packet_id.hex()}"


def chunk(packet_id: bytes, number: int) -> str:
    return f"{packet(packet_id)}/chunks/{number}"


def commit(packet_id: bytes) -> str:
    return f"{packet(packet_id)}/commit"


def receipt(packet_id: bytes, level: int) -> str:
    return f"{packet(packet_id)}/receipt?level={level}"


def log(*, earlier: int, later: int, leaf: int, within: int) -> str:
    """The proofs that the log of *later* entries begins with the one of *earlier*, and that entry number
    *leaf* stands in the log of *within* entries.
    """
    return f"{LOG}?from={earlier}&to={later}&leaf={leaf}&in={within}"


@dataclass(frozen=True)
class PacketPath:
    packet_id: bytes
    call: Call
    chunk: int = 0


def read_packet_path(path: str) -> PacketPath | None:
    """What a path without its query asks; None for any other path."""
    found = _PACKET.fullmatch(path)
    if found is None:
        return None
    packet_id = bytes.fromhex(found[1])
    if found[3] is not None:
        return PacketPath(packet_id, Call.CHUNK, int(found[3]))
    return PacketPath(packet_id, Call(found[2] or Call.PACKET.value))


# -- which chunks -------------------------------------------------------------------------------


def format_chunks(held: Iterable[int]) -> str:
    """`0-4,6` for {0, 1, 2, 3, 4, 6}."""
    spans: list[list[int]] = []
    for number in sorted(set(held)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def read_chunks(text: str) -> frozenset[int]:
    """What `format_chunks` wrote. Anything else says nothing: then all chunks are sent."""
    held: set[int] = set()
    for part in text.split(",") if text else []:
        found = _RANGE.fullmatch(part)
        if found is None:
            return frozenset()
        held.update(range(int(found[1]), int(found[2] or found[1]) + 1))
    return frozenset(held)


# -- signed calls -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signed:
    """Who called, by which key, and when by their clock."""

    station: bytes
    epoch: int
    date: datetime
    signature: bytes

    def verify(
        self, key: VerifyKey, *, method: str, path: str, body: bytes, hashed: bytes | None = None
    ) -> None:
        """*hashed*: the body's hash, where it was worked out before."""
        told = _told(self.station, self.epoch, self.date, method, path, hashed or digest(body))
        if not key.accepts(self.signature, purpose="call", data=told):
            raise WireTrouble("request.signature")


def sign_call(
    *, method: str, path: str, body: bytes, station: bytes, epoch: int, date: datetime, key: SigningKey
) -> dict[str, str]:
    """The headers of a signed call. `path` is as it is sent, with its query."""
    signature = key.sign(purpose="call", data=_told(station, epoch, date, method, path, digest(body)))
    return {
        STATION: station.hex(),
        EPOCH: str(epoch),
        DATE: str(shapes.milliseconds(date)),
        SIGNATURE: urlsafe_b64encode(signature).decode(),
    }


def read_call(*, station: str, epoch: str, date: str, signature: str) -> Signed:
    """The four headers of a call; missing ones are empty. Verified by nobody yet."""
    whole = _ID.fullmatch(station) and _SIGNED.fullmatch(signature)
    if not (whole and re.fullmatch(r"[1-9]\d{0,8}", epoch) and re.fullmatch(r"\d{1,14}", date)):
        raise shapes.unreadable("request", "headers")
    return Signed(bytes.fromhex(station), int(epoch), _moment(date), urlsafe_b64decode(signature))


def _told(station: bytes, epoch: int, date: datetime, method: str, path: str, hashed: bytes) -> bytes:
    lines = [method.upper(), path, station.hex(), str(epoch), str(shapes.milliseconds(date))]
    return "\n".join(lines).encode() + b"\n" + hashed


def _moment(date: str) -> datetime:
    try:
        return shapes.moment(int(date))
    except shapes.Misfit as trouble:
        raise shapes.unreadable("request", "date") from trouble
