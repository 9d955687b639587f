"""Killed at the first system call that matters, at the second, at the third, until none is left."""

from collections.abc import Callable
from dataclasses import dataclass

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
    """One packet whose receipt of the second level waits at the office, and one whose time to go has come."""
    _record_and_send(world)
    world.office.call("copy")


def run(
    factory: Factory, *, points: int, bug: str = "", skip: int = 0, targets: tuple[Target, ...] = TARGETS
) -> int:
    """How many kills there were. Every one is followed by a check, every world ends with a verdict."""
    return sum(_kill(factory, target, points // len(targets), bug=bug, skip=skip) for target in targets)


class Calls:
    """The first `write`, the first `fsync`, ..., the second `write`: strace counts each call by itself. One
    that does not come so often is not asked for again, until all are spent and it begins anew.
    """

    def __init__(self, skip: int) -> None:
        self._left = list(tracing.MATTER)
        self._numbers = dict.fromkeys(self._left, 1 + skip)
        self._turn = 0

    def next(self) -> tuple[str, int]:
        self._turn += 1
        name = self._left[self._turn % len(self._left)]
        number = self._numbers[name]
        self._numbers[name] += 1
        return name, number

    def spent(self, name: str) -> None:
        self._left.remove(name)
        if not self._left:
            self.__init__(0)  # type: ignore[misc]


def _kill(factory: Factory, target: Target, points: int, *, bug: str, skip: int) -> int:
    """One kill after the other on one laptop and one office, which go on living with what each has left."""
    calls, done = Calls(skip), 0
    while done < points:
        with factory.world(bug) as world:
            for life in range(1, WORLD + 1):
                if done == points:
                    break
                name, number = calls.next()
                if _killed_at(world, target, name, number):
                    factory.points.add(f"{target.name}: {name} {number}")
                    done += 1
                else:
                    calls.spent(name)
                _recover(world)
                if life % TIDIED == 0:
                    world.deliver()
            _settle(world)
    return done


def _killed_at(world: World, target: Target, name: str, number: int) -> bool:
    target.before(world)
    process = target.process(world)
    try:
        with tracing.injected(process, f"signal=KILL:when={number}", (name,)):
            target.act(world)
            return not process.is_alive()
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
