"""A clock that stands on another day, and a network that can be pulled: for the demo and for training.

The register of a demo ends on a day long gone. A recording made today would come years after it, and the
count would tell of nothing but the years between. So every process of a demo asks Django for the time and
hears that it is the morning after the register's last news; from there time runs as everywhere. The office
and the station say on their pages that they are a demo. Nothing of a real office sets this.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

NAME = "REKAM_CLOCK_SECONDS"  # how far this clock is from the real one, in seconds; negative is the past
# A file of the demo's: while it is there, the laptop's network is pulled. The station's pages pull it.
CABLE = "REKAM_CABLE"

_real = timezone.now


def begin() -> None:
    """Set the clock of this process as the environment says. Without a word there, nothing changes."""
    said = os.environ.get(NAME)
    if said:
        away = timedelta(seconds=int(said))
        timezone.now = lambda: _real() + away


def seconds_to(moment: datetime) -> int:
    """How far a clock that shows *moment* now is from the real one."""
    return round((moment - _real()).total_seconds())


def shown(seconds: int) -> datetime:
    """What a clock so far from the real one shows now."""
    return _real() + timedelta(seconds=seconds)


def live_on(moment: datetime) -> None:
    """From now on, for this process and those that it starts, it is *moment*."""
    os.environ[NAME] = str(seconds_to(moment))
    begin()


def is_on() -> bool:
    return bool(os.environ.get(NAME))


def has_cable() -> bool:
    return bool(os.environ.get(CABLE))


def is_pulled() -> bool:
    return has_cable() and _cable().exists()


def pull() -> None:
    _cable().touch()


def plug_in() -> None:
    _cable().unlink(missing_ok=True)


def _cable() -> Path:
    return Path(os.environ[CABLE])
