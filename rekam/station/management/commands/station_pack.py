from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from rekam.domain.trouble import RuleBroken
from rekam.station.identity import enrolling
from rekam.station.operators import terminal
from rekam.station.packs import first, taking, words
from rekam.station.sending import fetching


class Command(BaseCommand):
    help = "Take the office's roster pack, over the network or from a file. Only a newer one is taken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="a pack on a USB disk; the network when left out"
        )
        terminal.add_name(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        asked = enrolling.under_way()
        if not first.has_pack() and (asked is None or asked.grant is None):
            raise RuleBroken("pack.not_enrolled", taking.NOT_ENROLLED)
        is_first = not first.has_pack()
        if not is_first:
            terminal.unlock(options["name"])
        try:
            if options["file"]:
                data = options["file"].read_bytes()
            else:
                data = (
                    fetching.first(asked, at=timezone.now()) if asked else fetching.latest(at=timezone.now())
                )
        except fetching.Failed as failed:
            raise CommandError(words.said(failed)) from failed
        pack = (taking.take_first if is_first else taking.take)(data, at=timezone.now())
        told = _("Roster pack %(version)s taken: %(people)s residents, until %(day)s.")
        day = timezone.localtime(pack.expires_at).strftime("%d-%m-%Y")
        self.stdout.write(told % {"version": pack.version, "people": len(pack.residents), "day": day})
