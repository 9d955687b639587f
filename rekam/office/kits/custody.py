"""Kits and devices on their way between kecamatan and office: who sent what, who received it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain.kits.faults import ON_THE_BENCH
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Right
from rekam.office.audit import actions as audit
from rekam.office.kits import actions, queries, standing
from rekam.office.kits.models import Device, Handover, Kit, Numbering, Stationing
from rekam.office.places.models import Place

PATTERN = "{number:04d}/BAST-ALAT/{year}"


@transaction.atomic
def send_kit(
    *, kit: Kit, to: Place | None, reason: str, by: User | None, at: datetime, carrier: str = ""
) -> Handover:
    """The whole kit leaves its place. What of it is in repair there, or apart from it, stays behind."""
    kit = Kit.objects.select_for_update(no_key=True).get(pk=kit.pk)
    actions.check_kit_movable(kit)
    list(kit.devices.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    station = kit.stationings.get(until=None)
    _check_goes_elsewhere(station.place_id, to)
    at = standing.in_order(at, station.since)
    _leave_behind(kit, station.place, by=by, at=at)
    station.until = at
    station.save(update_fields=["until"])
    going = list(kit.devices.filter(is_apart=False))
    return _sent(station.place, to, going, kit=kit, reason=reason, carrier=carrier, by=by, at=at)


def _leave_behind(kit: Kit, place: Place | None, *, by: User | None, at: datetime) -> None:
    """What lies open on a bench there does not travel."""
    for device in kit.devices.filter(is_apart=False, faults__state__in=ON_THE_BENCH):
        device.is_apart, device.place = True, place
        device.save(update_fields=["is_apart", "place"])
        standing.keep(device, by=by, at=at)


@transaction.atomic
def send_device(
    *, device: Device, to: Place | None, reason: str, by: User | None, at: datetime, carrier: str = ""
) -> Handover:
    """One device leaves. It still belongs to its kit, which records without it meanwhile, or does not."""
    device = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    actions.check_movable(device)
    check_may_leave(device, by=by)
    here = queries.place_of_device(device)
    _check_goes_elsewhere(here, to)
    if device.kit is not None:
        device.is_apart = True
    device.place_id = here
    device.save(update_fields=["is_apart", "place"])
    standing.keep(device, by=by, at=at)
    return _sent(device.place, to, [device], device=device, reason=reason, carrier=carrier, by=by, at=at)


def decides_where(user: object) -> bool:
    """Whether it is theirs to say where a kit or a healthy device goes."""
    return any(rights.can(user, right) for right in (Right.MANAGE_KITS, Right.MOVE_KITS))


def check_may_leave(device: Device, *, by: User | None) -> None:
    """Whoever may only report faults sends what has one: a device that works is missed where it stands."""
    if by is None or decides_where(by) or queries.open_fault_of(device) is not None:
        return
    raise RuleBroken(
        "device.no_open_fault",
        gettext_noop(
            "This device has no open fault. Report what is wrong with it first; where a device goes that "
            "works is decided by a planner, a technician or the head of office."
        ),
    )


def _check_goes_elsewhere(here: int | None, to: Place | None) -> None:
    if here == (to.pk if to else None):
        raise RuleBroken("handover.same_place", gettext_noop("It is there already. Choose another place."))


def _sent(
    origin: Place | None,
    to: Place | None,
    going: list[Device],
    *,
    reason: str,
    carrier: str,
    by: User | None,
    at: datetime,
    **what: Any,
) -> Handover:
    made = Handover.objects.create(
        number=_next_number(at),
        from_place=origin,
        to_place=to,
        reason=reason.strip(),
        carrier=carrier.strip(),
        contents=[_named(device) for device in going],
        sent_at=at,
        sent_by=by,
        **what,
    )
    details = {"what": _subject(made), "from": str(origin or ""), "to": str(to or ""), "devices": len(going)}
    audit.record("handover.sent", made.number, by=by, at=at, details=details)
    return made


def _next_number(at: datetime) -> str:
    """One after the other within a year, in the office's own time: the row stays locked until it is used."""
    year = timezone.localtime(at).year
    held, _made = Numbering.objects.select_for_update().get_or_create(year=year)
    held.last += 1
    held.save(update_fields=["last"])
    return PATTERN.format(number=held.last, year=year)


def _named(device: Device) -> dict[str, str]:
    """A device as the receipt shows it for ever, whatever becomes of it later."""
    return {name: getattr(device, name) for name in ("tag", "kind", "make", "model", "serial", "condition")}


@transaction.atomic
def receive(*, handover: Handover, by: User | None, at: datetime, note: str = "") -> Handover:
    """It has arrived: from now on it stands where it was sent to. *note*: in what state, what was missing."""
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    if handover.received_at is not None:
        raise RuleBroken(
            "handover.received",
            gettext_noop("Receipt %(number)s was signed already: it has arrived."),
            number=handover.number,
        )
    at = standing.in_order(at, handover.sent_at)
    handover.received_at, handover.received_by, handover.received_note = at, by, note.strip()
    handover.save(update_fields=["received_at", "received_by", "received_note"])
    if handover.kit_id is not None:
        kit = Kit.objects.select_for_update(no_key=True).get(pk=handover.kit_id)
        _arrive_with_kit(kit, handover.to_place, by=by, at=at)
    elif handover.device_id is not None:
        _arrive(_locked(handover.device_id), handover.to_place, by=by, at=at)
    details: dict[str, Any] = {"what": _subject(handover), "to": str(handover.to_place or "")}
    if handover.received_note:
        details["note"] = True  # that there is one; its words may name somebody
    audit.record("handover.received", handover.number, by=by, at=at, details=details)
    return handover


def _locked(device: int) -> Device:
    """With its kit first, which may arrive this very moment; on its way a device changes no kit."""
    its_kit = Device.objects.filter(pk=device).values("kit")
    list(Kit.objects.select_for_update(no_key=True).filter(pk__in=its_kit).values_list("pk"))
    return Device.objects.select_for_update(no_key=True).get(pk=device)


def _arrive_with_kit(kit: Kit, place: Place | None, *, by: User | None, at: datetime) -> None:
    Stationing.objects.create(kit=kit, place=place, since=at, by=by)
    actions.join_those_already_there(kit, place, by=by, at=at)


def _arrive(device: Device, place: Place | None, *, by: User | None, at: datetime) -> None:
    """Where its kit stands it joins it; elsewhere it stays apart from it."""
    stands = device.kit.stationings.filter(until=None).first() if device.kit else None
    joins = stands is not None and stands.place_id == (place.pk if place else None)
    device.is_apart = device.kit is not None and not joins
    device.place = None if joins else place
    device.save(update_fields=["is_apart", "place"])
    standing.keep(device, by=by, at=at)


def _subject(handover: Handover) -> str:
    if handover.kit is not None:
        return handover.kit.code
    return actions.subject(handover.device) if handover.device else ""
