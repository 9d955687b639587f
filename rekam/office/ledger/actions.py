"""Posting: the only way in which a count changes."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl
from django.db import connection, transaction

from rekam.domain.coverage import pages
from rekam.office import bulk
from rekam.office.accounts.queries import person
from rekam.office.audit import actions as audit
from rekam.office.ledger import queries
from rekam.office.ledger.models import Book, Line, Page, Posting

if TYPE_CHECKING:
    from rekam.office.accounts.models import Token, User

# SQLite takes 32,766 values in one statement; a page has three.
PAGES_AT_ONCE = 5_000


def lock() -> Book:
    """Take the one lock of the ledger until the transaction ends: who posts, posts alone."""
    book, _made = Book.objects.select_for_update().get_or_create(pk=1)
    return book


@transaction.atomic(savepoint=False)
def post(
    lines: pl.DataFrame,
    *,
    kind: str,
    source: str,
    by: "User | Token | None",
    at: datetime,
) -> Posting:
    """Append *lines* and add them to the pages. The caller's audit line is written in the same transaction.

    *lines* has resident_id, area_id, sex, measure, reason, cause, amount, effective_on, known_on.
    """
    book = lock()
    posting = Posting.objects.create(kind=kind, source=source, posted_at=at, by=person(by))
    if not lines.is_empty():
        numbered = lines.with_columns(pl.lit(posting.pk, dtype=pl.Int64).alias("posting_id"))
        # In the order of the largest index, so that it grows at its end.
        bulk.insert(Line, numbered.sort("resident_id", maintain_order=True))
        _add_to_pages(pages.pages(lines))
    known = lines["known_on"]
    book.first_known = min(_days(book.first_known, known.min()), default=None)
    book.last_known = max(_days(book.last_known, known.max()), default=None)
    book.revision = secrets.randbits(62)  # also without lines: a corrected name changes what was reviewed
    book.save()
    return posting


@transaction.atomic
def repair_pages(*, by: "User | None", at: datetime) -> int:
    """Make all pages anew from the lines where one differs from them. How many were wrong; none is touched
    when none was.
    """
    lock()  # nobody posts meanwhile: what was found before may be otherwise by now
    wrong = len(queries.wrong_pages())
    if wrong:
        Page.objects.all().delete()
        _add_to_pages(pages.pages(queries.all_lines()))
        Book.objects.update(revision=secrets.randbits(62))
        audit.record("ledger.pages_repaired", "", by=by, at=at, details={"pages": wrong})
    return wrong


def _days(*found: object) -> list[date]:
    return [day for day in found if isinstance(day, date)]


def _add_to_pages(added: Iterable[tuple[int, int, bytes]]) -> None:
    new = {(effective, known): cells for effective, known, cells in added}
    with connection.cursor() as cursor:
        held = _held_pages(list(new))
        rows = [
            (*key, pages.merged(held[key], cells) if key in held else cells) for key, cells in new.items()
        ]
        for start in range(0, len(rows), PAGES_AT_ONCE):
            cursor.executemany(
                f"INSERT INTO {Page._meta.db_table} (effective, known, cells) VALUES (%s, %s, %s) "
                "ON CONFLICT (effective, known) DO UPDATE SET cells = excluded.cells",
                rows[start : start + PAGES_AT_ONCE],
            )


def _held_pages(keys: list[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The pages among *keys* that exist already."""
    by_known: dict[int, list[int]] = {}
    for effective, known in keys:
        by_known.setdefault(known, []).append(effective)
    found: dict[tuple[int, int], bytes] = {}
    with connection.cursor() as cursor:
        for known, spans in by_known.items():
            if not Page.objects.filter(known=known).exists():
                continue
            for start in range(0, len(spans), PAGES_AT_ONCE):
                some = ",".join(str(n) for n in spans[start : start + PAGES_AT_ONCE])
                cursor.execute(
                    f"SELECT effective, cells FROM {Page._meta.db_table} "
                    f"WHERE known = %s AND effective IN ({some})",
                    [known],
                )
                found.update({(e, known): bytes(cells) for e, cells in cursor.fetchall()})
    return found
