"""Ready things at a station; a test names only what it is about."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test import Client

from rekam.station.identity import enrolling
from rekam.station.identity.models import Identity
from rekam.station.operators import present, signing_in
from rekam.station.operators.models import Operator
from rekam.station.outbox import saving
from rekam.station.outbox.models import Body, Packet
from rekam.station.outbox.saving import Saved
from rekam.station.packs import taking
from rekam.station.sending.rounds import Round, run
from rekam.station.store import keyring
from rekam.station.store.opened import store
from rekam.wire import packets, packs
from rekam.wire.recordings import Recording, verify_recording
from tests.station.office import PASSWORD, SITI, Office, keys_of, served
from tests.wire import make as wire


@dataclass(frozen=True)
class Begun:
    """What every test begins with, as folders to copy and an office to copy."""

    office: Office
    enrolled: Path
    working: Path
    store_key: bytes

    def an_office(self) -> Office:
        """With the same keys, and nothing arrived yet."""
        return replace(self.office, held={}, log=[], calls=[], fault=None, problem=None)


def begun(folder: Path, settle_in: Callable[[Path], None], move_out: Callable[[], None]) -> Begun:
    """Enrolment and first pack as they are, once."""
    home = folder / "home"
    home.mkdir()
    settle_in(home)
    with served(Office()) as office:
        enrol(office)
        shutil.copytree(home, folder / "enrolled")
        take_first(office)
    store_key = _key(home)
    move_out()
    return Begun(office, folder / "enrolled", home, store_key)


def _key(home: Path) -> bytes:
    found = keyring.unlock(home / "keyring", "siti", PASSWORD)
    assert found is not None
    return found.store_key


def move_to(address: str) -> None:
    """The copied laptop calls the copied office."""
    asked = enrolling.under_way()
    assert asked is not None
    enrolling._keep(replace(asked, address=address))


def open_as_siti(store_key: bytes, address: str) -> None:
    store.open(store_key)
    present.arrives(SITI.hex(), keys_of(PASSWORD, SITI))
    Identity.objects.update(address=address)


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


def on_a_bad_page(folder: Path, save: Callable[[], object]) -> None:
    """What is saved now lies on a page of the disk that then turns bad. It has to be large."""
    file = folder / "station.db"
    before = file.stat().st_size
    save()
    saving.write_through()
    middle = (before + file.stat().st_size) // 2
    connection.close()
    with file.open("r+b") as disk:
        disk.seek(middle)
        disk.write(b"turned bad")


def vanish(*sequences: int) -> None:
    """Rows are gone, as no program of ours deletes them."""
    gone = list(Packet.objects.filter(sequence__in=sequences).values_list("pk", flat=True))
    with transaction.atomic():
        for model in (Packet, Body):
            model.objects.filter(pk__in=gone)._raw_delete("default")


def vanish_bytes(sequence: int) -> None:
    """Of a packet that was not deleted: the database itself lets nobody do so."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER bytes_until_held_twice")
    Body.objects.filter(packet__sequence=sequence).delete()


def packet(sequence: int = 1) -> Packet:
    return Packet.objects.get(sequence=sequence)


def opened(packet: Packet, office: Office) -> Recording:
    """As the office's intake opens it; its operator's signature holds."""
    header = packets.read(bytes(packet.header))
    content = packets.open_packet(header, bytes(packet.ciphertext or b""), office.intake)
    key = keys_of(PASSWORD, SITI).signing.public
    return verify_recording(content, key, header=header.header)


def talk(at: Any = now) -> Round:
    """One round with the office."""
    from rekam.station.identity import queries as identity

    this, line = Round(now=at), identity.line()
    try:
        run(line, this)
    finally:
        line.close()
    return this


def browser() -> Client:
    """Nobody has signed in there yet."""
    return Client(SERVER_NAME="localhost")
