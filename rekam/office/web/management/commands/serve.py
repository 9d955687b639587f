import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.web.upkeep import Kept

STOP_SECONDS = 30
# One that is asked to end while it is still starting never hears it.
KILL_SECONDS = 10
LOOK_SECONDS = 0.5
# Python runs one thread at a time: more of them make every page wait for the others. With two, a long
# download does not keep its worker from showing pages.
THREADS = 2


class Command(BaseCommand):
    help = (
        "Serve the office in the browser (granian over WSGI) and do its long work in the background. What "
        "ends by itself is started again."
    )

    stealth_options = ("beside",)  # what else the demo runs, as `Kept`

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8016)
        parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
        parser.add_argument("--open", action="store_true", help="open the browser")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_taken(options["host"], options["port"])
        call_command("migrate", verbosity=0)
        hear_stops()
        address = f"http://{options['host']}:{options['port']}/"
        say(_("%(address)s (Ctrl-C stops it)") % {"address": address})
        worker = Kept([sys.executable, "-m", "rekam.cli", "worker"], tell=ended(_("the background worker")))
        programs = [worker, *options.get("beside", ())]
        server: subprocess.Popen[bytes] | None = None
        code = 0
        try:
            _look(programs)
            server = start(granian(**options))
            if options["open"]:
                webbrowser.open(address)
            code = _watch(server, programs)
        except KeyboardInterrupt:
            say(_("stopping"))
        finally:
            if server is not None:
                server.terminate()
            for program in reversed(programs):
                program.stop(STOP_SECONDS)
            if server is not None:
                let_end(server)
        sys.exit(code)


def refuse_taken(host: str, port: int) -> None:
    """The server would share its port with one that is there, and browsers would meet the two by turns."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as here:
        here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            here.bind((host, port))
        except OSError as error:
            told = _(
                "Port %(port)s cannot be used: Rekam may be running there. Choose another: --port %(other)s"
            )
            raise CommandError(told % {"port": port, "other": port + 1}) from error


def _look(programs: Sequence[Kept]) -> None:
    for program in programs:
        program.look(time.monotonic())


def _watch(server: subprocess.Popen[bytes], programs: Sequence[Kept]) -> int:
    """Until the server ends; its exit code."""
    while True:
        try:
            return server.wait(timeout=LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            _look(programs)


def hear_stops() -> None:
    """A service manager, or a terminal that is closed, asks only this process; it ends the others."""
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _stop)


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A server in a group of its own, so that none of its processes outlives it and goes on answering. Its
    pages need a little memory again and again, and keep what they free for a while; so it was measured.
    """
    environment = dict(os.environ)
    if environment.get("_RJEM_MALLOC_CONF") == settings.GIVEN_BACK:
        environment["_RJEM_MALLOC_CONF"] = "dirty_decay_ms:10000"
    return subprocess.Popen(command, start_new_session=True, env=environment)


def let_end(server: subprocess.Popen[bytes]) -> None:
    """What is being answered may be answered to its end; what hangs is ended."""
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def ended(part: str | Promise) -> Callable[[int, float], None]:
    """What is said when a program that should run has ended by itself."""

    def tell(code: int, pause: float) -> None:
        text = _("%(part)s ended (exit code %(code)s); it is started again in %(seconds)s seconds")
        say(text % {"part": part, "code": code, "seconds": wording.number(pause)})

    return tell


def say(text: str) -> None:
    print(f"Rekam: {text}", flush=True)


def granian(*, host: str, port: int, workers: int, **_: Any) -> list[str]:
    """The command line of the server."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(THREADS), "--no-ws",
        "--respawn-failed-workers", "--workers-kill-timeout", str(KILL_SECONDS),
        "--log-level", "warning", "rekam.office.wsgi:application",
    ]  # fmt: skip


def _stop(*_: object) -> None:
    raise KeyboardInterrupt
