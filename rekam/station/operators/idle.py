"""Locked when nobody has touched it for a while, also when no browser asks any more."""

import threading

from django.db import Error, connection

from rekam.domain.trouble import Trouble
from rekam.station.operators import present, signing_in
from rekam.station.packs import queries as packs
from rekam.station.sending import thread as sender
from rekam.station.store.opened import store

USUAL_SECONDS = 300
SENDING_SECONDS = 2 * 3600.0  # what is being sent may keep the store open so long, and no longer
LOOK_SECONDS = 2.0
TELL_SECONDS = 60  # a page on which somebody types, draws or scrolls tells it no more often

_started = threading.Lock()


def limit_seconds() -> int:
    """As the office has set it for its counters. A disk that does not say it keeps no station open."""
    try:
        rules = packs.rules()
    except (Error, Trouble, OSError, TypeError, ValueError):  # it gives errors, or what it gives is damaged
        return USUAL_SECONDS
    return rules.idle_lock_seconds if rules else USUAL_SECONDS


def tell_every_seconds() -> int:
    """How often a page tells that somebody is there: several times within the limit."""
    return max(min(TELL_SECONDS, limit_seconds() // 3), 1)


def look() -> None:
    """Everybody is signed out after the limit. The store closes then, or when nothing is sent any more."""
    idle = present.idle_seconds()
    if not store.is_open or idle < limit_seconds():
        return
    signing_in.lock(keep_open=sender.is_busy() and idle < SENDING_SECONDS)


def start() -> None:
    """Once per process."""
    if _started.acquire(blocking=False):
        threading.Thread(target=watch, args=(threading.Event(),), name="idle", daemon=True).start()


def watch(until: threading.Event) -> None:
    """Look every two seconds, also after a look that failed."""
    while not until.wait(LOOK_SECONDS):
        try:
            look()
        except Error:  # locked between two lines: that is what was wanted
            continue
        finally:
            connection.close()
