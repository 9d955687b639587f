"""A packet in quarantine is tried again: its laptop or its operator is known now, or a key is back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.sync.arrivals import Why
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.sync import arriving, holding
from rekam.office.sync.models import Opened, Packet, PacketState

BY_KEY = (Why.UNKNOWN_KEY, Why.FORGED)
BY_CONTENT = (Why.UNREADABLE, Why.NOT_SIGNED)


def is_possible(packet: Packet) -> bool:
    is_there = packet.state != PacketState.ERASED
    return is_there and packet.quarantine in (*BY_KEY, *BY_CONTENT) and packet.released_at is None


@transaction.atomic
def try_again(*, packet: Packet, by: User, at: datetime) -> str:
    """Judge it as if it came now. Why it stays in quarantine, or nothing."""
    held = Packet.objects.select_for_update(of=("self",)).get(pk=packet.pk)
    if not is_possible(held):
        raise RuleBroken("packet.not_now", gettext_noop("This packet is not one that can be tried again."))
    why = arriving.judged_again(held, at=at) if held.quarantine in BY_KEY else ""
    held.quarantine = why
    held.opened, held.trouble, held.tries = Opened.NOT_YET, "", 0
    held.save()
    if held.state != PacketState.ARRIVING and held.leaf is None and why not in BY_KEY:
        holding.sign_late(held, at=at)
    details = {"why": why or "recorded"}
    audit.record("packet.tried_again", f"packet:{held.packet_id}", by=by, at=at, details=details)
    return why
