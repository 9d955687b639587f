import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rekam.office import arguments
from rekam.office.coverage import queries, serialised, terminal


class Command(BaseCommand):
    help = (
        "Why the counts differ between two dates: a table of reasons that adds up exactly. Each count is "
        "taken as it was known on its own day unless --known-from and --known-to say otherwise; the same "
        "date twice with two days of knowledge shows what was learned in between."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", type=arguments.a_day, required=True, metavar="DATE")
        parser.add_argument("--to", dest="end", type=arguments.a_day, required=True, metavar="DATE")
        parser.add_argument("--known-from", type=arguments.a_day, metavar="DATE")
        parser.add_argument("--known-to", type=arguments.a_day, metavar="DATE")
        parser.add_argument("--area", metavar="CODE", help="only inside this area")
        terminal.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        start, end = options["start"], options["end"]
        queries.check_known(options["known_from"] or start, options["known_to"] or end)
        explained = queries.explain(
            start=start,
            end=end,
            known_start=options["known_from"],
            known_end=options["known_to"],
            area=options["area"],
        )
        if options["json"]:
            print(json.dumps(serialised.explanation(explained)))
        else:
            terminal.show_explanation(explained)
        sys.exit(0 if all(d.adds_up for d in explained.measures.values()) else 1)
