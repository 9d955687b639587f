import os
import signal
import subprocess
import sys
import webbrowser
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

STOP_SECONDS = 30
# Python runs one thread at a time: more of them make every page wait for the others. With two, a long
# download does not keep its worker from showing pages.
THREADS = 2


class Command(BaseCommand):
    help = "Serve the office in the browser (granian over WSGI) and do its long work in the background."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8016)
        parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
        parser.add_argument("--open", action="store_true", help="open the browser")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        signal.signal(signal.SIGTERM, _stop)  # a service manager stops only this process
        address = f"http://{options['host']}:{options['port']}/"
        print(f"Rekam: {address} (Ctrl-C stops it)", flush=True)
        children: list[subprocess.Popen[bytes]] = []
        code = 0
        try:
            children.append(subprocess.Popen([sys.executable, "-m", "rekam.cli", "worker"]))
            children.append(subprocess.Popen(granian(**options)))
            if options["open"]:
                webbrowser.open(address)
            code = children[-1].wait()
        except KeyboardInterrupt:
            print("Rekam: stopping", flush=True)
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(timeout=STOP_SECONDS)
        sys.exit(code)


def granian(*, host: str, port: int, workers: int, **_: Any) -> list[str]:
    """The command line of the server."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(THREADS), "--no-ws",
        "--log-level", "warning", "rekam.office.wsgi:application",
    ]  # fmt: skip


def _stop(*_: object) -> None:
    raise KeyboardInterrupt
