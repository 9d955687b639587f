"""Better and better rosters, until one is proven the best or the effort is spent.

The proof and the first prices come from all workers together. Rosters come from dives; what dives found is
mixed anew; and neighbourhoods, some of the workers while the others stay, are searched in the same way.
"""

from collections.abc import Sequence

import numpy as np

from rekam.domain.rosters.dive import dive
from rekam.domain.rosters.greedy import Greedy
from rekam.domain.rosters.mix import mix
from rekam.domain.rosters.part import Part
from rekam.domain.rosters.patterns import SCALE, Month
from rekam.domain.rosters.setting import Months, Setting

ROUNDS = 500  # of asking for months, more than any part needs
MOST_MIXED = 3000  # months at once
NODES = 500  # of branch and bound for a mixture
MIX_SECONDS = 30.0
SMALLEST = 8  # workers in a neighbourhood
NEARBY_PER_DIVE = 1.0  # work on neighbourhoods beside that on dives and mixtures


class Search:
    """One search from one seed."""

    def __init__(self, setting: Setting, seed: int) -> None:
        self.setting, self.effort = setting, setting.effort
        self.rng = np.random.default_rng(seed)
        self.greedy = Greedy(setting)
        self.size = min(SMALLEST, len(setting.people))
        self.root = Part(setting, range(len(setting.people)), setting.wanted)

    def run(self, hint: Months) -> None:
        """Search until nothing better can exist or the effort is spent; the setting keeps the best."""
        setting = self.setting
        if len(hint) == len(setting.people):
            setting.offer(hint)
        order = self.rng.permutation(len(setting.people)).tolist()
        setting.offer(self.greedy.improve(hint, order))
        self._prove()
        while not self._is_over():
            began = self.effort.spent
            self._dive()
            self._mix()
            self._nearby(NEARBY_PER_DIVE * (self.effort.spent - began))

    def _is_over(self) -> bool:
        return self.setting.is_proven() or self.effort.is_over()

    def _prove(self) -> None:
        """The bound, told as it rises."""
        for month in self.setting.best.values():
            self.root.master.add(month)
        for _ in range(ROUNDS):
            is_settled = self.root.settle(1)
            self.setting.prove(self.root.bound)
            if is_settled or self._is_over():
                break

    def _dive(self) -> None:
        if self._is_over():
            return
        found = dive(self.root, self.rng, self.setting.penalty)
        if found is not None:
            self.setting.offer(self.greedy.improve(found, list(found)))

    def _mix(self) -> None:
        """Known months that can be part of something better: no dearer than what is left of the gap."""
        if self._is_over():
            return
        setting = self.setting
        known = [month for months in setting.months for month in months.values()]
        gap = setting.penalty - 1 - self.root.lowest / SCALE
        rated = sorted(zip(self.root.reduced(known), known, strict=True))
        months = [month for reduced, month in rated if reduced <= gap + 1e-6][:MOST_MIXED]
        self._offer_mixed(months, setting.wanted, setting.best)

    def _offer_mixed(self, months: Sequence[Month], wanted: "np.ndarray", held: Months) -> None:
        listed = set(months)
        both = [*months, *(month for month in held.values() if month not in listed)]
        found = mix(self.setting, both, wanted, held, nodes=NODES, seconds=MIX_SECONDS)
        if found is not None:
            self.setting.offer({**self.setting.best, **found})

    # -- neighbourhoods ------------------------------------------------------------------------

    def _nearby(self, work: float) -> None:
        """Some workers at a time. Where none can do better, there are more of them the next time."""
        until = self.effort.spent + work
        while not self._is_over() and self.effort.spent < until and self.size < len(self.setting.people):
            if not self._try(self._neighbours()):
                self.size += 1

    def _try(self, numbers: list[int]) -> bool:
        """Whether there was anything to try: not where it is proven that these cannot do better."""
        setting = self.setting
        held = {number: setting.best[number] for number in numbers}
        wanted = setting.still_wanted(month for n, month in setting.best.items() if n not in held)
        now = setting.penalty - sum(month.cost for n, month in setting.best.items() if n not in held)
        known = [month for n in numbers for month in setting.newest(n)]
        part = Part(
            setting, numbers, wanted, [*held.values(), *known], self.root.prices, caps=self.root.master.caps
        )
        if not part.settle(ROUNDS) or part.bound >= now:
            return False
        found = dive(part, self.rng, now)
        if found is not None:
            setting.offer({**setting.best, **found})
        return True

    def _neighbours(self) -> list[int]:
        """Workers who can stand in for each other, begun from one whose month is far from ideal."""
        setting = self.setting
        months = [setting.best[n] for n in range(len(setting.people))]
        weights = 0.2 + np.array(self.root.reduced(months))
        first = int(self.rng.choice(len(months), p=weights / weights.sum()))
        alike = np.array([setting.in_common(first, other) for other in range(len(months))]) + 0.02
        alike[first] = 0
        others = self.rng.choice(len(months), self.size - 1, replace=False, p=alike / alike.sum())
        return [first, *others.tolist()]
