from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rekam.domain import wording
from rekam.office.stations import issuing, keys
from rekam.office.web import backups

DAY_SECONDS = 24 * 3600
TOO_OLD = gettext_lazy(
    "CAUTION: this backup is %(age)s days old, and laptops delete a packet %(kept)s days after the office "
    "has it twice. What came after this backup and was deleted there since, no laptop sends again; nor does "
    "the second disk help, as what opens its files stood in the database. If there is a newer backup, "
    "restore that one."
)


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
        if keys.intake_names():
            self._tell_age(backups.made_at(options["folder"]))

    def _tell_age(self, made_at: datetime | None) -> None:
        """Laptops send again what came after it, as far as they still have it."""
        if made_at is None:
            return
        age = max(timezone.now() - made_at, timedelta())
        is_too_old = age >= timedelta(seconds=issuing.HOLDING_SECONDS)
        told = (
            TOO_OLD
            if is_too_old
            else _("This backup is %(age)s days old. Laptops send again what came after it.")
        )
        days = {"age": age.days, "kept": issuing.HOLDING_SECONDS // DAY_SECONDS}
        self.stdout.write(str(told) % days)
