from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rekam.office.imports import actions, terminal
from rekam.office.imports.models import Import


class Command(BaseCommand):
    help = "Set an import aside. The register never saw it; its file is deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="as 'rekam import list' shows it")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        item = Import.objects.filter(pk=options["number"]).first()
        if item is None:
            raise CommandError(f"There is no import {options['number']}.", returncode=2)
        item = actions.discard(item, by=None, at=timezone.now())
        terminal.tell(item, as_json=options["json"])
