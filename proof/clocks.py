"""The clock of one process, wherever the proof wants it; it goes on from there."""

from datetime import datetime

import time_machine

_shown: list[time_machine.travel] = []


def show(now: datetime) -> None:
    """Also in the middle of a life, as somebody turns it."""
    while _shown:
        _shown.pop().stop()
    _shown.append(time_machine.travel(now, tick=True))
    _shown[-1].start()
