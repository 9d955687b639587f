"""What the register learned, month by month, and what it knew at the end of any earlier month.

A forecast may use only what was known when it was made. The lines of the ledger carry both dates, so the past
can be asked honestly: ``Record.known_at`` leaves out everything that was learned later, and ``truth`` tells
what was counted afterwards.
"""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from rekam.domain.forecast.months import Month

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

OBLIGED, RECORDED = 0, 1
# How many months ahead news about the future is followed: a first-timer turns 17 within a year.
AHEAD = 12
# Years of recordings from before the register began that are looked at.
EARLY = 60
# A month in which at least this part of the obliged left the register at once had a release of the register.
RELEASE = 0.005


def with_whole(amounts: Floats) -> Floats:
    """Amounts by area with those of the regency behind them."""
    return np.concatenate([amounts, amounts.sum(axis=-1, keepdims=True)], axis=-1)


class Stream(IntEnum):
    """What moved a count."""

    HELD = 0  # stood in the register when it was opened
    TOLD = 1  # recorded before the register was opened
    RECORDED = 2
    BIRTHDAY = 3
    ARRIVED = 4
    LEFT = 5
    DIED = 6
    WITHIN = 7
    MARRIED = 8
    CORRECTED = 9  # corrections and voided recordings
    JOINED = 10  # entered the register without a day of arrival
    STRUCK = 11  # missing from a release


@dataclass(frozen=True, slots=True)
class Known:
    """What was known at the end of one month. Arrays by area; ``flows`` of complete months, oldest first.

    ``coming[h]`` is what the register already knows of the h-th month to come: above all seventeenth
    birthdays. ``late[t, lag]`` is what month *t* taught about the month *lag* after it.
    """

    at: Month
    obliged: Floats
    recorded: Floats
    coming: Floats  # [month, measure, area]
    flows: Floats  # [stream, month, measure, area]
    late: Floats  # [month, lag, measure, area]
    early: Floats  # [month, area]: recordings before the register began, as it told them
    releases: tuple[Month, ...]
    part: float = 1.0  # of the first month to come that is still to come

    @property
    def months(self) -> int:
        """Complete months of which news are held."""
        return int(self.flows.shape[1])

    @property
    def unrecorded(self) -> Floats:
        return self.obliged - self.recorded

    def flow(self, stream: Stream, measure: int = OBLIGED) -> Floats:
        """One stream by month and area."""
        found: Floats = self.flows[stream, :, measure]
        return found

    def recordings(self) -> Floats:
        """First recordings by month and area, those of the time before the register in front."""
        return np.concatenate([self.early, self.flow(Stream.RECORDED, RECORDED)])


@dataclass(frozen=True, slots=True)
class Record:
    """Lines added up: amounts by the month they became known in, the month they took effect in, and so on.

    ``began`` is the month in which the register was opened, ``last`` the last complete month.
    """

    areas: int
    began: Month
    last: Month
    known: Ints
    effective: Ints
    area: Ints
    measure: Ints
    stream: Ints
    amount: Floats

    def counted(self, on: Month, known: Month) -> Floats:
        """Counts [measure, area] at the end of a month as known at the end of another."""
        return self._sum((self.known <= known) & (self.effective <= on))

    def truth(self, month: Month) -> Floats:
        """What was counted at the end of a month, as it was known then."""
        return self.counted(month, month)

    def known_at(self, month: Month, ahead: int) -> Known:
        """What was known at the end of a month, with what was known of the months after it."""
        held = self._until(month)
        counts = held.counted(month, month)
        return Known(
            at=month,
            obliged=counts[OBLIGED],
            recorded=counts[RECORDED],
            coming=held._coming(month, ahead),
            flows=held._flows(month),
            late=held._late(month),
            early=held._early(),
            releases=held._releases(month),
        )

    def known_now(self, counts: Floats, part: float, ahead: int) -> Known:
        """What is known on a day inside the month after ``last``: *counts* of that day and what is to come.

        *part* of that month is still to come. What became known in it is in the counts and in the months to
        come, and teaches nothing yet about a whole month.
        """
        this = self.last + 1
        coming = self._coming(this, ahead)
        rest = (self._sum(self.effective <= this) - counts)[None]
        return replace(
            self.known_at(self.last, ahead),
            obliged=counts[OBLIGED],
            recorded=counts[RECORDED],
            coming=np.concatenate([rest, coming])[:ahead],
            part=part,
        )

    def _until(self, month: Month) -> "Record":
        kept = self.known <= month
        return replace(
            self,
            last=min(month, self.last),
            known=self.known[kept],
            effective=self.effective[kept],
            area=self.area[kept],
            measure=self.measure[kept],
            stream=self.stream[kept],
            amount=self.amount[kept],
        )

    def _sum(self, mask: NDArray[np.bool_]) -> Floats:
        place = self.measure[mask] * self.areas + self.area[mask]
        found: Floats = np.bincount(place, self.amount[mask], 2 * self.areas).astype(np.float64)
        return found.reshape(2, self.areas)

    def _coming(self, month: Month, ahead: int) -> Floats:
        found = np.zeros((ahead, 2, self.areas))
        mask = (self.effective > month) & (self.effective <= month + ahead)
        at = (self.effective[mask] - month - 1, self.measure[mask], self.area[mask])
        np.add.at(found, at, self.amount[mask])
        return found

    def _flows(self, month: Month) -> Floats:
        """What each month brought to the counts of that month, by the month in which it became known."""
        found = np.zeros((len(Stream), max(month - self.began, 0), 2, self.areas))
        mask = (self.known > self.began) & (self.effective <= self.known) & (self.stream >= Stream.RECORDED)
        at = (self.stream[mask], self.known[mask] - self.began - 1, self.measure[mask], self.area[mask])
        np.add.at(found, at, self.amount[mask])
        return found

    def _late(self, month: Month) -> Floats:
        found = np.zeros((max(month - self.began, 0), AHEAD, 2, self.areas))
        lag = self.effective - self.known
        mask = (self.known > self.began) & (lag >= 1) & (lag <= AHEAD)
        mask &= ~np.isin(self.stream, (Stream.HELD, Stream.TOLD, Stream.JOINED, Stream.STRUCK))
        at = (self.known[mask] - self.began - 1, lag[mask] - 1, self.measure[mask], self.area[mask])
        np.add.at(found, at, self.amount[mask])
        return found

    def _early(self) -> Floats:
        """Recordings before the register, by month. Of its own month it could not know everything yet: that
        one is taken to be like the three before, unless it was told of more.
        """
        found = np.zeros((EARLY, self.areas))
        mask = (self.stream == Stream.TOLD) & (self.measure == RECORDED)
        mask &= (self.effective > self.began - EARLY) & (self.effective <= self.began)
        np.add.at(found, (self.effective[mask] - self.began + EARLY - 1, self.area[mask]), self.amount[mask])
        found[-1] = np.maximum(found[-1], found[-4:-1].mean(axis=0))
        some = np.flatnonzero(found.sum(axis=1))
        return found[some[0] :] if len(some) else found[:0]

    def _releases(self, month: Month) -> tuple[Month, ...]:
        struck = self._flows(month)[Stream.STRUCK, :, OBLIGED].sum(axis=1)
        whole = self.counted(month, month)[OBLIGED].sum()
        return tuple(int(m) for m in np.flatnonzero(-struck > RELEASE * whole) + self.began + 1)
