"""A packet that could not be taken is tried again: its laptop or its operator is known now, a key is back, or
the office's program knows its version by now. Of the last nobody has to think: the worker does it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from rekam.domain.sync.arrivals import Why
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.sync.awaited import losing
from rekam.office.sync.models import DayClosing, Opened, Packet, PacketState, Recorded
from rekam.office.sync.quarantine import HELD_BACK, is_held_back
from rekam.office.sync.queueing import in_turn
from rekam.office.sync.receiving import arriving, holding
from rekam.office.sync.unsealing import aside, opening
from rekam.office.sync.unsealing.opening import Keys
from rekam.wire.trouble import WireTrouble

BY_KEY = (Why.UNKNOWN_KEY, Why.FORGED)
NEWER = "recording.version"  # sealed by a newer program than the office's: opened once that knows it
FROM_NEWER = Q(opened=Opened.FAILED, trouble=NEWER) & ~Q(state=PacketState.ERASED)
FOR_UPDATE_ALONE = FROM_NEWER & (~Q(quarantine__in=HELD_BACK) | Q(released_at__isnull=False))


def waits_for_update(packet: Packet) -> bool:
    """And for nothing else: two people need not decide about it."""
    return _is_from_newer(packet) and not is_held_back(packet)


def _is_from_newer(packet: Packet) -> bool:
    is_there = packet.state != PacketState.ERASED
    return is_there and packet.opened == Opened.FAILED and packet.trouble == NEWER


def is_possible(packet: Packet) -> bool:
    is_there = packet.state != PacketState.ERASED
    is_unproven = packet.quarantine in BY_KEY and packet.released_at is None
    return is_there and (is_unproven or packet.opened == Opened.FAILED or aside.is_aside(packet))


@transaction.atomic
def try_again(*, packet: Packet, by: User, at: datetime) -> str:
    """Judge it as if it came now. Why it stays in quarantine, or nothing."""
    held = Packet.objects.select_for_update(of=("self",)).get(pk=packet.pk)
    if not is_possible(held):
        raise RuleBroken("packet.not_now", gettext_noop("This packet is not one that can be tried again."))
    return _begin_anew(held, by=by, at=at)


def newly_known(keys: Keys, *, at: datetime) -> int:
    """Begin anew with what was set aside for a version that the program did not know, as far as it knows it
    by now. How many. Each is counted as a try before it is looked at, like everything that the worker opens:
    one that ended the worker comes last. What stops with an error stays as it is, and keeps no other waiting.
    """
    found = 0
    for packet in Packet.objects.filter(FROM_NEWER).order_by("tries", "held_at", "pk"):
        with in_turn():
            Packet.objects.filter(pk=packet.pk).update(tries=F("tries") + 1)
        if _is_known(packet, keys):
            _take_up(packet, at=at)
            found += 1
    return found


def _is_known(packet: Packet, keys: Keys) -> bool:
    """Whatever else is wrong with it is said when it is opened."""
    try:
        opening.read(packet, keys)
    except WireTrouble as trouble:
        return trouble.code != NEWER
    except Exception as error:
        aside.note(packet, error)
        return False
    return True


@in_turn()
@transaction.atomic
def _take_up(packet: Packet, *, at: datetime) -> None:
    held = Packet.objects.select_for_update(of=("self",)).get(pk=packet.pk)
    if _is_from_newer(held):  # and nobody was quicker
        _begin_anew(held, by="intake", at=at)


def _begin_anew(held: Packet, *, by: User | str, at: datetime) -> str:
    """What two people decide about stays for them, with all that can be read of it."""
    why = held.quarantine if held.quarantine in HELD_BACK else arriving.judged_again(held, at=at)
    held.quarantine = why
    held.opened, held.trouble, held.tries = Opened.NOT_YET, "", 0
    if Recorded.objects.filter(packet=held).exists() or DayClosing.objects.filter(packet=held).exists():
        held.opened = Opened.DONE  # what an earlier program set aside though another worker had taken it
    held.save()
    if held.state != PacketState.ARRIVING and held.leaf is None and why not in BY_KEY:
        holding.sign_late(held, at=at)
        losing.note(held, at=at)  # nobody knew whose number it was
    details = {"why": why or "recorded"}
    audit.record("packet.tried_again", f"packet:{held.packet_id}", by=by, at=at, details=details)
    return why
