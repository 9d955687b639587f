"""How far apart the cells of a sheet stand, seen from its XML piece by piece.

A reader makes room for the whole table between the first and the last cell. Two cells in opposite
corners of a sheet make a file of a few kilobytes and a table of seventeen thousand million cells.
"""

import re

from rekam.files.problems import FileProblem

# A table may have this many cells, or four for each one that is written.
MOST_CELLS = 10_000_000
LONGEST_ROW = 1 << 24

_PLACE = re.compile(rb"""[\s"']r\s*=\s*["']\s*([A-Za-z]*)([0-9]+)""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")


class Grid:
    """Rows and columns between the first and the last cell (rows a little rounded up)."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = 0
        self._rest = b""
        self._beyond = _beyond(0, 0)

    def see(self, piece: bytes) -> None:
        """Looks at whole rows; the beginning of the next one waits for its piece."""
        seen = self._rest + piece
        end = seen.rfind(b"row>")
        end = 0 if end < 0 else end + 4
        seen, self._rest = seen[:end], seen[end:]
        if len(self._rest) > LONGEST_ROW:
            raise FileProblem("file.damaged", detail="row")
        placed = seen.count(b'<c r="')
        if placed == seen.count(b"<c") and b":c" not in seen:
            self.cells += placed
            self._see_placed(seen)
        else:
            self._see_any(seen)

    def finish(self) -> None:
        """Looks at what no ``row>`` has ended: a reader takes ``</row >`` for an end as well."""
        if _CELL.search(self._rest) or _ROW.search(self._rest):
            self._see_any(self._rest)
        self._rest = b""

    def _see_placed(self, seen: bytes) -> None:
        """Every cell says where it stands: it is enough to look for places beyond those known."""
        at = 0
        while found := self._beyond.search(seen, at):
            self._reach(int(found[2]), _number(found[1]))
            at = found.end()

    def _see_any(self, seen: bytes) -> None:
        """Some programs leave out where a cell stands: then it stands beside the one before."""
        rows = _ROW.split(seen)
        places = _PLACE.findall(seen)
        last = max((_number(column) for column, _ in places), default=0)
        cells = [len(_CELL.findall(row)) for row in rows]
        self.cells += sum(cells)
        self._reach(self.rows + len(rows), last + max(cells))
        self._reach(max((int(row) for _, row in places), default=0), 0)

    def _reach(self, row: int, column: int) -> None:
        self.rows = max(self.rows, _rounded_up(row))
        self.columns = max(self.columns, column)
        self._beyond = _beyond(self.rows, self.columns)

    def is_too_wide_apart(self) -> bool:
        return self.rows * self.columns > max(MOST_CELLS, 4 * self.cells)


def _rounded_up(row: int) -> int:
    """To two leading digits, so that a long sheet is not a new record in every row: 1342 -> 1399."""
    step = int(10 ** max(0, len(str(row)) - 2))
    return (row // step + 1) * step - 1


def _number(letters: bytes) -> int:
    """Column A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _beyond(row: int, column: int) -> re.Pattern[bytes]:
    """Finds a place in a later row or in a later column than these."""
    letter = "[A-Za-z]"
    lookahead = f"{_later_letters(_letters(column))}[0-9]|{letter}+{_later_digits(str(row))}[^0-9]"
    return re.compile(f'r="(?={lookahead})({letter}+)([0-9]+)'.encode())


def _later_letters(known: str) -> str:
    ways = [f"[A-Za-z]{{{len(known) + 1},}}"]
    for at, letter in enumerate(known):
        if letter < "Z":
            after = f"{chr(ord(letter) + 1)}-Z"
            same = "".join(f"[{each}{each.lower()}]" for each in known[:at])
            ways.append(f"{same}[{after}{after.lower()}][A-Za-z]{{{len(known) - at - 1}}}")
    return f"(?:{'|'.join(ways)})"


def _later_digits(known: str) -> str:
    ways = [f"[0-9]{{{len(known) + 1},}}"]
    for at, digit in enumerate(known):
        if digit < "9":
            ways.append(f"{known[:at]}[{int(digit) + 1}-9][0-9]{{{len(known) - at - 1}}}")
    return f"(?:{'|'.join(ways)})"
