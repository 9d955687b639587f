"""Minutes between points: by distance, or from a server that knows the roads when its address is given.

OSRM answers ``table``, Valhalla ``sources_to_targets``. A river is on no road map: a way that begins or ends
at a place by river is always counted by distance. A server that is down, slow or talks nonsense costs a plan
its roads and not its life: distance is used, and the plan says so with the code of what happened.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from rekam.domain.outreach import ways
from rekam.domain.service.travel import RIVER, Spot

OSRM, VALHALLA, DISTANCE = "osrm", "valhalla", "distance"
PATIENCE_SECONDS = 20
MOST_BYTES = 64 * 1024 * 1024
PIECE = 64 * 1024
# Points from and to at once: as they come, Valhalla answers 2,500 pairs and OSRM a hundred points.
BLOCK = 50
MOST_MINUTES = 24 * 60
HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}


@dataclass(frozen=True)
class Roads:
    """The matrix, where it comes from ("distance", "osrm", "valhalla") and, if a server was asked in vain,
    the code of what went wrong.
    """

    minutes: list[list[int]]
    source: str = DISTANCE
    trouble: str = ""


class _Nonsense(ValueError):
    """An answer that is no matrix of ways."""


class _SameHost(HTTPRedirectHandler):
    """Where an office's places lie is told to the server that it named and to no other."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def minutes(spots: Sequence[Spot], *, bases: int, on: date) -> Roads:
    """From each spot to each. The first *bases* spots are bases: nothing is set up there."""
    by_distance = ways.matrix(spots, bases, on)
    if not settings.ROADS_URL or not spots:
        return Roads(by_distance)
    try:
        seconds = _asked(spots)
    except TimeoutError:
        return Roads(by_distance, trouble="roads.slow")
    except (URLError, HTTPException, OSError) as problem:
        is_slow = isinstance(getattr(problem, "reason", None), TimeoutError)
        return Roads(by_distance, trouble="roads.slow" if is_slow else "roads.unreachable")
    except _Nonsense:
        return Roads(by_distance, trouble="roads.nonsense")
    return Roads(_merged(spots, by_distance, seconds, bases), source=settings.ROADS_KIND)


def _merged(
    spots: Sequence[Spot], by_distance: list[list[int]], seconds: list[list[float | None]], bases: int
) -> list[list[int]]:
    """The server's minutes, rounded up, with setting up; by distance over water and where it knows no way."""
    found = [list(row) for row in by_distance]
    for a, start in enumerate(spots):
        for b, end in enumerate(spots):
            way = seconds[a][b]
            if a == b or way is None or RIVER in (start.access, end.access):
                continue
            if by_distance[a][b] >= MOST_MINUTES:
                continue  # a road of the dry season that is closed now: the map does not know the season
            found[a][b] = -int(-way // 60) + (ways.SET_UP if b >= bases else 0)
    return found


def _asked(spots: Sequence[Spot]) -> list[list[float | None]]:
    """Seconds from each spot to each, None where the server knows no way. Asked in blocks: with their usual
    settings servers refuse more points at once.
    """
    size, ends = len(spots), time.monotonic() + PATIENCE_SECONDS
    found: list[list[float | None]] = [[None] * size for _ in spots]
    blocks = [slice(at, min(at + BLOCK, size)) for at in range(0, size, BLOCK)]
    for rows in blocks:
        for columns in blocks:
            part = _block(spots[rows], spots[columns], rows == columns, ends)
            for number, row in zip(range(rows.start, rows.stop), part, strict=True):
                found[number][columns] = row
    return found


def _block(
    sources: Sequence[Spot], targets: Sequence[Spot], is_same: bool, ends: float
) -> list[list[float | None]]:
    address = settings.ROADS_URL.rstrip("/")
    if settings.ROADS_KIND == VALHALLA:
        asked = {"sources": _points(sources), "targets": _points(targets), "costing": "auto"}
        body = json.dumps(asked).encode()
        answer = _fetched(Request(f"{address}/sources_to_targets", body, HEADERS), ends)
        rows = [[_time(cell) for cell in _list(row)] for row in _list(answer.get("sources_to_targets"))]
    else:
        spots = sources if is_same else [*sources, *targets]
        path = ";".join(f"{spot.lon:.5f},{spot.lat:.5f}" for spot in spots)
        query = f"{address}/table/v1/driving/{path}?annotations=duration{_halves(sources, targets, is_same)}"
        answer = _fetched(Request(query, headers=HEADERS), ends)
        rows = _list(answer.get("durations"))
    return _checked(rows, len(sources), len(targets))


def _points(spots: Sequence[Spot]) -> list[dict[str, float]]:
    return [{"lat": spot.lat, "lon": spot.lon} for spot in spots]


def _halves(sources: Sequence[Spot], targets: Sequence[Spot], is_same: bool) -> str:
    """From the first points of the address to the others."""
    if is_same:
        return ""
    first, all_of_them = len(sources), len(sources) + len(targets)
    numbers = [";".join(map(str, each)) for each in (range(first), range(first, all_of_them))]
    return f"&sources={numbers[0]}&destinations={numbers[1]}"


def _fetched(request: Request, ends: float) -> dict[str, Any]:
    """An answer that drips is waited for no longer than one that hangs."""
    with build_opener(_SameHost).open(request, timeout=max(ends - time.monotonic(), 0.01)) as answer:
        content = bytearray()
        while piece := answer.read1(PIECE):
            content += piece
            if len(content) > MOST_BYTES:
                raise _Nonsense
            if time.monotonic() > ends:
                raise TimeoutError
    try:
        found = json.loads(bytes(content))
    except ValueError:
        raise _Nonsense from None
    if not isinstance(found, dict):
        raise _Nonsense
    return found


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise _Nonsense
    return found


def _time(cell: Any) -> Any:
    if not isinstance(cell, dict):
        raise _Nonsense
    return cell.get("time")


def _checked(rows: list[Any], height: int, width: int) -> list[list[float | None]]:
    """A table of seconds from 0 up to a day."""
    if len(rows) != height or any(not isinstance(row, list) or len(row) != width for row in rows):
        raise _Nonsense
    for row in rows:
        for cell in row:
            is_time = isinstance(cell, int | float) and not isinstance(cell, bool)
            if cell is not None and not (is_time and 0 <= cell <= MOST_MINUTES * 60):
                raise _Nonsense
    return rows
