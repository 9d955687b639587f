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
from itertools import count, islice, product
from pathlib import Path

from proof import tracing
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
    def made(cls, folder: Path, megabytes: int = MEGABYTES) -> Iterator["Disk"]:
        name = f"rekam-disk-{os.getpid()}-{random.getrandbits(32):08x}"
        disk = cls(folder / f"{name}.ext4", folder / name)
        with disk.image.open("wb") as file:
            file.truncate(megabytes * 1024 * 1024)
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
    dice, total = random.Random(seed), laptop + office
    while laptop > 0:
        laptop -= at_laptop(factory, cuts=min(laptop, 50), dice=dice, bug=bug)
    while office > 0:
        office -= at_office(factory, cuts=min(office, 50), dice=dice, bug=bug)
    return total


def at_laptop(factory: Factory, *, cuts: int, dice: random.Random, bug: str = "") -> int:
    """Sometimes right after "Tersimpan", sometimes in the middle of anything. The second disk goes, too."""
    with factory.world(bug) as world, disks(world, 2) as (disk, usb):
        world.move_laptop(disk.place / "laptop")
        world.laptop.call("second_folder", str(usb.place))
        for number in range(cuts):
            _interrupted(world, dice, number)
            world.kill_laptop()
            disk.cut()
            usb.cut()
            world.oracle.check_copies(usb.place)
            world.checked = max(world.check_laptop(after=world.checked) - 5, 0)
        world.deliver(rounds=12)
        world.judge()
    return cuts


def at_office(factory: Factory, *, cuts: int, dice: random.Random, bug: str = "") -> int:
    """The laptop believes the receipts it got; the office must still have what it signed for. The database,
    the packets and their second copies each have a disk, so that no sync of one helps another.
    """
    with factory.world(bug) as world, disks(world, 3) as (disk, shelf, second):
        _spread(world, disk, shelf, second)
        for number in range(cuts):
            _interrupted(world, dice, number)
            world.kill_office()
            for each in (disk, shelf, second):
                each.cut()
            world.judge_receipts()
        world.deliver(rounds=12)
        world.judge()
    return cuts


def _spread(world: World, disk: Disk, shelf: Disk, second: Disk) -> None:
    """The office onto three disks. It has no packet yet, and of their folder at most a lock."""
    world.move_office(disk.place / "office", second.place)
    packets = disk.place / "office" / "packets"
    shutil.rmtree(packets, ignore_errors=True)
    packets.symlink_to(shelf.place)


def after_receipts(factory: Factory, *, cuts: int, dice: random.Random | None = None, bug: str = "") -> int:
    """The power goes right after the laptop has its receipts: nothing that came later has synced anything."""
    dice = dice or random.Random(1)
    with factory.world(bug) as world, disks(world, 3) as (disk, shelf, second):
        _spread(world, disk, shelf, second)
        for _ in range(cuts):
            for _ in range(dice.choice([1, 1, 2])):
                world.record(dice.choice([1, 1, 1, 2, 5]))
                world.try_to_send()
            if dice.random() < 1 / 3:
                world.office.call("copy")
                world.try_to_send()
            if dice.random() < 1 / 4:
                world.office.call("work")
            world.kill_office()
            for each in (disk, shelf, second):
                each.cut()
            world.judge_receipts()
        world.deliver(rounds=12)
        world.judge()
    return cuts


def after_kills(factory: Factory, *, cuts: int, dice: random.Random | None = None, bug: str = "") -> int:
    """The office is killed at a sync, started again, gives its receipts, and then the power goes: what the
    first process had not synced, the second must not take for durable. One packet takes six of them at the
    receiver and at the copier.
    """
    dice = dice or random.Random(1)
    with factory.world(bug) as world, disks(world, 3) as (disk, shelf, second):
        _spread(world, disk, shelf, second)
        for people, number, is_copier in islice(_kills(dice), cuts):
            world.record(people)
            if is_copier:
                world.try_to_send()
            kill = tracing.injected(world.office, f"signal=KILL:when={number}", ("fsync",))
            with kill, contextlib.suppress(Killed):
                world.office.call("copy") if is_copier else world.try_to_send()
            world.revive()
            world.try_to_send()
            world.office.call("copy")
            world.try_to_send()
            world.kill_office()
            for each in (disk, shelf, second):
                each.cut()
            world.judge_receipts()
        world.deliver(rounds=12)
        world.judge()
    return cuts


def _kills(dice: random.Random) -> Iterator[tuple[int, int, bool]]:
    """How many people, at which sync, and whether at the copier: each of them before one comes again."""
    for lap in count():
        people = 2 if lap % 3 == 2 else 1
        each = list(product([people], range(1, 1 + 6 * people), (False, True)))
        yield from dice.sample(each, len(each))


def after_failed_syncs(
    factory: Factory, *, cuts: int, dice: random.Random | None = None, bug: str = ""
) -> int:
    """A sync fails while the counter saves; what the screen then says must outlive the power."""
    dice = dice or random.Random(1)
    with factory.world(bug) as world, disks(world, 1) as (disk,):
        world.move_laptop(disk.place / "laptop")
        world.record(1)
        for _ in range(cuts):
            people = dice.choice([1, 1, 2])
            first = dice.randint(1, 2 * people)
            what = f"error=EIO:when={first}..{first + dice.randrange(5)}"
            with tracing.injected(world.laptop, what, ("fsync", "fdatasync")), contextlib.suppress(Broke):
                world.record(people)
            world.kill_laptop()
            disk.cut()
            world.check_laptop()
    return cuts


@contextlib.contextmanager
def disks(world: World, number: int) -> Iterator[list[Disk]]:
    """So many, and no process is left on them when they are taken away."""
    with contextlib.ExitStack() as stack:
        made = [stack.enter_context(Disk.made(world.folder)) for _ in range(number)]
        stack.callback(world.kill_office)
        stack.callback(world.kill_laptop)
        yield made


def _work(world: World, number: int) -> None:
    world.record(1 + number % 3)
    if number % 2:
        world.try_to_send()
    if number % 4 == 3:
        world.office.call("copy")
        world.try_to_send()
        world.office.call("work")


def _interrupted(world: World, dice: random.Random, number: int) -> None:
    """Every second time the processes are killed in the middle of their work; the others finish it."""
    timer = threading.Timer(dice.uniform(0.005, 0.4), world.kill_processes)
    is_cut_short = dice.random() < 0.5
    if is_cut_short:
        timer.start()
    with contextlib.suppress(Killed, Broke):
        _work(world, number)
    timer.cancel()
    if is_cut_short:
        timer.join()
    world.revive()
