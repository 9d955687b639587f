"""Reports that were issued, whether they still say what the ledger says, and what a new one would say."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from rekam.domain.coverage.explanation import Count
from rekam.office.audit import queries as audit
from rekam.office.coverage import queries as coverage
from rekam.office.ledger import queries as ledger
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area, Level
from rekam.office.reports import differences, drafts, figures, numbering, paper
from rekam.office.reports.differences import Stand
from rekam.office.reports.figures import Figures
from rekam.office.reports.models import Emblem, Issued, Letterhead, Withdrawal
from rekam.office.reports.paper import Paper


@dataclass(frozen=True, slots=True)
class Said:
    """What stands on the paper of a report: what was issued, or a draft without a number."""

    paper: Paper
    figures: Figures
    notes: str
    number: str = ""
    dated: date | None = None
    issued_by: str = ""
    issued_at: str = ""
    sha256: str = ""
    replaces: str = ""


def canonical(content: Mapping[str, Any]) -> str:
    """One text for one content, whatever the order in which it was put together."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def said(report: Issued) -> Said:
    """The report as it was issued."""
    held = json.loads(report.content)
    return Said(
        paper=Paper(**held["paper"]),
        figures=figures.from_json(held["figures"]),
        notes=held["notes"],
        number=report.number,
        dated=report.dated,
        issued_by=held["issued_by"],
        issued_at=held["issued_at"],
        sha256=report.sha256,
        replaces=held["replaces"],
    )


def part(whole: Said, within: str) -> Said:
    """The report as district staff see it: only what concerns their area."""
    return replace(whole, figures=whole.figures.within(within)) if within else whole


def draft(
    *,
    kind: str,
    on: date,
    known: date | None = None,
    notes: str = "",
    typed: Mapping[str, int | None] | None = None,
) -> Said:
    """What a report would say if it were issued now. Kept until anything happens in the office, as sessions
    may come in that move no count: counting takes a moment.
    """
    before = previous(kind, on)
    key = f"report:{kind}:{on}:{known}:{before.pk if before else ''}:{end_of_trail()}"
    counted = coverage.kept(key, lambda: count(kind=kind, on=on, known=known))
    given = {name: (typed or {}).get(name) for name in counted.typed}
    return Said(current_paper(), replace(counted, typed=given), notes)


def mark(said: Said) -> str:
    """Of all that a draft shows before a person adds notes and what only they know: figures, what was stated,
    the names of areas and days off, the paper, the pattern of numbers and the report that it would replace.
    """
    held = said.figures
    before = of_period(held.kind, held.on)
    shown = {
        "figures": figures.to_json(replace(held, typed={})),
        "paper": asdict(said.paper),
        "pattern": letterhead().number_pattern,
        "replaces": before.number if before else "",
    }
    return sha256(canonical(shown))


def end_of_trail() -> str:
    """For keys of what is kept: every change in the office writes a line of the audit trail."""
    length, last = audit.end()
    return f"{length}:{last}"


def count(
    *, kind: str, on: date, known: date | None = None, typed: Mapping[str, int | None] | None = None
) -> Figures:
    """The figures of a report, counted now and taken from nowhere else."""
    before = previous(kind, on)
    return drafts.figures(
        kind=kind,
        on=on,
        known=known,
        stand=stand_of(before) if before else None,
        stand_number=before.number if before else "",
        typed=typed,
    )


def current_paper() -> Paper:
    return paper.of_office(regions.office(), letterhead())


def letterhead() -> Letterhead:
    """The office's letterhead, or an empty one that was not saved yet."""
    return Letterhead.objects.filter(pk=1).first() or Letterhead()


def emblem(sha: str) -> Emblem | None:
    return Emblem.objects.filter(pk=sha).first() if sha else None


# -- what was issued ----------------------------------------------------------------------------


def issued(*, kind: str = "", year: int | None = None, search: str = "") -> QuerySet[Issued]:
    """Issued reports, newest first. *search* is a part of a number, or the beginning of a fingerprint."""
    found = Issued.objects.select_related("issued_by", "withdrawal", "replaced_by", "replaces")
    found = found.filter(kind=kind) if kind else found
    found = found.filter(year=year) if year else found
    text = search.strip()
    if not text:
        return found
    return found.filter(number__icontains=text) | found.filter(sha256__startswith=text.lower())


def years() -> list[int]:
    return list(Issued.objects.order_by("-year").values_list("year", flat=True).distinct())


def standing(kind: str = "") -> QuerySet[Issued]:
    """Reports that the office stands by: neither withdrawn nor replaced."""
    found = Issued.objects.filter(withdrawal=None, replaced_by=None)
    return found.filter(kind=kind) if kind else found


def previous(kind: str, on: date) -> Issued | None:
    """The report from which changes are told: the last standing one of its kind before the period."""
    start = drafts.first_day(kind, on)
    code = regions.office().regency.code
    return standing(kind).filter(area_code=code, on__lt=start).order_by("on", "id").last()


def of_period(kind: str, on: date) -> Issued | None:
    """The latest report of a period: the one that a new one replaces."""
    start, end = drafts.first_day(kind, on), drafts.last_day(kind, on)
    code = regions.office().regency.code
    return Issued.objects.filter(kind=kind, area_code=code, start=start, on=end).order_by("edition").last()


def chain(report: Issued) -> list[Issued]:
    """All reports of a period, oldest first: each later one replaces the one before."""
    found = issued().filter(kind=report.kind, area_code=report.area_code, start=report.start, on=report.on)
    return list(found.order_by("edition"))


def next_sequence(year: int) -> int:
    """The running number that comes next in a year."""
    return (Issued.objects.filter(year=year).aggregate(last=Max("sequence"))["last"] or 0) + 1


def next_number(*, kind: str, dated: date, sequence: int | None = None) -> str:
    pattern = letterhead().number_pattern
    return numbering.number(pattern, sequence=sequence or next_sequence(dated.year), dated=dated, kind=kind)


def stand_of(report: Issued) -> Stand:
    """The report as a point to take differences from."""
    held = said(report).figures
    return Stand(report.on, report.known, report.posting, differences.by_measure(held.counts))


# -- against now --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class State:
    """What became of an issued report's counts, and of those recorded in its month.

    ``changed`` says whether any count of any village differs, or the number recorded there on any day.
    """

    frozen: Count
    now: Count
    frozen_in_month: int
    now_in_month: int
    changed: bool

    @property
    def unrecorded(self) -> int:
        return self.now.unrecorded - self.frozen.unrecorded

    @property
    def in_month(self) -> int:
        return self.now_in_month - self.frozen_in_month


def state(report: Issued, within: str = "") -> State:
    """Whether the ledger still says what the report says, for a part of it when one is named. Kept until the
    ledger moves: a list asks it of many reports.
    """
    return coverage.kept(f"report-state:{report.pk}:{within}", lambda: _state(report, within))


def _state(report: Issued, within: str) -> State:
    frozen = said(report).figures.within(within)
    now = counted_anew(frozen, known=known_now(report), ids=village_ids(frozen))
    return State(
        frozen=frozen.total.total,
        now=now.total.total,
        frozen_in_month=frozen.in_month,
        now_in_month=now.in_month,
        changed=(now.counts, now.by_day) != (frozen.counts, frozen.by_day),
    )


def known_now(report: Issued) -> date:
    """The day up to which everything is known that the ledger has learned of a report's period."""
    return max(coverage.last_known(report.on), report.known)


def counted_anew(frozen: Figures, *, known: date, ids: Mapping[str, int]) -> Figures:
    """The counts and the first recordings by day of a report, as the ledger has them now."""
    counts = differences.counts_of(ledger.balances(on=frozen.on, known=known), ids)
    by_day = differences.recorded_by_day(frozen.on.replace(day=1), frozen.on, known, ids)
    return replace(frozen, known=known, counts=counts, by_day=by_day)


def village_ids(held: Figures) -> dict[str, int]:
    """The database's ids of the villages of a report, by code."""
    villages = Area.objects.filter(level=Level.VILLAGE, code__startswith=f"{held.area_code[:5]}")
    wanted = set(held.villages)
    return {code: pk for code, pk in villages.values_list("code", "id") if code in wanted}


def withdrawn(report: Issued) -> Withdrawal | None:
    return Withdrawal.objects.filter(report=report).first()
