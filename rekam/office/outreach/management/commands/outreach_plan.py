"""``rekam outreach plan``: where to go, with which kit and crew, so that the most people are recorded."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console

from rekam.office import arguments
from rekam.office.outreach import planning, terminal
from rekam.office.outreach.wishes import USUAL_NIGHTS, Wishes


class Command(BaseCommand):
    help = (
        "Plans visits between two days, to be looked at and adopted at the screen. Kits, crews, promised "
        "dates and closed roads are read from the office. Ctrl-C stops it and keeps the best plan so far; "
        "the same seed gives the same plan. Ends with 1 when a promise or a floor cannot be kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="starts", type=arguments.a_day, required=True, help="the first day, 2016-10-03"
        )
        parser.add_argument(
            "--to", dest="ends", type=arguments.a_day, required=True, help="the last day, 2016-12-31"
        )
        parser.add_argument("--name", default="", help="to tell alternatives apart")
        parser.add_argument(
            "--floor",
            action="append",
            default=[],
            type=_floor,
            metavar="CODE=N",
            help="at least N recordings in a district, 64.08.06=200; can be given several times",
        )
        parser.add_argument(
            "--stay", type=int, default=1, help="operators who stay at the counters of a base"
        )
        parser.add_argument(
            "--nights", type=int, default=USUAL_NIGHTS, help="nights in a row a crew may be away"
        )
        parser.add_argument(
            "--seconds", type=int, default=planning.USUAL_SECONDS, help="how long it may take at most"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed may give another plan")
        parser.add_argument("--json", action="store_true", help="what came of it, for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        wishes = Wishes(floors=dict(options["floor"]), stay=options["stay"], nights=options["nights"])
        asked = {name: options[name] for name in ("starts", "ends", "name", "seconds", "seed")}
        made = terminal.plan(out=Console(stderr=True), wishes=wishes, **asked)
        code = terminal.tell(made, as_json=options["json"])
        if code:
            sys.exit(code)


def _floor(text: str) -> tuple[str, int]:
    code, _, number = text.partition("=")
    if not code or not number.isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}' is no floor: write 64.08.06=200.")
    return code, int(number)
