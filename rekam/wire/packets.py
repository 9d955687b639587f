"""The sealed packet: what a station signs, what the office checks without being able to read it.

The header holds no personal data. The content is padded to a class of sizes, encrypted under a fresh key
(AES-256-GCM), and that key is wrapped for each recipient at the office (HPKE); both are bound to every field
of the header that is known before. The station signs the hash of the header, which names the hash of the
ciphertext: so the signature covers everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from secrets import token_bytes
from typing import Annotated

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rekam.wire import cbor, shapes
from rekam.wire.cbor import Value
from rekam.wire.keys import SUITES, SealKey, SealPublic, SigningKey, VerifyKey, digest
from rekam.wire.shapes import AtLeast, Count, Hash, Id, Size, milliseconds
from rekam.wire.trouble import WireTrouble

VERSION = 1
FIRST = b"\0" * 32  # what stands before the first packet of an epoch
CHUNK_SIZES = (16 * 1024, 32 * 1024, 64 * 1024, 128 * 1024, 256 * 1024)
USUAL_CHUNK = 64 * 1024
MOST_CHUNKS = 1024  # their hashes stand in the header; a larger packet has larger ones
LARGEST_CIPHERTEXT = 32 * 1024 * 1024
LARGEST_HEADER = 64 * 1024
MOST_RECIPIENTS = 8

_TAG = 16
_NONCE = b"\0" * 12  # every content key encrypts once
_SMALLEST_CLASS = 16 * 1024
_END = b"\x80"


@dataclass(frozen=True)
class Header:
    """What everybody may read. `sequence` has no gaps; `previous` is the hash of the one before."""

    suite: Annotated[int, AtLeast(1)]
    packet_id: Id
    station: Id
    epoch: Annotated[int, AtLeast(1)]
    sequence: Annotated[int, AtLeast(1)]
    previous: Hash
    sealed_at: datetime  # the laptop's clock: data, never order
    boot_id: Id
    office_time_seen: datetime | None
    operator: Id
    pack_version: Count
    keys: Annotated[Mapping[str, Annotated[bytes, Size(at_most=2048)]], Size(at_most=MOST_RECIPIENTS)]
    length: Annotated[int, AtLeast(1)]
    digest: Hash
    chunk_size: int
    chunks: tuple[Hash, ...]

    @property
    def version(self) -> int:
        return VERSION

    def span(self, number: int) -> range:
        """Where a chunk lies in the ciphertext."""
        start = number * self.chunk_size
        return range(start, min(start + self.chunk_size, self.length))


@dataclass(frozen=True)
class Sealed:
    """`header` is the signed envelope; both are kept as they are, byte for byte."""

    header: bytes
    ciphertext: bytes


@dataclass(frozen=True)
class SignedHeader:
    header: Header
    raw: bytes  # the header's own bytes
    signature: bytes
    envelope: bytes  # both, as they travel

    @cached_property
    def hash(self) -> bytes:
        """What the next packet names as its previous, and what tells two packets of one id apart."""
        return digest(self.envelope)

    def verify(self, key: VerifyKey) -> None:
        if not key.accepts(self.signature, purpose="packet", data=digest(self.raw)):
            raise WireTrouble("packet.signature")


def seal(
    content: bytes,
    *,
    packet_id: bytes,
    station: bytes,
    epoch: int,
    sequence: int,
    previous: bytes,
    sealed_at: datetime,
    boot_id: bytes,
    office_time_seen: datetime | None,
    operator: bytes,
    pack_version: int,
    recipients: Mapping[str, SealPublic],
    signing: SigningKey,
    chunk_size: int = USUAL_CHUNK,
) -> Sealed:
    """From now on only the office can read it. Chunks are larger than asked where they would be too many."""
    plain = padded(content)
    while MOST_CHUNKS * chunk_size < len(plain) + _TAG:
        chunk_size *= 2
    begun = Header(
        suite=_suite(recipients),
        packet_id=packet_id,
        station=station,
        epoch=epoch,
        sequence=sequence,
        previous=previous,
        sealed_at=sealed_at,
        boot_id=boot_id,
        office_time_seen=office_time_seen,
        operator=operator,
        pack_version=pack_version,
        keys=dict.fromkeys(recipients, b""),
        length=0,
        digest=FIRST,
        chunk_size=chunk_size,
        chunks=(),
    )
    content_key, known = token_bytes(32), _known(begun)
    ciphertext = AESGCM(content_key).encrypt(_NONCE, plain, known)
    header = replace(
        begun,
        keys={name: key.seal(content_key, info=_info(known)) for name, key in recipients.items()},
        length=len(ciphertext),
        digest=digest(ciphertext),
        chunks=tuple(digest(part) for part in split(ciphertext, chunk_size)),
    )
    _hold_together(header)
    return Sealed(_signed(header, signing), ciphertext)


@lru_cache(maxsize=256)
def read(envelope: bytes) -> SignedHeader:
    """Who says it is not known before `verify`. A packet has a dozen calls, and its header is read once."""
    raw, signature = shapes.parts(envelope, count=2, subject="packet", limit=LARGEST_HEADER)
    header = shapes.unpack(raw, Header, subject="packet", version=VERSION, limit=LARGEST_HEADER)
    if len(signature) != 64:
        raise shapes.unreadable("packet", "signature")
    _hold_together(header)
    return SignedHeader(header, raw, signature, envelope)


def check_chunk(header: Header, number: int, chunk: bytes, *, hashed: bytes | None = None) -> None:
    """*hashed*: the chunk's hash, where it was worked out before."""
    if not 0 <= number < len(header.chunks) or (hashed or digest(chunk)) != header.chunks[number]:
        raise WireTrouble("packet.chunk", number=number)


def check_ciphertext(header: Header, ciphertext: bytes) -> None:
    if len(ciphertext) != header.length or digest(ciphertext) != header.digest:
        raise WireTrouble("packet.ciphertext")


def open_packet(signed: SignedHeader, ciphertext: bytes, private: SealKey) -> bytes:
    """The content, whoever's wrapped key this private key opens."""
    header = signed.header
    check_ciphertext(header, ciphertext)
    known = _known(header)
    try:
        return unpadded(AESGCM(_content_key(header, known, private)).decrypt(_NONCE, ciphertext, known))
    except (InvalidTag, ValueError) as trouble:
        raise WireTrouble("packet.cannot_open") from trouble


def split(ciphertext: bytes, size: int) -> list[bytes]:
    return [ciphertext[start : start + size] for start in range(0, len(ciphertext), size)]


# -- sizes --------------------------------------------------------------------------------------


def size_class(size: int) -> int:
    """The size to which content is padded: 32 classes between one power of two and the next, 3 % at most."""
    if size <= _SMALLEST_CLASS:
        return _SMALLEST_CLASS
    step = max(1 << (size - 1).bit_length() - 6, 1024)
    return -(-size // step) * step


def padded(content: bytes) -> bytes:
    size = size_class(len(content) + 1)
    if size + _TAG > LARGEST_CIPHERTEXT:
        raise WireTrouble("packet.too_large", size=size, limit=LARGEST_CIPHERTEXT - _TAG)
    return (content + _END).ljust(size, b"\0")


def unpadded(plain: bytes) -> bytes:
    end = plain.rfind(_END)  # without a copy of what may be large
    is_padded = end >= 0 and plain.count(0, end) == len(plain) - end - 1
    if not is_padded or len(plain) != size_class(end + 1):
        raise WireTrouble("packet.cannot_open")
    return plain[:end]


# -- the parts of sealing -----------------------------------------------------------------------


def _suite(recipients: Mapping[str, SealPublic]) -> int:
    suites = {key.suite for key in recipients.values()}
    if len(suites) != 1 or len(recipients) > MOST_RECIPIENTS:
        raise WireTrouble("packet.recipients")
    return suites.pop()


def _known(header: Header) -> bytes:
    """Every field that is known before the content is encrypted."""
    h = header
    place: list[Value] = [VERSION, h.suite, h.packet_id, h.station, h.epoch, h.sequence, h.previous]
    times: list[Value] = [milliseconds(h.sealed_at), h.boot_id, _seen(h.office_time_seen)]
    return cbor.encode([*place, *times, h.operator, h.pack_version, sorted(h.keys)])


def _seen(moment: datetime | None) -> int | None:
    return None if moment is None else milliseconds(moment)


def _info(known: bytes) -> bytes:
    return b"rekam packet key\0" + known


def _signed(header: Header, signing: SigningKey) -> bytes:
    raw = shapes.pack(header, version=VERSION)
    return cbor.encode([raw, signing.sign(purpose="packet", data=digest(raw))])


def _content_key(header: Header, known: bytes, private: SealKey) -> bytes:
    """Its own entry first; an office may also have named it otherwise."""
    own = private.public.name
    for name in sorted(header.keys, key=lambda name: name != own):
        try:
            return private.open(header.keys[name], info=_info(known))
        except WireTrouble:
            continue
    raise WireTrouble("packet.cannot_open")


def _hold_together(header: Header) -> None:
    """What the fields say about one another."""
    wanted = -(-header.length // header.chunk_size) if header.chunk_size in CHUNK_SIZES else 0
    claims = {
        "suite": header.suite in SUITES,
        "keys": len(header.keys) > 0,
        "length": header.length <= LARGEST_CIPHERTEXT,
        "chunks": len(header.chunks) == wanted > 0,
        "previous": (header.previous == FIRST) == (header.sequence == 1),
    }
    for what, holds in claims.items():
        if not holds:
            raise shapes.unreadable("packet", what)
