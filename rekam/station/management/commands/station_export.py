from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rekam.station.operators import terminal
from rekam.station.outbox import exporting, queries
from rekam.station.sending import words


class Command(BaseCommand):
    help = (
        "Write everything that the office has not confirmed twice into a folder, sealed, to carry it to the "
        "office. Nothing is deleted here by that."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--everything", action="store_true", help="also what the office holds twice")
        terminal.add_name(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        terminal.unlock(options["name"])
        done = exporting.export(options["folder"], everything=options["everything"])
        told = ngettext("%(count)s packet written.", "%(count)s packets written.", done.written)
        self.stdout.write(told % {"count": done.written})
        if done.there:
            self.stdout.write(_("%(count)s lay there already.") % {"count": done.there})
        if done.is_here:
            self.stdout.write(words.only_here())
        if done.lost:
            self.stdout.write(words.not_read(done.lost))
        for gap in queries.gaps():
            missing = _(
                "Missing here: numbers %(first)s to %(last)s of installation %(epoch)s. Tell the office."
            )
            self.stdout.write(missing % {"first": gap.first, "last": gap.last, "epoch": gap.epoch})
