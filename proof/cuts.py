"""The power goes: whatever the disk was not told to keep is gone.

An ext4 file system in a file; the writer is killed, then the file system is shut down without writing its
journal (EXT4_IOC_SHUTDOWN), mounted again, and asked. Needs root and loop devices.
"""

import contextlib
import fcntl
import os
import random
import shutil
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

from proof.nursery import Broke, Killed
from proof.world import Factory, World

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
WITHOUT_JOURNAL = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH
MEGABYTES = 96


def why_not() -> str:
    """Empty where power can be cut."""
    if os.geteuid() != 0:
        return "cutting the power needs root"
    if not (shutil.which("mkfs.ext4") and shutil.which("mount")):
        return "there is no mkfs.ext4 or mount here"
    try:
        with Disk.made(Path("/tmp")) as disk:
            disk.cut()
    except (subprocess.CalledProcessError, OSError) as trouble:
        return f"this machine lets nobody mount a file or shut it down ({trouble})"
    return ""


class Disk:
    """A small disk of its own."""

    def __init__(self, image: Path, place: Path) -> None:
        self.image, self.place = image, place

    @classmethod
    @contextlib.contextmanager
    def made(cls, folder: Path) -> Iterator["Disk"]:
        name = f"rekam-disk-{os.getpid()}-{random.getrandbits(32):08x}"
        disk = cls(folder / f"{name}.ext4", folder / name)
        with disk.image.open("wb") as file:
            file.truncate(MEGABYTES * 1024 * 1024)
        _do("mkfs.ext4", "-q", "-F", disk.image)
        disk.place.mkdir()
        try:
            disk.mount()
            yield disk
        finally:
            subprocess.run(["umount", disk.place], capture_output=True, check=False)
            disk.place.rmdir()
            disk.image.unlink()

    def mount(self) -> None:
        _do("mount", "-o", "loop", self.image, self.place)

    def cut(self) -> None:
        """Gone, and back with whatever had reached it."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", WITHOUT_JOURNAL))
        finally:
            os.close(handle)
        _do("umount", self.place)
        self.mount()


def _do(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def run(factory: Factory, *, laptop: int, office: int, seed: int = 1, bug: str = "") -> int:
    """How many times the power went, at the laptop and at the office."""
    dice, done = random.Random(seed), 0
    while done < laptop:
        done += _at_laptop(factory, min(laptop - done, 50), dice, bug)
    total, done = done, 0
    while done < office:
        done += _at_office(factory, min(office - done, 50), dice, bug)
    return total + done


def _at_laptop(factory: Factory, cuts: int, dice: random.Random, bug: str) -> int:
    """Sometimes right after "Tersimpan", sometimes in the middle of anything."""
    with factory.world(bug) as world, Disk.made(world.folder) as disk, _ended(world):
        world.move_laptop(disk.place / "laptop")
        for number in range(cuts):
            _interrupted(world, dice, lambda n=number: _work(world, n))
            world.kill_laptop()
            disk.cut()
            world.checked = max(world.check_laptop(after=world.checked) - 5, 0)
        world.deliver(rounds=12)
        world.judge()
    return cuts


def _at_office(factory: Factory, cuts: int, dice: random.Random, bug: str) -> int:
    """The laptop believes the receipts it got; the office must still have what it signed for."""
    with (
        factory.world(bug) as world,
        Disk.made(world.folder) as disk,
        Disk.made(world.folder) as second,
        _ended(world),
    ):
        world.move_office(disk.place / "office", second.place)
        for number in range(cuts):
            _interrupted(world, dice, lambda n=number: _work(world, n))
            world.kill_office()
            disk.cut()
            if number % 3 == 0:
                second.cut()
            world.judge_receipts()
        world.deliver(rounds=12)
        world.judge()
    return cuts


@contextlib.contextmanager
def _ended(world: World) -> Iterator[None]:
    """No process is left on a disk that is taken away."""
    try:
        yield
    finally:
        world.kill_laptop()
        world.kill_office()


def _work(world: World, number: int) -> None:
    world.record(1 + number % 3)
    if number % 2:
        world.try_to_send()
        world.office.call("copy")
        world.try_to_send()
        world.office.call("work")


def _interrupted(world: World, dice: random.Random, work: object) -> None:
    """Every second time the processes are killed in the middle of their work; the others finish it."""
    timer = threading.Timer(dice.uniform(0.005, 0.4), world.kill_processes)
    is_cut_short = dice.random() < 0.5
    if is_cut_short:
        timer.start()
    with contextlib.suppress(Killed, Broke):
        work()  # type: ignore[operator]
    timer.cancel()
    if is_cut_short:
        timer.join()
    world.revive()
