"""A recording station for the demo: a laptop with simulated devices, enrolled at the demo's office.

It is the real station program with the real way in: a code, words that two people compare, a roster pack, the
operator's station password. Only the devices are simulated, and everything that comes from them says so.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock
from http.client import HTTPConnection
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rekam import training
from rekam.domain.sync.enrolment import State
from rekam.domain.trouble import RuleBroken
from rekam.office import storage
from rekam.office.accounts.models import User
from rekam.office.coverage import queries as coverage
from rekam.office.kits.models import Kit
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions
from rekam.office.residents.models import Resident, Standing
from rekam.office.stations import actions, enrolling, issuing
from rekam.office.stations.models import Enrolment, Operator, Station

NAME = "Laptop pelatihan"
DISTRICT = "64.08.04"  # Sangatta Utara, where most of the unrecorded are
OPENS, LATE = clock(8), clock(14)
PACK_DAYS = 14
PATIENCE_SECONDS = 90.0
LOOK_SECONDS = 0.2
REKAM = (sys.executable, "-m", "rekam.cli")


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the demo's programs listen on this machine."""

    office: int
    cable: int  # what the laptop calls; it leads to the intake, and can be pulled
    intake: int
    station: int
    devices: int  # the first of three, and the one behind them for orders

    @classmethod
    def beside(cls, office: int) -> "Ports":
        """Those that go with the office: 8016 to 8018 and 8064 to 8068 when nothing else was asked for. Its
        devices are not where real ones are looked for: a demo finds its own, and none that is another's.
        """
        return cls(office, office + 1, office + 2, office + 48, office + 49)


def next_morning() -> datetime:
    """Eight o'clock on the day after the register's last news: there the demo's clock begins."""
    return datetime.combine(coverage.default_day() + timedelta(days=1), OPENS, places.zone())


def live() -> datetime:
    """Set the demo's clock, and remember how. It never goes back: the laptop was told the time at an earlier
    start, and would take a clock that stands before it for a wrong one. So it goes on, or with the next
    morning when the counter would be closed by now.
    """
    kept, moment = storage.data_folder() / "demo-clock.json", next_morning()
    if kept.exists():
        was = training.shown(json.loads(kept.read_text())["seconds"]).astimezone(places.zone())
        if was > moment:
            moment = was if OPENS <= was.time() < LATE else _morning_after(was)
    kept.write_text(json.dumps({"seconds": training.seconds_to(moment)}))
    training.live_on(moment)
    return moment


def _morning_after(moment: datetime) -> datetime:
    on = moment.date() + timedelta(days=moment.time() >= OPENS)
    return datetime.combine(on, OPENS, places.zone())


class Laptop:
    """The demo's station: `prepare` it, then run its `programs`."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports
        self.folder = storage.data_folder() / "station"
        self._word = storage.data_folder() / "demo-station.json"
        self._pulled = storage.data_folder() / "demo-cable-pulled"

    @property
    def password(self) -> str:
        """The officers' at the laptop. It opens the encrypted store there, so it stays the same."""
        if not self._word.exists():
            self._word.touch(mode=0o600)
            self._word.write_text(json.dumps({"password": f"rekam-{secrets.token_hex(5)}"}))
        found: str = json.loads(self._word.read_text())["password"]
        return found

    @property
    def trust(self) -> Path:
        """The certificate of the simulated devices, written when they first start."""
        return storage.data_folder() / "simulator" / "authority.pem"

    @property
    def environment(self) -> Mapping[str, str]:
        """What the station must be told; the office's own programs read none of it. Each program finds its
        own settings.
        """
        rest = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        own = {
            "REKAM_STATION": self.folder,
            "REKAM_DEVICE_TRUST": self.trust,
            "REKAM_DEVICE_PORTS": self._device_ports,
            training.CABLE: self._pulled,
        }
        return {**rest, **{name: str(said) for name, said in own.items()}}

    @property
    def _device_ports(self) -> str:
        return f"{self.ports.devices}-{self.ports.devices + 2}"

    @property
    def somebody(self) -> str:
        """Whom one may look for at the counter: invented, of the laptop's list, not recorded yet."""
        today = timezone.localdate()
        waiting = Resident.objects.filter(
            area__code__startswith=f"{DISTRICT}.",
            standing=Standing.RESIDENT,
            obliged_from__lte=today,
            first_recorded_on=None,
        )
        return str(waiting.order_by("name_key").values_list("name", flat=True).first() or "")

    def programs(self) -> list[list[str]]:
        """What runs beside the office, as command lines."""
        ports, cable = self.ports, (sys.executable, "-m", "rekam.demo.cable")
        return [
            [*REKAM, "intake", "--port", str(ports.intake)],
            [*REKAM, "devices", "simulate", "--keys", str(self.trust.parent), *self._listening()],
            [*REKAM, "station", "--port", str(ports.station), "--no-open"],
            [*cable, str(ports.cable), str(ports.intake), str(self._pulled)],
        ]

    def _listening(self) -> list[str]:
        return ["--ports", self._device_ports, "--control", str(self.ports.devices + 3)]

    @property
    def is_enrolled(self) -> bool:
        return (self.folder / "keyring").exists()

    def prepare(self, *, first: User, second: User, officers: Sequence[User]) -> None:
        """Enrol the laptop unless it is, and see to it that a pack for the coming days waits for it: with two
        *officers*, as what cannot be captured is witnessed by another. Its network is plugged in.
        """
        self._pulled.unlink(missing_ok=True)
        if not self.trust.exists():
            with _running(self.programs()[1]) as devices:
                _wait(self.trust.exists, devices)
        station = Station.objects.filter(name=NAME).first() or _station(first)
        new = [each for each in officers if not Operator.objects.filter(user=each).exists()]
        for each in new:
            actions.set_password(user=each, password=self.password, by=each, at=timezone.now())
        if not self.is_enrolled:
            with self._receiving():
                self._enrol(station, first, second)
        elif new or not station.packs.filter(expires_at__gt=timezone.now() + timedelta(days=1)).exists():
            _pack(station, first)

    def _enrol(self, station: Station, first: User, second: User) -> None:
        enrolment = enrolling.begin(station=station, by=first, at=timezone.now())
        address = f"http://127.0.0.1:{self.ports.cable}"
        words = ["station", "enrol", address, "--code", enrolment.code, "--name", NAME]
        with subprocess.Popen(
            [*REKAM, *words], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as asking:
            _wait(lambda: _asked(enrolment), asking)
            enrolment.refresh_from_db()
            enrolling.grant(enrolment=enrolment, by=second, at=timezone.now())
            _pack(station, first)
            said, _none = asking.communicate(timeout=PATIENCE_SECONDS)
        if not self.is_enrolled:  # it asked for the pack a moment before it was there
            done = subprocess.run(
                [*REKAM, "station", "pack"], env=self.environment, capture_output=True, check=False
            )
            said += done.stdout + done.stderr
        if not self.is_enrolled:
            raise _failed(said.decode(errors="replace"))

    @contextmanager
    def _receiving(self) -> Iterator[None]:
        """With the office's intake, and the way there, running for as long as it takes."""
        with _running(self.programs()[0]) as intake, _running(self.programs()[-1]):
            _wait(self._answers, intake)
            yield

    def _answers(self) -> bool:
        with suppress(OSError):
            line = HTTPConnection("127.0.0.1", self.ports.cable, timeout=1)
            line.request("GET", "/v1/time")
            return line.getresponse().status < 500
        return False


@contextmanager
def _running(command: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that is stopped again at the end."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def _station(by: User) -> Station:
    """A mobile kit's laptop, or one without a kit where the office has none to spare."""
    kit = Kit.objects.filter(computers=None).order_by("-code").first()
    place = Place.objects.filter(kind="head_office").first()
    return actions.add(by=by, at=timezone.now(), name=NAME, kit=kit, place=place, note=str(_("for training")))


def _pack(station: Station, by: User) -> None:
    now = timezone.now()
    villages = tuple(sorted(area.code for area in regions.villages(DISTRICT)))
    issuing.issue(
        station=station,
        wanted=issuing.Wanted(villages=villages, place=station.place),
        operators=list(Operator.objects.all()),
        expires_at=now + timedelta(days=PACK_DAYS),
        by=by,
        at=now,
    )


def _asked(enrolment: Enrolment) -> bool:
    return Enrolment.objects.filter(pk=enrolment.pk, state=State.ASKED).exists()


def _wait(until: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not until():
        if process.poll() is not None or time.monotonic() > end:
            raise _failed((process.stdout.read() if process.stdout else b"").decode(errors="replace"))
        time.sleep(LOOK_SECONDS)


def _failed(said: str) -> RuleBroken:
    return RuleBroken(
        "demo.no_station",
        gettext_noop("The demo's station could not be prepared: %(said)s"),
        said=said.strip()[-400:],
    )
