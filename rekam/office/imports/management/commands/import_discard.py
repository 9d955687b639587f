from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rekam.office.imports import tasks, terminal


class Command(BaseCommand):
    help = "Set an import aside. The register never saw it; its file is deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="as 'rekam import list' shows it")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        item = tasks.set_aside(terminal.numbered(options["number"]), by=None)
        terminal.tell(item, as_json=options["json"])
