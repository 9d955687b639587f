"""Old keys are let in again: the office was set back to a backup that is older than their enrolment, and the
packets that they sealed lie in quarantine.

The laptop shows its keys and eight words for them. One person copies the key, and it must have signed the
packet; another compares the words at the laptop. The keys seal nothing new: the laptop is enrolled again.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.sync.arrivals import Why
from rekam.domain.sync.enrolment import Epoch as EpochState
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.stations import queries as stations
from rekam.office.stations.models import Epoch, Readmission, Station
from rekam.office.sync.models import Packet, PacketState
from rekam.office.sync.queueing import in_turn
from rekam.office.sync.unsealing import retrying
from rekam.wire import packets as wire
from rekam.wire.keys import VerifyKey, fingerprint, words
from rekam.wire.trouble import WireTrouble

LARGEST_NUMBER = 2**31 - 1  # of an epoch


def is_possible(packet: Packet) -> bool:
    """Nobody knows its keys, and the office knows none of that number."""
    return (
        packet.quarantine == Why.UNKNOWN_KEY
        and packet.state != PacketState.ERASED
        and packet.epoch_number <= LARGEST_NUMBER
        and stations.epoch(packet.station_key, packet.epoch_number) is None
    )


def open_for(packet: Packet) -> Readmission | None:
    found = Readmission.objects.filter(station_key=packet.station_key, number=packet.epoch_number)
    return found.filter(decided_at=None).select_related("proposed_by").first()


def words_of(readmission: Readmission) -> tuple[str, ...]:
    """What the laptop shows for the same key."""
    return words(fingerprint(bytes(readmission.sign_public)))


@transaction.atomic
def propose(*, packet: Packet, key: str, name: str, by: User, at: datetime) -> Readmission:
    """*key*: as the laptop shows it, in hexadecimal. It must have signed this packet."""
    held = Packet.objects.select_for_update(of=("self",)).get(pk=packet.pk)
    if not is_possible(held) or open_for(held) is not None:
        raise _not_now()
    raw = _raw(key)
    try:
        wire.read(bytes(held.header)).verify(VerifyKey(raw))
    except WireTrouble as trouble:
        raise RuleBroken(
            "keys.did_not_sign",
            gettext_noop("This key did not sign the packet. Copy it again from the laptop that sealed it."),
        ) from trouble
    _check_name(name, held.station_key)
    found = Readmission.objects.create(
        station_key=held.station_key,
        number=held.epoch_number,
        sign_public=raw,
        name=name,
        proposed_at=at,
        proposed_by=by,
    )
    audit.record("keys.readmission_proposed", f"station:{name}", by=by, at=at, details=_details(found))
    return found


@in_turn()
@transaction.atomic
def confirm(*, readmission: Readmission, by: User, at: datetime) -> int:
    """The words are the same at the laptop. How many packets are out of quarantine by that. Not where the
    laptop was added or enrolled anew since somebody proposed it.
    """
    held = _open(readmission)
    if held.proposed_by_id == by.pk:
        raise RuleBroken(
            "keys.second_person",
            gettext_noop("You proposed this yourself. Another person has to compare the words."),
        )
    _check_name(held.name, held.station_key)
    if stations.epoch(held.station_key, held.number) is not None:
        raise _not_now()
    station, _made = Station.objects.get_or_create(
        key=held.station_key, defaults={"name": held.name, "added_at": at}
    )
    Epoch.objects.create(
        station=station,
        number=held.number,
        sign_public=bytes(held.sign_public),
        seal_public=b"",  # nothing is sealed for them any more
        state=EpochState.ENDED,
        enrolled_at=at,
        first_by=held.proposed_by,
        second_by=by,
    )
    held.decided_by, held.decided_at = by, at
    held.save()
    packets = Packet.objects.filter(
        station_key=held.station_key, epoch_number=held.number, quarantine=Why.UNKNOWN_KEY
    )
    found = list(packets.exclude(state=PacketState.ERASED).order_by("sequence", "pk"))
    freed = sum(not retrying.try_again(packet=each, by=by, at=at) for each in found)
    audit.record("keys.readmitted", f"station:{station.name}", by=by, at=at, details=_details(held))
    return freed


@transaction.atomic
def refuse(*, readmission: Readmission, by: User, at: datetime) -> None:
    """The words differ, or nobody wants it any more. Whoever proposed may also take it back."""
    held = _open(readmission)
    held.is_refused, held.decided_by, held.decided_at = True, by, at
    held.save()
    audit.record("keys.readmission_refused", f"station:{held.name}", by=by, at=at, details=_details(held))


def _open(readmission: Readmission) -> Readmission:
    held = Readmission.objects.select_for_update(of=("self",)).get(pk=readmission.pk)
    if held.decided_at is not None:
        raise _not_now()
    return held


def _check_name(name: str, key: str) -> None:
    if Station.objects.filter(name=name).exclude(key=key).exists():
        raise RuleBroken("keys.name_taken", gettext_noop("Another station has this name."))


def _not_now() -> RuleBroken:
    return RuleBroken("keys.not_now", gettext_noop("These keys cannot be let in again now. Look again."))


def _raw(key: str) -> bytes:
    try:
        raw = bytes.fromhex("".join(key.split()))
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise RuleBroken(
            "keys.unreadable", gettext_noop("A key has 64 digits and letters from a to f. Copy all of them.")
        )
    return raw


def _details(readmission: Readmission) -> dict[str, object]:
    return {"epoch": readmission.number}
