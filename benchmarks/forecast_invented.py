"""Long histories that nobody lived, for trying ranges on: every number in them is invented.

The process, each office with its own numbers drawn from the ranges named here. Eighteen kecamatan of very
unequal size hold 287,000 obliged, of whom 45 to 70 % are recorded. Every month
  pace       a part of the unrecorded is recorded: 1 to 4 %, times a season (up to a quarter either way), a
             slow drift of the regency and of each kecamatan, what passes with the month, campaigns (one
             month in fifteen one begins, one to four months, up to two and a half times), broken kits (one
             kecamatan in fifty, a month or two, three tenths of the pace)
  others     arrivals, departures, deaths, marriages and moves between kecamatan, small counts that vary more
             than chance alone; three recordings in a hundred are voided later
  birthdays  known years before; a quarter of them are recorded at 16
  releases   at the end of every semester, unequal in size, about 3 % of the obliged entering and 2.5 %
  struck off
"""

from dataclasses import dataclass, field

import numpy as np

from rekam.domain.forecast.record import OBLIGED, RECORDED, Record, Stream

AREAS, EARLY, MONTHS, AHEAD = 18, 36, 72, 12
BEGAN = 2010 * 12 + 11


@dataclass
class Lines:
    """Lines of an invented ledger while they are written."""

    parts: list[tuple[np.ndarray, ...]] = field(default_factory=list)

    def add(self, known: int, effective: int, measure: int, stream: Stream, amounts: np.ndarray) -> None:
        area = np.flatnonzero(amounts)
        size = len(area)
        line = (known, effective, area, measure, stream)
        filled = [part if isinstance(part, np.ndarray) else np.full(size, int(part)) for part in line]
        self.parts.append((*filled, amounts[area].astype(float)))

    def record(self, last: int) -> Record:
        return Record(AREAS, BEGAN, last, *(np.concatenate(p) for p in zip(*self.parts, strict=True)))


class Office:
    """One invented office, month by month."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = np.random.default_rng(seed)
        self.lines = Lines()
        size = rng.lognormal(0, 0.9, AREAS)
        self.obliged = np.maximum(np.rint(287_000 * size / size.sum()), 300)
        self.share = np.clip(rng.uniform(0.45, 0.7) + rng.normal(0, 0.08, AREAS), 0.2, 0.9)
        self.recorded = np.rint(self.obliged * self.share)
        self.base = np.log(rng.uniform(0.01, 0.04))
        self.season = np.sin(np.arange(12) / 6 * np.pi + rng.uniform(0, 6)) * rng.uniform(0, 0.25)
        self.drift, self.own = 0.0, rng.normal(0, 0.25, AREAS)
        self.drifting, self.passing = rng.uniform(0.02, 0.1), rng.uniform(0.05, 0.2)
        self.campaign, self.campaign_left = 1.0, 0
        self.broken = np.zeros(AREAS, int)
        self.rates = {
            Stream.ARRIVED: rng.uniform(0.001, 0.003),
            Stream.LEFT: rng.uniform(0.0005, 0.0015),
            Stream.DIED: rng.uniform(0.0004, 0.0007),
            Stream.MARRIED: 0.00008,
        }

    def live(self) -> Record:
        self._open()
        last = BEGAN + MONTHS
        for month in range(BEGAN + 1, last + 1):
            self._month(month)
        return self.lines.record(last)

    def _open(self) -> None:
        """What the register held when it was opened, with the recordings of three years before."""
        left = self.recorded.copy()
        unrecorded = self.obliged - self.recorded
        for month in range(BEGAN - EARLY + 1, BEGAN + 1):
            made = np.minimum(self.rng.poisson(unrecorded * self._pace(month)), left * 0.04)
            left -= np.rint(made)
            self.lines.add(BEGAN, month, RECORDED, Stream.TOLD, np.rint(made))
        self.lines.add(BEGAN, 0, RECORDED, Stream.HELD, left)
        self.lines.add(BEGAN, 0, OBLIGED, Stream.HELD, self.obliged)
        self.birthdays = self.rng.poisson(self.obliged * 0.0018, (MONTHS + AHEAD + 13, AREAS))
        for ahead, amounts in enumerate(self.birthdays, start=1):
            self.lines.add(BEGAN, BEGAN + ahead, OBLIGED, Stream.BIRTHDAY, amounts)

    def _pace(self, month: int) -> np.ndarray:
        rng = self.rng
        self.drift += rng.normal(0, self.drifting)
        self.own += rng.normal(0, 0.05, AREAS)
        self.campaign_left -= 1
        if self.campaign_left <= 0:
            begins = rng.random() < 1 / 15
            self.campaign, self.campaign_left = (
                (rng.uniform(1.3, 2.5), int(rng.integers(1, 5))) if begins else (1.0, 0)
            )
        self.broken = np.where(
            rng.random(AREAS) < 0.02, rng.integers(1, 3, AREAS), np.maximum(self.broken - 1, 0)
        )
        wave = self.base + self.drift + self.own + self.season[month % 12]
        wave = wave + rng.normal(0, self.passing) + rng.normal(0, 0.18, AREAS)
        pace: np.ndarray = np.exp(wave) * self.campaign * np.where(self.broken > 0, 0.3, 1.0)
        return np.minimum(pace, 0.5)

    def _month(self, month: int) -> None:
        self._birthdays(month)
        unrecorded = np.maximum(self.obliged - self.recorded, 0).astype(int)
        self._post(month, RECORDED, Stream.RECORDED, self.rng.binomial(unrecorded, self._pace(month)))
        voided = self.rng.binomial(np.maximum(self.recorded, 0).astype(int), 0.0004)
        self._post(month, RECORDED, Stream.CORRECTED, -voided)
        for stream, rate in self.rates.items():
            self._people(month, stream, rate)
        self._move(month)
        if month % 12 in (5, 11):
            self._release(month)

    def _post(self, month: int, measure: int, stream: Stream, amounts: np.ndarray) -> None:
        self.lines.add(month, month, measure, stream, amounts)
        if measure == OBLIGED:
            self.obliged = self.obliged + amounts
        else:
            self.recorded = self.recorded + amounts

    def _birthdays(self, month: int) -> None:
        """This month's are counted; a few of those of the next year are recorded at 16."""
        now = self.birthdays[month - BEGAN - 1]
        self.obliged = self.obliged + now
        if not hasattr(self, "early"):
            self.early = np.zeros((MONTHS + AHEAD + 13, AREAS), int)
        self.recorded = self.recorded + self.early[month - BEGAN - 1]
        for ahead in range(1, 13):
            place = month - BEGAN - 1 + ahead
            rest = np.maximum(self.birthdays[place] - self.early[place], 0)
            young = self.rng.binomial(rest, 0.024)
            self.early[place] += young
            self.lines.add(month, month + ahead, RECORDED, Stream.BIRTHDAY, young)

    def _people(self, month: int, stream: Stream, rate: float) -> None:
        wave = self.rng.lognormal(0, 0.12)
        people = self.rng.poisson(np.maximum(self.obliged, 0) * rate * wave)
        part = {Stream.ARRIVED: 0.6, Stream.MARRIED: 0.0}.get(stream)
        share = np.clip(self.recorded / np.maximum(self.obliged, 1), 0, 1) if part is None else part
        recorded = self.rng.binomial(people, share)
        sign = -1 if stream in (Stream.LEFT, Stream.DIED) else 1
        self._post(month, OBLIGED, stream, sign * people)
        self._post(month, RECORDED, stream, sign * recorded)

    def _move(self, month: int) -> None:
        movers = self.rng.poisson(self.obliged * 0.001)
        where = self.rng.multinomial(movers.sum(), self.obliged / self.obliged.sum())
        recorded = self.rng.binomial(movers, 0.6)
        there = self.rng.multinomial(recorded.sum(), self.obliged / self.obliged.sum())
        self._post(month, OBLIGED, Stream.WITHIN, where - movers)
        self._post(month, RECORDED, Stream.WITHIN, there - recorded)

    def _release(self, month: int) -> None:
        rng = self.rng
        joined = rng.poisson(self.obliged * 0.03 * rng.gamma(2, 1 / 2) * rng.gamma(6, 1 / 6, AREAS))
        struck = rng.poisson(self.obliged * 0.025 * rng.gamma(2, 1 / 2) * rng.gamma(6, 1 / 6, AREAS))
        share = np.clip(self.recorded / self.obliged, 0, 1)
        gone = rng.binomial(struck, share)
        self._post(month, OBLIGED, Stream.JOINED, joined)
        self._post(month, RECORDED, Stream.JOINED, rng.binomial(joined, 0.2))
        self._post(month, OBLIGED, Stream.STRUCK, -struck)
        self._post(month, RECORDED, Stream.STRUCK, -gone)


def offices(count: int, seed: int) -> list[Record]:
    """Invented offices, each with a ledger of six years and what it told of three years before."""
    return [Office(seed + number).live() for number in range(count)]
