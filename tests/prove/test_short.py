"""Nothing is lost and nothing doubled, in the size of a minute. `./run prove` is the long form.

What this machine cannot do is said on a line of its own and not tried: cutting the power needs root.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from proof import hunt, model, plan, proxy
from proof.bugs import BUGS
from proof.crashes import Crashed
from proof.oracle import Disproved
from proof.trials import TRIALS
from proof.world import Factory, Nurseries, World

FEW_BUGS = (
    "a number is used again",
    "a number is left out",
    "the chain names the wrong packet",
    "the first receipt counts as the second",
    "a draft is left when its packet is kept",
    "the last byte of a part is not sent",
    "a second receipt without a second copy",
    "the ledger is not told",
    "deleted without looking at the bytes once more",
)


@pytest.fixture(scope="module")
def factory() -> Iterator[Factory]:
    for line in plan.cannot():
        print(line)
    with Nurseries.open() as nurseries:
        yield Factory(nurseries)


@pytest.mark.parametrize("part", plan.short(), ids=lambda part: part.name)
def test_nothing_is_lost_and_nothing_doubled(factory: Factory, part: plan.Part) -> None:
    """What is lost or doubled raises `Disproved`; a portion that tries nothing proves nothing."""
    done, seed = 0, 0
    while done < part.goal:
        seed += 1
        tried = part.run(factory, seed, part.goal - done).done
        assert tried > 0
        done += tried


@pytest.fixture(scope="module")
def hunter(factory: Factory) -> hunt.Hunter:
    return hunt.Hunter(factory, plan.possible())


@pytest.mark.parametrize("name", FEW_BUGS)
def test_a_planted_bug_is_caught(hunter: hunt.Hunter, name: str) -> None:
    assert hunter.hunt(BUGS[name]).caught_by == BUGS[name].trial


def without(world: World, table: str) -> None:
    """An office that nobody made so: what is gone it does not expect to be gone."""
    with closing(sqlite3.connect(world.folder / "office" / "rekam.sqlite3")) as database:
        database.execute(f"ALTER TABLE {table} RENAME TO lost")


def test_an_office_that_crashes_on_an_honest_call_disproves(factory: Factory) -> None:
    """Though the laptop would send it again, and would get its receipt then."""
    with factory.world() as world:
        world.record(1)
        without(world, "sync_receipt")
        with pytest.raises(Crashed, match="OperationalError"):
            world.try_to_send()


def test_an_office_that_crashes_behind_a_socket_disproves(factory: Factory) -> None:
    with factory.world() as world, proxy.wired(world):
        world.record(1)
        without(world, "sync_leaf")
        world.try_to_send()
        with pytest.raises(Crashed, match="OperationalError"):
            world.judge(everything=False, processed=False)


def test_an_office_whose_disk_fails_may_answer_that_it_crashed(factory: Factory) -> None:
    with factory.world() as world:
        world.record(1)
        without(world, "sync_receipt")
        world.office.is_harmed = True
        assert not world.try_to_send()


def test_a_packet_that_the_worker_did_not_expect_disproves(factory: Factory) -> None:
    with factory.world() as world:
        world.record(1)
        world.try_to_send()
        without(world, "recordings_session")
        with pytest.raises(Crashed, match="OperationalError"):
            world.office.call("work")


def test_every_second_recording_is_that_of_a_draft(factory: Factory) -> None:
    with factory.world() as world:
        world.record(6)
        world.check_laptop()
        assert len(world.oracle.drafts) == len(world.oracle.sealed) == 3
        assert len(world.oracle.told) == 6


@pytest.mark.parametrize("name", ["a second receipt without a second copy", "the ledger is not told"])
def test_the_model_catches_a_planted_bug_by_itself(factory: Factory, name: str) -> None:
    with pytest.raises(Disproved):
        TRIALS["anything in any order"](factory, name)


def test_somebody_is_recorded_in_every_life_of_the_model(factory: Factory) -> None:
    assert model.run(factory, examples=3, steps=1, most=2) >= 3


def test_time_passes_for_whoever_lives(factory: Factory) -> None:
    """Until a laptop may delete, and in the same process that recorded."""
    with factory.world() as world:
        world.record(2)
        world.deliver()
        born = world.laptop.pid, world.office.pid
        world.wait(timedelta(minutes=11))
        world.let_go()
        world.judge_all()

        assert (world.laptop.pid, world.office.pid) == born
        assert not any(row["has_bytes"] for row in world.laptop.call("truth")["packets"])


def test_every_bug_can_be_planted(factory: Factory) -> None:
    """A text that a bug would replace has gone from the code: the bug is put where the text is now."""
    with factory.world() as world:
        unplantable = {
            bug.name: told
            for bug in BUGS.values()
            for child in (world.office, world.laptop)
            if (told := child.call("plant", bug.name))
        }

    assert not unplantable


def test_there_are_enough_bugs_and_each_has_a_trial() -> None:
    assert len(BUGS) >= 40
    assert {bug.trial for bug in BUGS.values()} <= set(plan.TRIALS)
