from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from rekam.station import clock
from rekam.station.identity import about, enrolling, queries
from rekam.station.identity.enrolling import Asked
from rekam.station.identity.models import Epoch, Identity
from rekam.wire import packets


@transaction.atomic
def settle(asked: Asked, *, at: datetime) -> Identity:
    """What enrolment brought moves into the store: this station, and the epoch that begins.

    The office's clock is heard anew: had it once been wrong, every roster pack would be too old for ever.
    """
    grant = asked.granted
    assert grant is not None
    held, _made = Identity.objects.update_or_create(
        id=1,
        defaults={
            "station": grant.station,
            "name": asked.name,
            "address": asked.address,
            "office_name": grant.office_name,
            "office_key": grant.office_key,
            "seal_suite": asked.seal_suite,
            "seal_seed": asked.seal,
            "time_seen": None,
            "time_seen_uptime": None,
            "time_seen_boot": None,
        },
    )
    Epoch.objects.create(number=grant.epoch, signing_seed=asked.signing, previous=packets.FIRST, begun_at=at)
    return held


def see_office_time(office_time: datetime) -> None:
    """The office has signed this moment: nothing sealed from now on can be older. Never goes back."""
    Identity.objects.filter(time_seen=None).update(time_seen=office_time)
    Identity.objects.filter(time_seen__lte=office_time).update(
        time_seen=office_time, time_seen_uptime=clock.uptime(), time_seen_boot=clock.boot_id()
    )


def introduce_again() -> None:
    """The sign-in page says what the store does, also where its file was lost or damaged. On a full disk that
    waits for another day.
    """
    who = queries.identity()
    said = about.About(bytes(who.station).hex(), who.name, who.office_name, who.address)
    if about.read() != said:
        with suppress(OSError):
            about.write(said)


def move(address: str) -> None:
    """The office is called elsewhere from now on. Who it is, its keys say."""
    Identity.objects.update(address=enrolling.clean_address(address))
    held = about.read()
    if held is not None:
        about.write(replace(held, address=enrolling.clean_address(address)))
