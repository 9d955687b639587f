"""What happens to offices and laptops: an old backup, clocks that jump, no room, disks that fail."""

import contextlib
import random
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from proof import orders, quarantines, tracing
from proof.links import LIES
from proof.nursery import Broke, NoWay
from proof.oracle import Disproved
from proof.world import Factory, World
from rekam.wire import paths

SECOND_MARK = "rekam-second-copy"  # in the folder of second copies, as the office began it


def old_backup(factory: Factory, *, bug: str = "", with_second_copy: bool = False) -> int:
    """The office is set back to a backup that is younger than the holding time: all comes again."""
    with factory.world(bug) as world:
        world.record(2)
        world.deliver()
        world.kill_office()
        backup = world.folder / "backup"
        shutil.copytree(world.folder / "office", backup)
        world.record(3)
        world.deliver()
        world.later(timedelta(minutes=5))
        shutil.rmtree(world.folder / "office")
        shutil.copytree(backup, world.folder / "office")
        if with_second_copy:
            shutil.rmtree(world.folder / "second")
            (world.folder / "second").mkdir()
            (world.folder / "second" / SECOND_MARK).touch()  # the same disk, as it was then
        world.oracle.receipts.clear()  # an office that was set back signs anew
        world.try_to_send()
        world.judge(everything=False, processed=False)
        world.later(timedelta(hours=1))
        world.deliver(rounds=12)
        world.deliver(rounds=12)
        world.judge()
    return 1


def early_backup(factory: Factory, *, bug: str = "") -> int:
    """The office is set back to a backup that is older than its first receipts, and has given no second yet:
    what it signed for comes again, and keeps nothing else waiting.
    """
    with factory.world(bug) as world:
        world.kill_office()
        backup = Path(shutil.copytree(world.folder / "office", world.folder / "backup"))
        world.record(2)
        world.try_to_send()
        world.kill_office()
        shutil.rmtree(world.folder / "office")
        shutil.copytree(backup, world.folder / "office")
        world.oracle.receipts.clear()
        world.record(1)
        world.deliver(rounds=12)
        world.judge_all()
    return 1


def clocks(factory: Factory, *, bug: str = "", seed: int = 1) -> int:
    """A laptop's clock jumps by years in both directions between and during its days."""
    dice = random.Random(seed)
    with factory.world(bug) as world:
        for days in (0, 4000, -4000, dice.randint(1, 900), dice.randint(-900, 0), 0):
            world.kill_laptop()
            world.clock_off = timedelta(days=days)
            world.record(2)
            world.try_to_send()
            world.office.call("copy")
            world.check_laptop()
        _nothing_deleted_early(world)
        world.kill_laptop()
        world.clock_off = timedelta()
        world.deliver()
        world.judge()
    return 6


def _nothing_deleted_early(world: World) -> None:
    """Ten minutes of holding have not passed, whatever a clock says, or the office does not hold it."""
    if any(not row["has_bytes"] for row in world.laptop.call("truth")["packets"]):
        raise Disproved("the laptop deleted before its time")


def wrong_office_clock(factory: Factory, *, bug: str = "", days: int = 30) -> int:
    """The office's clock stands so many days ahead, or behind, for a while. Nothing is deleted early by it:
    an office that is then set back to last night's backup gets everything again. Over a line, and by a disk
    that is carried to and fro.
    """
    _wrong_clock_by_usb(factory, bug=bug, days=days)
    with factory.world(bug) as world:
        backup = _backed_up(world)
        world.record(1)
        world.deliver()
        _set_office_clock(world, timedelta(days=days))
        world.record(1)
        world.deliver()
        world.try_to_send()
        _nothing_deleted_early(world)
        _set_office_clock(world, timedelta())
        world.record(1)
        world.deliver()
        world.try_to_send()
        _nothing_deleted_early(world)
        _set_back(world, backup)
        # What came while the clock was ahead is asked about when the office has caught up with its own word.
        world.later(timedelta(days=max(days, 0), hours=1))
        world.deliver(rounds=12)
        world.deliver(rounds=12)
        world.judge()
    return 3


def _wrong_clock_by_usb(factory: Factory, *, bug: str, days: int) -> None:
    """The laptop has no line, and a disk goes to and fro, once with the office's clock so far off."""
    with factory.world(bug) as world:
        backup = _backed_up(world)
        for off in (timedelta(), timedelta(days=days), timedelta()):
            _set_office_clock(world, off)
            world.record(1)
            _carry_to_and_fro(world)
            _nothing_deleted_early(world)
        _set_back(world, backup)
        _carry_to_and_fro(world)
        world.office.call("work")
        world.judge()


def _carry_to_and_fro(world: World) -> None:
    usb = str(world.folder / "usb")
    world.laptop.call("export", usb)
    world.office.call("carry", usb)
    world.laptop.call("take_back", usb)


def _set_office_clock(world: World, off: timedelta) -> None:
    """The laptop's own clock is right all the while. `later` moves both."""
    world.kill_laptop()
    world.later(off + world.clock_off)
    world.clock_off = -off


def impostor(factory: Factory, *, bug: str = "") -> int:
    """The office was set back, and somebody on the way says that it holds what it lost: as anybody could, and
    in the office's own words of before. And somebody says that this laptop's keys are stopped.
    """
    with factory.world(bug) as world:
        backup = _backed_up(world)
        world.record(2)
        world.deliver()
        said: dict[str, Any] = {}

        def overheard(*call: Any) -> tuple[int, dict[str, str], bytes]:
            answer = world.network(*call)
            if call[0] == "HEAD" and call[3].get(paths.NONCE):
                said[call[1]] = answer
                raise NoWay  # the laptop does not hear it
            return answer

        world.over(overheard)
        world.later(timedelta(minutes=11))
        world.try_to_send()
        _set_back(world, backup)

        def lying(*call: Any) -> tuple[int, dict[str, str], bytes]:
            if call[0] == "HEAD":
                return said.get(call[1], LIES[2])
            status, headers, body = world.network(*call)
            return status, {**headers, "Rekam-Epoch-State": "frozen"}, body

        world.over(lying)
        world.try_to_send()
        _nothing_deleted_early(world)
        world.record(1)  # its keys are not stopped
        world.over(None)
        world.deliver(rounds=12)
        world.deliver(rounds=12)
        world.judge()
    return 3


def _backed_up(world: World) -> Path:
    world.kill_office()
    return Path(shutil.copytree(world.folder / "office", world.folder / "backup"))


def _set_back(world: World, backup: Path) -> None:
    world.kill_office()
    shutil.rmtree(world.folder / "office")
    shutil.copytree(backup, world.folder / "office")
    world.oracle.receipts.clear()  # an office that was set back signs anew


def full_office(factory: Factory, *, bug: str = "") -> int:
    """507: nothing changes, and everything is there once there is room again."""
    with factory.world(bug) as world:
        world.record(2)
        world.office.call("fill", True)
        world.try_to_send()
        world.judge(everything=False, processed=False)
        if world.office.call("truth")["packets"]:
            raise Disproved("an office that is full took a packet")
        world.office.call("fill", False)
        world.deliver()
        world.judge()
    return 1


def copies(factory: Factory, *, bug: str = "") -> int:
    """The second copy: on another folder before the screen says two; enough to bring everything back."""
    with factory.world(bug) as world:
        usb = world.folder / "usb"
        usb.mkdir()
        world.laptop.call("second_folder", str(usb))
        world.record(3)
        _all_have_two_copies(world, usb)
        world.kill_laptop()
        world.office.call("carry", str(usb))
        world.office.call("copy")
        world.office.call("work")
        office = world.office.call("truth")
        world.oracle.check_office(office)
        world.oracle.check_totals(office)
    return 1


def _all_have_two_copies(world: World, usb: Path) -> None:
    """So far the second disk is well, and the screen has said so of everything."""
    if set(world.oracle.twice) != set(world.oracle.told):
        raise Disproved("a second disk is there, and the screen does not say two copies")
    world.oracle.check_copies(usb)


def plain(factory: Factory, *, bug: str = "") -> int:
    """Nothing goes wrong."""
    with factory.world(bug) as world:
        world.record(6)
        world.check_laptop()
        world.try_to_send()
        world.judge_receipts()
        world.deliver()
        world.judge()
        world.judge_receipts()
        world.later(timedelta(hours=1))
        world.record(1)
        world.deliver()
        world.judge()
        if sum(row["has_bytes"] for row in world.laptop.call("truth")["packets"]) != 1:
            raise Disproved("what the office holds twice was not deleted after the holding time")
    return 1


def rotten(factory: Factory, *, bug: str = "") -> int:
    """A bit on the laptop's disk has turned since the receipt: nothing is deleted on the strength of it."""
    with factory.world(bug) as world:
        world.record(3)
        world.deliver()
        world.laptop.call("rot", 2)
        world.later(timedelta(hours=1))
        world.try_to_send()
        left = [row["sequence"] for row in world.laptop.call("truth")["packets"] if row["has_bytes"]]
        if left != [2]:
            raise Disproved(f"after a bit had turned in number 2, {left} are still there")
    return 1


def disk_away(factory: Factory, *, bug: str = "") -> int:
    """The office's second disk is pulled out: its folder is an empty one of the first disk meanwhile. Nothing
    is copied there, and no laptop deletes on the word of such a copy.
    """
    with factory.world(bug) as world:
        world.record(1)
        world.deliver()
        folder, pulled = world.folder / "second", world.folder / "pulled"
        folder.rename(pulled)
        folder.mkdir()
        world.record(2)
        for _ in range(3):
            world.try_to_send()
            world.office.call("copy")
        if any(folder.iterdir()):
            raise Disproved("copied to where the second disk was")
        folder.rmdir()
        pulled.rename(folder)
        world.later(timedelta(hours=1))
        world.deliver()
        world.judge()
    return 2


def failing_copy(factory: Factory, *, bug: str = "") -> int:
    """The second disk fails in the middle: the screen says one copy."""
    with factory.world(bug) as world:
        usb = world.folder / "usb"
        usb.mkdir()
        world.laptop.call("second_folder", str(usb))
        world.record(1)
        _all_have_two_copies(world, usb)
        for name, number in (*(("fsync", number) for number in range(1, 7)), ("write", 1), ("rename", 1)):
            fault = tracing.injected(world.laptop, f"error=EIO:when={number}", (name,))
            with fault, contextlib.suppress(Broke):
                world.record(1)
            world.oracle.check_copies(usb)
        world.deliver()
        world.judge()
    return 1


ALIKE = (
    *(plain, rotten, full_office, copies, disk_away, early_backup, impostor),
    orders.restarted,
    *(quarantines.revoked, quarantines.not_signed, quarantines.older_disk),
)


def run(factory: Factory, *, times: int, seed: int = 1, has_strace: bool = True) -> int:
    """All of them, so many times."""
    for number in range(seed, seed + times):
        for mishap in ALIKE:
            mishap(factory)
        quarantines.clone(factory, seed=number)
        orders.shuffled(factory, seed=number)
        clocks(factory, seed=number)
        wrong_office_clock(factory, days=30 if number % 2 else -30)
        old_backup(factory, with_second_copy=bool(number % 2))
        if has_strace:
            failing_copy(factory)
    return times
