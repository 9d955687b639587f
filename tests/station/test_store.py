"""The encrypted file: nothing without its key, nothing in clear, durable at every commit."""

from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone
from sqlcipher3 import dbapi2 as sqlcipher

from rekam.station.operators.models import Operator
from rekam.station.store.opened import store

NAME = "Siti Rahayu Invented"


def add_siti() -> Operator:
    return Operator.objects.create(id="01", login="siti", name=NAME, sign_public=b"s" * 32)


def test_what_is_written_is_read_and_the_disk_shows_nothing_of_it(station: Path) -> None:
    add_siti()

    assert Operator.objects.get(login="siti").name == NAME
    on_disk = b"".join(path.read_bytes() for path in station.iterdir())
    assert len(on_disk) > 10_000
    for clear in (NAME.encode(), b"SQLite format 3", b"operators_operator"):
        assert clear not in on_disk


def test_a_locked_store_answers_nobody(station: Path) -> None:
    add_siti()

    store.close()

    with pytest.raises(OperationalError, match="locked"):
        Operator.objects.exists()


def test_a_wrong_key_opens_nothing(station: Path) -> None:
    add_siti()
    store.close()

    store.open(b"\1" * 32)

    with pytest.raises(DatabaseError):
        Operator.objects.exists()


def test_every_commit_is_synced_and_a_transaction_takes_its_lock_at_once(station: Path) -> None:
    with connection.cursor() as cursor:
        asked = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        }
    with transaction.atomic():
        other = sqlcipher.connect(str(station / "station.db"), timeout=0)
        other.execute(f"PRAGMA key = \"x'{store.key().hex()}'\"")
        with pytest.raises(sqlcipher.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")

    assert asked == {"journal_mode": "wal", "synchronous": 2}


def test_a_moment_a_day_and_bytes_come_back_as_they_were(station: Path) -> None:
    from rekam.station.identity.models import Epoch

    now = timezone.now()
    Epoch.objects.create(number=1, signing_seed=b"\0\xff", previous=b"", begun_at=now)

    epoch = Epoch.objects.get()
    assert (epoch.begun_at, bytes(epoch.signing_seed), epoch.frozen_at) == (now, b"\0\xff", None)
