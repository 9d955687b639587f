"""Kits, the devices they are made of, and what became of each."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rekam.domain.kits.faults import OPEN, State
from rekam.domain.kits.kinds import Condition, Kind, Owner, Role, Stops
from rekam.office.accounts.models import User
from rekam.office.kits import words
from rekam.office.places.models import Place


def _values(codes: Iterable[StrEnum]) -> list[str]:
    """Plain text, so that a migration stands on its own."""
    return [code.value for code in codes]


def _choices(told: words.Words) -> list[tuple[str, str | Promise]]:
    return [(str(code), word) for code, word in told.items()]


class Kit(models.Model):
    """A station with the devices that travel together. Where it stands is told by its stationings."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=8, choices=_choices(words.ROLES), default=Role.FIXED.value)
    home = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="home_kits")
    note = models.CharField(_("note"), max_length=300, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(role__in=_values(Role)), name="kit_role_known")]

    def __str__(self) -> str:
        return self.code


class Stationing(models.Model):
    """Where a kit stood, from when until when. Without a place it is in the office's store."""

    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="stationings")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="stationings"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since"]
        indexes = [models.Index(fields=["until", "place"])]
        constraints = [
            models.UniqueConstraint(fields=["kit"], condition=Q(until=None), name="kit_stands_in_one_place"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="stationing_in_order"
            ),
        ]


class Device(models.Model):
    """One device. With its kit it is where the kit is; apart from it, or in none, it is at *place*, or in the
    office's store when there is none.

    What is written here is true now; `Standing` says what was true at any moment before.
    """

    kit = models.ForeignKey(Kit, null=True, blank=True, on_delete=models.PROTECT, related_name="devices")
    is_apart = models.BooleanField(default=False, help_text="belongs to its kit and is not with it")
    kind = models.CharField(_("kind"), max_length=20, choices=_choices(words.KINDS))
    make = models.CharField(_("make"), max_length=60, blank=True)
    model = models.CharField(_("model"), max_length=60, blank=True)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    owner = models.CharField(
        _("owner"), max_length=8, choices=_choices(words.OWNERS), default=Owner.REGENCY.value
    )
    certificate = models.CharField(_("certificate"), max_length=80, blank=True)
    condition = models.CharField(
        _("condition"), max_length=7, choices=_choices(words.CONDITIONS), default=Condition.GOOD.value
    )
    tag = models.CharField(max_length=12, unique=True, help_text="what its QR label says")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="devices")
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "make", "serial", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("make"), Lower("serial"), condition=~Q(serial=""), name="device_make_and_serial_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=_values(Kind)), name="device_kind_known"),
            models.CheckConstraint(
                condition=Q(condition__in=_values(Condition)), name="device_condition_known"
            ),
            models.CheckConstraint(condition=Q(owner__in=_values(Owner)), name="device_owner_known"),
            models.CheckConstraint(
                condition=Q(is_apart=False) | Q(kit__isnull=False), name="device_apart_from_a_kit"
            ),
            models.CheckConstraint(
                condition=Q(kit=None) | Q(is_apart=True) | Q(place=None), name="device_is_where_its_kit_is"
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(kit=None), name="device_retired_is_in_no_kit"
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.get_kind_display(), self.make, self.model, self.serial)))


class Standing(models.Model):
    """What was true of a device over one stretch of time: fitness at any moment is computed from these.

    ``stops`` is what its open fault stopped, empty without one; ``is_away``: not with its kit, or in repair.
    """

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="standings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    kit = models.ForeignKey(Kit, null=True, blank=True, on_delete=models.PROTECT, related_name="standings")
    condition = models.CharField(max_length=7, choices=_choices(words.CONDITIONS))
    stops = models.CharField(max_length=7, blank=True, choices=_choices(words.STOPS))
    is_away = models.BooleanField(default=False)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["kit", "until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(until=None), name="device_stands_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="standing_in_order"
            ),
        ]


class Fault(models.Model):
    """What is wrong with a device, from the report until it is back in service, dismissed or retired.

    ``kit`` and ``place`` are those of the moment of the report: the fault is theirs, wherever the device is
    carried to be repaired. ``stands_in`` and ``stands_at``, of those that are open: the area and the place
    where the device is now, as `queries.open_faults` tells them.
    """

    stands_in: str | None
    stands_at: str | None

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="faults")
    kit = models.ForeignKey(Kit, null=True, blank=True, on_delete=models.PROTECT, related_name="faults")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="faults")
    state = models.CharField(max_length=9, choices=_choices(words.STATES), default=State.REPORTED.value)
    symptom = models.CharField(max_length=12, choices=_choices(words.SYMPTOMS))
    note = models.TextField(blank=True, help_text="what is wrong, in the reporter's own words")
    tried = models.TextField(blank=True)
    stops = models.CharField(max_length=7, choices=_choices(words.STOPS))
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned_faults"
    )
    moved_at = models.DateTimeField(help_text="when it came into its state")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reported_at", "id"]
        indexes = [models.Index(fields=["closed_at", "reported_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(closed_at=None), name="device_one_open_fault"
            ),
            models.CheckConstraint(condition=Q(state__in=_values(State)), name="fault_state_known"),
            models.CheckConstraint(condition=Q(stops__in=_values(Stops)), name="fault_stops_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, state__in=_values(OPEN))
                | Q(closed_at__isnull=False) & ~Q(state__in=_values(OPEN)),
                name="fault_closed_by_its_state",
            ),
        ]


class FaultMove(models.Model):
    """One step in the life of a fault. ``details``: parts, vendor, where, tested, result."""

    fault = models.ForeignKey(Fault, on_delete=models.PROTECT, related_name="moves")
    move = models.CharField(max_length=12, choices=_choices(words.DONE))
    to = models.CharField(max_length=9, choices=_choices(words.STATES))
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    cost_rupiah = models.BigIntegerField(default=0)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(cost_rupiah__gte=0), name="repair_cost_not_below_0")
        ]


class FaultPhoto(models.Model):
    """A photograph of a fault, as it is kept: upright, small, and without where it was taken."""

    fault = models.ForeignKey(Fault, on_delete=models.PROTECT, related_name="photos")
    key = models.CharField(max_length=64, help_text="the name of its file: the hash of what is in it")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="bytes")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["fault", "key"], name="photo_once_per_fault")]


class Numbering(models.Model):
    """The last running number of a year's receipts; the row is locked while the next one is given."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)


class Handover(models.Model):
    """A kit or a device on its way from one keeper to another: who sent it, who received it, in what state.

    Without a place it is the office's store. ``contents`` is what went, as it was when it went.
    """

    number = models.CharField(max_length=40, unique=True)
    kit = models.ForeignKey(Kit, null=True, blank=True, on_delete=models.PROTECT, related_name="handovers")
    device = models.ForeignKey(
        Device, null=True, blank=True, on_delete=models.PROTECT, related_name="handovers"
    )
    from_place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    carrier = models.CharField(max_length=100, blank=True)
    contents = models.JSONField(default=list)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kit__isnull=False, device__isnull=True)
                | Q(kit__isnull=True, device__isnull=False),
                name="handover_of_a_kit_or_a_device",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(received_at__gte=F("sent_at")), name="handover_in_order"
            ),
            models.UniqueConstraint(
                fields=["kit"], condition=Q(received_at=None), name="kit_on_one_way_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["device"], condition=Q(received_at=None), name="device_on_one_way_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CareRule(models.Model):
    """A check that every device of a kind needs every so many days."""

    kind = models.CharField(_("kind"), max_length=20, choices=_choices(words.KINDS))
    what = models.CharField(_("what to do"), max_length=200)
    every_days = models.PositiveSmallIntegerField(_("every so many days"))
    ended_at = models.DateTimeField(null=True, blank=True, help_text="asked for no more; what was done stays")

    class Meta:
        ordering = ["kind", "every_days", "what"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "what"], name="care_rule_once"),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="care_at_most_daily"),
        ]

    def __str__(self) -> str:
        return self.what


class CareDone(models.Model):
    """A check that was done, and whether all was fine. What was not opened a fault, or added to one."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="care")
    rule = models.ForeignKey(CareRule, on_delete=models.PROTECT, related_name="done")
    on = models.DateField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    is_fine = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    fault = models.ForeignKey(Fault, null=True, blank=True, on_delete=models.PROTECT, related_name="care")

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["device", "rule", "on"])]


class ServiceLevel(models.Model):
    """How soon the office wants something done, in hours: see `rekam.domain.kits.levels`."""

    what = models.CharField(max_length=20, unique=True)
    hours = models.PositiveIntegerField()


class Inventory(models.Model):
    """How many devices of a kind and condition an area counted on a day: the paper before the list."""

    area = models.ForeignKey("regions.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=_choices(words.KINDS))
    condition = models.CharField(max_length=7, choices=_choices(words.CONDITIONS))
    count = models.PositiveIntegerField()
    as_of = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-as_of", "area", "kind", "condition"]
        constraints = [
            models.UniqueConstraint(fields=["area", "kind", "condition", "as_of"], name="inventory_once")
        ]
