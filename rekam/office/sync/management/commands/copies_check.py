import json
import signal
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console

from rekam.domain import wording
from rekam.office.sync.keeping import inspected, inspecting
from rekam.office.sync.keeping.inspecting import Reading

SHOWN = 50
STOPPED = 130  # as a shell says it of what Ctrl-C ended


class Command(BaseCommand):
    help = (
        "Read the first and the second copy of every packet through from their disks and compare them with "
        "the hashes that were signed for. What is not whole is put aside and written anew from the other "
        "copy; what is whole nowhere is asked for again. Ctrl-C stops it, and the next call goes on there. "
        "Exit code 1: not all of it is whole now, and it is said what."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="from the beginning, not where one stopped")
        parser.add_argument("--json", action="store_true", help="for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stop.set())
        with Console(stderr=True).status("") as status:
            told = _("Reading the copies through")
            found = inspecting.read_through(
                clock=timezone.now,
                tell=lambda done: status.update(f"{told} {done:.0%}"),
                is_stopped=stop.is_set,
                anew=options["anew"],
            )
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(found), "is_whole": found.is_good}))
        else:
            self.stdout.write("\n".join(_for_people(found)))
        sys.exit(_exit_code(found))


def _exit_code(found: Reading) -> int:
    if not found.ended_at:
        return STOPPED
    return 0 if found.is_good else 1


def _for_people(found: Reading) -> Iterable[str]:
    yield inspected.sentence(found)
    for outcome, told in inspected.findings(found):
        named = found.named.get(outcome.value, [])[:SHOWN]
        yield f"copies.{outcome}: {told}"
        yield from (f"  {packet}" for packet in named)
        if (more := found.count(outcome) - len(named)) > 0:
            yield "  " + _("... and %(number)s more") % {"number": wording.number(more)}
