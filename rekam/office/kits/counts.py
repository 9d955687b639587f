"""Counted devices, component by condition for each kecamatan, beside those that are listed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
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
    made: list[Inventory] = []
    refused: list[Refused] = []
    districts = {each.code: each for each in regions.districts(regions.office().regency.code)}
    names = {each.name.casefold(): each for each in districts.values()}
    for row in table.frame.iter_rows(named=True):
        found = _row(row, kind, area, cells, districts, names)
        if isinstance(found, Refused):
            refused.append(found)
            continue
        made += [
            Inventory(area=found[0], kind=found[1], condition=c, count=n, as_of=as_of, source=path.name[:200])
            for c, n in found[2].items()
        ]
    Inventory.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["area", "kind", "condition", "as_of"],
        update_fields=["count", "source"],
    )
    details = {"rows": len(made), "refused": len(refused), "as_of": as_of.isoformat()}
    audit.record("inventory.imported", path.name, by=by, at=at, details=details)
    return Counted(len(made), refused)


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
        if not text.isdigit():
            return Refused(number, condition.value, "inventory.no_number", text)
        counts[condition.value] = int(text)
    return found, what.value, counts


def beside(within: str) -> tuple[date | None, list[Beside]]:
    """The latest counts of an area next to the devices that are listed there today, kind by kind."""
    held = Inventory.objects.filter(area__code__startswith=within)
    latest = held.order_by("-as_of").values_list("as_of", flat=True).first()
    counted: Counter[tuple[str, str]] = Counter()
    at_last = held.filter(as_of=latest) if latest else held.none()
    for kind, condition, count in at_last.values_list("kind", "condition", "count"):
        counted[kind, condition] += count
    listed = Counter(queries.devices(within).values_list("kind", "condition"))
    order = [each.value for each in CONDITIONS]
    kinds = [k for k in words.KINDS if any((k, c) in counted or (k, c) in listed for c in order)]
    return latest, [
        Beside(
            words.KINDS[kind],
            [
                counted[kind, c] if latest and any((kind, x) in counted for x in order) else None
                for c in order
            ],
            [listed[kind, c] for c in order],
        )
        for kind in kinds
    ]
