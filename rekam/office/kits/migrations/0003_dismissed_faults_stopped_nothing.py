from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.models import Exists, OuterRef


def take_back(apps: Apps, _editor: Any) -> None:
    """What was reported and found to be no fault never stopped its device."""
    of_the_device = apps.get_model("kits", "Fault").objects.filter(device=OuterRef("device"))
    dismissed = of_the_device.filter(
        state="dismissed", reported_at__lte=OuterRef("since"), closed_at__gt=OuterRef("since")
    )
    stopped = apps.get_model("kits", "Standing").objects.exclude(stops="")
    stopped.filter(Exists(dismissed)).update(stops="")


class Migration(migrations.Migration):
    dependencies = [("kits", "0002_care_that_ends")]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
