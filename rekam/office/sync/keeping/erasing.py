"""Images are kept as long as they have a purpose, then erased, with proof.

What remains is the header, the receipts, the log and what the register knows: none of it shows a body.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain.sync import keeping as rules
from rekam.domain.sync.arrivals import UNPROVEN
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.recordings.models import Status
from rekam.office.sync.keeping import copies, shelf
from rekam.office.sync.keeping.shelf import Doubt
from rekam.office.sync.models import Case, Erasure, EyeCode, Keeping, Opened, Packet, PacketState, Recorded

AT_ONCE = 200
ASKED_AT_ONCE = 500

log = structlog.get_logger(__name__)


def rule() -> Keeping:
    return Keeping.objects.filter(pk=1).first() or Keeping(pk=1)


@transaction.atomic
def set_rule(*, after_confirmed_days: int, at_most_days: int, by: User, at: datetime) -> Keeping:
    if not 1 <= after_confirmed_days <= at_most_days:
        raise RuleBroken(
            "keeping.out_of_order",
            gettext_noop("Images are kept at least a day, and after a confirmation no longer than at most."),
        )
    kept, _made = Keeping.objects.update_or_create(
        pk=1, defaults={"after_confirmed_days": after_confirmed_days, "at_most_days": at_most_days}
    )
    details = {"after_confirmed_days": after_confirmed_days, "at_most_days": at_most_days}
    audit.record("biometrics.keeping_changed", "office", by=by, at=at, details=details)
    return kept


def due(*, on: date, limit: int = AT_ONCE, but: Collection[int] = ()) -> list[tuple[Packet, str]]:
    """Which packets' images are to be erased on a day, *but* for some, each with the rule that says so. The
    oldest first.

    Only those of which every copy is within reach: nobody could prove of the others that they are gone.
    """
    limits, reached = _limits(), _within_reach().exclude(pk__in=but)
    counted = _due(on, limits).filter(packet__in=reached).select_related("packet")
    found = [(each.packet, _reason(each, limits)) for each in counted.order_by("arrived_on", "pk")[:limit]]
    unread = _unread(on, limits).filter(pk__in=reached).order_by("held_at", "pk")[: limit - len(found)]
    return found + [(packet, "at_most") for packet in unread]


def count_due(*, on: date) -> int:
    return _due(on, _limits()).count() + _unread(on, _limits()).count()


def count_out_of_reach(*, on: date) -> int:
    """Of those that are due: how many have a second copy in a folder that is not there."""
    reached = _within_reach()
    return (
        _due(on, _limits()).exclude(packet__in=reached).count()
        + _unread(on, _limits()).exclude(pk__in=reached).count()
    )


def count_unread_soon(*, on: date, days: int) -> int:
    """Packets that were never believed, read or taken, and are erased within so many days."""
    return _unread(on + timedelta(days=days), _limits()).count()


def _lying() -> QuerySet[Packet]:
    """What has all the copies it will have: two, or one at an office that has no folder for second ones; or
    none any more, and perhaps never again.
    """
    once = Q(state=PacketState.HELD, copied_at=None)
    twice = Q(state=PacketState.COPIED) | Q(state=PacketState.ARRIVING, leaf__isnull=False)
    return Packet.objects.filter(twice | once if shelf.doubt() == Doubt.NONE_SET else twice)


def _within_reach() -> QuerySet[Packet]:
    return _lying() if shelf.can_copy() else _lying().filter(copied_at=None)


def is_within_reach(packet: Packet) -> bool:
    """Whether every copy of it lies where it can be erased, and looked for."""
    return packet.copied_at is None or shelf.can_copy()


def _limits() -> rules.Rule:
    kept = rule()
    return rules.Rule(kept.after_confirmed_days, kept.at_most_days)


def _due(on: date, limits: rules.Rule) -> Any:
    """Counted recordings whose time is over, and that of everything with the same bytes."""
    return _counted(on, limits).filter(
        ~Exists(_kept(OuterRef("packet"), OuterRef("packet__digest"), on, limits))
    )


def _unread(on: date, limits: rules.Rule) -> QuerySet[Packet]:
    """What nobody believed, could read or could take, in the same way."""
    return _unbelieved(on, limits).filter(~Exists(_kept(OuterRef("pk"), OuterRef("digest"), on, limits)))


def _kept(packet: Any, digest: Any, on: date, limits: rules.Rule) -> QuerySet[Packet]:
    """Others with the bytes of a packet, whose time is not over: they are erased for all at once. Not where
    nobody vouches for the other, or it never came: whoever copies a header keeps nothing from being erased.
    """
    others = Packet.objects.filter(digest=digest).exclude(pk=packet).exclude(state=PacketState.ERASED)
    others = others.exclude(state=PacketState.ARRIVING, given_up_at__isnull=False)
    others = others.exclude(quarantine__in=list(UNPROVEN), released_at=None)
    counted = _counted(on, limits).filter(packet=OuterRef("pk"))
    return others.filter(~Exists(counted), ~Q(pk__in=_unbelieved(on, limits).values("pk")))


def _counted(on: date, limits: rules.Rule) -> Any:
    """What ``rules.is_due`` says of each, asked of the database at once."""
    confirmed = Status.objects.filter(session=OuterRef("session"), code__in=list(rules.CONFIRMED))
    in_a_case = Case.objects.filter(packets=OuterRef("packet"), decided_at=None, is_moot=False)
    held = Recorded.objects.filter(erased_at=None, packet__in=_lying(), compared_at__isnull=False)
    last = on - timedelta(days=limits.at_most_days)
    is_old = Q(arrived_on__lte=last) & ~_sealed_since(on, limits, path="packet__")
    return held.annotate(confirmed_on=Subquery(confirmed.order_by("on").values("on")[:1])).filter(
        is_old | Q(confirmed_on__lte=on - timedelta(days=limits.after_confirmed_days)),
        ~Exists(in_a_case),
    )


def _unbelieved(on: date, limits: rules.Rule) -> QuerySet[Packet]:
    """What nobody believed, could read or could take, held for as long as anything may be: there are bodies
    in it too.
    """
    before = _begin_of(on - timedelta(days=limits.at_most_days - 1))
    is_stuck = Q(opened=Opened.NOT_YET, tries__gt=0)  # it stands aside, or ended the worker each time
    kept_out = ~Q(quarantine="") & Q(released_at=None) | Q(opened=Opened.FAILED) | is_stuck
    in_a_case = Case.objects.filter(packets=OuterRef("pk"), decided_at=None, is_moot=False)
    found = _lying().filter(kept_out, ~_sealed_since(on, limits), held_at__lt=before, recorded=None)
    return found.filter(~Exists(in_a_case))


def _sealed_since(on: date, limits: rules.Rule, *, path: str = "") -> Q:
    """The laptop had been told a later time by the office before it sealed this: whatever day the office
    wrote down at its arrival, its clock was wrong by then, as without a battery, and its time is not over.
    """
    seen = f"{path}office_time_seen"
    after = _begin_of(on - timedelta(days=limits.at_most_days - 1))
    return Q(**{f"{seen}__gte": after, f"{seen}__lt": _begin_of(on + timedelta(days=1))})


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _reason(recorded: Any, limits: rules.Rule) -> str:
    last = recorded.arrived_on + timedelta(days=limits.at_most_days)
    day = rules.erase_on(rules.Held(recorded.arrived_on, recorded.confirmed_on), limits)
    return "at_most" if day == last else "after_confirmed"


def erase_due(*, at: datetime) -> int:
    """Erase some of what is due today. How many packets; 0 when all is done, or all that is within reach.

    What a disk does not let go of is tried again on another day, and holds up nothing else.
    """
    on, kept = timezone.localdate(at), set[int]()
    while found := due(on=on, limit=AT_ONCE, but=kept):
        for packet, why in found:
            if _erase_one(packet, why=why, at=at) is None:
                kept.add(packet.pk)
        if erased := sum(packet.pk not in kept for packet, _why in found):
            return erased
    return 0


def _erase_one(packet: Packet, *, why: str, at: datetime) -> Erasure | None:
    try:
        return erase(packet, why=why, at=at)
    except OSError as trouble:
        _tell_not_erased(packet, trouble)
        return None


def _tell_not_erased(packet: Packet, trouble: OSError) -> None:
    log.warning("packet.not_erased", packet=packet.packet_id, trouble=type(trouble).__name__)


@transaction.atomic
def erase(packet: Packet, *, why: str, at: datetime) -> Erasure | None:
    """Every copy, and the numbers of the eyes. Looked for afterwards, and only then written down. None when
    the disk of its second copy was taken away just now, or another packet with its bytes has come.
    """
    packet = Packet.objects.select_for_update().get(pk=packet.pk)
    if (
        not is_within_reach(packet)
        or _kept(packet.pk, packet.digest, timezone.localdate(at), _limits()).exists()
    ):
        return None
    files = shelf.erase(packet.digest)
    shelf.tidy(packet.name)
    EyeCode.objects.filter(recorded__packet=packet).delete()
    packet.state, packet.held_at = PacketState.ERASED, packet.held_at or at
    packet.save(update_fields=["state", "held_at"])
    Recorded.objects.filter(packet=packet).update(erased_at=at)
    proof = Erasure.objects.create(
        packet=packet, digest=packet.digest, length=packet.length, rule=why, files=files, at=at
    )
    details = {"rule": why, "count": files}
    audit.record("biometrics.erased", f"packet:{packet.packet_id}", by="intake", at=at, details=details)
    return proof


def erase_damaged(*, at: datetime) -> int:
    """What was put aside as damaged, after as long as anything may be kept. How many files; what a disk does
    not let go of is tried again on another day.
    """
    before = at - timedelta(days=rule().at_most_days)
    try:
        apart = [shelf.set_apart(path) for path in copies.damaged(before=before.timestamp())]
        if apart:
            details = {"rule": "at_most", "count": len(apart)}
            audit.record("biometrics.erased", "packets", by="intake", at=at, details=details)
        for path in apart:
            path.unlink(missing_ok=True)
    except OSError as trouble:
        log.warning("shelf.not_read", parts=1, trouble=type(trouble).__name__)
        return 0
    return len(apart)


def come_back() -> list[Packet]:
    """Erased, and yet on a disk: from a backup that was restored, or on one that was away. Not where another
    packet has the same bytes, and is not erased.

    Asked of what lies on the disks: that does not grow with everything that was ever erased.
    """
    found: dict[int, Packet] = {}
    for folder in shelf.folders() if Packet.objects.filter(state=PacketState.ERASED).exists() else []:
        names = _lying_in(folder)
        while some := list(islice(names, ASKED_AT_ONCE)):
            found.update((packet.pk, packet) for packet in _erased(some))
    return [found[pk] for pk in sorted(found)]


def _erased(digests: Sequence[str]) -> list[Packet]:
    """The packets of these bytes, where all are erased. By their digests alone: asked for a state as well,
    SQLite would walk through everything that was ever erased.
    """
    held = Packet.objects.filter(digest__in=digests).only("digest", "packet_id", "state")
    kept = {packet.digest for packet in held if packet.state != PacketState.ERASED}
    return [packet for packet in held if packet.digest not in kept]


def _lying_in(folder: Path) -> Iterator[str]:
    """The hashes of what is held there. What its disk does not tell is asked again on another day."""
    troubles: list[OSError] = []
    for part in shelf.PARTS:
        try:
            yield from shelf.lying(folder, part)
        except OSError as trouble:
            troubles.append(trouble)
    if troubles:
        log.warning("shelf.not_read", parts=len(troubles), trouble=type(troubles[0]).__name__)


def erase_again(*, at: datetime) -> int:
    """What has come back. How many packets; what a disk does not let go of is tried again on another day."""
    return sum(_erase_again(packet, at=at) for packet in come_back())


def _erase_again(packet: Packet, *, at: datetime) -> bool:
    """Nothing else will ever tell of it, so its line comes first. Killed before the line or after it, what
    was set apart is found once more, and there is another line.
    """
    found = [shelf.held(packet.digest, folder) for folder in shelf.folders()]
    try:
        files = len([shelf.set_apart(place) for place in found if shelf.is_lying(place)])
        if not files:
            return False
        details = {"rule": "came_back", "count": files}
        audit.record("biometrics.erased", f"packet:{packet.packet_id}", by="intake", at=at, details=details)
        shelf.erase(packet.digest, under=shelf.folders())
    except OSError as trouble:
        _tell_not_erased(packet, trouble)
        return False
    return True
