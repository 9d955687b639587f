from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rekam.station.operators import terminal
from rekam.station.outbox import taking_back
from rekam.station.outbox.taking_back import Found
from rekam.station.sending import words


class Command(BaseCommand):
    help = (
        "Read the receipts that the office left on a disk that was carried there. Each is checked like one "
        "that comes over the network."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        terminal.add_name(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["folder"].is_dir():
            raise CommandError(_("There is no such folder. Is the disk plugged in?"))
        terminal.unlock(options["name"])
        found = taking_back.take_back(options["folder"], at=timezone.now())
        for line in _lines(found):
            self.stdout.write(line)


def _lines(found: Found) -> list[str]:
    told = ngettext("%(count)s receipt read.", "%(count)s receipts read.", found.files)
    parts = {
        _("new, held by the office twice"): found.twice,
        _("new, held by the office once"): found.once,
        _("known here already"): found.known,
        _("of other laptops"): found.others,
        _("packets deleted here"): found.deleted,
    }
    lines = [told % {"count": found.files}, *(f"  {name}: {n}" for name, n in parts.items() if n)]
    lines += [f"{each.name}: {words.not_believed(each.trouble)} ({each.code})" for each in found.refused]
    return [*lines, words.not_read(sorted(found.lost))] if found.lost else lines
