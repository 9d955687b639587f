"""What moves the counts besides turning 17: recordings, arrivals, departures, deaths, marriages, corrections.

Those that only count upwards (*counts*) have a level for the regency and a part for every area. Those that
can go both ways (*nets*: moves between kecamatan, corrections, voided recordings) are drawn from the months
that were, whole months at a time, so that a move that leaves one kecamatan still arrives in another.
"""

from dataclasses import dataclass

import numpy as np

from rekam.domain.forecast import level, shares
from rekam.domain.forecast.record import OBLIGED, RECORDED, Floats, Known, Stream
from rekam.domain.forecast.spread import Spread

# A share of recorded among few people is pulled to the regency's, as if this many more had been seen.
WORTH = 20.0
# Months of news after which the nets' own past is believed.
MOST_NETS = 24


@dataclass(frozen=True, slots=True)
class Count:
    """A stream that only counts upwards: medians [month, area] and the spread around them.

    ``recorded`` is the part of these people who are recorded, by area.
    """

    amounts: Floats
    common: Spread
    own: Spread
    recorded: Floats


@dataclass(frozen=True, slots=True)
class Net:
    """A stream that goes both ways: its mean [measure, area], and how each past month differed from it."""

    mean: Floats
    rest: Floats  # [month, measure, area]


def recordings(known: Known, ahead: int) -> Count:
    """First recordings at today's pace."""
    return _count(known.recordings(), known, ahead, known.unrecorded, np.ones(len(known.obliged)))


def count(known: Known, streams: tuple[Stream, ...], ahead: int) -> Count:
    """People who come or go, whatever the direction: amounts are never below nothing."""
    both = np.abs(sum(known.flows[stream] for stream in streams))
    people, recorded = both[:, OBLIGED], np.minimum(both[:, RECORDED], both[:, OBLIGED])
    return _count(people, known, ahead, known.obliged, _recorded(people, recorded))


def _count(counts: Floats, known: Known, ahead: int, usual: Floats, recorded: Floats) -> Count:
    told = len(counts) - known.months
    whole = level.level(counts.sum(axis=1), known.at, ahead, told)
    parts = shares.shares(counts, usual, told)
    amounts = whole.amounts[:, None] * parts.parts
    return Count(amounts, whole.spread, parts.spread, recorded)


def _recorded(people: Floats, recorded: Floats) -> Floats:
    """The recorded part of each area's people, few of them pulled to the regency's."""
    whole = people.sum()
    usual = recorded.sum() / whole if whole else 0.0
    found: Floats = (recorded.sum(axis=0) + WORTH * usual) / (people.sum(axis=0) + WORTH)
    return found


def net(known: Known, stream: Stream) -> Net:
    """Moves between kecamatan, or corrections: each area's mean pulled to nothing by its own noise."""
    found = known.flows[stream][-MOST_NETS:]
    if not len(found):
        return Net(np.zeros(found.shape[1:]), found)
    whole = found.mean(axis=0)
    rest = found - whole
    if len(found) > 1:
        rest *= np.sqrt(len(found) / (len(found) - 1))
    return Net(_pulled(whole, rest), rest)


def _pulled(mean: Floats, rest: Floats) -> Floats:
    """The part of a mean that is not its own noise, the same part everywhere: what adds up to nothing over
    all areas still does.
    """
    noise = (rest**2).mean(axis=0).sum(axis=1) / max(len(rest), 1)
    size = (mean**2).sum(axis=1)
    part = np.divide(np.maximum(size - noise, 0), size, out=np.zeros_like(size), where=size > 0)
    found: Floats = mean * part[:, None]
    return found
