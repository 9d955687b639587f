"""Keys as values: signing (Ed25519), sealing for a recipient (HPKE, RFC 9180), and what people compare.

A signature is always made for a purpose, so that one made for a receipt is never good for a packet.
Suite 1 seals with ML-KEM-768 and X25519 together: what is recorded today must stay closed when one of
the two is broken. Suite 2 is X25519 alone, for an office whose rules allow nothing else.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rekam.wire.trouble import WireTrouble
from rekam.wire.wordlist import WORDS

HYBRID, CLASSIC = 1, 2
SUITES = (HYBRID, CLASSIC)

# Argon2id as RFC 9106, 4, asks of a machine with little memory: 64 MiB, three passes, four lanes.
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4

_MLKEM_PUBLIC, _MLKEM_SEED, _X25519 = 1184, 64, 32
_PUBLIC_SIZES = {HYBRID: _MLKEM_PUBLIC + _X25519, CLASSIC: _X25519}
_SEED_SIZES = {HYBRID: _MLKEM_SEED + _X25519, CLASSIC: _X25519}
_HPKE = {
    HYBRID: hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
    CLASSIC: hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
}
_Private: TypeAlias = hpke.MLKEM768X25519PrivateKey | X25519PrivateKey
_Public: TypeAlias = hpke.MLKEM768X25519PublicKey | X25519PublicKey


def digest(data: bytes) -> bytes:
    """SHA-256, the one hash of the wire."""
    return hashlib.sha256(data).digest()


def fingerprint(public: bytes) -> bytes:
    """What stands for a public key wherever the whole key would be too long."""
    return digest(b"rekam key\0" + public)


def words(fingerprint: bytes) -> tuple[str, ...]:
    """Eight words for two people to read to one another: 64 bits of the fingerprint."""
    return tuple(WORDS[number] for number in fingerprint[:8])


@dataclass(frozen=True)
class VerifyKey:
    """The public half of a signing key."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise WireTrouble("key.unreadable", what="size")

    def accepts(self, signature: bytes, *, purpose: str, data: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, _for(purpose, data))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key. Its text shows nothing of it."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != 32:
            raise WireTrouble("key.unreadable", what="size")

    @classmethod
    def new(cls) -> "SigningKey":
        return cls(secrets.token_bytes(32))

    @cached_property
    def public(self) -> VerifyKey:
        return VerifyKey(self._key.public_key().public_bytes_raw())

    def sign(self, *, purpose: str, data: bytes) -> bytes:
        return self._key.sign(_for(purpose, data))

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True)
class SealPublic:
    """Whom something is sealed for."""

    suite: int
    raw: bytes

    def __post_init__(self) -> None:
        if self.suite not in SUITES or len(self.raw) != _PUBLIC_SIZES[self.suite]:
            raise WireTrouble("key.unreadable", what="suite or size")

    @property
    def name(self) -> str:
        """The recipient's id: sixteen letters of the fingerprint."""
        return fingerprint(self.raw).hex()[:16]

    def seal(self, plain: bytes, *, info: bytes) -> bytes:
        """Opened only by the private half, and only with the same `info`."""
        return _HPKE[self.suite].encrypt(plain, self._key, info)

    @cached_property
    def _key(self) -> _Public:
        try:
            if self.suite == CLASSIC:
                return X25519PublicKey.from_public_bytes(self.raw)
            return hpke.MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(self.raw[:_MLKEM_PUBLIC]),
                X25519PublicKey.from_public_bytes(self.raw[_MLKEM_PUBLIC:]),
            )
        except ValueError as trouble:
            raise WireTrouble("key.unreadable", what="value") from trouble


@dataclass(frozen=True)
class SealKey:
    """The private half. Its text shows nothing of it."""

    suite: int
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.suite not in SUITES or len(self.seed) != _SEED_SIZES[self.suite]:
            raise WireTrouble("key.unreadable", what="suite or size")

    @classmethod
    def new(cls, suite: int = HYBRID) -> "SealKey":
        return cls(suite, secrets.token_bytes(_SEED_SIZES[suite]))

    @cached_property
    def public(self) -> SealPublic:
        if self.suite == CLASSIC:
            return SealPublic(CLASSIC, self._x25519.public_key().public_bytes_raw())
        lattice = self._mlkem.public_key().public_bytes_raw()
        return SealPublic(HYBRID, lattice + self._x25519.public_key().public_bytes_raw())

    def open(self, sealed: bytes, *, info: bytes) -> bytes:
        try:
            return _HPKE[self.suite].decrypt(sealed, self._key, info)
        except (InvalidTag, ValueError) as trouble:
            raise WireTrouble("key.cannot_open") from trouble

    @cached_property
    def _key(self) -> _Private:
        if self.suite == CLASSIC:
            return self._x25519
        return hpke.MLKEM768X25519PrivateKey(self._mlkem, self._x25519)

    @cached_property
    def _x25519(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.seed[-_X25519:])

    @cached_property
    def _mlkem(self) -> MLKEM768PrivateKey:
        return MLKEM768PrivateKey.from_seed_bytes(self.seed[:_MLKEM_SEED])


@dataclass(frozen=True)
class OperatorKeys:
    """What an operator's secret becomes: the same two keys on every laptop."""

    signing: SigningKey
    unlock: SealKey


def operator_keys(secret: bytes, salt: bytes) -> OperatorKeys:
    """Slow on purpose. The office keeps the salt and the two public halves, and nothing else."""
    root = stretched(secret, salt)
    return OperatorKeys(
        SigningKey(derived(root, b"rekam operator signing")),
        SealKey(CLASSIC, derived(root, b"rekam operator unlock")),
    )


def stretched(secret: bytes, salt: bytes) -> bytes:
    """Argon2id: each guess costs what signing in costs."""
    return hash_secret_raw(secret, salt, PASSES, MEMORY_KIB, LANES, 32, Type.ID)


def derived(root: bytes, label: bytes, size: int = 32) -> bytes:
    """One of several independent keys from one root (HKDF-SHA256)."""
    return HKDF(SHA256(), size, None, label).derive(root)


def _for(purpose: str, data: bytes) -> bytes:
    return b"rekam 1 " + purpose.encode() + b"\0" + data
