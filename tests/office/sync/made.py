"""Stations, packets and the people in them, ready for a test. Everybody is invented; nothing is a mock: the
laptop here seals with the code that real ones seal with.
"""

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings

from rekam.office.accounts.rights import Role
from rekam.office.stations import actions as stations
from rekam.office.stations import keys
from rekam.office.stations.models import Epoch, Operator, Station
from rekam.office.sync import worker
from rekam.office.sync.keeping import shelf
from rekam.office.sync.models import Packet, Recorded
from rekam.office.sync.receiving import answering, callers, copying, receiver
from rekam.office.sync.unsealing import intake_keys
from rekam.wire import packets, paths, recordings
from rekam.wire.enrolment import Request
from rekam.wire.keys import CLASSIC, SealKey, SigningKey
from rekam.wire.packets import Sealed
from rekam.wire.recordings import Capture, Device, Format, Kind, Matched, Modality, Person, Recording
from tests import make
from tests.office.accounts import staff

DAY = date(2016, 9, 30)
MORNING = make.moment(DAY)
SCANNER = Device("Contoh", "Slap 4", "SN-001", simulated=False)


def later(minutes: float = 5) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def office() -> None:
    """The office with its keys and a folder for second copies; what an earlier test remembered is gone."""
    make.office()
    keys.prepare()
    settings.SECOND_COPY = str(settings.DATA / "second")
    shelf.begin_second()
    (Path(settings.DATA) / "packets" / "enrolments").unlink(missing_ok=True)
    callers.forget()
    answering.forget_all()


@dataclass
class Laptop:
    """A station as the other side sees it: its keys, and how far its numbers are."""

    station: Station
    epoch: Epoch
    signing: SigningKey
    sealing: SealKey
    operator: Operator
    operator_signing: SigningKey
    sequence: int = 0
    previous: bytes = packets.FIRST
    boot_id: bytes = field(default_factory=lambda: os.urandom(16))
    office_time_seen: datetime | None = MORNING - timedelta(hours=1)

    @property
    def id(self) -> bytes:
        return bytes.fromhex(self.station.key)

    def seal(self, said: Recording, **facts: Any) -> Sealed:
        """The next packet of this laptop; *facts* to break a rule."""
        values = {"sequence": self.sequence + 1, "previous": self.previous, "sealed_at": later(), **facts}
        sealed = packets.seal(
            recordings.sign_recording(said, self.operator_signing),
            packet_id=said.packet_id,
            station=self.id,
            epoch=self.epoch.number,
            boot_id=self.boot_id,
            office_time_seen=self.office_time_seen,
            operator=bytes.fromhex(self.operator.key),
            pack_version=1,
            recipients=keys.recipients(),
            **{"signing": self.signing, **values},
        )
        if "sequence" not in facts:
            self.sequence, self.previous = self.sequence + 1, packets.read(sealed.header).hash
        return sealed

    def clone(self) -> "Laptop":
        """A copy of its disk: both go on with the same numbers."""
        return replace(self)

    # -- as the wire has it ---------------------------------------------------------------------

    def call(
        self, method: str, path: str, body: bytes = b"", *, signing: SigningKey | None = None
    ) -> "Reply":
        headers = paths.sign_call(
            method=method,
            path=path,
            body=body,
            station=self.id,
            epoch=self.epoch.number,
            date=MORNING,
            key=signing or self.signing,
        )
        return call(method, path, body, headers)

    def send(self, sealed: Sealed) -> "Reply":
        """Everything in order; the answer to the commit."""
        header = packets.read(sealed.header).header
        self.call("PUT", paths.packet(header.packet_id), sealed.header)
        for number, chunk in enumerate(packets.split(sealed.ciphertext, header.chunk_size)):
            self.call("PUT", paths.chunk(header.packet_id, number), chunk)
        return self.call("POST", paths.commit(header.packet_id))


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def state(self) -> str:
        return self.headers[paths.STATE]


def asked(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """A request as a server hands it to its program."""
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        **{"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()},
    }


def call(method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
    """Through the receiver's door, without a network."""
    told: list[Any] = []
    environ = asked(method, path, body, headers or {})
    content = b"".join(receiver.answer_to(environ, lambda status, each: told.extend((status, dict(each)))))
    return Reply(int(told[0].split()[0]), told[1], content)


def laptop(name: str = "", **facts: Any) -> Laptop:
    """Enrolled by two people, with an operator who has a station password."""
    number = Station.objects.count() + 1
    station = stations.add(name=name or f"Laptop {number:02}", by=None, at=MORNING, **facts)
    return enrolled(station)


def enrolled(station: Station) -> Laptop:
    """The same laptop again gets new keys: another epoch."""
    signing, sealing = SigningKey.new(), SealKey.new(CLASSIC)
    asked = Request(os.urandom(16), "laptop", 1, signing.public.raw, sealing.suite, sealing.public.raw)
    epoch = stations.begin_epoch(station, asked, first=None, second=None, at=MORNING)
    operator, made = an_operator()
    return Laptop(station, epoch, signing, sealing, operator, made)


def an_operator() -> tuple[Operator, SigningKey]:
    """With keys that were not derived from a password: that is slow on purpose."""
    made = SigningKey.new()
    operator = Operator.objects.create(
        user=staff.person(Role.OPERATOR),
        salt=os.urandom(16),
        sign_public=made.public.raw,
        unlock_public=SealKey.new(CLASSIC).public.raw,
        set_at=MORNING,
    )
    return operator, made


# -- what is in a packet ----------------------------------------------------------------------------


def recording(
    laptop: Laptop, *, nik: str | None = None, name: str = "SITI REKAAN", **facts: Any
) -> Recording:
    """A recording of somebody at a counter; name only what the test is about."""
    person = Person(
        pack_token=None,
        nik=nik,
        kk=None,
        name=name,
        born=date(1980, 5, 17),
        sex="P",
        area=make.SANGATTA_UTARA,
        matched=Matched.PACK if nik else Matched.TO_MATCH,
    )
    values = {
        "packet_id": uuid.uuid4().bytes,
        "station": laptop.id,
        "kind": Kind.RECORDING,
        "operator": bytes.fromhex(laptop.operator.key),
        "place_code": "",
        "visit": None,
        "started_at": MORNING,
        "finished_at": later(4),
        "slip_code": uuid.uuid4().hex[:8],
        "person": person,
        "corrections": (),
        "captures": (capture(),),
        "absences": (),
        "accepted": (),
        "confirmation": None,
        "step_seconds": {"find": 20, "fingers": 60},
        "shown": None,
        "closing": None,
        "trouble": None,
        **facts,
    }
    return Recording(**values)


def capture(data: bytes = b"left four fingers", **facts: Any) -> Capture:
    values = {
        "modality": Modality.FINGER,
        "parts": ("Left IndexFinger",),
        "format": Format.FINGER,
        "data": data,
        "quality": 71,
        "tries": 1,
        "device": SCANNER,
        "taken_at": later(2),
        **facts,
    }
    return Capture(**values)


def register() -> str:
    """The office with Siti in its register; her NIK."""
    office()
    return siti()["NIK"]


def siti(**facts: str) -> dict[str, str]:
    """An unrecorded resident of Sangatta Utara, brought in with the register."""
    row = make.siti(**facts)
    make.committed([row])
    return row


def record(laptop: Laptop, **facts: Any) -> Sealed:
    """A recording, sealed, sent and opened."""
    sealed = laptop.seal(recording(laptop, **facts))
    laptop.send(sealed)
    opened()
    return sealed


def opened(*, at: datetime | None = None) -> None:
    """The worker has done everything that waited."""
    worker.drain(intake_keys.read(), at=at or later(60))


def copied(*, at: datetime | None = None) -> int:
    return copying.turn(at=at or later(30))


def packet(sealed: Sealed) -> Packet:
    return Packet.objects.get(name=packets.read(sealed.header).hash.hex())


def recorded(sealed: Sealed) -> Recorded:
    return Recorded.objects.get(packet=packet(sealed))


def receipt_key() -> Any:
    [key] = keys.receipt_publics()
    return key
