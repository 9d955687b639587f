"""Reading and writing the fields of a record: whole numbers, most significant byte first, never past the
end.
"""

import struct
from datetime import UTC, datetime

from rekam.biometrics.trouble import BadRecord

UNKNOWN_TIME = b"\xff" * 9


class Reader:
    """Walks through bytes once; whatever would lie behind the end is refused."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def take(self, count: int) -> bytes:
        if count < 0 or count > self.left:
            raise BadRecord("record.cut", f"{count} bytes wanted at {self._at}, {self.left} left")
        found = self._data[self._at : self._at + count]
        self._at += count
        return found

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")

    def expect(self, wanted: bytes, what: str) -> None:
        found = self.take(len(wanted))
        if found != wanted:
            raise BadRecord("record.not_this_format", f"{what} is {found!r} and not {wanted!r}")

    def moment(self) -> datetime | None:
        """Nine bytes in UTC; all of them FF when the device does not say."""
        raw = self.take(9)
        if raw == UNKNOWN_TIME:
            return None
        year, month, day, hour, minute, second, milli = struct.unpack(">HBBBBBH", raw)
        try:
            return datetime(year, month, day, hour, minute, second, milli * 1000, tzinfo=UTC)
        except ValueError as error:
            raise BadRecord("record.bad_time", str(error)) from error

    def finished(self) -> None:
        if self.left:
            raise BadRecord("record.too_long", f"{self.left} bytes follow the record")


def moment_bytes(at: datetime | None) -> bytes:
    if at is None:
        return UNKNOWN_TIME
    utc = at.astimezone(UTC)
    return struct.pack(
        ">HBBBBBH",
        *(utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond // 1000),
    )
