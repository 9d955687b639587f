"""What must be seen on every page before it is too late."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from rekam.station import disk_trouble
from rekam.station.identity import queries as identity
from rekam.station.outbox import copies
from rekam.station.packs import queries as packs
from rekam.station.sending import thread as sender

SOON = timedelta(days=1)
LEAST_FREE_BYTES = 500 * 1024 * 1024
FULL_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class Notice:
    tone: str  # stop, risk
    sentence: str


def notices(at: datetime) -> list[Notice]:
    found = [_frozen(), _clock(at), _pack(at), room(), _second_copy()]
    return [notice for notice in found if notice is not None]


def _frozen() -> Notice | None:
    epoch = identity.epoch()
    if epoch.frozen_at is None:
        return None
    if epoch.office_has is not None:
        return Notice(
            "stop",
            _(
                "The disk of this laptop is from an earlier day. Nothing new can be saved: enrol it again "
                "under Settings, with a code of the office."
            ),
        )
    return Notice(
        "stop",
        _("The office has stopped the keys of this laptop. Nothing new can be saved. Call the office."),
    )


def _pack(at: datetime) -> Notice | None:
    held = packs.taken()
    if held is None or packs.has_expired(at):
        told = _(
            "The roster pack has expired, as this laptop says that it is %(today)s. If that date is wrong, "
            "set "
            "it; if it is right, take a newer pack before recording anybody."
        )
        return Notice("stop", told % {"today": f"{timezone.localtime(at):%d-%m-%Y}"})
    if held.expires_at - at < SOON:
        return Notice(
            "risk", _("The roster pack expires within a day. Take a newer one while there is a network.")
        )
    return None


def room() -> Notice | None:
    """A recording with its images is a megabyte or two, and is written twice before it is kept."""
    if os.statvfs(settings.FOLDER).f_flag & os.ST_RDONLY:
        return Notice("stop", _(disk_trouble.SENTENCES[disk_trouble.READ_ONLY]))
    free = shutil.disk_usage(settings.FOLDER).free
    if free > LEAST_FREE_BYTES:
        return None
    if free < FULL_BYTES:
        return Notice(
            "stop",
            _("The disk of this laptop is full. Nothing new can be saved until there is some space on it."),
        )
    return Notice(
        "risk", _("The disk of this laptop is nearly full. Send what is unsent, and free some space.")
    )


def _second_copy() -> Notice | None:
    if not copies.is_on_own_disk():
        return None
    if copies.is_on_another_part():
        return Notice(
            "risk",
            _(
                "Second copies would lie on the disk of this laptop: what is recorded has one copy only. "
                "Plug the USB disk in again, or choose a folder on one."
            ),
        )
    return Notice(
        "risk", _("The disk for second copies is not plugged in: what is recorded has one copy only.")
    )


def _clock(at: datetime) -> Notice | None:
    """That it is behind, what the office has signed proves; whether it is ahead, only a network can tell."""
    if packs.is_clock_behind(at):
        told = _(
            "The clock of this laptop is wrong: it shows %(shown)s, and %(sure)s is past. No "
            "recording is begun until date and time are set in the settings of the laptop's system."
        )
        return Notice("stop", told % packs.clocks(at))
    if sender.status().clock_off is None:
        return None
    return Notice(
        "risk", _("The clock of this laptop differs from the office's by more than five minutes. Set it.")
    )
