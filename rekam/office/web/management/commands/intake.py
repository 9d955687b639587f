import os
import signal
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rekam.domain.trouble import RuleBroken
from rekam.office.stations import escrow, keys
from rekam.office.sync import worker
from rekam.office.sync.keeping import shelf
from rekam.office.sync.keeping.shelf import Doubt
from rekam.office.sync.models import Receipt
from rekam.office.sync.receiving import copying, holding
from rekam.office.sync.unsealing import intake_keys
from rekam.office.web.management.commands.serve import (
    KILL_SECONDS,
    LOOK_SECONDS,
    STOP_SECONDS,
    ended,
    hear_stops,
    let_end,
    refuse_taken,
    say,
    start,
)
from rekam.office.web.upkeep import Kept

THREADS = 4  # calls wait for the disk, and let others run meanwhile
PARTS: dict[str, Callable[[threading.Event], None]] = {"worker": worker.run, "copier": copying.run}
RECEIVER, WORKER = "receiver", "worker"
NAMES: dict[str, Promise] = {
    "worker": gettext_lazy("the worker of the intake"),
    "copier": gettext_lazy("the copier of the intake"),
}


class Command(BaseCommand):
    help = (
        "Take packets in from stations: a receiver, which holds the receipt key; a copier for second copies; "
        "and a worker, which alone holds the key that opens packets. What ends by itself is started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8017)
        parser.add_argument("--receivers", type=int, default=min(4, os.cpu_count() or 1))
        parser.add_argument(
            "--new-second-disk",
            action="store_true",
            help="the disk of the second copies is lost: copy everything again to the folder that is set now",
        )
        parser.add_argument(
            "--part",
            choices=sorted([*PARTS, RECEIVER]),
            help="run this part alone, each under a user of its own",
        )

        parser.add_argument(
            "--new-escrow",
            type=Path,
            metavar="FILE",
            help="make a second key that opens packets, write it to this file alone, and end",
        )
        parser.add_argument(
            "--open-with",
            type=Path,
            metavar="FILE",
            help="the key that opens packets is lost: put the escrow key of this file in its place, and end",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_escrow"] or options["open_with"]:
            _told(_new_escrow, options["new_escrow"])
            _told(_open_with, options["open_with"])
            return
        part = options["part"]
        if part in PARTS:
            if part == WORKER:
                _refuse_bad_keys()
            _run_part(part)
            return
        refuse_taken(options["host"], options["port"])
        call_command("migrate", verbosity=0)
        _prepare_keys()
        if part is None:
            _refuse_bad_keys()
        _second_disk(is_new=options["new_second_disk"])
        shelf.prepare()
        beside = [] if part == RECEIVER else [_kept(name) for name in PARTS]
        sys.exit(_supervise(options["host"], options["port"], options["receivers"], beside))


def _told(act: Callable[[Path], None], file: Path | None) -> None:
    if file is None:
        return
    try:
        act(file)
    except RuleBroken as broken:
        raise CommandError(broken.told(_(broken.sentence))) from None


def _new_escrow(file: Path) -> None:
    name = escrow.make(file=file, at=timezone.now())
    say(
        _(
            "The escrow key %(name)s is in %(file)s, and nowhere else. Copy it to a second disk, lock both "
            "away in two places, and leave none here. Laptops seal for it from their next roster pack on: "
            "issue one for each."
        )
        % {"name": name, "file": file}
    )


def _open_with(file: Path) -> None:
    if intake_keys.take_in(file, at=timezone.now()):
        say(
            _(
                "The intake has a new key. Start rekam intake, and issue a roster pack for every laptop. "
                "Until then laptops seal for the key that is lost and for the escrow key, which opens their "
                "packets."
            )
        )
    say(
        _(
            "The escrow key lies with the intake now and opens what was sealed for it. Make a new one for "
            "the safe with --new-escrow."
        )
    )


def _refuse_bad_keys() -> None:
    """Before the worker starts: without the key it would set all packets aside as unreadable."""
    try:
        intake_keys.check()
    except RuleBroken as broken:
        raise CommandError(broken.told(_(broken.sentence))) from None


def _prepare_keys() -> None:
    try:
        keys.prepare(signed=Receipt.objects.exists())
    except RuleBroken as broken:
        raise CommandError(broken.told(_(broken.sentence))) from None


def _second_disk(*, is_new: bool) -> None:
    """Its folder is marked when nothing was copied yet, or when a person says that it is a new one."""
    if is_new:
        shelf.begin_second()
        count = holding.copy_again()
        say(_("%(n)s packets are copied again") % {"n": count})
    elif not holding.was_copied():
        shelf.begin_second()
    if shelf.doubt() == Doubt.AWAY:
        say(
            _(
                "The folder of the second copies is not the one that Rekam began. Connect its disk, or start "
                "with --new-second-disk when that disk is lost. Until then nothing is copied."
            )
        )


def _run_part(name: str) -> None:
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    PARTS[name](stop)


def _supervise(host: str, port: int, receivers: int, kept: list[Kept]) -> int:
    """The receiver's exit code, or 0 when somebody stopped it. The others are stopped last: what the receiver
    took is theirs to finish at the next start.
    """
    hear_stops()
    server = start(granian(host, port, receivers))
    say(_("%(address)s (Ctrl-C stops it)") % {"address": f"http://{host}:{port}/v1/"})
    try:
        return _watch(server, kept)
    except KeyboardInterrupt:
        say(_("stopping"))
        return 0
    finally:
        server.terminate()
        for each in kept:
            each.stop(STOP_SECONDS)
        let_end(server)


def _kept(name: str) -> Kept:
    return Kept([sys.executable, "-m", "rekam.cli", "intake", "--part", name], tell=ended(NAMES[name]))


def _watch(server: subprocess.Popen[bytes], kept: list[Kept]) -> int:
    while True:
        for each in kept:
            each.look(time.monotonic())
        try:
            return server.wait(timeout=LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def granian(host: str, port: int, receivers: int) -> list[str]:
    """The command line of the receiver."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(receivers), "--blocking-threads", str(THREADS), "--no-ws",
        "--respawn-failed-workers", "--workers-kill-timeout", str(KILL_SECONDS),
        "--log-level", "warning", "rekam.office.sync.receiving.receiver:application",
    ]  # fmt: skip
