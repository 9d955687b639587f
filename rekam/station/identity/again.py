"""Enrolling a laptop again: after its keys were stopped, or its disk came back from a copy.

A new epoch begins in the store; what was sealed in the old one stays and is still sent. The new keys are in
memory until then.
"""

from datetime import datetime

from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.station.identity import actions, enrolling, queries
from rekam.station.identity.enrolling import Asked

_asked: Asked | None = None


def under_way() -> Asked | None:
    return _asked


def begin(*, address: str, typed: str) -> Asked:
    global _asked
    who = queries.identity()
    epoch = queries.epoch().number + 1
    _asked = enrolling.new(address=address, typed=typed, name=who.name, epoch=epoch)
    return _asked


def ask(*, at: datetime) -> bool:
    """Whether the second officer has confirmed; then the new epoch has begun."""
    global _asked
    if _asked is None:
        return False
    granted = enrolling.answered(_asked, at=at)
    grant = granted.granted
    if grant is None:
        return False
    if grant.station != bytes(queries.identity().station):
        _asked = None
        raise RuleBroken(
            "enrolment.another_station",
            gettext_noop("That code was for another laptop. Ask the office for one for this laptop."),
        )
    actions.settle(granted, at=at)
    enrolling.introduce(granted)
    _asked = None
    return True


def give_up() -> None:
    global _asked
    _asked = None
