"""Why this laptop seals nothing new: the office stopped its keys, or its disk is that of an earlier day.

Numbers of a chain are given once. A disk that came back from a copy would give some of them a second time,
and the office would take it for a clone. So it is stopped as soon as it hears how far the office has come,
and enrolled again: then a new epoch begins, with numbers of its own.
"""

from datetime import datetime

from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.station.identity.models import Epoch, Identity
from rekam.wire.signed_headers import Keys, KeyState, Reached

STOPPED = (KeyState.FROZEN, KeyState.REVOKED)
_SET_BACK = gettext_noop(
    "The disk of this laptop is from an earlier day: the office has its recordings up to number %(office)s, "
    "and here number %(next)s would come next. Nothing new can be saved: enrol it again under Settings, with "
    "a code of the office. What had not been sent lies on the USB disk of second copies alone: bring that to "
    "the office."
)


def hear_keys(told: Keys, who: Identity, *, at: datetime) -> None:
    """The office has seen a clone of this disk, or somebody stopped the laptop's keys: it is said at once.

    It speaks of the keys that signed a call. New ones may have begun while its answer was on the way.
    """
    if told.state in STOPPED and told.station == bytes(who.station):
        Epoch.objects.filter(frozen_at=None, number=told.epoch).update(frozen_at=at)


def hear_reached(told: Reached, who: Identity, *, at: datetime) -> None:
    """Numbers only grow, and each was on this disk before the office heard of it."""
    if told.station != bytes(who.station):
        return
    set_back = Epoch.objects.filter(number=told.epoch, next_sequence__lte=told.sequence, office_has=None)
    set_back.update(office_has=told.sequence)
    Epoch.objects.filter(number=told.epoch, office_has__isnull=False, frozen_at=None).update(frozen_at=at)


def set_back(epoch: Epoch) -> RuleBroken | None:
    """What stops a laptop whose disk is that of an earlier day; nothing on any other."""
    if epoch.office_has is None:
        return None
    return RuleBroken("epoch.set_back", _SET_BACK, office=epoch.office_has, next=epoch.next_sequence)
