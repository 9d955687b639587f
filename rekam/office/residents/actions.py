"""Every write to the register. The facts, the ledger and the audit line change together or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection, transaction

from rekam.office import bulk
from rekam.office.ledger import actions as ledger
from rekam.office.ledger.models import Posting
from rekam.office.residents import changes as found
from rekam.office.residents import facts, folding, queries, tellings
from rekam.office.residents.changes import Changes, Outcome
from rekam.office.residents.folding import Row
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
    for some in changes.late.iter_slices(queries.IDS_AT_ONCE):
        _write(tellings.with_late(list(some.iter_rows(named=True))))
    _confirm(changes.repeated, source=source, known_on=changes.known_on)
    replace(changes.now)
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


def _confirm(repeated: pl.DataFrame, *, source: str, known_on: date) -> None:
    """Remember of whom a source said what was known. Also when of nobody: its place tells what came later."""
    told = repeated.unique("id").sort("id")
    said = bulk.packed_in_order(told["said"])
    Confirmation.objects.create(
        source=source, residents=bulk.packed(told["id"]), said=said, known_on=known_on
    )


# -- what was told, put between or taken away --------------------------------------------------------------


def _write(told: Iterable[tuple[int, list[Row], list[Row]]]) -> None:
    """Make all that was told of some residents (``tellings``: id, before, after) what is kept of them."""
    anew = _Anew()
    for pk, before, after in told:
        anew.compare(pk, {row["saying"]: row for row in before}, after)
    for some in _portions(anew.dropped):
        Saying.objects.filter(id__in=some).delete()
    Saying.objects.bulk_update(anew.changed, ["facts"], batch_size=500)
    Saying.objects.bulk_create(anew.added, batch_size=2_000)
    overwrite(pl.DataFrame(anew.present, schema=queries.HELD_SCHEMA))
    _forget(anew.gone)


def _forget(ids: Sequence[int]) -> None:
    """Residents of whom nobody says anything any more."""
    for some in _portions(ids):
        Resident.objects.filter(id__in=some).delete()


class _Anew:
    """What is to be written so that some histories are kept as they are told."""

    def __init__(self) -> None:
        self.dropped: list[int] = []
        self.changed: list[Saying] = []
        self.added: list[Saying] = []
        self.present: list[Row] = []
        self.gone: list[int] = []

    def compare(self, pk: int, before: dict[int | None, Row], after: list[Row]) -> None:
        """The last is the present. Of one day the sayings are read in the order of their numbers: one that
        comes before some takes theirs.
        """
        if not after:
            self.gone.append(pk)
            return
        *earlier, last = after
        if last["saying"] is not None or last != before[None]:
            self.present.append({**last, "id": pk})
        stays: set[int] = set()
        new_on = None
        for row in earlier:
            number = row["saying"]
            if not number or number == tellings.OPEN or row["known_on"] == new_on:
                new_on = row["known_on"]
                self.added.append(_saying(pk, row))
                continue
            stays.add(number)
            if row != before[number]:
                self.changed.append(Saying(pk=number, facts=facts.as_json(row)))
        self.dropped += [number for number in before if number and number > 0 and number not in stays]


def _saying(pk: int, row: Row) -> Saying:
    return Saying(
        resident_id=pk,
        known_on=row["known_on"],
        source=row["source"],
        facts=facts.as_json(row),
        came_late=row.get("came_late", False),
    )


def name_key(name: pl.Expr) -> pl.Expr:
    """A name as search compares it: capitals, letters only, single spaces."""
    return (
        name.str.to_uppercase().str.replace_all(r"[^A-Z ]", " ").str.replace_all(r" +", " ").str.strip_chars()
    )


def keep(rows: pl.DataFrame) -> None:
    """Put facts (id and the columns of ``facts.SCHEMA``) into the history."""
    Saying.objects.bulk_create(
        (_saying(row["id"], row) for row in rows.iter_rows(named=True)), batch_size=2_000
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
    histories = (
        {**dict.fromkeys(some, queries.NOTHING), **queries.histories(some)} for some in _portions(ids)
    )
    return settle(found.outcome_of(histories), kind=kind, source=source, by=by, at=at)


@transaction.atomic(savepoint=False)
def withdraw(source: str, *, by: "User | Token | None", at: datetime) -> Posting:
    """Undo what one source said: newcomers go, changed residents are again as the source before said. What
    others confirmed of it stays, as theirs.

    Call it only when nothing later has touched them (``queries.touched_after``).
    """
    ledger.lock()
    present = set(Resident.objects.filter(source=source).values_list("id", flat=True))
    told = set(Saying.objects.filter(source=source).values_list("resident_id", flat=True))
    touched = sorted(present | told)
    gone: list[int] = []
    for some in _portions(touched):
        others = Saying.objects.filter(resident_id__in=some).exclude(source=source)
        heard = (present & set(some)).difference(others.values_list("resident_id", flat=True))
        gone += sorted(heard)
        _write(tellings.without(source, sorted(set(some) - heard)))
    _forget(gone)
    Confirmation.objects.filter(source=source).delete()
    return repost(touched, kind="undo", source=source, by=by, at=at)


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + queries.IDS_AT_ONCE] for start in range(0, len(ids), queries.IDS_AT_ONCE))


@transaction.atomic
def correct(
    resident: Resident,
    values: dict[str, Any],
    *,
    was_so: bool = False,
    source: str,
    on: date,
    by: "User",
    at: datetime,
) -> Posting:
    """A registrar's correction, known on a day: a saying like any other, with its document as the source.

    *was_so*: what it corrects was wrong in the register all the time.
    """
    now = queries.held([resident.pk])
    row = {**now.row(0, named=True), **values, "known_on": on, "source": source, "fingerprint": 0}
    row["said"] = folding.bits_of(values, was_so=was_so)
    replace(pl.DataFrame([row], schema=queries.HELD_SCHEMA))
    return repost([resident.pk], kind="correction", source=source, by=by, at=at)
