"""Bytes that are the same everywhere: deterministic CBOR (RFC 8949, 4.2), and only a small part of it.

Whole numbers, text, bytes, lists, maps with text as keys, true, false and nothing. No floats, tags or
indefinite lengths: two programs that mean the same thing write the same bytes, so a hash of the bytes
is a hash of the meaning. Reading is our own and strict: a library that reads all of CBOR also builds the
references, numbers and patterns with which a few bytes fill a memory.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import cbor2

from rekam.wire.trouble import WireTrouble

Value: TypeAlias = "bool | int | str | bytes | Sequence[Value] | Mapping[str, Value] | None"

DEEPEST = 12  # a list in a list in a list ...: the messages need seven
LARGEST = 64 * 1024 * 1024
_WHOLE = range(-(2**63), 2**63)
_SIMPLE: dict[int, Value] = {0xF4: False, 0xF5: True, 0xF6: None}
_SMALLEST = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}  # what needs so many bytes, and no fewer


def encode(value: Value) -> bytes:
    """The one form of this value."""
    _check(value, DEEPEST)
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes, *, limit: int = LARGEST) -> Value:
    """The value of these bytes, which must be the ones that `encode` gives: nothing more behind them."""
    if len(data) > limit:
        raise WireTrouble("message.too_large", size=len(data), limit=limit)
    reader = _Reader(data)
    value = reader.value(DEEPEST)
    if reader.at != len(data):
        raise unreadable("bytes behind its end")
    return value


def unreadable(what: str) -> WireTrouble:
    return WireTrouble("message.unreadable", what=what)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def value(self, depth: int) -> Value:
        if depth < 0:
            raise unreadable("too deep")
        first = self.take(1)[0]
        if first >= 0xE0:
            if first not in _SIMPLE:
                raise unreadable("a kind of value that is not used")
            return _SIMPLE[first]
        kind, number = first >> 5, self.number(first & 0x1F)
        if kind < 2:
            return self.whole(number if kind == 0 else -1 - number)
        if kind == 2:
            return self.take(number)
        if kind == 3:
            return self.text(number)
        if kind == 4:
            return [self.value(depth - 1) for _ in range(number)]
        if kind == 5:
            return self.map(number, depth - 1)
        raise unreadable("a kind of value that is not used")

    def take(self, size: int) -> bytes:
        part = self.data[self.at : self.at + size]
        if len(part) != size:
            raise unreadable("cut short")
        self.at += size
        return part

    def number(self, short: int) -> int:
        if short < 24:
            return short
        if short > 27:
            raise unreadable("no length")
        number = int.from_bytes(self.take(1 << (short - 24)))
        if number < _SMALLEST[short]:
            raise unreadable("not in its one form")
        return number

    def whole(self, number: int) -> int:
        if number not in _WHOLE:
            raise unreadable("a number of more than 64 bits")
        return number

    def text(self, size: int) -> str:
        try:
            return self.take(size).decode()
        except UnicodeDecodeError as trouble:
            raise unreadable("text that is no UTF-8") from trouble

    def map(self, size: int, depth: int) -> Value:
        """Keys come in the order of their bytes, so none comes twice."""
        found: dict[str, Value] = {}
        before = b""
        for _ in range(size):
            start = self.at
            key = self.value(0)
            raw = self.data[start : self.at]
            if not isinstance(key, str) or raw <= before:
                raise unreadable("not in its one form")
            found[key], before = self.value(depth), raw
        return found


def _check(value: object, depth: int) -> None:
    """Whether a value may travel. What may not is a programmer's mistake, and crashes."""
    kind = type(value)
    if kind in (str, bytes, bool) or value is None:
        return
    if depth < 0:
        raise ValueError("too deep")
    if isinstance(value, int) and kind is int:
        if value not in _WHOLE:
            raise ValueError("a whole number of more than 64 bits")
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth - 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str:
                raise TypeError("the keys of a map are text")
            _check(item, depth - 1)
    else:
        raise TypeError(f"{kind.__name__} does not travel")
