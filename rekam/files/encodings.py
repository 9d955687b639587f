"""Bytes of a text file, in whatever character set, as clean UTF-8."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rekam.files.problems import Note

_PIECE = 1 << 23
_NO_TEXT = (b"\0", b"\x1f")  # the second is the mark that Rekam itself puts between cells


@dataclass(frozen=True, slots=True)
class Text:
    """UTF-8 bytes without BOM and NUL, with line feeds, and what had to be done for it.

    `untouched` when the file itself holds just these bytes, but for a mark at its beginning.
    """

    data: bytes
    encoding: str
    notes: tuple[Note, ...] = ()
    untouched: bool = False


def read(path: Path) -> Text:
    notes: list[Note] = []
    data, encoding = _unmarked(path.read_bytes())
    unmarked = data
    for byte in _NO_TEXT:
        if (first := data.find(byte)) >= 0:
            row = data.count(b"\n", 0, first) + 1
            notes.append(Note("file.nul_bytes", {"count": data.count(byte), "row": row}))
            data = data.replace(byte, b"")
    if b"\r" in data and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    if encoding == "utf-8" and not _is_utf8(data):
        data, encoding, note = _by_line(data)
        notes.extend([note] if note else [])
    return Text(data, encoding, tuple(notes), untouched=data is unmarked and encoding == "utf-8")


def _unmarked(data: bytes) -> tuple[bytes, str]:
    """Without the mark at the beginning; UTF-16 (with or without a mark) becomes UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        return data[3:], "utf-8"
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _from_utf16(data[2:], name), name
    head = data[:4000]
    if len(head) >= 4 and head.count(0) * 3 > len(head):
        name = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        return _from_utf16(data, name), name
    return data, "utf-8"


def _from_utf16(data: bytes, name: str) -> bytes:
    return data.decode(name, errors="replace").encode("utf-8")


def _is_utf8(data: bytes) -> bool:
    """In pieces, so that a large file is not held twice."""
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for at in range(0, len(data), _PIECE):
            decoder.decode(view[at : at + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _by_line(data: bytes) -> tuple[bytes, str, Note | None]:
    """Lines that are not UTF-8 are Windows-1252; when only some are, the officer is told."""
    good, bad, first, row = 0, 0, 0, 0
    pieces: list[bytes] = []
    for piece in _whole_lines(data):
        lines = piece.split(b"\n")
        for at, line in enumerate(lines):
            if line.isascii():
                continue
            if _is_utf8(line):
                good += 1
                continue
            bad += 1
            first = first or row + at + 1
            lines[at] = line.decode("cp1252", errors="replace").encode("utf-8")
        row += len(lines) - 1
        pieces.append(b"\n".join(lines))
    if not good:
        return b"".join(pieces), "windows-1252", None
    return b"".join(pieces), "utf-8", Note("file.mixed_encoding", {"count": bad, "row": first})


def _whole_lines(data: bytes) -> Iterator[bytes]:
    """Pieces that end with a line, so that a large file is not split all at once."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", min(at + _PIECE, len(data) - 1)) + 1 or len(data)
        yield data[at:end]
        at = end
