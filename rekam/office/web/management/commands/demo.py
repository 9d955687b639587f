from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from rekam.office.web import rehearsal, rehearsal_station
from rekam.office.web.management.commands.serve import ended
from rekam.office.web.upkeep import Kept

# Who lets the laptop in, and who compares the words; who works at it, and who witnesses there.
ADMITTED_BY = {"first": "perencana", "second": "kepala"}
OFFICERS = ("operator", "registrar")
# What the demo says of itself while its files are made; after that, the names of the files.
STEPS: dict[str, str | Promise] = {
    "Inventing families": gettext_lazy("Inventing families"),
    "Inventing what happens to them": gettext_lazy("Inventing what happens to them"),
    "Inventing recordings": gettext_lazy("Inventing recordings"),
    "Writing files": gettext_lazy("Writing files"),
}


def a_scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.01 <= scale <= 1:
        raise ArgumentTypeError(f"{text} is not a number from 0.01 to 1")
    return scale


def in_lines() -> Callable[[str, float], None]:
    """A line for each step, for a log or a pipe, where a bar would show nothing until the end."""
    last = ""

    def tell(step: str, done: float) -> None:
        nonlocal last
        if step != last:
            print(f"{done:4.0%}  {STEPS.get(step, step)}", flush=True)
        last = step

    return tell


def _name(command: Sequence[str]) -> str:
    """What a program is called when it has ended: what stands behind ``python -m rekam.cli``."""
    return " ".join(command[2:5]).removeprefix("rekam.cli ")


class Command(BaseCommand):
    help = (
        "Invent the register of Kutai Timur as the files an office has, bring them in by the same import as "
        "real ones, and serve the office. Everybody in it is invented. The data go into REKAM_DATA."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=a_scale, default=1.0, help="part of the population (default 1)")
        parser.add_argument("--no-serve", action="store_true", help="build it and stop")
        parser.add_argument("--port", type=int, default=8016)
        parser.add_argument("--no-station", action="store_true", help="without a recording station")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console()
        call_command("migrate", verbosity=0)
        if not rehearsal.is_built():
            self._build(options["scale"], console)
        if options["no_serve"]:
            return
        rehearsal_station.live()
        beside = [] if options["no_station"] else self._station(options["port"], console)
        title = _("Sign in as (new at each start)")
        table = Table(_("User name"), _("Password"), _("Role"), title=title)
        for row in rehearsal.cast():
            table.add_row(*row)
        console.print(table)
        call_command("serve", port=options["port"], open=True, beside=beside)

    def _station(self, port: int, console: Console) -> list[Kept]:
        """The station's programs, with a line on how to sign in there."""
        laptop = rehearsal_station.Laptop(rehearsal_station.Ports.beside(port))
        with console.status(_("Preparing a recording station with simulated devices")):
            held = rehearsal.people()
            admitted = {part: held[name] for part, name in ADMITTED_BY.items()}
            laptop.prepare(**admitted, officers=[held[name] for name in OFFICERS])
        told = _("Recording station with simulated devices: http://localhost:%(port)s/")
        console.print(told % {"port": laptop.ports.station}, highlight=False)
        told = _(
            "There: user name %(operator)s, password %(password)s; the second officer: %(second)s, the same"
        )
        names = dict(zip(("operator", "second"), OFFICERS, strict=True))
        console.print(told % {**names, "password": laptop.password}, highlight=False)
        told = _("Its pages pull the network and plug it in again")
        console.print(told, highlight=False)
        told = _("Somebody invented who can be recorded there: %(name)s")
        console.print(told % {"name": laptop.somebody}, highlight=False)
        return [
            Kept(each, tell=ended(_name(each)), environment=laptop.environment, is_quiet=True)
            for each in laptop.programs()
        ]

    def _build(self, scale: float, console: Console) -> None:
        if console.is_terminal:
            self._build_with_a_bar(scale, console)
        else:
            rehearsal.build(scale=scale, tell=in_lines())

    def _build_with_a_bar(self, scale: float, console: Console) -> None:
        columns = (
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("", total=1.0)

            def tell(step: str, done: float) -> None:
                bar.update(task, completed=done, description=str(STEPS.get(step, step)))

            rehearsal.build(scale=scale, tell=tell)
