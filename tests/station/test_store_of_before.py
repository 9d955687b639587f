"""A store of an earlier program is brought up to date when it is opened, with everything that it held."""

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from rekam.station.outbox.models import Body, Packet, State
from rekam.station.store import ready
from rekam.station.store.opened import store
from tests.station import make
from tests.station.conftest import KEY

BODIES = {1: b"\x01" * 300_000, 2: b"\x02" * 40, 3: None}


@pytest.fixture
def before(bare_folder: Path) -> None:
    """Two packets that wait and one that was deleted, with their bytes in the row itself."""
    store.open(KEY)
    executor = MigrationExecutor(connection)
    targets = [
        ("outbox", "0003_the_log_as_it_was_seen") if app == "outbox" else (app, name)
        for app, name in executor.loader.graph.leaf_nodes()
    ]
    old = executor.migrate(targets).apps.get_model("outbox", "Packet")
    for number, body in BODIES.items():
        old.objects.create(
            packet_id=bytes([number]) * 16,
            epoch=1,
            sequence=number,
            kind="recording",
            header=b"header",
            header_hash=b"hash",
            digest=b"digest",
            size=len(body or b""),
            ciphertext=body,
            sealed_at=make.now(),
            state=State.WAITING if body else State.DELETED,
            receipt_1=b"once" if number > 1 else None,
            receipt_2=None if body else b"twice",
        )


def test_packets_keep_their_bytes_and_what_is_known_of_them(before: None) -> None:
    ready.make()

    assert {each.sequence: each.ciphertext for each in Packet.objects.all()} == BODIES
    known = Packet.objects.values_list("state", "receipt_1", "receipt_2")
    assert list(known) == [
        (State.WAITING, None, None),
        (State.WAITING, b"once", None),
        (State.DELETED, b"once", b"twice"),
    ]


def test_their_bytes_are_kept_by_the_database_as_well(before: None) -> None:
    ready.make()

    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(packet__sequence=1).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Packet.objects.create(
            packet_id=b"\x04" * 16,
            epoch=1,
            sequence=4,
            kind="recording",
            header=b"",
            header_hash=b"",
            digest=b"",
            size=0,
            sealed_at=make.now(),
            state=State.DELETED,
        )
