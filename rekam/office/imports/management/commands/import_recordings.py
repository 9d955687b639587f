import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rekam.office.imports import terminal
from rekam.office.imports.models import Kind


class Command(BaseCommand):
    help = (
        "Review a file of recordings already made: NIK, date and time, where, kit, operator, status and its "
        "day, and when the office learned of it. A NIK that the register does not know is kept and matches "
        "when the resident arrives. Nothing changes until it is committed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        terminal.add_file_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(terminal.run(Kind.RECORDINGS, options))
