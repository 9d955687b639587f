"""What two people decide, and what follows from it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from rekam.domain import nik as niks
from rekam.domain.sync import deciding
from rekam.domain.sync.arrivals import Why
from rekam.domain.sync.deciding import Proposal
from rekam.domain.sync.people import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.ledger import actions as ledger
from rekam.office.sync.awaited import awaiting
from rekam.office.sync.models import Case, Image, Opened, Packet, PacketState, Recorded
from rekam.office.sync.taking import judging, missed, settling, troubles, withdrawn

OF_QUARANTINE = {
    Why.SAME_ID.value: Kind.SAME_ID,
    Why.SAME_SEQUENCE.value: Kind.CLONED,
    Why.FROZEN.value: Kind.CLONED,
    Why.REVOKED.value: Kind.REVOKED,
}


def look_after(*, at: datetime) -> None:
    """Ask about what went into quarantine, and hold what was in the register before it did. A device that it
    said to be at another laptop is missed again.
    """
    asked = Case.objects.filter(kind__in=[kind.value for kind in OF_QUARANTINE.values()])
    fresh = Packet.objects.filter(quarantine__in=list(OF_QUARANTINE), released_at=None)
    fresh = fresh.exclude(cases__in=asked)
    if not fresh.exists():
        return
    with transaction.atomic():
        ledger.lock()
        packets = list(fresh.select_for_update(of=("self",)).order_by("pk"))
        serials = _made_with(packets)
        troubles.lock({move.fault.device_id for move in missed.dismissed(serials)})
        visits = awaiting.visits_near(packets)
        awaiting.lock(visits)
        for packet in packets:
            _ask_about(packet, at=at)
        touched = Recorded.objects.filter(packet__in=packets)
        judging.settle(touched, source=f"quarantine:{len(packets)}", at=at)
        missed.miss_again(serials, at=at)
        awaiting.note(visits)


def _made_with(packets: Iterable[Packet]) -> set[str]:
    """The devices, by their numbers, of what was recorded there."""
    images = Image.objects.filter(recorded__packet__in=packets).exclude(serial="")
    return set(images.values_list("serial", flat=True))


def _ask_about(packet: Packet, *, at: datetime) -> None:
    kind = OF_QUARANTINE[packet.quarantine]
    about = packet.packet_id if kind is Kind.SAME_ID else f"{packet.station_key}/{packet.epoch_number}"
    case = settling.ask(f"{kind}:{about}", kind, [], at=at)
    if case.decided_at is not None:  # decided without knowing of this one
        case = settling.ask(f"{kind}:{about}:{packet.name}", kind, [], at=at)
    case.packets.add(packet)
    _unpropose(case)


def _unpropose(case: Case) -> None:
    """Somebody proposed before this one came: it is proposed anew."""
    case.proposed, case.proposed_by, case.proposed_at = None, None, None
    case.save(update_fields=["proposed", "proposed_by", "proposed_at"])


@transaction.atomic
def decide(*, case: Case, counting: Collection[str], why: str, by: User, at: datetime, nik: str = "") -> bool:
    """Say which recordings count: the first proposes, the second confirms. Whether it is decided now."""
    ledger.lock()
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.decided_at is not None or case.is_moot:
        raise RuleBroken("case.not_now", "This case is decided already.")
    packets = list(case.packets.all())
    before = _proposal(case)
    said = Proposal(by.pk, frozenset(counting), _whose(case, counting, nik))
    is_decided = deciding.decide(said, before=before, about=frozenset(p.name for p in packets))
    if is_decided:
        case.decided, case.decided_by, case.decided_at = sorted(counting), by, at
        case.save()
        _apply(case, packets, at=at)
    else:
        case.proposed, case.proposed_by, case.proposed_at = sorted(counting), by, at
        case.why, case.nik = why, said.nik
        case.save()
    event = "case.decided" if is_decided else "case.proposed"
    details = {"kind": case.kind, "taken": len(said.counting), "aside": len(packets) - len(said.counting)}
    audit.record(event, f"case:{case.pk}", by=by, at=at, details={**details, "why": why})
    return is_decided


def _whose(case: Case, counting: Collection[str], nik: str) -> str:
    """The NIK of somebody who was recorded without one: it counts for a person, or it does not count."""
    if case.kind != Kind.NO_NIK or not counting:
        return ""
    digits, state = niks.read(nik)
    if digits is None or state != "exact":
        raise RuleBroken("case.nik_wanted", "Say whose recording it is: a NIK of 16 digits.")
    return digits


def _proposal(case: Case) -> Proposal | None:
    if case.proposed is None or case.proposed_by_id is None:
        return None
    return Proposal(case.proposed_by_id, frozenset(case.proposed), case.nik)


def _apply(case: Case, packets: Sequence[Packet], *, at: datetime) -> None:
    if case.kind in OF_QUARANTINE.values():
        _let_out(case, packets, at=at)
        return
    touched = list(Recorded.objects.filter(packet__in=[p.pk for p in packets]).select_related("packet"))
    for recorded in touched if case.nik and case.decided else []:
        judging.name(recorded, case.nik)
    judging.settle(touched, source=f"case:{case.pk}", at=at)


def _let_out(case: Case, packets: Sequence[Packet], *, at: datetime) -> None:
    """What was let out of quarantine is opened by the worker; what was open already counts again: for people,
    for what visits await, and for devices that were missed. What was told of a device is sealed: the worker
    opens it once more, and reports it now. A fault of which only what was set aside told is none.
    """
    ids = [packet.pk for packet in packets]
    out = Packet.objects.filter(pk__in=ids, name__in=case.decided or ())
    out.update(released_at=at)
    of_trouble = out.filter(opened=Opened.DONE, recorded=None, closing=None)
    of_trouble.exclude(state=PacketState.ERASED).update(opened=Opened.NOT_YET)
    now = list(Packet.objects.filter(pk__in=ids).order_by("pk"))
    serials = _made_with(out)
    troubles.lock(withdrawn.devices(now) | missed.devices(serials))
    visits = awaiting.visits_near(now)
    awaiting.lock(visits)
    judging.settle(Recorded.objects.filter(packet__in=now), source=f"case:{case.pk}", at=at)
    missed.look_again(serials, at=at)
    withdrawn.follow(now, at=at)
    awaiting.note(visits)
