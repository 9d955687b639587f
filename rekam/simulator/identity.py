"""Keys and certificates of the simulated devices, under an authority that calls itself simulated.

A station trusts them only where it is told to: the authority's certificate is written to a file, and a
training station names that file among its anchors. No station of a real office does.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

BITS = 2048
YEARS = 10
AUTHORITY, DEVICE = "authority", "device"


@dataclass(frozen=True)
class Signer:
    """A key with its chain of certificates, its own first."""

    key: rsa.RSAPrivateKey
    chain: tuple[x509.Certificate, ...]

    def token(self, payload: dict[str, Any]) -> str:
        """A JWT (RS256) that carries its certificates in ``x5c``."""
        x5c = [base64.b64encode(_der(certificate)).decode() for certificate in self.chain]
        header = {"alg": "RS256", "typ": "JWT", "x5c": x5c}
        said = f"{_part(header)}.{_part(payload)}"
        signature = self.key.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{said}.{base64url(signature)}"


@dataclass(frozen=True)
class Identity:
    """The authority, a device key under it, and a key under nobody for bad days."""

    authority: x509.Certificate
    device: Signer
    stranger: Signer

    @property
    def anchor(self) -> bytes:
        """What a training station is told to trust, as PEM."""
        return self.authority.public_bytes(serialization.Encoding.PEM)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _part(value: dict[str, Any]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def make(at: datetime | None = None) -> Identity:
    """New keys. Takes about half a second."""
    now = at or datetime.now(UTC)
    root, key = (rsa.generate_private_key(public_exponent=65537, key_size=BITS) for _ in range(2))
    authority = _certificate("SIMULATED Authority", root, "SIMULATED Authority", root, now, is_authority=True)
    device = _certificate("SIMULATED Device", key, "SIMULATED Authority", root, now)
    other = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    stranger = _certificate("SIMULATED Stranger", other, "SIMULATED Stranger", other, now)
    return Identity(authority, Signer(key, (device, authority)), Signer(other, (stranger,)))


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    signer: rsa.RSAPrivateKey,
    now: datetime,
    *,
    is_authority: bool = False,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    return builder.sign(signer, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SIMULATED: not a device of any vendor"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def kept(folder: Path) -> Identity:
    """The identity in this folder, made on the first day, so that a restart changes no trust."""
    files = {name: folder / f"{name}.pem" for name in (AUTHORITY, DEVICE, "stranger")}
    if not all(path.exists() for path in files.values()):
        _write(make(), folder, files)
    authority = x509.load_pem_x509_certificate(files[AUTHORITY].read_bytes())
    return Identity(authority, _signer(files[DEVICE], authority), _signer(files["stranger"]))


def _write(identity: Identity, folder: Path, files: dict[str, Path]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files[AUTHORITY].write_bytes(identity.anchor)
    for name, signer in ((DEVICE, identity.device), ("stranger", identity.stranger)):
        files[name].touch(mode=0o600)
        key = signer.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        files[name].write_bytes(key + signer.chain[0].public_bytes(serialization.Encoding.PEM))


def _signer(path: Path, *above: x509.Certificate) -> Signer:
    data = path.read_bytes()
    key = serialization.load_pem_private_key(data, None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError(f"{path} holds no RSA key")
    return Signer(key, (x509.load_pem_x509_certificate(data), *above))
