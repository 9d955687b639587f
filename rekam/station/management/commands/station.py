import resource
import signal
import threading
import webbrowser
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from rekam.domain.trouble import RuleBroken
from rekam.station import alone, server
from rekam.station.identity import about
from rekam.station.operators import idle
from rekam.station.sending import thread as sender


class Command(BaseCommand):
    help = "Start the recording station on this laptop and open it in the browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8064)
        parser.add_argument("--no-open", action="store_true", help="do not open the browser")

    def handle(self, *args: Any, **options: Any) -> None:
        from rekam.station.wsgi import application

        try:
            held = alone.hold(settings.FOLDER)
        except RuleBroken as broken:
            raise CommandError(broken.told(_(broken.sentence))) from broken
        try:
            serving = server.make(options["port"], application)
        except OSError as error:
            told = _(
                "Port %(port)s cannot be used: another program is there. Choose another: --port %(other)s"
            )
            raise CommandError(told % {"port": options["port"], "other": options["port"] + 1}) from error
        address = f"http://localhost:{serving.server_port}/"
        alone.tell(held, address)
        print(f"Rekam: {_('%(address)s (Ctrl-C stops it)') % {'address': address}}", flush=True)
        if new := about.new_folder():
            print(f"Rekam: {new}", flush=True)
        signal.signal(signal.SIGTERM, _stop)
        if not options["no_open"]:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        _leave_no_memory_on_the_disk()
        idle.start()
        sender.start()
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            print(f"Rekam: {_('stopping')}", flush=True)
        finally:
            serving.server_close()
            held.close()


def _leave_no_memory_on_the_disk() -> None:
    """A crash would otherwise write the key of the store into a core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _stop(*_: object) -> None:
    raise KeyboardInterrupt
