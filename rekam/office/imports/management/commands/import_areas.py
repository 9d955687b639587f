import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from rekam.office.imports import terminal
from rekam.office.regions import actions


class Command(BaseCommand):
    help = (
        "Take areas from a CSV with code and name, and optionally kind, aliases (a|b), lat and lon. Codes "
        "are Kemendagri codes with dots: 64, 64.08, 64.08.04, 64.08.04.2001. The same file again changes "
        "nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = actions.import_areas(options["file"], by=None, at=timezone.now())
        if options["json"]:
            print(json.dumps({"taken": outcome.taken, "refused": outcome.refused}))
        else:
            terminal.tell_areas(outcome)
        sys.exit(1 if outcome.refused else 0)
