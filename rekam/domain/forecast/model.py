"""All that is estimated at one moment: from here on nothing is looked up, only drawn and carried on."""

from dataclasses import dataclass, replace

import numpy as np

from rekam.domain.forecast import flows, releases
from rekam.domain.forecast.flows import Count, Net
from rekam.domain.forecast.record import AHEAD, Floats, Known, Stream
from rekam.domain.forecast.releases import Release


@dataclass(frozen=True, slots=True)
class Model:
    """What one moment knew and expected. Everything by area; months to come are counted from nought."""

    known: Known
    recordings: Count
    arrived: Count
    left: Count
    died: Count
    married: Count
    within: Net
    corrected: Net
    late: Floats  # [month to come, measure, area]: what will be learned of that month before it comes
    release: Release

    @property
    def ahead(self) -> int:
        return len(self.recordings.amounts)

    @property
    def areas(self) -> int:
        return len(self.known.obliged)


def model(known: Known, ahead: int) -> Model:
    """Estimate everything from what was known at one moment."""
    ordinary = _without_releases(known)
    return Model(
        known=known,
        recordings=flows.recordings(known, ahead),
        arrived=flows.count(ordinary, (Stream.ARRIVED, Stream.JOINED), ahead),
        left=flows.count(ordinary, (Stream.LEFT, Stream.STRUCK), ahead),
        died=flows.count(known, (Stream.DIED,), ahead),
        married=flows.count(known, (Stream.MARRIED,), ahead),
        within=flows.net(known, Stream.WITHIN),
        corrected=flows.net(known, Stream.CORRECTED),
        late=_late(known, ahead),
        release=releases.releases(known, ahead),
    )


def _without_releases(known: Known) -> Known:
    """The same months without those who entered or were struck off all at once."""
    began = known.at - known.months
    held = known.flows.copy()
    for month in known.releases:
        held[[Stream.JOINED, Stream.STRUCK], month - began - 1] = 0
    return replace(known, flows=held)


def _late(known: Known, ahead: int) -> Floats:
    """First-timers above all: recorded at 16 in one month, counted when they turn 17 in another."""
    usual = known.obliged / max(known.obliged.sum(), 1.0)
    found = np.zeros((ahead, 2, len(usual)))
    if not len(known.late):
        return found
    by_lag = known.late.sum(axis=3).mean(axis=0)
    for month in range(1, ahead):
        found[month] = by_lag[: min(month, AHEAD)].sum(axis=0)[:, None] * usual
    return found
