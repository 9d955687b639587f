"""When will it be done: the answer for the regency and every kecamatan, from the ledger's pages alone.

Nothing reads residents one by one. What was worked out is kept under the ledger's revision, as counts are.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from rekam.domain.forecast import backtest, months, noise, outlook, whatif
from rekam.domain.forecast.backtest import Trials
from rekam.domain.forecast.course import Added, course
from rekam.domain.forecast.model import Model, model
from rekam.domain.forecast.months import Month
from rekam.domain.forecast.noise import Noise
from rekam.domain.forecast.outlook import Bands, Meeting, Target
from rekam.domain.forecast.record import RECORDED, Floats, Known, Record, Stream, with_whole
from rekam.domain.forecast.releases import Release
from rekam.domain.forecast.whatif import Means, WhatIf
from rekam.office.coverage import queries as coverage
from rekam.office.forecast import means, planned, reading
from rekam.office.forecast.planned import Outreach
from rekam.office.ledger import queries as ledger
from rekam.office.regions.models import Area

# The same question gives the same answer, today and tomorrow, until something was learned.
SEED = 64_08
# Two years of past forecasts say how much the ranges can be trusted; older ones were another office.
LOOKED_BACK = 24
PAST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """One forecast. Arrays over areas have the regency last; months to come begin with the one after
    ``day``.
    """

    day: date
    first: Month
    codes: tuple[str, ...]
    obliged: Floats
    recorded: Floats
    bands: dict[str, Bands]
    come: Floats  # expected recordings [month, area]
    turning: Floats  # known to become obliged [month, area]
    planned: Floats  # of the adopted plan [month, area]
    meetings: tuple[Meeting, ...]
    targets: tuple[Target, ...]
    release: Release
    history: int  # complete months of news that this stands on

    @property
    def unrecorded(self) -> Floats:
        return self.obliged - self.recorded

    def ends(self) -> list[date]:
        """The last days of the months to come."""
        return [months.last_day(self.first + h) for h in range(len(self.come))]

    def place(self, code: str) -> int:
        """Where an area stands in the arrays; whatever is no kecamatan is the regency."""
        return _place(self.codes, code)


def _place(codes: tuple[str, ...], code: str) -> int:
    return codes.index(code) if code in codes else len(codes)


def begins() -> date | None:
    """The day after whose news the forecast begins: the last on which anything became known."""
    return ledger.revision()[2]


def forecast(until: Month, target: Target, asked: WhatIf, of: str = "") -> Answer:
    """The counts to the end of a month and when the target is met. Something was brought in: ``begins``.

    How many may be left is meant of the area with the code *of*; of the regency when there is none.
    """
    day = begins()
    assert day is not None
    first = _first(day)
    plan = _plan(first, until, day)
    key = f"forecast:{day}:{until}:{target}:{of}:{asked}:{plan.plan if plan else ''}"
    return coverage.kept(key, lambda: _forecast(day, until, target, of, asked, plan))


def _first(day: date) -> Month:
    """The first month to come: the rest of the day's own, or the next when that one is over."""
    return months.of(day) + (months.left(day) == 0)


@dataclass(frozen=True, slots=True)
class Scene:
    """What every what-if of one day has in common: the estimates, far ahead and near, and the draws."""

    near: Model
    far: Model
    drawn: Noise


@lru_cache(maxsize=2)
def _scene(revision: int, day: date, until: Month, releases: bool, plan: str) -> Scene:
    """Kept in memory: large, and the next what-if is asked within minutes. The revision makes it right."""
    record = reading.read()
    assert record is not None  # there is a day, so something was read
    found = _plan(_first(day), until, day)
    near, far = (
        _model(record, day, ahead, releases, found) for ahead in (until - _first(day) + 1, reading.FAR)
    )
    return Scene(near, far, noise.noise(near, seed=SEED, widened=trials().widening))


def _forecast(
    day: date, until: Month, target: Target, of: str, asked: WhatIf, plan: Outreach | None
) -> Answer:
    scene = _scene(ledger.revision()[0], day, until, asked.releases, plan.plan if plan else "")
    near, far = scene.near, scene.far
    measured = means.means(day)
    soon, later = (_added(asked, measured, _first(day), each, plan) for each in (near, far))
    made = course(near, scene.drawn, soon).with_whole()
    expected = course(far, noise.steady(far), later).with_whole()
    now = with_whole(near.known.obliged), with_whole(near.known.recorded)
    codes = tuple(area.code for area in reading.districts())
    targets = outlook.shared(target, now[0] - now[1], _place(codes, of))
    return Answer(
        day=day,
        first=_first(day),
        codes=codes,
        obliged=now[0],
        recorded=now[1],
        bands={name: outlook.bands(getattr(made, name)) for name in backtest.MEASURES},
        come=np.rint(np.median(made.come, axis=0)),
        turning=with_whole(near.known.coming[:, 0]),
        planned=with_whole(plan.mean) if plan else np.zeros_like(made.come[0]),
        meetings=tuple(outlook.meetings(now, made, expected, targets)),
        targets=tuple(targets),
        release=near.release,
        history=near.known.months,
    )


def _model(record: Record, day: date, ahead: int, releases: bool, plan: Outreach | None) -> Model:
    found = model(_without_visits(_known(record, day, ahead), plan), ahead)
    return found if releases else replace(found, release=replace(found.release, months=()))


def _known(record: Record, day: date, ahead: int) -> Known:
    part = months.left(day)
    if not part:
        return record.known_at(record.last, ahead)
    held = ledger.balances(on=day, known=day)
    return record.known_now(reading.by_district(held), part, ahead)


def _without_visits(known: Known, plan: Outreach | None) -> Known:
    """Today's pace without what visits recorded: those to come are the plan's own."""
    if plan is None or not known.months:
        return known
    flows = known.flows.copy()
    visited = plan.visited[-known.months :]
    flows[Stream.RECORDED, known.months - len(visited) :, RECORDED] -= visited
    return replace(known, flows=np.maximum(flows, np.minimum(known.flows, 0)))


def _plan(first: Month, until: Month, day: date) -> Outreach | None:
    codes = [area.code for area in reading.districts()]
    behind = range(first - reading.HISTORY, first)
    coming = [months.first_day(month) for month in range(first, until + 1)]
    return planned.outreach(codes, coming, [months.first_day(month) for month in behind], day)


def _added(asked: WhatIf, measured: Means, first: Month, found: Model, plan: Outreach | None) -> Added:
    made = whatif.added(asked, measured, first, found.ahead, found.known.part)
    if plan is None:
        return made
    rest = ((0, found.ahead - len(plan.mean)), (0, 0))  # beyond the forecast's last month nothing is planned
    return replace(made, mean=np.pad(plan.mean, rest), variance=np.pad(plan.variance, rest))


# -- how good it has been --------------------------------------------------------------------------


def trials() -> Trials:
    """Forecasts of the last two years made anew with what was known then, against what came."""
    return coverage.kept("forecast:trials", _trials)


def _trials() -> Trials:
    record = reading.read()
    if record is None:
        return backtest.nothing(0)
    return backtest.trials(record, seed=SEED, first=record.last - LOOKED_BACK)


@dataclass(frozen=True, slots=True)
class Past:
    """The unrecorded at the ends of past months, as known then [month, area], the regency last."""

    days: tuple[date, ...]
    unrecorded: Floats


def past() -> Past:
    return coverage.kept("forecast:past", _past)


def _past() -> Past:
    record = reading.read()
    if record is None:
        return Past((), np.zeros((0, 1)))
    ends = range(max(record.began, record.last - PAST_MONTHS), record.last + 1)
    counts = [record.truth(month) for month in ends]
    left = np.array([held[0] - held[1] for held in counts]).reshape(len(counts), record.areas)
    return Past(tuple(months.last_day(month) for month in ends), with_whole(left))


def areas() -> list[Area]:
    """The kecamatan in the order of the arrays."""
    return reading.districts()
