"""Keeping sessions and what is reported of them. Posting to the ledger is the caller's next step
(``residents.actions.repost``), in the same transaction.
"""

from datetime import date
from typing import Any

import polars as pl
from django.db import connection, transaction

from rekam.office import bulk
from rekam.office.recordings import changes
from rekam.office.recordings.changes import Found
from rekam.office.recordings.models import Confirmation, Earlier, Session, Status
from rekam.office.recordings.queries import LATEST_FIRST


@transaction.atomic(savepoint=False)
def keep(found: Found, *, source: str) -> None:
    """Insert new sessions and reports; a held session's latest status follows its reports."""
    first = bulk.reserve_ids(Session, len(found.sessions)) if len(found.sessions) else 1
    ids = {pk: first + n for n, pk in enumerate(found.sessions["id"])}
    number = (
        pl.col("id").replace_strict(ids, default=pl.col("id"), return_dtype=pl.Int64) if ids else pl.col("id")
    )
    sessions = found.sessions.drop("status_clock", "status_said", strict=False).with_columns(
        number, source=pl.lit(source)
    )
    bulk.insert(Session, sessions)
    reports = changes.worded(found.reports).with_columns(number).rename({"id": "session_id"})
    bulk.insert(
        Status, reports.select("session_id", "code", "said", "on", "clock", "known_on", source=pl.lit(source))
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE recordings_session SET clock = %s WHERE id = %s",
            list(found.timed.select("clock", "id").iter_rows()),
        )
    _know_earlier(pl.concat([found.earlier, found.between]), source=source)
    Confirmation.objects.create(source=source, sessions=bulk.packed(found.confirmed["id"]))
    refresh_status([*reports["session_id"].unique(), *found.earlier["id"].unique()])


@transaction.atomic(savepoint=False)
def hand_over(held: Session | Status, *, source: str, known_on: date) -> None:
    """Somebody who is not undone tells of a session or a status that a file told of before: it is theirs
    from now on, and the file is one that knew of it on another day. So it stays when the file is undone.
    """
    of_it = Earlier.objects.filter(**_of(held))
    first = of_it.values_list("first", flat=True).first() or held.known_on
    of_it.filter(known_on__gte=known_on).delete()
    of_it.update(first=known_on)
    if first < known_on:
        Earlier.objects.create(**_of(held), known_on=first, first=known_on, source=held.source)
    held.known_on, held.source = min(held.known_on, known_on), source
    held.save(update_fields=["known_on", "source"])


def _of(held: Session | Status) -> dict[str, Any]:
    if isinstance(held, Status):
        return {"session_id": held.session_id, "status": held}
    return {"session": held, "status": None}


def _know_earlier(earlier: pl.DataFrame, *, source: str) -> None:
    """Sessions and statuses that were known before the day of whoever told of them first."""
    names = {"id": "session_id", "status": "status_id"}
    bulk.insert(Earlier, earlier.drop("nik").rename(names).with_columns(source=pl.lit(source)))
    with connection.cursor() as cursor:
        for sql in KNOWN_BEFORE:
            cursor.execute(sql, ["", source])


@transaction.atomic(savepoint=False)
def withdraw(source: str) -> list[str]:
    """Take back the sessions and reports of one source; returns the NIKs that they were about."""
    reports = Status.objects.filter(source=source)
    sessions = Session.objects.filter(source=source)
    earlier = Earlier.objects.filter(source=source)
    touched = {session for of in (reports, earlier) for session in of.values_list("session_id", flat=True)}
    niks = {nik for of in (reports, earlier) for nik in of.values_list("session__nik", flat=True)}
    niks |= set(sessions.values_list("nik", flat=True))
    _forget_earlier(source)
    Confirmation.objects.filter(source=source).delete()
    reports.delete()
    gone = set(sessions.values_list("id", flat=True))
    sessions.delete()
    refresh_status(sorted(touched - gone))
    return sorted(niks)


def _forget_earlier(source: str) -> None:
    """What was known before is known again from the day that the other sources give."""
    with connection.cursor() as cursor:
        for sql in KNOWN_BEFORE:
            cursor.execute(sql, [source, source])
    Earlier.objects.filter(source=source).delete()


def refresh_status(session_ids: list[int]) -> None:
    """Write the latest report of each session beside it, as lists show it."""
    with connection.cursor() as cursor:
        for start in range(0, len(session_ids), 5_000):
            some = ",".join(str(pk) for pk in session_ids[start : start + 5_000])
            cursor.execute(LATEST.format(some=some, order=LATEST_FIRST))


LATEST = """
UPDATE recordings_session SET
  status = COALESCE((SELECT r.code FROM recordings_status r WHERE r.session_id = recordings_session.id
                     ORDER BY {order} LIMIT 1), ''),
  status_on = (SELECT r."on" FROM recordings_status r WHERE r.session_id = recordings_session.id
               ORDER BY {order} LIMIT 1)
WHERE id IN ({some})
"""

# Known from the earliest day that any source gives; of a source that is taken back, from that of the others.
_KNOWN_BEFORE = """
UPDATE {table} SET known_on = COALESCE(
  (SELECT MIN(e.known_on) FROM recordings_earlier e WHERE {mine} AND e.source <> %s),
  (SELECT MAX(e.first) FROM recordings_earlier e WHERE {mine}))
WHERE id IN (SELECT {key} FROM recordings_earlier WHERE source = %s AND {of})
"""
KNOWN_BEFORE = (
    _KNOWN_BEFORE.format(
        table="recordings_session",
        mine="e.session_id = recordings_session.id AND e.status_id IS NULL",
        key="session_id",
        of="status_id IS NULL",
    ),
    _KNOWN_BEFORE.format(
        table="recordings_status",
        mine="e.status_id = recordings_status.id",
        key="status_id",
        of="status_id IS NOT NULL",
    ),
)
