"""What the proof counts has happened: a kill has killed, a cut has cut, and a packet is a packet."""

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from proof import cuts, forgeries, kills, plan, proxy, tracing
from proof.kills import TARGETS, Target
from proof.oracle import Disproved, Oracle
from proof.trials import NEED_STRACE
from proof.world import Factory, Nurseries

needs_strace = pytest.mark.skipif(not tracing.is_possible(), reason="there is no strace on this machine")
COPIER, RECEIPTS = (
    next(target for target in TARGETS if target.name == name)
    for name in ("the copier", "the laptop while it takes receipts and deletes")
)


@pytest.fixture(scope="module")
def factory() -> Iterator[Factory]:
    with Nurseries.open() as nurseries:
        yield Factory(nurseries)


@needs_strace
def test_a_process_that_is_done_is_not_killed_any_more(factory: Factory) -> None:
    """Its answer is the one `sendto` of a copier; a second one would be the answer to whether it lives."""
    with factory.world() as world:
        assert kills._killed_at(world, COPIER, "sendto", 1)
        world.revive()
        born = world.office.pid
        assert not kills._killed_at(world, COPIER, "sendto", 2)
        assert world.office.pid == born
        assert world.office.is_alive()


@needs_strace
def test_a_walk_leaves_out_no_place_of_an_act(factory: Factory) -> None:
    factory.points.clear()
    done = kills.walk(factory, COPIER, seed=1, large=False)

    numbers = defaultdict(set)
    for point in factory.points:
        call, number = point.removeprefix("the copier: ").split()
        numbers[call].add(int(number))
    assert numbers.keys() >= {"fsync", "pwrite64", "rename", "sendto"}
    assert all(found == set(range(1, 1 + len(found))) for found in numbers.values())
    assert done >= len(factory.points)


def test_a_laptop_that_is_killed_as_it_deletes_has_something_to_delete(factory: Factory) -> None:
    with factory.world() as world:
        for deleted in (0, 1, 1):
            RECEIPTS.before(world)
            assert world.laptop.call("send")["deleted"] == deleted


@needs_strace
def test_a_kill_that_did_not_come_is_none(factory: Factory) -> None:
    nothing = Target("nothing", lambda w: w.office, lambda w: None, lambda w: w.office.call("alive"))
    with factory.world() as world:
        assert not kills._killed_at(world, nothing, "fsync", 1)


def test_a_wire_that_was_not_cut_does_not_count(factory: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the first conversation had been far longer than those that follow."""
    assert proxy.cut_everywhere(factory, cuts=4) == 4

    monkeypatch.setattr(proxy, "_conversation", lambda _world, _proxy: (50_000_000, 50_000_000))
    assert proxy.cut_everywhere(factory, cuts=4, seed=100) == 0


def test_a_wire_is_cut_after_every_number_of_bytes_in_the_end() -> None:
    length, number = 57, 10
    distance = -(-length // number)

    assert {k for seed in range(1, 1 + distance) for k in proxy.spread(length, number, seed)} == {
        *range(length)
    }


def test_false_receipts_and_calls_are_no_forged_packets(factory: Factory) -> None:
    assert forgeries.run(factory, packets_sent=3) == 3


def test_each_portion_of_power_cuts_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every kind: what does not take the portion's dice is the same again in each."""
    met: dict[str, list[float]] = defaultdict(list)
    names = ("at_laptop", "at_office", "after_receipts", "after_kills", "after_failed_syncs")
    for name in names:

        def cut(_factory: Factory, *, cuts: int, dice: random.Random, name: str = name) -> None:
            met[name] += [dice.random() for _ in range(cuts)]

        monkeypatch.setattr(cuts, name, cut)

    for seed in (1, 2, 3):
        assert plan._power(None, 50, seed) == 50  # type: ignore[arg-type]

    assert set(met) == set(names)
    assert all(len(set(found)) == 30 for found in met.values())


def test_an_office_is_killed_at_each_sync_before_one_comes_again() -> None:
    first, other = (cuts._kills(random.Random(seed)) for seed in (1, 2))
    lap, another = ([next(kinds) for _ in range(12)] for kinds in (first, other))

    assert {(number, is_copier) for _, number, is_copier in lap} == {
        (number, is_copier) for number in range(1, 7) for is_copier in (False, True)
    }
    assert lap != another


def test_a_laptop_that_was_killed_before_it_said_anything_has_broken_no_promise(tmp_path: Path) -> None:
    oracle = Oracle()
    oracle.check_copies(tmp_path)

    oracle.hears("saved", (b"packet", 1, 2))
    with pytest.raises(Disproved, match=r"numbers \[1\] were said to have two copies"):
        oracle.check_copies(tmp_path)


def test_what_needs_no_strace_is_tried_without_it() -> None:
    assert "a second disk that is away" not in NEED_STRACE
    assert "a second disk that fails" in NEED_STRACE
