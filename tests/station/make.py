"""Ready things at a station; a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from rekam.station.identity import enrolling
from rekam.station.operators import signing_in
from rekam.station.operators.models import Operator
from rekam.station.outbox import saving
from rekam.station.outbox.models import Packet
from rekam.station.outbox.saving import Saved
from rekam.station.packs import taking
from rekam.station.sending.rounds import Round, run
from rekam.wire import packs
from rekam.wire.recordings import Recording
from tests.station.office import PASSWORD, SITI, Office
from tests.wire import make as wire


def now() -> datetime:
    return datetime.now(UTC)


def enrol(office: Office) -> enrolling.Asked:
    asked = enrolling.begin(address=office.address, typed=office.code.shown, name="Laptop 1")
    return enrolling.ask(asked, at=now())


def take_first(office: Office, pack: packs.Pack | None = None) -> packs.Pack:
    return taking.take_first(office.issue(pack), at=now())


def sign_in(login: str = "siti", password: str = PASSWORD) -> Operator:
    return signing_in.sign_in(login=login, secret=password)


def recording(**other: Any) -> Recording:
    return replace(
        wire.recording(packet_id=saving.new_packet_id(), station=b"\x0a" * 16, operator=SITI), **other
    )


def saved(**other: Any) -> Saved:
    """Something was recorded and finished."""
    return saving.finish(
        recording=recording(**other), by=Operator.objects.get(pk=SITI.hex()), at=now(), draft=None
    )


def packet(sequence: int = 1) -> Packet:
    return Packet.objects.get(sequence=sequence)


def talk(at: Any = now) -> Round:
    """One round with the office."""
    from rekam.station.identity import queries as identity

    this, line = Round(now=at), identity.line()
    try:
        run(line, this)
    finally:
        line.close()
    return this
