"""``rekam import places``: a list of service points from a CSV or XLSX."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from rekam.office import arguments
from rekam.office.places import list_file, terminal


class Command(BaseCommand):
    help = (
        "Takes service points from a CSV or XLSX with nama, jenis and wilayah (a code or a kecamatan), and "
        "optionally lintang, bujur, alamat, akses, listrik, jaringan, loket, hari pertama, hari terakhir, "
        "catatan, and senin to minggu with hours such as 08:00-12:00, 13:00-16:00. The same name in the same "
        "area changes that place."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--since", type=arguments.a_day, help="the day from which the hours hold; today")
        parser.add_argument("--json", action="store_true", help="for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        since = options["since"] or timezone.localdate(now)
        outcome = list_file.take(options["file"], since=since, by=None, at=now)
        if options["json"]:
            self.stdout.write(json.dumps(terminal.list_as_data(outcome), ensure_ascii=False, indent=2))
        else:
            terminal.tell_list(outcome)
        sys.exit(1 if outcome.refused else 0)
