from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from rekam.office.web import rehearsal


def a_scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.01 <= scale <= 1:
        raise ArgumentTypeError(f"{text} is not a number from 0.01 to 1")
    return scale


class Command(BaseCommand):
    help = (
        "Invent the register of Kutai Timur as the files an office has, bring them in by the same import as "
        "real ones, and serve the office. Everybody in it is invented. The data go into REKAM_DATA."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=a_scale, default=1.0, help="part of the population (default 1)")
        parser.add_argument("--no-serve", action="store_true", help="build it and stop")
        parser.add_argument("--port", type=int, default=8016)

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console()
        call_command("migrate", verbosity=0)
        if not rehearsal.is_built():
            self._build(options["scale"], console)
        if options["no_serve"]:
            return
        with translation.override("id"):
            table = Table(
                "Nama pengguna", "Kata sandi", "Peran", title="Masuk dengan (baru setiap kali mulai)"
            )
            for row in rehearsal.cast():
                table.add_row(*row)
        console.print(table)
        call_command("serve", port=options["port"], open=True)

    def _build(self, scale: float, console: Console) -> None:
        columns = (
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("", total=1.0)
            rehearsal.build(
                scale=scale, tell=lambda step, done: bar.update(task, completed=done, description=step)
            )
