"""``rekam reminders send``: what waits and may go now, here and not in the worker."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.reminders import providers, queries, sending, words


class Command(BaseCommand):
    help = (
        "Sends the messages that wait and may go now, one after the other, and says how many are left and "
        "why. What nobody answered about is never sent again by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="this many at most")
        parser.add_argument("--seconds", type=float, default=3600.0, help="for so long at most")
        parser.add_argument("--json", action="store_true", help="what came of it, for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        made = sending.run(clock=timezone.now, seconds=options["seconds"], most=options["limit"])
        left = queries.left(timezone.now())
        if options["json"]:
            print(json.dumps(_as_data(made, left), ensure_ascii=False, indent=2))
        else:
            _say(made, left)
        if made.resting:
            sys.exit(1)


def _as_data(made: sending.Run, left: dict[str, int]) -> dict[str, Any]:
    return {
        "providers": providers.ready(),
        "done": {name: count for name, count in made.done.items() if count},
        "waiting": left,
        "not_answering": sorted(made.resting),
    }


def _say(made: sending.Run, left: dict[str, int]) -> None:
    if not providers.ready():
        print(_("No provider is set: messages wait in the outbox for a person."))
    for name, count in made.done.items():
        if count:
            print(f"{words.done(name)}: {wording.number(count)}")
    for why, count in left.items():
        if count:
            print(f"{words.waits(why)}: {wording.number(count)}")
    for channel in sorted(made.resting):
        text = _("%(channel)s: the provider did not help three times in a row, so the rest waits.")
        print(text % {"channel": words.channel(channel)})
