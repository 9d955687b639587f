"""Keeping sessions and what is reported of them. Posting to the ledger is the caller's next step
(``residents.actions.repost``), in the same transaction.
"""

import polars as pl
from django.db import connection, transaction

from rekam.office import bulk
from rekam.office.recordings.changes import Found
from rekam.office.recordings.models import Session, Status


@transaction.atomic(savepoint=False)
def keep(found: Found, *, source: str) -> None:
    """Insert new sessions and reports; a held session's latest status follows its reports."""
    first = bulk.reserve_ids(Session, len(found.sessions)) if len(found.sessions) else 1
    ids = {pk: first + n for n, pk in enumerate(found.sessions["id"])}
    number = (
        pl.col("id").replace_strict(ids, default=pl.col("id"), return_dtype=pl.Int64) if ids else pl.col("id")
    )
    bulk.insert(Session, found.sessions.with_columns(number, source=pl.lit(source)))
    reports = found.reports.with_columns(number).rename({"id": "session_id"})
    bulk.insert(Status, reports.select("session_id", "code", "on", "known_on", source=pl.lit(source)))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE recordings_session SET clock = %s WHERE id = %s",
            list(found.timed.select("clock", "id").iter_rows()),
        )
    refresh_status(reports["session_id"].unique().to_list())


@transaction.atomic(savepoint=False)
def withdraw(source: str) -> list[str]:
    """Take back the sessions and reports of one source; returns the NIKs that they were about."""
    reports = Status.objects.filter(source=source)
    sessions = Session.objects.filter(source=source)
    touched = set(reports.values_list("session_id", flat=True))
    niks = {*sessions.values_list("nik", flat=True), *reports.values_list("session__nik", flat=True)}
    reports.delete()
    gone = set(sessions.values_list("id", flat=True))
    sessions.delete()
    refresh_status(sorted(touched - gone))
    return sorted(niks)


def refresh_status(session_ids: list[int]) -> None:
    """Write the latest report of each session beside it, as lists show it."""
    with connection.cursor() as cursor:
        for start in range(0, len(session_ids), 5_000):
            some = ",".join(str(pk) for pk in session_ids[start : start + 5_000])
            cursor.execute(LATEST.format(some=some))


LATEST = """
UPDATE recordings_session SET
  status = COALESCE((SELECT r.code FROM recordings_status r WHERE r.session_id = recordings_session.id
                     ORDER BY r."on" DESC, r.id DESC LIMIT 1), ''),
  status_on = (SELECT r."on" FROM recordings_status r WHERE r.session_id = recordings_session.id
               ORDER BY r."on" DESC, r.id DESC LIMIT 1)
WHERE id IN ({some})
"""
