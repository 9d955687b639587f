"""Small registers for tests of the forecast: three kecamatan, invented month by month."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rekam.domain.forecast.record import OBLIGED, RECORDED, Record, Stream

OPENED = 2015 * 12 + 11
Amounts = Sequence[float]


@dataclass
class Ledger:
    """Lines added one by one: (known, effective, measure, stream, amounts by area)."""

    areas: int = 3
    lines: list[tuple[int, int, int, int, int, float]] = field(default_factory=list)

    def post(
        self, known: int, measure: int, stream: Stream, amounts: Amounts, *, effective: int = -1
    ) -> None:
        effective = known if effective < 0 else effective
        for area, amount in enumerate(amounts):
            if amount:
                self.lines.append((known, effective, area, measure, int(stream), amount))

    def record(self, last: int) -> Record:
        whole = np.array(self.lines or [(OPENED, 0, 0, 0, 0, 0.0)])
        known, effective, area, measure, stream = whole[:, :5].astype(int).T
        return Record(self.areas, OPENED, last, known, effective, area, measure, stream, whole[:, 5])


def register(
    months: int = 18,
    pace: Amounts = (60, 20, 5),
    *,
    obliged: Amounts = (8000, 3000, 500),
    recorded: Amounts = (5000, 1500, 200),
    birthdays: float = 10,
    seed: int = 1,
    release: int | None = None,
) -> Record:
    """A register that lived for some months: recordings vary around a pace, some arrive, some die."""
    rng = np.random.default_rng(seed)
    made = Ledger(len(pace))
    made.post(OPENED, OBLIGED, Stream.HELD, obliged, effective=0)
    made.post(OPENED, RECORDED, Stream.HELD, recorded, effective=0)
    for ahead in range(1, months + 140):
        made.post(OPENED, OBLIGED, Stream.BIRTHDAY, [birthdays] * len(pace), effective=OPENED + ahead)
    for month in range(OPENED + 1, OPENED + months + 1):
        made.post(month, RECORDED, Stream.RECORDED, rng.poisson(pace))
        made.post(month, OBLIGED, Stream.ARRIVED, rng.poisson(np.array(obliged) * 0.002))
        made.post(month, OBLIGED, Stream.DIED, -rng.poisson(np.array(obliged) * 0.0005))
        moved = rng.integers(0, 6)
        made.post(month, OBLIGED, Stream.WITHIN, [moved, -moved] + [0] * (len(pace) - 2))
    if release is not None:
        made.post(OPENED + release, OBLIGED, Stream.JOINED, [n * 0.05 for n in obliged])
        made.post(OPENED + release, OBLIGED, Stream.STRUCK, [-n * 0.03 for n in obliged])
        made.post(OPENED + release, RECORDED, Stream.STRUCK, [-n * 0.02 for n in recorded])
    return made.record(OPENED + months)
