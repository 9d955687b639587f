"""What an office keeps and does not believe: it counts when two people have looked, and not before.

A cloned disk, a revoked laptop, an operator whose keys the office does not know; a disk of an earlier day,
which must not be taken for a clone.
"""

import random
import shutil
from dataclasses import replace
from pathlib import Path

from proof.nursery import Broke
from proof.oracle import Disproved
from proof.world import Factory, World
from rekam.wire.keys import OperatorKeys, SealKey, SigningKey


def clone(factory: Factory, *, bug: str = "", seed: int = 1) -> int:
    """A disk is copied and both go on recording: two packets have one number. Nothing of either is lost; from
    the fork on nothing counts before two people have looked, and then what they say.
    """
    dice = random.Random(seed)
    with factory.world(bug) as world:
        world.record(2)
        world.deliver()
        before = set(world.oracle.told)
        world.kill_laptop()
        twin = Path(shutil.copytree(world.folder / "laptop", world.folder / "twin"))
        world.record(dice.randint(1, 3))
        own = set(world.oracle.told)
        with_twin = world.at(twin)
        with_twin.call("record", world.next_niks(2))
        for child in dice.sample([world.laptop, with_twin, world.laptop, with_twin], 4):
            world.try_to_send(child)
            world.office.call("copy")
            world.office.call("work")
        office = world.office.call("truth")
        with_twin.kill()
        _nothing_of_a_clone_is_lost(world, office)
        _two_people_look(world, "cloned", before, own)
    return 1


def _nothing_of_a_clone_is_lost(world: World, office: dict[str, object]) -> None:
    rows = office["packets"]
    assert isinstance(rows, list)
    world.oracle.check_kept(rows)
    believed = [row for row in rows if row["quarantine"] == ""]
    numbers = [row["sequence"] for row in believed]
    if len(numbers) != len(set(numbers)) or max(numbers, default=0) > 2:
        raise Disproved("the office believes packets of a cloned disk")
    if sum(row["recorded"] for row in believed) != len(believed):
        raise Disproved("a recording of before the clone does not count once")


def _two_people_look(world: World, kind: str, before: set[bytes], after: set[bytes]) -> None:
    """What is held back counts for nobody, neither in the sessions nor in the ledger, until a second person
    has said the same as the first: then those packets count that they named, and no others.
    """
    _these_count(world, before)
    _says(world, kind, after, "dewi")
    _these_count(world, before)
    try:
        _says(world, kind, after, "dewi")
    except Broke as refused:
        if refused.code != "case.second_person":
            raise
    else:
        raise Disproved("one person was taken for two")
    _these_count(world, before)
    _says(world, kind, after, "rina")
    _these_count(world, after)


def _says(world: World, kind: str, counting: set[bytes], name: str) -> None:
    world.office.call("decide", kind, [packet_id.hex() for packet_id in counting], name)
    world.office.call("work")


def _these_count(world: World, counting: set[bytes]) -> None:
    office = world.office.call("truth")
    world.oracle.check_totals(office, counting=counting)
    world.oracle.check_receipts(office, world.receipt_keys)
    world.oracle.check_log(world.office.call("log"))


def revoked(factory: Factory, *, bug: str = "") -> int:
    """A laptop's keys are revoked while it holds work: that is kept for two people to decide."""
    with factory.world(bug) as world:
        world.record(2)
        world.deliver()
        before = set(world.oracle.told)
        world.record(2)
        world.office.call("revoke")
        world.kill_office()
        for _ in range(3):
            world.try_to_send()
            world.office.call("copy")
            world.office.call("work")
        world.oracle.check_kept(world.office.call("truth")["packets"])
        _two_people_look(world, "revoked", before, set(world.oracle.told))
    return 1


def not_signed(factory: Factory, *, bug: str = "") -> int:
    """The laptop's keys are good, and the operator's are not those that the office knows: nobody is recorded
    by it, and it is kept for people to look at.
    """
    with factory.world(bug) as world:
        world.record(1)
        world.deliver()
        world.kill_laptop()
        stranger = OperatorKeys(SigningKey.new(), SealKey.new())
        world.facts = replace(world.facts, operator=stranger)
        world.record(1)
        for _ in range(3):
            world.try_to_send()
            world.office.call("copy")
            world.office.call("work")
        rows = world.office.call("truth")["packets"]
        if sorted(row["sequence"] for row in rows if row["is_whole"]) != [1, 2]:
            raise Disproved("a recording that its operator did not sign is not kept for people to look at")
        if [row["recorded"] for row in sorted(rows, key=lambda row: row["sequence"])] != [1, 0]:
            raise Disproved("a recording counts that its operator did not sign")
    return 1


def older_disk(factory: Factory, *, bug: str = "") -> int:
    """A laptop's disk comes back from a copy of an earlier day. What it would save now has numbers that were
    given before: with its first word to the office it stops, and nothing is taken for a clone.
    """
    with factory.world(bug) as world:
        world.record(2)
        world.deliver()
        world.kill_laptop()
        earlier = Path(shutil.copytree(world.folder / "laptop", world.folder / "earlier"))
        world.record(3)
        world.deliver()
        came_back = world.at(earlier)
        world.try_to_send(came_back)
        try:
            came_back.call("record", world.next_niks(1))
        except Broke as refused:
            if refused.code != "epoch.set_back":
                raise
        else:
            raise Disproved("a disk of an earlier day gave a number a second time")
        world.try_to_send(came_back)
        came_back.kill()
        world.record(1)
        world.deliver()
        world.judge_all()
    return 1
