"""Reads back what reports were written to: the words of a PDF, and the formulas of a workbook recomputed."""

import io
import re
import zlib
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
PAIR = re.compile(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>")
SHOWN = re.compile(rb"\((.*?)(?<!\\)\) Tj|/(F\d+) [\d.]+ Tf", re.DOTALL)


def words_of(pdf: bytes) -> str:
    """The texts of a PDF in the order in which they were written, a line each."""
    objects = {int(n): body for n, body in OBJECT.findall(pdf)}
    letters = _letters(objects)
    lines: list[str] = []
    for body in objects.values():
        content = _stream(body)
        if b" Tf" in content and b" Tj" in content:
            lines += _shown(content, letters)
    return "\n".join(lines)


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    if found is None:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _letters(objects: dict[int, bytes]) -> dict[str, dict[int, str]]:
    """For each font by its name on the pages: glyph → letter."""
    names = dict(re.findall(rb"/(F\d+) (\d+) 0 R", b"".join(objects.values())))
    found: dict[str, dict[int, str]] = {}
    for name, number in names.items():
        reference = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        assert reference, "every typeface is inside the file, with its letters"
        table = _stream(objects[int(reference[1])]).decode()
        found[name.decode()] = {
            int(a, 16): bytes.fromhex(b).decode("utf-16-be") for a, b in PAIR.findall(table)
        }
    return found


def _shown(content: bytes, letters: dict[str, dict[int, str]]) -> list[str]:
    font, lines = "", []
    for text, chosen in SHOWN.findall(content):
        if chosen:
            font = chosen.decode()
            continue
        raw = re.sub(rb"\\([()\\])", rb"\1", text.replace(b"\\r", b"\r").replace(b"\\n", b"\n"))
        glyphs = [int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw), 2)]
        lines.append("".join(letters[font].get(glyph, "?") for glyph in glyphs))
    return lines


# -- workbooks ------------------------------------------------------------------------------------


class Book:
    """A workbook twice: with its formulas, and with the values that were written beside them."""

    def __init__(self, content: bytes) -> None:
        self.formulas = openpyxl.load_workbook(io.BytesIO(content))
        self.values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)

    def rows(self, sheet: str) -> list[tuple[Any, ...]]:
        return list(self.values[sheet].iter_rows(values_only=True))

    def every_formula(self) -> list[tuple[str, str, str]]:
        return [
            (sheet.title, cell.coordinate, cell.value)
            for sheet in self.formulas
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    def wrong_formulas(self) -> list[str]:
        """Formulas whose written value is not what they compute to."""
        return [
            f"{sheet}!{place}: {formula}"
            for sheet, place, formula in self.every_formula()
            if abs(self.compute(sheet, formula) - self.values[sheet][place].value) > 1e-12
        ]

    def compute(self, sheet: str, formula: str) -> float:
        """SUM of ranges, and cells with + - and /: all that our workbooks use."""
        text = re.sub(r"SUM\(([A-Z]+\d+:[A-Z]+\d+)\)", lambda m: str(self._sum(sheet, m[1])), formula[1:])
        text = re.sub(r"[A-Z]+\d+", lambda m: f"({self._number(sheet, m[0])!r})", text)
        assert re.fullmatch(r"[-+/().\de]+", text), formula
        return float(eval(text))

    def _number(self, sheet: str, place: str) -> float:
        value = self.values[sheet][place].value
        return value if isinstance(value, int | float) else 0

    def _sum(self, sheet: str, area: str) -> float:
        left, top, right, bottom = range_boundaries(area)
        cells = self.values[sheet].iter_rows(top, bottom, left, right, values_only=True)
        return sum(value for row in cells for value in row if isinstance(value, int | float))
