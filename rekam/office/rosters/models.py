"""Officers and when they cannot come, the cover that a month wants, its rosters, and what became of them."""

import secrets
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.office.regions.models import Area

# Five days of seven and a half hours: the week of a civil servant (Keppres 68/1995).
USUAL_HOURS = Decimal("37.5")
MOST_HOURS = Decimal("60")


class Skill(models.TextChoices):
    OPERATOR = "operator", _("Operator")
    TECHNICIAN = "technician", _("Technician")
    DRIVER = "driver", _("Driver")
    ADMINISTRATOR = "administrator", _("Administration")


def new_key() -> str:
    """What nobody guesses, for the address of a calendar that is read without signing in."""
    return secrets.token_urlsafe(24)


class Officer(models.Model):
    """Somebody who can be put on duty. Never deleted: rosters that were worked name them.

    ``home`` is where they serve, a district or the whole regency; ``also_serves`` are codes of further
    districts to which they may be sent for a day.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="officer"
    )
    name = models.CharField(_("name"), max_length=150)
    home = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    also_serves = models.JSONField(default=list, blank=True)
    skills = models.JSONField(default=list)
    hours_a_week = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        default=USUAL_HOURS,
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(MOST_HOURS)],
    )
    days_off = models.JSONField(default=list, blank=True, help_text="weekdays without duty, Monday is 0")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="the last day")
    feed_key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)

    class Meta:
        ordering = ["home__code", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="officer_period"),
            models.CheckConstraint(
                condition=Q(hours_a_week__gt=0, hours_a_week__lte=MOST_HOURS), name="officer_hours"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LeaveKind(models.TextChoices):
    ANNUAL = "annual", _("Annual leave")
    SICK = "sick", _("Sick")
    TRAINING = "training", _("Training")
    FAMILY = "family", _("Family matter")
    OTHER = "other", _("Other")


class LeaveState(models.TextChoices):
    ASKED = "asked", _("Asked")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Leave(models.Model):
    """Days on which an officer is away. Only granted leave keeps them out of a roster."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="leave")
    start = models.DateField()
    end = models.DateField(help_text="the last day of it")
    kind = models.CharField(max_length=8, choices=LeaveKind)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=LeaveState, default=LeaveState.GRANTED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["start", "id"]
        constraints = [models.CheckConstraint(condition=Q(start__lte=F("end")), name="leave_in_order")]
        indexes = [models.Index(fields=["officer", "start", "end"], name="leave_by_officer")]

    def __str__(self) -> str:
        return f"{self.officer} {self.start}..{self.end}"


class Wish(models.Model):
    """A day on which an officer would like to be on duty, or rather not. Followed where it can be."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="wishes")
    on = models.DateField()
    wants_duty = models.BooleanField()
    weight = models.PositiveSmallIntegerField(default=1, help_text="1 to 3: how much it matters")

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "on"], name="one_wish_a_day"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=3), name="wish_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.on}"


class Shift(models.Model):
    """A stretch of the day that one officer serves. It ends on the day on which it began."""

    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=60)
    starts = models.TimeField()
    ends = models.TimeField()
    break_minutes = models.PositiveSmallIntegerField(default=0, help_text="not counted as hours of work")
    is_used = models.BooleanField(default=True)

    class Meta:
        ordering = ["starts", "ends", "code"]
        constraints = [models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="shift_within_a_day")]

    def __str__(self) -> str:
        return f"{self.code} {self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def minutes(self) -> int:
        """What it counts of an officer's hours."""
        whole = (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute
        return whole - self.break_minutes

    @property
    def hours(self) -> float:
        return self.minutes / 60


class Priority(models.IntegerChoices):
    """How hard the office wants a place covered, when there are not enough officers for all."""

    IF_POSSIBLE = 1, _("if possible")
    USUAL = 2, _("usual")
    ABOVE_ALL = 3, _("above all")


class Cover(models.Model):
    """How many officers of a skill a place wants in a shift. ``reason`` holds what a proposal came from."""

    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    skill = models.CharField(max_length=13, choices=Skill)
    wanted = models.PositiveSmallIntegerField()
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.USUAL)
    is_set_by_hand = models.BooleanField(default=False)
    reason = models.JSONField(default=dict)

    class Meta:
        ordering = ["on", "place_id", "shift_id", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["place", "on", "shift", "skill"], name="cover_once"),
        ]
        indexes = [models.Index(fields=["on"], name="cover_by_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.skill} {self.wanted}"


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SOLVING = "solving", _("Being planned")
    PUBLISHED = "published", pgettext_lazy("roster", "Published")
    REPLACED = "replaced", _("Replaced")
    DISCARDED = "discarded", _("Put aside")


class Roster(models.Model):
    """One version of a month. Officers go by the published one; a change of it is a draft that replaces it.

    ``revision`` grows with every change of its duties, and a version that is published has a higher one than
    any before: calendars that officers follow go by it. A draft that was made from a published roster keeps
    the revision it was made from: when a swap was approved meanwhile, it cannot be published any more.
    """

    month = models.DateField(help_text="the first day of it")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="changes_of_it", editable=False
    )
    replaces_revision = models.PositiveIntegerField(null=True)
    from_day = models.DateField(null=True, help_text="planning leaves the days before it as they are")
    reason = models.CharField(max_length=200, blank=True, help_text="why a published roster is changed")
    seed = models.PositiveIntegerField(default=1)
    seconds = models.PositiveSmallIntegerField(default=60, help_text="how long the planning may take")
    status = models.CharField(max_length=12, blank=True, help_text="how the planning ended")
    penalty = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True, help_text="no roster can have a lower penalty")
    proven_for = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="the fingerprint of what the bound was proven for",
    )
    parts = models.JSONField(default=dict, help_text="the penalty by rule")
    took_seconds = models.FloatField(null=True)
    best_at_seconds = models.FloatField(null=True)
    trouble = models.JSONField(null=True, help_text="code and values of what stopped the planning")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-month", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["month", "version"], name="roster_version_once"),
            models.UniqueConstraint(
                fields=["month"], condition=Q(state="published"), name="one_published_roster"
            ),
            models.UniqueConstraint(
                fields=["month"], condition=Q(state__in=["draft", "solving"]), name="one_open_roster"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="roster_published_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} v{self.version}"


class Duty(models.Model):
    """One officer in one shift at one place. An officer has at most one a day."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="duties")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="duties")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    skill = models.CharField(max_length=13, choices=Skill)
    is_fixed = models.BooleanField(default=False, help_text="set by hand: planning again leaves it")

    class Meta:
        ordering = ["on", "place_id", "shift_id", "skill", "officer_id"]
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(fields=["roster", "officer", "on"], name="one_duty_a_day"),
        ]
        indexes = [models.Index(fields=["on", "place"], name="duty_by_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.officer}"


class Unmet(models.Model):
    """Cover that a roster leaves open, and why nobody was there for it."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="unmet")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    skill = models.CharField(max_length=13, choices=Skill)
    missing = models.PositiveSmallIntegerField()
    why = models.JSONField(default=dict)

    class Meta:
        ordering = ["on", "place_id", "shift_id", "skill"]
        verbose_name_plural = "unmet"

    def __str__(self) -> str:
        return f"{self.on} {self.skill} {self.missing}"


class Change(models.Model):
    """One change of a roster's duties, so that it can be undone and told.

    ``moves`` are officer, day, and the duty before and after; nothing where there was or is none.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=12)
    moves = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="change_number_once")]

    def __str__(self) -> str:
        return f"{self.roster} change {self.number}"


class SwapState(models.TextChoices):
    ASKED = "asked", _("Asked")
    AGREED = "agreed", _("Agreed")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


OPEN_SWAPS = (SwapState.ASKED, SwapState.AGREED)


class Swap(models.Model):
    """Somebody gives a duty to a colleague, for one of theirs or for nothing.

    Asked, agreed by the colleague, approved by a planner: the rules are asked each time. The days stand here
    as well, because duties may be gone when somebody looks at an old swap.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="swaps")
    duty = models.ForeignKey(Duty, null=True, on_delete=models.SET_NULL, related_name="+")
    with_duty = models.ForeignKey(Duty, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="swaps_asked")
    asked_of = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="swaps_offered")
    on = models.DateField()
    with_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=SwapState, default=SwapState.ASKED)
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "asked_by", "on"],
                condition=Q(state__in=["asked", "agreed"]),
                name="one_open_swap_of_a_duty",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("asked_of")), name="swap_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.asked_by} / {self.asked_of}"


class Notice(models.Model):
    """What an officer is told on their own page: a sentence's code, and its values."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["officer", "seen_at"], name="notice_by_officer")]

    def __str__(self) -> str:
        return f"{self.officer} {self.code}"
