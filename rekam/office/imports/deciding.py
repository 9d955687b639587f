"""The questions that a clerk can answer about held rows, as a screen asks them, and the answers to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rekam.domain import wording
from rekam.files.residents import POINTED_OUT
from rekam.office.imports import desk as desks
from rekam.office.imports import doubts, shown
from rekam.office.imports.models import Import
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area, Level
from rekam.office.residents.models import Resident

TEXTS = ("name", "birth_place", "address")
COMPARED = ("name", "born", "sex", "birth_place", "kk", "area_id")
SAID = {
    doubts.ASIDE: gettext_lazy("Row %(row)s: set aside"),
    doubts.SAME: gettext_lazy("Row %(row)s: the same person, taken"),
    doubts.ANOTHER: gettext_lazy("Row %(row)s: another person, left out"),
}


@dataclass(frozen=True, slots=True)
class Village:
    """An area that nobody knows, and in how many rows it stands."""

    value: str
    count: int
    row: int
    kind: str = "village"

    @property
    def key(self) -> str:
        """How an answer is sent: as the area stands in the file, whatever was decided meanwhile."""
        return f"village:{self.value}"


@dataclass(frozen=True, slots=True)
class Person:
    """A row whose NIK belongs to somebody else in the register: label, held, said, whether they differ."""

    row: int
    nik: str
    facts: list[tuple[str, str, str, bool]]
    kind: str = "person"

    @property
    def key(self) -> str:
        return f"person:{self.row}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the file: whether its row differs there from the others, and whether it is one long text."""

    label: str
    text: str
    differs: bool
    is_text: bool


@dataclass(frozen=True, slots=True)
class OneNik:
    """Rows that share a NIK and differ: the number of each and its cells."""

    first: int
    nik: str
    are_two: bool
    labels: list[str]
    lines: list[tuple[int, list[Cell]]]
    kind: str = "nik"

    @property
    def key(self) -> str:
        return f"nik:{self.first}"


Question = Village | Person | OneNik


def questions(item: Import) -> list[Question]:
    """What waits for a decision: unknown areas first, one answer may settle many rows."""
    return [*_villages(item), *_people(item), *_one_nik(item)]


def _villages(item: Import) -> Iterable[Village]:
    desk = desks.of(item.pk)
    if not desk.has("problems"):
        return []
    unknown = pl.col("code").is_in(POINTED_OUT) & pl.col("value").is_not_null()
    found = desk.scan("problems").filter(unknown).group_by("value").agg(pl.len(), pl.col("row").min())
    return [Village(*row) for row in found.sort("len", "value", descending=[True, False]).collect().rows()]


def _people(item: Import) -> Iterable[Person]:
    desk = desks.of(item.pk)
    said = desk.load("another").to_dicts() if desk.has("another") else []
    if not said:
        return []
    held = {r["nik"]: r for r in _held([row["nik"] for row in said])}
    places = shown.place_names([row.get("area_id") for row in (*said, *held.values())])
    return [_person(row, held.get(row["nik"], {}), places) for row in said]


def _held(niks: list[str]) -> Iterable[dict[str, Any]]:
    return Resident.objects.filter(nik__in=niks).values("nik", *COMPARED)


def _person(row: dict[str, Any], held: dict[str, Any], places: dict[int, str]) -> Person:
    facts = [
        (
            str(shown.LABELS[name]),
            shown.worded(name, held.get(name), places),
            shown.worded(name, row.get(name), places),
            name in row and held.get(name) != row[name],
        )
        for name in COMPARED
    ]
    return Person(row["row"], wording.masked(row["nik"]), facts)


def _one_nik(item: Import) -> Iterable[OneNik]:
    desk = desks.of(item.pk)
    if not desk.has("doubtful"):
        return []
    table = desk.load("doubtful")
    return [
        _of_one(int(str(first)), group) for (first,), group in table.group_by("first", maintain_order=True)
    ]


def _of_one(first: int, group: pl.DataFrame) -> OneNik:
    names = [name for name in (*doubts.CELLS, "area") if (group[name] != "").any()]
    labels = {name: str(shown.LABELS.get(name, _("Area"))) for name in names}
    lines = [
        (row["row"], [_cell(name, labels[name], row[name], group[name].n_unique() > 1) for name in names])
        for row in group.to_dicts()
    ]
    are_two = group["code"][0] == "nik.two_residents"
    return OneNik(first, group["nik"][0], are_two, list(labels.values()), lines)


def _cell(name: str, label: str, said: str, differs: bool) -> Cell:
    return Cell(label, shown.worded(name, said, {}), differs, is_text=name in TEXTS)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The villages to point out, each district with its own."""
    areas = regions.inside(regions.office().regency.code).only("code", "name", "level")
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for area in areas:
        if area.level == Level.DISTRICT:
            found[area.code] = (area.name, [])
        elif area.level == Level.VILLAGE and area.code[:8] in found:
            found[area.code[:8]][1].append((area.code, area.name))
    return list(found.values())


# -- what was decided before ----------------------------------------------------------------------------


def decided(item: Import) -> list[tuple[str, str]]:
    """Each decision as a key to take it back by, and as a sentence. Nobody's data stand in it."""
    rows = sorted((int(row), said) for row, said in item.decided.get("rows", {}).items())
    told = [(f"row:{row}", str(SAID[said]) % {"row": row}) for row, said in rows]
    meant = doubts.villages(item)
    names = dict(Area.objects.filter(code__in=meant.values()).values_list("code", "name"))
    return [
        *((f"village:{value}", f"{value} → {names.get(code, '')} ({code})") for value, code in meant.items()),
        *told,
    ]


# -- answers --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said: row → decision, area → village code. Nothing (None) takes a decision back."""

    rows: dict[int, str | None]
    villages: dict[str, str | None]

    def __bool__(self) -> bool:
        return bool(self.rows or self.villages)


def answers(item: Import, data: QueryDict) -> Answers:
    """The answers to questions that this import asks now; anything else that was sent is not heard."""
    found = Answers({}, {})
    known = {code for _district, villages in choices() for code, _name in villages}
    for question in questions(item):
        _hear(question, data.get(question.key, ""), known, found)
    kept = {key for key, _sentence in decided(item)}
    for key in kept.intersection(data.getlist("back")):
        kind, _colon, value = key.partition(":")
        if kind == "row":
            found.rows[int(value)] = None
        else:
            found.villages[value] = None
    return found


def _hear(question: Question, said: str, known: set[str], found: Answers) -> None:
    if isinstance(question, Village):
        if said in known:
            found.villages[question.value] = said
    elif isinstance(question, Person):
        if said in (doubts.SAME, doubts.ANOTHER):
            found.rows[question.row] = said
    elif said in {str(row) for row, _cells in question.lines}:
        others = (row for row, _cells in question.lines if str(row) != said)
        found.rows.update(dict.fromkeys(others, doubts.ASIDE))
