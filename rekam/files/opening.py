"""What kind of file this is, by its first bytes and never by its name."""

import stat
from pathlib import Path

from rekam.files import delimited, workbooks
from rekam.files.problems import FileProblem
from rekam.files.table import RawTable

_HEAD = 4096

# What the first bytes say. The found kind is named in both languages by the same short words.
_WRONG: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"\x7fELF", "EXE"),
    (b"MZ", "EXE"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = ((b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"))


def open_table(path: Path, *, max_bytes: int, sheet: str | None = None) -> RawTable:
    """Read a register export or a list of recordings as it is; raises `FileProblem`."""
    _check_size(path, max_bytes)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise FileProblem("file.empty")
    if head.startswith(b"PK"):
        return workbooks.read(path, sheet=sheet)
    _refuse(path, head)
    return delimited.read(path)


def readable_size(count: int) -> str:
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= step:
            return f"{count / step:.1f} {unit}".replace(".", ",")
    return f"{count} B"


def _check_size(path: Path, max_bytes: int) -> None:
    """Asked of the file system, so that a file of any size is refused at once."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise FileProblem("file.wrong_kind", found="folder")
    if found.st_size > max_bytes:
        raise FileProblem("file.too_large", size=readable_size(found.st_size), limit=readable_size(max_bytes))
    if not found.st_size:
        raise FileProblem("file.empty")


def _refuse(path: Path, head: bytes) -> None:
    if head.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in _ole_names(path)
        raise FileProblem("file.encrypted") if locked else FileProblem("file.wrong_kind", found="XLS/DOC")
    for start, found in _WRONG:
        if head.startswith(start) and not _is_text(head, start):
            raise FileProblem("file.wrong_kind", found=found)
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, found in _MARKUP:
        if plain.startswith(start):
            raise FileProblem("file.wrong_kind", found=found)
    if _is_binary(head):
        raise FileProblem("file.wrong_kind", found="BIN")


def _is_text(head: bytes, start: bytes) -> bool:
    """A CSV may begin with the letters BM or MZ; pictures and programs are full of control bytes."""
    return start in {b"BM", b"MZ"} and not any(byte < 9 for byte in head)


def _is_binary(head: bytes) -> bool:
    """Control bytes that no text has. NULs are allowed for: a damaged text or UTF-16."""
    odd = sum(byte < 32 and byte not in (0, 7, 8, 9, 10, 11, 12, 13, 26, 27) for byte in head)
    return odd * 20 > len(head)


def _ole_names(path: Path) -> bytes:
    """Enough of an OLE file to hold its directory: it stands at the beginning or at the end."""
    with path.open("rb") as file:
        start = file.read(1 << 20)
        file.seek(max(0, path.stat().st_size - (1 << 20)))
        return start + file.read()
