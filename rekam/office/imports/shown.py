"""Rows of a review as a person reads them: a page at a time, NIKs masked, old beside new."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, overload

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rekam import files
from rekam.domain import wording
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import
from rekam.office.regions.models import Area
from rekam.office.residents import queries as register
from rekam.office.residents.models import Citizenship, Marital, Resident, Sex, Standing

LABELS: dict[str, str | Promise] = {
    "kk": _("Family card"),
    "name": _("Name"),
    "sex": pgettext_lazy("fact", "Sex"),
    "born": _("Date of birth"),
    "birth_place": _("Place of birth"),
    "marital": _("Marital status"),
    "married_on": _("Date of marriage"),
    "religion": _("Religion"),
    "blood": _("Blood group"),
    "relation": _("Relation in the family"),
    "education": _("Education"),
    "occupation": _("Occupation"),
    "employer": _("Employer"),
    "area_id": _("Village"),
    "rt": _("RT"),
    "rw": _("RW"),
    "address": _("Address"),
    "citizenship": _("Citizenship"),
    "standing": _("Standing"),
    "ended_on": _("Date of leaving the register"),
    "arrived_on": _("Date of arrival"),
    "ektp_status": _("KTP-el status"),
    "ektp_on": _("KTP-el recorded on"),
    "ektp_updated_on": _("KTP-el status of"),
    "ektp_place": _("Place of recording"),
}
CHOICES: dict[str, Any] = {
    "sex": Sex,
    "marital": Marital,
    "citizenship": Citizenship,
    "standing": Standing,
}
NUMBERS = ("nik", "kk")


class Rows(Sequence[dict[str, Any]]):
    """A table on the desk, of which only the rows of one page are read."""

    def __init__(self, table: pl.LazyFrame) -> None:
        self._table = table
        self._count = int(table.select(pl.len()).collect().item())

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(index, int):
            return self._table.slice(index, 1).collect().to_dicts()[0]
        start, stop, _step = index.indices(self._count)
        return self._table.slice(start, stop - start).collect().to_dicts()


def rows(item: Import, table: str) -> Rows:
    """A table of the review (new, changed, past, left, sessions, reports). Empty once it was decided."""
    desk = desks.of(item.pk)
    return Rows(desk.scan(table) if desk.has(table) else pl.LazyFrame())


def unknown_sessions(item: Import) -> Rows:
    """The new sessions of people whom the register does not hold (yet)."""
    desk = desks.of(item.pk)
    if not desk.has("sessions"):
        return Rows(pl.LazyFrame())
    held = register.keys().lazy().select("nik")
    return Rows(desk.scan("sessions").join(held, on="nik", how="anti", maintain_order="left"))


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a review about a resident, as words. ``differences``: field, before, after."""

    row: int | None
    nik: str
    facts: dict[str, str]
    differences: list[tuple[str, str, str]] = field(default_factory=list)


def people(found: list[dict[str, Any]]) -> list[Person]:
    """Rows of the review's tables as words."""
    places = place_names(row["area_id"] for row in found)
    return [_person(row, places) for row in found]


def _person(row: dict[str, Any], places: dict[int, str]) -> Person:
    facts = {name: worded(name, row.get(name), places) for name in LABELS}
    return Person(row.get("row"), wording.masked(row["nik"]), facts)


def changes(found: list[dict[str, Any]]) -> list[Person]:
    """Changed residents with what is held beside what the file says."""
    held = {row["id"]: row for row in register.held([row["id"] for row in found]).to_dicts()}
    both = [*found, *held.values()]
    places = place_names(row["area_id"] for row in both)
    shown = []
    for row in found:
        before = held.get(row["id"], {})
        person = _person({**row, "nik": before.get("nik", row["nik"])}, places)
        person.differences.extend(
            (str(label), worded(name, before.get(name), places), person.facts[name])
            for name, label in LABELS.items()
            if before.get(name) != row.get(name)
        )
        shown.append(person)
    return shown


def place_names(ids: Any) -> dict[int, str]:
    areas = Area.objects.filter(id__in={pk for pk in ids if pk is not None}).values_list("id", "name", "code")
    return {pk: f"{name} ({code})" for pk, name, code in areas}


def worded(name: str, value: Any, places: dict[int, str]) -> str:
    """One fact as an office writes it; nothing as a dash."""
    if value in (None, ""):
        return "–"
    if name == "area_id":
        return places.get(value, str(value))
    if name in CHOICES:
        return str(CHOICES[name](value).label) if value in CHOICES[name].values else str(value)
    if isinstance(value, date):
        return wording.short_date(value)
    return wording.masked(str(value)) if name in NUMBERS else str(value)


def sessions(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sessions or reports with the name of whom the register knows."""
    names = dict(Resident.objects.filter(nik__in=[row["nik"] for row in found]).values_list("nik", "name"))
    areas = dict(
        Area.objects.filter(code__in=[row.get("area_code") or "" for row in found]).values_list(
            "code", "name"
        )
    )
    return [
        {
            **row,
            "nik": wording.masked(row["nik"]),
            "name": names.get(row["nik"], ""),
            "area": areas.get(row.get("area_code") or "", ""),
        }
        for row in found
    ]


# -- problems -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """How often one thing is wrong in a file, with the words for the first row that has it."""

    code: str
    level: str
    count: int
    row: int
    what: str
    todo: str


def problem_groups(item: Import) -> list[Group]:
    """What is wrong in the file, the heaviest and most frequent first, each with an example's sentence."""
    desk = desks.of(item.pk)
    if not desk.has("problems"):
        return []
    found = desk.scan("problems").group_by("code", "level").agg(pl.len().alias("count"), pl.all().first())
    order = {"rejected": 0, "held": 1, "warning": 2}
    groups = [
        Group(row["code"], row["level"], row["count"], row["row"], *_said(row))
        for row in found.collect().to_dicts()
    ]
    return sorted(groups, key=lambda group: (order.get(group.level, 3), -group.count, group.code))


def rows_by_level(item: Import) -> dict[str, int]:
    """How many rows have a problem of each level; a row with two of them is one row."""
    desk = desks.of(item.pk)
    if not desk.has("problems"):
        return {}
    found = desk.scan("problems").group_by("level").agg(pl.col("row").n_unique()).collect()
    return dict(found.iter_rows())


def problem_rows(item: Import, *, level: str, code: str) -> Rows:
    """The rows with problems of one level or one code, in the order of the file."""
    desk = desks.of(item.pk)
    if not desk.has("problems"):
        return Rows(pl.LazyFrame())
    table = desk.scan("problems")
    if level:
        table = table.filter(pl.col("level") == level)
    return Rows(table.filter(pl.col("code") == code) if code else table)


def problems(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the problems table with their sentences."""
    told = []
    for row in found:
        what, todo = _said(row)
        told.append({**row, "what": what, "todo": todo})
    return told


def _said(row: dict[str, Any]) -> tuple[str, str]:
    code = row["code"]
    return files.say(code, language(), **{name: value for name, value in row.items() if name != "code"})


def language() -> str:
    return (get_language() or "id")[:2]
