"""A list of service points as an office keeps it: CSV or XLSX, a row for each, with hours if it has them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from rekam import files
from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.places.hours import Range, Ranges
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.places import actions
from rekam.office.places.models import Access, Kind, Network, Place, Power
from rekam.office.regions import queries as regions

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

MOST_BYTES = 16 * 1024 * 1024
COLUMNS = {
    "name": ("nama", "name", "titiklayanan", "namatitik"),
    "kind": ("jenis", "kind"),
    "area": ("wilayah", "kodewilayah", "kode", "area", "kecamatan"),
    "lat": ("lintang", "lat", "latitude"),
    "lon": ("bujur", "lon", "longitude"),
    "address": ("alamat", "address"),
    "contact_name": ("narahubung", "contact"),
    "contact_phone": ("telepon", "telp", "phone"),
    "access": ("akses", "access"),
    "power": ("listrik", "power"),
    "network": ("jaringan", "network"),
    "counters": ("loket", "counters"),
    "opens_on": ("haripertama", "opens"),
    "closes_on": ("hariterakhir", "closes"),
    "note": ("catatan", "note"),
}
DAYS = tuple((wording.DAYS["id"][n].lower(), wording.DAYS["en"][n].lower()) for n in range(7))
CHOICES: dict[str, type[models.TextChoices]] = {
    "kind": Kind,
    "access": Access,
    "power": Power,
    "network": Network,
}
DATES = ("opens_on", "closes_on")
BETWEEN_TIMES = re.compile(r"\s*[-–—]\s*|\s+s(?:/d|ampai|\.d\.)\s+")


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, as the spreadsheet numbers it, and the rule that it broke."""

    row: int
    name: str
    trouble: RuleBroken


@dataclass(frozen=True, slots=True)
class Outcome:
    added: int
    changed: int
    refused: list[Refused]


@transaction.atomic
def take(path: Path, *, since: date, by: "User | None", at: datetime) -> Outcome:
    """Take a list of service points. A place that the area has under this name is changed, others are added;
    hours in the list hold from *since* on. A row that breaks a rule is left out whole.
    """
    table = files.open_table(path, max_bytes=MOST_BYTES)
    cells = _columns(table.columns)
    codes = {name.casefold(): code for code, name in _districts()}
    added = changed = 0
    refused: list[Refused] = []
    for line in table.frame.iter_rows(named=True):
        row = {name: (line[cell] or "").strip() for name, cell in cells.items()}
        try:
            with transaction.atomic():
                is_new = _take(row, codes, since, by, at)
        except RuleBroken as trouble:
            refused.append(Refused(line["row"], row.get("name", ""), trouble))
        else:
            added, changed = added + is_new, changed + (not is_new)
    details = {"added": added, "changed": changed, "refused": len(refused)}
    audit.record("places.imported", path.name, by=by, at=at, details=details)
    return Outcome(added, changed, refused)


def _columns(names: Sequence[str]) -> dict[str, str]:
    """Which cell of a line is which fact: by the names that the first row gives."""
    folded = {re.sub(r"[^a-z]", "", name.lower()): f"c{at}" for at, name in enumerate(names)}
    wanted = COLUMNS | {f"day{n}": names for n, names in enumerate(DAYS)}
    found = {fact: folded[name] for fact, names in wanted.items() for name in names if name in folded}
    if not {"name", "kind", "area"} <= found.keys():
        raise RuleBroken(
            "places.missing_column",
            gettext_noop("The file needs the columns nama (name), jenis (kind) and wilayah (area)."),
        )
    return found


def _take(row: dict[str, str], codes: dict[str, str], since: date, by: "User | None", at: datetime) -> bool:
    """Whether the place is new."""
    area = codes.get(row["area"].casefold().removeprefix("kecamatan ").strip(), row["area"])
    facts = _facts(row)
    held = Place.objects.filter(area__code=area, name__iexact=facts["name"]).select_related("area").first()
    if held:
        place = actions.change_place(place=held, by=by, at=at, **facts)
    else:
        place = actions.add_place(area=area, by=by, at=at, **facts)
    week = [_day(row.get(f"day{n}", "")) for n in range(hours.DAYS_OF_A_WEEK)]
    if any(week):
        actions.set_week(place=place, since=since, week=week, by=by, at=at)
    return held is None


def _facts(row: dict[str, str]) -> dict[str, Any]:
    """What the row says; empty cells say nothing."""
    said = {name: text for name, text in row.items() if text and name in COLUMNS and name != "area"}
    facts: dict[str, Any] = dict(said)
    for name, read in READERS.items():
        if name in said:
            facts[name] = read(name, said[name])
    if not said.get("name") or not said.get("kind"):
        raise RuleBroken(
            "place.no_name_or_kind", gettext_noop("The row lacks a name or a kind. Fill in both.")
        )
    return facts


def _degrees(name: str, text: str) -> float:
    try:
        return float(text.replace(",", ".").replace("\u2212", "-"))
    except ValueError as error:
        raise _unreadable(name, text) from error


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 99):
        raise _unreadable(name, text)
    return int(text)


def _date(name: str, text: str) -> date:
    found = wording.read_date(text)
    if found is None:
        raise _unreadable(name, text)
    return found


def _choice(name: str, text: str) -> str:
    """The stored word, or the words of the screen in either language."""
    known: dict[str, str] = {}
    for language in ("id", "en"):
        with translation.override(language):
            known |= {str(label).casefold(): value for value, label in CHOICES[name].choices}
    found = known.get(text.casefold(), text.casefold())
    if found not in CHOICES[name].values:
        raise _unreadable(name, text)
    return found


READERS: dict[str, Callable[[str, str], Any]] = {
    "lat": _degrees,
    "lon": _degrees,
    "counters": _whole,
    **dict.fromkeys(DATES, _date),
    **dict.fromkeys(CHOICES, _choice),
}


def _unreadable(name: str, text: str) -> RuleBroken:
    return RuleBroken(
        "place.unreadable",
        gettext_noop("'%(text)s' in the column %(column)s is not understood. Correct the cell."),
        text=text[:40],
        column=COLUMNS[name][0],
    )


def _day(text: str) -> Ranges:
    """``08.00-12.00, 13.00-16.00``; an empty cell, a dash or the word for closed: closed."""
    if text.casefold() in ("", "-", "–", "tutup", "libur", "closed"):
        return hours.CLOSED
    return hours.ranges(_range(part) for part in re.split(r"[,;+]|\s{2,}", text) if part.strip())


def _range(text: str) -> Range:
    parts = BETWEEN_TIMES.split(text.strip())
    if len(parts) != 2:
        raise RuleBroken(
            "hours.not_a_range",
            gettext_noop("'%(text)s' is no range of hours. Write it as 08:00-12:00."),
            text=text.strip()[:40],
        )
    return Range(hours.read_time(parts[0]), hours.read_time(parts[1]))


def _districts() -> list[tuple[str, str]]:
    return list(regions.districts(regions.office().regency.code).values_list("code", "name"))
