"""Real programs beside a test: `rekam` in a process of its own, and somebody who holds the lock."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from django.db import connection

from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import

PATIENCE_SECONDS = 60
# Runs one subcommand of rekam and kills itself where the named function is called.
DIES_AT = """
import importlib, os, signal, sys
import django
django.setup()
module, _, name = sys.argv[1].rpartition(".")
setattr(importlib.import_module(module), name, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))
from rekam.cli import main
sys.exit(main(sys.argv[2:]))
"""

# The worker with one piece of work on an import; it falls asleep where the named function is called.
SLEEPS_AT = """
import importlib, os, signal, sys
import django
django.setup()
module, _, name = sys.argv[1].rpartition(".")
awake = getattr(importlib.import_module(module), name)
def sleeps(*a, **k):
    os.kill(os.getpid(), signal.SIGSTOP)
    return awake(*a, **k)
setattr(sys.modules[module], name, sleeps)
from rekam.office.imports import tasks
tasks.carry_out.call(int(sys.argv[2]), sys.argv[3], sys.argv[4], False)
"""

Process = subprocess.Popen[str]
STARTED: list[Process] = []


def rekam(*words: str, **environment: str) -> Process:
    """The command in a process of its own, on the database and the data folder of the test."""
    return _started(["-m", "rekam.cli", *words], environment)


def rekam_that_dies_at(function: str, *words: str) -> Process:
    return _started(["-c", DIES_AT, function, *words], {})


def worker_asleep_at(function: str, item: Import, what: str, *, by: str) -> Process:
    """A worker in the middle of its work, whose machine sleeps: ``wake`` ends that."""
    process = _started(["-c", SLEEPS_AT, function, str(item.pk), what, by], {})
    until(lambda: _is_asleep(process), process)
    return process


def _is_asleep(process: Process) -> bool:
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def wake(process: Process) -> None:
    process.send_signal(signal.SIGCONT)


def _started(words: list[str], environment: dict[str, str]) -> Process:
    process = subprocess.Popen(
        [sys.executable, *words],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    STARTED.append(process)
    return process


def end_all() -> None:
    """What a failed test left running would write into the database of the next one."""
    while STARTED:
        process = STARTED.pop()
        if process.poll() is None:
            process.kill()
            process.communicate()


def ended(process: Process) -> tuple[int, str]:
    """The exit code, and what was said."""
    said = "".join(process.communicate(timeout=PATIENCE_SECONDS))
    return process.returncode, said


def kill(process: Process) -> None:
    process.send_signal(signal.SIGKILL)
    assert ended(process)[0] == -signal.SIGKILL


def until(is_true: Callable[[], bool], process: Process | None = None) -> None:
    """Look again and again; the process that it is about must not end before."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert time.monotonic() < limit, "It did not come to that."
        assert process is None or process.poll() is None, ended(process)[1]
        time.sleep(0.002)


def is_committing(item: Import) -> bool:
    return desks.of(item.pk).progress()["step"] == "committing"


@contextlib.contextmanager
def somebody_writing(*tables: str) -> Iterator[None]:
    """Another connection in the middle of a transaction: whoever wants to write has to wait. On PostgreSQL
    only for these *tables*; without any, for the ledger.
    """
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(_file(), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    with psycopg.connect(os.environ["REKAM_DATABASE_URL"]) as other_pg:
        other_pg.execute(f"LOCK TABLE {', '.join(tables or ('ledger_book',))} IN EXCLUSIVE MODE")
        yield
        other_pg.rollback()


def is_at_the_lock(process: Process) -> bool:
    """It has come as far as the database. On PostgreSQL: it waits for the lock."""
    if connection.vendor == "sqlite":
        return _file() in _open_files(process)
    with psycopg.connect(os.environ["REKAM_DATABASE_URL"]) as look:
        row = look.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return bool(row and row[0])


def _open_files(process: Process) -> set[Path]:
    """Files come and go while one looks."""
    found = set()
    for link in Path(f"/proc/{process.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found.add(link.readlink())
    return found


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"])).resolve()
