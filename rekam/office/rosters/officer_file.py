"""A list of officers as an office keeps it: CSV or XLSX, a row for each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam import files
from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area
from rekam.office.rosters import actions
from rekam.office.rosters.models import MOST_HOURS, Officer, Skill

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

MOST_BYTES = 8 * 1024 * 1024
COLUMNS = {
    "name": ("nama", "name", "petugas", "namapetugas"),
    "home": ("kecamatan", "wilayah", "kodewilayah", "home", "district"),
    "skills": ("keahlian", "tugas", "skills", "skill"),
    "hours_a_week": ("jamperminggu", "jam", "hours"),
    "days_off": ("harilibur", "libur", "daysoff"),
    "since": ("sejak", "mulai", "since"),
}
SKILLS = {
    "operator": Skill.OPERATOR,
    "teknisi": Skill.TECHNICIAN,
    "technician": Skill.TECHNICIAN,
    "sopir": Skill.DRIVER,
    "pengemudi": Skill.DRIVER,
    "driver": Skill.DRIVER,
    "administrasi": Skill.ADMINISTRATOR,
    "administrator": Skill.ADMINISTRATOR,
    "administration": Skill.ADMINISTRATOR,
}
LISTED = re.compile(r"\s*[,;/+]\s*|\s+dan\s+")


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
def take(path: Path, *, on: date, by: "User | None", at: datetime) -> Outcome:
    """Take a list of officers. Somebody of the same name and home is changed, others are added, from *on*
    unless the row says since when. A row that cannot be understood is left out and named.
    """
    table = files.open_table(path, max_bytes=MOST_BYTES)
    cells = _columns(table.columns)
    homes = _homes()
    added = changed = 0
    refused: list[Refused] = []
    for line in table.frame.iter_rows(named=True):
        row = {name: (line[cell] or "").strip() for name, cell in cells.items()}
        if not any(row.values()):
            continue
        try:
            with transaction.atomic():
                is_new = _take(row, homes, on, by, at)
        except RuleBroken as trouble:
            refused.append(Refused(line["row"], row["name"], trouble))
        else:
            added, changed = added + is_new, changed + (not is_new)
    details = {"added": added, "changed": changed, "refused": len(refused)}
    audit.record("officers.imported", "officers", by=by, at=at, details=details)
    return Outcome(added, changed, refused)


def _columns(names: Sequence[str]) -> dict[str, str]:
    folded = {re.sub(r"[^a-z]", "", name.lower()): f"c{at}" for at, name in enumerate(names)}
    found = {fact: folded[name] for fact, names in COLUMNS.items() for name in names if name in folded}
    if not {"name", "home", "skills"} <= found.keys():
        raise RuleBroken(
            "officers.missing_column",
            gettext_noop(
                "The file needs the columns nama (name), kecamatan (district) and keahlian (skills)."
            ),
        )
    return found


def _homes() -> dict[str, Area]:
    """Areas by code and by name, as people write them."""
    regency = regions.office().regency
    held = [regency, *regions.districts(regency.code)]
    return {key: area for area in held for key in (area.code, area.name.casefold())}


def _take(row: dict[str, str], homes: dict[str, Area], on: date, by: "User | None", at: datetime) -> bool:
    """Whether the officer is new."""
    home = homes.get(row["home"].casefold().removeprefix("kecamatan ").removeprefix("kec. ").strip())
    if home is None:
        raise RuleBroken(
            "officers.unknown_home", gettext_noop("No district is called %(name)s."), name=row["home"]
        )
    if not row["name"]:
        raise RuleBroken("officers.without_name", gettext_noop("The row has no name."))
    facts = _facts(row)
    held = Officer.objects.filter(name__iexact=row["name"], home=home).first()
    if held is not None:
        actions.change_officer(officer=held, by=by, at=at, **facts)
        return False
    since = {"since": on, **facts}
    actions.add_officer(name=row["name"], home=home, by=by, at=at, **since)
    return True


def _facts(row: dict[str, str]) -> dict[str, Any]:
    """Only what the row says: an empty cell changes nothing."""
    facts: dict[str, Any] = {"skills": [_skill(word) for word in LISTED.split(row["skills"]) if word]}
    if row.get("hours_a_week"):
        facts["hours_a_week"] = _hours(row["hours_a_week"])
    if row.get("days_off"):
        facts["days_off"] = [_weekday(word) for word in LISTED.split(row["days_off"]) if word]
    if row.get("since"):
        facts["since"] = _date(row["since"])
    return facts


def _skill(word: str) -> str:
    found = SKILLS.get(word.casefold())
    if found is None:
        raise RuleBroken(
            "officers.unknown_skill",
            gettext_noop("“%(word)s” is no skill: write operator, teknisi, sopir or administrasi."),
            word=word,
        )
    return found


def _weekday(word: str) -> int:
    for days in wording.DAYS.values():
        names = [day.casefold() for day in days]
        if word.casefold() in names:
            return names.index(word.casefold())
    raise RuleBroken("officers.unknown_weekday", gettext_noop("“%(word)s” is no day of the week."), word=word)


def _hours(text: str) -> Decimal:
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        found = Decimal(0)
    if not 0 < found <= MOST_HOURS:
        raise RuleBroken(
            "officers.absurd_hours",
            gettext_noop("“%(text)s” hours a week are not between 1 and %(most)s."),
            text=text,
            most=MOST_HOURS,
        )
    return found


def _date(text: str) -> date:
    found = wording.read_date(text.split(" ")[0])
    if found is None:
        raise RuleBroken(
            "officers.unreadable_date", gettext_noop("“%(text)s” is no date such as 01-10-2016."), text=text
        )
    return found
