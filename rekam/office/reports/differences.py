"""Why a count that was issued differs from a newer one: exactly, village by village.

Two things can have happened since. Something was *learned*: lines known after the report's own day of
knowledge (``ledger.moves`` names them by reason). Or something was *entered* afterwards under a date that
the report already knew, as when a back-dated file is committed or an import is undone; only the number of
its posting tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Max, Sum
from numpy.typing import NDArray

from rekam.domain.coverage import pages
from rekam.domain.coverage.pages import Sums
from rekam.domain.coverage.rules import Measure, Reason
from rekam.office.ledger import queries as ledger
from rekam.office.ledger.models import Line, Posting
from rekam.office.reports.figures import MEASURES, Counts, Moved, Since

# The reason under which the ledger lines of an undone import are shown.
UNDONE = "undone"
RECORDED = MEASURES.index(Measure.RECORDED)


@dataclass(frozen=True, slots=True)
class Stand:
    """A point from which differences are taken: counts on a day, what was known, and the last posting in
    them.
    """

    on: date
    known: date
    posting: int
    counts: Mapping[str, list[int]]


def last_posting() -> int:
    """The newest posting. Its number tells what was entered later, whatever dates it carries."""
    return Posting.objects.aggregate(last=Max("id"))["last"] or 0


def by_measure(counts: Counts) -> dict[str, list[int]]:
    """Both sexes together."""
    return {village: [m + f for m, f in zip(*sexes, strict=True)] for village, sexes in counts.items()}


def counts_of(balances: ledger.Balances, ids: Mapping[str, int]) -> Counts:
    """The ledger's counts by village code: [[registered, obliged, recorded] of men, of women]."""
    rows = balances.sums.rows(list(ids.values()))[:, :, : len(MEASURES)]
    return dict(zip(ids, rows.tolist(), strict=True))


def since(stand: Stand, *, number: str, on: date, known: date, ids: Mapping[str, int]) -> Since:
    """From a stand to the counts on *on* as known on *known*; *ids* are the villages by code."""
    moved = ledger.moves(start=stand.on, end=on, known_start=stand.known, known_end=known)
    return Since(
        number=number,
        on=stand.on,
        known=stand.known,
        start={code: list(stand.counts.get(code, [0] * len(MEASURES))) for code in ids},
        entered=entered(stand.posting, on=stand.on, known=stand.known, ids=ids),
        moves=_named(moved.whole, ids),
        late=_named(moved.late, ids),
    )


def entered(posting: int, *, on: date, known: date, ids: Iterable[str]) -> Moved:
    """What came into the ledger after a posting, although effective and known by these days."""
    inside = set(ids)
    found: Moved = {}
    for village, measure, reason, amount in _entered_lines(posting, on=on, known=known):
        if village in inside:
            _add(found, village, measure, reason, amount)
    return found


def _entered_lines(posting: int, **upto: date) -> list[tuple[str, str, str, int]]:
    lines = lines_after(posting, **upto).values_list("area__code", "measure", "reason", "posting__kind")
    rows = lines.annotate(amount=Sum("amount")).order_by()
    return [(v, m, UNDONE if kind == "undo" else r, n) for v, m, r, kind, n in rows if n]


def lines_after(posting: int, *, on: date, known: date) -> Any:
    """Lines that a later posting brought, although effective and known by these days."""
    return Line.objects.filter(posting_id__gt=posting, known_on__lte=known, effective_on__lte=on)


def _named(moved: Sums, ids: Mapping[str, int]) -> Moved:
    found: Moved = {}
    rows = moved.rows(list(ids.values())).sum(axis=1)[:, : len(MEASURES)]
    for code, sums in zip(ids, rows, strict=True):
        for measure, reason in zip(*np.nonzero(sums), strict=True):
            _add(found, code, MEASURES[measure], pages.REASONS[reason].value, int(sums[measure, reason]))
    return found


def _add(moved: Moved, village: str, measure: str, reason: str, amount: int) -> None:
    reasons = moved.setdefault(village, {}).setdefault(measure, {})
    reasons[reason] = reasons.get(reason, 0) + amount


def left_over(found: Since, counts: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Villages whose start, entered lines and moves do not come to *counts*: none, or the ledger is
    damaged.
    """
    wrong: dict[str, list[int]] = {}
    for village, end in counts.items():
        start = found.start.get(village, [0] * len(MEASURES))
        moved = [
            sum(sum(part.get(village, {}).get(m, {}).values()) for part in (found.entered, found.moves))
            for m in MEASURES
        ]
        rest = [e - s - m for e, s, m in zip(end, start, moved, strict=True)]
        if any(rest):
            wrong[village] = rest
    return wrong


# -- recorded in a period ------------------------------------------------------------------------


def recorded_by_day(start: date, end: date, known: date, ids: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Village → ISO day → residents whose first recording that counts fell on it. A flow: days may be added
    up.
    """
    codes = {pk: code for code, pk in ids.items()}
    found: dict[str, dict[str, int]] = {}
    days = ledger.by_day(start=start, end=end, known=known, measure=Measure.RECORDED, cause=Reason.RECORDED)
    for day, by_area in days.items():
        for pk, amount in by_area.items():
            if amount and pk in codes:
                found.setdefault(codes[pk], {})[day.isoformat()] = amount
    return found


@dataclass(frozen=True, slots=True)
class FlowSince:
    """Why the number of first recordings in a period changed, by village and reason."""

    entered: dict[str, dict[str, int]]
    learned: dict[str, dict[str, int]]


def flow_since(
    *, posting: int, start: date, on: date, known: date, now: date, ids: Mapping[str, int]
) -> FlowSince:
    """As ``since``, for what the cause *recorded* brought to the recorded between two days."""
    eve = start - timedelta(days=1)
    villages = list(ids.values())
    table = _flow(on, now, villages) - _flow(eve, now, villages)
    table += _flow(eve, known, villages) - _flow(on, known, villages)
    learned = {
        code: {reason.value: int(n) for reason, n in zip(pages.REASONS, row, strict=False) if int(n)}
        for code, row in zip(ids, table, strict=True)
    }
    found: dict[str, dict[str, int]] = {}
    lines = lines_after(posting, on=on, known=known).filter(
        effective_on__gte=start, measure=Measure.RECORDED, cause=Reason.RECORDED
    )
    rows = lines.values_list("area__code", "reason", "posting__kind").annotate(amount=Sum("amount"))
    for village, reason, kind, amount in rows.order_by():
        name = UNDONE if kind == "undo" else reason
        if village in ids and amount:
            by_reason = found.setdefault(village, {})
            by_reason[name] = by_reason.get(name, 0) + amount
    return FlowSince(found, {village: reasons for village, reasons in learned.items() if reasons})


def _flow(on: date, known: date, ids: Sequence[int]) -> NDArray[np.int64]:
    """[area, reason] of the recorded whose cause is a recording, for these areas in their order."""
    rows = ledger.sums(on=on, known=known).rows(ids)
    found: NDArray[np.int64] = rows[:, :, RECORDED, :, pages.REASONS.index(Reason.RECORDED)].sum(axis=1)
    return found
