"""Counted devices, component by condition for each kecamatan, beside those that are listed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_noop

from rekam import files
from rekam.domain.kits import reading
from rekam.domain.kits.kinds import Condition
from rekam.domain.kits.listing import Refused
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.kits import device_list, queries, words
from rekam.office.kits.models import Inventory
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area

CONDITIONS = {
    Condition.GOOD: ("baik", "good"),
    Condition.PARTIAL: ("kurangbaik", "partial"),
    Condition.BROKEN: ("rusak", "broken"),
    Condition.LOST: ("hilang", "lost"),
}


MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """What a file of counts came to."""

    rows: int
    refused: list[Refused]


@dataclass(frozen=True, slots=True)
class Beside:
    """One kind: counted and listed, by condition in the order of CONDITIONS. None: never counted."""

    kind: str | Promise
    counted: Sequence[int | None]
    listed: Sequence[int]

    @property
    def cells(self) -> list[tuple[int | None, int]]:
        return list(zip(self.counted, self.listed, strict=True))

    @property
    def differs(self) -> bool:
        return any(a is not None and a != b for a, b in self.cells)


@transaction.atomic
def take(path: Path, *, as_of: date, by: User | None, at: datetime) -> Counted:
    """Bring in a file of counts. The same area, kind and day again is a correction."""
    if as_of > timezone.localdate(at):  # it would hide every count until then
        raise RuleBroken(
            "inventory.future", gettext_noop("This day is still to come. Write the day of the count.")
        )
    table = files.open_table(path, max_bytes=device_list.MOST_BYTES)
    folded = {re.sub(r"[^a-z]", "", name.lower()): f"c{n}" for n, name in enumerate(table.columns)}
    cells = {c: folded[w] for c, names in CONDITIONS.items() for w in names if w in folded}
    kind = next((folded[w] for w in device_list.COLUMNS["kind"] if w in folded), None)
    area = next((folded[w] for w in device_list.COLUMNS["district"] if w in folded), None)
    if not (kind and area and cells):
        raise RuleBroken(
            "inventory.missing_column",
            gettext_noop(
                "The file needs the columns komponen, kecamatan, and baik, kurang baik, rusak, hilang."
            ),
        )
    counted: Counter[tuple[Area, str, str]] = Counter()
    refused: list[Refused] = []
    districts = {each.code: each for each in regions.districts(regions.office().regency.code)}
    names = {each.name.casefold(): each for each in districts.values()}
    for row in table.frame.iter_rows(named=True):
        found = _row(row, kind, area, cells, districts, names)
        if isinstance(found, Refused):
            refused.append(found)
            continue
        # Two rows may mean one kind: Laptop and Notebook.
        counted.update({(found[0], found[1], condition): n for condition, n in found[2].items()})
    Inventory.objects.bulk_create(
        [
            Inventory(area=where, kind=what, condition=how, count=n, as_of=as_of, source=path.name[:200])
            for (where, what, how), n in counted.items()
        ],
        update_conflicts=True,
        unique_fields=["area", "kind", "condition", "as_of"],
        update_fields=["count", "source"],
    )
    details = {"rows": len(counted), "refused": len(refused), "as_of": as_of.isoformat()}
    audit.record("inventory.imported", path.name, by=by, at=at, details=details)
    return Counted(len(counted), refused)


def _row(
    row: dict[str, object],
    kind: str,
    area: str,
    cells: dict[Condition, str],
    districts: dict[str, Area],
    names: dict[str, Area],
) -> tuple[Area, str, dict[str, int]] | Refused:
    number = int(str(row["row"]))
    said = str(row[kind] or "").strip()
    what = reading.kind(said)
    if what is None:
        return Refused(number, "kind", "device.unknown_kind", said)
    where = str(row[area] or "").strip()
    plain = where.casefold().removeprefix("kecamatan ").strip()
    found = districts.get(where) or names.get(plain)
    if found is None:
        return Refused(number, "district", "device.unknown_district", where)
    counts: dict[str, int] = {}
    for condition, cell in cells.items():
        text = str(row[cell] or "0").strip().removesuffix(".0")
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            return Refused(number, condition.value, "inventory.no_number", text)
        counts[condition.value] = int(text)
    return found, what.value, counts


def beside(within: str) -> tuple[Sequence[date], list[Beside]]:
    """The latest counts of an area next to the devices that are listed there today, kind by kind; and the
    days of these counts, in their order. Each kecamatan counts on its own day, and may count one kind anew.
    """
    counted, days = _last_counts(within)
    listed = Counter(queries.devices(within).values_list("kind", "condition"))
    order = [each.value for each in CONDITIONS]
    seen = {kind for kind, _ in counted}
    kinds = [kind for kind in words.KINDS if kind in seen | {listed_kind for listed_kind, _ in listed}]
    return days, [
        Beside(
            words.KINDS[kind],
            [counted[kind, c] if kind in seen else None for c in order],
            [listed[kind, c] for c in order],
        )
        for kind in kinds
    ]


def _last_counts(within: str) -> tuple[Counter[tuple[str, str]], list[date]]:
    last: dict[tuple[int, str], date] = {}
    counted: dict[tuple[int, str], Counter[tuple[str, str]]] = {}
    held = Inventory.objects.filter(area__code__startswith=within).order_by("as_of")
    for area, kind, condition, count, as_of in held.values_list(
        "area", "kind", "condition", "count", "as_of"
    ):
        if last.get((area, kind)) != as_of:
            last[area, kind], counted[area, kind] = as_of, Counter()
        counted[area, kind][kind, condition] = count
    whole: Counter[tuple[str, str]] = Counter()
    for each in counted.values():
        whole.update(each)
    return whole, sorted(set(last.values()))
