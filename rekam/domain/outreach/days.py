"""One team's day at given prices: the sites worth a call, and every call that can follow a beginning."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rekam.domain.outreach.ahead import Ahead, Ways
from rekam.domain.outreach.ground import NEVER, Ground, Numbers, Team, cut
from rekam.domain.outreach.labels import Labels, front, joined


@dataclass(frozen=True)
class Day:
    """``worth`` of so many blocks of a site (sites by blocks less one), ``blocks`` a route may work there,
    ``sites`` that can be worth a call. ``ahead`` says what can still be earned, where that was computed.
    """

    ground: Ground
    team: Team
    worth: Numbers
    blocks: Numbers
    sites: Numbers
    travel_price: int
    remembered: NDArray[np.uint64] | None = None
    ahead: Ahead | None = None

    @cached_property
    def base(self) -> int:
        """Its point."""
        return self.ground.problem.bases[self.team.kind.base].point

    @cached_property
    def ways(self) -> Ways:
        """Between its sites."""
        points, travel = self.ground.point[self.sites], self.ground.travel
        return Ways(travel[np.ix_(points, points)], travel[self.base, points], travel[points, self.base])

    @cached_property
    def place(self) -> Numbers:
        """Of each site among those of the day."""
        place = np.full(len(self.ground.blocks), -1)
        place[self.sites] = np.arange(len(self.sites))
        return place

    @cached_property
    def least_minutes(self) -> int:
        """Of any block."""
        return int(self.ground.minutes.min(initial=NEVER))

    @cached_property
    def latest(self) -> int:
        """After which no block ends."""
        closes = self.ground.windows[self.team.group][1][self.sites]
        return min(int(closes.max(initial=0)), self.team.kind.shift.closes)

    def points(self, labels: Labels) -> Numbers:
        """Where beginnings stand."""
        return np.where(labels.site >= 0, self.ground.point[labels.site], self.base)

    # -- lengthening ---------------------------------------------------------------------------

    def lengthen(self, at: Labels, own: Numbers, *, is_exact: bool, is_last: bool, over: int) -> Labels:
        """Every beginning with every call that can follow, if what it promises is more than *over*."""
        ground, shift, sites = self.ground, self.team.kind.shift, self.sites
        way = ground.travel[self.points(at)][:, ground.point[sites]]
        arrives = at.time[:, None] + way
        latest = np.minimum(ground.windows[self.team.group][1].max(axis=1)[sites], shift.closes)
        if is_last:
            latest = np.minimum(latest, shift.closes - self.ways.back)
        fits = arrives + ground.minutes[sites] <= latest
        for word in range(ground.words):
            fits &= (at.been[:, word][:, None] & ground.bits[sites, word][None, :]) == 0
        value = at.value[:, None] - self.travel_price * way
        if self.ahead is not None:
            fits &= value + self._there(arrives) > over
        parent, which = np.nonzero(fits)
        arrived = Labels(
            site=sites[which],
            time=arrives[parent, which],
            value=value[parent, which],
            been=at.been[parent],
            here=np.where(at.site[parent] == sites[which], at.here[parent], 0),
            blocks=np.zeros(len(which), dtype=np.int64),
            parent=own[parent],
        )
        # Where nothing more will fit today, where they have been does not matter any more.
        is_final = arrived.time + ground.minutes[arrived.site] + self.least_minutes > self.latest
        final = arrived.take(is_final if is_exact else np.ones(len(arrived), dtype=bool))
        final = final.take(front(final, is_exact=False, nights=not is_last))
        arrived = joined([final, arrived.take(~is_final)]) if is_exact else final
        return self._worked(arrived, is_last=is_last, over=over)

    def _there(self, arrives: Numbers) -> Numbers:
        """What can still be earned, for sites by columns."""
        ahead = self.ahead
        assert ahead is not None
        steps = np.minimum((arrives - ahead.clock.opens) // ahead.clock.step, ahead.clock.steps)
        there: Numbers = ahead.there[np.arange(len(self.sites))[None, :], steps]
        return there

    def still(self, labels: Labels) -> Numbers:
        """What can still be earned after the work, on the way home included."""
        ahead = self.ahead
        assert ahead is not None
        after: Numbers = ahead.after[
            self.place[labels.site], (labels.time - ahead.clock.opens) // ahead.clock.step
        ]
        return after

    def _worked(self, arrived: Labels, *, is_last: bool, over: int) -> Labels:
        """Every arrival with every number of blocks."""
        ground, closes = self.ground, self.team.kind.shift.closes
        parts = []
        for blocks in range(1, ground.most_blocks + 1):
            arrived = arrived.take(arrived.here + blocks <= self.blocks[arrived.site])
            if not len(arrived):
                break
            site = arrived.site
            opens_at, closes_at = (windows[site] for windows in ground.windows[self.team.group])
            wanted = np.full(len(site), blocks)
            ends = cut(opens_at, closes_at, ground.minutes[site], arrived.time, wanted)
            back = ground.travel[ground.point[site], self.base] if is_last else np.zeros_like(ends)
            fits = ends + back <= closes
            arrived, ends, site = arrived.take(fits), ends[fits], site[fits]
            parts.append(
                Labels(
                    site,
                    ends,
                    arrived.value + self.worth[site, blocks - 1],
                    self._been(arrived),
                    arrived.here + blocks,
                    wanted[fits],
                    arrived.parent,
                )
            )
        if not parts:
            return arrived
        done = joined(parts)
        return done if self.ahead is None else done.take(done.value + self.still(done) > over)

    def _been(self, arrived: Labels) -> NDArray[np.uint64]:
        been = arrived.been if self.remembered is None else arrived.been & self.remembered[arrived.site]
        found: NDArray[np.uint64] = been | self.ground.bits[arrived.site]
        return found
