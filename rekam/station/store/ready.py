"""The tables of the store as this program wants them: made once after each start, as soon as it is open."""

import threading

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_lock = threading.Lock()
_made_for: set[str] = set()


def make() -> None:
    """Nothing, where it was done for this file in this process."""
    name = str(connection.settings_dict["NAME"])
    with _lock:
        if name in _made_for:
            return
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        _made_for.add(name)


def forget() -> None:
    """The file was removed."""
    with _lock:
        _made_for.clear()
