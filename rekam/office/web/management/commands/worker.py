from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Do the long work of the screens: reading and committing imports. 'rekam serve' starts one."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("db_worker", interval=0.5)
