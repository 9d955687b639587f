"""A network that loses, repeats, reorders, damages and lies: between a real laptop and a real office."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

from proof.nursery import Network, NoWay
from proof.world import Factory, World
from rekam.wire import paths

# What proxies, hotels and hopeful programs answer in the office's place.
LIES: tuple[tuple[int, dict[str, str], bytes], ...] = (
    (200, {"Content-Type": "text/html"}, b"<html>duplicate</html>"),
    (200, {"Content-Type": paths.CONTENT_TYPE}, b"duplicate"),
    (200, {"Content-Type": paths.CONTENT_TYPE, paths.STATE: "held_twice", paths.CHUNKS: "0-9999"}, b""),
    (201, {"Content-Type": paths.CONTENT_TYPE, paths.STATE: "held", paths.CHUNKS: "0-9999"}, b""),
    (204, {}, b""),
    (302, {"Location": "http://hotel/"}, b""),
    (404, {"Content-Type": paths.PROBLEM_TYPE}, b"\x82\x01"),
    (409, {"Content-Type": paths.PROBLEM_TYPE}, b"already exists"),
    (410, {"Content-Type": paths.CONTENT_TYPE, paths.STATE: "unknown"}, b""),
    (500, {"Content-Type": "text/plain"}, b"duplicate key value violates unique constraint"),
)
KINDS = (
    ("PUT", "/packets/"),
    ("PUT", "/chunks/"),
    ("POST", "/commit"),
    ("GET", "/receipt"),
    ("GET", "/time"),
    ("HEAD", "/packets/"),
)
ENOUGH = 2000  # rounds: each ends with the first call that is lost, and sixty packets take some 250 calls
Answer = tuple[int, dict[str, str], bytes]
Call = tuple[str, str, bytes, dict[str, str]]


@dataclass
class BadLink:
    """Every call meets a fate. Shares are of all calls; what is left goes through."""

    world: World
    dice: random.Random
    lost: float = 0.2  # on the way there, or the answer on the way back
    repeated: float = 0.2  # one to five times, earlier calls again among them
    damaged: float = 0.02
    lied: float = 0.05
    restarted: float = 0.01  # the office, between two calls
    seen: list[Call] = field(default_factory=list)
    calls: int = 0

    def __call__(self, *call: Any) -> tuple[int, dict[str, str], bytes]:
        self.calls += 1
        self.seen = [*self.seen[-40:], call]
        fate = self.dice.random()
        for share, meet in self._fates():
            if fate < share:
                return meet(call)
            fate -= share
        return self._deliver(call)

    def _fates(self) -> tuple[tuple[float, Callable[[Call], tuple[int, dict[str, str], bytes]]], ...]:
        return (
            (self.lost / 2, self._lose),
            (self.lost / 2, self._swallow),
            (self.repeated, self._repeat),
            (self.damaged, self._damage),
            (self.lied, lambda _: self.dice.choice(LIES)),
            (self.restarted, self._restart),
        )

    def _deliver(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        return self.world.network(*call)

    def _lose(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        raise NoWay

    def _swallow(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        """The office has done it; nobody hears of it."""
        self._deliver(call)
        raise NoWay

    def _repeat(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        """Once more up to five times, with older calls in between."""
        for _ in range(self.dice.randrange(5)):
            self._deliver(self.dice.choice([call, *self.seen]))
        return self._deliver(call)

    def _damage(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        method, path, body, headers = call
        if body and self.dice.random() < 0.5:
            return self._deliver((method, path, self._flipped(body), headers))
        status, found, content = self._deliver(call)
        return status, found, self._flipped(content) if content else content

    def _flipped(self, data: bytes) -> bytes:
        turned = bytearray(data)
        turned[self.dice.randrange(len(turned))] ^= 1 << self.dice.randrange(8)
        return bytes(turned)

    def _restart(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        self.world.kill_office()
        return self._deliver(call)


def run(factory: Factory, *, captures: int, seed: int = 1, bug: str = "", most_in_a_world: int = 60) -> int:
    """How many calls met their fate while so many people were recorded."""
    dice, calls = random.Random(seed), 0
    while captures > 0:
        some = min(captures, most_in_a_world)
        calls += _day(factory, some, dice, bug)
        captures -= some
    return calls


def _day(factory: Factory, captures: int, dice: random.Random, bug: str) -> int:
    with factory.world(bug) as world:
        link = BadLink(world, dice, lost=dice.choice([0.0, 0.1, 0.2, 0.4]))
        world.over(link)
        left = captures
        while left > 0:
            some = min(left, dice.randint(1, 5))
            world.record(some)
            left -= some
            for _ in range(3):
                world.try_to_send()
            world.office.call("copy")
            world.office.call("work")
        world.judge(everything=False)
        world.deliver(rounds=ENOUGH)
        world.judge()
        world.judge_receipts()
        _let_go(world)
        return link.calls


def liars(factory: Factory, *, bug: str = "") -> int:
    """Somebody answers one kind of call in the office's place, with every lie: nothing of it is believed,
    also where the line goes down right after it and the office cannot put it right.
    """
    told = 0
    with factory.world(bug) as world:
        for lie, (method, words), goes_down in product(LIES, KINDS, (True, False)):
            world.over(_liar(world, lie, method, words, goes_down=goes_down))
            world.record(1)
            world.try_to_send()
            world.judge_receipts()
            told += 1
        world.over(None)
        world.deliver(rounds=12)
        world.judge()
    return told


def _liar(world: World, lie: Answer, method: str, words: str, *, goes_down: bool) -> Network:
    lied: list[Answer] = []

    def network(*call: Any) -> Answer:
        if lied and goes_down:
            raise NoWay
        if call[0] == method and words in call[1]:
            lied.append(lie)
            return lie
        return world.network(*call)

    return network


def _let_go(world: World) -> None:
    """The holding time passes, over the same link: what is deleted lies at the office."""
    world.later(timedelta(hours=1))
    for _ in range(6):
        world.try_to_send()
    world.judge()
