from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.audit import actions as audit
from rekam.office.stations import keys
from rekam.office.web import backups


class Command(BaseCommand):
    help = (
        "Copy the whole office into a new folder while it runs: database, packets, keys, packs, photographs, "
        "rolls and imports. `rekam restore` makes an office of it. Keep it encrypted and on another disk."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="which folder to make; it must not exist yet")
        parser.add_argument(
            "--without-intake-key",
            action="store_true",
            help="leave out the keys that open packets, where they are kept apart",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        made = backups.make(
            options["folder"], at=timezone.now(), with_intake_key=not options["without_intake_key"]
        )
        self._note(made)
        told = _("Backed up to %(folder)s: the database and %(files)s files.")
        self.stdout.write(told % {"folder": options["folder"], "files": wording.number(made.files)})
        if not made.has_intake_key:
            told = _(
                "The keys that open packets (%(folder)s) are not in it. Keep a copy of them apart: without "
                "them nobody can open a packet."
            )
            self.stdout.write(told % {"folder": keys.intake_folder()})

    def _note(self, made: backups.Copied) -> None:
        """Everybody's data was copied, and the trail says so. Just where it cannot, on a disk that is full or
        that fails, a backup is needed most.
        """
        details = {"files": made.files, "with_intake_key": made.has_intake_key}
        try:
            audit.record("office.backed_up", "", by=None, at=timezone.now(), details=details)
        except DatabaseError as trouble:
            told = _("The audit trail could not be written to (%(trouble)s); the backup is whole.")
            self.stderr.write(told % {"trouble": type(trouble).__name__})
