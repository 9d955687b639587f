"""Laptops at the counters: their keys, who may work on them, and what they were given to take along."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rekam.domain.sync.enrolment import Epoch as EpochState
from rekam.domain.sync.enrolment import State as EnrolmentState
from rekam.office.kits.models import Kit
from rekam.office.places.models import Place
from rekam.office.stations.words import ENROLMENT_STATES, EPOCH_STATES
from rekam.office.visits.models import Visit


def new_id() -> str:
    """Sixteen random bytes, as they stand in packets, written as text."""
    return secrets.token_hex(16)


class Station(models.Model):
    """A laptop with the devices of a kit. What it signs with is in its epochs."""

    key = models.CharField(max_length=32, unique=True, default=new_id, help_text="its id in packets")
    name = models.CharField(_("name"), max_length=100, unique=True)
    kit = models.ForeignKey(Kit, null=True, blank=True, on_delete=models.PROTECT, related_name="computers")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="computers"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Epoch(models.Model):
    """A station's keys from one installation to the next. Packets name its number."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="epochs")
    number = models.PositiveIntegerField()
    sign_public = models.BinaryField()
    seal_public = models.BinaryField()
    seal_suite = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=7, choices=EPOCH_STATES.items(), default=EpochState.ACTIVE.value)
    enrolled_at = models.DateTimeField()
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    frozen_from = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="a clone was noticed at this number; 0: frozen by hand"
    )
    seen_at = models.DateTimeField(null=True, blank=True, help_text="when it last spoke to the office")

    class Meta:
        ordering = ["station", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["station", "number"], name="epoch_number_once"),
            models.UniqueConstraint(
                fields=["station"], condition=Q(state=EpochState.ACTIVE.value), name="one_epoch_in_use"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in EpochState]), name="epoch_state_known"
            ),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=F("second_by")),
                name="epoch_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id}/{self.number}"


class Lost(models.Model):
    """Numbers of a laptop's packets that are lost for good, as somebody said: both ends included. Should one
    come after all, it counts like any other.
    """

    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="lost")
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["epoch", "first"]
        verbose_name_plural = "lost"
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="lost_from_to")]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class Readmission(models.Model):
    """Keys that packets name and the office does not know any more, as after a backup older than their
    enrolment: one person proposes to let them in again, another has compared their words at the laptop.
    """

    station_key = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    sign_public = models.BinaryField()
    name = models.CharField(_("name"), max_length=100, help_text="of the station, where it is gone too")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_refused = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["station_key", "number"],
                condition=Q(decided_at=None),
                name="one_readmission_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(is_refused=True) | ~Q(decided_by=F("proposed_by")),
                name="readmission_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_key[:8]}/{self.number}"


class Enrolment(models.Model):
    """A laptop on its way to becoming a station. The code is forgotten when it is over."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="enrolments")
    code = models.CharField(max_length=16, blank=True)
    state = models.CharField(
        max_length=7, choices=ENROLMENT_STATES.items(), default=EnrolmentState.WAITING.value
    )
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request = models.BinaryField(null=True, help_text="what the laptop sent, as it came")
    laptop = models.CharField(max_length=200, blank=True, help_text="what the laptop calls itself")
    grant = models.BinaryField(null=True, help_text="the answer, the same bytes each time")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(state__in=[EnrolmentState.WAITING.value, EnrolmentState.ASKED.value]),
                name="one_enrolment_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.GRANTED.value) | ~Q(begun_by=F("ended_by")),
                name="enrolment_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class Operator(models.Model):
    """What lets a person sign in on laptops without a network: the salt and the public halves of two keys.
    The password itself is never kept.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="station_operator"
    )
    key = models.CharField(max_length=32, unique=True, default=new_id, help_text="its id in packets")
    salt = models.BinaryField()
    sign_public = models.BinaryField()
    unlock_public = models.BinaryField()
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["user"]

    def __str__(self) -> str:
        return f"operator {self.pk}"


class PastKey(models.Model):
    """A signing key that an operator had before: what was signed with it stays good."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="past_keys")
    sign_public = models.BinaryField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return f"past key {self.pk}"


class Pack(models.Model):
    """A roster pack as it was issued. The file is sealed for its station; here stands what was in it."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="packs")
    version = models.PositiveIntegerField()
    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="packs")
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="packs")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="packs")
    villages = models.JSONField(default=list, help_text="codes of the villages whose residents are in it")
    operators = models.ManyToManyField(Operator, related_name="packs")
    people = models.PositiveIntegerField()
    file = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["station", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["station", "version"], name="pack_version_once"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="pack_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} v{self.version}"


class Carried(models.Model):
    """By what a pack calls a resident: a token of its own, or the code of their summons; no number of the
    office.
    """

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="carried")
    token = models.CharField(max_length=32, db_index=True)
    resident_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["resident_id"])]
        constraints = [models.UniqueConstraint(fields=["pack", "token"], name="one_token_in_a_pack")]

    def __str__(self) -> str:
        return self.token
