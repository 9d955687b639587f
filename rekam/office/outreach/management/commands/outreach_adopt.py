"""``rekam outreach adopt``: crews and clients go by this plan from now on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from rekam.office.outreach import adopting, terminal


class Command(BaseCommand):
    help = (
        "Adopts a plan: its stops become visits, villages without a service point get one, and the plan in "
        "force before is replaced with as few moves as possible. Ends with 1 when the plan cannot be "
        "adopted, and with 2 when there is no such plan or person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=int, help="its number, as 'rekam outreach plan' and the page say it")
        parser.add_argument(
            "--as",
            dest="who",
            default="",
            metavar="USER",
            help="the planner who adopts it, by user name; without it the trail names the terminal",
        )
        parser.add_argument("--json", action="store_true", help="what came of it, for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        by = terminal.planner(options["who"])
        made = terminal.numbered(options["plan"])
        done = adopting.adopt(plan=made, by=by, at=timezone.now())
        terminal.tell_adopted(made, done, as_json=options["json"])
