"""Spare kits and devices go where they save the most, and two broken sets become one where it helps."""

from collections.abc import Collection
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.domain.kits import spares
from rekam.domain.kits.cost import Demand
from rekam.domain.kits.spares import Broken, Gap, Move, Problem, Site, Taken

DAY = 480
WEEK = 7 * DAY
BUSANG, BENGALON, TELEN = 6, 9, 7


def demand(per_hour: float, kits: int = 1) -> Demand:
    return Demand(per_hour, per_hour / kits, 8.0)


def site(place: int, per_hour: float, *broken: Broken, working: int = 0, horizon: int = WEEK) -> Site:
    return Site(place, demand(per_hour), working, broken, horizon)


def scanner(number: int, mended_after: int = WEEK, lacks: int = 2) -> Gap:
    return Gap(number, "fingerprint_scanner", lacks, mended_after)


def kit(number: int, place: int, arrives: int = DAY, *, which: int = 50) -> Move:
    return Move(number, ("kit", which), place, arrives, travel_minutes=300)


def device(
    number: int, place: int, closes: int, arrives: int = DAY, *, which: int = 70, **more: object
) -> Move:
    return replace(Move(number, ("device", which), place, arrives, 300, closes), **more)  # type: ignore[arg-type]


def chosen(plan: spares.Plan) -> list[int]:
    return sorted(saving.move.number for saving in plan.savings)


# -- where a spare goes -----------------------------------------------------------------------------------


def test_a_spare_kit_goes_where_more_people_wait() -> None:
    sites = (site(BUSANG, 2.0, Broken(1, (scanner(1),))), site(BENGALON, 5.0, Broken(2, (scanner(2),))))

    plan = spares.solve(Problem(sites, (kit(1, BUSANG), kit(2, BENGALON))))

    assert chosen(plan) == [2]
    assert plan.savings[0].saves == pytest.approx(5.0 * 6 * 8)
    assert plan.is_best


def test_the_plan_says_what_the_spare_would_have_saved_elsewhere() -> None:
    sites = (site(BUSANG, 2.0, Broken(1, (scanner(1),))), site(BENGALON, 5.0, Broken(2, (scanner(2),))))
    problem = Problem(sites, (kit(1, BUSANG), kit(2, BENGALON)))
    plan = spares.solve(problem)

    other = spares.second_best(problem, plan, plan.savings[0])

    assert other is not None
    assert other.move.place == BUSANG
    assert other.saves == pytest.approx(2.0 * 6 * 8)


def test_a_long_way_may_not_be_worth_it() -> None:
    """The way to Bengalon is so long that its kit is mended before."""
    sites = (
        site(BUSANG, 2.0, Broken(1, (scanner(1),))),
        site(BENGALON, 5.0, Broken(2, (scanner(2, 2 * DAY),))),
    )

    plan = spares.solve(Problem(sites, (kit(1, BUSANG), kit(2, BENGALON, arrives=2 * DAY))))

    assert chosen(plan) == [1]


def test_a_place_without_any_kit_comes_before_one_whose_other_kit_takes_everybody() -> None:
    alone = site(BUSANG, 2.0, Broken(1, (scanner(1),)))
    with_another = site(BENGALON, 6.0, Broken(2, (scanner(2),)), working=2)

    plan = spares.solve(Problem((alone, with_another), (kit(1, BUSANG), kit(2, BENGALON))))

    assert chosen(plan) == [1]


def test_a_device_is_enough_where_only_that_is_missing() -> None:
    """One device, one kit, two places: the device mends the one, the kit goes to the other."""
    both = Broken(2, (scanner(2), Gap(3, "camera", 2, WEEK)))
    sites = (site(BUSANG, 3.0, Broken(1, (scanner(1),))), site(BENGALON, 3.0, both))
    moves = (device(1, BUSANG, 1), device(2, BENGALON, 2), kit(3, BUSANG), kit(4, BENGALON))

    assert chosen(spares.solve(Problem(sites, moves))) == [1, 4]


def test_one_device_of_two_missing_helps_nobody() -> None:
    both = Broken(1, (scanner(1), Gap(2, "camera", 2, WEEK)))

    plan = spares.solve(Problem((site(BUSANG, 3.0, both),), (device(1, BUSANG, 1),)))

    assert plan.savings == ()
    assert plan.saves == 0


def test_two_devices_go_together_and_each_is_needed() -> None:
    both = Broken(1, (scanner(1), Gap(2, "camera", 2, WEEK)))
    moves = (device(1, BUSANG, 1), device(2, BUSANG, 2, arrives=2 * DAY, which=71))

    plan = spares.solve(Problem((site(BUSANG, 3.0, both),), moves))

    assert chosen(plan) == [1, 2]
    assert {saving.saves for saving in plan.savings} == {plan.saves} == {3.0 * 5 * 8}


def test_a_move_that_saves_a_handful_is_not_proposed() -> None:
    small = site(BUSANG, 1.0, Broken(1, (scanner(1, mended_after=DAY + 4 * 60),)))
    problem = Problem((small,), (kit(1, BUSANG),))

    assert chosen(spares.solve(problem)) == []
    assert chosen(spares.solve(replace(problem, least=3))) == [1]


def test_of_equal_ways_the_shorter_is_taken() -> None:
    problem = Problem(
        (site(BUSANG, 3.0, Broken(1, (scanner(1),))),),
        (kit(1, BUSANG), replace(kit(2, BUSANG, which=51), travel_minutes=60)),
    )

    assert chosen(spares.solve(problem)) == [2]


# -- two broken sets become one ---------------------------------------------------------------------------


def merge(per_hour_here: float, per_hour_there: float) -> Problem:
    """Busang lacks a scanner, Telen a camera: Telen's scanner could go to Busang."""
    here = site(BUSANG, per_hour_here, Broken(1, (scanner(1),)))
    there = site(TELEN, per_hour_there, Broken(2, (Gap(2, "camera", 2, 2 * DAY),)))
    give = Taken(TELEN, 2, lacks=2, until=WEEK)
    return Problem((here, there), (device(1, BUSANG, 1, out_of=2, taken=give),))


def test_two_broken_sets_become_one_where_it_saves_more_than_it_costs() -> None:
    plan = spares.solve(merge(4.0, 1.0))

    assert chosen(plan) == [1]
    # Busang gains six days of four an hour; Telen loses five more days of one an hour.
    assert plan.saves == pytest.approx((6 * 4.0 - 5 * 1.0) * 8)


def test_a_set_that_is_soon_mended_is_not_taken_apart() -> None:
    assert chosen(spares.solve(merge(1.0, 4.0))) == []


def test_an_idle_spare_kit_is_sent_before_another_is_taken_apart() -> None:
    problem = merge(4.0, 1.0)
    nearby = replace(kit(2, BUSANG), travel_minutes=900)

    assert chosen(spares.solve(replace(problem, moves=(*problem.moves, nearby)))) == [2]


def test_a_spare_kit_that_gives_a_device_away_does_not_travel_itself() -> None:
    sites = (site(BUSANG, 3.0, Broken(1, (scanner(1),))), site(BENGALON, 2.0, Broken(2, (scanner(2),))))
    moves = (kit(1, BENGALON), device(2, BUSANG, 1, out_of=50))

    assert chosen(spares.solve(Problem(sites, moves))) == [2]


# -- the best there is --------------------------------------------------------------------------------------


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    minutes = st.sampled_from((0, 60, DAY, 2 * DAY, 3 * DAY, WEEK))
    sites, gap_of = [], []
    for place in range(draw(st.integers(1, 3))):
        broken = []
        for which in range(draw(st.integers(1, 2))):
            number = 10 * place + which
            gaps = []
            for n in range(draw(st.integers(1, 2))):
                gap = Gap(10 * number + n, f"kind{n}", draw(st.integers(1, 2)), draw(minutes))
                gaps.append(gap)
                gap_of.append((place, number, gap))
            broken.append(Broken(number, tuple(gaps)))
        wanted = Demand(draw(st.integers(0, 12)), 4.0, 8.0)
        sites.append(Site(place, wanted, draw(st.integers(0, 2)), tuple(broken), 4 * DAY))
    moves: list[Move] = []
    for number in range(draw(st.integers(0, 6))):
        place, kit_here, gap = draw(st.sampled_from(gap_of))
        arrives, travel = draw(minutes), draw(st.integers(60, 900))
        if draw(st.booleans()):
            moves.append(Move(number, ("kit", draw(st.sampled_from((100, 101)))), place, arrives, travel))
            continue
        giver_place, giver, _ = draw(st.sampled_from(gap_of))
        is_merge = draw(st.booleans()) and giver != kit_here
        taken = Taken(giver_place, giver, draw(st.integers(1, 2)), draw(minutes)) if is_merge else None
        out_of = giver if is_merge else draw(st.sampled_from((None, 100)))
        item = ("device", draw(st.sampled_from((1, 2, 3))))
        moves.append(Move(number, item, place, arrives, travel, gap.number, out_of, taken))
    return Problem(tuple(sites), tuple(moves), least=draw(st.sampled_from((0, 5))))


def is_possible(moves: Collection[Move]) -> bool:
    items = [move.item for move in moves]
    gaps = [(move.place, move.closes) for move in moves if move.closes is not None]
    given = {("kit", move.out_of) for move in moves}
    return len(set(items)) == len(items) and len(set(gaps)) == len(gaps) and not given & set(items)


def price(problem: Problem, moves: Collection[Move]) -> float:
    ways = sum(problem.worth(move) + move.travel_minutes / spares.EXACT for move in moves)
    return minute_by_minute(problem, moves) + ways


def minute_by_minute(problem: Problem, moves: Collection[Move]) -> float:
    """The same as ``spares.lost``, counted hour by hour without any pieces of time."""
    total = 0.0
    for place in problem.sites:
        for minute in range(0, place.horizon, 60):
            working = place.working
            working += sum(
                2 for m in moves if m.place == place.place and m.closes is None and m.arrives <= minute
            )
            for broken in place.broken:
                gone = [0]
                for gap in broken.gaps:
                    closed = any(
                        m.place == place.place and m.closes == gap.number and m.arrives <= minute
                        for m in moves
                    )
                    gone.append(gap.lacks if minute < gap.mended_after and not closed else 0)
                for move in moves:
                    taken = move.taken
                    if (
                        taken
                        and (taken.place, taken.kit) == (place.place, broken.kit)
                        and minute < taken.until
                    ):
                        gone.append(taken.lacks)
                working += 2 - max(gone)
            total += place.demand.lost(working / 2)
    return total


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_other_choice_is_better(problem: Problem) -> None:
    choices = [
        group
        for size in range(len(problem.moves) + 1)
        for group in combinations(problem.moves, size)
        if is_possible(group)
    ]
    best = min(price(problem, group) for group in choices)

    plan = spares.solve(problem, workers=1)

    moves = [saving.move for saving in plan.savings]
    assert is_possible(moves)
    assert plan.is_best
    assert price(problem, moves) == pytest.approx(best, abs=0.1)
    assert plan.lost_after == pytest.approx(minute_by_minute(problem, moves))
    assert plan.lost_before == pytest.approx(minute_by_minute(problem, []))
