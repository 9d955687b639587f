from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rekam.office.audit import seal


def place(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("audit", "Head").objects.create(pk=1)
    seal.place(schema_editor.connection)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seal.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(place, lift)]
