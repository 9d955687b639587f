"""A file's way into the register: receive, review, commit or discard, and undo."""

import errno
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, transaction

from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem
from rekam.office.audit import actions as audit
from rekam.office.imports import desk as desks
from rekam.office.imports import queries, review
from rekam.office.imports.models import Import, Kind, Mode, State
from rekam.office.ledger import actions as ledger
from rekam.office.ledger.models import Posting
from rekam.office.ledger.queries import revision
from rekam.office.recordings import actions as recordings
from rekam.office.residents import actions as residents
from rekam.office.residents import queries as register

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

COPIED_AT_ONCE = 1024 * 1024

MOVES: dict[tuple[State, str], State] = {
    (State.UPLOADED, "review"): State.REVIEWED,
    (State.REVIEWING, "review"): State.REVIEWED,
    (State.REVIEWED, "review"): State.REVIEWED,
    (State.FAILED, "review"): State.REVIEWED,
    (State.REVIEWED, "commit"): State.COMMITTED,
    (State.COMMITTING, "commit"): State.COMMITTED,
    (State.UPLOADED, "discard"): State.DISCARDED,
    (State.REVIEWED, "discard"): State.DISCARDED,
    (State.FAILED, "discard"): State.DISCARDED,
    (State.COMMITTED, "undo"): State.UNDONE,
}


def _move(item: Import, move: str) -> State:
    try:
        return MOVES[State(item.state), move]
    except KeyError:
        raise RuleBroken(
            "import.not_now",
            "Import %(number)s is %(state)s; this cannot be done with it now.",
            number=item.pk,
            state=item.get_state_display(),
        ) from None


def receive(
    parts: Iterable[bytes],
    *,
    kind: Kind,
    name: str,
    as_of: date,
    by: "User | None",
    at: datetime,
    mode: Mode = Mode.UPDATE,
    scope: str = "",
) -> Import:
    """Take a file in as it comes. Nothing is read yet, and nothing of the register changes."""
    item = Import.objects.create(
        kind=kind, mode=mode, scope=scope, file_name=Path(name).name[:200], size=0, sha256="", as_of=as_of,
        created_by=by, created_at=at,
    )  # fmt: skip
    desk = desks.of(item.pk)
    digest = hashlib.sha256()
    try:
        with _told_plainly():
            desks.take(desk, _digested(parts, digest))
    except Exception:
        desks.remove(item.pk)
        item.delete()
        raise
    with transaction.atomic():
        item.size, item.sha256 = desk.original.stat().st_size, digest.hexdigest()
        item.save()
        details = {"kind": kind, "mode": mode, "scope": scope, "bytes": item.size, "as_of": str(as_of)}
        audit.record("import.received", item.source, by=by, at=at, details=details)
    return item


def _digested(parts: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    for part in parts:
        digest.update(part)
        yield part


def receive_file(path: Path, **about: Any) -> Import:
    """As ``receive``, from a file on this machine."""
    with path.open("rb") as file:
        return receive(iter(lambda: file.read(COPIED_AT_ONCE), b""), name=path.name, **about)


def look_over(item: Import, *, at: datetime) -> Import:
    """Read the file and find what it would change. What goes wrong is kept with the import, in plain words."""
    _move(item, "review")
    Import.objects.filter(pk=item.pk).update(state=State.REVIEWING, trouble=None)
    item.refresh_from_db()
    try:
        with _told_plainly():
            review.review(item, desks.of(item.pk), at=at)
    except (FileProblem, RuleBroken) as trouble:
        item.state, item.trouble = State.FAILED, _trouble(trouble)
    else:
        item.state, item.trouble = State.REVIEWED, None
    item.save()
    return item


def _trouble(trouble: FileProblem | RuleBroken) -> dict[str, Any]:
    values = trouble.params if isinstance(trouble, FileProblem) else trouble.values
    return {"code": trouble.code, "values": {k: str(v) for k, v in values.items()}}


def correct_columns(item: Import, columns: dict[str, str], *, at: datetime) -> Import:
    """Take the columns as a person pointed them out, and look the file over again."""
    _move(item, "review")
    item.columns = {**item.columns, "corrected": columns}
    item.save(update_fields=["columns"])
    return look_over(item, at=at)


def commit(item: Import, *, by: "User | None", at: datetime, keep_missing: bool = False) -> Import:
    """Bring the reviewed changes in: facts, ledger, import and audit line in one transaction.

    When somebody changed the register since the review, it is made again; only if it then says the same does
    the commit go on. Killed or stopped in the middle, nothing has happened.
    """
    desk = desks.of(item.pk)
    try:
        with _told_plainly(), transaction.atomic():
            ledger.lock()
            item = Import.objects.select_for_update().get(pk=item.pk)
            item.state = _move(item, "commit")
            if item.counts.get("revision") != revision()[0]:
                _still_the_same(item, desk, at=at)
            desk.tell("committing", 0.1)
            item.keep_missing = keep_missing
            item.posting = _bring_in(item, desk, by=by, at=at)
            item.decided_by, item.decided_at = by, at
            item.save()
            desk.tell("committing", 0.95)
            audit.record("import.committed", item.source, by=by, at=at, details=_counted(item))
    except RuleBroken as trouble:
        if trouble.code == "import.review_again":
            look_over(Import.objects.get(pk=item.pk), at=at)
        raise
    desk.clear()
    return item


def _counted(item: Import) -> dict[str, Any]:
    return {name: item.counts[name] for name in ("new", "changed", "left", "same", "held", "rejected")}


def _still_the_same(item: Import, desk: desks.Desk, *, at: datetime) -> None:
    before = queries.decided_on(item)
    review.review(item, desk, at=at)
    if queries.decided_on(item) != before:
        raise RuleBroken(
            "import.review_again",
            "The register has changed since the review; nothing was committed. Please look at the new one.",
        )


def _bring_in(item: Import, desk: desks.Desk, *, by: "User | None", at: datetime) -> Posting:
    if item.kind == Kind.RESIDENTS:
        changes = review.load_changes(item, desk)
        return residents.apply(changes, kind="residents", source=item.source, by=by, at=at)
    found = review.load_found(desk)
    recordings.keep(found, source=item.source)
    ids = list(register.ids_of(found.niks).values())
    return residents.repost(ids, kind="recordings", source=item.source, by=by, at=at)


@transaction.atomic
def discard(item: Import, *, by: "User | None", at: datetime) -> Import:
    """Set an import aside. The register never saw it; the file and what was read of it are deleted."""
    item.state = _move(item, "discard")
    item.decided_by, item.decided_at = by, at
    item.save()
    audit.record("import.discarded", item.source, by=by, at=at)
    transaction.on_commit(lambda: desks.remove(item.pk))
    return item


@transaction.atomic
def undo(item: Import, *, by: "User | None", at: datetime) -> Import:
    """Take a committed import back, if nothing later has touched its rows. The ledger keeps both ways."""
    ledger.lock()
    item = Import.objects.select_for_update().get(pk=item.pk)
    item.state = _move(item, "undo")
    touched = queries.touched_after(item)
    if touched:
        raise RuleBroken(
            "import.touched_since",
            "%(count)s rows of this import were changed by something later. Undo that first.",
            count=touched,
        )
    if item.kind == Kind.RESIDENTS:
        residents.withdraw(item.source, by=by, at=at)
    else:
        ids = list(register.ids_of(recordings.withdraw(item.source)).values())
        residents.repost(ids, kind="undo", source=item.source, by=by, at=at)
    item.save()
    audit.record("import.undone", item.source, by=by, at=at, details=_counted(item))
    return item


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turns a full disk and a locked database into sentences that say what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _disk_full() from error
        raise
    except DatabaseError as error:
        if _is_full(error):
            raise _disk_full() from error
        if "locked" in str(error):
            raise RuleBroken(
                "storage.busy",
                "Somebody else is writing to the register. Nothing has changed; try again in a minute.",
            ) from error
        raise


def _is_full(error: DatabaseError) -> bool:
    return "disk is full" in str(error) or "No space left" in str(error)


def _disk_full() -> RuleBroken:
    return RuleBroken(
        "storage.full", "The disk is full. Nothing has changed; make room in the data folder and try again."
    )
