"""Where people can be recorded, and when: service points, their weeks, special days and holidays."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rekam.domain.places import hours
from rekam.office.regions.models import Area


class Kind(models.TextChoices):
    DISTRICT_OFFICE = "district_office", _("District office")
    HEAD_OFFICE = "head_office", _("Head office")
    COMPANY = "company", _("Company")
    SCHOOL = "school", _("School")
    VILLAGE = "village", _("Village hall")
    MARKET = "market", _("Market")
    PRISON = "prison", _("Prison")
    EVENT = "event", _("Event")


class Access(models.TextChoices):
    ROAD = "road", _("By road")
    RIVER = "river", _("By river")
    DRY_SEASON = "dry_season", _("By road, in the dry season only")


class Power(models.TextChoices):
    GRID = "grid", _("From the grid")
    GENERATOR = "generator", _("From a generator")
    NONE = "none", _("No power")


class Network(models.TextChoices):
    GOOD = "good", _("Good network")
    WEAK = "weak", _("Weak network")
    NONE = "none", _("No network")


def new_feed_key() -> str:
    """Who knows it may follow the place's calendar; nobody can guess it."""
    return secrets.token_urlsafe(24)


class Place(models.Model):
    """A service point. A temporary one has dates; ``closes_on`` is its last day."""

    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=15, choices=Kind)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="places")
    lat = models.FloatField(_("Latitude"), null=True, blank=True)
    lon = models.FloatField(_("Longitude"), null=True, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    contact_name = models.CharField(_("Contact person"), max_length=150, blank=True)
    contact_phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    access = models.CharField(_("How to get there"), max_length=10, choices=Access, default=Access.ROAD)
    power = models.CharField(_("Power"), max_length=9, choices=Power, default=Power.GRID)
    network = models.CharField(_("Network"), max_length=4, choices=Network, default=Network.GOOD)
    counters = models.PositiveSmallIntegerField(
        _("Counters"), default=1, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    opens_on = models.DateField(_("First day"), null=True, blank=True)
    closes_on = models.DateField(_("Last day"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    feed_key = models.CharField(max_length=43, unique=True, default=new_feed_key, editable=False)

    class Meta:
        ordering = ["area__code", "name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), "area", name="place_named_once_in_an_area"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="place_point_whole_and_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(opens_on__lte=F("closes_on")),
                name="place_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(counters__gte=1), name="place_has_a_counter"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_point(self) -> bool:
        return self.lat is not None

    @property
    def is_temporary(self) -> bool:
        return self.closes_on is not None


class Timetable(models.Model):
    """The week that holds from a day on: ``[[["08:00", "12:00"], ...], ...]``, seven days, Monday first."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="timetables")
    since = models.DateField()
    week = models.JSONField()

    class Meta:
        ordering = ["place", "since"]
        constraints = [
            models.UniqueConstraint(fields=["place", "since"], name="place_one_week_from_a_day_on")
        ]

    def __str__(self) -> str:
        return f"{self.place_id} since {self.since}"


class SpecialDay(models.Model):
    """One place, one day, other hours than its week; no hours: closed."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="special_days")
    on = models.DateField()
    ranges = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["place", "on"]
        constraints = [models.UniqueConstraint(fields=["place", "on"], name="place_one_special_day")]
        indexes = [models.Index(fields=["on"], name="special_day_on")]

    def __str__(self) -> str:
        return f"{self.place_id} on {self.on}"

    @property
    def shown(self) -> hours.Ranges:
        return hours.from_stored(self.ranges)


class Holiday(models.Model):
    """A holiday about which the office has decided, or which it added itself. Without a row an official
    holiday changes nothing: this office stays open.
    """

    on = models.DateField(unique=True)
    name = models.CharField(max_length=150)
    is_collective = models.BooleanField(default=False, help_text="collective leave (cuti bersama)")
    stays_open = models.BooleanField(default=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
