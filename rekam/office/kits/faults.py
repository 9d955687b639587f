"""What people do with faults: report, add, and every move from then on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.domain.kits import faults as rules
from rekam.domain.kits.faults import Move, State
from rekam.domain.kits.kinds import Stops, Symptom
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Right
from rekam.office.audit import actions as audit
from rekam.office.kits import photos, queries, standing, words
from rekam.office.kits.models import Device, Fault, FaultMove, FaultPhoto
from rekam.office.kits.photos import Photo

EVENTS = {
    Move.CONFIRM: "fault.confirmed",
    Move.DISMISS: "fault.dismissed",
    Move.ASSIGN: "fault.assigned",
    Move.START_REPAIR: "fault.repair_begun",
    Move.NOTE_REPAIR: "fault.repair_noted",
    Move.TEST: "fault.testing",
    Move.PASS: "fault.back_in_service",
    Move.FAIL: "fault.test_failed",
    Move.RETIRE: "fault.device_retired",
}


@transaction.atomic
def report_fault(
    *,
    device: Device,
    symptom: str,
    stops: str,
    by: User | None,
    at: datetime,
    note: str = "",
    tried: str = "",
) -> Fault:
    """A fault of a device that has no open one. Whoever comes second is told about the first."""
    device = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    _check_reportable(device)
    fault = Fault.objects.create(
        device=device,
        kit=device.kit,
        place_id=_place_of_report(device),
        symptom=Symptom(symptom),
        stops=Stops(stops),
        note=note.strip(),
        tried=tried.strip(),
        reported_at=at,
        reported_by=by,
        moved_at=at,
    )
    FaultMove.objects.create(fault=fault, move=Move.REPORT, to=State.REPORTED, at=at, by=by, note=fault.note)
    standing.keep(device, by=by, at=at)
    audit.record("fault.reported", subject(fault), by=by, at=at, details={"symptom": symptom, "stops": stops})
    return fault


def _check_reportable(device: Device) -> None:
    if device.retired_at is not None:
        raise RuleBroken("device.retired", gettext_noop("This device is retired: it is used no more."))
    held = queries.open_fault_of(device)
    if held is not None:
        raise RuleBroken(
            "fault.already_open",
            gettext_noop(
                "%(name)s reported a fault of this device already, on %(moment)s. "
                "Add to that report what you know besides."
            ),
            name=held.reported_by or _("Somebody"),
            moment=wording.moment(held.reported_at, timezone.get_current_timezone(), get_language() or "id"),
            fault=held.pk,
        )


def _place_of_report(device: Device) -> int | None:
    """The kit's place, also when the device is away from it: there it is missed."""
    return queries.place_of(device.kit) if device.kit else device.place_id


@transaction.atomic
def add_to_fault(*, fault: Fault, note: str, by: User | None, at: datetime) -> FaultMove:
    """What somebody else knows about a fault that is open already."""
    fault = _locked(fault)
    if fault.closed_at is not None:
        raise _in_words(RuleBroken("fault.closed", rules.CLOSED_SENTENCE, state=fault.state))
    made = FaultMove.objects.create(
        fault=fault, move=Move.ADD, to=fault.state, at=at, by=by, note=note.strip()
    )
    audit.record("fault.added_to", subject(fault), by=by, at=at)
    return made


@transaction.atomic
def move_fault(
    *,
    fault: Fault,
    move: str,
    by: User | None,
    at: datetime,
    note: str = "",
    assignee: User | None = None,
    cost_rupiah: int = 0,
    details: Mapping[str, Any] | None = None,
) -> Fault:
    """One step in the life of a fault. *details*: parts, vendor, where, tested, is_weak.

    The device is locked first, as in every action about it, and then its fault: two people who move one fault
    at once come one after the other, and the second is told what has become of it.
    """
    device = Device.objects.select_for_update(no_key=True).get(pk=fault.device_id)
    fault = _locked(fault)
    details = {name: value for name, value in (details or {}).items() if value not in ("", None)}
    to = _decided(
        fault, Move(move), {**details, "note": note, "assignee": assignee or "", "cost_rupiah": cost_rupiah}
    )
    at = standing.in_order(at, fault.moved_at)
    if assignee is not None:
        _check_repairs(assignee)
        fault.assignee = assignee
        details["assignee"] = assignee.full_name
    if to != fault.state:
        fault.state, fault.moved_at = to, at
    fault.closed_at = at if to in rules.CLOSED else None
    fault.save()
    FaultMove.objects.create(
        fault=fault,
        move=move,
        to=to,
        at=at,
        by=by,
        note=note.strip(),
        cost_rupiah=cost_rupiah,
        details=details,
    )
    _change_device(device, fault, Move(move), details, at)
    standing.keep(device, by=by, at=at)
    if to == State.DISMISSED:
        standing.take_back(fault)
    told = _told({**details, "note": note.strip(), "cost_rupiah": cost_rupiah}, assignee)
    audit.record(EVENTS[Move(move)], subject(fault), by=by, at=at, details=told)
    return fault


def _locked(fault: Fault) -> Fault:
    """As every kit and device, not its key: whoever writes a row that refers to it holds the trail when
    PostgreSQL looks for that key, and whoever holds it here waits for the trail.
    """
    return Fault.objects.select_for_update(no_key=True).get(pk=fault.pk)


def _told(details: Mapping[str, Any], assignee: User | None) -> dict[str, Any]:
    """For the trail, which nobody can take anything out of again: that something was written, not what; and
    who repairs it by the name they sign in with.
    """
    told = {name: True if isinstance(value, str) else value for name, value in details.items() if value}
    return {**told, "assignee": assignee.username} if assignee is not None else told


def _decided(fault: Fault, move: Move, details: dict[str, Any]) -> State:
    try:
        return rules.decide(State(fault.state), move, details)
    except RuleBroken as trouble:
        raise _in_words(trouble) from trouble


def _in_words(trouble: RuleBroken) -> RuleBroken:
    """The rule speaks in codes; a person reads the names of states and moves."""
    values = dict(trouble.values)
    if "state" in values:
        values["state"] = words.STATES[str(values["state"])]
    for names, labels, shown in (("moves", words.TO_DO, "possible"), ("names", words.DETAILS, "missing")):
        codes = values.get(names)
        if isinstance(codes, list):
            values[shown] = ", ".join(str(labels[code]) for code in codes)
    return RuleBroken(trouble.code, trouble.sentence, **values)


def _check_repairs(person: User) -> None:
    if not rights.can(person, Right.REPAIR):
        raise RuleBroken(
            "fault.cannot_repair",
            gettext_noop("%(name)s is no technician. Only technicians are given repairs."),
            name=person.full_name,
        )


def _change_device(
    device: Device, fault: Fault, move: Move, details: Mapping[str, Any], at: datetime
) -> None:
    made = rules.effect(
        move,
        stops=Stops(fault.stops),
        symptom=Symptom(fault.symptom),
        is_weak=bool(details.get("is_weak")),
    )
    if made.condition is not None:
        device.condition = made.condition
    if made.is_retired:
        device.place_id = queries.place_of_device(device)
        device.retired_at, device.kit, device.is_apart = at, None, False
    device.save(update_fields=["condition", "retired_at", "kit", "is_apart", "place"])


def subject(fault: Fault) -> str:
    """How the audit trail names a fault."""
    return f"fault:{fault.pk} device:{fault.device.tag}"


def technicians() -> Sequence[User]:
    """Who can be given a repair."""
    return list(User.objects.filter(is_active=True, role__in=rights.roles_with(Right.REPAIR)))


# -- photographs ------------------------------------------------------------------------------------


@transaction.atomic
def add_photos(*, fault: Fault, taken: Sequence[Photo], by: User | None, at: datetime) -> None:
    """Photographs of a fault, open or closed. The same picture again is the same picture.

    The files are written first: a file that no row names is harmless, a row without its file is not.
    """
    for photo in taken:
        photos.keep(photo)
        FaultPhoto.objects.get_or_create(
            fault=fault,
            key=photo.key,
            defaults={
                "width": photo.width,
                "height": photo.height,
                "size": len(photo.content),
                "at": at,
                "by": by,
            },
        )
    if taken:
        audit.record("fault.photographed", subject(fault), by=by, at=at, details={"photos": len(taken)})
