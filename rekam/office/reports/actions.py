"""Issuing a report, withdrawing one, and the paper they are written on."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from PIL import Image, UnidentifiedImageError

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.ledger import actions as ledger
from rekam.office.ledger.queries import revision
from rekam.office.reports import differences, drafts, figures, queries, sessions
from rekam.office.reports.models import Emblem, Issued, Letterhead, Withdrawal

if TYPE_CHECKING:
    from rekam.office.accounts.models import Token, User

LARGEST_EMBLEM = 400_000
WIDEST_EMBLEM = 2_000


@transaction.atomic
def issue(
    *,
    kind: str,
    on: date,
    dated: date,
    sequence: int | None = None,
    notes: str = "",
    typed: Mapping[str, int | None] | None = None,
    seen: str | None = None,
    by: "User | None",
    at: datetime,
) -> Issued:
    """Freeze the figures of a period under a number. A report of the same period is replaced by it.

    The ledger's lock is held meanwhile, so that nothing is posted between counting and freezing. *seen* is
    the mark of the draft that the person looked at: when it would say anything else now, nothing is issued.
    """
    ledger.lock()
    now_revision, *_ = revision()
    _check_day(kind, on, dated, at)
    _check_ledger(now_revision)
    counted = queries.count(kind=kind, on=on, typed=typed)
    paper = queries.current_paper()
    _check_seen(seen, queries.Said(paper, counted, notes))
    before = queries.of_period(kind, on)
    sequence = sequence or queries.next_sequence(dated.year)
    number = queries.next_number(kind=kind, dated=dated, sequence=sequence)
    _check_number(number, dated.year, sequence)
    last = [differences.last_posting(), now_revision, sessions.last_id()]
    content = queries.canonical(
        {
            "form": 1,
            "number": number,
            "dated": dated.isoformat(),
            "paper": asdict(paper),
            "figures": figures.to_json(counted),
            "notes": notes.strip(),
            "replaces": before.number if before else "",
            "ledger": last,
            "issued_by": str(by) if by else "",
            "issued_at": at.isoformat(),
        }
    )
    report = Issued.objects.create(
        number=number,
        kind=kind,
        area_code=counted.area_code,
        start=counted.start,
        on=counted.on,
        known=counted.known,
        dated=dated,
        year=dated.year,
        sequence=sequence,
        edition=before.edition + 1 if before else 1,
        replaces=before,
        content=content,
        sha256=queries.sha256(content),
        posting=last[0],
        revision=last[1],
        last_session=last[2],
        issued_by=by,
        issued_at=at,
    )
    audit.record("report.issued", number, by=by, at=at, details=_facts(report, counted))
    return report


def _check_day(kind: str, on: date, dated: date, at: datetime) -> None:
    end = drafts.last_day(kind, on)
    if dated < end:
        raise RuleBroken(
            "report.period_not_over",
            gettext_noop("The report of a period that ends on %(end)s cannot be dated earlier."),
            end=wording.short_date(end),
        )
    if dated > timezone.localtime(at).date():
        raise RuleBroken(
            "report.dated_in_the_future", gettext_noop("A report cannot carry a date that is still to come.")
        )


def _check_ledger(now: int) -> None:
    if not now:
        raise RuleBroken(
            "report.nothing_known", gettext_noop("The register is empty: there is nothing to report yet.")
        )


def _check_seen(seen: str | None, now: queries.Said) -> None:
    if seen is not None and seen != queries.mark(now):
        raise RuleBroken(
            "report.figures_moved",
            gettext_noop(
                "What the report says changed while you looked at it: its figures, a name, the letterhead or "
                "what it replaces. Look again before you issue."
            ),
        )


def _check_number(number: str, year: int, sequence: int) -> None:
    taken = Issued.objects.filter(number=number) | Issued.objects.filter(year=year, sequence=sequence)
    if taken.exists():
        raise RuleBroken(
            "report.number_taken",
            gettext_noop("The number %(number)s has been given to another report."),
            number=number,
        )


def _facts(report: Issued, counted: figures.Figures) -> dict[str, Any]:
    total = counted.total.total
    return {
        "kind": report.kind,
        "period": [report.start.isoformat(), report.on.isoformat()],
        "known": report.known.isoformat(),
        "obliged": total.obliged,
        "recorded": total.recorded,
        "unrecorded": total.unrecorded,
        "sha256": report.sha256,
        **({"replaces": report.replaces.number} if report.replaces else {}),
    }


@transaction.atomic
def withdraw(*, report: Issued, reason: str, by: "User | None", at: datetime) -> Withdrawal:
    """The office no longer stands by a report. It stays readable; a new report of the period may replace
    it.
    """
    ledger.lock()
    if not reason.strip():
        raise RuleBroken("report.withdrawn_without_reason", gettext_noop("Say why the report is withdrawn."))
    if queries.withdrawn(report) or Issued.objects.filter(replaces=report).exists():
        raise RuleBroken(
            "report.not_standing",
            gettext_noop("The report %(number)s has been withdrawn or replaced already."),
            number=report.number,
        )
    made = Withdrawal.objects.create(report=report, reason=reason.strip(), by=by, at=at)
    audit.record("report.withdrawn", report.number, by=by, at=at, details={"reason": made.reason})
    return made


@transaction.atomic
def change_letterhead(
    *, values: Mapping[str, str], emblem: bytes | None, by: "User | None", at: datetime
) -> Letterhead:
    """The paper of reports that are issued from now on; those issued keep theirs."""
    held = queries.letterhead()
    before = {name: getattr(held, name) for name in values}
    for name, value in values.items():
        setattr(held, name, value)
    if emblem is not None:
        held.emblem = keep_emblem(emblem) if emblem else None
    held.full_clean(exclude=["emblem"])
    held.save()
    changes = {
        name: {"from": before[name], "to": value} for name, value in values.items() if before[name] != value
    }
    if emblem is not None:
        changes["emblem"] = {"from": "", "to": held.emblem_id or ""}
    if changes:
        audit.record("letterhead.changed", "letterhead", by=by, at=at, details=changes)
    return held


def keep_emblem(picture: bytes) -> Emblem:
    """Only what is a picture, and of a size for the head of a letter."""
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as image:
            kind, size = str(image.format).lower(), image.size
            if max(size) <= WIDEST_EMBLEM:
                image.load()
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise _not_an_emblem() from error
    if len(picture) > LARGEST_EMBLEM or max(size) > WIDEST_EMBLEM:
        raise _not_an_emblem()
    sha = hashlib.sha256(picture).hexdigest()
    return Emblem.objects.get_or_create(pk=sha, defaults={"kind": kind, "picture": picture})[0]


def _not_an_emblem() -> RuleBroken:
    return RuleBroken(
        "letterhead.not_a_picture",
        gettext_noop("The emblem must be a PNG or JPEG of at most 400 kB and 2,000 dots on a side."),
    )


def note_download(*, report: Issued, form: str, by: "User | Token | None", at: datetime) -> None:
    """Issued reports hold no names; who takes one out of the house is written down all the same."""
    audit.record("report.downloaded", report.number, by=by, at=at, details={"form": form})


def note_list(
    *, area: str, rows: int, purpose: str, form: str, whole_niks: bool, by: "User | None", at: datetime
) -> None:
    """A list of residents leaves the system: who takes it, what for, and how many people are on it."""
    facts = {"rows": rows, "purpose": purpose, "form": form, "whole_niks": whole_niks}
    audit.record("residents.list_printed", f"area:{area}", by=by, at=at, details=facts)
