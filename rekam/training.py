"""A clock that stands on another day, for the demo and for training.

The register of a demo ends on a day long gone. A recording made today would come years after it, and the
count would tell of nothing but the years between. So every process of a demo asks Django for the time and
hears that it is the morning after the register's last news; from there time runs as everywhere. The office
and the station say on every page that they are a demo. Nothing of a real office sets this.
"""

import os
from datetime import datetime, timedelta

from django.utils import timezone

NAME = "REKAM_CLOCK_SECONDS"  # how far this clock is from the real one, in seconds; negative is the past

_real = timezone.now


def begin() -> None:
    """Set the clock of this process as the environment says. Without a word there, nothing changes."""
    said = os.environ.get(NAME)
    if said:
        away = timedelta(seconds=int(said))
        timezone.now = lambda: _real() + away


def live_on(moment: datetime) -> None:
    """From now on, for this process and those that it starts, it is *moment*."""
    os.environ[NAME] = str(round((moment - _real()).total_seconds()))
    begin()


def is_on() -> bool:
    return bool(os.environ.get(NAME))
