"""Every write to the register. The facts, the ledger and the audit line change together or not at all."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection, transaction

from rekam.office import bulk
from rekam.office.ledger import actions as ledger
from rekam.office.ledger.models import Posting
from rekam.office.residents import changes as found
from rekam.office.residents import facts, folding, queries
from rekam.office.residents.changes import Changes, Outcome
from rekam.office.residents.models import Confirmation, Resident, Saying

if TYPE_CHECKING:
    from rekam.office.accounts.models import Token, User

ENTERED_AT_ONCE = 50_000


@transaction.atomic(savepoint=False)
def apply(
    changes: Changes, outcome: Outcome, *, kind: str, source: str, by: "User | Token | None", at: datetime
) -> Posting:
    """Bring *changes* into the register and post what they make of the counts (``changes.work_out``)."""
    ledger.lock()
    first = bulk.reserve_ids(Resident, len(changes.new)) if len(changes.new) else 1
    _enter(changes, first)
    _hold_until(changes.confirmed_since)
    keep(changes.past, came_late=True)
    fill(changes.past["id"].unique().to_list())
    _confirm(changes.confirmed["id"], source=source, known_on=changes.known_on)
    replace(pl.concat([changes.changed, changes.left], how="diagonal"))
    return settle(outcome.numbered(first, len(changes.new)), kind=kind, source=source, by=by, at=at)


def _enter(changes: Changes, first: int) -> None:
    """Insert the newcomers, with what follows from their own saying."""
    numbered = changes.new.with_row_index("id", offset=first)
    for new in numbered.iter_slices(ENTERED_AT_ONCE):  # what follows from them is as large as they are
        rows = pl.concat([new.drop("row"), found.derived(new, changes.known_on)], how="horizontal")
        bulk.insert(Resident, rows.with_columns(name_key=name_key(pl.col("name"))))


@transaction.atomic(savepoint=False)
def settle(outcome: Outcome, *, kind: str, source: str, by: "User | Token | None", at: datetime) -> Posting:
    """Post the lines and write the derived columns of an outcome."""
    posting = ledger.post(outcome.lines, kind=kind, source=source, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE residents_resident SET obliged_from = %s, first_recorded_on = %s WHERE id = %s",
            list(outcome.derived.select("obliged_from", "first_recorded_on", "id").iter_rows()),
        )
    return posting


def _confirm(ids: pl.Series, *, source: str, known_on: date) -> None:
    """Remember of whom a source said what was held. Also when of nobody: its place tells what came later."""
    Confirmation.objects.create(source=source, residents=bulk.packed(ids), known_on=known_on)


def _hold_until(confirmed: pl.DataFrame) -> None:
    """What is held of some residents was said again on a later day, and something comes in between: it is a
    saying of that day too.
    """
    keep(queries.held(confirmed["id"].to_list()))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE residents_resident SET known_on = %s WHERE id = %s",
            list(confirmed.select("day", "id").iter_rows()),
        )


def fill(ids: Sequence[int]) -> None:
    """Fill anew what later sayings of some residents left open, after one came late or was taken back."""
    for start in range(0, len(ids), queries.IDS_AT_ONCE):
        _fill(ids[start : start + queries.IDS_AT_ONCE])


def _fill(ids: Sequence[int]) -> None:
    late: list[Saying] = []
    present: list[folding.Row] = []
    for pk, rows in queries.rows_of(ids).items():
        filled = list(rows)
        folding.fill(filled)
        for row in (row for row, was in zip(filled, rows, strict=True) if row != was):
            if row["saying"] is None:
                present.append({**row, "id": pk})
            else:
                late.append(Saying(pk=row["saying"], facts=facts.as_json(row)))
    Saying.objects.bulk_update(late, ["facts"], batch_size=500)
    overwrite(pl.DataFrame(present, schema=queries.HELD_SCHEMA))


def name_key(name: pl.Expr) -> pl.Expr:
    """A name as search compares it: capitals, letters only, single spaces."""
    return (
        name.str.to_uppercase().str.replace_all(r"[^A-Z ]", " ").str.replace_all(r" +", " ").str.strip_chars()
    )


def keep(rows: pl.DataFrame, *, came_late: bool = False) -> None:
    """Put facts (id and the columns of ``facts.SCHEMA``) into the history."""
    Saying.objects.bulk_create(
        (
            Saying(
                resident_id=row["id"],
                known_on=row["known_on"],
                source=row["source"],
                facts=facts.as_json(row),
                came_late=came_late,
            )
            for row in rows.iter_rows(named=True)
        ),
        batch_size=2_000,
    )


def replace(rows: pl.DataFrame) -> None:
    """Make *rows* the present facts; what was held goes into the history."""
    if rows.is_empty():
        return
    keep(queries.held(rows["id"].to_list()))
    overwrite(rows)


def overwrite(rows: pl.DataFrame) -> None:
    """Make *rows* the present facts without keeping what was held."""
    columns = [n for n in facts.SCHEMA if n != "nik"]
    whole = rows.select("id", *columns).with_columns(name_key=name_key(pl.col("name")))
    names = [*columns, "name_key"]
    assignments = ", ".join(f"{n} = %s" for n in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE residents_resident SET {assignments} WHERE id = %s",
            list(whole.select(*names, "id").iter_rows()),
        )


@transaction.atomic(savepoint=False)
def repost(ids: Sequence[int], *, kind: str, source: str, by: "User | Token | None", at: datetime) -> Posting:
    """Bring the ledger in line with everything known of some residents, of those who are gone too."""
    ledger.lock()
    portions = (ids[start : start + queries.IDS_AT_ONCE] for start in range(0, len(ids), queries.IDS_AT_ONCE))
    histories = ({**dict.fromkeys(some, queries.NOTHING), **queries.histories(some)} for some in portions)
    return settle(found.outcome_of(histories), kind=kind, source=source, by=by, at=at)


@transaction.atomic(savepoint=False)
def withdraw(source: str, *, by: "User | Token | None", at: datetime) -> Posting:
    """Undo what one source said: newcomers go, changed residents are again as the source before said.

    Call it only when nothing later has touched them (``queries.touched_after``).
    """
    ledger.lock()
    present = list(Resident.objects.filter(source=source).values_list("id", flat=True))
    past = Saying.objects.filter(source=source)
    late = sorted(set(past.values_list("resident_id", flat=True)))
    touched = sorted({*present, *late})
    past.delete()
    Confirmation.objects.filter(source=source).delete()
    before = queries.latest_sayings(present)
    overwrite(before)
    for some in before.iter_slices(queries.IDS_AT_ONCE):
        Saying.objects.filter(id__in=some["saying"].to_list()).delete()
    gone = sorted(set(present) - set(before["id"]))
    for start in range(0, len(gone), queries.IDS_AT_ONCE):
        Resident.objects.filter(id__in=gone[start : start + queries.IDS_AT_ONCE]).delete()
    fill(late)
    return repost(touched, kind="undo", source=source, by=by, at=at)


@transaction.atomic
def correct(
    resident: Resident, values: dict[str, Any], *, source: str, on: date, by: "User", at: datetime
) -> Posting:
    """A registrar's correction, known on a day: a saying like any other, with its document as the source."""
    now = queries.held([resident.pk])
    row = {**now.row(0, named=True), **values, "known_on": on, "source": source, "fingerprint": 0}
    row["said"] = folding.bits_of(values)
    replace(pl.DataFrame([row], schema=queries.HELD_SCHEMA))
    return repost([resident.pk], kind="correction", source=source, by=by, at=at)
