"""One process at a time serves a store: two would each lock and send on their own, and neither would know."""

import fcntl
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken

NAME = "running"  # in the station's folder: where the browser finds the process that holds it

_RUNS = gettext_noop("The station runs already on this laptop: go on in the browser at %(address)s")


def hold(folder: Path) -> IO[str]:
    """Held while the file is open, and let go of however the process ends."""
    file = (folder / NAME).open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        file.seek(0)
        address = file.read().strip() or "http://localhost/"
        file.close()
        raise RuleBroken("station.runs", _RUNS, address=address) from held
    return file


def tell(file: IO[str], address: str) -> None:
    """Where it is found, for whoever starts it a second time."""
    file.truncate(0)
    file.write(address)
    file.flush()
