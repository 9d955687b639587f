"""Writes about kits and devices. Faults and handovers have their own rooms, reached from here too."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from rekam.domain.kits.faults import ON_THE_BENCH
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.kits import queries, standing
from rekam.office.kits.faults import add_to_fault, move_fault, report_fault
from rekam.office.kits.models import Device, Kit, Stationing
from rekam.office.places.models import Place

__all__ = [
    "add_device",
    "add_kit",
    "add_to_fault",
    "change_device",
    "change_kit",
    "move_fault",
    "put_in_kit",
    "report_fault",
    "retire_kit",
    "station",
    "take_out",
]

# Letters and digits that nobody confuses when a label is worn and the tag is typed.
TAG_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TAG_LENGTH = 8
# A kit's code stands in the address of its page and on paper: no slash, no space.
KIT_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]*")


def new_tag() -> str:
    """Random, so that a tag tells nothing and cannot be guessed from another."""
    return "".join(secrets.choice(TAG_LETTERS) for _ in range(TAG_LENGTH))


# -- kits -------------------------------------------------------------------------------------------


@transaction.atomic
def add_kit(
    *,
    code: str,
    role: str,
    by: User | None,
    at: datetime,
    name: str = "",
    home: Place | None = None,
    place: Place | None = None,
    note: str = "",
) -> Kit:
    """A new kit; it stands at *place*, or in the store."""
    code = code.strip().upper()
    kit = Kit(code=code, name=name.strip(), role=role, home=home, note=note.strip())
    _check_code(code)
    _keep(kit, lambda: _check_code_free(code))
    Stationing.objects.create(kit=kit, place=place, since=at, by=by)
    audit.record("kit.added", code, by=by, at=at, details={"role": role, "place": str(place or "")})
    return kit


@transaction.atomic
def change_kit(*, kit: Kit, values: dict[str, Any], by: User | None, at: datetime) -> Kit:
    """Its name, role, home and note. Its code is on paper and stays."""
    kit = Kit.objects.select_for_update(no_key=True).get(pk=kit.pk)
    changes = _apply(kit, {name: values[name] for name in ("name", "role", "home", "note") if name in values})
    if changes:
        kit.save()
        audit.record("kit.changed", kit.code, by=by, at=at, details=changes)
    return kit


@transaction.atomic
def station(*, kit: Kit, place: Place | None, by: User | None, at: datetime) -> Stationing:
    """The kit stands at a place (None: in the store) from now on, without anything being sent or signed."""
    kit = Kit.objects.select_for_update(no_key=True).get(pk=kit.pk)
    check_kit_movable(kit)
    held = kit.stationings.get(until=None)
    if held.place_id == (place.pk if place else None):
        return held
    at = standing.in_order(at, held.since)
    held.until = at
    held.save(update_fields=["until"])
    made = Stationing.objects.create(kit=kit, place=place, since=at, by=by)
    join_those_already_there(kit, place, by=by, at=at)
    details = {"place": {"from": str(held.place or ""), "to": str(place or "")}}
    audit.record("kit.stationed", kit.code, by=by, at=at, details=details)
    return made


def join_those_already_there(kit: Kit, place: Place | None, *, by: User | None, at: datetime) -> None:
    """Devices of the kit that were apart from it and turn out to be where it comes to."""
    waiting = kit.devices.select_for_update(no_key=True).filter(is_apart=True, place=place).order_by("pk")
    for device in waiting.exclude(handovers__isnull=False, handovers__received_at=None):
        device.is_apart, device.place = False, None
        device.save(update_fields=["is_apart", "place"])
        standing.keep(device, by=by, at=at)


@transaction.atomic
def retire_kit(*, kit: Kit, by: User | None, at: datetime) -> Kit:
    """The kit is no more. Its devices must have gone elsewhere first, so that none is lost with it."""
    kit = Kit.objects.select_for_update(no_key=True).get(pk=kit.pk)
    check_kit_movable(kit)
    left = kit.devices.count()
    if left:
        raise RuleBroken(
            "kit.has_devices",
            gettext_noop("%(count)s devices are still in this kit. Take them out first."),
            count=left,
        )
    kit.stationings.filter(until=None).update(until=at)
    kit.retired_at = at
    kit.save(update_fields=["retired_at"])
    audit.record("kit.retired", kit.code, by=by, at=at)
    return kit


# -- devices ----------------------------------------------------------------------------------------


@transaction.atomic
def add_device(
    *,
    kind: str,
    by: User | None,
    at: datetime,
    kit: Kit | None = None,
    place: Place | None = None,
    **about: Any,
) -> Device:
    """A new device, in a kit or at a place. *about*: make, model, serial, owner, certificate, condition."""
    if kit is not None:
        kit = Kit.objects.select_for_update(no_key=True).get(pk=kit.pk)
        _check_in_use(kit)
    device = Device(kind=kind, kit=kit, place=None if kit else place, tag=new_tag(), added_at=at, **about)
    device.make, device.serial = device.make.strip(), device.serial.strip().upper()
    _keep(device, lambda: _check_serial(device))
    standing.begin([device], by=by, at=at)
    details = {**_named(device), "kit": kit.code if kit else "", "condition": device.condition}
    audit.record("device.added", subject(device), by=by, at=at, details=details)
    return device


@transaction.atomic
def change_device(*, device: Device, values: dict[str, Any], by: User | None, at: datetime) -> Device:
    """What is written on it: make, model, serial number, owner, certificate. Its condition follows its
    faults and the inventory.
    """
    device = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    names = ("kind", "make", "model", "serial", "owner", "certificate")
    changes = _apply(device, {name: values[name] for name in names if name in values})
    if changes:
        device.serial = device.serial.strip().upper()
        _keep(device, lambda: _check_serial(device))
        audit.record("device.changed", subject(device), by=by, at=at, details=changes)
    return device


@transaction.atomic
def put_in_kit(
    *, device: Device, kit: Kit, by: User | None, at: datetime, leaves: Kit | None = None
) -> Device:
    """The device belongs to the kit from now on. Out of another kit only when the caller names that one:
    a device is never in two, and nobody takes one away without seeing it.

    It is with the kit when both are in one place; otherwise it is apart until a handover brings it.
    Here and everywhere a kit is locked before devices: two who hold one each would wait for ever.
    """
    kit = Kit.objects.select_for_update(no_key=True).get(pk=kit.pk)
    device = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    if device.kit_id == kit.pk:
        return device
    check_movable(device)
    _check_in_use(kit)
    if device.kit != leaves:
        _check_in_no_kit(device)
    before, here = device.kit, queries.place_of_device(device)
    is_there = queries.under_way(kit=kit) is None and here == queries.place_of(kit)
    device.kit, device.is_apart = kit, not is_there
    device.place_id = None if is_there else here
    return _moved(device, before, by=by, at=at)


@transaction.atomic
def take_out(*, device: Device, by: User | None, at: datetime, leaves: Kit | None = None) -> Device:
    """The device belongs to no kit from now on and stays where it is. *leaves*: the kit that the caller saw
    it in, if that matters.
    """
    device = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    if device.kit is None:
        return device
    if leaves not in (None, device.kit):
        _check_in_no_kit(device)
    check_movable(device)
    before, here = device.kit, queries.place_of_device(device)
    device.kit, device.is_apart, device.place_id = None, False, here
    return _moved(device, before, by=by, at=at)


def _moved(device: Device, before: Kit | None, *, by: User | None, at: datetime) -> Device:
    device.save(update_fields=["kit", "is_apart", "place"])
    standing.keep(device, by=by, at=at)
    change = {"from": before.code if before else "", "to": device.kit.code if device.kit else ""}
    details = {**_named(device), "kit": change}
    audit.record("device.moved", subject(device), by=by, at=at, details=details)
    return device


def subject(device: Device) -> str:
    """How the audit trail names a device: as its label does."""
    return f"device:{device.tag}"


def _named(device: Device) -> dict[str, str]:
    return {"kind": device.kind, "make": device.make, "serial": device.serial}


# -- what is checked --------------------------------------------------------------------------------


def check_movable(device: Device) -> None:
    """Not while it lies open on a bench, not while it is on its way, and not once it is retired."""
    if device.retired_at is not None:
        raise RuleBroken("device.retired", gettext_noop("This device is retired: it is used no more."))
    if device.faults.filter(state__in=ON_THE_BENCH).exists():
        raise RuleBroken(
            "device.in_repair",
            gettext_noop(
                "This device is in repair and stays there until its test is passed or it is retired."
            ),
        )
    _check_not_under_way(device=device)
    if device.kit is not None and not device.is_apart:
        _check_not_under_way(kit=device.kit)


def _check_in_no_kit(device: Device) -> None:
    if device.kit is not None:
        raise RuleBroken(
            "device.in_another_kit",
            gettext_noop("This device is in kit %(kit)s. Take it out of that kit first."),
            kit=device.kit.code,
        )


def check_kit_movable(kit: Kit) -> None:
    _check_in_use(kit)
    _check_not_under_way(kit=kit)


def _check_not_under_way(*, kit: Kit | None = None, device: Device | None = None) -> None:
    way = queries.under_way(kit=kit, device=device)
    if way is not None:
        raise RuleBroken(
            "handover.under_way",
            gettext_noop("It is on its way with receipt %(number)s. Note its arrival first."),
            number=way.number,
        )


def _check_in_use(kit: Kit) -> None:
    if kit.retired_at is not None:
        raise RuleBroken("kit.retired", gettext_noop("Kit %(kit)s is retired."), kit=kit.code)


def _check_code(code: str) -> None:
    if not KIT_CODE.fullmatch(code):
        raise RuleBroken(
            "kit.code_unreadable",
            gettext_noop(
                "A kit's code begins with a letter or digit and has only these, hyphens, dots and low lines: "
                "KTM-04-1."
            ),
        )


def _check_code_free(code: str) -> None:
    if Kit.objects.filter(code__iexact=code).exists():
        raise RuleBroken("kit.code_taken", gettext_noop("Another kit is called %(code)s."), code=code)


def _check_serial(device: Device) -> None:
    if not device.serial:
        return
    same = Device.objects.filter(make__iexact=device.make, serial__iexact=device.serial)
    held = same.exclude(pk=device.pk).first()
    if held is not None:
        raise RuleBroken(
            "device.serial_taken",
            gettext_noop("A device with this make and serial number is listed already: %(tag)s."),
            tag=held.tag,
        )


def _keep(item: Kit | Device, check: Callable[[], None]) -> None:
    """Saved if nothing else is called so, also when somebody else gives the name at this very moment."""
    check()
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        check()
        raise


def _apply(item: Kit | Device, values: dict[str, Any]) -> dict[str, Any]:
    """Set what differs; returns it as the audit trail shows a change."""
    changes: dict[str, Any] = {}
    for name, value in values.items():
        before = getattr(item, name)
        if before != value:
            setattr(item, name, value)
            told = {"from": str(before or ""), "to": str(value or "")}
            changes[name] = True if name == "note" else told  # a note may name somebody
    return changes
