"""A second key that opens packets, kept offline for the day on which the intake's own is lost. Laptops seal
for it from their next roster pack on. Its private half is written to one file and never read here.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.stations import keys


@transaction.atomic
def make(*, file: Path, at: datetime) -> str:
    """Under its name, which one writes on what holds the file. The one before is sealed for no more."""
    _refuse_bad_place(file)
    [suite] = {key.suite for key in keys.recipients().values()}  # all recipients of a packet have one
    name = keys.make_recipient(keys.ESCROW, file, suite=suite).name
    audit.record("escrow.made", "", by=None, at=at, details={"key": name})
    return name


def _refuse_bad_place(file: Path) -> None:
    place = file.resolve()
    if place.exists() or not place.parent.is_dir():
        raise RuleBroken(
            "escrow.no_new_file",
            gettext_noop("%(file)s is there already, or its folder is not. Name a new file in a folder."),
            file=str(file),
        )
    if not {Path(settings.DATA).resolve(), keys.intake_folder().resolve()}.isdisjoint(place.parents):
        raise RuleBroken(
            "escrow.within",
            gettext_noop(
                "A key that lies with the office is lost with it, and goes into its backups. Name a file on "
                "a USB disk."
            ),
        )
