"""Who opens the store with which name and password."""

from pathlib import Path

import pytest

from rekam.station.store import keyring
from rekam.station.store.keyring import Holder
from rekam.wire import cbor
from tests.station.office import BUDI, PASSWORD, SITI, keys_of

PEPPER = b"\x11" * 16
STORE_KEY = b"\x77" * 32


def holder(operator: bytes, login: str) -> Holder:
    return Holder(operator, login, operator, keys_of(PASSWORD, operator).unlock.public)


def alike(login: str) -> str:
    """A name that begins with the same byte of the hash."""
    tag = keyring.tag_of(PEPPER, login)
    return next(name for name in (f"nama{n}" for n in range(100_000)) if keyring.tag_of(PEPPER, name) == tag)


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    """Siti and somebody whose name has the same byte; both chose the same password."""
    holders = [holder(SITI, "siti"), holder(BUDI, alike("siti"))]
    path = tmp_path / "keyring"
    path.write_bytes(keyring.content(STORE_KEY, holders, pepper=PEPPER))
    return path


def opened_by(ring: Path, login: str, password: str = PASSWORD) -> bytes | None:
    unlocked = keyring.unlock(ring, login, password)
    return unlocked.operator if unlocked else None


def test_two_who_chose_the_same_password_come_in_each_as_themselves(ring: Path) -> None:
    assert opened_by(ring, "siti") == SITI
    assert opened_by(ring, alike("siti")) == BUDI


def test_a_password_opens_nothing_under_another_name_of_the_same_byte(ring: Path) -> None:
    stranger = next(
        name
        for name in (f"orang{n}" for n in range(100_000))
        if keyring.tag(ring, name) == keyring.tag(ring, "siti")
    )

    assert opened_by(ring, stranger) is None


def test_a_name_is_found_however_it_is_typed_and_a_password_only_as_it_is(ring: Path) -> None:
    assert opened_by(ring, " SITI ") == SITI
    assert opened_by(ring, "siti", PASSWORD.upper()) is None


def test_a_keyring_of_before_still_opens(tmp_path: Path) -> None:
    """Its entries were bound to no name: the next pack writes it anew."""
    siti = holder(SITI, "siti")
    sealed = siti.unlock.seal(cbor.encode([STORE_KEY, SITI]), info=keyring.INFO)
    path = tmp_path / "keyring"
    path.write_bytes(cbor.encode([1, PEPPER, [[keyring.tag_of(PEPPER, "siti"), siti.salt, sealed]]]))

    assert opened_by(path, "siti") == SITI
