"""Prices of everything that routes share, and what they prove."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from rekam.domain.outreach.ground import Ground, Numbers
from rekam.domain.outreach.left import Left
from rekam.domain.outreach.trips import SCALE, Prices


@dataclass(frozen=True)
class Duals:
    """Scaled whole numbers, none below 0: by site, team, kit row, limit, want and floor."""

    block: Numbers
    team: Numbers
    kits: Numbers
    limit: Numbers
    want: Numbers
    floor: Numbers

    def towards(self, other: "Duals", share: float) -> "Duals":
        """A part of the way from these to others."""
        mixed = (
            np.rint((1 - share) * getattr(self, part.name) + share * getattr(other, part.name))
            for part in fields(self)
        )
        return Duals(*(part.astype(np.int64) for part in mixed))

    def prices(self, ground: Ground, left: Left) -> Prices:
        """As routes see them: a team pays for its kit as well."""
        team = self.team.copy()
        for row, (teams, _) in enumerate(ground.kit_rows):
            team[list(teams)] += self.kits[row]
        counts = np.arange(1, ground.most_blocks + 1)
        return Prices(
            self.block[:, None] * counts[None, :], ground.blocks - left.used, team, self.want, self.limit
        )

    def raised(self, best: Mapping[tuple[int, ...], int], has_spans: bool) -> "Duals":
        """With teams so dear that no route earns more than it pays, and if possible no dearer."""
        team = self.team.copy()
        singles = {span[0]: value for span, value in best.items() if len(span) == 1}
        for number in range(len(team)):
            change = singles.get(number, -int(team[number]))
            team[number] = max(0, int(team[number]) + (max(0, change) if has_spans else change))
        for span, value in best.items():
            if len(span) > 1:
                missing = value - sum(int(team[n] - self.team[n]) for n in span)
                if missing > 0:
                    for n in set(span):
                        team[n] += -(-missing // len(span))
        return Duals(self.block, team, self.kits, self.limit, self.want, self.floor)

    def bound(self, ground: Ground, left: Left, wanted: Numbers, floors: Numbers) -> int:
        """What no plan can exceed, scaled, once no route earns more than it pays."""
        total = sum(
            int(price @ most)
            for price, most in (
                (self.team, left.team),
                (self.kits, left.kits),
                (self.limit, left.limit),
                (self.want, -wanted),
                (self.floor, -floors),
            )
        )
        for number, site in enumerate(ground.problem.sites):
            floor = ground.floor_of[number]
            times, price = SCALE + (int(self.floor[floor]) if floor >= 0 else 0), int(self.block[number])
            for expected in site.expected[int(left.used[number]) :]:
                if expected * times <= price:
                    break
                total += expected * times - price
        return total
