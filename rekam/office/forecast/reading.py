"""The ledger's pages, month by month, as the forecast reads them: one question for any size of register."""

from datetime import date

import numpy as np
from django.db import connection

from rekam.domain.coverage import pages
from rekam.domain.coverage.rules import Measure, Reason
from rekam.domain.forecast import months, record
from rekam.domain.forecast.record import Floats, Record, Stream
from rekam.office.ledger import queries as ledger
from rekam.office.ledger.models import Page
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area

# Ten years ahead: who turns 17 until then is known, and what is not done in ten years counts as never.
FAR = 120
# Older news say little about today's pace.
HISTORY = 60
STREAMS = {
    Reason.OPENING: Stream.HELD,
    Reason.BORN: Stream.CORRECTED,
    Reason.TURNED_17: Stream.BIRTHDAY,
    Reason.MARRIED: Stream.MARRIED,
    Reason.MOVED_IN: Stream.ARRIVED,
    Reason.MOVED_OUT: Stream.LEFT,
    Reason.MOVED_WITHIN: Stream.WITHIN,
    Reason.JOINED_REGISTER: Stream.JOINED,
    Reason.LEFT_REGISTER: Stream.STRUCK,
    Reason.DIED: Stream.DIED,
    Reason.STATUS_CHANGED: Stream.ARRIVED,
    Reason.RECORDED: Stream.RECORDED,
    Reason.RECORDING_VOIDED: Stream.CORRECTED,
    Reason.CORRECTED: Stream.CORRECTED,
}
SHIFT = {Measure.OBLIGED: record.OBLIGED, Measure.RECORDED: record.RECORDED}


def districts() -> list[Area]:
    """The kecamatan of this office, in the order of the arrays."""
    return list(regions.districts(regions.office().regency.code).defer("aliases"))


def read() -> Record | None:
    """All that the ledger learned, by month and kecamatan; None while nothing was brought in."""
    _, first, last = ledger.revision()
    if first is None or last is None:
        return None
    whole = last == months.last_day(months.of(last))
    began, end = months.of(first), months.of(last)
    parts = [_unpacked(*row) for row in _pages(began, end)]
    known, effective, cell, amount = (np.concatenate(part) for part in zip(*parts, strict=True))
    return _record(known, effective, cell, amount, first, end if whole else end - 1)


def _pages(began: int, end: int) -> list[tuple[int, int, bytes]]:
    early = months.first_day(began - record.EARLY)
    spans = (pages.MONTH, pages.YEAR, pages.DECADE)
    before = pages.spans_until(early, spans, first=pages.FIRST_EFFECTIVE)
    window = [months.number(m) for m in range(began - record.EARLY, end + FAR + 2)]
    known = [months.number(m) for m in range(began, end + 1)]
    listed = [",".join(map(str, numbers)) for numbers in ([*before, *window], known)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT effective, known, cells FROM {Page._meta.db_table} "
            f"WHERE effective IN ({listed[0]}) AND known IN ({listed[1]})"
        )
        return list(cursor.fetchall())


def _unpacked(effective: int, known: int, packed: bytes) -> tuple[np.ndarray, ...]:
    cell, amount = pages.unpack(bytes(packed))
    month = months.from_number(effective) if effective > pages.DECADE else 0  # a year long ago
    return (
        np.full(len(cell), months.from_number(known)),
        np.full(len(cell), month),
        cell.astype(np.int64),
        amount,
    )


def _record(
    known: np.ndarray, effective: np.ndarray, cell: np.ndarray, amount: np.ndarray, first: date, last: int
) -> Record:
    measure, reason, cause = (cell >> 8) & 3, (cell >> 4) & 15, cell & 15
    stream = np.array([STREAMS[r] for r in pages.REASONS])[reason]
    told = (stream == Stream.HELD) & (cause == pages.REASONS.index(Reason.RECORDED))
    stream = np.where(told, Stream.TOLD, stream)
    areas, place = _places()
    row = place[np.minimum(cell >> 11, len(place) - 1)]
    kept = (row >= 0) & (measure != pages.MEASURES.index(Measure.REGISTERED))
    side = np.where(measure == pages.MEASURES.index(Measure.OBLIGED), record.OBLIGED, record.RECORDED)
    return Record(
        areas=areas,
        began=months.of(first),
        last=last,
        known=known[kept],
        effective=effective[kept],
        area=row[kept],
        measure=side[kept],
        stream=stream[kept],
        amount=amount[kept].astype(np.float64),
    )


def by_district(held: ledger.Balances) -> Floats:
    """Counts of a day [measure, kecamatan]."""
    areas, place = _places()
    found = np.zeros((2, areas))
    ids = np.flatnonzero(place >= 0)
    both = held.sums.rows(ids).sum(axis=1)
    for measure, side in SHIFT.items():
        found[side] = np.bincount(place[ids], both[:, pages.MEASURES.index(measure)], areas)
    return found


def _places() -> tuple[int, np.ndarray]:
    """How many kecamatan there are, and for every area id the place of its kecamatan, or −1."""
    order = {area.code: n for n, area in enumerate(districts())}
    rows = regions.villages(regions.office().regency.code).values_list("id", "code")
    found = {pk: order.get(code.rpartition(".")[0], -1) for pk, code in rows}
    place = np.full(max(found, default=0) + 2, -1, np.int64)
    for pk, row in found.items():
        place[pk] = row
    return len(order), place
