"""Visits: where a crew goes on a day, whom it expects there, and what became of each."""

import secrets
from collections.abc import Iterable
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.visits.life import State
from rekam.domain.visits.outcomes import Outcome, Reason
from rekam.office.clients.models import Client
from rekam.office.kits.models import Kit
from rekam.office.places.models import Place
from rekam.office.residents.models import Resident
from rekam.office.rosters.models import Officer
from rekam.office.visits import words

__all__ = [
    "Closing",
    "Entry",
    "FollowUp",
    "Key",
    "Listed",
    "Proposal",
    "SecondPass",
    "State",
    "Summons",
    "Visit",
]


def _values(codes: Iterable[StrEnum]) -> list[str]:
    """Plain text, so that a migration stands on its own."""
    return [code.value for code in codes]


def _choices(told: words.Words) -> list[tuple[str, str | Promise]]:
    return [(str(code), word) for code, word in told.items()]


class Channel(models.TextChoices):
    """How the client said that the crew is expected."""

    TELEPHONE = "telephone", _("By telephone")
    MESSAGE = "message", _("By message")
    LETTER = "letter", _("By letter")
    IN_PERSON = "in_person", _("In person")


class ListFrom(models.TextChoices):
    """Where the names on a visit's list come from."""

    NONE = "none", _("No list")
    ROLL = "roll", _("The client's list of people")
    VILLAGE = "village", _("The village's unrecorded")


class Visit(models.Model):
    """One crew or several at one place on one day. ``expected`` is in recordings, as it was planned."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="visits")
    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    on = models.DateField(_("Day"))
    starts = models.TimeField(_("From"))
    ends = models.TimeField(_("Until"))
    state = models.CharField(max_length=9, choices=_choices(words.STATES), default=State.PLANNED.value)
    is_promised = models.BooleanField(default=False, help_text="the client was told this day")
    expected = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    crew = models.ManyToManyField(Officer, related_name="visits", blank=True)
    kits = models.ManyToManyField(Kit, related_name="visits", blank=True)
    second_pass_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later_passes"
    )

    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_with = models.CharField(_("Confirmed by"), max_length=150, blank=True)
    confirmed_how = models.CharField(_("How"), max_length=9, choices=Channel, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)
    list_from = models.CharField(max_length=7, choices=ListFrom, default=ListFrom.NONE)
    announced = models.PositiveIntegerField(
        null=True, blank=True, help_text="how many were announced, where no list of names was to be had"
    )
    awaited = models.PositiveIntegerField(
        default=0, help_text="recordings that laptops sealed here and the office does not hold yet"
    )
    arrived_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    why_cancelled = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "starts", "id"]
        indexes = [
            models.Index(fields=["on"], name="visit_by_day"),
            models.Index(fields=["state", "on"], name="visit_by_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="visit_within_a_day"),
            models.CheckConstraint(condition=Q(state__in=_values(State)), name="visit_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED.value, closed_at__isnull=False)
                | ~Q(state=State.CLOSED.value) & Q(closed_at=None),
                name="visit_closed_at_by_its_state",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED.value, cancelled_at__isnull=False)
                | ~Q(state=State.CANCELLED.value) & Q(cancelled_at=None),
                name="visit_cancelled_at_by_its_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.UNDER_WAY.value, State.CLOSED.value])
                | Q(arrived_at__isnull=False),
                name="visit_begins_with_an_arrival",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.place_id}"


def new_key() -> str:
    """What a phone calls somebody or something by before the office has given it a number."""
    return secrets.token_hex(16)


class Listed(models.Model):
    """Somebody on a visit's list, or who came without being on it (``is_walk_in``).

    The name of a resident stays in the register; here it stands of those whom the register does not know.
    ``outcome``, ``reason``, ``has_refused`` and ``is_disputed`` are what the entries about them come to.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="people")
    resident = models.ForeignKey(Resident, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    nik = models.CharField(max_length=25, blank=True, help_text="as it was given")
    note = models.CharField(max_length=200, blank=True)
    is_walk_in = models.BooleanField(default=False)
    is_off = models.BooleanField(default=False, help_text="taken off again before the visit began")
    outcome = models.CharField(max_length=16, blank=True, choices=_choices(words.OUTCOMES))
    reason = models.CharField(max_length=10, blank=True, choices=_choices(words.REASONS))
    has_refused = models.BooleanField(default=False)
    is_presumed = models.BooleanField(default=False, help_text="set absent with everybody unmarked")
    is_disputed = models.BooleanField(default=False)

    class Meta:
        ordering = ["visit", "id"]
        verbose_name_plural = "listed"
        constraints = [
            models.UniqueConstraint(fields=["visit", "resident"], name="listed_once_per_visit"),
            models.UniqueConstraint(
                fields=["visit", "nik"], condition=~Q(nik=""), name="listed_nik_once_per_visit"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=_values(Outcome)), name="listed_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(reason__in=_values(Reason)), name="listed_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"listed {self.pk}"


class Key(models.Model):
    """By what a phone calls somebody on the list. Two phones may call one walk-in by two keys."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="keys")
    listed = models.ForeignKey(Listed, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=32, default=new_key)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "key"], name="visit_key_once")]

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """What a crew noted, as it came and for good. The key is made on the phone: a repeat is recognised by it.

    ``after`` are the keys of the entries about the same person that the writer had before their eyes: those
    are replaced. Two entries that did not know of one another stand side by side, and one about a person
    without an outcome takes back what it names (`domain.visits.entries`). ``subject`` is what it is about: a
    key of somebody on the list, or of a count.
    """

    class Kind(models.TextChoices):
        ARRIVAL = "arrival", _("Arrival")
        OUTCOME = "outcome", _("Outcome of a person")
        WALK_IN = "walk_in", _("Walk-in")
        COUNT = "count", _("Count of people without names")
        REASONS = "reasons", _("Count of a reason")
        PROBLEM = "problem", _("Problem")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=36, unique=True)
    kind = models.CharField(max_length=7, choices=Kind)
    subject = models.CharField(max_length=32, blank=True)
    listed = models.ForeignKey(
        Listed, null=True, blank=True, on_delete=models.CASCADE, related_name="entries"
    )
    outcome = models.CharField(max_length=16, blank=True, choices=_choices(words.OUTCOMES))
    reason = models.CharField(max_length=10, blank=True, choices=_choices(words.REASONS))
    has_refused = models.BooleanField(default=False)
    is_presumed = models.BooleanField(default=False)
    count = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=1000, blank=True)
    kit = models.ForeignKey(Kit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    after = models.JSONField(default=list)
    made_at = models.DateTimeField(help_text="when it was noted, by the office's clock")
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["received_at", "id"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["visit", "kind"], name="visit_entry_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Closing(models.Model):
    """The five outcomes as a visit was closed with them. Closed again after a late result, it has another."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="closings")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    target = models.PositiveIntegerField()
    walk_ins = models.PositiveIntegerField(default=0)
    recorded = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    under_16 = models.PositiveIntegerField(default=0)
    already_recorded = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)
    worked_minutes = models.PositiveIntegerField(
        default=0, help_text="from the arrival to the last recording"
    )
    unheard = models.JSONField(default=list, help_text="laptops that were there and had told nothing")
    why = models.CharField(max_length=300, blank=True, help_text="why it was closed without them")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    target=F("recorded") + F("failed") + F("under_16") + F("already_recorded") + F("absent")
                ),
                name="five_outcomes_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.at}"


class Proposal(models.Model):
    """What a crew heard of somebody that the register does not say: a registrar accepts or declines."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("proposal", "Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back by the crew")

    listed = models.ForeignKey(Listed, on_delete=models.CASCADE, related_name="proposals")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=_choices(words.REASONS))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(_("Reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident"], condition=Q(state="open"), name="one_open_proposal_per_resident"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="proposal_decided_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class SecondPass(models.Model):
    """Going back for those who did not come: proposed when a visit closes, wanted until it is planned."""

    class State(models.TextChoices):
        WANTED = "wanted", _("Wanted")
        PLANNED = "planned", _("Planned")
        DISMISSED = "dismissed", _("Not wanted")

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="second_pass")
    people = models.PositiveIntegerField(help_text="who may come if the crew comes again")
    hours = models.CharField(max_length=8, help_text="when: see `domain.visits.reasons.Hours`")
    state = models.CharField(max_length=9, choices=State, default=State.WANTED)
    planned = models.OneToOneField(
        Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers"
    )
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["visit__on", "id"]

    def __str__(self) -> str:
        return f"second pass of {self.visit_id}"


class FollowUp(models.Model):
    """Somebody noted that what was to be done next about a person has been done. Whoever is recorded since
    needs no such note.
    """

    listed = models.OneToOneField(Listed, on_delete=models.CASCADE, related_name="follow_up")
    action = models.CharField(max_length=11, choices=_choices(words.NEXT))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.action} of {self.listed_id}"


class Summons(models.Model):
    """By what a summons names a resident: random, so that its QR code tells nothing about anybody. A roster
    pack calls them by it as well; a station finds them by it without a network.
    """

    resident = models.OneToOneField(Resident, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20, unique=True)
    printed_at = models.DateTimeField(help_text="the last time")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "summonses"

    def __str__(self) -> str:
        return self.code
