"""Checks that devices need from time to time: which are due, and what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rekam.domain.kits.care import Due, Next, next_check
from rekam.domain.kits.faults import ON_THE_BENCH
from rekam.domain.kits.kinds import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.kits import actions, queries
from rekam.office.kits.models import CareDone, CareRule, Device, Fault


@dataclass(frozen=True, slots=True)
class Task:
    """One check of one device."""

    device: Device
    rule: CareRule
    next: Next
    last: date | None


# -- what is due ------------------------------------------------------------------------------------


def tasks(within: str, today: date) -> list[Task]:
    """Every check of every device in an area, the most overdue first; what is away from its kit, or lies on a
    bench, is checked when it is back. Three questions in all.
    """
    rules = rules_in_use()
    held = queries.devices(within).filter(kind__in={rule.kind for rule in rules}, is_apart=False)
    on_the_bench = Fault.objects.filter(state__in=ON_THE_BENCH).values("device")
    return _tasks(held.exclude(pk__in=on_the_bench), rules, today)


def tasks_of(device: Device, today: date) -> list[Task]:
    return _tasks([device], rules_in_use().filter(kind=device.kind), today)


def rules_in_use() -> QuerySet[CareRule]:
    return CareRule.objects.filter(ended_at=None)


def _tasks(devices: Iterable[Device], rules: Iterable[CareRule], today: date) -> list[Task]:
    devices = list(devices)
    done = CareDone.objects.filter(device__in=devices) if len(devices) == 1 else CareDone.objects.all()
    last = {(d, r): on for d, r, on in done.values_list("device", "rule").annotate(on=Max("on")).order_by()}
    by_kind: dict[str, list[CareRule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    found = [
        _task(device, rule, last.get((device.pk, rule.pk)), today)
        for device in devices
        for rule in by_kind.get(device.kind, ())
    ]
    return sorted(found, key=lambda task: task.next.on)


def _task(device: Device, rule: CareRule, last: date | None, today: date) -> Task:
    added = timezone.localtime(device.added_at).date()
    return Task(
        device, rule, next_check(every_days=rule.every_days, last=last, added=added, today=today), last
    )


def due(found: Sequence[Task]) -> list[Task]:
    """Those for today and those that were forgotten."""
    return [task for task in found if task.next.due in (Due.OVERDUE, Due.TODAY)]


# -- what was done ----------------------------------------------------------------------------------


@transaction.atomic
def note_fine(*, device: Device, rule: CareRule, on: date, by: User | None, at: datetime) -> CareDone:
    """The check was done, and all was well. Twice on one day is once, also for a finger that taps twice."""
    _check_rule(device, rule)
    Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    held = CareDone.objects.filter(device=device, rule=rule, on=on, is_fine=True).first()
    if held is not None:
        return held
    done = CareDone.objects.create(device=device, rule=rule, on=on, by=by, is_fine=True)
    audit.record(
        "care.done", actions.subject(device), by=by, at=at, details={"check": rule.what, "fine": True}
    )
    return done


@transaction.atomic
def note_not_fine(
    *, device: Device, rule: CareRule, fault: Fault, on: date, by: User | None, at: datetime, note: str = ""
) -> CareDone:
    """The check found something: *fault* is what was reported, now or before."""
    _check_rule(device, rule)
    done = CareDone.objects.create(
        device=device, rule=rule, on=on, by=by, is_fine=False, note=note.strip()[:300], fault=fault
    )
    details = {"check": rule.what, "fine": False, "fault": fault.pk}
    audit.record("care.done", actions.subject(device), by=by, at=at, details=details)
    return done


def _check_rule(device: Device, rule: CareRule) -> None:
    if rule.kind != device.kind:
        raise RuleBroken(
            "care.other_kind",
            gettext_noop("This check is for another kind of device. Choose one of its own."),
        )


# -- the rules --------------------------------------------------------------------------------------


@transaction.atomic
def add_rule(*, kind: str, what: str, every_days: int, by: User | None, at: datetime) -> CareRule:
    """A new check, or one that ended and is wanted again."""
    what = " ".join(what.split())
    held = CareRule.objects.filter(kind=kind, what__iexact=what).first()
    if held is not None and held.ended_at is None:
        raise _there_already()
    rule = held or CareRule(kind=kind, what=what)
    rule.every_days, rule.ended_at = every_days, None
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:  # somebody else added it meanwhile
        raise _there_already() from error
    audit.record("care.rule_added", what, by=by, at=at, details={"kind": kind, "every_days": every_days})
    return rule


def _there_already() -> RuleBroken:
    return RuleBroken("care.rule_exists", gettext_noop("This check is on the list of its kind already."))


@transaction.atomic
def end_rule(*, rule: CareRule, by: User | None, at: datetime) -> None:
    """It is asked for no more. What was done stays in the devices' histories."""
    rule = CareRule.objects.select_for_update().get(pk=rule.pk)
    if rule.ended_at is None:
        rule.ended_at = at
        rule.save(update_fields=["ended_at"])
        audit.record("care.rule_removed", rule.what, by=by, at=at, details={"kind": rule.kind})


def usual() -> list[tuple[str, str, int]]:
    """What most offices check, for one that begins: kind, what, every so many days."""
    return [
        (Kind.FINGERPRINT_SCANNER, _("Clean the glass and record ten fingers on trial"), 7),
        (Kind.IRIS_SCANNER, _("Clean the lenses and record both irises on trial"), 7),
        (Kind.CAMERA, _("Clean the lens, charge the battery and take a photo on trial"), 14),
        (Kind.SIGNATURE_PAD, _("Wipe the surface and sign on trial"), 14),
        (Kind.LAPTOP, _("Update the program, check the battery and the free space"), 30),
        (Kind.CLIENT_PC, _("Update the program, blow out dust and check the free space"), 30),
        (Kind.UPS, _("Pull the plug and see that it holds for ten minutes"), 30),
        (Kind.GENERATOR, _("Check oil and fuel and run it for fifteen minutes"), 30),
    ]
