"""The key of the store, wrapped once for each operator: a file that names nobody.

A password becomes two keys by Argon2id (`wire.keys.operator_keys`), one of which opens the operator's own
entry. Which entry that is, one byte says: a hash of the name so short that it tells a reader of the disk
nothing, and long enough that hardly ever more than one entry has to be tried. An entry opens for its own
name alone: two people whose names begin alike by that hash may have chosen the same password.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from rekam.wire import cbor, keys
from rekam.wire.keys import CLASSIC, OperatorKeys, SealKey, SealPublic, SigningKey, derived
from rekam.wire.trouble import WireTrouble

VERSION = 2
NAMELESS = 1  # of before: an entry opened for whoever had its password and its byte
INFO = b"rekam station store key\0"
PASSKEY_INFO = b"rekam station passkey\0"
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Holder:
    """Somebody who may unlock the store, as the pack names them."""

    operator: bytes
    login: str
    salt: bytes
    unlock: SealPublic


@dataclass(frozen=True)
class Unlocked:
    store_key: bytes
    operator: bytes
    keys: OperatorKeys


@dataclass(frozen=True)
class Passkey:
    """A device that answers `salt` with a secret of its own (WebAuthn PRF), and what that secret opens.

    The store's key never changes, so what is wrapped for a passkey stays good from pack to pack.
    """

    credential: bytes
    salt: bytes
    wrapped: bytes


@dataclass(frozen=True)
class _Entry:
    tag: int
    salt: bytes
    wrapped: bytes


def content(
    store_key: bytes, holders: Iterable[Holder], passkeys: Iterable[Passkey] = (), *, pepper: bytes = b""
) -> bytes:
    """For exactly these people. Who is not among them can no longer unlock the store with this file.

    *pepper*: of the keyring it replaces, where the wrong passwords counted by its tags are to stay counted.
    """
    pepper = pepper or secrets.token_bytes(16)
    entries = [_wrapped(pepper, store_key, holder) for holder in holders]
    entries.sort(key=lambda entry: entry.wrapped)  # in no order that says anything
    value: list[cbor.Value] = [VERSION, pepper, [[e.tag, e.salt, e.wrapped] for e in entries]]
    value.append([[key.credential, key.salt, key.wrapped] for key in passkeys])
    return cbor.encode(value)


def unlock(path: Path, login: str, secret: str) -> Unlocked | None:
    """Nothing where name and password do not fit together. Takes as long for a name that is not there."""
    version, pepper, entries = _read(path)
    tag = tag_of(pepper, login)
    info = INFO if version == NAMELESS else _info(login)
    mine = [entry for entry in entries if entry.tag == tag]
    for entry in mine or [_Entry(tag, pepper, b"")]:
        found = _try(entry, secret, info)
        if found is not None:
            return found
    return None


def passkeys(path: Path) -> list[Passkey]:
    """Which ones may open this store: random names, and what to ask them."""
    rows = cast(list[tuple[bytes, bytes, bytes]], _whole(path)[3])
    return [Passkey(*row) for row in rows]


def for_passkey(store_key: bytes, operator: bytes, signing: SigningKey, answer: bytes) -> bytes:
    """Wrapped for what the passkey answers. It brings the signing key, which a password would make."""
    content: list[cbor.Value] = [store_key, operator, signing.seed]
    return _of_answer(answer).public.seal(cbor.encode(content), info=PASSKEY_INFO)


def unlock_by_passkey(path: Path, credential: bytes, answer: bytes) -> Unlocked | None:
    for passkey in passkeys(path):
        if passkey.credential == credential:
            return _opened(passkey, answer)
    return None


def _opened(passkey: Passkey, answer: bytes) -> Unlocked | None:
    key = _of_answer(answer)
    try:
        plain = cbor.decode(key.open(passkey.wrapped, info=PASSKEY_INFO))
    except WireTrouble:
        return None
    store_key, operator, seed = cast(list[bytes], plain)
    return Unlocked(store_key, operator, OperatorKeys(SigningKey(seed), key))


def _of_answer(answer: bytes) -> SealKey:
    """An answer is as good as random: it is not stretched, as a password is."""
    return SealKey(CLASSIC, derived(answer, b"rekam passkey unlock"))


def tag_of(pepper: bytes, login: str) -> int:
    return keys.digest(pepper + _typed(login))[0]


def pepper(path: Path) -> bytes:
    return _read(path)[1]


def tag(path: Path, login: str) -> int:
    return tag_of(pepper(path), login)


def _typed(login: str) -> bytes:
    return login.strip().casefold().encode()


def _info(login: str) -> bytes:
    return INFO + _typed(login)


def _wrapped(pepper: bytes, store_key: bytes, holder: Holder) -> _Entry:
    sealed = holder.unlock.seal(cbor.encode([store_key, holder.operator]), info=_info(holder.login))
    return _Entry(tag_of(pepper, holder.login), holder.salt, sealed)


def _try(entry: _Entry, secret: str, info: bytes) -> Unlocked | None:
    own = keys.operator_keys(secret.encode(), entry.salt)
    try:
        plain = cbor.decode(own.unlock.open(entry.wrapped, info=info))
    except WireTrouble:
        return None
    store_key, operator = cast(list[bytes], plain)
    return Unlocked(store_key, operator, own)


def _read(path: Path) -> tuple[int, bytes, list[_Entry]]:
    value = _whole(path)
    version, pepper, entries, _passkeys = value
    rows = cast(list[tuple[int, bytes, bytes]], entries)
    return cast(int, version), cast(bytes, pepper), [_Entry(*row) for row in rows]


def _whole(path: Path) -> list[cbor.Value]:
    """Version, pepper, entries, passkeys. A keyring from before there were passkeys has none."""
    value = cast(list[cbor.Value], cbor.decode(path.read_bytes(), limit=LARGEST))
    return value if len(value) > 3 else [*value, []]
