"""Reads public instances of the team orienteering problem with time windows as problems of the product's own
model, and checks routes by the file alone.

A line of the file: number, x, y, service, profit, f, a, a list of a numbers, opening, closing. The first line
with coordinates is where routes begin and end; its closing time is the longest a route may last. Distances
are Euclidean, rounded down to one decimal (Solomon's instances) or two (Cordeau's, named pr...).
Windows bound the beginning of service.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, hypot
from pathlib import Path

from rekam.domain.outreach.model import RECORDING, Base, Crew, Kit, Problem, Site, Window


@dataclass(frozen=True)
class Vertex:
    """One line, in the file's own units."""

    x: float
    y: float
    service: float
    profit: float
    opens: float
    closes: float


@dataclass(frozen=True)
class Instance:
    """One file. ``decimals`` are kept of each distance."""

    name: str
    vertices: tuple[Vertex, ...]
    decimals: int

    def distance(self, a: int, b: int) -> float:
        """Rounded down."""
        one, other = self.vertices[a], self.vertices[b]
        scale = 10**self.decimals
        return floor(hypot(one.x - other.x, one.y - other.y) * scale + 1e-9) / scale

    def problem(self, routes: int) -> Problem:
        """With so many routes of one day. A minute of the model is the file's smallest unit of time."""
        unit = 10**self.decimals
        places = range(len(self.vertices))
        travel = tuple(tuple(round(self.distance(a, b) * unit) for b in places) for a in places)
        depot, day = self.vertices[0], frozenset({0})
        shift = Window(round(depot.opens * unit), round(depot.closes * unit))
        return Problem(
            start=date(2016, 10, 3),
            days=1,
            sites=tuple(_site(n, v, unit) for n, v in enumerate(self.vertices) if n),
            bases=(
                Base(
                    "depot",
                    0,
                    tuple(Kit(f"K{n}", day) for n in range(routes)),
                    tuple(Crew(f"C{n}", {0: shift}) for n in range(routes)),
                ),
            ),
            travel=travel,
            travel_price=0,
        )

    def check(self, routes: Sequence[Sequence[int]]) -> float:
        """What routes collect; ``ValueError`` where one of them cannot be driven."""
        visited = [vertex for route in routes for vertex in route]
        if len(set(visited)) != len(visited) or 0 in visited:
            raise ValueError("a vertex twice")
        for route in routes:
            time, at = self.vertices[0].opens, 0
            for vertex in route:
                time = max(time + self.distance(at, vertex), self.vertices[vertex].opens)
                if time > self.vertices[vertex].closes + 1e-6:
                    raise ValueError(f"{vertex} after its window")
                time, at = time + self.vertices[vertex].service, vertex
            if time + self.distance(at, 0) > self.vertices[0].closes + 1e-6:
                raise ValueError("back too late")
        return sum(self.vertices[vertex].profit for vertex in visited)


def _site(number: int, vertex: Vertex, unit: int) -> Site:
    service = round(vertex.service * unit)
    window = Window(round(vertex.opens * unit), round(vertex.closes * unit) + service)
    profit = round(vertex.profit * RECORDING)
    return Site(f"{number}", number, "", (profit,), service, {0: (window,)})


def read(path: Path) -> Instance:
    """One file."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    vertices = tuple(_vertex(row) for row in rows if len(row) >= 8)
    return Instance(path.stem, vertices, 2 if path.stem.startswith("pr") else 1)


def _vertex(row: list[str]) -> Vertex:
    x, y, service, profit = map(float, row[1:5])
    opens, closes = float(row[-2]), float(row[-1])
    return Vertex(x, y, service, profit, opens, closes)
