"""The process that has the key: opens what is held, and brings it into the register."""

import threading
from collections.abc import Sequence
from datetime import datetime

from django.db import close_old_connections
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from rekam.office.ledger import queries as ledger
from rekam.office.stations import queries as stations
from rekam.office.sync import quarantine
from rekam.office.sync.awaited import awaiting
from rekam.office.sync.deciding import cases, comparing, showing
from rekam.office.sync.keeping import believing, erasing, regaining, unfinished
from rekam.office.sync.models import Opened, Packet, PacketState
from rekam.office.sync.queueing import in_turn
from rekam.office.sync.taking import afterwards, judging
from rekam.office.sync.unsealing import aside, intake_keys, opening, retrying
from rekam.office.sync.unsealing.opening import Contents, Keys
from rekam.wire.trouble import WireTrouble

AT_ONCE = 16  # a transaction for so many: the ledger is locked once for all of them, and not for long
REST_SECONDS = 0.5


def run(stop: threading.Event) -> None:
    """Until told to stop. What was begun is finished. What ended the worker before is tried last of all, and
    what it could not take stands aside for a while.
    """
    keys = intake_keys.read()
    gallery = comparing.Gallery(keys)
    cleared_on, is_new = None, True  # an update starts the program anew, and it may know more by then
    revision = None
    while not stop.is_set():
        close_old_connections()
        at = timezone.now()
        if turn(keys, at=at, gallery=gallery, some=fresh()) or comparing.turn(gallery, at=at):
            continue
        showing.turn(keys, at=at)
        if cleared_on != at.date() and not clear_away(at=at):
            cleared_on = at.date()
        if is_new:
            is_new = False
            aside.wake()
            retrying.newly_known(keys, at=at)
            afterwards.mend(at=at)
        if revision != (now := ledger.revision()[0]) and not afterwards.turn(at=at):
            revision = now
        if not turn(keys, at=at, gallery=gallery):
            stop.wait(REST_SECONDS)


def clear_away(*, at: datetime) -> int:
    """What a day erases, a portion of it: 0 when nothing is left of it, or nobody believes that it is today.
    What was erased before goes again whatever day it is.
    """
    if not believing.go_by(on=timezone.localdate(at)):
        return erasing.erase_again(at=at)
    erased = erasing.erase_due(at=at) or unfinished.give_up(at=at) or erasing.erase_again(at=at)
    return erased or erasing.erase_damaged(at=at)


def turn(
    keys: Keys,
    *,
    at: datetime,
    gallery: comparing.Gallery | None = None,
    some: Sequence[Packet] | None = None,
) -> int:
    """One portion of work, by itself what waits next. How many packets were looked at."""
    some = waiting(at=at) if some is None else some
    if some:
        with in_turn():
            Packet.objects.filter(pk__in=[packet.pk for packet in some]).update(tries=F("tries") + 1)
    taken = _take(_open(some, keys, at=at), at=at)
    if gallery is not None:
        gallery.remember(taken)
    if len(taken) < len(some):
        awaiting.look_again()
    cases.look_after(at=at)
    return len(some)


def waiting(*, at: datetime) -> list[Packet]:
    """Those never tried come first; one that was begun before and stopped everything goes alone."""
    again = _unopened().exclude(aside.resting(at=at))
    return fresh() or list(again.order_by("tries", "held_at", "pk")[:1])


def fresh() -> list[Packet]:
    return list(_unopened().filter(tries=0).order_by("held_at", "pk")[:AT_ONCE])


def _unopened() -> QuerySet[Packet]:
    """What is held back is opened, too: whoever decides shall see what about."""
    believed = Q(quarantine__in=["", *quarantine.HELD_BACK]) | Q(released_at__isnull=False)
    return Packet.objects.filter(
        believed, state__in=[PacketState.HELD, PacketState.COPIED], opened=Opened.NOT_YET
    )


def _open(some: Sequence[Packet], keys: Keys, *, at: datetime) -> list[Contents]:
    opened, signers = [], stations.signing_keys_of(packet.operator_key for packet in some)
    for packet in some:
        try:
            found = _read(packet, keys, lambda operator: signers.get(operator, []), at=at)
        except Exception as error:
            aside.put(packet, error, at=at)
        else:
            opened += [found] if found else []
    return opened


def _read(packet: Packet, keys: Keys, signers: opening.Signers, *, at: datetime) -> Contents | None:
    try:
        return opening.read(packet, keys, signers)
    except WireTrouble as trouble:
        if not (isinstance(trouble, opening.NotWhole) and regaining.make_sure(packet, at=at)):
            opening.set_aside(packet, trouble, at=at)
        return None


def _take(opened: Sequence[Contents], *, at: datetime) -> Sequence[Contents]:
    """All together. Where something unforeseen stops that, each alone, and what stops it stands aside."""
    if not opened:
        return []
    try:
        judging.take(opened, at=at)
    except Exception as error:
        if len(opened) > 1:
            return [taken for each in opened for taken in _take([each], at=at)]
        aside.put(opened[0].packet, error, at=at)
        return []
    return opened


def drain(keys: Keys, *, at: datetime) -> None:
    """Everything that waits, now: for tests, the terminal and the demo."""
    gallery = comparing.Gallery(keys)
    retrying.newly_known(keys, at=at)
    afterwards.mend(at=at)
    while turn(keys, at=at, gallery=gallery) or comparing.turn(gallery, at=at) or afterwards.turn(at=at):
        pass
    showing.turn(keys, at=at)
