import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

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
            print(f"{outcome.taken} taken, {len(outcome.refused)} refused")
            for row, code, trouble in outcome.refused:
                print(f"  {row}: {code} {trouble}", file=sys.stderr)
        sys.exit(1 if outcome.refused else 0)
