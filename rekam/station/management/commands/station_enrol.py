import socket
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from rekam.domain.trouble import RuleBroken
from rekam.station.calls import Cause
from rekam.station.identity import about, enrolling
from rekam.station.identity.enrolling import Asked
from rekam.station.packs import first, taking
from rekam.station.sending import fetching, words

ASK_SECONDS = 2.0
PATIENCE_SECONDS = 15 * 60.0
PASSING = {Cause.NO_NETWORK, Cause.OFFICE_TROUBLE}


class Command(BaseCommand):
    help = (
        "Bind this laptop to an office: type the code that the office shows, then compare eight words with "
        "the officer there. The first roster pack is taken at once if it is ready."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="of the office, such as http://kantor:8017")
        parser.add_argument("--code", help="the code that the office shows; asked for when left out")
        parser.add_argument("--name", default=socket.gethostname(), help="what the office calls this laptop")

    def handle(self, *args: Any, **options: Any) -> None:
        if first.has_pack():
            raise RuleBroken("enrolment.done", enrolling.DONE)
        asked = enrolling.under_way()
        if asked is None or asked.grant is None:
            if new := about.new_folder():
                self.stdout.write(new)
            code = options["code"] or input(_("The code that the office shows: "))
            asked = enrolling.begin(address=options["address"], typed=code, name=options["name"])
            self.stdout.write(_("Compare these words with the officer at the office:"))
            self.stdout.write(f"  {' '.join(asked.words)}")
            asked = _wait(asked, self.stdout)
        assert asked.granted is not None
        self.stdout.write(_("Enrolled at %(office)s.") % {"office": asked.granted.office_name})
        self._first_pack(asked)

    def _first_pack(self, asked: Asked) -> None:
        try:
            pack = taking.take_first(fetching.first(asked, at=timezone.now()), at=timezone.now())
        except fetching.Failed as failed:
            self.stdout.write(words.said(failed))
            later = _("The roster pack is not here yet. When the office has made it: %(command)s")
            self.stdout.write(later % {"command": "rekam station pack"})
            return
        told = _("Roster pack %(version)s taken: %(people)s residents. Start the station: rekam station")
        self.stdout.write(told % {"version": pack.version, "people": len(pack.residents)})


def _wait(asked: Asked, out: OutputWrapper) -> Asked:
    """Until the second officer has confirmed. The same question each time; a bad link is only waited for."""
    end, told = time.monotonic() + PATIENCE_SECONDS, ""
    while time.monotonic() < end:
        try:
            asked = enrolling.ask(asked, at=timezone.now())
        except fetching.Failed as failed:
            if failed.cause not in PASSING:
                raise CommandError(words.said(failed)) from failed
            if told != words.said(failed):
                told = words.said(failed)
                out.write(told)
        if asked.grant is not None:
            return asked
        time.sleep(ASK_SECONDS)
    raise CommandError(_("Nobody at the office has confirmed within a quarter of an hour. Begin again."))
