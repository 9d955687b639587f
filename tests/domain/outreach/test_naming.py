"""Routes of several days find crews whose rosters hold them, as many as can be."""

import random
from collections import Counter
from functools import cache

import pytest

from rekam.domain.outreach.ground import Ground
from rekam.domain.outreach.model import Crew, Kit, Promise
from rekam.domain.outreach.naming import Dealing
from rekam.domain.outreach.packing import pack, spots, worth
from rekam.domain.outreach.trips import Trip
from tests.domain.outreach import make

DAYS, SITES = 7, 40


def _ground(rng: random.Random) -> Ground:
    """Three crews with rosters of their own, two or three kits, villages where one can stay."""
    open_days = dict.fromkeys(range(DAYS), make.DAY)
    far = [make.site(f"V{n}", 1, (20,), windows=open_days, is_far=True) for n in range(SITES)]
    base = make.base(kits=3, days=DAYS, most_nights=3)
    crews = []
    for n in range(3):
        days = [day for day in range(DAYS) if rng.random() < 0.8]
        crews.append(Crew(f"C{n}", dict.fromkeys(days, make.SHIFT), most_nights=3))
    kits = (*base.kits[:2], Kit("K2", frozenset(rng.sample(range(DAYS), 4))))
    at = type(base)(base.code, base.point, kits, tuple(crews))
    return Ground(make.problem(*far, days=DAYS, at=at))


def _trips(rng: random.Random, ground: Ground, count: int) -> list[Trip]:
    """Each to villages of its own, so that all of them are worth as much a day."""
    villages = iter(range(SITES))
    spans = [rng.choice(sorted(ground.spans)) for _ in range(count)]
    return [Trip(span, tuple(((next(villages), 1),) for _ in span), 60) for span in spans]


def _most(ground: Ground, trips: list[Trip]) -> int:
    """How many days can be covered, by trying everything."""
    kits = ground.problem.bases[0]

    @cache
    def best(number: int, busy: frozenset[tuple[str, int]]) -> int:
        if number == len(trips):
            return 0
        most = best(number + 1, busy)
        size = len(trips[number].teams)
        for crew, day in spots(ground, trips[number].teams):
            ours = {(crew.code, day + n) for n in range(size)}
            out = Counter(then for _, then in busy | ours)
            if not ours & busy and all(n <= kits.fit_kits(then) for then, n in out.items()):
                most = max(most, size + best(number + 1, busy | ours))
        return most

    return best(0, frozenset())


@pytest.mark.parametrize("seed", range(30))
def test_as_many_days_as_can_be_are_packed(seed: int) -> None:
    rng = random.Random(seed)
    ground = _ground(rng)
    trips = _trips(rng, ground, 5) if ground.spans else []

    packed = pack(ground, trips)

    assert sum(len(span) * len(found) for span, found in packed.items()) == _most(ground, trips)
    busy = [
        (spot.crew.code, spot.day + n)
        for span, found in packed.items()
        for spot in found
        for n in range(len(span))
    ]
    assert len(set(busy)) == len(busy)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_dealt_out_puts_nobody_in_two_places_and_takes_no_kit_that_is_not_fit(seed: int) -> None:
    rng = random.Random(seed)
    ground = _ground(rng)
    trips = _trips(rng, ground, 6) if ground.spans else []

    named = Dealing(ground).deal(trips)

    crews = [(one.crew.code, one.day + n) for one in named for n in range(len(one.trip.teams))]
    kits = [(one.kit.code, one.day + n) for one in named for n in range(len(one.trip.teams))]
    assert len(set(crews)) == len(crews)
    assert len(set(kits)) == len(kits)
    for one in named:
        assert (one.crew, one.day) in list(spots(ground, one.trip.teams))
        assert all(one.day + n in one.kit.days for n in range(len(one.trip.teams)))
    assert Counter(one.trip for one in named) <= Counter(trips)


def test_a_route_that_keeps_a_promise_is_packed_before_one_that_records_more() -> None:
    days = dict.fromkeys(range(2), make.DAY)
    rich = make.site("Rich", 1, (90,), windows=days, is_far=True)
    promised = make.site("Promised", 1, (10,), windows=days, is_far=True, promises=(Promise(0),))
    ground = Ground(make.problem(rich, promised, at=make.base(most_nights=1)))
    (span,) = ground.spans
    richer, keeps = (Trip(span, (((site, 1),), ((site, 1),)), 60) for site in (0, 1))

    (named,) = Dealing(ground).deal([richer, keeps])

    assert len(pack(ground, [richer, keeps])[span]) == 1
    assert worth(ground, keeps) > worth(ground, richer)
    assert named.trip == keeps
