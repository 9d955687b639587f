import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from rekam.domain import wording
from rekam.office.imports import terminal
from rekam.office.imports.models import Import


class Command(BaseCommand):
    help = "The imports, newest first, with their states."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        items = list(Import.objects.all()[:200])
        if options["json"]:
            print(json.dumps([terminal.as_dict(item) for item in items]))
            return
        table = Table("Impor", "Berkas", "Jenis", "Per tanggal", "Keadaan")
        for item in items:
            words = item.get_kind_display(), wording.short_date(item.as_of), item.get_state_display()
            table.add_row(str(item.pk), item.file_name, *words)
        Console(width=None if sys.stdout.isatty() else 120).print(table)
