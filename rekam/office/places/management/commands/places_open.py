"""``rekam places open``: where one can be recorded at a moment."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from rekam.office.places import queries, rows, terminal


class Command(BaseCommand):
    help = (
        "Says where one can be recorded at a moment: by opening hours, special days and holidays, and by "
        "kits and duty where they are kept here. The clock is the office's own unless --at names a zone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at", type=terminal.a_moment, help="for example '2016-10-16 10:00'; now if absent"
        )
        parser.add_argument(
            "--within", default="", metavar="CODE", help="only this area, for example 64.08.04"
        )
        parser.add_argument("--json", action="store_true", help="for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        at = options["at"] or queries.default_moment(timezone.now())
        found = rows.at_the_moment(list(queries.places(options["within"])), at, options["within"])
        if options["json"]:
            self.stdout.write(json.dumps(terminal.as_data(found, at), ensure_ascii=False, indent=2))
        else:
            terminal.show(found, at)
