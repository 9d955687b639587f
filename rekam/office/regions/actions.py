"""Areas come from tables and never from typing: the shipped one, a national CSV, boundaries from GeoJSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Substr
from django.utils.translation import gettext_noop

from rekam import files
from rekam.domain.trouble import RuleBroken
from rekam.files.opening import readable_size
from rekam.office.audit import actions as audit
from rekam.office.regions.models import Area, Boundary, Kind, Level, Office

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

SHIPPED = Path(__file__).parent / "data" / "areas.csv"
LEVELS = {1: Level.PROVINCE, 2: Level.REGENCY, 3: Level.DISTRICT, 4: Level.VILLAGE}
WIDTHS = (2, 2, 2, 4)
PARENTS = {Level.REGENCY: 2, Level.DISTRICT: 5, Level.VILLAGE: 8}  # how much of the code is the parent's
GEOMETRIES = ("Polygon", "MultiPolygon")
# The whole country has some 83,000 villages: 10 MB as a table. Boundaries are read into memory as a whole.
MOST_BYTES = 64 * 1024 * 1024
LONGEST_NAME = 100
COLUMNS = {
    "code": ("code", "kode", "kodewilayah"),
    "name": ("name", "nama", "namawilayah"),
    "kind": ("kind", "jenis"),
    "aliases": ("aliases", "alias", "namalain"),
    "lat": ("lat", "latitude", "lintang"),
    "lon": ("lon", "lng", "longitude", "bujur"),
}


@dataclass(frozen=True)
class Outcome:
    """What an import of areas did: rows taken, and a sentence with its line number for each that was not."""

    taken: int
    refused: list[tuple[int, str, str]]


@transaction.atomic
def import_areas(path: Path, *, by: "User | None", at: datetime) -> Outcome:
    """Take areas from a CSV or XLSX with code and name, and optionally kind, aliases (a|b), lat, lon.

    The same code again changes the row; what the file leaves empty stays as it is held. Nothing is removed:
    residents and lines point to areas.
    """
    check_size(path)
    rows, refused = _read(path)
    areas = [_area(row) for row in sorted(rows, key=lambda r: r["code"])]
    _keep_what_is_held(areas)
    Area.objects.bulk_create(
        areas,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "kind", "aliases", "lat", "lon"],
        batch_size=2_000,
    )
    _set_parents()
    _tell_that_areas_changed()
    audit.record(
        "areas.imported", path.name, by=by, at=at, details={"taken": len(areas), "refused": len(refused)}
    )
    return Outcome(len(areas), refused)


def _tell_that_areas_changed() -> None:
    """Before the office is set up nothing was made of them yet."""
    Office.objects.update(areas_revision=F("areas_revision") + 1)


def check_size(path: Path) -> None:
    """Refuse what would not fit in memory before it is read."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise RuleBroken(
            "file.too_large",
            gettext_noop("The file is %(size)s; at most %(limit)s can be read. Nothing was kept."),
            size=readable_size(size),
            limit=readable_size(MOST_BYTES),
        )


def _keep_what_is_held(areas: list[Area]) -> None:
    held = {code: rest for code, *rest in Area.objects.values_list("code", "aliases", "lat", "lon")}
    for area in areas:
        aliases, lat, lon = held.get(area.code, ([], None, None))
        area.aliases = area.aliases or aliases
        if area.lat is None or area.lon is None:
            area.lat, area.lon = lat, lon


def _read(path: Path) -> tuple[list[dict[str, str]], list[tuple[int, str, str]]]:
    """The rows that can be taken, and those that cannot."""
    raw = files.open_table(path, max_bytes=MOST_BYTES)
    folded = {re.sub(r"[^a-z]", "", name.lower()): f"c{at}" for at, name in enumerate(raw.columns)}
    cells = {field: folded[n] for field, names in COLUMNS.items() for n in names if n in folded}
    if not {"code", "name"} <= cells.keys():
        raise RuleBroken(
            "areas.missing_column", gettext_noop("The file needs the columns code (kode) and name (nama).")
        )
    rows: list[dict[str, str]] = []
    refused = [(line["row"], "", line["code"]) for line in raw.broken.iter_rows(named=True)]
    seen: set[str] = set()
    for line in raw.frame.iter_rows(named=True):
        row = {field: (line[cells[field]] or "").strip() if field in cells else "" for field in COLUMNS}
        trouble = _trouble(row, seen)
        if trouble:
            refused.append((line["row"], row["code"], trouble))
            continue
        seen.add(row["code"])
        rows.append(row)
    return rows, sorted(refused)


def _trouble(row: dict[str, str], seen: set[str]) -> str:
    parts = row["code"].split(".")
    well_formed = len(parts) <= len(WIDTHS) and all(
        re.fullmatch(rf"[0-9]{{{width}}}", part) for part, width in zip(parts, WIDTHS, strict=False)
    )
    if not well_formed:
        return "area.malformed_code"
    if not row["name"]:
        return "area.no_name"
    if row["code"] in seen:
        return "area.doubled"
    if len(row["name"]) > LONGEST_NAME:
        return "area.long_name"
    lat, lon = _degrees(row["lat"], 90), _degrees(row["lon"], 180)
    has_point = bool(row["lat"] or row["lon"])
    return "area.no_such_point" if has_point and (lat is None or lon is None) else ""


def _area(row: dict[str, str]) -> Area:
    parts = row["code"].split(".")
    level = LEVELS[len(parts)]
    kind = row["kind"].lower()
    if level == Level.VILLAGE and kind not in Kind:
        kind = Kind.KELURAHAN if parts[3].startswith("1") else Kind.DESA
    return Area(
        code=row["code"],
        name=row["name"],
        level=level,
        kind=kind if level == Level.VILLAGE else "",
        aliases=[alias for alias in row["aliases"].split("|") if alias],
        lat=_degrees(row["lat"], 90),
        lon=_degrees(row["lon"], 180),
    )


def _degrees(text: str, most: int) -> float | None:
    """Degrees as a program or an office writes them: 0.5134 or 0,5134."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) <= most else None


def _set_parents() -> None:
    """One statement for each level: the country has 90,000 areas."""
    for level, length in PARENTS.items():
        above = Area.objects.filter(code=Substr(OuterRef("code"), 1, length)).values("id")[:1]
        Area.objects.filter(level=level, parent=None).update(parent_id=Subquery(above))


@transaction.atomic
def import_boundaries(path: Path, *, by: "User | None", at: datetime) -> Outcome:
    """Take polygons from a GeoJSON FeatureCollection whose features carry the area's code as id or
    property.
    """
    check_size(path)
    areas = {a.code: a for a in Area.objects.only("id", "code")}
    taken: dict[str, Boundary] = {}
    refused = []
    for number, feature in enumerate(_features(path), start=1):
        code, geometry = _code_of(feature), _geometry_of(feature)
        if code not in areas:
            refused.append((number, code, "area.unknown"))
        elif geometry is None:
            refused.append((number, code, "boundaries.no_polygon"))
        else:
            taken[code] = Boundary(area=areas[code], geometry=geometry)
    Boundary.objects.bulk_create(
        taken.values(),
        batch_size=100,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["geometry"],
    )
    _tell_that_areas_changed()
    audit.record(
        "boundaries.imported", path.name, by=by, at=at, details={"taken": len(taken), "refused": len(refused)}
    )
    return Outcome(len(taken), refused)


def _features(path: Path) -> list[Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        found = None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        raise RuleBroken("boundaries.not_geojson", gettext_noop("This is not a GeoJSON FeatureCollection."))
    return features


def _code_of(feature: Any) -> str:
    if not isinstance(feature, dict):
        return ""
    properties = feature.get("properties")
    said = properties if isinstance(properties, dict) else {}
    return str(said.get("code") or said.get("kode") or feature.get("id") or "")


def _geometry_of(feature: Any) -> dict[str, Any] | None:
    """A polygon on Earth, or nothing."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") not in GEOMETRIES:
        return None
    return geometry if _on_earth(geometry.get("coordinates")) else None


def _on_earth(coordinates: object) -> bool:
    """Whether every point is a longitude and a latitude in degrees."""
    if not isinstance(coordinates, list) or not coordinates:
        return False
    if all(isinstance(n, int | float) for n in coordinates):
        return len(coordinates) >= 2 and abs(coordinates[0]) <= 180 and abs(coordinates[1]) <= 90
    return all(_on_earth(part) for part in coordinates)


@transaction.atomic
def set_up(*, regency: str, name: str, at: datetime, is_demo: bool = False) -> Office:
    """Bring in the shipped areas when there are none, and say whose office this is. Twice changes nothing."""
    if not Area.objects.exists():
        import_areas(SHIPPED, by=None, at=at)
    area = Area.objects.filter(code=regency, level=Level.REGENCY).first()
    if area is None:
        raise RuleBroken(
            "area.unknown",
            gettext_noop("There is no regency %(code)s. Import its areas first."),
            code=regency,
        )
    office, made = Office.objects.get_or_create(
        pk=1, defaults={"regency": area, "name": name, "is_demo": is_demo}
    )
    if made:
        audit.record("office.set_up", regency, by=None, at=at, details={"name": name})
    return office


@transaction.atomic
def change_office(*, values: Mapping[str, Any], by: "User | None", at: datetime) -> Office:
    """What screens and paper call the office, and its limits. Issued reports keep the paper they have."""
    office = Office.objects.select_for_update().get(pk=1)
    changes = {
        name: {"from": getattr(office, name), "to": value}
        for name, value in values.items()
        if getattr(office, name) != value
    }
    for name, value in values.items():
        setattr(office, name, value)
    office.full_clean()
    office.save()
    if changes:
        audit.record("settings.changed", "office", by=by, at=at, details=changes)
    return office
