"""Killed at the first system call that matters, at the second, at the third, until none is left.

A *place* is an act of a program, a system call, and which of its kind it is: "the copier: fsync 3". What a
process tells by `sendto` is a place too; the last of them is the answer that the act is done.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from proof import tracing
from proof.nursery import Child, Killed
from proof.world import Factory, World

WORLD = 120  # so many lives of one laptop and one office
TIDIED = 6  # after so many of them everything is delivered: what has piled up is asked about in every life


@dataclass(frozen=True)
class Target:
    """Whose process is killed, in the middle of what. `before` makes something to do."""

    name: str
    process: Callable[[World], Child]
    before: Callable[[World], object]
    act: Callable[[World], object]


def _record_and_send(world: World) -> None:
    world.record(1)
    world.try_to_send()


TARGETS = (
    Target("the counter while it saves", lambda w: w.laptop, lambda w: None, lambda w: w.record(2)),
    Target("the laptop while it sends", lambda w: w.laptop, lambda w: w.record(1), lambda w: w.try_to_send()),
    Target(
        "the laptop while it takes receipts and deletes",
        lambda w: w.laptop,
        lambda w: _held_twice(w),
        lambda w: w.try_to_send(),
    ),
    Target("the receiver", lambda w: w.office, lambda w: w.record(1), lambda w: w.try_to_send()),
    Target(
        "the copier",
        lambda w: w.office,
        lambda w: _record_and_send(w),
        lambda w: w.office.call("copy"),
    ),
    Target("the worker", lambda w: w.office, lambda w: _record_and_send(w), lambda w: w.office.call("work")),
)


def _held_twice(world: World) -> None:
    """One packet whose second receipt waits at the office, and that of an earlier life, whose time to go has
    come.
    """
    _record_and_send(world)
    world.office.call("copy")
    world.wait(timedelta(minutes=11))


def run(
    factory: Factory, *, points: int, bug: str = "", skip: int = 0, targets: tuple[Target, ...] = TARGETS
) -> int:
    """How many kills there were. Every one is followed by a check, every world ends with a verdict."""
    done = 0
    for target in targets:
        calls, left = Calls(skip), points // len(targets)
        while left:
            killed = _kill(factory, target, calls, left, bug=bug)
            done, left = done + killed, left - killed
            if calls.are_spent:
                calls = Calls(0)
    return done


def walk(factory: Factory, target: Target, *, seed: int, large: bool) -> int:
    """One act killed at each place from its first to its last: how many there are. With a *large* image in
    each packet, or a small one, as it takes other calls.
    """
    calls, done = Calls(0, random.Random(seed), tries=2), 0
    while not calls.are_spent:
        done += _kill(factory, target, calls, None, sizes=[80_000 if large else 3_000])
    return done


class Calls:
    """The first `write`, the first `fsync`, ..., the second `write`: strace counts each call by itself. One
    that did not come so often, in so many *tries*, is not asked for again.
    """

    def __init__(self, skip: int, dice: random.Random | None = None, tries: int = 1) -> None:
        self._left = list(tracing.MATTER)
        if dice is not None:
            dice.shuffle(self._left)
        self._numbers = dict.fromkeys(self._left, 1 + skip)
        self._missed = dict.fromkeys(self._left, 0)
        self._tries, self._turn = tries, 0

    @property
    def are_spent(self) -> bool:
        return not self._left

    def next(self) -> tuple[str, int]:
        self._turn += 1
        name = self._left[self._turn % len(self._left)]
        return name, self._numbers[name]

    def came(self, name: str) -> None:
        self._numbers[name] += 1
        self._missed[name] = 0

    def missed(self, name: str) -> None:
        self._missed[name] += 1
        if self._missed[name] >= self._tries:
            self._left.remove(name)


def _kill(
    factory: Factory,
    target: Target,
    calls: Calls,
    most: int | None,
    *,
    bug: str = "",
    sizes: Sequence[int] | None = None,
) -> int:
    """One kill after the other on one laptop and one office, which go on living with what each has left."""
    done = 0
    with factory.world(bug) as world:
        world.sizes = sizes
        for life in range(1, WORLD + 1):
            if done == most or calls.are_spent:
                break
            name, number = calls.next()
            if _killed_at(world, target, name, number):
                factory.points.add(f"{target.name}: {name} {number}")
                done += 1
                calls.came(name)
            else:
                calls.missed(name)
            _recover(world)
            if life % TIDIED == 0:
                world.deliver()
        _settle(world)
    return done


def _killed_at(world: World, target: Target, name: str, number: int) -> bool:
    """Whether it was killed before its act was done: one that sits idle afterwards is let alone, and not
    asked whether it lives, as its answer would be one call more.
    """
    target.before(world)
    process = target.process(world)
    try:
        with tracing.injected(process, f"signal=KILL:when={number}", (name,)):
            target.act(world)
            return tracing.is_dead(process)
    except Killed:
        return True


def _recover(world: World) -> None:
    """Whoever was killed is started again; what was promised is looked at."""
    world.revive()
    last = world.check_laptop(after=world.checked)
    world.checked = max(last - 5, 0)


def _settle(world: World) -> None:
    """Everything arrives in the end, and counts once."""
    world.deliver(rounds=12)
    world.judge()
