"""``rekam import roll``: a client's list of people, from the terminal."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from rekam.domain import wording
from rekam.domain.rolls.words import Result
from rekam.files.fields import FIELDS, ROLLS
from rekam.office import arguments
from rekam.office.clients import asked, people, rolls, words
from rekam.office.clients.models import Client, Roll, RollKind, RollState


def a_column(text: str) -> tuple[str, str]:
    """Which column of the file is a field: nik='No Identitas'."""
    field, is_pair, column = text.partition("=")
    if not is_pair or field not in FIELDS[ROLLS]:
        raise ArgumentTypeError(
            f"{text} is not FIELD=COLUMN with one of the fields {', '.join(FIELDS[ROLLS])}"
        )
    return field, column


class Command(BaseCommand):
    help = (
        "Take in a client's list of people (CSV or XLSX; a number and a name are enough), compare it with "
        "the register and say what came of each row. What is not certain waits for a person at the screen. "
        "Exit code 1 when the columns of the file are not certain: point them out with --column."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--client", required=True, help="the client's name, or its number")
        parser.add_argument("--name", default="", help="what the list is (default: the name of the file)")
        parser.add_argument("--kind", choices=RollKind.values, default=RollKind.WORKERS)
        parser.add_argument("--as-of", type=arguments.a_day, help="the day of the list (default: today)")
        parser.add_argument(
            "--column", type=a_column, action="append", default=[], metavar="FIELD=COLUMN",
            help="say which column is nik, name, born or sex, for example nik='No Identitas'",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        roll = rolls.receive(
            file,
            client=_client(options["client"]),
            name=options["name"] or file.stem,
            kind=options["kind"],
            as_of=options["as_of"] or asked.today(),
            columns=dict(options["column"]) or None,
            by=None,
            at=timezone.now(),
        )
        _tell(roll, as_json=options["json"])
        sys.exit(1 if roll.state == RollState.COLUMNS else 0)


def _client(said: str) -> Client:
    found = Client.objects.filter(pk=said) if said.isdecimal() else Client.objects.filter(name__iexact=said)
    client = found.select_related("place").first()
    if client is None:
        raise CommandError(_("There is no client “%(name)s”.") % {"name": said}, returncode=2)
    return client


def _tell(roll: Roll, *, as_json: bool) -> None:
    counts = people.counted(people.of_roll(roll, roll.as_of))
    found = {code: n for code, n in counts.items() if n}
    if as_json:
        told = {"roll": roll.pk, "state": roll.state, "results": found, "unreadable": roll.unreadable}
        print(json.dumps(told, ensure_ascii=False))
        return
    out = Console()
    if roll.state == RollState.COLUMNS:
        out.print(_("It is not settled yet which column of this list is which."))
        return
    table = Table(_("Result"), _("Rows"), title=f"{roll.client.name} · {roll.name}")
    for code, count in found.items():
        table.add_row(str(words.RESULTS[Result(code)]), wording.number(count, "id"))
    out.print(table)
