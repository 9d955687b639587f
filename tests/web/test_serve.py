"""`rekam serve`: what ends by itself is started again, after a pause that grows while it keeps failing."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from rekam.office.web.management.commands import serve
from rekam.office.web.upkeep import CALM_SECONDS, LONGEST_PAUSE_SECONDS, Kept

PATIENCE_SECONDS = 60


def kept(code: str) -> tuple[Kept, list[tuple[int, float]]]:
    told: list[tuple[int, float]] = []
    return Kept([sys.executable, "-c", code], tell=lambda *ended: told.append(ended)), told


def ended(program: Kept) -> None:
    assert program.process is not None
    program.process.wait(timeout=PATIENCE_SECONDS)


def test_a_program_that_ended_is_started_again_after_its_pause() -> None:
    program, told = kept("raise SystemExit(3)")
    program.look(0.0)
    ended(program)

    program.look(10.0)
    assert told == [(3, 2.0)]
    program.look(11.9)
    assert program.process is None
    program.look(12.0)
    assert program.process is not None
    program.stop(PATIENCE_SECONDS)


def test_the_pause_grows_while_it_keeps_failing_and_is_short_again_after_a_calm_time() -> None:
    program, told = kept("raise SystemExit(1)")
    now = 0.0
    for _time in range(7):
        program.look(now)
        ended(program)
        program.look(now)
        now += LONGEST_PAUSE_SECONDS
    program.look(now)
    ended(program)
    program.look(now + CALM_SECONDS)

    assert [pause for _code, pause in told] == [2, 4, 8, 16, 32, 60, 60, 2]


def test_two_offices_do_not_share_a_port() -> None:
    with socket.socket() as other:  # as the server itself listens: it would let a second one in
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"--port {port + 1}"):
            serve.refuse_taken("127.0.0.1", port)

    serve.refuse_taken("127.0.0.1", port)


def test_a_program_that_runs_is_left_alone_until_it_is_stopped() -> None:
    program, told = kept("import time; time.sleep(600)")
    program.look(0.0)
    process = program.process

    program.look(1.0)

    assert program.process is process
    assert told == []
    program.stop(PATIENCE_SECONDS)
    assert process is not None
    assert process.poll() is not None


def test_a_program_that_does_not_listen_is_ended_all_the_same() -> None:
    program, _told = kept(
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(600)"
    )
    program.output = subprocess.PIPE
    program.look(0.0)
    process = program.process
    assert process is not None
    assert process.stdout is not None
    process.stdout.readline()  # from now on it does not listen

    program.stop(0.05)

    assert process.poll() == -signal.SIGKILL
    process.stdout.close()


# -- the real thing ---------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """An office of its own in a folder of its own, being served."""
    environment = {**os.environ, "REKAM_DATA": str(tmp_path)}
    environment.pop("REKAM_DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "rekam.cli", "serve", "--port", str(_free_port()), "--workers", "1"],
        env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)


def test_a_worker_that_was_killed_is_started_again_and_the_terminal_says_so(
    served: subprocess.Popen[str],
) -> None:
    assert "http://127.0.0.1:" in _next_line(served)
    first = _worker(served)

    os.kill(first, signal.SIGKILL)

    assert "pekerja latar belakang berhenti (kode keluar -9)" in _next_line(served)
    assert _worker(served) != first


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _worker(process: subprocess.Popen[str]) -> int:
    """The process number of the worker, as soon as there is one."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit and process.poll() is None:
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            with contextlib.suppress(FileNotFoundError):
                if "worker" in Path(f"/proc/{child}/cmdline").read_text().split("\0"):
                    return int(child)
        time.sleep(0.05)
    raise AssertionError("There is no worker.")
