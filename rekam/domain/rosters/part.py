"""Some of the workers, and what is still wanted of them when all others stay: prices, and a proven bound."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from rekam.domain.rosters.master import Floats, Master
from rekam.domain.rosters.paths import Paths
from rekam.domain.rosters.patterns import SCALE, Month, Numbers, Shape
from rekam.domain.rosters.setting import Setting

PER_WORKER = 3  # months asked for at a time
SMOOTH = 0.8  # how far prices stay with those of the best bound
WORTHWHILE = 1e-6
READING = 6e-4  # work of reading one month
NOTHING_PROVEN = -(1 << 60)


class Part:
    """A master programme over known months, and the months that its prices ask for."""

    def __init__(
        self,
        setting: Setting,
        numbers: Iterable[int],
        wanted: Numbers,
        months: Iterable[Month] = (),
        prices: Floats | None = None,
        shapes: list[Shape] | None = None,
        caps: Numbers | None = None,
    ) -> None:
        self.setting, self.numbers, self.wanted = setting, sorted(numbers), wanted
        self.master = Master(setting, self.numbers, wanted, caps)
        self.shapes = setting.shapes(self.numbers) if shapes is None else shapes
        self.prices = np.zeros(len(wanted)) if prices is None else prices  # those of the best bound
        self.least: dict[int, int] = {}  # what each worker's best month costs at them, scaled
        self.lowest = NOTHING_PROVEN  # the best bound, scaled
        self.value = 0.0
        for month in months:
            self.master.add(month)

    @property
    def bound(self) -> int:
        """No roster of these workers costs less, the others' own costs aside."""
        return -(-self.lowest // SCALE)

    def settle(self, rounds: int) -> bool:
        """Ask for better months until there are none; False where the rounds or the time ended it."""
        if self.lowest == NOTHING_PROVEN:
            self._ask(self.prices, self.prices, None)
        for _ in range(rounds):
            self._solve()
            is_done = self.bound >= self.value - WORTHWHILE or not self._improve()
            if is_done and not self.master.raise_caps():
                return True
            if self.setting.effort.is_over():
                return False
        self._solve()
        return False

    def reduced(self, months: Sequence[Month]) -> list[float]:
        """How much dearer each month is than its worker's best one, at the prices of the bound."""
        by_spot = self.master.by_spot(self.master.whole(self.prices))
        costs = (SCALE * m.cost - int(by_spot[list(m.spots)].sum()) - self.least[m.person] for m in months)
        return [cost / SCALE for cost in costs]

    def _solve(self) -> None:
        self.value = self.master.solve()
        self.setting.effort.spend(self.master.work)

    def _improve(self) -> bool:
        """Months that the programme would take, asked for at smoothed prices first: they mislead less."""
        real, workers = self.master.cover_prices(), self.master.worker_prices()
        smooth = SMOOTH if self.lowest > NOTHING_PROVEN else 0.0
        while True:
            asked = smooth * self.prices + (1 - smooth) * real
            if self._ask(asked, real, workers, workers if smooth == 0.0 else None):
                return True
            if smooth == 0.0:
                return False
            smooth = max(0.0, smooth - 0.3)

    def _ask(
        self,
        prices: Floats,
        real: Floats,
        workers: dict[int, float] | None,
        below: dict[int, float] | None = None,
    ) -> int:
        """The best months at some prices, and what they prove. Those that pay at the real ones come in."""
        whole = self.master.whole(prices)
        by_spot = self.master.by_spot(whole)
        least, months = cheapest(self.setting, self.shapes, self.numbers, by_spot, below=below)
        lowest = int(whole @ self.wanted) + sum(least.values())
        if lowest > self.lowest:
            self.lowest, self.least, self.prices = lowest, least, whole / SCALE
        worth = self.master.by_spot(self.master.whole(real)) / SCALE
        found = 0
        for month in months:
            pays = workers is None or (
                month.cost - worth[list(month.spots)].sum() < workers[month.person] - WORTHWHILE
            )
            if pays and self.master.add(month):
                self.setting.keep(month)
                found += 1
        return found


def cheapest(
    setting: Setting,
    shapes: Iterable[Shape],
    numbers: Iterable[int],
    prices: Numbers,
    most: int = PER_WORKER,
    below: Mapping[int, float] | None = None,
) -> tuple[dict[int, int], list[Month]]:
    """For each worker what their best month costs less its prices, scaled; and their best months.

    With *below*, only months of workers whose best one costs less than that are read.
    """
    least: dict[int, int] = {}
    months: list[Month] = []
    asked = set(numbers)
    for shape in shapes:
        if asked.isdisjoint(shape.numbers):
            continue
        paths = Paths(shape, prices)
        rows = [w for w, number in enumerate(shape.numbers) if number in asked]
        for w, best in zip(rows, paths.best()[rows].tolist(), strict=True):
            least[shape.numbers[w]] = best + SCALE * setting.people[shape.numbers[w]].changed
        if below is not None:
            rows = [w for w in rows if least[shape.numbers[w]] < SCALE * below[shape.numbers[w]]]
        found = paths.months(rows, most) if rows else []
        setting.effort.spend(paths.work + READING * len(found))
        for w, spots, value in found:
            number = shape.numbers[w]
            cost = (value + int(prices[list(spots)].sum())) // SCALE
            months.append(Month(number, spots, cost + setting.people[number].changed))
    for number in sorted(asked & setting.earlier.keys()):
        earlier = setting.earlier[number]
        if earlier is None:
            continue
        value = SCALE * earlier.cost - int(prices[list(earlier.spots)].sum())
        least[number] = min(least[number], value)
        months.append(earlier)
    return least, months
