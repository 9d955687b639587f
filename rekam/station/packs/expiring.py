"""A pack that has expired shows nobody any more, and its residents are erased from the store.

At once where the office's own time says so. By the clock of the laptop alone an hour passes first: one that
was set wrongly is set right again, and the day's list is still there. What was recorded, and drafts, stay.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from rekam.station.identity import queries as identity
from rekam.station.packs import queries
from rekam.station.packs.models import Resident, Taken

PATIENCE = timedelta(hours=1)


def look(at: datetime) -> None:
    """Erase what is due; note when it was first seen that the pack has expired."""
    held = queries.taken()
    if held is None:
        return
    if not queries.has_expired(at):
        if held.expired_seen_at is not None:
            _note(held, None)
    elif Resident.objects.exists():
        if _is_sure(held) or _was_seen_for_long(held, at):
            erase()
        elif held.expired_seen_at is None or at < held.expired_seen_at:
            _note(held, at)


@transaction.atomic
def erase() -> None:
    """The residents and what their names are found by. Deleted pages are overwritten (`store.base`)."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Resident._meta.db_table}")
        cursor.execute("INSERT INTO packs_sound (packs_sound) VALUES ('delete-all')")


def _is_sure(held: Taken) -> bool:
    return identity.not_before(held.made_at) >= held.expires_at


def _was_seen_for_long(held: Taken, at: datetime) -> bool:
    return held.expired_seen_at is not None and at - held.expired_seen_at >= PATIENCE


def _note(held: Taken, at: datetime | None) -> None:
    Taken.objects.filter(pk=held.pk).update(expired_seen_at=at)
