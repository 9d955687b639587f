"""The counts carried through the months: who comes, who goes, and who of the unrecorded is recorded."""

from dataclasses import dataclass

import numpy as np

from rekam.domain.forecast.model import Model
from rekam.domain.forecast.noise import Noise
from rekam.domain.forecast.record import Floats, with_whole

# How unevenly a team's month turns out: standard deviation of its logarithm.
TEAM_LUCK = 0.3


@dataclass(frozen=True, slots=True)
class Added:
    """What a plan or a what-if adds to today's pace.

    ``times`` multiplies it [month]; ``teams`` are recordings a month by more teams over the whole regency at
    today's number of unrecorded [month]; fewer teams are below nothing. ``mean`` and ``variance`` [month,
    area] are recordings expected of an adopted plan.
    """

    times: Floats
    teams: Floats
    mean: Floats | None = None
    variance: Floats | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Whole people [draw, month, area]; unrecorded is obliged less recorded in every draw.

    ``come`` are the first recordings of each month, before anybody of them leaves.
    """

    obliged: Floats
    recorded: Floats
    come: Floats

    @property
    def unrecorded(self) -> Floats:
        return self.obliged - self.recorded

    def with_whole(self) -> "Course":
        """The same with the regency as the last area."""
        return Course(*(with_whole(part) for part in (self.obliged, self.recorded, self.come)))


def course(model: Model, noise: Noise, added: Added | None = None) -> Course:
    """Carry every draw from today through the months to come.

    The pace is a part of those who are left: the fewer there are, the fewer come. More recordings therefore
    leave fewer unrecorded in every later month, whatever else happens.
    """
    obliged = np.broadcast_to(model.known.obliged, noise.pace[:, 0].shape).astype(float)
    left = np.broadcast_to(np.maximum(model.known.unrecorded, 0), obliged.shape).astype(float)
    found = np.empty((3, *noise.pace.shape))
    for month in range(model.ahead):
        come = np.minimum(left * _pace(model, noise, added, month) + _planned(noise, added, month), left)
        stay = (left - come) * (1 - noise.gone_unrecorded[:, month])
        obliged = np.maximum(obliged * (1 - noise.gone[:, month]) + noise.people[:, month], 0)
        left = np.clip(stay + noise.unrecorded[:, month], 0, obliged)
        found[:, :, month] = obliged, left, come
    whole, left, come = np.rint(found)
    return Course(whole, whole - left, come)


def _pace(model: Model, noise: Noise, added: Added | None, month: int) -> Floats:
    """The part of those who are left that comes in a month."""
    pace = noise.pace[:, month]
    if added is None:
        return pace
    pool = max(float(model.known.unrecorded.sum()), 1.0)
    luck = noise.luck[:, month].mean(axis=1) * np.sqrt(model.areas)
    teams = added.teams[month] / pool * np.exp(TEAM_LUCK * luck - TEAM_LUCK**2 / 2)
    found: Floats = np.clip(pace * added.times[month] + teams[:, None], 0, 1)
    return found


def _planned(noise: Noise, added: Added | None, month: int) -> Floats | float:
    """Recordings of an adopted plan, with the spread that it states."""
    if added is None or added.mean is None or added.variance is None:
        return 0.0
    mean, variance = added.mean[month], added.variance[month]
    size = np.log1p(np.divide(variance, mean**2, out=np.zeros_like(mean), where=mean > 0))
    found: Floats = mean * np.exp(np.sqrt(size) * noise.luck[:, month] - size / 2)
    return found
