"""The fitness of one kit over time: what stood there when, put together from what was true of each device."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from rekam.domain.kits.fitness import Fitness, Part, Reason, fitness


@dataclass(frozen=True, slots=True)
class Span:
    """A device as it was in the kit, from *since* until *until* (None: still)."""

    part: Part
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Station:
    """Where the kit stood; ``place`` None is the office's store."""

    place: int | None
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which nothing about the kit changed. ``is_placed`` False: it was on its way."""

    start: datetime
    end: datetime
    fitness: Fitness
    reasons: tuple[Reason, ...]
    place: int | None
    is_placed: bool


def stretches(
    spans: Sequence[Span], stations: Sequence[Station], *, start: datetime, end: datetime
) -> list[Stretch]:
    """From *start* to *end* without a gap, neighbours that say the same joined."""
    made: list[Stretch] = []
    for since, until in pairwise(_cuts([*spans, *stations], start, end)):
        found = _between(spans, stations, since, until)
        if made and _same(made[-1], found):
            found = _joined(made.pop(), found)
        made.append(found)
    return made


def _cuts(pieces: Iterable[Span | Station], start: datetime, end: datetime) -> list[datetime]:
    if start >= end:
        return []
    moments = {moment for piece in pieces for moment in (piece.since, piece.until) if moment is not None}
    return sorted({start, end} | {moment for moment in moments if start < moment < end})


def _between(spans: Sequence[Span], stations: Sequence[Station], since: datetime, until: datetime) -> Stretch:
    found, reasons = fitness(span.part for span in spans if _covers(span, since))
    station = next((each for each in stations if _covers(each, since)), None)
    place = station.place if station else None
    return Stretch(since, until, found, reasons, place, station is not None)


def _covers(piece: Span | Station, moment: datetime) -> bool:
    return piece.since <= moment and (piece.until is None or moment < piece.until)


def _same(one: Stretch, other: Stretch) -> bool:
    return (one.fitness, one.reasons, one.place, one.is_placed) == (
        other.fitness,
        other.reasons,
        other.place,
        other.is_placed,
    )


def _joined(one: Stretch, other: Stretch) -> Stretch:
    return Stretch(one.start, other.end, one.fitness, one.reasons, one.place, one.is_placed)
