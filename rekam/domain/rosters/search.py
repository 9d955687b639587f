"""Better and better rosters, until one is proven the best or the effort is spent.

The proof and the prices come from all workers together (``part``). Rosters come from three sides: from
neighbourhoods, which close in quickly where there are people enough (``nearby``); from dives along the
prices, which find their way where there are not (``dive``); and from mixing anew the months that both have
found (``mix``).
"""

from collections.abc import Sequence

import numpy as np

from rekam.domain.rosters.dive import dive
from rekam.domain.rosters.greedy import Greedy
from rekam.domain.rosters.mix import mix
from rekam.domain.rosters.nearby import Nearby
from rekam.domain.rosters.part import Part
from rekam.domain.rosters.patterns import SCALE, Month
from rekam.domain.rosters.setting import Months, Setting

ROUNDS = 500  # of asking for months, more than any part needs
NEARBY_FIRST = 0.35  # of all work for neighbourhoods before anything is proven, while they come easily
BESIDE = 2  # neighbourhoods for each other thread during one round of the proof, about as long
NEARBY = 4.0  # work for neighbourhoods before something else is tried
MOST_MIXED = 3000  # months at once
NODES = 100  # of branch and bound for a mixture
SMALLEST = 8  # workers in a part
ROUNDS_PER_STEP = 4  # of a dive, about
MOST_FOR_DIVE = 0.5  # of the work that is left


class Search:
    """One search from one seed."""

    def __init__(self, setting: Setting, seed: int, threads: int) -> None:
        self.setting, self.effort = setting, setting.effort
        self.rng = np.random.default_rng(seed)
        self.greedy = Greedy(setting)
        self.nearby = Nearby(setting, self.rng, threads)
        self.size = min(SMALLEST, len(setting.people))
        self.others = BESIDE * (threads - 1) if self.nearby.size < len(setting.people) else 0
        self.a_round = 0.0  # work of one round of the whole

    def run(self, hint: Months) -> None:
        """Search until nothing better can exist or the effort is spent; the setting keeps the best."""
        try:
            self._run(hint)
        finally:
            self.nearby.close()

    def _run(self, hint: Months) -> None:
        setting = self.setting
        if len(hint) == len(setting.people):
            setting.offer(hint)
        order = self.rng.permutation(len(setting.people)).tolist()
        setting.offer(self.greedy.improve(hint, order))
        self.nearby.search(NEARBY_FIRST * self.effort.left)
        if not self._is_over():
            self._prove()
        while not self._is_over():
            if not self.nearby.search(NEARBY):
                self._dive()

    def _is_over(self) -> bool:
        return self.setting.is_proven() or self.effort.is_over()

    def _prove(self) -> None:
        """The bound, told as it rises. It needs one thread: the others search neighbourhoods beside it."""
        setting, before = self.setting, self.effort.spent
        months = (*setting.best.values(), *(m for n in range(len(setting.people)) for m in setting.newest(n)))
        self.root = Part(setting, range(len(setting.people)), setting.wanted, months)
        for rounds in range(1, ROUNDS):
            begun = self.nearby.begin(self.others) if self.others else None
            at = self.effort.spent
            is_settled = self.root.settle(1)
            setting.prove(self.root.bound)
            if begun is not None:
                self.nearby.finish(begun, beside=self.effort.spent - at)
            self.a_round = (self.effort.spent - before) / rounds
            if is_settled or self._is_over():
                break

    def _dive(self) -> None:
        """Down along the prices, mix what was found, and try parts for as long; if there is work enough."""
        before = self.effort.spent
        if self.a_round * ROUNDS_PER_STEP * len(self.setting.people) / 2 > MOST_FOR_DIVE * self.effort.left:
            return
        found = dive(self.root, self.rng, self.setting.penalty)
        if found is not None:
            self.setting.offer(self.greedy.improve(found, list(found)))
        self._mix()
        self._parts(self.effort.spent - before)

    def _mix(self) -> None:
        """Known months that can be part of something better: no dearer than what is left of the gap."""
        if self._is_over():
            return
        setting = self.setting
        known = [month for months in setting.months for month in months.values()]
        gap = setting.penalty - 1 - self.root.lowest / SCALE
        rated = sorted(zip(self.root.reduced(known), known, strict=True))
        months = [month for reduced, month in rated if reduced <= gap + 1e-6][:MOST_MIXED]
        listed = set(months)
        months += [month for month in setting.best.values() if month not in listed]
        found = mix(setting, months, setting.wanted, setting.best, nodes=NODES)
        if found is not None:
            setting.offer(found)

    # -- parts ---------------------------------------------------------------------------------

    def _parts(self, work: float) -> None:
        """Some workers at a time. Where none can do better, there are more of them the next time."""
        until = self.effort.spent + work
        while not self._is_over() and self.effort.spent < until and self.size < len(self.setting.people):
            if not self._try(self._far_from_ideal()):
                self.size += 1

    def _try(self, numbers: Sequence[int]) -> bool:
        """Whether there was anything to try: not where it is proven that these cannot do better."""
        setting, root = self.setting, self.root
        held = {number: setting.best[number] for number in numbers}
        others = [month for number, month in setting.best.items() if number not in held]
        now = setting.penalty - sum(month.cost for month in others)
        known: list[Month] = [*held.values(), *(month for n in numbers for month in setting.newest(n))]
        part = Part(setting, numbers, setting.still_wanted(others), known, root.prices, caps=root.master.caps)
        if not part.settle(ROUNDS) or part.bound >= now:
            return False
        found = dive(part, self.rng, now)
        if found is not None:
            setting.offer({**setting.best, **found})
        return True

    def _far_from_ideal(self) -> list[int]:
        """Workers whose months cost more than their best ones, at the prices of the bound."""
        months = [self.setting.best[n] for n in range(len(self.setting.people))]
        weights = 0.2 + np.array(self.root.reduced(months))
        chosen = self.rng.choice(len(months), self.size, replace=False, p=weights / weights.sum())
        return [int(number) for number in chosen]
