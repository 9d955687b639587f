"""The parts of the intake as two users: the receiver cannot look into the folder with the key of packets.

Where the tests run as root, the folder is another user's and the receiver runs without root's rights over
files; elsewhere the folder is shut while the receiver runs.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rekam.office.stations import keys
from rekam.office.sync.models import Opened, Packet
from rekam.wire import packets, paths
from tests.databases import kept_tables, of_another_office
from tests.office.sync import made
from tests.office.sync.made import Laptop

PATIENCE_SECONDS = 90
IS_ROOT = os.geteuid() == 0
ORDINARY = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if IS_ROOT else []
NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    if kept_tables().exists():  # migrating takes its time
        shutil.copyfile(kept_tables(), data / "rekam.sqlite3")
    return data


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
    return found


@contextmanager
def part(folder: Path, *words: str, ordinary: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "REKAM_DATA": str(folder),
        "REKAM_INTAKE_KEYS": str(folder.parent / "private"),
    }
    environment.pop("REKAM_DATABASE_URL", None)
    command = [*(ORDINARY if ordinary else []), sys.executable, "-m", "rekam.cli", "intake", *words]
    process = subprocess.Popen(command, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


@contextmanager
def receiver(folder: Path, port: int, **how: bool) -> Iterator[None]:
    """The receiver alone, once it answers."""
    with part(folder, "--part", "receiver", "--port", str(port), "--receivers", "1", **how) as process:
        limit = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < limit and process.poll() is None:
            try:
                assert asked(port, "GET", paths.TIME) == 200
            except OSError:
                time.sleep(0.1)
            else:
                yield
                return
        raise AssertionError("The receiver does not answer.")


def asked(port: int, method: str, path: str, body: bytes = b"", headers: Any = None) -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    link.request(method, path, body, headers or {})
    status = link.getresponse().status
    link.close()
    return status


def sent(port: int, laptop: Laptop) -> list[int]:
    """A recording over the line, as a laptop sends it: the answers."""
    sealed = laptop.seal(made.recording(laptop))
    header = packets.read(sealed.header).header
    calls = [("PUT", paths.packet(header.packet_id), sealed.header)]
    pieces = packets.split(sealed.ciphertext, header.chunk_size)
    calls += [("PUT", paths.chunk(header.packet_id, n), piece) for n, piece in enumerate(pieces)]
    calls += [("POST", paths.commit(header.packet_id), b"")]
    who = {"station": laptop.id, "epoch": laptop.epoch.number, "date": made.MORNING, "key": laptop.signing}
    return [asked(port, m, path, body, paths.sign_call(method=m, path=path, body=body, **who))
            for m, path, body in calls]  # fmt: skip


@contextmanager
def another_users(private: Path) -> Iterator[None]:
    """The folder of the keys, out of the receiver's reach."""
    os.chown(private, NOBODY, NOBODY) if IS_ROOT else private.chmod(0)
    look = [*ORDINARY, sys.executable, "-c", "import os, sys; os.listdir(sys.argv[1])", str(private)]
    assert b"PermissionError" in subprocess.run(look, capture_output=True, check=False).stderr
    yield
    private.chmod(0o700)


@pytest.mark.django_db(transaction=True)
def test_the_receiver_takes_packets_without_the_key_and_the_worker_opens_them(
    folder: Path, port: int, settings: Any
) -> None:
    private, settings.DATA = folder.parent / "private", folder
    with receiver(folder, port):  # the first start makes the keys
        pass
    [key] = private.iterdir()

    with another_users(private), receiver(folder, port, ordinary=True), of_another_office(folder):
        made.make.office()
        laptop = made.laptop()
        assert sent(port, laptop)[-1] == 200
        assert list(keys.recipients()) == [key.stem.rsplit("-", 1)[1]]
        assert Packet.objects.get().opened == Opened.NOT_YET

    with part(folder, "--part", "worker"), of_another_office(folder):
        limit = time.monotonic() + PATIENCE_SECONDS
        while (packet := Packet.objects.get()).opened == Opened.NOT_YET and time.monotonic() < limit:
            time.sleep(0.1)
    assert (packet.opened, packet.quarantine) == (Opened.DONE, "")


def test_without_the_key_neither_the_worker_nor_the_whole_intake_starts(
    folder: Path, port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """It would set every packet aside as one that cannot be opened."""
    with receiver(folder, port):
        pass
    shutil.rmtree(folder.parent / "private")

    for words in (["--part", "worker"], ["--port", str(port)]):
        with part(folder, *words) as process:
            assert process.wait(timeout=PATIENCE_SECONDS) != 0
        assert "Tidak ada kunci di" in capfd.readouterr().err
