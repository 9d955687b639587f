"""Areas come from tables and never from typing: the shipped one, a national CSV, boundaries from GeoJSON."""

import csv
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.regions.models import Area, Kind, Level, Office

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

SHIPPED = Path(__file__).parent / "data" / "areas.csv"
LEVELS = {1: Level.PROVINCE, 2: Level.REGENCY, 3: Level.DISTRICT, 4: Level.VILLAGE}
WIDTHS = (2, 2, 2, 4)
GEOMETRIES = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Outcome:
    """What an import of areas did: rows taken, and a sentence with its line number for each that was not."""

    taken: int
    refused: list[tuple[int, str, str]]


@transaction.atomic
def import_areas(path: Path, *, by: "User | None", at: datetime) -> Outcome:
    """Take areas from a CSV with code and name, and optionally level, kind, aliases (a|b), lat, lon.

    The same code again changes the row. Nothing is removed: residents and lines point to areas.
    """
    rows, refused = _read(path)
    areas = [_area(row) for row in sorted(rows, key=lambda r: r["code"])]
    Area.objects.bulk_create(
        areas,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "kind", "aliases", "lat", "lon"],
        batch_size=2_000,
    )
    _set_parents()
    audit.record(
        "areas.imported", path.name, by=by, at=at, details={"taken": len(areas), "refused": len(refused)}
    )
    return Outcome(len(areas), refused)


def _read(path: Path) -> tuple[list[dict[str, str]], list[tuple[int, str, str]]]:
    rows, refused, seen = [], [], set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=_delimiter(file))
        columns = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
        if not {"code", "name"} <= columns.keys() and not {"kode", "nama"} <= columns.keys():
            raise RuleBroken("file.missing_column", "The file needs the columns code and name.")
        for number, row in enumerate(reader, start=2):
            code = (row.get(columns.get("code") or columns.get("kode", "")) or "").strip()
            name = (row.get(columns.get("name") or columns.get("nama", "")) or "").strip()
            trouble = _trouble(code, name, seen)
            if trouble:
                refused.append((number, code, trouble))
                continue
            seen.add(code)
            extra = {
                k: (row.get(columns.get(k, "")) or "").strip() for k in ("kind", "aliases", "lat", "lon")
            }
            rows.append({"code": code, "name": name, **extra})
    return rows, refused


def _delimiter(file: Any) -> str:
    first = file.readline()
    file.seek(0)
    return max(",;\t|", key=first.count)


def _trouble(code: str, name: str, seen: set[str]) -> str:
    parts = code.split(".")
    well_formed = len(parts) <= len(WIDTHS) and all(
        part.isdigit() and len(part) == width for part, width in zip(parts, WIDTHS, strict=False)
    )
    if not well_formed:
        return "area.malformed_code"
    if not name:
        return "area.no_name"
    return "area.doubled" if code in seen else ""


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
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= most else None


def _set_parents() -> None:
    ids = dict(Area.objects.values_list("code", "id"))
    orphans = Area.objects.filter(parent=None).exclude(level=Level.PROVINCE).only("code", "parent_id")
    found = [a for a in orphans if a.code.rpartition(".")[0] in ids]
    for area in found:
        area.parent_id = ids[area.code.rpartition(".")[0]]
    Area.objects.bulk_update(found, ["parent"], batch_size=2_000)


@transaction.atomic
def import_boundaries(path: Path, *, by: "User | None", at: datetime) -> Outcome:
    """Take polygons from a GeoJSON FeatureCollection whose features carry the area's code as id or
    property.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise RuleBroken("boundaries.not_geojson", "This is not a GeoJSON FeatureCollection.") from error
    areas = {a.code: a for a in Area.objects.all()}
    taken, refused = [], []
    for number, feature in enumerate(features, start=1):
        code = _code_of(feature)
        geometry = feature.get("geometry") or {}
        if code not in areas:
            refused.append((number, code, "area.unknown"))
        elif geometry.get("type") not in GEOMETRIES or not _on_earth(geometry.get("coordinates")):
            refused.append((number, code, "boundaries.no_polygon"))
        else:
            areas[code].boundary = geometry
            taken.append(areas[code])
    Area.objects.bulk_update(taken, ["boundary"], batch_size=100)
    audit.record(
        "boundaries.imported", path.name, by=by, at=at, details={"taken": len(taken), "refused": len(refused)}
    )
    return Outcome(len(taken), refused)


def _code_of(feature: dict[str, Any]) -> str:
    properties = feature.get("properties") or {}
    return str(properties.get("code") or properties.get("kode") or feature.get("id") or "")


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
            "area.unknown", "There is no regency %(code)s. Import its areas first.", code=regency
        )
    office, made = Office.objects.get_or_create(
        pk=1, defaults={"regency": area, "name": name, "is_demo": is_demo}
    )
    if made:
        audit.record("office.set_up", regency, by=None, at=at, details={"name": name})
    return office
