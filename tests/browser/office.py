"""An office as its users meet it: the real server in a process of its own, with a data folder of its own."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.databases import kept_tables, one_at_a_time

ROOT = Path(__file__).resolve().parents[2]
SCALE = "0.01"  # about 4,000 invented residents: every desa has some, and a page still comes at once
PATIENCE_SECONDS = 60
MAKASSAR, JAYAPURA = "Asia/Makassar", "Asia/Jayapura"  # there the day begins an hour earlier

# By which offices and laptops go. One test may set another for itself.
time_zone = MAKASSAR


def zone_with_time(now: datetime, lasting: timedelta = timedelta(hours=1)) -> str:
    """Makassar, or Jayapura while the day of Makassar ends before so much time has gone by: what is done
    meanwhile is done on one day.
    """
    stays = (now.astimezone(ZoneInfo(MAKASSAR)) + lasting).date() == now.astimezone(ZoneInfo(MAKASSAR)).date()
    return MAKASSAR if stays else JAYAPURA


class Office:
    """A running office. `rekam` gives it commands, `sign_in` gives a browser someone's session."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""

    @property
    def environment(self) -> dict[str, str]:
        rest = {name: value for name, value in os.environ.items() if not name.startswith("REKAM_")}
        settings = {
            "REKAM_DATA": str(self.folder),
            "REKAM_TIME_ZONE": time_zone,
            "DJANGO_SETTINGS_MODULE": "rekam.office.settings",
        }
        return {**rest, **settings, "PYTHONPATH": str(ROOT)}

    def rekam(self, *words: str, **options: Any) -> str:
        """What the command `rekam` says. Fails with its own words when the command fails."""
        return self.python(
            "-c", "import sys; from rekam.cli import main; sys.exit(main())", *words, **options
        )

    def python(self, *words: str, **options: Any) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
        assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def session(self, role: str, area: str = "") -> dict[str, str]:
        """The cookie of someone with this role who has just signed in."""
        said = self.python("-m", "tests.browser.signed_in", role, area)
        return {**json.loads(said), "url": self.url}

    @contextlib.contextmanager
    def running(self) -> Iterator["Office"]:
        port = _free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        log = (self.folder / "server.log").open("w")
        server = subprocess.Popen(
            [*command, "--port", str(port), "--no-ws", "rekam.office.wsgi:application"],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        self.url = f"http://127.0.0.1:{port}"
        try:
            self._wait_for(server)
            yield self
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)
            log.close()

    @contextlib.contextmanager
    def working(self) -> Iterator["Office"]:
        """With the program that does the long work, as `rekam serve` starts it."""
        worker = subprocess.Popen(
            [sys.executable, "-m", "rekam.cli", "worker"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield self
        finally:
            worker.terminate()
            worker.wait(PATIENCE_SECONDS)

    def _wait_for(self, server: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and server.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 1):
                return
            time.sleep(0.05)
        raise AssertionError(f"The server did not start:\n{(self.folder / 'server.log').read_text()}")

    @property
    def _port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def copy_of(name: str, shared: Path, folder: Path) -> Office:
    """An office made once per run and copied for each that asks: `empty`, or `demo` with its people."""
    original = Office(shared / f"office-{name}")
    with one_at_a_time(shared / f"office-{name}.lock"):
        if not (original.folder / "complete").exists():
            shutil.rmtree(original.folder, ignore_errors=True)
            original.folder.mkdir()
            _take_tables(original, shared)
            if name == "demo":
                original.rekam("demo", "--scale", SCALE, "--no-serve")
            (original.folder / "complete").touch()
    shutil.copytree(original.folder, folder, dirs_exist_ok=True)
    return Office(folder)


def _take_tables(office: Office, shared: Path) -> None:
    """Migrating takes long: the empty tables are made once per run, here or for the data layer's tests."""
    tables, template = office.folder / "rekam.sqlite3", shared / "template.sqlite3"
    with one_at_a_time(shared / "sqlite.lock"):
        if template.exists() or kept_tables().exists():
            shutil.copyfile(template if template.exists() else kept_tables(), tables)
        else:
            office.python("-m", "django", "migrate", "--verbosity=0")
            shutil.copyfile(tables, template)
