from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from rekam.office.regions import actions


class Command(BaseCommand):
    help = "Make or bring up to date the database, bring in the shipped areas, and say whose office this is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--regency", default="64.08", help="Kemendagri code (default: %(default)s)")
        parser.add_argument(
            "--name",
            default="Dinas Kependudukan dan Pencatatan Sipil Kabupaten Kutai Timur",
            help="the office's name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        office = actions.set_up(regency=options["regency"], name=options["name"], at=timezone.now())
        told = _("%(office)s (%(code)s) is set up. Next: rekam admin create")
        print(told % {"office": office.name, "code": office.regency.code})
