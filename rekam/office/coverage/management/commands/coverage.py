import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rekam.office import arguments
from rekam.office.coverage import queries, serialised, terminal


class Command(BaseCommand):
    help = (
        "Who is registered, obliged, recorded and unrecorded on a date, by kecamatan or desa. A date in the "
        "future already includes those who will turn 17 by then. --known asks for the count as the office "
        "knew it on another day: the figure of a report that was issued then."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=arguments.a_day, help="the day of the count (default: today)")
        parser.add_argument("--known", type=arguments.a_day, help="as known on this day (default: now)")
        parser.add_argument("--by", choices=("kecamatan", "desa"), default="kecamatan")
        parser.add_argument("--area", help="only inside this area code, for example 64.08.04")
        terminal.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or queries.default_day()
        queries.check_known(options["known"] or queries.last_known(on))
        counted = queries.coverage(on=on, known=options["known"], by=options["by"], within=options["area"])
        if options["json"]:
            print(json.dumps(serialised.coverage(counted)))
        else:
            terminal.show_coverage(counted)
