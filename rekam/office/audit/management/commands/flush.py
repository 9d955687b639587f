"""Emptying the tables would empty the audit trail with them: refused, except for tests' own databases."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as DjangoFlush
from django.db import connections

from rekam.office.audit import seal
from rekam.office.audit.models import Head


class Command(DjangoFlush):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        name = str(connection.settings_dict["NAME"])
        if not (name.startswith(("test_", "file:memorydb_")) or name == ":memory:"):
            raise CommandError("The audit trail cannot be emptied. To start anew, use another database.")
        seal.lift(connection)
        try:
            super().handle(**options)
        finally:
            seal.place(connection)
        Head.objects.using(options["database"]).create(pk=1)
