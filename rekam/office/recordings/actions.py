"""Keeping sessions and what is reported of them. Posting to the ledger is the caller's next step
(``residents.actions.repost``), in the same transaction.
"""

from datetime import date

import polars as pl
from django.db import connection, transaction

from rekam.office import bulk
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
    sessions = found.sessions.drop("status_clock").with_columns(number, source=pl.lit(source))
    bulk.insert(Session, sessions)
    reports = found.reports.with_columns(number).rename({"id": "session_id"})
    bulk.insert(
        Status, reports.select("session_id", "code", "on", "clock", "known_on", source=pl.lit(source))
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE recordings_session SET clock = %s WHERE id = %s",
            list(found.timed.select("clock", "id").iter_rows()),
        )
    _know_earlier(found.earlier, source=source)
    Confirmation.objects.create(source=source, sessions=bulk.packed(found.confirmed["id"]))
    refresh_status([*reports["session_id"].unique(), *found.earlier["id"].unique()])


def _know_earlier(earlier: pl.DataFrame, *, source: str) -> None:
    """Sessions and statuses that were known before the day on which they came to be held."""
    rows = list(earlier.iter_rows(named=True))
    news = [
        Earlier(
            session_id=row["id"], status_id=row["status"], known_on=row["known_on"], first=row["held"],
            source=source,
        )
        for row in rows
    ]  # fmt: skip
    of_sessions = Earlier.objects.filter(status=None, session__in={row["id"] for row in rows})
    first = {each.session_id: each.first for each in of_sessions}
    of_statuses = Earlier.objects.filter(status__in={row["status"] for row in rows if row["status"]})
    first_of_status = {each.status_id: each.first for each in of_statuses}
    for each in news:
        before = first_of_status if each.status_id else first
        each.first = before.get(each.status_id or each.session_id, each.first)
    Earlier.objects.bulk_create(news, batch_size=500)
    for each in news:
        _known_on(each, each.known_on)


def _known_on(of: Earlier, day: date) -> None:
    if of.status_id:
        Status.objects.filter(pk=of.status_id).update(known_on=day)
    else:
        Session.objects.filter(pk=of.session_id).update(known_on=day)


@transaction.atomic(savepoint=False)
def withdraw(source: str) -> list[str]:
    """Take back the sessions and reports of one source; returns the NIKs that they were about."""
    reports = Status.objects.filter(source=source)
    sessions = Session.objects.filter(source=source)
    earlier = Earlier.objects.filter(source=source)
    touched = {session for of in (reports, earlier) for session in of.values_list("session_id", flat=True)}
    niks = {nik for of in (reports, earlier) for nik in of.values_list("session__nik", flat=True)}
    niks |= set(sessions.values_list("nik", flat=True))
    _forget_earlier(list(earlier))
    Confirmation.objects.filter(source=source).delete()
    reports.delete()
    gone = set(sessions.values_list("id", flat=True))
    sessions.delete()
    refresh_status(sorted(touched - gone))
    return sorted(niks)


def _forget_earlier(taken_back: list[Earlier]) -> None:
    """What was known before is known again from the day that the other sources give."""
    for each in taken_back:
        each.delete()
        others = Earlier.objects.filter(session=each.session_id, status=each.status_id)
        _known_on(each, min([*others.values_list("known_on", flat=True), each.first]))


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
