"""An issued report against what is known now: every difference with its reasons, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Sum

from rekam.office.coverage import queries as coverage
from rekam.office.ledger.models import Line, Posting
from rekam.office.recordings.models import Session
from rekam.office.reports import differences, queries, sessions
from rekam.office.reports.differences import FlowSince, Stand
from rekam.office.reports.figures import MEASURES, Figures, Since
from rekam.office.reports.models import Issued

SERVICE = ("service", "stocks", "failed")


@dataclass(frozen=True, slots=True)
class Source:
    """One posting since the report, and what it does to the report's counts: registered, obliged,
    recorded.
    """

    posting: int
    kind: str
    name: str
    at: datetime
    by: str
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SessionsSince:
    """Sessions of the period: those that went (an import undone), were held but known later than the report
    counts, were entered late, or were learned since.
    """

    frozen: int
    removed: int
    left_out: int
    entered: int
    learned: int

    @property
    def now(self) -> int:
        return self.frozen - self.removed + self.left_out + self.entered + self.learned


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report and the same period as it stands now. ``now`` carries the counts of now, ``frozen`` those
    issued.
    """

    report: Issued
    frozen: Figures
    now: Figures
    since: Since
    flow: FlowSince
    sources: tuple[Source, ...]
    sessions: SessionsSince

    @property
    def is_changed(self) -> bool:
        return self.now.counts != self.frozen.counts or self.month_changed

    @property
    def month_changed(self) -> bool:
        """Whether other people are known to have been recorded in the month, or on other days of it."""
        return self.now.by_day != self.frozen.by_day

    @property
    def service_changed(self) -> bool:
        """Whether sessions, their statuses or the failures of the period are others now."""
        return any(getattr(self.now, part) != getattr(self.frozen, part) for part in SERVICE)

    @property
    def adds_up(self) -> bool:
        """Frozen, plus what was entered, plus what was learned, is what is counted now, in every village."""
        left = differences.left_over(self.since, differences.by_measure(self.now.counts))
        moved = sum(
            sum(reasons.values())
            for part in (self.flow.entered, self.flow.learned)
            for reasons in part.values()
        )
        return not left and self.frozen.in_period + moved == self.now.in_period


def compare(report: Issued, within: str = "") -> Comparison:
    """A report, or the part of it that concerns an area, against now."""
    whole = queries.said(report).figures
    frozen = whole.within(within)
    ids = queries.village_ids(frozen)
    known = queries.known_now(report)
    stand = Stand(report.on, report.known, report.posting, differences.by_measure(frozen.counts))
    return Comparison(
        report=report,
        frozen=frozen,
        now=_now(whole, known, queries.village_ids(whole)).within(within),
        since=differences.since(stand, number=report.number, on=report.on, known=known, ids=ids),
        flow=differences.flow_since(
            posting=report.posting,
            start=report.start,
            on=report.on,
            known=report.known,
            now=known,
            ids=ids,
        ),
        sources=_sources(report, known, ids),
        sessions=_sessions(report, frozen),
    )


def _now(whole: Figures, known: date, ids: Mapping[str, int]) -> Figures:
    """The figures of the whole report, as they would be counted now."""
    held = _held_now(whole)
    return replace(
        queries.counted_anew(whole, known=known, ids=ids),
        service=held.service,
        stocks=held.stocks,
        failed=held.failed,
        has_all_held=True,
    )


def _held_now(whole: Figures) -> sessions.Parts:
    """Kept until anything happens in the office: reading all sessions and statuses takes a moment."""
    start, end, regency = whole.start, whole.on, whole.area_code

    def read() -> sessions.Parts:
        return sessions.parts(start=start, end=end, known=sessions.EVERYTHING, regency=regency)

    return coverage.kept(f"report-held:{start}:{end}:{regency}:{queries.end_of_trail()}", read)


def _sources(report: Issued, known: date, ids: Mapping[str, int]) -> tuple[Source, ...]:
    """What was posted since, as far as it touches the report's counts."""
    lines = Line.objects.filter(
        posting_id__gt=report.posting, effective_on__lte=report.on, known_on__lte=known
    )
    rows = lines.values_list("posting_id", "area_id", "measure").annotate(amount=Sum("amount")).order_by()
    inside, found = set(ids.values()), dict[int, list[int]]()
    for posting, area, measure, amount in rows:
        if area in inside:
            found.setdefault(posting, [0] * len(MEASURES))[MEASURES.index(measure)] += amount
    postings = Posting.objects.filter(pk__in=found).select_related("by").order_by("id")
    return tuple(
        Source(p.pk, p.kind, p.source, p.posted_at, str(p.by or ""), tuple(found[p.pk]))
        for p in postings
        if any(found[p.pk])
    )


def _sessions(report: Issued, frozen: Figures) -> SessionsSince:
    held = Session.objects.filter(recorded_on__range=(report.start, report.on))
    if frozen.part:
        held = held.filter(area_code__startswith=frozen.area_code)
    there = held.filter(id__lte=report.last_session)
    known = there.filter(known_on__lte=report.known).count()
    left_out = 0 if frozen.has_all_held else there.count() - known
    before = there.count() if frozen.has_all_held else known
    later = held.filter(id__gt=report.last_session)
    count = sum(s.sessions for s in frozen.service)
    return SessionsSince(
        frozen=count,
        removed=count - before,
        left_out=left_out,
        entered=later.filter(known_on__lte=report.known).count(),
        learned=later.filter(known_on__gt=report.known).count(),
    )
