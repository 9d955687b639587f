"""A laptop at a counter: the real station in its own process, simulated devices, an office in memory.

The office is the double of `tests/station/office.py`, held against the real receiver by tests/contract.
Chromium's camera shows an invented face before the cloth that the resident needs.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np

from proof.cuts import Disk
from rekam.simulator import faces, identity
from rekam.simulator.server import Bench, running
from rekam.wire import packs
from tests.browser import office as offices
from tests.browser.office import ROOT
from tests.station.office import BUDI, PASSWORD, Office, served

PATIENCE_SECONDS = 30
SETTINGS = "rekam.station.settings"
NIKS = ("6408044109990001", "6408040507540002", "6408041203000003", "6408045512010004")
PEOPLE = (
    ("SITI REKAAN", "P", date(1999, 9, 1)),
    ("BUDI REKAAN", "L", date(1954, 7, 5)),
    ("JOKO REKAAN", "L", date(2000, 3, 12)),
    ("DEWI REKAAN", "P", date(2001, 12, 15)),
)


def resident(number: int, name: str, sex: str, born: date, nik: str = "") -> packs.PackResident:
    """One invented resident of Sangatta Utara."""
    return packs.PackResident(
        *(
            f"p-{number}",
            nik or NIKS[number],
            "6408040101160001",
            name,
            born,
            "SANGATTA",
            sex,
            "64.08.04.2001",
        ),
        *("TELUK LINGGA", "JL. MAWAR 3", "001", "002", "O", "ISLAM", "BELUM KAWIN"),
        packs.Standing.UNRECORDED,
        expected=True,
    )


def residents() -> tuple[packs.PackResident, ...]:
    return tuple(resident(number, *person) for number, person in enumerate(PEOPLE))


@dataclass
class Laptop:
    """Enrolled and with a pack. `start` and `kill` as often as the day wants; `cut_power` where it lies on a
    *disk* of its own.
    """

    folder: Path
    bench: Bench
    trust: Path
    held_office: Office | None = None
    disk: Disk | None = None
    url: str = ""
    process: "subprocess.Popen[bytes] | None" = None
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rest = {name: value for name, value in os.environ.items() if not name.startswith("REKAM_")}
        ports = ",".join(str(port) for port in self.bench.ports.values())
        own = {
            "REKAM_STATION": str(self.folder),
            "REKAM_DEVICE_PORTS": ports,
            "REKAM_DEVICE_TRUST": str(self.trust),
            "REKAM_TIME_ZONE": offices.time_zone,
        }
        self.environment = {**rest, **own, "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": str(ROOT)}

    def rekam(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "rekam.cli", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    @property
    def log(self) -> Path:
        """Beside the keys of its devices: not where the power goes."""
        return self.trust.with_name("station.log")

    @property
    def office(self) -> Office:
        """The office in memory; a laptop of a real office has none."""
        assert self.held_office
        return self.held_office

    def enrol(self) -> None:
        self.rekam(
            "station", "enrol", self.office.address, "--code", self.office.code.shown, "--name", "Laptop 1"
        )

    def start(self) -> None:
        port = int(self.url.rsplit(":", 1)[1]) if self.url else free_port()
        self.url = f"http://localhost:{port}"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rekam.cli", "station", "--no-open", "--port", str(port)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.05)
        raise AssertionError(f"The station did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """The process has no moment left for anything; what it wrote, synced or not, is the system's."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)
        self.process = None

    def cut_power(self) -> None:
        """What the disk was not told to keep is gone."""
        assert self.disk
        self.kill()
        self.disk.cut()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE_SECONDS)


@contextlib.contextmanager
def at_a_counter(
    folder: Path, people: Sequence[packs.PackResident] = (), idle_lock_seconds: int = 300
) -> Iterator[Laptop]:
    """Enrolled and running, with Siti and Budi as its officers."""
    with served(Office()) as office, with_devices(folder, office) as laptop:
        officers = (office.operator(), office.operator(BUDI, "budi"))
        pack = office.make_pack(residents=tuple(people) or residents(), operators=officers)
        office.make_pack(
            residents=pack.residents,
            operators=officers,
            rules=replace(pack.rules, idle_lock_seconds=idle_lock_seconds),
        )
        laptop.enrol()
        laptop.start()
        yield laptop


@contextlib.contextmanager
def with_devices(folder: Path, office: Office | None = None, disk: Disk | None = None) -> Iterator[Laptop]:
    """A new laptop, not enrolled and not started, on a desk with simulated devices."""
    keys = identity.kept(folder / "simulator")
    trust = folder / "simulator.pem"
    trust.write_bytes(keys.anchor)
    with running(keys) as bench:
        laptop = Laptop((disk.place if disk else folder) / "station", bench, trust, office, disk)
        try:
            yield laptop
        finally:
            laptop.stop()


def film(path: Path, background: faces.Background = "red") -> list[str]:
    """What Chromium's camera shows: one invented face, and the words that tell the browser so.

    Five pictures a second, and uncompressed: thirty JPEGs to be opened take a processor from the station.
    """
    assert path.suffix == ".y4m", "by its name Chromium knows what it is"
    face = cv2.resize(faces.portrait(7, faces.Sitting(background=background)), (720, 960))
    frame = np.empty((960, 1280, 3), np.uint8)
    frame[:] = faces.BACKGROUNDS[background]
    frame[:, 280:1000] = face
    picture = b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_RGB2YUV_I420).tobytes()
    path.write_bytes(b"YUV4MPEG2 W1280 H960 F5:1 Ip A1:1 C420jpeg\n" + picture * 2)
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


__all__ = ["NIKS", "PASSWORD", "PEOPLE", "Laptop", "at_a_counter", "resident", "residents"]
