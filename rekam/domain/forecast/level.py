"""How many of something a month brings, estimated from the months behind, and how wrong that has been.

Several plain ways are tried on the past: the last month alone, averages that forget sooner or later, each
with and without the season. Those that did well are believed more, month by month anew. What they got wrong,
one to six months ahead, is the range.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from rekam.domain.forecast.months import Month
from rekam.domain.forecast.record import Floats, Ints
from rekam.domain.forecast.spread import TRIED, Spread, fitted, worth

# How much of an average the newest month is.
FORGETTING = (0.08, 0.15, 0.3, 0.5, 0.75, 1.0)
# A season is only believed when two years can be compared.
SEASONS = 24
# How sharply the better ways are preferred.
SHARPNESS = 6.0
# Until an office has a past of its own: a single month is off by a fifth, half a year by two fifths.
USUAL, USUAL_WORTH = Spread(0.02, 0.02, 0.015), 6.0


@dataclass(frozen=True, slots=True)
class Level:
    """The amounts of the months to come (medians), and their spread."""

    amounts: Floats
    spread: Spread


def level(series: Floats, last: Month, ahead: int, told: int = 0) -> Level:
    """From one amount a month, the last of them of month *last*; the first *told* are from before the
    register.
    """
    if not series.any():
        return Level(np.zeros(ahead), Spread())
    logs = np.log(np.maximum(series, 0) + 0.5)
    said = _ways(logs, last, max(ahead, TRIED))
    recent = worth(len(logs), told)
    weights, errors = _weighed(said[:, :, :TRIED], logs, recent)
    amounts = np.exp(weights @ said[-1, :, :ahead]) - 0.5
    return Level(np.maximum(amounts, 0), _spread(errors, recent))


def _ways(logs: Floats, last: Month, ahead: int) -> Floats:
    """What every way says after each month of the past [origin, way, month ahead], knowing no later one.

    First each way of forgetting without the season, then each with it.
    """
    size = len(logs)
    of_year = (last - size + 1 + np.arange(size + ahead)) % 12
    averages = _averages(size)
    plain = np.einsum("wos,s->ow", averages, logs)
    season = _seasons(logs, of_year[:size])
    was = np.einsum("wos,sm,om->ow", averages, np.eye(12)[of_year[:size]], season)
    comes = season[np.arange(size)[:, None], of_year[np.arange(size)[:, None] + np.arange(1, ahead + 1)]]
    steady = np.repeat(plain[:, :, None], ahead, axis=2)
    return np.concatenate([steady, (plain - was)[:, :, None] + comes[:, None]], axis=1)


@cache
def _averages(size: int) -> Floats:
    """Weights [way of forgetting, origin, month]: of the months up to each origin, adding up to one."""
    age = np.subtract.outer(np.arange(size), np.arange(size))
    weights = np.array(
        [np.where(age < 0, 0, np.maximum((1.0 - f) ** np.maximum(age, 0), 1e-12)) for f in FORGETTING]
    )
    found: Floats = weights / weights.sum(axis=2, keepdims=True)
    return found


def _seasons(logs: Floats, of_year: Ints) -> Floats:
    """What each month of the year adds to the logarithm, as known after each month [origin, month of year].

    Measured against the year around it, and pulled to nothing the less there is to compare.
    """
    found = np.zeros((len(logs), 12))
    if len(logs) < SEASONS:
        return found
    middle = np.convolve(logs, np.r_[0.5, np.ones(11), 0.5] / 12, mode="valid")
    month = np.eye(12)[of_year[6:-6]]
    known = np.cumsum(month * (logs[6:-6] - middle)[:, None], axis=0) / (np.cumsum(month, axis=0) + 1.0)
    known -= known.mean(axis=1, keepdims=True)
    found[SEASONS - 1 :] = known[SEASONS - 13 :]
    return found


def _weighed(tried: Floats, logs: Floats, recent: Floats) -> tuple[Floats, Floats]:
    """The weight of every way, and the errors of all of them together [origin, month ahead]."""
    size = len(logs)
    target = np.full((size, TRIED), np.nan)
    for h in range(1, min(TRIED, size - 1) + 1):
        target[: size - h, h - 1] = logs[h:]
    errors = target[:, None, :] - tried
    missed = np.nansum(np.abs(errors) * recent[:, None, None], axis=(0, 2))
    seen = np.nansum(np.isfinite(errors) * recent[:, None, None], axis=(0, 2))
    score = (missed + 0.1) / (seen + 1.0)
    weights = (score.min() / score) ** SHARPNESS
    weights /= weights.sum()
    return weights, np.einsum("w,owh->oh", weights, errors)


def _spread(errors: Floats, recent: Floats) -> Spread:
    """From errors [origin, month ahead]."""
    there = np.isfinite(errors).astype(float)
    errors = np.nan_to_num(errors)
    seen = (there * recent[:, None]).T @ there
    products = (errors * recent[:, None]).T @ errors
    moments = np.divide(products, seen, out=np.zeros_like(seen), where=seen > 0)
    return fitted(moments, seen, USUAL, USUAL_WORTH)
