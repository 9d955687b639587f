from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from rekam.office.imports import actions, terminal


class Command(BaseCommand):
    help = "Set an import aside. The register never saw it; its file is deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="as 'rekam import list' shows it")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        item = actions.discard(terminal.numbered(options["number"]), by=None, at=timezone.now())
        terminal.tell(item, as_json=options["json"])
