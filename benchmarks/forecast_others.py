"""What an office would do without Rekam's forecast, on the same series at the same moments.

last month        the last month goes on
last year         the same month of the last year, or the last month where there is none
AutoETS           statsforecast's automatic exponential smoothing, one series for each kecamatan
"""

from collections.abc import Callable

import numpy as np

TO_80 = 1.2815515655446004
# With fewer months AutoETS refuses; then the last month goes on.
FEWEST = 8
Forecast = tuple[np.ndarray, np.ndarray | None]  # mean and standard deviation [month ahead, series]


def last_month(series: np.ndarray, ahead: int) -> Forecast:
    return np.repeat(series[-1:], ahead, axis=0), None


def last_year(series: np.ndarray, ahead: int) -> Forecast:
    if len(series) < 12:
        return last_month(series, ahead)
    return np.stack([series[len(series) - 12 + h % 12] for h in range(ahead)]), None


def auto_ets(series: np.ndarray, ahead: int) -> Forecast:
    from statsforecast.models import AutoETS

    means, spreads = [], []
    for one in series.T:
        season = 12 if len(one) >= 25 else 1
        if len(one) < FEWEST or not one.std():
            means.append(np.full(ahead, one[-1]))
            spreads.append(np.full(ahead, np.nan))
            continue
        found = AutoETS(season_length=season).forecast(one.astype(float), h=ahead, level=[80])
        means.append(found["mean"])
        spreads.append((found["hi-80"] - found["mean"]) / TO_80)
    return np.stack(means, axis=1), np.stack(spreads, axis=1)


WAYS: dict[str, Callable[[np.ndarray, int], Forecast]] = {
    "last month": last_month,
    "last year": last_year,
    "AutoETS": auto_ets,
}


def crps_of_draws(draws: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The continuous ranked probability score of draws (first axis)."""
    ordered = np.sort(draws, axis=0)
    size = len(ordered)
    weights = (2 * np.arange(1, size + 1) - size - 1) / size**2
    spread = np.tensordot(weights, ordered, axes=1)
    found: np.ndarray = np.abs(draws - truth).mean(axis=0) - spread
    return found


def crps_of_normal(mean: np.ndarray, spread: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The same of a normal distribution; without a spread, the plain error."""
    from scipy.stats import norm

    wide = np.maximum(np.nan_to_num(spread), 1e-6)
    z = (truth - mean) / wide
    found: np.ndarray = wide * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    return found
