"""A line between a laptop and its office that can be pulled out, and that breaks off again and again."""

import contextlib
import random
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

BUFFER = 16 * 1024
LEAST, MOST = (
    400 * 1024,
    1200 * 1024,
)  # of a connection's bytes: a packet or less gets through
SWALLOWED = 0.15  # so often the office did what was asked and its answer is lost


class Mode(StrEnum):
    GOOD = "good"
    GONE = "gone"
    BAD = "bad"


@dataclass
class Link:
    """Where the laptop calls. What passes through is counted, so that a test can see that it was bad."""

    office: int
    mode: Mode = Mode.GOOD
    port: int = 0
    broken: int = 0
    passed: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(8))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                laptop, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(laptop,), daemon=True).start()

    def _carry(self, laptop: socket.socket) -> None:
        if self.mode == Mode.GONE:
            return laptop.close()
        office = socket.create_connection(("127.0.0.1", self.office))
        bad = self.mode == Mode.BAD
        left = [self.chance.randint(LEAST, MOST)] if bad else [1 << 60]
        deaf = bad and self.chance.random() < SWALLOWED
        there = threading.Thread(target=self._pass, args=(laptop, office, left, False), daemon=True)
        there.start()
        self._pass(office, laptop, left, deaf)
        there.join()
        return None

    def _pass(self, source: socket.socket, target: socket.socket, left: list[int], deaf: bool) -> None:
        with contextlib.suppress(OSError):
            while (data := source.recv(BUFFER)) and self.mode != Mode.GONE:
                left[0] -= len(data)
                if left[0] < 0 or deaf:
                    self.broken += 1
                    break
                self.passed += len(data)
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def to(office: int) -> Iterator[Link]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        link = Link(office, port=listener.getsockname()[1])
        threading.Thread(target=link.serve, args=(listener,), daemon=True).start()
        yield link
