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
        "Take boundaries from a GeoJSON FeatureCollection whose features carry the area code as id or as the "
        "property code."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = actions.import_boundaries(options["file"], by=None, at=timezone.now())
        if options["json"]:
            print(json.dumps({"taken": outcome.taken, "refused": outcome.refused}))
        else:
            terminal.tell_areas(outcome)
        sys.exit(1 if outcome.refused else 0)
