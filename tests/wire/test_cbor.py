"""One meaning, one form: and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.wire import cbor
from rekam.wire.cbor import Value
from rekam.wire.trouble import WireTrouble

PLAIN = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.binary()
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)

# From RFC 8949, appendix A: those that are of our kind.
VECTORS: dict[str, Value] = {
    "00": 0,
    "17": 23,
    "1818": 24,
    "1903e8": 1000,
    "1a000f4240": 1000000,
    "1b000000e8d4a51000": 1000000000000,
    "20": -1,
    "3903e7": -1000,
    "f4": False,
    "f5": True,
    "f6": None,
    "40": b"",
    "4401020304": b"\1\2\3\4",
    "60": "",
    "6449455446": "IETF",
    "62c3bc": "ü",
    "64f0908591": "𐅑",
    "80": [],
    "8301820203820405": [1, [2, 3], [4, 5]],
    "a0": {},
    "a26161016162820203": {"a": 1, "b": [2, 3]},
}

REFUSED = {
    "a number in more bytes than it needs": "1817",
    "a length in more bytes than it needs": "580100",
    "a number of more than 64 bits": "1bffffffffffffffff",
    "bytes behind the end": "0000",
    "nothing at all": "",
    "a list without an end": "9fff",
    "text without an end": "7f6161ff",
    "keys out of order": "a2616201616102",
    "a long key before a short one": "a262616101616102",
    "a key twice": "a2616101616102",
    "a number as a key": "a10101",
    "a float": "f93c00",
    "undefined": "f7",
    "a tag": "c074323031362d30392d33305430303a30303a30305a",
    "a value that refers to itself": "d81c81d81d00",
    "a number without end": "c249010000000000000000",
    "text that is no UTF-8": "61ff",
    "a list longer than all memory": "9b7fffffffffffffff",
    "bytes longer than all memory": "5b7fffffffffffffff",
    "a list in a list, a thousand deep": "81" * 1000 + "00",
    "a map in a map, a thousand deep": "a16161" * 1000 + "00",
    "cut short": "820",
}


@given(VALUES)
def test_what_was_written_is_read(value: Value) -> None:
    assert cbor.decode(cbor.encode(value)) == value


@given(st.binary(max_size=40))
def test_whatever_is_read_has_exactly_this_form(data: bytes) -> None:
    try:
        value = cbor.decode(data)
    except WireTrouble:
        return
    assert cbor.encode(value) == data


@given(st.dictionaries(st.text(max_size=300), st.integers(0, 9), max_size=8))
def test_the_order_in_which_a_map_was_made_does_not_matter(made: dict[str, int]) -> None:
    turned = dict(reversed(made.items()))

    assert cbor.encode(turned) == cbor.encode(made)


@pytest.mark.parametrize("data", VECTORS)
def test_the_standards_own_examples(data: str) -> None:
    assert cbor.encode(VECTORS[data]).hex() == data
    assert cbor.decode(bytes.fromhex(data)) == VECTORS[data]


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what: str) -> None:
    data = REFUSED[what]

    with pytest.raises(WireTrouble, match=r"message\.unreadable"):
        cbor.decode(bytes.fromhex(data + "0" * (len(data) % 2)))


def test_more_than_is_allowed_is_not_looked_at() -> None:
    with pytest.raises(WireTrouble, match=r"message\.too_large"):
        cbor.decode(b"\0" * 11, limit=10)


@pytest.mark.parametrize("value", [1.5, {1: 2}, 2**63, object(), [[{"a": {2}}]]])
def test_what_may_not_travel_is_a_mistake_of_the_program(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        cbor.encode(value)  # type: ignore[arg-type]
