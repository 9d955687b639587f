from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from rekam.office.reminders import tasks as reminders


class Command(BaseCommand):
    help = "Do the long work of the screens: imports, rosters, plans, messages. 'rekam serve' starts one."

    def handle(self, *args: Any, **options: Any) -> None:
        reminders.begin(at=timezone.now())
        call_command("db_worker", interval=0.5)
