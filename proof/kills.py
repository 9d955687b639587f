"""Killed at the first system call that matters, at the second, at the third, until none is left."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from proof import tracing
from proof.nursery import Child, Killed
from proof.world import Factory, World


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
    done = 0
    for target in targets:
        done += _kill(factory, target, points // len(targets), bug=bug, skip=skip)
    return done


def _kill(factory: Factory, target: Target, points: int, *, bug: str, skip: int) -> int:
    """One kill after the other on one laptop and one office, which go on living with what each has left."""
    done, at = 0, count(1 + skip)
    while done < points:
        with factory.world(bug) as world:
            for _ in range(min(points - done, 120)):
                if _killed_at(world, target, next(at)):
                    done += 1
                else:
                    at = count(1)  # nothing left to kill: from the beginning again
                    world.judge(everything=False, processed=False)
                _recover(world)
            _settle(world)
    return done


def _killed_at(world: World, target: Target, number: int) -> bool:
    target.before(world)
    process = target.process(world)
    try:
        with tracing.injected(process, f"signal=KILL:when={number}"):
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
