"""Which part of a month's amount each area has, the small ones pulled towards what is usual in the regency.

Fifty recordings in a year say little about the next month of a kecamatan; what the whole regency does with as
many unrecorded people says more. So each area's own pace is weighed against the regency's, as in a
gamma-Poisson estimate: the fewer it has, the more the regency's counts.
"""

from dataclasses import dataclass

import numpy as np

from rekam.domain.forecast.record import Floats
from rekam.domain.forecast.spread import TRIED, Spread, fitted, worth

# Months after which an area's own past counts half; those that did well in the past are believed more.
MEMORIES = (1.5, 3.0, 6.0, 12.0, 36.0)
SHARPNESS = 12.0
# Until an office has a past of its own: a kecamatan's month is off by a quarter, and its half year.
USUAL, USUAL_WORTH = Spread(0.04, 0.02, 0.015), 6.0


@dataclass(frozen=True, slots=True)
class Shares:
    """The part of every area (they add up to one), and how far single areas go their own way."""

    parts: Floats
    spread: Spread


def shares(counts: Floats, usual: Floats, told: int = 0) -> Shares:
    """From counts [month, area], the first *told* from before the register. *usual* is the part an area would
    have if all were alike.
    """
    usual = _parts(usual)
    if not counts.any():
        return Shares(usual, Spread())
    counts = np.maximum(counts, 0)
    recent = worth(len(counts), told)[:, None]
    past = [_over_time(counts, usual, memory) for memory in MEMORIES]
    missed = np.array([_missed(parts, counts, recent) for parts in past]) + 1.0
    weights = (missed.min() / missed) ** SHARPNESS
    parts = np.tensordot(weights / weights.sum(), np.stack(past), axes=1)
    return Shares(parts[-1], _spread(parts, counts, recent))


def shrunk(counts: Floats, expected: Floats) -> Floats:
    """Counts over what was expected, pulled towards one by how alike the areas are: any number of rows."""
    alike = likeness(counts, expected)[..., None]
    found: Floats = (counts + alike) / (expected + alike)
    return found


def likeness(counts: Floats, expected: Floats) -> Floats:
    """How many counts of its own an area needs until they weigh as much as the regency's."""
    over = np.divide((counts - expected) ** 2, expected, out=np.zeros_like(expected), where=expected > 0)
    whole = expected.sum(axis=-1)
    variance = (over.sum(axis=-1) - (expected > 0).sum(axis=-1)) / np.maximum(whole, 1.0)
    found: Floats = 1 / np.maximum(variance, 1e-4)
    return found


def _over_time(counts: Floats, usual: Floats, memory: float) -> Floats:
    """The parts known after each month [month, area]."""
    age = np.subtract.outer(np.arange(len(counts)), np.arange(len(counts)))
    held = np.where(age < 0, 0, 0.5 ** (np.maximum(age, 0) / memory)) @ counts
    return _parts(usual * shrunk(held, held.sum(axis=1, keepdims=True) * usual))


def _missed(parts: Floats, counts: Floats, recent: Floats) -> float:
    """How far the shares were off, one to six months later, given the true whole; lately above all."""
    whole = counts.sum(axis=1, keepdims=True)
    ahead = range(1, min(TRIED, len(counts) - 1) + 1)
    return float(sum((recent[h:] * np.abs(counts[h:] - whole[h:] * parts[:-h])).sum() for h in ahead))


def _spread(parts: Floats, counts: Floats, recent: Floats) -> Spread:
    """How far areas were from their part of each later month, beyond the luck of small numbers."""
    whole = counts.sum(axis=1)
    size = len(counts)
    expected = np.zeros((TRIED, *counts.shape))  # [month ahead, origin, area]
    errors = np.zeros_like(expected)
    for h in range(1, min(TRIED, size - 1) + 1):
        expected[h - 1, : size - h] = whole[h:, None] * parts[:-h]
        errors[h - 1, : size - h] = counts[h:] - expected[h - 1, : size - h]
    products = np.einsum("oz,goa,hoa->gh", recent, errors, errors)
    products -= np.diag(np.einsum("oz,hoa->h", recent, expected))
    scale = np.einsum("oz,goa,hoa->gh", recent, expected, expected)
    there = (expected > 0).mean(axis=2)
    seen = np.einsum("oz,go,ho->gh", recent, there, there)
    moments = np.divide(products, scale, out=np.zeros_like(scale), where=scale > 0)
    return fitted(moments, seen, USUAL, USUAL_WORTH)


def _parts(amounts: Floats) -> Floats:
    """Amounts as parts of their row; of a row of nothing, equal ones."""
    amounts = np.maximum(amounts, 0)
    whole = amounts.sum(axis=-1, keepdims=True)
    equal = np.full_like(amounts, 1 / max(amounts.shape[-1], 1))
    found: Floats = np.divide(amounts, whole, out=equal, where=whole > 0)
    return found
