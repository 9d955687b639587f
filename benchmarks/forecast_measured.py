"""What is measured of a record's past: how often the ranges held, and errors beside other ways' at the same
moments.

Errors are over kecamatan and one to six months ahead, weighted: the sum of absolute errors over the sum of
recordings meant (of the month, for recordings; of all months until then, for the unrecorded). The score is
the continuous ranked probability score, weighted likewise; of a forecast without a range it is the plain
error.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks import forecast_others as others
from rekam.domain.forecast import backtest, noise
from rekam.domain.forecast.backtest import Trials
from rekam.domain.forecast.course import course
from rekam.domain.forecast.model import model
from rekam.domain.forecast.record import OBLIGED, RECORDED, Record, Stream

SEED, DRAWS, AHEAD = 1, 200, 6
OURS = "rekam"


@dataclass
class Sums:
    """Errors, scores and what they are weighed by."""

    error: float = 0.0
    score: float = 0.0
    weight: float = 0.0

    def add(self, error: np.ndarray, score: np.ndarray, weight: np.ndarray) -> None:
        self.error += float(error.sum())
        self.score += float(score.sum())
        self.weight += float(weight.sum())


@dataclass
class Compared:
    """By what was forecast and by whom."""

    sums: dict[tuple[str, str], Sums] = field(default_factory=lambda: defaultdict(Sums))

    def errors(self, what: str) -> dict[str, float]:
        return {way: s.error / s.weight for (name, way), s in self.sums.items() if name == what}

    def scores(self, what: str) -> dict[str, float]:
        return {way: s.score / s.weight for (name, way), s in self.sums.items() if name == what}


def held(trials: Iterable[Trials], areas: int) -> dict[str, tuple[int, int]]:
    """How often the range of four in five held: of kecamatan and of the regency, by measure."""
    tried = backtest.joined([each.tried for each in trials], areas)
    found = {}
    for place, measure in enumerate(backtest.MEASURES):
        right = tried.held[:, place]
        found[f"{measure}, kecamatan"] = (int(right[:, :-1].sum()), right[:, :-1].size)
        found[f"{measure}, regency"] = (int(right[:, -1].sum()), len(right))
    return found


def compare(record: Record, trials: Trials, origins: Iterable[int], into: Compared) -> None:
    """Every way at every origin, on recordings a month and on the unrecorded."""
    made = record.known_at(record.last, 1).flow(Stream.RECORDED, RECORDED)
    for origin in origins:
        ahead = min(AHEAD, record.last - origin)
        came = made[origin - record.began : origin - record.began + ahead]
        left = np.stack([_left(record, origin + h) for h in range(1, ahead + 1)])
        drawn = _ours(record, trials, origin, ahead)
        until = np.cumsum(came, axis=0)
        for what, draws, truth, weight in (
            ("recordings", drawn.come, came, came),
            ("unrecorded", drawn.unrecorded, left, until),
        ):
            middle = np.median(draws, axis=0)
            score = others.crps_of_draws(draws, truth)
            into.sums[what, OURS].add(np.abs(middle - truth), score, weight)
        _others(record, origin, came, left, until, into)


def _ours(record: Record, trials: Trials, origin: int, ahead: int) -> Any:
    found = model(record.known_at(origin, ahead), ahead)
    drawn = noise.noise(found, seed=SEED, draws=DRAWS, widened=trials.then.get(origin))
    return course(found, drawn)


def _others(
    record: Record, origin: int, came: np.ndarray, left: np.ndarray, until: np.ndarray, into: Compared
) -> None:
    """The same past for all of them; for the unrecorded, its changes go on, and AutoETS takes the count."""
    known = record.known_at(origin, 1).recordings()
    counts = np.stack([_left(record, month) for month in range(record.began, origin + 1)])
    for name, way in others.WAYS.items():
        mean, wide = way(known, len(came))
        _put(into, ("recordings", name), np.maximum(mean, 0), wide, came, came)
        if name == "AutoETS":
            mean, wide = way(counts, len(came))
        elif len(counts) > 1:
            mean, wide = counts[-1] + np.cumsum(way(np.diff(counts, axis=0), len(came))[0], axis=0), None
        else:
            mean, wide = np.repeat(counts[-1:], len(came), axis=0), None
        _put(into, ("unrecorded", name), mean, wide, left, until)


def _put(
    into: Compared,
    name: tuple[str, str],
    mean: np.ndarray,
    wide: np.ndarray | None,
    truth: np.ndarray,
    weight: np.ndarray,
) -> None:
    error = np.abs(mean - truth)
    score = error if wide is None else others.crps_of_normal(mean, wide, truth)
    into.sums[name].add(error, score, weight)


def _left(record: Record, month: int) -> np.ndarray:
    counts = record.truth(month)
    found: np.ndarray = counts[OBLIGED] - counts[RECORDED]
    return found
