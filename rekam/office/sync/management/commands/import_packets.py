import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from rekam.office.sync.receiving import carrying


class Command(BaseCommand):
    help = "Take in the packets that were carried here on a disk, and leave a receipt beside each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="where the packets (*.rekam) lie, also in folders within"
        )
        parser.add_argument("--json", action="store_true", help="what became of them as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["folder"].is_dir():
            raise NotADirectoryError(2, "", str(options["folder"]))
        found = carrying.bring_in(options["folder"], by=None, at=timezone.now())
        if options["json"]:
            print(json.dumps(vars(found)))
        else:
            told = _(
                "%(taken)s taken in, %(known)s known already, %(held)s in quarantine, %(refused)s refused."
            )
            counts = {"taken": found.taken, "known": found.known, "held": found.quarantined}
            print(told % {**counts, "refused": len(found.refused)})
            for name, code in found.refused:
                print(f"  {name}: {code}")
        sys.exit(1 if found.refused else 0)
