"""What the import screens and the terminal ask."""

from typing import Any

import polars as pl
from django.db.models import Case, IntegerField, QuerySet, When

from rekam import files
from rekam.files import dates
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, Kind, State
from rekam.office.recordings import queries as recordings
from rekam.office.residents import queries as register

EARLIER = 20  # files that are asked for the order of their dates: an office changes its programs
OPEN = (State.UPLOADED, State.REVIEWING, State.REVIEWED, State.COMMITTING, State.FAILED)


def waiting() -> QuerySet[Import]:
    """Imports on which somebody must decide."""
    return Import.objects.filter(state__in=OPEN)


def listed() -> QuerySet[Import]:
    """Every import: those that wait for somebody first, then the newest first."""
    is_open = Case(When(state__in=OPEN, then=0), default=1, output_field=IntegerField())
    return Import.objects.select_related("created_by", "decided_by").order_by(is_open, "-id")


def same_file(item: Import) -> Import | None:
    """Another import of the very same file that was committed."""
    same = Import.objects.filter(sha256=item.sha256, kind=item.kind, state=State.COMMITTED)
    return same.exclude(pk=item.pk).first()


def decided_on(item: Import) -> tuple[Any, ...]:
    """What a person saw when deciding: if this changes, they must look again."""
    counts = {name: n for name, n in item.counts.items() if name != "revision"}
    return counts, item.effect, item.columns.get("dates", [])


def earlier_orders(item: Import, mapping: files.Mapping) -> dict[str, str]:
    """Field -> the order of its dates in committed files of the same kind, where the column had the same name
    and the order was said by a person or shown by the dates themselves. None where they were not alike.
    """
    committed = Import.objects.filter(kind=item.kind, state=State.COMMITTED).exclude(pk=item.pk)
    seen: dict[str, set[str]] = {}
    for columns in committed.order_by("-pk").values_list("columns", flat=True)[:EARLIER]:
        for said in columns.get("dates", []):
            if said["how"] in (dates.SAID, dates.SHOWN) and said["column"] == mapping.column(said["field"]):
                seen.setdefault(said["field"], set()).add(said["order"])
    return {name: orders.pop() for name, orders in seen.items() if len(orders) == 1}


def touched_after(item: Import) -> int:
    """How many rows of a committed import something later has changed."""
    if item.kind == Kind.RESIDENTS:
        return register.touched_after(item.source)
    return recordings.touched_after(item.source)


def problems(item: Import, *, level: str = "") -> pl.DataFrame:
    """The rows that were rejected, held or warned about, in the order of the file."""
    desk = desks.of(item.pk)
    found = desk.load("problems") if desk.has("problems") else pl.DataFrame()
    return found.filter(pl.col("level") == level) if level and len(found) else found


def samples(item: Import, table: str, *, count: int = 10) -> list[dict[str, Any]]:
    """The first rows of one of the review's tables (new, changed, left, sessions), while it lies on the
    desk.
    """
    desk = desks.of(item.pk)
    if not desk.has(table):
        return []
    return desk.load(table).head(count).to_dicts()
