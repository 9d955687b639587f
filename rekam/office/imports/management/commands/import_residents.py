import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rekam.office.imports import terminal
from rekam.office.imports.models import Kind, Mode


class Command(BaseCommand):
    help = (
        "Review a register export (CSV or XLSX). Nothing changes until it is committed: with --commit, by "
        "'rekam import commit N', or in the browser. A file is an update, which never removes anybody, "
        "unless --release says that it is complete for an area: residents missing from it then leave the "
        "register."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        terminal.add_file_arguments(parser)
        parser.add_argument(
            "--release",
            nargs="?",
            const="",
            metavar="AREA",
            help="the file is complete for this area code (default: the whole regency)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        release = options["release"]
        mode = Mode.UPDATE if release is None else Mode.RELEASE
        sys.exit(terminal.run(Kind.RESIDENTS, options, mode=mode, scope=release or ""))
