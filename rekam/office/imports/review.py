"""What committing a file would change: found, counted and laid on the desk. Nothing of the register
changes.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import polars as pl

from rekam.files.problems import Note
from rekam.office.imports import doubts, effects, lifetimes, reading
from rekam.office.imports.desk import Desk
from rekam.office.imports.models import Import, Kind, Mode, State
from rekam.office.ledger.queries import revision
from rekam.office.recordings import changes as sessions
from rekam.office.recordings.changes import Found
from rekam.office.regions import queries as regions
from rekam.office.residents import changes as residents
from rekam.office.residents import facts
from rekam.office.residents import queries as register
from rekam.office.residents.changes import Changes, Outcome

TABLES = ("new", "changed", "past", "left", "held", "strangers", "repeated")
SESSION_TABLES = ("sessions", "reports", "timed", "earlier", "between", "confirmed")


def review(item: Import, desk: Desk, *, at: datetime) -> None:
    """Read the file, compare it with what is held, and write counts and effect into *item* (not saved)."""
    seen, *_ = revision()
    read = reading.read(item, desk, at=at)
    desk.tell("comparing", 0.4)
    counted = _residents(item, desk, read) if item.kind == Kind.RESIDENTS else _recordings(item, desk, read)
    item.counts = {**read.counts, **counted, "revision": seen}
    notes = (*read.notes, *_of_its_area(item, read))
    item.columns["notes"] = [
        {"code": n.code, "values": {k: str(v) for k, v in n.params.items()}} for n in notes
    ]
    desk.tell("ready", 1.0)


def _residents(item: Import, desk: Desk, read: reading.Read) -> dict[str, Any]:
    changes = residents.find(
        read.rows,
        known_on=item.as_of,
        source=item.source,
        complete_for=_villages(item),
        part=_part(item),
        opens=_opens(item),
        unreadable=read.unreadable,
        same_person=doubts.rows(item, doubts.SAME),
        another_person=doubts.rows(item, doubts.ANOTHER),
    )
    desk.tell("counting", 0.7)
    outcome = residents.work_out(changes)
    desk.save("lines", outcome.lines)
    desk.save("derived", outcome.derived)
    left = changes.left["id"].to_list() if item.mode == Mode.RELEASE else None
    _take_effect(item, outcome, on=item.as_of, left=left)
    item.fields = changes.fields
    for name in TABLES:
        desk.save(name, getattr(changes, name))
    desk.save("another", read.rows.join(changes.held.select("row"), on="row", how="semi"))
    problems = pl.concat([read.problems, _doubtful(changes.held), _doubtful(changes.strangers)])
    desk.save("problems", problems.sort("row", maintain_order=True))
    return {
        "new": len(changes.new),
        "changed": len(changes.changed),
        "past": len(changes.past),
        "left": len(changes.left),
        "back": int(changes.left["is_back"].sum()),
        "same": changes.same,
        "held": read.counts["held"] + len(changes.held) + len(changes.strangers),
        "aside": read.counts["aside"] + changes.aside,
    }


def _take_effect(item: Import, outcome: Outcome, *, on: date, left: list[int] | None = None) -> None:
    """What the commit makes of the counts on a day. Recordings may be later than the day of their file."""
    item.effect = effects.per_district(outcome.lines, on=on, left=left)
    item.columns["effect_on"] = on.isoformat()


def _villages(item: Import) -> list[int] | None:
    if item.mode != Mode.RELEASE:
        return None
    scope = item.scope or regions.office().regency.code
    return list(regions.villages(scope).values_list("id", flat=True))


def _of_its_area(item: Import, read: reading.Read) -> list[Note]:
    """A release of an area in which none of its rows lies is most likely another file, or another area."""
    villages = _villages(item)
    if villages is None or not read.counts["read"] or read.rows["area_id"].is_in(villages).any():
        return []
    area = regions.by_code(item.scope or regions.office().regency.code)
    return [Note("release.nobody_inside", {"area": area.name if area else item.scope})]


def _part(item: Import) -> int:
    """The id of the area that a release is for; 0 for the whole office."""
    area = regions.by_code(item.scope) if item.mode == Mode.RELEASE and item.scope else None
    return area.pk if area else 0


def _opens(item: Import) -> set[int]:
    """The villages of which this is the first complete register, by the days of the files."""
    if item.mode != Mode.RELEASE:
        return set()
    releases = Import.objects.filter(kind=Kind.RESIDENTS, mode=Mode.RELEASE, state=State.COMMITTED)
    earlier = [release for release in releases.exclude(pk=item.pk) if release.as_of <= item.as_of]
    opened = {pk for release in earlier for pk in _villages(release) or ()}
    if not releases.exists():  # the office began with files that are not complete for anything
        opened = register.villages_opened()
    return set(_villages(item) or ()) - opened


def _doubtful(held: pl.DataFrame) -> pl.DataFrame:
    text = pl.lit(None, dtype=pl.String)
    return held.select(
        row=pl.col("row").cast(pl.UInt32),
        column=text,
        field=pl.lit("nik"),
        code=pl.col("code"),
        level=pl.lit("held"),
        value=pl.concat_str(pl.col("nik").str.slice(0, 6), pl.lit("••••••"), pl.col("nik").str.slice(12)),
        expected=text,
    )


def _recordings(item: Import, desk: Desk, read: reading.Read) -> dict[str, Any]:
    doubtful = lifetimes.judged(read.rows, read.mapping.column("recorded"))
    held = doubtful.filter(pl.col("level") == "held").select(pl.col("row").cast(pl.Int64))
    rows = read.rows.join(held, on="row", how="anti", maintain_order="left")
    found = sessions.find(rows)
    desk.tell("counting", 0.7)
    ids = register.ids_of(found.niks)
    histories = register.histories(list(ids.values()))
    merged = sessions.merged(found, ids)
    outcome = residents.outcome_of(
        [{pk: replace(histories[pk], sessions=tuple(merged.get(nik, ()))) for nik, pk in ids.items()}]
    )
    desk.save("lines", outcome.lines)
    desk.save("derived", outcome.derived)
    latest: Any = rows["recorded_on"].max()
    _take_effect(item, outcome, on=max(item.as_of, latest or item.as_of))
    item.fields = {}
    for name in SESSION_TABLES:
        desk.save(name, getattr(found, name))
    desk.save("problems", pl.concat([read.problems, doubtful]).sort("row", maintain_order=True))
    new = found.sessions
    return {
        "held": read.counts["held"] + len(held),
        "warnings": read.counts["warnings"] + len(doubtful) - len(held),
        "new": len(new),
        "changed": len({*found.reports["id"], *found.timed["id"], *found.earlier["id"]} - {*new["id"]}),
        "left": 0,
        "same": found.same,
        "statuses": len(found.reports),
        "people": new["nik"].n_unique(),
        "unknown": new.filter(~pl.col("nik").is_in(list(ids)))["nik"].n_unique(),
    }


def is_whole(item: Import, desk: Desk) -> bool:
    """Whether all that a commit takes is on the desk: not after a review by an older version of Rekam."""
    return all(desk.has(name) for name in (TABLES if item.kind == Kind.RESIDENTS else SESSION_TABLES))


def load_changes(item: Import, desk: Desk) -> Changes:
    """The changes as reviewed; those missing from a release stay when a person decided so."""
    tables: dict[str, Any] = {name: desk.load(name) for name in TABLES}
    if item.keep_missing:
        tables["left"] = tables["left"].clear()
        tables["repeated"] = tables["repeated"].filter(pl.col("said") < facts.MISSING)
    return Changes(known_on=item.as_of, **tables)


def load_outcome(item: Import, desk: Desk) -> Outcome:
    """What the reviewed changes make of the ledger, without those who are to stay as they are."""
    outcome = Outcome(desk.load("lines"), desk.load("derived"))
    if not item.keep_missing:
        return outcome
    stay = desk.load("left")["id"].to_list()
    return Outcome(
        outcome.lines.filter(~pl.col("resident_id").is_in(stay)),
        outcome.derived.filter(~pl.col("id").is_in(stay)),
    )


def load_found(desk: Desk) -> Found:
    """The sessions and reports as reviewed."""
    return Found(**{name: desk.load(name) for name in SESSION_TABLES}, same=0)
