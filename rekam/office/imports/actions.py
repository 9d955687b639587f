"""A file's way into the register: receive, review, commit or discard, and undo."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem
from rekam.files.opening import readable_size
from rekam.office import bulk
from rekam.office.accounts.queries import person
from rekam.office.audit import actions as audit
from rekam.office.imports import desk as desks
from rekam.office.imports import doubts, queries, review, sentences
from rekam.office.imports.models import Import, Kind, Mode, State
from rekam.office.ledger import actions as ledger
from rekam.office.ledger.models import Posting
from rekam.office.ledger.queries import revision
from rekam.office.recordings import actions as recordings
from rekam.office.regions import queries as regions
from rekam.office.residents import actions as residents
from rekam.office.residents import queries as register
from rekam.office.storage_trouble import told_plainly

if TYPE_CHECKING:
    from rekam.office.accounts.models import Token, User

MIB = 1024 * 1024
COPIED_AT_ONCE = MIB

EARLIEST = date(2000, 1, 1)  # no register is older

MOVES: dict[tuple[State, str], State] = {
    (State.UPLOADED, "review"): State.REVIEWED,
    (State.REVIEWING, "review"): State.REVIEWED,
    (State.REVIEWED, "review"): State.REVIEWED,
    (State.FAILED, "review"): State.REVIEWED,
    (State.REVIEWED, "commit"): State.COMMITTED,
    (State.COMMITTING, "commit"): State.COMMITTED,
    (State.UPLOADED, "discard"): State.DISCARDED,
    (State.REVIEWING, "discard"): State.DISCARDED,  # its worker was killed; one that lives is asked for first
    (State.REVIEWED, "discard"): State.DISCARDED,
    (State.FAILED, "discard"): State.DISCARDED,
    (State.COMMITTED, "undo"): State.UNDONE,
}

MINE = "review"  # among the columns: the mark of the review that goes on
DECIDED = (State.DISCARDED, State.COMMITTED, State.UNDONE)


def next_state(item: Import, move: str) -> State:
    """Where a move leads, if it is allowed now."""
    try:
        return MOVES[State(item.state), move]
    except KeyError:
        raise RuleBroken(
            "import.not_now",
            gettext_noop("The state of import %(number)s is: %(state)s. This cannot be done with it now."),
            number=item.pk,
            state=State(item.state).label,
        ) from None


def may(item: Import, move: str) -> bool:
    """Whether a move is allowed now."""
    return (State(item.state), move) in MOVES


# -- the way in -------------------------------------------------------------------------------------------


@told_plainly()
def receive(
    parts: Iterable[bytes],
    *,
    kind: Kind,
    name: str,
    as_of: date,
    by: "User | Token | None",
    at: datetime,
    mode: Mode = Mode.UPDATE,
    scope: str = "",
) -> Import:
    """Take a file in as it comes. Nothing is read yet, and nothing of the register changes.

    The file is safe on the disk before the database hears of it.
    """
    _check_scope(scope)
    digest = hashlib.sha256()
    with desks.arriving(_digested(parts, digest)) as arrived, transaction.atomic():
        size = arrived.original.stat().st_size
        item = Import.objects.create(
            kind=kind, mode=mode, scope=scope, file_name=Path(name).name[:200], size=size,
            sha256=digest.hexdigest(), as_of=as_of, created_by=person(by), created_at=at,
        )  # fmt: skip
        desks.put(arrived, item.pk)
        details = {"kind": kind, "mode": mode, "scope": scope, "bytes": size, "as_of": str(as_of)}
        audit.record("import.received", item.source, by=by, at=at, details=details)
    return item


def check_day(as_of: date, *, today: date) -> None:
    """A file that is from the future would be the latest word about everybody until that day comes."""
    if not EARLIEST <= as_of <= today:
        raise RuleBroken(
            "import.day_impossible",
            gettext_noop("This is the day of the export: today or before, not earlier than 2000."),
        )


def _check_scope(scope: str) -> None:
    """A release is complete for an area of this office, never for a code that was mistyped."""
    if scope and not regions.inside(regions.office().regency.code).filter(code=scope).exists():
        raise RuleBroken("area.unknown", gettext_noop("There is no area with the code %(code)s."), code=scope)


def _digested(parts: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        check_size(size)
        digest.update(part)
        yield part


def limit() -> int:
    """The largest file that is taken in, in bytes."""
    return int(settings.IMPORT_MAX_MB) * MIB


def check_size(size: int) -> None:
    """Refuse a file before more of it is taken in than can be read."""
    if size > limit():
        raise RuleBroken(
            "file.too_large",
            gettext_noop("The file is %(size)s; at most %(limit)s can be read. Nothing was kept."),
            size=readable_size(size),
            limit=readable_size(limit()),
        )


def receive_file(path: Path, **about: Any) -> Import:
    """As ``receive``, from a file on this machine."""
    check_size(path.stat().st_size)
    with path.open("rb") as file:
        return receive(iter(lambda: file.read(COPIED_AT_ONCE), b""), name=path.name, **about)


@told_plainly()
def look_over(item: Import, *, at: datetime) -> Import:
    """Read the file and find what it would change. What goes wrong is kept with the import, as its code."""
    next_state(item, "review")
    _begin_review(item)
    desk = desks.laid(item.pk).drafting(item.columns[MINE])
    with _unheard_when_overtaken(item.pk, item.columns[MINE], desk):
        try:
            with told_plainly(), bulk.sparingly():
                review.review(item, desk, at=at)
        except (FileProblem, RuleBroken) as trouble:
            item.state, item.trouble = State.FAILED, sentences.as_json(trouble)
        else:
            item.state, item.trouble = State.REVIEWED, None
        _end_review(item, desk)
    return item


class Overtaken(RuleBroken):
    """A review that was thought lost and comes back after another was begun: it ends unheard."""


@contextmanager
def _unheard_when_overtaken(number: int, mine: str, desk: desks.Desk) -> Iterator[None]:
    """A worker that was thought lost may come back, and somebody have put the import aside, brought it in or
    begun another review meanwhile: then what it laid on the desk goes, and nothing is said of how it ended.
    """
    try:
        yield
    except (OSError, RuleBroken):  # the desk was taken from under it; or it is told at the end
        item = Import.objects.get(pk=number)
        if _is_mine(item, mine):
            raise
        if item.state == State.DISCARDED:
            desks.remove(number)
        elif item.state in DECIDED:
            desks.of(number).clear_tables()
        else:
            desk.drop_drafts()
        raise _overtaken(item) from None


def _is_mine(item: Import, review: str) -> bool:
    return item.state == State.REVIEWING and item.columns.get(MINE) == review


def _overtaken(item: Import) -> Overtaken:
    next_state(item, "review")
    return Overtaken(
        "import.busy", gettext_noop("Somebody else is working on import %(number)s."), number=item.pk
    )


@transaction.atomic
def _begin_review(item: Import) -> None:
    """Only if nobody decided meanwhile: a commit that was under way must not be forgotten."""
    seen = item.state
    item.refresh_from_db(from_queryset=Import.objects.select_for_update())
    if item.state != seen:
        raise _overtaken(item)
    item.state, item.trouble = State.REVIEWING, None
    item.columns = {**item.columns, MINE: secrets.token_hex(8)}
    item.save(update_fields=["state", "trouble", "columns"])


@transaction.atomic
def _end_review(item: Import, desk: desks.Desk) -> None:
    """Only if nobody put the file aside meanwhile, or began to review it again: that is what counts."""
    now = Import.objects.select_for_update().get(pk=item.pk)
    if not _is_mine(now, item.columns[MINE]):
        raise _overtaken(now)
    item.columns = _of_nobody(item)
    desk.keep_drafts()
    item.save()


def _of_nobody(item: Import) -> dict[str, Any]:
    """The columns without the mark of a review: one that is still under way is not heard any more."""
    return {name: said for name, said in item.columns.items() if name != MINE}


@told_plainly()
@transaction.atomic
def point_out(
    item: Import,
    columns: Mapping[str, str | None],
    *,
    orders: Mapping[str, str] | None = None,
    sheet: str | None = None,
    by: "User | Token | None",
    at: datetime,
) -> Import:
    """Keep what a person says of the columns and of the *orders* of their dates (field -> dmy, mdy, ymd); the
    next review goes by it. None is no column at all.

    Another sheet has other columns, and other rows.
    """
    item = Import.objects.select_for_update().get(pk=item.pk)
    next_state(item, "review")
    sheet = item.sheet if sheet is None else sheet
    is_same = sheet == item.sheet
    corrected, said = (dict(columns), dict(orders or {})) if is_same else ({}, {})
    item.columns = {**_of_nobody(item), "corrected": corrected, "orders": said}
    item.sheet, item.decided = sheet, item.decided if is_same else {}
    item.save(update_fields=["columns", "sheet", "decided"])
    details = {"columns": corrected, **({"dates": said} if said else {})} if is_same else {"sheet": sheet}
    audit.record("import.columns_corrected", item.source, by=by, at=at, details=details)
    return item


@told_plainly()
@transaction.atomic
def decide(
    item: Import,
    *,
    rows: Mapping[int, str | None],
    villages: Mapping[str, str | None],
    by: "User",
    at: datetime,
) -> Import:
    """Keep what a clerk decided about rows in doubt, for the next review. None takes a decision back."""
    item = Import.objects.select_for_update().get(pk=item.pk)
    next_state(item, "review")
    held = {"rows": dict(item.decided.get("rows", {})), "villages": dict(item.decided.get("villages", {}))}
    for name, said in (("rows", {str(row): what for row, what in rows.items()}), ("villages", villages)):
        held[name] = {key: what for key, what in {**held[name], **said}.items() if what is not None}
    item.decided, item.columns = held, _of_nobody(item)
    item.save(update_fields=["decided", "columns"])
    audit.record("import.rows_decided", item.source, by=by, at=at, details=doubts.told(rows, villages))
    return item


def commit(item: Import, *, by: "User | Token | None", at: datetime, keep_missing: bool = False) -> Import:
    """Bring the reviewed changes in: facts, ledger, import and audit line in one transaction.

    When somebody changed the register since the review, it is made again; only if it then says the same does
    the commit go on. Killed or stopped in the middle, nothing has happened.
    """
    desk = desks.laid(item.pk)
    try:
        with told_plainly(), transaction.atomic():
            ledger.lock()
            item = Import.objects.select_for_update().get(pk=item.pk)
            item.state = next_state(item, "commit")
            if item.counts.get("revision") != revision()[0] or not review.is_whole(item, desk):
                _still_the_same(item, desk, at=at)
            desk.tell("committing", 0.1)
            item.keep_missing = keep_missing
            with _followed(desk):
                item.posting = _bring_in(item, desk, by=by, at=at)
            item.decided_by, item.decided_at = person(by), at
            item.save()
            desk.tell("committing", 0.95)
            audit.record("import.committed", item.source, by=by, at=at, details=_counted(item))
    except RuleBroken as trouble:
        if trouble.code == "import.review_again":
            look_over(Import.objects.get(pk=item.pk), at=at)
        raise
    desk.clear()
    return item


@contextmanager
def _followed(desk: desks.Desk) -> Iterator[None]:
    """Say how far the writing is, and stop between two portions of rows when somebody asked for it."""
    rows = sum(desk.height(name) for name in ("new", "sessions", "reports", "earlier", "lines"))
    written = 0

    def tell(count: int) -> None:
        nonlocal written
        written += count
        desk.tell("committing", 0.1 + 0.8 * min(written / max(rows, 1), 1))

    token = bulk.follower.set(tell)
    try:
        yield
    finally:
        bulk.follower.reset(token)


def _counted(item: Import) -> dict[str, Any]:
    names = ("new", "changed", "left", "same", "held", "rejected", "aside")
    counts = {name: item.counts[name] for name in names if name in item.counts}
    return {**counts, "left": 0} if item.keep_missing else counts


def _still_the_same(item: Import, desk: desks.Desk, *, at: datetime) -> None:
    before = queries.decided_on(item)
    review.review(item, desk, at=at)
    if queries.decided_on(item) != before:
        raise RuleBroken(
            "import.review_again",
            gettext_noop(
                "The register has changed since the review; nothing was committed. Look at the new one."
            ),
        )


def _bring_in(item: Import, desk: desks.Desk, *, by: "User | Token | None", at: datetime) -> Posting:
    outcome = review.load_outcome(item, desk)
    if item.kind == Kind.RESIDENTS:
        changes = review.load_changes(item, desk)
        return residents.apply(changes, outcome, kind="residents", source=item.source, by=by, at=at)
    recordings.keep(review.load_found(desk), source=item.source)
    return residents.settle(outcome, kind="recordings", source=item.source, by=by, at=at)


@told_plainly()
@transaction.atomic
def discard(item: Import, *, by: "User | Token | None", at: datetime) -> Import:
    """Set an import aside. The register never saw it; the file and what was read of it are deleted."""
    item = Import.objects.select_for_update().get(pk=item.pk)
    item.state = next_state(item, "discard")
    item.decided_by, item.decided_at = person(by), at
    item.save()
    audit.record("import.discarded", item.source, by=by, at=at)
    transaction.on_commit(lambda: desks.remove(item.pk))
    return item


@told_plainly()
@transaction.atomic
def undo(item: Import, *, by: "User | Token | None", at: datetime) -> Import:
    """Take a committed import back, if nothing later has touched its rows. The ledger keeps both ways."""
    ledger.lock()
    item = Import.objects.select_for_update().get(pk=item.pk)
    item.state = next_state(item, "undo")
    touched = queries.touched_after(item)
    if touched:
        raise RuleBroken(
            "import.touched_since",
            gettext_noop("%(count)s rows of this import were changed by something later. Undo that first."),
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
