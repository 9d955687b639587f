import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

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
            table.add_row(str(item.pk), item.file_name, item.kind, item.as_of.isoformat(), item.state)
        Console().print(table)
