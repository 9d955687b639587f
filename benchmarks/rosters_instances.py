"""Reads the public employee shift scheduling instances as problems of the product's own roster model."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rekam.domain.rosters.model import Cover, Limits, Problem, Shift, Wish, Worker

MONDAY = date(2014, 1, 6)  # the files say that every horizon begins on one
PLACE, SKILL = "ward", "nurse"


def read(path: Path) -> Problem:
    """One file."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Problem:
    """The text of one file."""
    sections = _sections(text)
    absent = {code: {int(day): "day_off" for day in days} for code, *days in sections["DAYS_OFF"]}
    wishes: dict[str, list[Wish]] = {}
    for section, wants in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False)):
        for code, day, shift, weight in sections[section]:
            wishes.setdefault(code, []).append(Wish(int(day), wants, int(weight), shift))
    return Problem(
        start=MONDAY,
        days=int(sections["HORIZON"][0][0]),
        shifts=tuple(
            Shift(code, int(minutes), frozenset(never.split("|")) if never else frozenset())
            for code, minutes, never in sections["SHIFTS"]
        ),
        workers=tuple(
            _worker(row, absent.get(row[0], {}), tuple(wishes.get(row[0], []))) for row in sections["STAFF"]
        ),
        covers=tuple(
            Cover(int(day), PLACE, shift, SKILL, int(wanted), int(missing), int(extra))
            for day, shift, wanted, missing, extra in sections["COVER"]
        ),
    )


def _worker(row: list[str], absent: dict[int, str], wishes: tuple[Wish, ...]) -> Worker:
    code, most_of, *numbers = row
    most, least, most_on, least_on, least_off, weekends = map(int, numbers)
    limits = Limits(
        least_minutes=least,
        most_minutes=most,
        least_days_on=least_on,
        most_days_on=most_on,
        least_days_off=least_off,
        most_weekends=weekends,
    )
    pairs = (part.split("=") for part in most_of.split("|"))
    return Worker(
        code,
        frozenset({SKILL}),
        {PLACE: 0},
        limits,
        absent,
        {shift: int(most) for shift, most in pairs},
        wishes=wishes,
    )


def _sections(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for name, row in _rows(text):
        found.setdefault(name, [])
        if row:
            found[name].append(row)
    return found


def _rows(text: str) -> Iterator[tuple[str, list[str]]]:
    name = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("SECTION_"):
            name = line.removeprefix("SECTION_")
            yield name, []
        elif line and not line.startswith("#"):
            yield name, line.split(",")
