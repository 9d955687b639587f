"""How wide a range has to be: variances of the logarithm, read off from errors of the past.

The error of a forecast has three parts. What *passes* with its month. What was wrong from the *start* and
stays wrong in every month ahead alike. What *lasts*: a drift that grows with every month. Two errors of the
same forecast, three and five months ahead, have the second and the third in common and not the first; so all
three can be told apart, and sums over months get their true range.
"""

from dataclasses import dataclass

import numpy as np

from rekam.domain.forecast.record import Floats

# Months ahead that errors are looked at.
TRIED = 6
AHEAD = np.arange(1, TRIED + 1, dtype=float)
# Errors of a year ago count half.
HALF_LIFE = 12.0
# What a register tells of the time before it is smoother than what an office then lives through.
TOLD = 0.1


@dataclass(frozen=True, slots=True)
class Spread:
    """Variances of the logarithm: of one month, of the start, and of each further month."""

    passing: float = 0.0
    starting: float = 0.0
    lasting: float = 0.0

    def times(self, factor: float) -> "Spread":
        parts = (self.passing, self.starting, self.lasting)
        return Spread(*(part * factor**2 for part in parts))

    def moments(self) -> Floats:
        """What two errors of one forecast have in common [month ahead, month ahead]."""
        together = self.starting + self.lasting * np.minimum.outer(AHEAD, AHEAD)
        found: Floats = together + self.passing * np.eye(TRIED)
        return found


def worth(size: int, told: int = 0) -> Floats:
    """How much each month behind counts, the newest last; the first *told* are from before the register."""
    found: Floats = 0.5 ** (np.arange(size)[::-1] / HALF_LIFE)
    found[:told] *= TOLD
    return found


def fitted(moments: Floats, seen: Floats, usual: Spread, usual_worth: float) -> Spread:
    """The spread behind products of errors [month ahead, month ahead], each seen so many times; what is usual
    counts as if it had been seen *usual_worth* times.
    """
    found = (moments * seen + usual.moments() * usual_worth) / (seen + usual_worth)
    weight = seen + usual_worth
    own, cross = np.eye(TRIED, dtype=bool), ~np.eye(TRIED, dtype=bool)
    lasting = _slope(found[own], weight[own])
    shared = np.average(found[cross], weights=weight[cross])
    less = np.average(np.minimum.outer(AHEAD, AHEAD)[cross], weights=weight[cross])
    mean, ahead = np.average(found[own], weights=weight[own]), np.average(AHEAD, weights=weight[own])
    lasting = min(lasting, max(mean, 0.0) / ahead)
    starting = min(max(shared - less * lasting, 0.0), max(mean - ahead * lasting, 0.0))
    return Spread(float(max(mean - ahead * lasting - starting, 0.0)), float(starting), float(lasting))


def _slope(variances: Floats, weights: Floats) -> float:
    """By how much the variance grows with each month ahead; never by less than nothing."""
    rest = AHEAD - np.average(AHEAD, weights=weights)
    return max(float((weights * rest * variances).sum() / (weights * rest**2).sum()), 0.0)
