"""Django's command that empties every table would empty the audit trail: refused."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as Flush


class Command(Flush):
    help = "Refused: the audit trail cannot be emptied."

    def handle(self, **options: Any) -> None:
        raise CommandError("The audit trail cannot be emptied. To start anew, use another database.")
