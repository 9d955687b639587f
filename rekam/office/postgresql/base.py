"""A connection that answered a moment ago is taken to be alive: Django would ask it before every request,
which is a sixth of all the questions of a page.

When the server was started anew, a connection that rested longer than `TRUSTED` is replaced before it is
used, as always. One that did not fails once, which the office tells as a busy database (503, try again), and
is replaced then.
"""

import time

from django.db.backends.postgresql import base as djangos

TRUSTED = 2.0  # seconds


class DatabaseWrapper(djangos.DatabaseWrapper):
    answered_at = float("-inf")  # seconds of the monotonic clock
    health_check_enabled: bool
    health_check_done: bool

    def connect(self) -> None:
        super().connect()
        self.answered_at = time.monotonic()

    def close_if_health_check_failed(self) -> None:
        """Asks a connection that rested, once a request, and closes it when it does not answer."""
        if self.connection is None or not self.health_check_enabled or self.health_check_done:
            return
        if time.monotonic() - self.answered_at < TRUSTED:
            self.health_check_done = True
            return
        super().close_if_health_check_failed()
        self.answered_at = time.monotonic()
