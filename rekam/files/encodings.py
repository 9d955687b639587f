"""Bytes of a text file, in whatever character set, as clean UTF-8."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from rekam.files.problems import Note

_PIECE = 1 << 23
_NO_TEXT = (b"\0", b"\x1f")  # the second is the mark that Rekam itself puts between cells
_HIGH_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")


@dataclass(frozen=True, slots=True)
class Text:
    """UTF-8 bytes without BOM and NUL, with line feeds, and what had to be done for it."""

    data: bytes
    encoding: str
    notes: tuple[Note, ...] = ()
    untouched: bool = False


def read(path: Path) -> Text:
    found = path.read_bytes()
    notes: list[Note] = []
    data, encoding = _unmarked(found)
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
    return Text(data, encoding, tuple(notes), untouched=data is found)


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
    good, bad, first = 0, 0, 0

    def decoded(found: re.Match[bytes]) -> bytes:
        nonlocal good, bad, first
        line = found[0]
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            bad += 1
            first = first or data.count(b"\n", 0, found.start()) + 1
            return _windows(line)
        good += 1
        return line

    data = _HIGH_LINE.sub(decoded, data)
    if not good:
        return data, "windows-1252", None
    return data, "utf-8", Note("file.mixed_encoding", {"count": bad, "row": first})


def _windows(line: bytes) -> bytes:
    """The five bytes that Windows-1252 leaves undefined are shown as a replacement mark."""
    return line.decode("cp1252", errors="replace").encode("utf-8")
