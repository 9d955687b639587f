"""What is left to chance, drawn once: the same draws then answer every "what if" of the same day.

Nothing in here knows a plan or a what-if. So two answers differ by what was asked and never by luck, and more
kits can never make anything later.
"""

from dataclasses import dataclass

import numpy as np

from rekam.domain.forecast.flows import Count, Net
from rekam.domain.forecast.model import Model
from rekam.domain.forecast.record import OBLIGED, RECORDED, Floats
from rekam.domain.forecast.spread import Spread

DRAWS = 1000
# How differently a release falls on single areas: variance of their share.
UNEVEN = 0.15


@dataclass(frozen=True, slots=True)
class Widening:
    """By how much the regency's and the areas' own spread is drawn wider than the past alone suggests."""

    common: float = 1.0
    own: float = 1.0


@dataclass(frozen=True, slots=True)
class Noise:
    """Draws [draw, month, area] of everything but the course itself.

    ``pace`` is the part of the unrecorded who come in a month; ``gone`` and ``struck`` are parts of who is
    there; ``people`` and ``unrecorded`` are those who come from outside. ``luck`` are normal draws for what
    a plan or a what-if adds.
    """

    pace: Floats
    people: Floats
    unrecorded: Floats
    gone: Floats
    gone_unrecorded: Floats
    luck: Floats

    @property
    def draws(self) -> int:
        return len(self.pace)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What each stream brings [draw, month, area]; *nets* have a measure before the area.

    ``entered`` are people, ``struck`` parts of those who are there.
    """

    paced: Floats
    arrived: Floats
    left: Floats
    died: Floats
    married: Floats
    entered: Floats
    struck: Floats
    nets: Floats


def noise(model: Model, *, seed: int, draws: int = DRAWS, widened: Widening | None = None) -> Noise:
    """Draw everything. Each stream has its own generator, so that one more of them changes no other."""
    size = (draws, model.ahead, model.areas)
    wider = widened or Widening()
    generators = map(np.random.default_rng, np.random.SeedSequence(seed).spawn(9))
    counts = (model.recordings, model.arrived, model.left, model.died, model.married)
    paced, arrived, left, died, married = (
        amounts(next(generators), count, size, model.known.part, wider) for count in counts
    )
    nets = [_net(next(generators), net, size) * _parts(model) for net in (model.within, model.corrected)]
    entered, struck = _release(next(generators), model, size)
    luck = next(generators).standard_normal(size)
    return _noise(model, Drawn(paced, arrived, left, died, married, entered, struck, nets[0] + nets[1]), luck)


def steady(model: Model) -> Noise:
    """No chance at all, one draw: every stream at its median, every release at its mean."""
    counts = (model.recordings, model.arrived, model.left, model.died, model.married)
    paced, arrived, left, died, married = ((c.amounts * _parts(model)[:, :, 0])[None] for c in counts)
    nets = (model.within.mean + model.corrected.mean) * _parts(model)
    happens = np.zeros((model.ahead, 1))
    happens[list(model.release.months)] = model.release.chance
    entered = (happens * model.release.joined * model.known.obliged)[None]
    struck = (happens * model.release.struck)[None]
    none = np.zeros((1, model.ahead, model.areas))
    return _noise(model, Drawn(paced, arrived, left, died, married, entered, struck, nets[None]), none)


def _parts(model: Model) -> Floats:
    """How much of each month is still to come [month, 1, 1]."""
    found = np.ones((model.ahead, 1, 1))
    found[:1] = model.known.part
    return found


def _noise(model: Model, drawn: Drawn, luck: Floats) -> Noise:
    """Streams as parts of who is there and as people who come from outside."""
    known, struck_unrecorded = model.known, drawn.struck * _unrecorded_struck(model)
    others = known.coming + model.late + drawn.nets
    obliged, unrecorded = np.maximum(known.obliged, 1.0), np.maximum(known.unrecorded, 1.0)
    fresh = drawn.arrived * (1 - model.arrived.recorded) + drawn.married * (1 - model.married.recorded)
    fresh = fresh + drawn.entered * (1 - model.release.joined_recorded)
    lost = drawn.left * (1 - model.left.recorded) + drawn.died * (1 - model.died.recorded)
    return Noise(
        pace=np.clip(drawn.paced / np.maximum(_pool(model), 1.0), 0, 1),
        people=drawn.arrived + drawn.married + drawn.entered + others[:, :, OBLIGED],
        unrecorded=fresh + others[:, :, OBLIGED] - others[:, :, RECORDED],
        gone=np.clip((drawn.left + drawn.died) / obliged + drawn.struck, 0, 1),
        gone_unrecorded=np.clip(lost / unrecorded + struck_unrecorded, 0, 1),
        luck=luck,
    )


def _pool(model: Model) -> Floats:
    """The unrecorded whom the pace was measured on; where an area has none, its part of the regency's."""
    pool = model.known.unrecorded
    amounts = model.recordings.amounts[0] if model.ahead else np.zeros_like(pool)
    whole = amounts.sum()
    return np.where(pool > 0, pool, amounts * (pool.sum() / whole if whole else 0))


def amounts(
    rng: np.random.Generator, count: Count, size: tuple[int, int, int], part: float, widened: Widening
) -> Floats:
    """Amounts around their medians: a common wave, each area's own, and the luck of small numbers."""
    common = _wave(rng, count.common.times(widened.common), size[:2])[:, :, None]
    own = _wave(rng, count.own.times(widened.own), size)
    median = np.maximum(count.amounts, 0).copy()
    median[:1] *= part
    counted = _gamma(rng, np.broadcast_to(1 / np.maximum(median, 0.05), size))
    found: Floats = median * np.exp(common + own) * counted
    return found


def _wave(rng: np.random.Generator, spread: Spread, size: tuple[int, ...]) -> Floats:
    """What passes with its month, what is wrong from the start, what lasts: months are the second axis."""
    passing = rng.standard_normal(size) * np.sqrt(spread.passing)
    starting = rng.standard_normal((size[0], 1, *size[2:])) * np.sqrt(spread.starting)
    lasting = np.cumsum(rng.standard_normal(size) * np.sqrt(spread.lasting), axis=1)
    found: Floats = passing + starting + lasting
    return found


def _gamma(rng: np.random.Generator, variance: Floats) -> Floats:
    """Factors above nothing with mean one. Times a mean m, variance 1/m is what counting m people has."""
    found: Floats = rng.gamma(1 / variance, variance)
    return found


def _net(rng: np.random.Generator, net: Net, size: tuple[int, int, int]) -> Floats:
    """[draw, month, measure, area]: the mean and the rest of any past month, with either sign."""
    if not len(net.rest):
        return np.broadcast_to(net.mean, (*size[:2], *net.mean.shape))
    which = rng.integers(0, len(net.rest), size[:2])
    sign = rng.choice((-1.0, 1.0), size[:2])
    found: Floats = net.mean + net.rest[which] * sign[:, :, None, None]
    return found


def _release(rng: np.random.Generator, model: Model, size: tuple[int, int, int]) -> tuple[Floats, Floats]:
    """Who enters with a release, and which part of everybody is struck off."""
    release = model.release
    happens = np.zeros(size[:2])
    happens[:, list(release.months)] = rng.random((size[0], len(release.months))) < release.chance
    wide, uneven = np.full(size[:2], release.variation**2), np.full(size, UNEVEN)
    entered, struck = ((_gamma(rng, wide) * happens)[:, :, None] * _gamma(rng, uneven) for _ in range(2))
    return entered * release.joined * model.known.obliged, struck * release.struck


def _unrecorded_struck(model: Model) -> Floats:
    """How much likelier an unrecorded person is to be struck off than anybody else, by area."""
    known = model.known
    share = np.clip(known.recorded / np.maximum(known.obliged, 1.0), 0, 1)
    rest = 1 - model.release.struck_recorded * share
    found = np.divide(rest, 1 - share, out=np.ones_like(share), where=share < 1)
    return np.clip(found, 0, 3)
