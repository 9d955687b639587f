"""Every issued report checked: is it what was issued, and did the ledger say so when it was?

A report is frozen, and so are the ledger lines it was counted from: whatever was entered later has a newer
posting. Taking those away from today's count gives the count of that day again.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rekam.domain.coverage import pages
from rekam.domain.coverage.rules import Measure, Reason
from rekam.office.ledger import queries as ledger
from rekam.office.reports import differences, queries
from rekam.office.reports.documents import labels
from rekam.office.reports.figures import MEASURES, Counts, Figures
from rekam.office.reports.models import Issued

SENTENCES: dict[str, str | Promise] = {
    "report.not_as_issued": _(
        "Report %(number)s is not the one that was issued: its fingerprint does not fit it."
    ),
    "report.count_differs": _(
        "Report %(number)s: %(measure)s differs from a recount in %(villages)s villages, first in %(first)s: "
        "%(issued)s on the paper, %(counted)s recounted."
    ),
    "report.days_differ": _(
        "Report %(number)s: recordings by day differ from a recount in %(villages)s villages, first in "
        "%(first)s."
    ),
}
NOBODY = [[0] * len(MEASURES)] * len(pages.SEXES)


@dataclass(frozen=True, slots=True)
class Finding:
    """One report that is not as it must be, and how."""

    code: str
    number: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        words = {"measure": labels.measure(str(self.values.get("measure", "")))}
        return str(SENTENCES[self.code]) % {"number": self.number, **self.values, **words}


def verify() -> list[Finding]:
    """Every report that does not say what it said, or what the ledger said. Empty: all is right."""
    return [finding for report in Issued.objects.order_by("id") for finding in _of(report)]


def _of(report: Issued) -> Iterator[Finding]:
    if queries.sha256(report.content) != report.sha256 or not _is_itself(report):
        yield Finding("report.not_as_issued", report.number)
        return
    issued = queries.said(report).figures
    ids = queries.village_ids(issued)
    yield from _counts(report, issued.counts, _recounted(report, ids))
    yield from _days(report, issued, _recounted_days(report, issued, ids))


def _is_itself(report: Issued) -> bool:
    """Whether the columns say what the sealed content says."""
    held = json.loads(report.content)
    figures_held = held["figures"]
    return (
        report.number == held["number"]
        and report.kind == figures_held["kind"]
        and report.dated.isoformat() == held["dated"]
        and all(getattr(report, n).isoformat() == figures_held[n] for n in ("start", "on", "known"))
        and [report.posting, report.revision, report.last_session] == held["ledger"]
    )


def _counts(report: Issued, issued: Counts, counted: Counts) -> Iterator[Finding]:
    """One finding for each measure that differs, however many villages do."""
    for n, measure in enumerate(MEASURES):
        both = {v: (_cell(issued, v, n), _cell(counted, v, n)) for v in sorted({*issued, *counted})}
        wrong = [(village, *cells) for village, cells in both.items() if cells[0] != cells[1]]
        if wrong:
            first, on_paper, in_ledger = wrong[0]
            told = {"measure": measure, "villages": len(wrong), "first": first}
            amounts = {"issued": sum(on_paper), "counted": sum(in_ledger)}
            yield Finding("report.count_differs", report.number, {**told, **amounts})


def _cell(counts: Counts, village: str, measure: int) -> list[int]:
    """One measure of a village, of men and of women."""
    return [sex[measure] for sex in counts.get(village, NOBODY)]


def _recounted(report: Issued, ids: Mapping[str, int]) -> Counts:
    counts = differences.counts_of(ledger.balances(on=report.on, known=report.known), ids)
    found = {village: [list(sex) for sex in sexes] for village, sexes in counts.items()}
    later = differences.lines_after(report.posting, on=report.on, known=report.known)
    rows = later.values_list("area__code", "sex", "measure").annotate(amount=Sum("amount")).order_by()
    for village, sex, measure, amount in rows:
        if village in found:
            found[village][pages.SEXES.index(sex)][MEASURES.index(measure)] -= amount
    return found


def _days(report: Issued, issued: Figures, counted: Mapping[str, dict[str, int]]) -> Iterator[Finding]:
    wrong = [v for v in issued.villages if issued.by_day.get(v, {}) != counted.get(v, {})]
    if wrong:
        yield Finding("report.days_differ", report.number, {"villages": len(wrong), "first": wrong[0]})


def _recounted_days(report: Issued, issued: Figures, ids: Mapping[str, int]) -> dict[str, dict[str, int]]:
    first = issued.on.replace(day=1)
    found = differences.recorded_by_day(first, issued.on, report.known, ids)
    later = differences.lines_after(report.posting, on=report.on, known=report.known).filter(
        effective_on__gte=first, measure=Measure.RECORDED, cause=Reason.RECORDED
    )
    rows = later.values_list("area__code", "effective_on").annotate(amount=Sum("amount")).order_by()
    for village, day, amount in rows:
        by_day = found.setdefault(village, {})
        by_day[day.isoformat()] = by_day.get(day.isoformat(), 0) - amount
    return {village: {day: n for day, n in days.items() if n} for village, days in found.items()}
