"""Triggers that make the ledger append-only: a line is never changed and never deleted."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    f"""CREATE TRIGGER ledger_line_no_{verb.lower()} BEFORE {verb} ON ledger_line
        BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'ledger.append_only'; END $$""",
    """CREATE TRIGGER ledger_line_append_only BEFORE UPDATE OR DELETE ON ledger_line
       FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
]
UNDO_SQLITE = ["DROP TRIGGER ledger_line_no_update", "DROP TRIGGER ledger_line_no_delete"]
UNDO_POSTGRESQL = ["DROP TRIGGER ledger_line_append_only ON ledger_line", "DROP FUNCTION ledger_refuse()"]


def seal(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unseal(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else UNDO_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(seal, unseal)]
