"""A disk that says no: EIO or ENOSPC at the first call, the second, the third; once, or for ever."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from proof import tracing
from proof.nursery import Broke, Child, Killed
from proof.world import Factory, World


@dataclass(frozen=True)
class Fault:
    error: str
    call: str


FAULTS = (
    *(
        Fault("EIO", name)
        for name in ("fsync", "fdatasync", "pwrite64", "write", "rename", "mkdir", "unlink")
    ),
    *(Fault("ENOSPC", name) for name in ("pwrite64", "write", "ftruncate", "mkdir")),
)
PLACES: dict[str, tuple[Callable[[World], Child], Callable[[World], object], Callable[[World], object]]] = {
    "counter": (lambda w: w.laptop, lambda w: None, lambda w: w.record(1)),
    "sender": (lambda w: w.laptop, lambda w: w.record(1), lambda w: w.try_to_send()),
    "receiver": (lambda w: w.office, lambda w: w.record(1), lambda w: w.try_to_send()),
    "copier": (lambda w: w.office, lambda w: sent(w), lambda w: w.office.call("copy")),
    "worker": (lambda w: w.office, lambda w: sent(w), lambda w: w.office.call("work")),
}


def sent(world: World) -> None:
    world.record(1)
    world.try_to_send()


def run(factory: Factory, *, most: int, bug: str = "", first: int = 1) -> int:
    """How many calls did fail. Places and faults take turns until so many did."""
    done, number = 0, first
    while done < most:
        before = done
        for place in PLACES:
            with factory.world(bug) as world:
                for fault in FAULTS:
                    for for_ever in ("", "+"):
                        if done < most:
                            done += _fail(world, place, fault, f"error={fault.error}:when={number}{for_ever}")
                settle(world)
        number = number + 1 if done > before else 1
    return done


def _fail(world: World, place: str, fault: Fault, what: str) -> int:
    process_of, before, act = PLACES[place]
    before(world)
    process = process_of(world)
    # Trouble may be told in any way, and may end the process.
    with tracing.injected(process, what, (fault.call,)) as seen, contextlib.suppress(Broke, Killed):
        act(world)
    world.revive()
    check(world)
    return int(seen.has_fired)


def check(world: World) -> None:
    """Healed, and not started again: what was promised is there, and the counter goes on."""
    world.check_laptop()
    world.record(1)
    world.check_laptop()


def settle(world: World) -> None:
    world.deliver(rounds=12)
    world.judge()
