"""Opening a packet: only the worker of ``rekam intake`` has the key for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rekam.domain.sync.arrivals import Why
from rekam.office.audit import actions as audit
from rekam.office.stations import queries as stations
from rekam.office.sync.keeping import copies
from rekam.office.sync.models import Opened, Packet
from rekam.wire import packets as wire
from rekam.wire import recordings, shapes
from rekam.wire.keys import SealKey, VerifyKey
from rekam.wire.packets import SignedHeader
from rekam.wire.recordings import Recording
from rekam.wire.trouble import WireTrouble

Keys = Mapping[str, SealKey]
Signers = Callable[[str], Sequence[VerifyKey]]


@dataclass(frozen=True, slots=True)
class Contents:
    """A packet that was opened, and what its operator signed."""

    packet: Packet
    recording: Recording


class NotSigned(WireTrouble):
    """Nobody whom the office knows signed the contents."""


class NotWhole(WireTrouble):
    """No copy within reach has the bytes that its header names."""


def read(packet: Packet, keys: Keys, signers: Signers = stations.signing_keys) -> Contents:
    """The contents, checked: sealed for us, and signed by an operator of the office for this very packet."""
    signed = wire.read(bytes(packet.header))
    content = wire.open_packet(signed, _ciphertext(packet), _key(signed, keys))
    return Contents(packet, _signed_by_one_of_ours(content, signed, signers))


def _ciphertext(packet: Packet) -> bytes:
    data = copies.read(packet.digest)
    if data is None:
        raise NotWhole("packet.ciphertext")
    return data


def _key(signed: SignedHeader, keys: Keys) -> SealKey:
    for name in signed.header.keys:
        if name in keys:
            return keys[name]
    raise WireTrouble("key.cannot_open")


def _signed_by_one_of_ours(content: bytes, signed: SignedHeader, signers: Signers) -> Recording:
    for key in signers(signed.header.operator.hex()):
        try:
            return shapes.legible(recordings.verify_recording(content, key, header=signed.header))
        except WireTrouble as trouble:
            if trouble.code != "recording.signature":
                raise
    raise NotSigned("recording.signature")


@transaction.atomic
def set_aside(packet: Packet, trouble: WireTrouble, *, at: datetime) -> None:
    """It cannot be read, or nobody of ours signed it: kept in quarantine, for a person to look. What was held
    back before stays so for that reason: two people decide about it, whoever can read it.
    """
    why = Why.NOT_SIGNED if isinstance(trouble, NotSigned) else Why.UNREADABLE
    held = Packet.objects.select_for_update().get(pk=packet.pk)
    if held.opened != Opened.NOT_YET:  # another worker was quicker, and could read it or could not
        return
    held.quarantine = held.quarantine or why
    held.opened, held.trouble, held.opened_at = Opened.FAILED, trouble.code, at
    held.save()
    details = {"why": why.value, "sequence": held.sequence, "reason": trouble.code}
    audit.record("packet.quarantined", f"packet:{held.packet_id}", by="intake", at=at, details=details)
