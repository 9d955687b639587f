"""What the office says in headers is its own word or none."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from rekam.wire import signed_headers
from rekam.wire.signed_headers import Keys, KeyState, Reached, StillHeld
from rekam.wire.trouble import WireTrouble
from tests.wire import make

KEYS = Keys(make.some_id(1), 2, KeyState.FROZEN, make.NOON)
REACHED = Reached(make.some_id(1), 2, 17, make.NOON)
HELD = StillHeld(make.some_id(3), b"\5" * 32, make.some_id(4))


def test_each_word_is_read_as_it_was_signed() -> None:
    key = make.signing(7)

    assert signed_headers.read_keys(signed_headers.sign(KEYS, key), key.public) == KEYS
    assert signed_headers.read_reached(signed_headers.sign(REACHED, key), key.public) == REACHED
    text = signed_headers.sign(HELD, key)
    assert signed_headers.read_still_held(text, make.signing(8).public, key.public) == HELD
    assert text.isascii()
    assert not set(text) & set(" \r\n:,;")


def test_every_byte_of_a_word_is_covered() -> None:
    key, data = make.signing(7), urlsafe_b64decode(signed_headers.sign(HELD, make.signing(7)))

    for place in range(len(data)):
        altered = bytearray(data)
        altered[place] ^= 1 << (place % 8)
        with pytest.raises(WireTrouble, match=r"word\."):
            signed_headers.read_still_held(urlsafe_b64encode(bytes(altered)).decode(), key.public)


def test_one_word_is_not_taken_for_the_other() -> None:
    key = make.signing(7)

    with pytest.raises(WireTrouble, match=r"word\.signature"):
        signed_headers.read_keys(signed_headers.sign(HELD, key), key.public)
    with pytest.raises(WireTrouble, match=r"word\.signature"):
        signed_headers.read_still_held(signed_headers.sign(KEYS, key), key.public)
    with pytest.raises(WireTrouble, match=r"word\.signature"):
        signed_headers.read_reached(signed_headers.sign(KEYS, key), key.public)


@pytest.mark.parametrize("text", ["", "frozen", "é", "AAAA", "=", "A" * 100_000])
def test_what_is_no_word_is_refused(text: str) -> None:
    with pytest.raises(WireTrouble, match=r"word\."):
        signed_headers.read_keys(text, make.signing(7).public)


@pytest.mark.parametrize("nonce", ["x", "00", "00" * 17])
def test_a_nonce_that_is_none_is_refused(nonce: str) -> None:
    with pytest.raises(WireTrouble, match=r"request\.unreadable"):
        signed_headers.still_held(make.some_id(3), b"\5" * 32, nonce)
