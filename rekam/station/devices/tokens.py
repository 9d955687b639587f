"""The signed answers of a device: a JWT by RS256 whose certificates lead to somebody this station trusts.

Written out because it is short and everything in it matters: one algorithm and no choice of it by the sender,
certificates that are valid today, each signed by the next, the last one by an anchor of ours.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from rekam.station.devices.trouble import Glitch

LONGEST_CHAIN = 5
LEAST_BITS = 2048
UNREADABLE = (ValueError, TypeError, KeyError, UnicodeDecodeError, binascii.Error, RecursionError)
# A certificate is looked into piece by piece, and each piece may be nonsense.
UNREADABLE_CERTIFICATE = (
    ValueError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
UNSIGNED = (TypeError, InvalidSignature, x509.ExtensionNotFound, *UNREADABLE_CERTIFICATE)


@dataclass(frozen=True)
class Anchors:
    """The certificates of vendors that this station trusts. An empty one trusts nobody."""

    certificates: tuple[x509.Certificate, ...] = ()

    @classmethod
    def of_pem(cls, *files: bytes) -> "Anchors":
        found = [certificate for data in files for certificate in x509.load_pem_x509_certificates(data)]
        return cls(tuple(found))


def read(token: object, anchors: Anchors, at: datetime) -> dict[str, Any]:
    """What the token says, once its signature and its certificates were found good."""
    if not isinstance(token, str) or token.count(".") != 2:
        raise Glitch("device.broken_answer", "no token of three parts")
    head, body, signature = token.split(".")
    try:
        header, payload = json.loads(decoded(head)), json.loads(decoded(body))
        x5c = tuple(base64.b64decode(one, validate=True) for one in header["x5c"])
        signed = decoded(signature)
    except UNREADABLE as error:
        raise Glitch("device.broken_answer", f"token: {type(error).__name__}") from error
    if header.get("alg") != "RS256" or not isinstance(payload, dict):
        raise Glitch("device.bad_signature", f"algorithm {str(header.get('alg'))[:20]}")
    try:
        key = _trusted_key(x5c, anchors, at)
    except UNREADABLE_CERTIFICATE as error:
        raise Glitch("device.broken_answer", "a certificate cannot be read") from error
    _verify(key, f"{head}.{body}".encode(), signed)
    return payload


def decoded(part: str) -> bytes:
    """base64url with or without its padding, and nothing else."""
    return base64.b64decode(
        part.rstrip("=") + "=" * (-len(part.rstrip("=")) % 4), altchars=b"-_", validate=True
    )


def _verify(key: rsa.RSAPublicKey, said: bytes, signature: bytes) -> None:
    try:
        key.verify(signature, said, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise Glitch("device.bad_signature") from error


def _trusted_key(x5c: Sequence[bytes], anchors: Anchors, at: datetime) -> rsa.RSAPublicKey:
    chain = _chain(tuple(x5c))
    if any(not one.not_valid_before_utc <= at <= one.not_valid_after_utc for one in chain):
        raise Glitch("device.certificate_expired", str(chain[0].subject.rfc4514_string())[:120])
    if not _leads_to(chain, anchors, at):
        raise Glitch("device.untrusted", str(chain[0].issuer.rfc4514_string())[:120])
    key = chain[0].public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < LEAST_BITS:
        raise Glitch("device.bad_signature", "the key is no RSA key of 2048 bits")
    return key


@lru_cache(maxsize=64)
def _chain(x5c: tuple[bytes, ...]) -> tuple[x509.Certificate, ...]:
    if not 0 < len(x5c) <= LONGEST_CHAIN:
        raise Glitch("device.untrusted", f"{len(x5c)} certificates")
    return tuple(x509.load_der_x509_certificate(one) for one in x5c)


@lru_cache(maxsize=64)
def _linked(chain: tuple[x509.Certificate, ...]) -> bool:
    """Each certificate is signed by the next, and only authorities sign."""
    return all(_signed_by(one, above) for one, above in pairwise(chain))


def _leads_to(chain: tuple[x509.Certificate, ...], anchors: Anchors, at: datetime) -> bool:
    """The first certificate of the chain that an anchor is or has signed ends it."""
    if not _linked(chain):
        return False
    for one in chain:
        for anchor in anchors.certificates:
            valid = anchor.not_valid_before_utc <= at <= anchor.not_valid_after_utc
            if valid and (one == anchor or _signed_by(one, anchor)):
                return True
    return False


def _signed_by(one: x509.Certificate, above: x509.Certificate) -> bool:
    try:
        one.verify_directly_issued_by(above)
        return bool(above.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except UNSIGNED:
        return False
