"""Plans of visits: what each of them wants, what came of it, and the visits that it proposes."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.office.clients.models import Client
from rekam.office.kits.models import Kit
from rekam.office.places.models import Place
from rekam.office.regions.models import Area
from rekam.office.rosters.models import Officer
from rekam.office.visits.models import Visit


class State(models.TextChoices):
    SOLVING = "solving", pgettext_lazy("plan", "Being planned")
    READY = "ready", pgettext_lazy("plan", "Ready")
    ADOPTED = "adopted", pgettext_lazy("plan", "Adopted")
    REPLACED = "replaced", pgettext_lazy("plan", "Replaced")
    DISCARDED = "discarded", pgettext_lazy("plan", "Put aside")


class Plan(models.Model):
    """One plan of visits between two days. Several stand side by side; one is adopted.

    ``wishes`` is what the planner asked for (see ``wishes.py``), ``assumed`` what had to be assumed about
    crews and roads. Amounts are thousandths of a recording, as the model counts them: ``value`` is what the
    plan maximises, ``bound`` what no plan can exceed. ``facts``, ``prices``, ``broken``, ``short`` and
    ``changes`` are the answer's, told by ``told.py``.
    """

    name = models.CharField(_("Name"), max_length=80, blank=True)
    starts = models.DateField(_("From"))
    ends = models.DateField(_("Until and with"))
    state = models.CharField(max_length=9, choices=State, default=State.SOLVING)
    based_on = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="changes_of_it", editable=False
    )
    reason = models.CharField(max_length=200, blank=True, help_text="what made a change of a plan necessary")
    wishes = models.JSONField(default=dict)
    assumed = models.JSONField(default=list)
    seed = models.PositiveIntegerField(default=1)
    seconds = models.PositiveSmallIntegerField(
        default=60, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    status = models.CharField(max_length=12, blank=True, help_text="how the planning ended")
    method = models.CharField(max_length=20, blank=True)
    value = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    expected = models.BigIntegerField(null=True)
    low = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    travel_minutes = models.PositiveIntegerField(null=True)
    took_seconds = models.FloatField(null=True)
    best_at_seconds = models.FloatField(null=True)
    facts = models.JSONField(default=list)
    prices = models.JSONField(default=list)
    broken = models.JSONField(default=list)
    short = models.JSONField(default=list)
    what_if = models.JSONField(default=list)
    trouble = models.JSONField(null=True, help_text="code and values of what stopped the planning")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="plan_in_order"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="adopted"), name="one_adopted_plan"),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(adopted_at__isnull=False), name="plan_adopted_at"
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.starts}..{self.ends}"


class Stop(models.Model):
    """A crew's stay at one place on one day, as a plan proposes it.

    A village without a service point has ``area`` and no place; adopting the plan makes one. ``route`` counts
    the plan's routes from 1 and ``order`` the stops of a route, so that a crew's way can be told.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stops")
    route = models.PositiveIntegerField()
    order = models.PositiveSmallIntegerField()
    on = models.DateField()
    base = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    crew = models.CharField(max_length=40)
    officers = models.ManyToManyField(Officer, related_name="+", blank=True)
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="+")
    leaves = models.TimeField(null=True, help_text="from the base, at a route's first stop")
    arrives = models.TimeField()
    starts = models.TimeField()
    ends = models.TimeField()
    returns = models.TimeField(null=True, help_text="to the base, at a route's last stop")
    travel_minutes = models.PositiveSmallIntegerField(default=0, help_text="of the way to here")
    blocks = models.PositiveSmallIntegerField()
    expected = models.PositiveIntegerField(help_text="thousandths of a recording")
    low = models.PositiveIntegerField(default=0)
    high = models.PositiveIntegerField(default=0)
    is_promised = models.BooleanField(default=False)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.SET_NULL, related_name="stops")

    class Meta:
        ordering = ["on", "route", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "route", "order"], name="stop_once_in_a_route"),
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="stop_within_a_day"),
        ]
        indexes = [models.Index(fields=["plan", "on"], name="stop_by_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.crew}"

    @property
    def stands_on(self) -> date:
        """Its day: that of its visit, where somebody has moved that since."""
        return self.visit.on if self.visit is not None else self.on


class Closure(models.Model):
    """A place or a whole district that nobody reaches on some days: a road under water, a bridge down."""

    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.CASCADE, related_name="closures")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(_("From"))
    ends = models.DateField(_("Until and with"))
    why = models.CharField(_("Why"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="closure_in_order"),
            models.CheckConstraint(
                condition=Q(place=None, area__isnull=False) | Q(place__isnull=False, area=None),
                name="closure_of_a_place_or_an_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts}..{self.ends}"
