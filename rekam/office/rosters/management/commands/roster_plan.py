"""``rekam roster plan``: a month's roster, planned as a draft."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console

from rekam.office import arguments
from rekam.office.rosters import planning, terminal


class Command(BaseCommand):
    help = (
        "Plans a month's roster as a draft, to be looked at and published at the screen. What was set by "
        "hand stays. Ctrl-C stops it and keeps the best roster so far; the same seed gives the same roster."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", type=arguments.a_month, required=True, help="the month, as 2016-10")
        parser.add_argument(
            "--seconds", type=int, default=planning.USUAL_SECONDS, help="how long it may take at most"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed may give another roster")
        parser.add_argument(
            "--from",
            dest="from_day",
            type=arguments.a_day,
            help="leave the days of the published month before this day",
        )
        parser.add_argument("--json", action="store_true", help="what came of it, for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = {name: options[name] for name in ("month", "seconds", "seed", "from_day")}
        roster = terminal.plan(out=Console(stderr=True), **asked)
        code = terminal.tell(roster, as_json=options["json"])
        if code:
            sys.exit(code)
