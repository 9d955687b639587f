"""A wire between a laptop and the office that is cut after so many bytes, is slow, says everything twice, or
goes down on its own.

Real sockets, real HTTP on both sides: what `links` does to calls, this does to bytes.
"""

import contextlib
import random
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from proof.world import Factory, World

PIECE = 1024
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset, nothing is flushed


@dataclass
class Wire:
    """What happens to the bytes. Counted from the moment it is set, over both directions apart."""

    cut_up: int | None = None  # after so many bytes to the office
    cut_down: int | None = None  # after so many bytes to the laptop
    bytes_a_second: int | None = None
    delay: float = 0.0  # seconds that each piece takes beside
    again: int = 0  # so often all that a connection sent comes once more, beside what follows
    drops: float = 0.0  # the chance of a reset at each piece
    lost: float = 0.0  # the chance that a piece is lost and takes its time once more, again and again
    cut_every: float = 0.0  # seconds after which every connection is reset
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    up: int = 0
    down: int = 0
    was_cut: bool = False  # there was more to say than so many bytes
    since: float = field(default_factory=time.monotonic)

    def seconds(self, size: int) -> float:
        """How long so many bytes take."""
        if not self.bytes_a_second:
            return self.delay
        times = 1
        while self.dice.random() < self.lost:
            times += 1
        return self.delay + times * size / self.bytes_a_second

    def cuts(self) -> int:
        """How often it was cut until now."""
        return int((time.monotonic() - self.since) / self.cut_every) if self.cut_every else 0


class Proxy:
    """One office's wire. Every connection has two threads, one for each direction."""

    def __init__(self, port: int) -> None:
        self._office = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.wire = Wire()
        self.total_up = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                laptop, _ = self._listening.accept()
            except OSError:
                return
            try:
                office = socket.create_connection(("127.0.0.1", self._office))
            except OSError:
                laptop.close()
                continue
            for end in (laptop, office):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for pair, is_up in (((laptop, office), True), ((office, laptop), False)):
                threading.Thread(target=self._pump, args=(*pair, is_up), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_up: bool) -> None:
        cuts, said = self.wire.cuts(), b""
        with contextlib.suppress(OSError):
            while data := source.recv(PIECE):
                allowed = self._allowed(len(data), is_up)
                sink.sendall(data[:allowed])
                said += data[:allowed] if is_up and self.wire.again else b""
                if allowed < len(data) or self.wire.dice.random() < self.wire.drops:
                    break
                time.sleep(self.wire.seconds(len(data)))
                if self.wire.cuts() > cuts:
                    break
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        for _ in range(self.wire.again if said else 0):
            self._say_again(said)

    def _say_again(self, said: bytes) -> None:
        """Nobody hears the answer."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._office), 5) as line:
            line.sendall(said)
            line.shutdown(socket.SHUT_WR)
            while line.recv(PIECE):
                pass

    def _allowed(self, size: int, is_up: bool) -> int:
        """How many of these bytes still pass."""
        wire = self.wire
        if is_up:
            left = size if wire.cut_up is None else max(min(wire.cut_up - wire.up, size), 0)
            wire.up += left
            self.total_up += left
        else:
            left = size if wire.cut_down is None else max(min(wire.cut_down - wire.down, size), 0)
            wire.down += left
        wire.was_cut |= left < size
        return left


@contextlib.contextmanager
def wired(world: World, patience: float = 5.0) -> Iterator[Proxy]:
    """The world's laptop calls through a proxy instead of through the proof."""
    proxy = Proxy(world.office.call("serve"))
    world.laptop.call("use_sockets", proxy.address, patience)
    try:
        yield proxy
    finally:
        world.kill_laptop()
        proxy.close()


def _packets(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.laptop.call("truth")["packets"]
    return found


def cut_everywhere(factory: Factory, *, cuts: int, seed: int = 1, bug: str = "", size: int = 3_000) -> int:
    """Cut after K bytes there or K bytes back, K spread over the whole conversation of a packet with an image
    of *size* bytes; then the link holds, and the packet arrives. How many cuts came.
    """
    came, half = 0, max(cuts // 2, 1)
    with factory.world(bug) as world, wired(world) as proxy:
        world.sizes = [size]
        length_up, length_down = _conversation(world, proxy)
        after = [Wire(cut_up=k) for k in spread(length_up, half, seed)]
        after += [Wire(cut_down=k) for k in spread(length_down, max(cuts - half, 1), seed)]
        random.Random(seed).shuffle(after)
        for wire in after[:cuts]:
            world.record(1)
            proxy.wire = wire
            world.try_to_send()
            came += wire.was_cut
            proxy.wire = Wire()
            world.try_to_send()
        _all_arrives(world)
    return came


def spread(length: int, number: int, seed: int) -> list[int]:
    """So many numbers below *length*, at equal distances. As many seeds, one after the other, as a distance
    is long give all.
    """
    distance = -(-length // number)
    return [(seed * 7919 % distance + n * distance) % length for n in range(number)]  # 7919 is a prime


def _conversation(world: World, proxy: Proxy) -> tuple[int, int]:
    """How many bytes one packet takes in either direction."""
    world.record(1)
    proxy.wire = Wire()
    world.try_to_send()
    return proxy.wire.up, proxy.wire.down


def _all_arrives(world: World) -> None:
    world.deliver(rounds=12)
    world.judge()


def lossy(factory: Factory, *, captures: int, share: float, seed: int = 1, bug: str = "") -> int:
    """At each kilobyte the wire goes down with this chance, as a share of packets of 20 kB; and whatever a
    connection has said is said up to twice more.
    """
    with factory.world(bug) as world, wired(world) as proxy:
        proxy.wire = Wire(drops=share / 20, again=seed % 3, dice=random.Random(seed))
        for _ in range(captures):
            world.record(1)
            world.try_to_send()
        world.deliver(rounds=200)
        world.judge()
    return captures


def slow(factory: Factory, *, captures: int = 1, bug: str = "") -> int:
    """64 kbit/s, and each kilobyte late: slower is no reason to lose anything."""
    with factory.world(bug) as world, wired(world) as proxy:
        world.record(captures, sizes=[20_000])
        proxy.wire = Wire(bytes_a_second=8000, delay=0.05)
        _all_arrives(world)
    return captures


def bad(factory: Factory, *, size: int, lost: float, cut_every: float, seed: int = 1) -> tuple[float, float]:
    """A packet of *size* bytes over 64 kbit/s that lose pieces and are cut, after a small one from which the
    laptop knows its link: bytes that were sent for each byte of it, and seconds until it was there.
    """
    with factory.world() as world, wired(world, patience=60) as proxy:
        proxy.wire = Wire(bytes_a_second=8000, lost=lost, cut_every=cut_every, dice=random.Random(seed))
        world.record(1)
        _until_held(world, proxy)
        world.laptop.call("record", world.next_niks(1), [size])
        before, began = proxy.total_up, time.monotonic()
        _until_held(world, proxy)
        took, sent = time.monotonic() - began, proxy.total_up
        proxy.wire = Wire()
        _all_arrives(world)
        return (sent - before) / max(row["size"] for row in _packets(world)), took


def _until_held(world: World, proxy: Proxy) -> None:
    while any(row["state"] == "waiting" for row in _packets(world)):
        world.try_to_send()
        print(f"    {proxy.total_up:,} bytes sent", file=sys.stderr, flush=True)
