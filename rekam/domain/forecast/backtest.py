"""How often the ranges were right: forecasts made anew at the end of every past month, with what was known
then.

What the ranges missed also teaches how wide they have to be. At each moment only forecasts whose month had
come by then may teach, so that the widening itself is tried as honestly as the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from rekam.domain.forecast import course, noise, spread
from rekam.domain.forecast.model import Model, model
from rekam.domain.forecast.months import Month
from rekam.domain.forecast.noise import Widening
from rekam.domain.forecast.record import Bools, Floats, Ints, Record, with_whole
from rekam.domain.forecast.releases import ENDS
from rekam.domain.forecast.spread import TRIED

DRAWS = 200
LOW, HIGH = 0.1, 0.9
MEASURES = ("obliged", "recorded", "unrecorded")
# Until the past says otherwise, ranges are believed as if a few months had confirmed them.
USUAL_WORTH = 4.0
USUAL = np.array([0.1, 0.3, 0.52, 0.81, 1.1])  # sizes of normal errors, the range's half width being one
NARROWEST, WIDEST = 0.8, 4.0


@dataclass(frozen=True, slots=True)
class Tried:
    """Forecasts and what came: a row for each origin and month ahead, then [measure, area].

    The last area is the regency.
    """

    origin: Ints
    ahead: Ints
    low: Floats
    middle: Floats
    high: Floats
    truth: Floats

    @property
    def held(self) -> Bools:
        """Whether the range held, ends included."""
        return (self.low <= self.truth) & (self.truth <= self.high)

    @property
    def sizes(self) -> Floats:
        """Errors as parts of the range's half width."""
        above, below = self.high - self.middle, self.middle - self.low
        error = self.truth - self.middle
        half = np.where(error > 0, above, below)
        found: Floats = np.abs(error) / np.maximum(half, 0.5)
        return found

    def where(self, rows: Bools) -> "Tried":
        amounts = (self.low, self.middle, self.high, self.truth)
        return Tried(self.origin[rows], self.ahead[rows], *(part[rows] for part in amounts))


@dataclass(frozen=True, slots=True)
class Trials:
    """What was tried, and how much wider than the past's plain spread the ranges of today have to be.

    ``then`` has the widening of every origin, as it was learned by then.
    """

    tried: Tried
    widening: Widening
    then: Mapping[Month, Widening]


def nothing(areas: int) -> Trials:
    """No past yet that forecasts could have been tried on."""
    return Trials(joined([], areas), Widening(), {})


def trials(record: Record, *, seed: int, draws: int = DRAWS, first: Month = 0) -> Trials:
    """Every past month from *first* on as an origin, the widening learned on the way."""
    raw: list[Tried] = []
    shown: list[Tried] = []
    then: dict[Month, Widening] = {}
    for origin in range(max(record.began, first), record.last):
        ahead = min(TRIED, record.last - origin)
        found = model(record.known_at(origin, ahead), ahead)
        raw.append(_tried(record, found, Widening(), seed, draws))
        then[origin] = widening(raw, origin)
        shown.append(_tried(record, found, then[origin], seed, draws))
    return Trials(joined(shown, record.areas), widening(raw, record.last), then)


def _tried(record: Record, found: Model, widened: Widening, seed: int, draws: int) -> Tried:
    """One origin: a row for each month ahead."""
    made = course.course(found, noise.noise(found, seed=seed, draws=draws, widened=widened))
    drawn = np.stack([made.obliged, made.recorded, made.unrecorded], axis=2)
    low, middle, high = np.quantile(with_whole(drawn), (LOW, 0.5, HIGH), axis=0)
    ahead = np.arange(1, found.ahead + 1)
    truth = np.stack([_truth(record, found.known.at + int(h)) for h in ahead])
    return Tried(np.full(len(ahead), found.known.at), ahead, low, middle, high, truth)


def _truth(record: Record, month: Month) -> Floats:
    counts = record.truth(month)
    return with_whole(np.vstack([counts, counts[:1] - counts[1:]]))


def joined(parts: Sequence[Tried], areas: int) -> Tried:
    if not parts:
        nothing = np.zeros((0, len(MEASURES), areas + 1))
        return Tried(np.zeros(0, int), np.zeros(0, int), nothing, nothing, nothing, nothing)
    return Tried(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Tried)))


def widening(raw: Sequence[Tried], now: Month) -> Widening:
    """From the errors of plain ranges whose month had come by *now*; recent ones count more."""
    if not raw:
        return Widening()
    every = joined(raw, 0)
    seen = every.where((every.origin + every.ahead <= now) & ~_crosses_release(every))
    if not len(seen.ahead):
        return Widening()
    sizes = seen.sizes[:, MEASURES.index("unrecorded")]
    recent = 0.5 ** ((now - seen.origin - seen.ahead) / spread.HALF_LIFE)
    # Forecasts of one month from several origins are wrong together: they share one month's worth.
    worth = recent / np.array([np.sum(seen.origin + seen.ahead == m) for m in seen.origin + seen.ahead])
    return Widening(_factor(sizes[:, -1:], worth), _factor(sizes[:, :-1], worth))


def _crosses_release(tried: Tried) -> Bools:
    """Whether the end of a semester lay between: a release's spread says nothing about the pace."""
    end = min(ENDS)
    return (tried.origin + tried.ahead - end) // 6 > (tried.origin - end) // 6


def _factor(sizes: Floats, worth: Floats) -> float:
    """The factor with which eight in ten of the past ranges would have held."""
    areas = sizes.shape[1]
    size = np.concatenate([USUAL, sizes.ravel()])
    weight = np.concatenate([np.full(len(USUAL), USUAL_WORTH / len(USUAL)), np.repeat(worth / areas, areas)])
    order = np.argsort(size)
    reached = np.cumsum(weight[order]) - weight[order] / 2
    found = np.interp((HIGH - LOW) * weight.sum(), reached, size[order])
    return float(np.clip(found, NARROWEST, WIDEST))
