"""The roster pack: what a laptop takes along, signed by the office and sealed for that one laptop.

It expires, because what it says about people grows old and a lost laptop must become useless. A laptop takes
only a pack that is newer than the one it has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from rekam.wire import cbor, shapes
from rekam.wire.cbor import Value
from rekam.wire.keys import SealKey, SealPublic, SigningKey, VerifyKey
from rekam.wire.shapes import AtLeast, Count, Hash, Id, Short, Size
from rekam.wire.trouble import WireTrouble

VERSION = 1
_NO_LONGER_SAID: Mapping[str, list[Value]] = {"reasons": []}  # what an older program asks for all the same
LARGEST = 64 * 1024 * 1024


class Standing(StrEnum):
    """What the register says of a resident's recording."""

    UNRECORDED = "unrecorded"
    RECORDED = "recorded"
    FIRST_TIMER = "first_timer"


@dataclass(frozen=True)
class Office:
    code: Short
    name: Short
    time_zone: Short


@dataclass(frozen=True)
class StationPlace:
    """The laptop, and where it is going."""

    id: Id
    name: Short
    place_code: Short
    place: Short
    area: Short


@dataclass(frozen=True)
class Visit:
    id: Short
    title: Short
    first_day: date
    last_day: date


@dataclass(frozen=True)
class PackResident:
    """Only what the counter needs. `token` means something to the office alone; it is the code
    of the summons of whoever was sent one.
    """

    token: Short
    nik: Annotated[str, Size(exactly=16)]
    kk: Short
    name: Short
    born: date | None
    birth_place: Short
    sex: Short
    area: Short
    village: Short
    address: Short
    rt: Short
    rw: Short
    blood: Short
    religion: Short
    marital: Short
    standing: Standing
    expected: bool


@dataclass(frozen=True)
class PackOperator:
    """Who may work at this laptop. What opens their keys is known to them alone."""

    id: Id
    name: Short
    login: Short
    salt: Annotated[bytes, Size(at_most=64)]
    unlock_public: Annotated[bytes, Size(exactly=32)]
    sign_public: Hash
    role: Short


@dataclass(frozen=True)
class Recipient:
    """Whom packets are sealed for: the intake, and the key kept in a safe."""

    suite: int
    public: Annotated[bytes, Size(at_most=2048)]

    @property
    def key(self) -> SealPublic:
        return SealPublic(self.suite, self.public)


@dataclass(frozen=True)
class Rules:
    """What the office has set for its counters."""

    thresholds: Mapping[str, Count]  # what is captured -> least quality: "slap", "thumbs", "irises", "face"
    tries: Annotated[int, AtLeast(1)]
    holding_seconds: Count
    idle_lock_seconds: Annotated[int, AtLeast(1)]


@dataclass(frozen=True)
class Pack:
    office: Office
    version: Annotated[int, AtLeast(1)]
    made_at: datetime
    expires_at: datetime
    station: StationPlace
    visit: Visit | None
    residents: tuple[PackResident, ...]
    operators: tuple[PackOperator, ...]
    open_days: tuple[date, ...]
    recipients: Mapping[str, Recipient]
    receipt_keys: tuple[Hash, ...]
    rules: Rules

    @property
    def intake(self) -> dict[str, SealPublic]:
        """As `packets.seal` takes them."""
        return {name: recipient.key for name, recipient in self.recipients.items()}

    @property
    def receipts(self) -> tuple[VerifyKey, ...]:
        """As `receipts.read_receipt` takes them."""
        return tuple(VerifyKey(raw) for raw in self.receipt_keys)


def write(pack: Pack) -> bytes:
    """With an empty list of what nobody reads: a laptop that was not updated yet wants the field."""
    body = shapes.to_value(pack)
    assert isinstance(body, dict)
    return cbor.encode([VERSION, {**body, **_NO_LONGER_SAID}])


def read(raw: bytes) -> Pack:
    """Also one of an office that was not updated yet, or that was taken before the laptop was."""
    return shapes.unpack(
        raw, Pack, subject="pack", version=VERSION, limit=LARGEST, passed_over=_NO_LONGER_SAID
    )


def issue(pack: Pack, *, signing: SigningKey, station: SealPublic) -> bytes:
    """Signed first, then sealed: nobody on the way sees even who signed."""
    raw = write(pack)
    signed = cbor.encode([raw, signing.sign(purpose="pack", data=_bound(raw, station))])
    return station.seal(signed, info=_INFO)


def open_pack(data: bytes, *, office: VerifyKey, station: SealKey, now: datetime, newer_than: int) -> Pack:
    """`newer_than`: the version in use, 0 for none. That version itself is refused as well."""
    if len(data) > LARGEST:
        raise WireTrouble("message.too_large", size=len(data), limit=LARGEST)
    if not data:
        raise shapes.unreadable("pack", "empty")
    raw, signature = shapes.parts(_opened(data, station), count=2, subject="pack", limit=LARGEST)
    if not office.accepts(signature, purpose="pack", data=_bound(raw, station.public)):
        raise WireTrouble("pack.signature")
    pack = read(raw)
    if pack.version <= newer_than:
        raise WireTrouble("pack.older", version=pack.version, held=newer_than)
    if now >= pack.expires_at:
        raise WireTrouble("pack.expired")
    return pack


def _opened(data: bytes, station: SealKey) -> bytes:
    try:
        return station.open(data, info=_INFO)
    except WireTrouble as trouble:
        raise WireTrouble("pack.another_station") from trouble


def _bound(raw: bytes, station: SealPublic) -> bytes:
    """A laptop cannot pass its pack on: the signature is for the key it was sealed for."""
    return station.raw + raw


_INFO = b"rekam pack"
