"""The office's receipt. The only thing after which a station may delete, and only at the second level.

Level 1: the packet lies on the office's disk and in its log. Level 2: a second copy on another disk was
written, read back and found equal. The bytes of a receipt are made once and stay the same for ever.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Annotated

from rekam.wire import cbor, shapes
from rekam.wire.keys import SigningKey, VerifyKey
from rekam.wire.packets import Header
from rekam.wire.shapes import AtLeast, Hash, Id, Number
from rekam.wire.trouble import WireTrouble

VERSION = 1
_LARGEST = 4096


class Level(IntEnum):
    """How surely the office holds a packet."""

    HELD = 1
    HELD_TWICE = 2


@dataclass(frozen=True)
class Receipt:
    """`log_root` is the root of the office's log of `log_size` entries, of which this is `log_index`."""

    packet_id: Id
    digest: Hash
    station: Id
    epoch: Annotated[int, AtLeast(1)]
    sequence: Annotated[int, AtLeast(1)]
    level: int
    log_index: Number
    log_size: Annotated[int, AtLeast(1)]
    log_root: Hash
    office_time: datetime

    def check_for(self, header: Header, digest: bytes) -> None:
        """Whether it is for this packet, and these bytes: `digest` is a fresh hash of what lies here."""
        mine = (header.packet_id, header.station, header.epoch, header.sequence)
        named = (self.packet_id, self.station, self.epoch, self.sequence)
        if mine != named or not digest == header.digest == self.digest:
            raise WireTrouble("receipt.other_packet")


def sign(receipt: Receipt, key: SigningKey) -> bytes:
    raw = shapes.pack(receipt, version=VERSION)
    return cbor.encode([raw, key.sign(purpose="receipt", data=raw)])


def read_receipt(data: bytes, *keys: VerifyKey) -> Receipt:
    """A receipt that one of the office's receipt keys has signed."""
    raw, signature = shapes.parts(data, count=2, subject="receipt", limit=_LARGEST)
    if not any(key.accepts(signature, purpose="receipt", data=raw) for key in keys):
        raise WireTrouble("receipt.signature")
    receipt = shapes.unpack(raw, Receipt, subject="receipt", version=VERSION, limit=_LARGEST)
    if receipt.level not in list(Level) or receipt.log_index >= receipt.log_size:
        raise shapes.unreadable("receipt", "level or place in the log")
    return receipt


def entry(header: Header) -> bytes:
    """What the office's log holds of a packet."""
    h = header
    return cbor.encode([VERSION, h.packet_id, h.digest, h.station, h.epoch, h.sequence])
