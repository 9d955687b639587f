"""Calls in an order that no laptop would choose, and an office that lives no longer than a part takes."""

import random
from collections import Counter
from typing import Any

from proof.nursery import NoWay
from proof.oracle import Disproved
from proof.world import Factory, World
from rekam.wire import packets, paths
from rekam.wire.keys import SigningKey

SIZES = (3_000, 80_000, 300_000)  # bytes of an image: one part, two, five
Call = tuple[str, str, bytes, dict[str, str]]


def shuffled(factory: Factory, *, bug: str = "", seed: int = 1) -> int:
    """Every call of several packets comes one to five times, before the laptop sends: in any order, parts
    before their header and commits before their parts. All of it arrives; the laptop then fetches receipts.
    """
    dice = random.Random(seed)
    with factory.world(bug) as world:
        for size in SIZES:
            world.record(1, sizes=[size])
        calls = [call for number in range(1, 1 + len(SIZES)) for call in _calls(world, number)]
        for _ in range(3):  # header, part, commit: after three times each has come after the one before
            some = [call for call in calls for _ in range(dice.randint(1, 5))]
            for call in dice.sample(some, len(some)):
                world.network(*call)
        states = [row["state"] for row in world.office.call("truth")["packets"]]
        if states != ["held"] * len(SIZES):
            raise Disproved(f"after all calls have come in any order the packets are {states}")
        world.try_to_send()
        world.judge_receipts()
        world.deliver()
        world.judge_all()
    return 1


def _calls(world: World, number: int) -> list[Call]:
    """What a laptop says of this packet, in its order and signed by its key."""
    envelope, ciphertext = world.laptop.call("header", number)
    header, key = packets.read(envelope).header, SigningKey(world.laptop.call("signing_seed"))
    parts = [header.span(each) for each in range(len(header.chunks))]
    said = [
        ("PUT", paths.packet(header.packet_id), envelope),
        *(
            ("PUT", paths.chunk(header.packet_id, each), ciphertext[span.start : span.stop])
            for each, span in enumerate(parts)
        ),
        ("POST", paths.commit(header.packet_id), b""),
    ]
    whose: dict[str, Any] = {
        "station": header.station,
        "epoch": header.epoch,
        "date": world.moment,
        "key": key,
    }
    return [
        (method, path, body, paths.sign_call(method=method, path=path, body=body, **whose))
        for method, path, body in said
    ]


def restarted(factory: Factory, *, bug: str = "") -> int:
    """The office is another process before each part and after it, and nobody hears its answer. The next
    round asks which parts it has; none is sent again.
    """
    sent: Counter[str] = Counter()
    with factory.world(bug) as world:

        def restarting(*call: Any) -> tuple[int, dict[str, str], bytes]:
            if "/chunks/" not in call[1]:
                return world.network(*call)
            sent[call[1]] += 1
            world.kill_office()
            world.network(*call)
            world.kill_office()
            raise NoWay

        world.over(restarting)
        for size in SIZES:
            world.record(1, sizes=[size])
        world.deliver(rounds=40)
        world.judge_all()
    if again := [path for path, times in sent.items() if times > 1]:
        raise Disproved(f"{len(again)} of {len(sent)} parts were sent again after the office was restarted")
    return 1
