"""A first roster at once, and small steps to a better one: each worker's best month beside all others'."""

from collections.abc import Sequence

import numpy as np

from rekam.domain.rosters.part import cheapest
from rekam.domain.rosters.patterns import SCALE, Month, Numbers, Shape
from rekam.domain.rosters.setting import Months, Setting


class Greedy:
    """One worker at a time."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.shapes: dict[int, list[Shape]] = {}

    def improve(self, months: Months, order: Sequence[int]) -> Months:
        """Every worker in turn takes the month that is best for the whole, again and again while it helps.

        Who has no month gets one whatever the clock says: then there is a roster.
        """
        months = dict(months)
        for number in order:
            if number not in months:
                self._turn(months, number)
        changed = True
        while changed and not self.setting.effort.is_over():
            changes = [self._turn(months, number) for number in order]
            changed = any(changes)
        return months

    def _turn(self, months: Months, number: int) -> bool:
        """Whether the worker changed to a better month."""
        setting = self.setting
        others = [month for n, month in months.items() if n != number]
        prices = marginal(setting, setting.still_wanted(others))
        held, best = months.get(number), self._best(number, prices)
        if held is not None and _value(held, prices) <= _value(best, prices):
            return False
        months[number] = best
        setting.keep(best)
        return True

    def _best(self, number: int, prices: Numbers) -> Month:
        if number not in self.shapes:
            self.shapes[number] = self.setting.shapes([number])
        _, found = cheapest(self.setting, self.shapes[number], [number], prices, 1)
        return min(found, key=lambda month: _value(month, prices))


def marginal(setting: Setting, wanted: Numbers) -> Numbers:
    """What one more person is worth at each spot. One worker adds no more than that: it is exact."""
    worth = SCALE * np.where(wanted > 0, setting.missing, -setting.extra)
    return setting.by_spot(worth)


def _value(month: Month, prices: Numbers) -> int:
    return SCALE * month.cost - int(prices[list(month.spots)].sum())
