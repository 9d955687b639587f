"""Binding a laptop to the office: a short-lived code, proofs in both directions, words for people to compare.

The office shows a code to two people. The laptop sends its new public keys with a proof that whoever sits
there knows the code; the office answers with its own keys and a proof that it knows the code, too. Both
screens then show eight words of the laptop's keys. Guessing a code from what went over the line costs
an Argon2id for each guess, and the code is good for ten minutes.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from rekam.wire import cbor, shapes
from rekam.wire.keys import (
    SealPublic,
    SigningKey,
    VerifyKey,
    derived,
    digest,
    fingerprint,
    stretched,
    words,
)
from rekam.wire.packs import Recipient
from rekam.wire.shapes import AtLeast, Hash, Id, Short, Size
from rekam.wire.trouble import WireTrouble

VERSION = 1
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another: no I, O, 0 or 1
LENGTH = 8
_LARGEST = 64 * 1024


@dataclass(frozen=True)
class Code:
    """Eight letters, 40 bits. Its text shows nothing of them."""

    letters: str

    def __post_init__(self) -> None:
        if len(self.letters) != LENGTH or set(self.letters) - set(LETTERS):
            raise WireTrouble("enrolment.code")

    @classmethod
    def new(cls) -> "Code":
        return cls("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))

    @classmethod
    def typed(cls, text: str) -> "Code":
        """What a person typed: small letters, spaces and dashes do not matter."""
        return cls("".join(letter for letter in text.upper() if letter.isalnum()))

    @property
    def shown(self) -> str:
        return f"{self.letters[:4]}-{self.letters[4:]}"

    def __repr__(self) -> str:
        return "Code(...)"


@dataclass(frozen=True)
class Request:
    """What a laptop asks with: its name and the public halves of the keys it has just made."""

    nonce: Id
    station_name: Short
    epoch: Annotated[int, AtLeast(1)]
    signing: Hash
    seal_suite: int
    seal: Annotated[bytes, Size(at_most=2048)]

    @property
    def signing_key(self) -> VerifyKey:
        return VerifyKey(self.signing)

    @property
    def seal_key(self) -> SealPublic:
        return SealPublic(self.seal_suite, self.seal)

    @property
    def words(self) -> tuple[str, ...]:
        """What both sides show and two people compare."""
        return words(fingerprint(self.signing + self.seal))


@dataclass(frozen=True)
class Grant:
    """What the office answers: who it is, and whom the laptop may believe from now on."""

    station: Id
    epoch: Annotated[int, AtLeast(1)]
    office_name: Short
    office_key: Hash  # signs roster packs and the time
    receipt_keys: tuple[Hash, ...]
    recipients: Mapping[str, Recipient]
    approved_by: Short
    second_officer: Short

    @property
    def office(self) -> VerifyKey:
        return VerifyKey(self.office_key)

    @property
    def words(self) -> tuple[str, ...]:
        return words(fingerprint(self.office_key))


def ask(request: Request, *, code: Code, signing: SigningKey) -> bytes:
    raw = shapes.pack(request, version=VERSION)
    signature = signing.sign(purpose="enrolment", data=raw)
    return cbor.encode([raw, signature, _proof(code, request.nonce, b"request", raw + signature)])


def read_request(data: bytes) -> Request:
    """What is asked, and that the laptop holds the key it names. Who typed the code is not known yet."""
    raw, signature, _ = shapes.parts(data, count=3, subject="enrolment", limit=_LARGEST)
    request = shapes.unpack(raw, Request, subject="enrolment", version=VERSION, limit=_LARGEST)
    _keys_are_whole(request.seal_suite, request.seal)
    if not request.signing_key.accepts(signature, purpose="enrolment", data=raw):
        raise WireTrouble("enrolment.signature")
    return request


def check_code(data: bytes, code: Code) -> None:
    """Whether it was asked with this code. Costs an Argon2id: ask for the few codes that are open."""
    raw, signature, proof = shapes.parts(data, count=3, subject="enrolment", limit=_LARGEST)
    nonce = read_request(data).nonce
    if not hmac.compare_digest(proof, _proof(code, nonce, b"request", raw + signature)):
        raise WireTrouble("enrolment.code")


def grant(grant: Grant, *, code: Code, request: bytes) -> bytes:
    """The answer to this very request."""
    raw = shapes.pack(grant, version=VERSION)
    nonce = read_request(request).nonce
    return cbor.encode([raw, _proof(code, nonce, b"grant", digest(request) + raw)])


def read_grant(data: bytes, *, code: Code, request: bytes) -> Grant:
    """The office's answer, if it knows the code that was typed here."""
    raw, proof = shapes.parts(data, count=2, subject="enrolment", limit=_LARGEST)
    nonce = read_request(request).nonce
    if not hmac.compare_digest(proof, _proof(code, nonce, b"grant", digest(request) + raw)):
        raise WireTrouble("enrolment.code")
    found = shapes.unpack(raw, Grant, subject="enrolment", version=VERSION, limit=_LARGEST)
    for recipient in found.recipients.values():
        _keys_are_whole(recipient.suite, recipient.public)
    return found


def _proof(code: Code, nonce: bytes, label: bytes, data: bytes) -> bytes:
    root = stretched(code.letters.encode(), b"rekam enrolment\0" + nonce)
    return hmac.digest(derived(root, b"rekam enrolment " + label), data, "sha256")


def _keys_are_whole(suite: int, public: bytes) -> None:
    try:
        SealPublic(suite, public)
    except WireTrouble as trouble:
        raise shapes.unreadable("enrolment", "key") from trouble
