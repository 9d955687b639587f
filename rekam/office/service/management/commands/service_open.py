"""``rekam service open``: each service point with the three things that must hold, by code and in words."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext
from rich.console import Console
from rich.table import Table

from rekam.domain import wording
from rekam.office.places import queries as places
from rekam.office.places import terminal
from rekam.office.service import queries, words
from rekam.office.service.queries import PlaceStanding


class Command(BaseCommand):
    help = (
        "Says of every service point whether people can be recorded there at a moment: its hours, a kit "
        "that records and an operator on duty; with every reason why not, and when it opens next. The clock "
        "is the office's own unless --at names a zone."
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
        at = options["at"] or queries.now()
        found = queries.standing(at, options["within"])
        if options["json"]:
            told = {"at": _moment(at), "places": [as_data(each) for each in found]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            show(found, at)


def as_data(each: PlaceStanding) -> dict[str, Any]:
    return {
        "id": each.place.pk,
        "name": each.place.name,
        "area": each.place.area.code,
        "is_open": each.is_open,
        "reasons": [{"code": str(code), "words": words.reason(each, code)} for code in each.reasons],
        "sets": each.sets,
        "kits": [{"code": kit.kit.code, "fitness": str(kit.fitness)} for kit in each.kits],
        "operators": each.operators,
        "until": _moment(each.closes) if each.is_open else None,
        "opens_next": _moment(each.opens_next),
    }


def show(found: Sequence[PlaceStanding], at: datetime) -> None:
    """The open ones first."""
    table = Table(gettext("Service point"), gettext("Service"), gettext("Why"))
    for each in sorted(found, key=lambda each: not each.is_open):
        why = "; ".join(words.reasons(each))
        opens = (
            gettext("Opens %(when)s") % {"when": words.when(each.opens_next, at)} if each.opens_next else ""
        )
        table.add_row(each.place.name, _state(each), ". ".join(filter(None, (why, opens))))
    console = Console() if sys.stdout.isatty() else Console(width=140)
    console.print(table)
    told = {
        "moment": wording.moment(at, places.zone(), words.language()),
        "open": sum(each.is_open for each in found),
        "count": len(found),
    }
    print(gettext("%(moment)s: %(open)s of %(count)s service points are open.") % told)


def _state(each: PlaceStanding) -> str:
    if each.is_open and each.closes:
        return gettext("until %(time)s") % {"time": words.clock(each.closes)}
    return gettext("Closed")


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(places.zone()).isoformat() if at else None
