"""Locked when nobody has touched it for a while, also when no browser asks any more."""

import threading
import time

from django.db import DatabaseError, connection

from rekam.station.operators import present, signing_in
from rekam.station.packs import queries as packs
from rekam.station.sending import thread as sender
from rekam.station.store.opened import store

USUAL_SECONDS = 300
SENDING_SECONDS = 2 * 3600.0  # what is being sent may keep the store open so long, and no longer
LOOK_SECONDS = 2.0

_started = threading.Lock()


def limit_seconds() -> int:
    """As the office has set it for its counters."""
    rules = packs.rules()
    return rules.idle_lock_seconds if rules else USUAL_SECONDS


def look() -> None:
    """Everybody is signed out after the limit. The store closes then, or when nothing is sent any more."""
    idle = present.idle_seconds()
    if not store.is_open or idle < limit_seconds():
        return
    signing_in.lock(keep_open=sender.is_busy() and idle < SENDING_SECONDS)


def start() -> None:
    """Once per process."""
    if _started.acquire(blocking=False):
        threading.Thread(target=_watch, name="idle", daemon=True).start()


def _watch() -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        try:
            look()
        except DatabaseError:  # locked between two lines: that is what was wanted
            continue
        finally:
            connection.close()
