"""What the office said under a number, kept for ever as it was said, and the paper it is said on."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rekam.office.reports import numbering

LONGEST_NOTE = 4_000


class Kind(models.TextChoices):
    MONTHLY = "monthly", _("Monthly report")
    DAILY = "daily", _("Daily report")


class Issued(models.Model):
    """A report with a number. Never changed and never deleted: triggers refuse both.

    ``content`` is everything that is on the paper, as canonical JSON: text and not a JSON column, because
    PostgreSQL would store it in another form than the one that was hashed. ``posting`` and ``last_session``
    are the last ones that its figures know of: what was entered later under an earlier date is told apart by
    them.
    """

    number = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=7, choices=Kind)
    area_code = models.CharField(max_length=13)
    start = models.DateField(help_text="the first day of the period")
    on = models.DateField(help_text="its last day, on which the figures stand")
    known = models.DateField(help_text="the figures are as they were known on this day")
    dated = models.DateField(help_text="the date on the paper")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    edition = models.PositiveSmallIntegerField(default=1, help_text="1 for the first report of a period")
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by", editable=False
    )
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    posting = models.BigIntegerField()
    revision = models.BigIntegerField()
    last_session = models.BigIntegerField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["-dated", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="report_number_once_a_year"),
            models.UniqueConstraint(
                fields=["kind", "area_code", "start", "on", "edition"], name="report_one_edition"
            ),
            models.CheckConstraint(condition=Q(start__lte=F("on")), name="report_period_in_order"),
            models.CheckConstraint(
                condition=Q(edition=1, replaces=None) | Q(edition__gt=1, replaces__isnull=False),
                name="report_later_edition_replaces",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Withdrawal(models.Model):
    """A report that the office no longer stands by. It stays readable, marked as withdrawn."""

    report = models.OneToOneField(Issued, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report} withdrawn"


class Emblem(models.Model):
    """The picture at the head of the paper. Earlier ones stay: issued reports keep the one they were issued
    with.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=4, choices=[("png", "PNG"), ("jpeg", "JPEG")])
    picture = models.BinaryField(validators=[MaxLengthValidator(400_000)])

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


class Letterhead(models.Model):
    """What the office's paper says beside the office's own name and address, and how reports are numbered."""

    government = models.CharField(_("Government"), max_length=150, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=10, blank=True)
    telephone = models.CharField(_("Telephone"), max_length=60, blank=True)
    email = models.CharField(_("E-mail or site"), max_length=120, blank=True)
    place = models.CharField(_("Place of signing"), max_length=80, blank=True)
    signer_title = models.CharField(_("Title of who signs"), max_length=120, blank=True)
    signer_rank = models.CharField(_("Rank of who signs"), max_length=120, blank=True)
    number_pattern = models.CharField(
        _("Pattern of numbers"), max_length=60, default=numbering.PATTERN, validators=[numbering.validate]
    )
    emblem = models.ForeignKey(Emblem, null=True, blank=True, on_delete=models.PROTECT, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_letterhead")]

    def __str__(self) -> str:
        return self.number_pattern

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
