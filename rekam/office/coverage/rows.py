"""The rows of the coverage tables: their order, their denominator, and where their numbers lead."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict

from rekam.domain.coverage.explanation import AreaCount, Count, Coverage
from rekam.office.coverage import links
from rekam.office.coverage.asked import Asked, Days
from rekam.office.coverage.standing import Standing
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Level

Cell = str | int | float | None

# What a column is called in the address: ?sort=-unrecorded puts the most unrecorded first.
SORTED_BY: dict[str, Callable[[AreaCount], Any]] = {
    "code": lambda area: area.code,
    "name": lambda area: area.name,
    "obliged": lambda area: area.total.obliged,
    "recorded": lambda area: area.total.recorded,
    "unrecorded": lambda area: area.total.unrecorded,
    "percent": lambda area: -1.0 if area.total.percent is None else area.total.percent,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is looked at: its order, with or without the sexes, over which day's obliged."""

    sort: str = ""
    sexes: bool = False
    denominator_on: date | None = None
    wrong: tuple[str, ...] = ()

    def address(self, question: Asked, **changes: Any) -> str:
        """The same table with some of it changed."""
        own = {"sort": self.sort, "sexes": "1" if self.sexes else "", "denominator_on": self.denominator_on}
        return question.address(**{**own, **changes})


@dataclass(frozen=True, slots=True)
class Row:
    """An area in a table. ``href`` goes one level down, ``people`` to the unrecorded residents."""

    area: AreaCount
    href: str
    people: links.Link = None
    district: str = ""
    month: int | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts: where a click leads, and how the rows stand now, as a screen reader says it."""

    href: str
    order: str


def shape(given: QueryDict) -> Shape:
    days = Days(given)
    sort = given.get("sort", "")
    return Shape(
        sort=sort if sort.removeprefix("-") in SORTED_BY else "",
        sexes=bool(given.get("sexes")),
        denominator_on=days.day("denominator_on"),
        wrong=tuple(days.wrong),
    )


def in_order(coverage: Coverage, sort: str) -> Coverage:
    """The rows by a column; without one in the order of their codes."""
    by = SORTED_BY.get(sort.removeprefix("-"))
    if by is None:
        return coverage
    return replace(coverage, areas=tuple(sorted(coverage.areas, key=by, reverse=sort.startswith("-"))))


def columns(question: Asked, shape: Shape) -> dict[str, Column]:
    """Numbers sort from the largest at the first click, names from A."""
    found = {}
    for name in SORTED_BY:
        up, down = name, f"-{name}"
        first, second = (up, down) if name in ("code", "name") else (down, up)
        order = {up: "ascending", down: "descending"}.get(shape.sort, "none")
        found[name] = Column(shape.address(question, sort=second if shape.sort == first else first), order)
    return found


def views_of(question: Asked, shape: Shape, semester_end: date) -> dict[str, str]:
    """The other ways to look at the same table, and its files."""
    query = shape.address(question).partition("?")[2]
    return {
        "with_sexes": shape.address(question, sexes="1"),
        "without_sexes": shape.address(question, sexes=""),
        "by_district": shape.address(question, by="kecamatan"),
        "by_village": shape.address(question, by="desa"),
        "known_then": shape.address(question, on=question.on, known=question.on),
        "known_now": shape.address(question, known=None),
        "semester": shape.address(question, denominator_on=semester_end),
        "own_denominator": shape.address(question, denominator_on=None),
        "query": f"?{query}" if query else "",
    }


def of_table(request: HttpRequest, question: Asked, coverage: Coverage, *, linked: bool) -> list[Row]:
    """Every area of the page in order; a village far from its district's page says which it belongs to."""
    far = question.by == "desa" and question.area.level == Level.REGENCY
    districts = _districts(question.area.code) if far else {}
    return [
        Row(
            area,
            question.address(area=area.code, by=""),
            links.counted(request, question, "unrecorded", area.code) if linked else None,
            districts.get(area.code.rpartition(".")[0], ""),
        )
        for area in coverage.areas
    ]


def of_home(request: HttpRequest, question: Asked, found: Standing) -> list[Row]:
    """The areas with the most unrecorded first, and what this month brought to each."""
    return [
        Row(
            area,
            question.address(area=area.code, by=""),
            links.counted(request, question, "unrecorded", area.code),
            month=found.flow.by_area.get(area.code),
            last_day=found.flow.last_day.get(area.code),
        )
        for area in in_order(found.coverage, "-unrecorded").areas
    ]


def _districts(within: str) -> dict[str, str]:
    return dict(regions.districts(within).values_list("code", "name"))


def against(coverage: Coverage, obliged: Coverage) -> Coverage:
    """The recorded of one day over the obliged of another, as it is often published: it may exceed 100 %.

    Nothing is clamped: where more are recorded than were obliged then, unrecorded is negative.
    """
    held = {area.code: area for area in obliged.areas}
    areas = tuple(_over(area, held[area.code]) for area in coverage.areas)
    return replace(coverage, total=_over(coverage.total, obliged.total), areas=areas)


def _over(area: AreaCount, obliged: AreaCount) -> AreaCount:
    def over(recorded: Count, held: Count) -> Count:
        return replace(recorded, obliged=held.obliged)

    return replace(area, male=over(area.male, obliged.male), female=over(area.female, obliged.female))


def form(coverage: Coverage) -> tuple[list[str], list[list[Cell]]]:
    """The columns and rows of the official form, with the total last."""
    sexes = ("m", "f", "total")
    names = ["code", "name", *(f"{m}_{s}" for m in ("obliged", "recorded") for s in sexes), "percent"]
    names += [f"unrecorded_{s}" for s in sexes]
    return names, [_cells(area) for area in (*coverage.areas, coverage.total)]


def _cells(area: AreaCount) -> list[Cell]:
    parts = (area.male, area.female, area.total)
    percent = area.total.percent
    return [
        area.code,
        area.name,
        *(part.obliged for part in parts),
        *(part.recorded for part in parts),
        None if percent is None else round(percent, 2),
        *(part.unrecorded for part in parts),
    ]


def file_name(coverage: Coverage, ending: str) -> str:
    """cakupan-64.08-2016-09-30.xlsx; the day of knowledge joins when it is another."""
    days = [coverage.on, *([coverage.known] if coverage.known != coverage.on else [])]
    return f"cakupan-{coverage.total.code}-{'-diketahui-'.join(day.isoformat() for day in days)}.{ending}"
