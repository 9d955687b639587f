"""Rolls: received, read, matched with the register, matched again, withdrawn. Every write to their rows but
for what a person decides (`deciding`).
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection, transaction
from django.utils.translation import gettext_noop

from rekam import files
from rekam.domain.rolls import matching
from rekam.domain.rolls.words import Decision, How
from rekam.domain.trouble import RuleBroken
from rekam.office import bulk, storage
from rekam.office.audit import actions as audit
from rekam.office.clients import looking
from rekam.office.clients.looking import Follow
from rekam.office.clients.models import Client, Roll, RollKind, RollRow, RollState
from rekam.office.ledger.models import Posting
from rekam.office.residents import queries as residents

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

MOST_BYTES = 64 * 1024 * 1024
READ: dict[str, Any] = {
    "id": pl.Int64,
    "number": pl.Int64,
    "written": pl.String,
    "nik": pl.String,
    "nik_state": pl.String,
    "name": pl.String,
    "name_key": pl.String,
    "born": pl.Date,
    "decision": pl.String,
    "decided_nik": pl.String,
}
DERIVED: dict[str, Any] = {
    "match": pl.String,
    "how": pl.String,
    "found_id": pl.Int64,
    "candidates": pl.String,
    "from_outside": pl.Boolean,
    "same_as": pl.Int64,
    "resident_id": pl.Int64,
}


# -- the way in -------------------------------------------------------------------------------------------


def receive(
    path: Path,
    *,
    client: Client,
    name: str,
    as_of: date,
    by: "User | None",
    at: datetime,
    kind: str = RollKind.WORKERS,
    file_name: str = "",
    columns: Mapping[str, str | None] | None = None,
    replaces: Roll | None = None,
    most_at_once: int | None = None,
) -> Roll:
    """Take a client's list of people and match it. Where it is not certain which column is which, the file
    waits until a person has said so (`settle_columns`); one with more rows than *most_at_once* waits for the
    background (`match_kept`). Raises `FileProblem` for what is no table at all.
    """
    raw = files.open_table(path, max_bytes=MOST_BYTES)
    mapping = files.match_columns(raw, "rolls").corrected(columns or {})
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    _refuse_known(client, digest, replaces)
    is_clear = not mapping.missing and (not mapping.unsure or columns is not None)
    is_long = is_clear and _is_long(raw, most_at_once)
    read = _judged(raw, mapping, as_of) if is_clear and not is_long else None
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        _refuse_known(client, digest, replaces)  # the same file may have come meanwhile
        roll = Roll.objects.create(
            client=client, name=name.strip(), kind=kind, file_name=(file_name or path.name)[:200],
            digest=digest, as_of=as_of, received_by=by, received_at=at, columns=mapping.as_dict(),
            state=RollState.MATCHING if is_long else RollState.COLUMNS,
        )  # fmt: skip
        details = {"client": client.name, "file": roll.file_name, "kind": kind, "as_of": as_of.isoformat()}
        audit.record("roll.received", f"roll:{roll.pk}", by=by, at=at, details=details)
        if replaces is not None:
            withdraw(roll=replaces, by=by, at=at)
        if read is None:
            _keep_file(roll, path)
        else:
            _enter(roll, read, by=by, at=at)
    return roll


def settle_columns(
    *,
    roll: Roll,
    columns: Mapping[str, str | None],
    by: "User | None",
    at: datetime,
    most_at_once: int | None = None,
) -> Roll:
    """A person said which column is which: the file is read, matched, and no longer kept. A long one waits
    for the background.
    """
    path = original(roll)
    if roll.state != RollState.COLUMNS or not path.exists():
        raise _not_now(roll)
    raw = files.open_table(path, max_bytes=MOST_BYTES)
    mapping = files.match_columns(raw, "rolls").corrected(columns)
    if _is_long(raw, most_at_once):
        return _let_wait(roll, mapping, by=by, at=at)
    read = _judged(raw, mapping, roll.as_of)
    return _enter_kept(roll, RollState.COLUMNS, mapping, read, by=by, at=at)


def _is_long(raw: files.RawTable, most_at_once: int | None) -> bool:
    return most_at_once is not None and raw.height > most_at_once


@transaction.atomic
def _let_wait(roll: Roll, mapping: files.Mapping, *, by: "User | None", at: datetime) -> Roll:
    roll = _locked(roll, RollState.COLUMNS)
    roll.columns, roll.state = mapping.as_dict(), RollState.MATCHING
    roll.save(update_fields=["columns", "state"])
    audit.record("roll.columns_settled", f"roll:{roll.pk}", by=by, at=at)
    return roll


def match_kept(*, roll: Roll, by: "User | None", at: datetime, follow: Follow = looking.unfollowed) -> Roll:
    """Match a long list whose columns are settled: the background does it, and *follow* sees how far."""
    if roll.state != RollState.MATCHING:
        raise _not_now(roll)
    follow("reading", 0.0)
    raw = files.open_table(original(roll), max_bytes=MOST_BYTES)
    mapping = files.match_columns(raw, "rolls").corrected(roll.columns)
    read = _judged(raw, mapping, roll.as_of, follow)
    follow("writing", 0.9)
    return _enter_kept(roll, RollState.MATCHING, mapping, read, by=by, at=at)


@transaction.atomic
def give_up(*, roll: Roll, why: str, by: "User | None", at: datetime) -> None:
    """Comparing a long list was stopped, or could not be done: the list waits for its columns again."""
    held = Roll.objects.filter(pk=roll.pk, state=RollState.MATCHING)
    if held.update(state=RollState.COLUMNS):
        audit.record("roll.matching_given_up", f"roll:{roll.pk}", by=by, at=at, details={"why": why})


@transaction.atomic
def _enter_kept(
    roll: Roll,
    state: RollState,
    mapping: files.Mapping,
    read: "tuple[pl.DataFrame, int, int]",
    *,
    by: "User | None",
    at: datetime,
) -> Roll:
    roll = _locked(roll, state)
    roll.columns = mapping.as_dict()
    _enter(roll, read, by=by, at=at)
    folder = original(roll).parent
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
    return roll


def _refuse_known(client: Client, digest: str, replaces: Roll | None) -> None:
    held = client.rolls.filter(digest=digest).exclude(state=RollState.WITHDRAWN)
    if replaces is not None:
        held = held.exclude(pk=replaces.pk)
    if found := held.first():
        raise RuleBroken(
            "roll.received_before",
            gettext_noop("The very same file was received before, as “%(name)s”. Nothing was taken twice."),
            name=found.name,
        )


def _judged(
    raw: files.RawTable, mapping: files.Mapping, as_of: date, follow: Follow = looking.unfollowed
) -> "tuple[pl.DataFrame, int, int]":
    """The rows with what was found of each, how many could not be read, and how far the register was."""
    read = files.read_roll(raw, mapping, as_of=as_of)
    if read.rows.is_empty():
        raise RuleBroken(
            "roll.nobody",
            gettext_noop("No row of the file has a number or a name. Check that it is the right sheet."),
        )
    mark = _mark()
    rows = looking.keyed(read.rows)
    undecided = rows.with_columns(decision=pl.lit(""), decided_nik=pl.lit(""))
    found = _derived(undecided, _looked(undecided, follow))
    return pl.concat([undecided, found], how="horizontal"), read.unreadable, mark


def _enter(roll: Roll, read: "tuple[pl.DataFrame, int, int]", *, by: "User | None", at: datetime) -> None:
    rows, roll.unreadable, roll.matched_to = read
    roll.state, roll.matched_at = RollState.MATCHED, at
    roll.save()
    bulk.insert(RollRow, rows.with_columns(roll_id=pl.lit(roll.pk)))
    details = {"rows": rows.height, "rejected": roll.unreadable}
    audit.record("roll.matched", f"roll:{roll.pk}", by=by, at=at, details=details)


def _keep_file(roll: Roll, path: Path) -> None:
    target = original(roll)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def original(roll: Roll) -> Path:
    """Where the file of a roll lies while its columns are not settled."""
    return storage.data_folder() / "rolls" / str(roll.pk) / "original"


# -- matching ---------------------------------------------------------------------------------------------


def _mark() -> int:
    return Posting.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def is_behind(roll: Roll) -> bool:
    """Whether the register has changed since the roll was matched."""
    return roll.state == RollState.MATCHED and roll.matched_to < _mark()


def match_again(*, roll: Roll, by: "User | None", at: datetime, follow: Follow = looking.unfollowed) -> int:
    """Look for everybody in the register as it is now. What persons decided stays. Returns how many rows
    came out otherwise.
    """
    if roll.state != RollState.MATCHED:
        raise _not_now(roll)
    mark, looked = _mark(), _looked(rows_of(roll), follow)
    follow("writing", 0.9)
    with transaction.atomic():
        roll = _locked(roll, RollState.MATCHED)
        changed = settle(roll, looked)
        roll.matched_to, roll.matched_at = mark, at
        roll.save(update_fields=["matched_to", "matched_at"])
        details = {"changed": changed}
        audit.record("roll.matched_again", f"roll:{roll.pk}", by=by, at=at, details=details)
    return changed


def rows_of(roll: Roll) -> pl.DataFrame:
    """The rows as they were read, with what persons decided."""
    return bulk.read("FROM clients_rollrow WHERE roll_id = %s ORDER BY number", [roll.pk], schema=READ)


def settle(roll: Roll, looked: pl.DataFrame | None = None) -> int:
    """Bring the derived columns in line with what was found (*looked*, or what is held) and what was decided.
    Call it with the roll locked. Returns how many rows changed.
    """
    rows, held = rows_of(roll), held_of(roll)
    found = _derived(rows, _as_found(held) if looked is None else looked)
    different = pl.any_horizontal(~pl.col(n).eq_missing(pl.col(f"{n}_held")) for n in DERIVED)
    compared = pl.concat(
        [rows.select("id"), found, held.select(pl.all().name.suffix("_held"))], how="horizontal"
    )
    changed = compared.filter(different).select(*DERIVED, "id")
    sets = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in DERIVED)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE clients_rollrow SET {sets} WHERE id = %s", list(changed.iter_rows()))
    return changed.height


def held_of(roll: Roll) -> pl.DataFrame:
    return bulk.read("FROM clients_rollrow WHERE roll_id = %s ORDER BY number", [roll.pk], schema=DERIVED)


def _as_found(held: pl.DataFrame) -> pl.DataFrame:
    return held.select("match", "how", "candidates", "from_outside", id="found_id")


def _looked(rows: pl.DataFrame, follow: Follow) -> pl.DataFrame:
    asked = ("number", "written", "nik", "nik_state", "name_key", "born")
    return looking.look(rows.select(asked), follow)


def _derived(rows: pl.DataFrame, looked: pl.DataFrame) -> pl.DataFrame:
    """The derived columns of rows of a roll, in their order."""
    decided = _decided(rows["decision"], rows["decided_nik"])
    resident = pl.when(pl.col("decision") == "").then("found_id").otherwise("decided_id")
    found = looked.select(
        "match", "how", "from_outside", found_id="id", candidates=_as_json(looked["candidates"])
    ).with_columns(decision=rows["decision"], decided_id=decided)
    found = found.with_columns(resident_id=resident)
    told = rows.select("number", "nik", "written", "name_key", "born").with_columns(
        id=found["resident_id"], nik=_own_nik(rows, found["how"])
    )
    same = matching.twice(told)
    joined = rows.select("number").join(same, on="number", how="left", maintain_order="left")
    return found.with_columns(same_as=joined["same_as"]).select(list(DERIVED))


def _own_nik(rows: pl.DataFrame, how: pl.Series) -> pl.Series:
    """The NIK by which a row may be the same person as another: not one that stands under another's name."""
    doubted = (rows["decision"] != "") | (how == How.OTHER_NAME.value)
    return rows.select(pl.when(~doubted).then("nik").otherwise(pl.lit(""))).to_series()


def _decided(decisions: pl.Series, niks: pl.Series) -> pl.Series:
    """The residents that persons decided on, as the register has them now."""
    chosen = niks.filter(decisions == Decision.THIS.value).unique().to_list()
    ids = residents.ids_of(chosen) if chosen else {}
    return niks.replace_strict(ids, default=None, return_dtype=pl.Int64)


def _as_json(candidates: pl.Series) -> pl.Series:
    if candidates.dtype == pl.String:  # held as they came from the database
        return candidates
    told = [json.dumps(each) if each else "[]" for each in candidates.to_list()]
    return pl.Series("candidates", told, dtype=pl.String)


# -- the way out ------------------------------------------------------------------------------------------


@transaction.atomic
def withdraw(*, roll: Roll, by: "User | None", at: datetime) -> Roll:
    """The list counts no longer. Its rows go, because they name people; that it was there stays."""
    if roll.state == RollState.WITHDRAWN:
        raise _not_now(roll)
    roll = _locked(roll, RollState(roll.state))
    rows = roll.rows.all().delete()[0]
    roll.state = RollState.WITHDRAWN
    roll.save(update_fields=["state"])
    folder = original(roll).parent
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
    audit.record("roll.withdrawn", f"roll:{roll.pk}", by=by, at=at, details={"rows": rows})
    return roll


def _locked(roll: Roll, state: RollState) -> Roll:
    """The roll for one writer at a time, if it is still in the state that the caller saw."""
    found = Roll.objects.select_for_update().filter(pk=roll.pk, state=state).first()
    if found is None:
        raise _not_now(roll)
    return found


def lock(roll: Roll) -> Roll:
    """For whoever decides about its rows: a matched roll, for one writer at a time."""
    return _locked(roll, RollState.MATCHED)


def _not_now(roll: Roll) -> RuleBroken:
    return RuleBroken(
        "roll.not_now",
        gettext_noop("The state of the list “%(name)s” is: %(state)s. This cannot be done with it now."),
        name=roll.name,
        state=RollState(roll.state).label,
    )
