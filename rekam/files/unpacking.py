"""Looking through a workbook before anything opens it.

A workbook is a ZIP of XML. Each part is unpacked once in pieces and counted, because declared sizes
can lie. Document type definitions are refused: no spreadsheet program writes them, and they are how
XML grows without end. So is a sheet whose few cells stand so far apart that the table between them
would fill the memory.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from rekam.files.grids import Grid
from rekam.files.problems import FileProblem

# 413,508 rows of 27 columns unpack to about 0.7 GB.
MOST_UNPACKED = 2_000_000_000
# Real workbooks pack 5 to 40 times; the tightest packing there is comes to 1,032 times.
MOST_RATIO = 100
SMALL = 20_000_000
PIECE = 1 << 20
_DEFINITIONS = tuple(word.encode() for word in ("<!DOCTYPE", "<!ENTITY"))
_OTHER_CODINGS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_SHEET = b"sheetData"  # wherever it lies and whatever it is called: relations name the sheets


def check(path: Path) -> None:
    """Refuses what is not an XLSX, is locked, cut short, or would grow without end."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _is_workbook({part.filename for part in parts})
            if any(part.flag_bits & 1 for part in parts):
                raise FileProblem("file.encrypted")
            _measure(archive, parts)
    except zipfile.BadZipFile as error:
        raise _cut_or_damaged(path) from error
    except (zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise FileProblem("file.damaged", detail=type(error).__name__) from error


def _is_workbook(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise FileProblem("file.wrong_kind", found="XLSB")
    if "xl/workbook.xml" in names or ("[Content_Types].xml" in names and _inside(names, "xl/")):
        return
    for start, found in (("word/", "DOCX"), ("ppt/", "PPTX")):
        if _inside(names, start):
            raise FileProblem("file.wrong_kind", found=found)
    raise FileProblem("file.wrong_kind", found="ODS" if "content.xml" in names else "ZIP")


def _inside(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _measure(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpacks every part once, keeping nothing; stops at the limit, whatever the directory declares."""
    packed = sum(part.compress_size for part in parts)
    limit = min(MOST_UNPACKED, max(SMALL, packed * MOST_RATIO))
    total = sum(part.file_size for part in parts)
    if total > limit:
        raise _bomb(limit)
    total = 0
    for part in parts:
        grid, tail = None, b""
        for piece in _pieces(archive, part):
            total += len(piece)
            if total > limit:
                raise _bomb(limit)
            if grid is None and _SHEET in tail + piece:
                grid = Grid()
            tail = piece[-len(_SHEET) :]
            if grid:
                grid.see(piece)
        if grid:
            _check_grid(grid)


def _check_grid(grid: Grid) -> None:
    grid.finish()
    if grid.is_too_wide_apart():
        raise FileProblem("file.sparse_sheet", rows=grid.rows, columns=grid.columns)


def _bomb(limit: int) -> FileProblem:
    return FileProblem("file.zip_bomb", limit=f"{limit // 10**6} MB")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            if is_xml:
                if not tail and piece.startswith(_OTHER_CODINGS):
                    raise FileProblem("file.damaged", detail="UTF-16")
                seam = tail + piece
                if any(word in seam for word in _DEFINITIONS):
                    raise FileProblem("file.entity_bomb")
                tail = piece[-20:]
            yield piece


def _cut_or_damaged(path: Path) -> FileProblem:
    """The directory of a ZIP stands at its end: when there is none, the end is missing."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 16) - 22))
        has_directory = b"PK\x05\x06" in file.read()
    if has_directory:
        return FileProblem("file.damaged", detail="ZIP")
    return FileProblem("file.cut_short", where="sebelum akhir isinya", where_en="before its end")
