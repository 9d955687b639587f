"""Messages are frozen dataclasses; this is how each kind of field travels, and what is refused.

Moments travel as whole milliseconds since 1970 in UTC, days as YYYY-MM-DD, ids as 16 raw bytes. A message
has exactly the fields of its class: one missing or one more and it is refused. Only what has a default may be
missing: an older program did not say it yet. Limits stand beside the field, as in
`sequence: Annotated[int, AtLeast(1)]`.
"""

import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeAlias, TypeVar, cast, get_args, get_origin, get_type_hints

from rekam.wire import cbor
from rekam.wire.cbor import Value
from rekam.wire.trouble import SENTENCES, WireTrouble

Shape = TypeVar("Shape")
_Write: TypeAlias = Callable[[Any], Value]
_Read: TypeAlias = Callable[[Value], Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LAST_MOMENT = (datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH) // _MILLISECOND


@dataclass(frozen=True)
class Size:
    """Bytes or text of exactly, or at most, this length; a list of at most so many."""

    exactly: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class AtLeast:
    least: int


@dataclass(frozen=True)
class AtMost:
    """What a column of the office's database holds: a number beyond it would stop whoever writes it down."""

    most: int


SMALL, LARGE = 2**15 - 1, 2**31 - 1


Id: TypeAlias = Annotated[bytes, Size(exactly=16)]
Hash: TypeAlias = Annotated[bytes, Size(exactly=32)]
Signature: TypeAlias = Annotated[bytes, Size(exactly=64)]
Count: TypeAlias = Annotated[int, AtLeast(0), AtMost(LARGE)]
Number: TypeAlias = Annotated[int, AtLeast(0)]  # of a packet, or in the log: none is beyond 63 bits
Words: TypeAlias = Annotated[str, Size(at_most=2000)]
Short: TypeAlias = Annotated[str, Size(at_most=200)]


class Misfit(ValueError):
    """A value that is none of its field's; the message it came in is refused."""


def milliseconds(moment: datetime) -> int:
    """A moment on the wire; less than a millisecond is cut off."""
    return (moment - _EPOCH) // _MILLISECOND


def moment(milliseconds: int) -> datetime:
    if not 0 <= milliseconds <= _LAST_MOMENT:
        raise Misfit("moment")
    return _EPOCH + milliseconds * _MILLISECOND


def pack(message: Any, *, version: int | None = None) -> bytes:
    """The bytes of a message; with its version in front where it stands on its own."""
    body = to_value(message)
    return cbor.encode(body if version is None else [version, body])


def to_value(message: Any) -> Value:
    kind: Any = type(message)
    return _codec(kind)[0](message)


def unpack(
    data: bytes,
    kind: type[Shape],
    *,
    subject: str,
    version: int,
    limit: int,
    oldest: int | None = None,
    passed_over: Collection[str] = (),
) -> Shape:
    """The message that `pack` wrote. Trouble comes as `<subject>.unreadable` or `<subject>.version`.

    *oldest*: the first version that is still read, where there are several. *passed_over*: what older
    programs said and nobody reads any more.
    """
    try:
        whole = cbor.decode(data, limit=limit)
    except WireTrouble as trouble:
        raise unreadable(subject, str(trouble.values.get("what", "too large"))) from trouble
    if not isinstance(whole, list) or len(whole) != 2 or type(whole[0]) is not int:
        raise unreadable(subject, "no version")
    if not (version if oldest is None else oldest) <= whole[0] <= version:
        raise WireTrouble(f"{subject}.version")
    body = whole[1]
    if passed_over and isinstance(body, dict):
        body = {name: said for name, said in body.items() if name not in passed_over}
    return from_value(body, kind, subject=subject)


def from_value(value: Value, kind: type[Shape], *, subject: str) -> Shape:
    try:
        return cast(Shape, _codec(cast(Any, kind))[1](value))
    except Misfit as trouble:
        raise unreadable(subject, str(trouble)) from trouble


def parts(data: bytes, *, count: int, subject: str, limit: int) -> list[bytes]:
    """The byte strings of an envelope: a body, its signature."""
    try:
        found = cbor.decode(data, limit=limit)
    except WireTrouble as trouble:
        raise unreadable(subject, str(trouble.values.get("what", "too large"))) from trouble
    if not isinstance(found, list) or len(found) != count:
        raise unreadable(subject, "envelope")
    pieces = [part for part in found if isinstance(part, bytes)]
    if len(pieces) != count:
        raise unreadable(subject, "envelope")
    return pieces


def unreadable(subject: str, what: str) -> WireTrouble:
    code = f"{subject}.unreadable"
    assert code in SENTENCES, code
    return WireTrouble(code, what=what)


def legible(value: Shape) -> Shape:
    """The same without what a database cannot keep of a text: NUL, and halves of characters. What a device
    says of itself may have either. Signed bytes are read first and cleaned afterwards.
    """
    return cast(Shape, _legible(value))


def _legible(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, tuple):
        return tuple(_legible(each) for each in value)
    if isinstance(value, Mapping):
        return {_legible(key): _legible(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _legible(getattr(value, each.name)) for each in fields(value)})
    return value


@cache
def _codec(kind: Any) -> tuple[_Write, _Read]:
    """How a field of this type is written and read."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _limited(arguments[0], arguments[1:])
    if origin in (types.UnionType,) or str(origin) == "typing.Union":
        return _optional(next(a for a in arguments if a is not types.NoneType))
    if origin is tuple:
        return _list(arguments[0])
    if origin in (dict, Mapping):
        return _map(arguments[1])
    if is_dataclass(kind):
        return _message(cast(type, kind))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return (lambda value: value.value), _enum(kind)
    return _PLAIN[kind]


def _exact(kind: type) -> tuple[_Write, _Read]:
    def read(value: Value) -> Any:
        if type(value) is not kind:
            raise Misfit(f"no {kind.__name__}")
        return value

    def write(value: Any) -> Value:
        """A level of a receipt is a number with a name, and travels as the number."""
        plain: Value = kind(value) if isinstance(value, kind) and type(value) is not bool else value
        return cast(Value, read(plain))

    return write, read


def _read_day(value: Value) -> date:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        raise Misfit("no day")
    return found


def _read_moment(value: Value) -> datetime:
    if type(value) is not int:
        raise Misfit("no moment")
    return moment(value)


_PLAIN: dict[Any, tuple[_Write, _Read]] = {
    **{kind: _exact(kind) for kind in (str, bytes, int, bool)},
    date: (date.isoformat, _read_day),
    datetime: (milliseconds, _read_moment),
}


def _enum(kind: type[StrEnum]) -> _Read:
    known = {member.value: member for member in kind}

    def read(value: Value) -> StrEnum:
        if not isinstance(value, str) or value not in known:
            raise Misfit(f"no {kind.__name__.lower()}")
        return known[value]

    return read


def _optional(kind: Any) -> tuple[_Write, _Read]:
    write, read = _codec(kind)
    return (
        lambda value: None if value is None else write(value),
        lambda value: None if value is None else read(value),
    )


def _list(kind: Any) -> tuple[_Write, _Read]:
    write, read = _codec(kind)

    def read_all(value: Value) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Misfit("no list")
        return tuple(read(item) for item in value)

    return (lambda value: [write(item) for item in value]), read_all


def _map(kind: Any) -> tuple[_Write, _Read]:
    write, read = _codec(kind)

    def read_all(value: Value) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Misfit("no map")
        return {key: read(item) for key, item in value.items()}

    return (lambda value: {key: write(item) for key, item in value.items()}), read_all


def _limited(kind: Any, limits: tuple[Any, ...]) -> tuple[_Write, _Read]:
    write, read = _codec(kind)

    def checked(value: Any) -> Any:
        for limit in limits:
            _hold(value, limit)
        return value

    return (lambda value: write(checked(value))), (lambda value: checked(read(value)))


def _hold(value: Any, limit: Any) -> None:
    if isinstance(limit, AtLeast):
        if value < limit.least:
            raise Misfit("too small")
    elif isinstance(limit, AtMost):
        if value > limit.most:
            raise Misfit("too large")
    elif isinstance(limit, Size):
        exactly, at_most = limit.exactly, limit.at_most
        if (exactly is not None and len(value) != exactly) or (at_most is not None and len(value) > at_most):
            raise Misfit("size")


def _message(kind: type) -> tuple[_Write, _Read]:
    hints = get_type_hints(kind, include_extras=True)
    names = [field.name for field in fields(kind)]
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    codecs: dict[str, tuple[_Write, _Read]] = {}  # made on first use

    def of(name: str) -> tuple[_Write, _Read]:
        if name not in codecs:
            codecs[name] = _codec(hints[name])
        return codecs[name]

    def write(message: Any) -> Value:
        return {name: of(name)[0](getattr(message, name)) for name in names}

    def read(value: Value) -> Any:
        if not isinstance(value, dict) or not needed <= value.keys() <= set(names):
            raise Misfit(f"fields of {kind.__name__}")
        return kind(**{name: _named(name, of(name)[1], value[name]) for name in value})

    return write, read


def _named(name: str, read: _Read, value: Value) -> Any:
    """Trouble says in which field it is; never the value, which may be somebody's."""
    try:
        return read(value)
    except Misfit as trouble:
        raise Misfit(f"{name}: {trouble}") from None
