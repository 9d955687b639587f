"""Lists of devices as an office keeps them (CSV or XLSX): read, compared with what is held, and taken in."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam import files
from rekam.domain.kits import listing, reading
from rekam.domain.kits.faults import ON_THE_BENCH
from rekam.domain.kits.kinds import Condition, Kind, Owner
from rekam.domain.kits.listing import Change, Held, Line, Outcome, Refused
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.kits import actions, standing
from rekam.office.kits.models import Device, Kit, Stationing
from rekam.office.places import queries as places
from rekam.office.places.models import Kind as PlaceKind
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions

MOST_BYTES = 16 * 1024 * 1024
DISTRICT_CODE = 8
# As `Device` keeps them.
LONGEST = {"make": 60, "model": 60, "serial": 60, "certificate": 80}
SHOWN = 30  # letters of a cell that is too long
COLUMNS = {
    "kind": ("jenis", "jenisalat", "namaalat", "alat", "komponen", "namabarang", "kind", "device"),
    "make": ("merek", "merk", "make", "brand"),
    "model": ("tipe", "type", "model", "modeltipe"),
    "serial": ("nomorseri", "noseri", "serial", "serialnumber", "sn", "nosn"),
    "condition": ("kondisi", "keadaan", "condition"),
    "owner": ("pemilik", "milik", "kepemilikan", "owner", "sumber", "asal"),
    "certificate": ("sertifikat", "certificate", "nosertifikat"),
    "kit": ("set", "setalat", "kit", "kodeset", "kodekit"),
    "district": ("kecamatan", "wilayah", "kodekecamatan", "district"),
}


@dataclass(frozen=True, slots=True)
class Read:
    """What a list says, and the rows that could not be read."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Review:
    """A list against what is held; ``refused`` in the order of the list."""

    outcome: Outcome
    refused: list[Refused]


def review(path: Path, *, at: datetime) -> Review:
    """What the list would change. Nothing is changed. Raises FileProblem and RuleBroken."""
    kits = set(Kit.objects.filter(retired_at=None).values_list("code", flat=True))
    return _compared(_opened(path), kits, timezone.localdate(at))


def _compared(table: files.RawTable, kits: Collection[str], on: date) -> Review:
    read = _read(table, kits)
    outcome = listing.compare(read.lines, _held())
    nowhere = _without_office(outcome.added, on)
    rows = {each.row for each in nowhere}
    outcome = replace(outcome, added=[line for line in outcome.added if line.row not in rows])
    refused = sorted([*read.refused, *outcome.refused, *nowhere], key=lambda each: each.row)
    return Review(outcome, refused)


def _without_office(lines: Sequence[Line], on: date) -> list[Refused]:
    """New devices of kecamatan that have no office to keep them on a day. In the store they would not be
    found again under their kecamatan, and the same list would add them once more.
    """
    known = _offices(on).keys()
    lost = [line for line in lines if line.district and not line.kit and line.district not in known]
    return [Refused(line.row, "district", "device.no_office", line.district) for line in lost]


@transaction.atomic
def take(path: Path, *, by: User | None, at: datetime) -> Review:
    """Bring in what the list says: all that can be, or, when anything fails, nothing.

    It is compared while nobody else changes a kit or a device, so that a fault reported this very moment is
    left to its repair. Kits are locked before devices, as everywhere.
    """
    table = _opened(path)
    held = Kit.objects.select_for_update(no_key=True).order_by("pk")
    kits = {kit.code: kit for kit in held if kit.retired_at is None}
    list(Device.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    found = _compared(table, kits.keys(), timezone.localdate(at))
    offices = _offices(timezone.localdate(at))
    for line in found.outcome.added:
        _add(line, kits, offices, by, at)
    for change in found.outcome.changed:
        _change(change, kits, by, at)
    counts = {"added": len(found.outcome.added), "changed": len(found.outcome.changed)}
    details = {**counts, "same": len(found.outcome.same), "refused": len(found.refused)}
    audit.record("devices.imported", path.name, by=by, at=at, details=details)
    return found


# -- reading ----------------------------------------------------------------------------------------


def _opened(path: Path) -> files.RawTable:
    return files.open_table(path, max_bytes=MOST_BYTES)


def _read(table: files.RawTable, kits: Collection[str]) -> Read:
    cells = _columns(table.columns)
    codes = {_plain(name): code for code, name in _districts()} | {code: code for code, _ in _districts()}
    found = Read()
    for row in table.frame.iter_rows(named=True):
        said = {name: str(row[cell] or "").strip() for name, cell in cells.items()}
        line = _line(int(row["row"]), said, kits, codes)
        (found.refused if isinstance(line, Refused) else found.lines).append(line)  # type: ignore[arg-type]
    return found


def _columns(names: Sequence[str]) -> dict[str, str]:
    folded = {re.sub(r"[^a-z]", "", name.lower()): f"c{at}" for at, name in enumerate(names)}
    found = {fact: folded[name] for fact, wanted in COLUMNS.items() for name in wanted if name in folded}
    if "kind" not in found:
        raise RuleBroken(
            "devices.missing_column",
            gettext_noop("The list needs a column jenis (what kind of device each row is)."),
        )
    return found


def _districts() -> list[tuple[str, str]]:
    return list(regions.districts(regions.office().regency.code).values_list("code", "name"))


def _plain(name: str) -> str:
    return name.casefold().removeprefix("kecamatan ").removeprefix("kec. ").strip()


def _line(row: int, said: dict[str, str], kits: Collection[str], codes: dict[str, str]) -> Line | Refused:
    kind = reading.kind(said["kind"])
    if kind is None:
        return Refused(row, "kind", "device.unknown_kind", said["kind"])
    read = {
        "condition": reading.condition(said.get("condition", "")),
        "owner": reading.owner(said.get("owner", "")),
        "district": codes.get(_plain(said.get("district", ""))) or "",
    }
    for name in read:
        if said.get(name) and not read[name]:
            return Refused(row, name, f"device.unknown_{name}", said[name])
    line = listing.tidy(
        Line(row, kind, said.get("make", ""), said.get("model", ""), said.get("serial", ""),
             certificate=said.get("certificate", ""), kit=said.get("kit", ""), **read)  # type: ignore[arg-type]
    )  # fmt: skip
    if line.kit and line.kit not in kits:
        return Refused(row, "kit", "kit.unknown", line.kit)
    return _too_long(line) or line


def _too_long(line: Line) -> Refused | None:
    for name in LONGEST:
        said = getattr(line, name)
        if len(said) > LONGEST[name]:
            return Refused(line.row, name, "device.too_long", f"{said[:SHOWN]}…")
    return None


def _held() -> Iterator[Held]:
    stands = dict(Stationing.objects.filter(until=None).values_list("kit_id", "place__area__code"))
    faulty = dict(
        Device.objects.filter(faults__closed_at=None, faults__isnull=False).values_list("pk", "faults__state")
    )
    for device in Device.objects.select_related("kit", "place__area"):
        area = stands.get(device.kit_id or 0) if device.kit else (device.place and device.place.area.code)
        state = faulty.get(device.pk)
        yield Held(
            device=device.pk,
            kind=Kind(device.kind),
            make=device.make,
            model=device.model,
            serial=device.serial,
            condition=Condition(device.condition),
            owner=Owner(device.owner),
            certificate=device.certificate,
            kit=device.kit.code if device.kit else "",
            district=(area or "")[:DISTRICT_CODE],
            is_fixed=device.is_apart or state in ON_THE_BENCH,
            has_fault=state is not None,
            is_retired=device.retired_at is not None,
        )


# -- taking in --------------------------------------------------------------------------------------


def _add(line: Line, kits: dict[str, Kit], offices: dict[str, Place], by: User | None, at: datetime) -> None:
    actions.add_device(
        kind=line.kind,
        make=line.make,
        model=line.model,
        serial=line.serial,
        certificate=line.certificate,
        condition=line.condition or Condition.GOOD,
        owner=line.owner or Owner.REGENCY,
        kit=kits.get(line.kit),
        place=None if line.kit else offices.get(line.district),
        by=by,
        at=at,
    )


def _offices(on: date) -> dict[str, Place]:
    """The office of each kecamatan on a day, where what belongs to no kit is kept: not one that is closed for
    good, nor one that is still to open.
    """
    held = places.standing_on(on).filter(kind=PlaceKind.DISTRICT_OFFICE).select_related("area")
    return {place.area.code[:DISTRICT_CODE]: place for place in reversed(held)}


def _change(change: Change, kits: dict[str, Kit], by: User | None, at: datetime) -> None:
    device = Device.objects.get(pk=change.held.device)
    values = dict(change.values)
    kit = values.pop("kit", "")
    condition = values.pop("condition", "")
    if values:
        device = actions.change_device(device=device, values=values, by=by, at=at)
    if condition:
        _set_condition(device, condition, by, at)
    if kit:
        actions.put_in_kit(device=device, kit=kits[kit], by=by, at=at)


def _set_condition(device: Device, condition: str, by: User | None, at: datetime) -> None:
    """An inventory says how a device is; one with an open fault is left to its repair."""
    before, device.condition = device.condition, condition
    device.save(update_fields=["condition"])
    standing.keep(device, by=by, at=at, note="inventory")
    change = {"condition": {"from": before, "to": condition}}
    audit.record("device.changed", actions.subject(device), by=by, at=at, details=change)
