from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.stations import keys
from rekam.office.web import backups


class Command(BaseCommand):
    help = (
        "Make an office of a backup, in an empty data folder and an empty database. Nothing is written over. "
        "Run rekam verify afterwards."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that rekam backup made")

    def handle(self, *args: Any, **options: Any) -> None:
        restored = backups.restore(options["folder"])
        told = _("Restored: the database and %(files)s files. Run rekam verify now.")
        self.stdout.write(told % {"files": wording.number(restored.files)})
        if not restored.has_intake_key:
            told = _(
                "The keys that open packets were not in this backup. Put them into %(folder)s before rekam "
                "intake is started."
            )
            self.stdout.write(told % {"folder": keys.intake_folder()})
