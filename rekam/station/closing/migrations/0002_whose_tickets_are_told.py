from typing import Any

from django.db import migrations


def tell(apps: Any, schema_editor: Any) -> None:
    """The tickets of days that were closed before each ticket knew it."""
    days = apps.get_model("closing", "Closing").objects.values_list("day", flat=True)
    apps.get_model("queue", "Ticket").objects.filter(on__in=list(days)).update(is_closed=True)


class Migration(migrations.Migration):
    dependencies = [("closing", "0001_initial"), ("queue", "0002_told_by_a_closing")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
