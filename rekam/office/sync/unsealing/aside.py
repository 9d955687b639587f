"""What nobody foresaw stopped the taking of one packet: it stands aside where everybody sees it, and is tried
again later. The others go on.
"""

from datetime import datetime, timedelta

import structlog
from django.db.models import Q
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.sync.models import Opened, Packet, PacketState
from rekam.office.sync.queueing import in_turn

CODE = "packet.not_taken"
ASIDE = Q(opened=Opened.NOT_YET, trouble=CODE) & ~Q(state=PacketState.ERASED)
# How long it rests, from so many tries on.
PAUSES = ((0, timedelta(minutes=5)), (4, timedelta(hours=1)), (12, timedelta(days=1)))

log = structlog.get_logger(__name__)


def is_aside(packet: Packet) -> bool:
    is_erased = packet.state == PacketState.ERASED
    return packet.opened == Opened.NOT_YET and packet.trouble == CODE and not is_erased


def told() -> RuleBroken:
    """What its page says, with the code that stays."""
    return RuleBroken(
        CODE,
        gettext_noop(
            "The program met something in this packet that it does not expect, and could not bring it into "
            "the register. It is kept, does not count yet, and is tried again by itself. If it still stands "
            "here tomorrow, tell whoever looks after the program."
        ),
    )


def put(packet: Packet, error: Exception, *, at: datetime) -> None:
    """Where the database does not answer either, it was not the packet: that goes up."""
    with in_turn():
        Packet.objects.filter(pk=packet.pk, opened=Opened.NOT_YET).update(trouble=CODE, opened_at=at)
    note(packet, error)


def note(packet: Packet, error: Exception) -> None:
    """In the log of the program: where it was, and never what was said of it: a message may name somebody."""
    log.error(CODE, packet=packet.packet_id, trouble=type(error).__name__, place=_place(error))


def _place(error: Exception) -> str:
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"{last.tb_frame.f_globals.get('__name__', '?')}:{last.tb_lineno}" if last else ""


def resting(*, at: datetime) -> Q:
    """Those that are not to be tried yet."""
    since = Q()
    for tries, pause in PAUSES:
        since |= Q(tries__gte=tries, opened_at__gt=at - pause)
    return ASIDE & since


def wake() -> None:
    """An update starts the program anew, and it may know better by now."""
    with in_turn():
        Packet.objects.filter(ASIDE).update(opened_at=None)
