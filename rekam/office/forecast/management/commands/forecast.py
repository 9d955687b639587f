import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from rekam.domain.forecast.outlook import Target
from rekam.domain.forecast.whatif import WhatIf
from rekam.office.forecast import asked, queries, serialised, terminal


def percent(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 100:
        raise ArgumentTypeError(f"{text} is not a percentage between 0 and 100")
    return found


class Command(BaseCommand):
    help = (
        "When will it be done: obliged, recorded and unrecorded month by month with their ranges, and by "
        "when a target is met, with its chance. At today's pace, or with more kits, crews or days. The "
        "forecast begins with the last day of which anything is known."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until", metavar="MONTH", help="2017-12; the end of next year if absent")
        parser.add_argument("--target", type=percent, default=95.0, help="recorded, in per cent (95)")
        parser.add_argument("--left", type=int, help="instead: at most this many unrecorded")
        parser.add_argument("--kits", type=int, default=0, help="more kits than today, or fewer")
        parser.add_argument("--crews", type=int, help="more crews than today (one for each kit)")
        parser.add_argument("--days", type=float, help="days a week (as measured)")
        parser.add_argument("--json", action="store_true", help="for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        day = queries.begins()
        if day is None:
            raise CommandError(_("Nothing was brought in yet: there is nothing to forecast from."))
        try:
            given = options["until"]
            until = asked.a_month(given, day) if given else asked.usual_until(day)
        except ValueError as error:
            told = _("%(given)s is not a month such as 2017-12 within five years.") % {"given": error}
            raise CommandError(told) from None
        left = options["left"]
        target = Target(left=left) if left is not None else Target(percent=options["target"])
        what_if = WhatIf(kits=options["kits"], crews=options["crews"], days=options["days"])
        found = queries.forecast(until, target, what_if)
        if options["json"]:
            self.stdout.write(json.dumps(serialised.forecast(found, target), ensure_ascii=False))
        else:
            terminal.show(found)
