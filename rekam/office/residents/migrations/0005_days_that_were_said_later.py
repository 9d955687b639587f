from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.utils import timezone

from rekam.office.residents import renewal


def renew(_apps: Apps, _editor: Any) -> None:
    """Days of a move, an arrival or an end that were learned or corrected later count now.

    By the rules of today, in whatever version they are: when these change again, or the tables do that they
    are read from, this is the step to move to the newest migration.
    """
    renewal.renew(at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0004_obliged_since_before_the_move"),
        ("audit", "0002_seal"),
        ("ledger", "0002_append_only"),
        ("recordings", "0002_what_was_known_when"),
        ("regions", "0004_areas_revision"),
    ]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
