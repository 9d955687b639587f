"""Quantiles of the beta and the gamma distribution, to the four digits that an office needs.

The incomplete functions by their continued fractions and series (Abramowitz and Stegun 26.5.8, 6.5.29 and
6.5.31), and the quantile by halving: no table and no further package.
"""

from collections.abc import Callable
from math import exp, lgamma, log

STEPS = 200
HALVINGS = 60
TINY = 1e-300


def beta(p: float, a: float, b: float) -> float:
    """The value below which a share with this beta distribution lies with probability *p*."""
    return _halve(lambda x: below_beta(x, a, b), p, 0.0, 1.0)


def gamma(p: float, shape: float) -> float:
    """The same for the gamma distribution of scale 1."""
    high = max(1.0, shape)
    while below_gamma(high, shape) < p:
        high *= 2
    return _halve(lambda x: below_gamma(x, shape), p, 0.0, high)


def _halve(below: Callable[[float], float], p: float, low: float, high: float) -> float:
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if below(middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def below_beta(x: float, a: float, b: float) -> float:
    """The probability of a share of at most *x*."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, from front to back (Lentz)."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _apart(1 + term * d)
            c = _apart(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return found


def _apart(value: float) -> float:
    return value if abs(value) > TINY else TINY


def below_gamma(x: float, shape: float) -> float:
    """The probability of at most *x*."""
    if x <= 0:
        return 0.0
    front = exp(shape * log(x) - x - lgamma(shape))
    return front * _series(x, shape) if x < shape + 1 else 1 - front * _tail(x, shape)


def _series(x: float, shape: float) -> float:
    term = total = 1 / shape
    for n in range(1, 5 * STEPS):
        term *= x / (shape + n)
        total += term
        if term < total * 1e-13:
            break
    return total


def _tail(x: float, shape: float) -> float:
    b = x + 1 - shape
    c, d = 1 / TINY, 1 / _apart(b)
    found = d
    for n in range(1, 5 * STEPS):
        term = -n * (n - shape)
        b += 2
        d = 1 / _apart(term * d + b)
        c = _apart(b + term / c)
        found *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return found
