"""One office and its laptops, in folders that can be copied, killed, cut off and set back."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from proof import rehearsal
from proof.crashes import Crashes
from proof.nursery import Broke, Child, Killed, Network, NoWay, Nursery
from proof.oracle import Oracle
from proof.template import template
from rekam.wire import packets
from rekam.wire.keys import OperatorKeys, SigningKey, VerifyKey, operator_keys

PASSWORD = "sandi-laptop-budi"
Truth = dict[str, Any]
FAST = Path("/dev/shm")  # where a process is killed, the disk does not matter: memory is faster


@dataclass
class Nurseries:
    """Both sides, loaded once for everything that is proved."""

    office: Nursery
    laptop: Nursery
    folder: Path

    @classmethod
    @contextlib.contextmanager
    def open(cls) -> Iterator["Nurseries"]:
        folder = Path(tempfile.mkdtemp(prefix="rekam-proof-", dir=FAST if FAST.is_dir() else None))
        (folder / "nobody").mkdir()
        both = cls(
            Nursery("office", folder / "nobody"),
            Nursery("laptop", folder / "nobody"),
            folder,
        )
        try:
            yield both
        finally:
            both.office.close()
            both.laptop.close()
            shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Facts:
    """What the proof knows of a laptop so that nobody has to type a password."""

    key: bytes
    operator: OperatorKeys


@dataclass(eq=False)
class World:
    """A copy of the template: an office with a register, a laptop that was enrolled and has its pack."""

    nurseries: Nurseries
    folder: Path
    facts: Facts
    niks: list[str | None]
    bug: str = ""
    crashes: Crashes = field(default_factory=Crashes)
    oracle: Oracle = field(default_factory=Oracle)
    now: datetime | None = None
    laptop_folder: Path | None = None
    office_folder: Path | None = None
    second_folder: Path | None = None
    _office: Child | None = None
    _laptop: Child | None = None
    _since: datetime = field(default_factory=lambda: datetime.now(UTC))
    link: Network | None = None
    portion: int = 16  # packets that the office brings into the register in one transaction
    clock_off: timedelta = timedelta()  # the laptop's clock against the office's
    checked: int = 0  # numbers of the laptop up to here were looked at
    sizes: Sequence[int] | None = None  # bytes of an image, one of these: nothing for those of every trial

    # -- processes ------------------------------------------------------------------------------

    @property
    def office(self) -> Child:
        """The office's process; a new one where the last was killed."""
        if self._office is None:
            self._office = self.nurseries.office.child(
                folder=str(self.office_folder or self.folder / "office"),
                second=str(self.second_folder or self.folder / "second"),
                now=None if self.now is None else self.moment,
                portion=self.portion,
                bug=self.bug,
            )
            self.crashes.watch_office(self._office, self.kill_office)
        return self._office

    @property
    def laptop(self) -> Child:
        if self._laptop is None:
            self._laptop = self.at(self.laptop_folder or self.folder / "laptop")
            self._laptop.said = self.oracle.hears_all
        return self._laptop

    def at(self, folder: Path, born: Callable[..., Child] | None = None) -> Child:
        """A process on a laptop's folder: the laptop's own, or that of a clone."""
        now = self.moment + self.clock_off if self.clock_off or self.now else None
        child = (born or self.nurseries.laptop.child)(
            folder=str(folder), key=self.facts.key, operator=self.facts.operator, now=now, bug=self.bug
        )
        child.said, child.network = self.oracle.hears, self.link or self.network
        self.crashes.watch_laptop(child)
        return child

    def begin_rehearsal(self) -> None:
        """Not in children, but in the processes whose forks they are."""
        both = self.nurseries
        self._office = both.office.rehearsing(
            folder=str(self.folder / "office"), second=str(self.folder / "second")
        )
        self._laptop = self.at(self.folder / "laptop", both.laptop.rehearsing)

    def end_rehearsal(self) -> None:
        assert self._office is not None
        assert self._laptop is not None
        self.nurseries.office.rehearsed(self._office)
        self.nurseries.laptop.rehearsed(self._laptop)
        self._office = self._laptop = None

    def network(self, *call: Any) -> tuple[int, dict[str, str], bytes]:
        """A perfect one; a trial puts its own in place."""
        try:
            answer: tuple[int, dict[str, str], bytes] = self.office.call("ask", *call)
        except Killed:
            self.kill_office()
            raise NoWay from None
        except Broke:  # what a server says of a program whose disk fails
            return 500, {"Content-Type": "text/html"}, b"Internal Server Error"
        if answer[0] == 200 and call[0] != "HEAD":
            self.oracle.overhears(call[1], answer[2])
        return answer

    def over(self, link: Network | None) -> None:
        """From now on the laptop calls over this one; nothing: the perfect one."""
        self.link = link
        if self._laptop is not None:
            self._laptop.network = link or self.network

    def kill_office(self) -> None:
        if self._office is not None:
            self._office.kill()
            self._office = None

    def kill_laptop(self) -> None:
        if self._laptop is not None:
            self._laptop.kill()
            self._laptop = None

    def revive(self) -> None:
        """Whoever is no more is started again when next asked."""
        for child, bury in ((self._office, self.kill_office), (self._laptop, self.kill_laptop)):
            if child is not None and not child.is_alive():
                bury()

    def kill_processes(self) -> None:
        """From another thread, in the middle of anything: nothing is tidied up."""
        for child in (self._laptop, self._office):
            if child is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, signal.SIGKILL)

    def move_laptop(self, folder: Path) -> None:
        """Onto another disk."""
        self.kill_laptop()
        shutil.copytree(self.folder / "laptop", folder)
        _sync(folder)
        self.laptop_folder = folder

    def move_office(self, folder: Path, second: Path) -> None:
        self.kill_office()
        shutil.copytree(self.folder / "office", folder)
        shutil.copytree(self.folder / "second", second, dirs_exist_ok=True)
        _sync(folder)
        _sync(second)
        self.office_folder, self.second_folder = folder, second

    def close(self) -> None:
        self.kill_laptop()
        self.kill_office()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "World":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- a day ----------------------------------------------------------------------------------

    def record(self, people: int = 1, **how: Any) -> None:
        wanted = {} if self.sizes is None else {"sizes": self.sizes}
        self.laptop.call("record", self.next_niks(people), **{**wanted, **how})

    def next_niks(self, people: int) -> list[str | None]:
        """Whoever comes next; after the register's people come those whom it does not know."""
        some, self.niks = self.niks[:people], self.niks[people:]
        return some + [None] * (people - len(some))

    def deliver(self, rounds: int = 8) -> None:
        """Send until the office holds everything twice, over whatever network there is, and process it."""
        for _ in range(rounds):
            self.try_to_send()
            self.office.call("copy_all")
            if not self.pending():
                break
        self.office.call("work")

    def let_go(self) -> None:
        """After the holding time: until the laptop deletes no more. What the office has lost comes again."""
        due, before = -1, 0
        while due != before:
            self.deliver(rounds=12)
            due, before = self.laptop.call("due"), due

    def try_to_send(self, laptop: Child | None = None) -> bool:
        """One round. Whether it came to its end: a link that fails is no trouble, the next round goes on."""
        try:
            (laptop or self.laptop).call("send")
        except Broke as trouble:
            if trouble.kind != "Failed":
                raise
            return False
        return True

    def pending(self) -> int:
        """How many the office does not yet hold twice."""
        number: int = self.laptop.call("pending")
        return number

    def later(self, by: timedelta) -> None:
        """Both machines are started again, so much later."""
        self.kill_laptop()
        self.kill_office()
        self._move(by)

    def wait(self, by: timedelta) -> None:
        """So much time passes, and whoever lives goes on."""
        self._move(by)
        if self._office is not None:
            self._office.call("show_time", self.moment)
        self.turn_clock(self.clock_off)

    def turn_clock(self, off: timedelta) -> None:
        """Somebody turns the laptop's, so far off the office's."""
        self.clock_off = off
        if self._laptop is not None:
            self._laptop.call("show_time", self.moment + off)

    def _move(self, by: timedelta) -> None:
        self.now, self._since = self.moment + by, datetime.now(UTC)

    @property
    def moment(self) -> datetime:
        """The office's clock."""
        now = datetime.now(UTC)
        return now if self.now is None else self.now + (now - self._since)

    # -- the verdict ----------------------------------------------------------------------------

    def check_laptop(self, after: int = 0) -> int:
        """The laptop's own promises, for numbers after this one. The last number comes back."""
        truth = self.laptop.call("truth", after)
        self.oracle.check_laptop(truth)
        last: int = truth["last"]
        return last

    def judge(self, *, everything: bool = True, processed: bool = True) -> None:
        """All promises, from both disks as they are."""
        laptop, office = self.laptop.call("truth"), self.office.call("truth")
        self._judge(laptop, office, everything=everything, processed=processed)

    def _judge(
        self, laptop: Truth, office: Truth, *, everything: bool = True, processed: bool = True
    ) -> None:
        self.oracle.check_laptop(laptop)
        self.oracle.check_office(office, everything=everything, processed=processed)
        self.oracle.check_receipts(office, self.receipt_keys)
        self.oracle.check_deleted(laptop["packets"], office)
        self.oracle.check_totals(office)
        self.oracle.check_log(self.office.call("log"))

    def judge_receipts(self) -> None:
        """Whatever a laptop has a receipt for lies at the office, whole; twice if the receipt says so."""
        laptop, office = self.laptop.call("truth"), self.office.call("truth")
        self.oracle.check_deleted(laptop["packets"], office)
        self.oracle.check_receipted(laptop["packets"], office)
        self.oracle.check_office(office, everything=False, processed=False)
        self.oracle.check_log(self.office.call("log"))

    def judge_all(self) -> None:
        """Every promise, from one look at both disks."""
        laptop, office = self.laptop.call("truth"), self.office.call("truth")
        self._judge(laptop, office)
        self.oracle.check_receipted(laptop["packets"], office)

    def judge_held(self) -> None:
        """Whatever a laptop has a receipt for lies at the office, by the hash of its bytes, unopened."""
        laptop, office = self.laptop.call("truth"), self.office.call("truth", opened=False)
        self.oracle.check_receipted(laptop["packets"], office)
        self.oracle.check_log(self.office.call("log"))

    # -- what a thief or a liar would need ------------------------------------------------------

    def first_receipt(self, packet_id: bytes) -> bytes:
        """The office's own, of the first level."""
        data: bytes = self._row(packet_id)["receipts"][1]
        return data

    def second_receipt_of_another(self, packet_id: bytes) -> bytes:
        data: bytes = self.office.call("second_receipt_of_another", packet_id.hex())
        return data

    def header_of(self, packet_id: bytes) -> packets.Header:
        return packets.read(self._row(packet_id)["header"]).header

    def _row(self, packet_id: bytes) -> dict[str, Any]:
        row: dict[str, Any] = self.office.call("row", packet_id.hex())
        return row

    @property
    def receipt_signing(self) -> SigningKey:
        return SigningKey((self.folder / "office" / "keys" / "receipt.key").read_bytes())

    @property
    def receipt_keys(self) -> list[VerifyKey]:
        folder = self.office_folder or self.folder / "office"
        return [VerifyKey((folder / "keys" / "receipt.public").read_bytes())]


def _sync(folder: Path) -> None:
    """What was copied onto a disk is there when its power goes."""
    subprocess.run(["sync", "-f", str(folder)], check=True)


class Factory:
    """Makes worlds from the template."""

    def __init__(self, nurseries: Nurseries) -> None:
        self.nurseries = nurseries
        self._template = nurseries.folder / "kept"
        shutil.copytree(template(nurseries), self._template)
        key, salt, *self._niks = (self._template / "facts").read_text().splitlines()
        self._facts = Facts(bytes.fromhex(key), operator_keys(PASSWORD.encode(), bytes.fromhex(salt)))
        self._made = 0
        self.points: set[str] = set()  # where processes were killed, each named once
        self.crashes = Crashes()
        with self.world() as world:
            rehearsal.play(world)

    def world(self, bug: str = "") -> World:
        self._made += 1
        folder = self.nurseries.folder / f"world{self._made}"
        shutil.copytree(self._template, folder)
        return World(self.nurseries, folder, self._facts, list(self._niks), bug, self.crashes)
