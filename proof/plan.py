"""What is proved, how often, and what a machine cannot do."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from proof import cuts, errors, forgeries, kills, links, mishaps, model, proxy, tracing
from proof.counts import Count
from proof.trials import NEED_POWER, NEED_STRACE, TRIALS
from proof.world import Factory

# No target makes more calls of one kind (the worker writes 96 times): past that, counting begins anew.
MOST_CALLS = 100
Run = Callable[[Factory, int, int], int]  # how many, and a seed; how many there were


@dataclass(frozen=True)
class Part:
    """`portion` is done again and again, with another seed each time."""

    name: str
    unit: str
    goal: int
    portion: int
    do: Run

    def run(self, factory: Factory, seed: int, left: int) -> Count:
        """One portion, of no more than what is *left*."""
        begun = time.monotonic()
        done = self.do(factory, min(self.portion, left), seed)
        points = sorted(factory.points) if self.name in ("places", "kills") else []
        return Count(self.unit, self.goal, done, time.monotonic() - begun, points=points)


def long(share: float = 1.0) -> list[Part]:
    """The goals of the proof."""
    parts = _parts(
        places=2 * len(kills.TARGETS),
        kills=10_000,
        faults=2_000,
        power=1_000,
        links=20_000,
        wires=4_000,
        model=1_000_000,
        forged=100_000,
        mishaps=100,
    )
    if share == 1.0:
        return parts
    return [Part(p.name, p.unit, max(int(p.goal * share), 1), p.portion, p.do) for p in parts]


def short() -> list[Part]:
    """But for the walks, of which one takes longer than a minute."""
    parts = _parts(places=1, kills=18, faults=10, power=6, links=8, wires=6, model=1, forged=30, mishaps=1)
    return [part for part in parts if part.name != "places"]


def _parts(
    *,
    places: int,
    kills: int,
    faults: int,
    power: int,
    links: int,
    wires: int,
    model: int,
    forged: int,
    mishaps: int,
) -> list[Part]:
    parts = [
        Part("mishaps", "rounds of every mishap", mishaps, 1, _mishaps),
        Part("forgeries", "forged or replayed packets", forged, 600, _forged),
        Part("links", "captures over bad links", links, 60, _links),
        Part("wires", "cuts after K bytes", wires, 200, _wires),
        Part("model", "captures in any order", model, 2000, _model),
        Part("places", "acts killed at every place", places, 1, _places),
        Part("kills", "kill points", kills, 120, _kills),
        Part("errors", "failed system calls", faults, 110, _errors),
        Part("power", "power cuts", power, 50, _power),
    ]
    return [part for part in parts if part.name not in _impossible()]


def possible() -> list[str]:
    """The trials that this machine can do."""
    hidden = set(NEED_POWER if cuts.why_not() else ())
    hidden |= set() if tracing.is_possible() else set(NEED_STRACE)
    return [name for name in TRIALS if name not in hidden]


def cannot() -> list[str]:
    """Said plainly, for whoever reads the log."""
    lines = []
    if not tracing.is_possible():
        lines.append("NOT PROVED HERE: kills and failing disks, because there is no strace on this machine.")
    if why := cuts.why_not():
        lines.append(f"NOT PROVED HERE: power cuts, because {why}.")
    return lines


def _impossible() -> set[str]:
    found = set() if tracing.is_possible() else {"places", "kills", "errors"}
    return found | ({"power"} if cuts.why_not() else set())


def _mishaps(factory: Factory, number: int, seed: int) -> int:
    mishaps.run(factory, times=number, has_strace=tracing.is_possible(), seed=seed)
    return number


def _forged(factory: Factory, number: int, seed: int) -> int:
    return forgeries.run(factory, packets_sent=number, seed=seed)


def _links(factory: Factory, number: int, seed: int) -> int:
    links.run(factory, captures=number, seed=seed)
    return number


def _wires(factory: Factory, number: int, seed: int) -> int:
    """On a wire that holds in between, some with an image of several parts; and then on one that goes down by
    itself, and on one that is slow. Counted are the cuts that came.
    """
    large = number // 10
    came = proxy.cut_everywhere(factory, cuts=number - large, seed=seed)
    if large:
        came += proxy.cut_everywhere(factory, cuts=large, seed=seed, size=80_000)
    proxy.lossy(factory, captures=max(number // 10, 1), share=(seed % 5) / 10, seed=seed)
    proxy.slow(factory)
    return came


def _model(factory: Factory, number: int, seed: int) -> int:
    """One life more than so many people take: the first is always Hypothesis's simplest, in which one comes.
    The short form has a short one.
    """
    if number < 20:
        return model.run(factory, examples=2, seed=seed, steps=8, most=3)
    return model.run(factory, examples=1 + number // model.A_LIFE, seed=seed)


def _places(factory: Factory, number: int, seed: int) -> int:
    """One act after the other, each with a small image and then with a large one."""
    factory.points.clear()
    for turn in range(seed - 1, seed - 1 + number):
        lap, which = divmod(turn, len(kills.TARGETS))
        kills.walk(factory, kills.TARGETS[which], seed=turn, large=lap % 2 == 1)
    return number


def _kills(factory: Factory, number: int, seed: int) -> int:
    """Each portion goes on where the last one stopped counting system calls; past the last it begins anew."""
    factory.points.clear()
    targets = len(kills.TARGETS)
    each = max(number // targets, 1)
    counted = -(-each // len(tracing.MATTER))
    return kills.run(factory, points=each * targets, skip=(seed - 1) * counted % MOST_CALLS)


def _errors(factory: Factory, number: int, seed: int) -> int:
    return errors.run(factory, most=number, first=1 + (seed - 1) % 30)


def _power(factory: Factory, number: int, seed: int) -> int:
    dice, each = random.Random(seed), max(number // 5, 1)
    ways = (cuts.at_laptop, cuts.at_office, cuts.after_receipts, cuts.after_kills, cuts.after_failed_syncs)
    for way in ways:
        way(factory, cuts=each, dice=dice)
    return len(ways) * each
