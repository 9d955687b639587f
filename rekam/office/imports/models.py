from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    RESIDENTS = "residents", _("Register of residents")
    RECORDINGS = "recordings", _("Recordings already made")


class Mode(models.TextChoices):
    RELEASE = "release", _("Release: complete for an area")
    UPDATE = "update", _("Update: never removes")


class State(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    REVIEWING = "reviewing", _("Being read")
    REVIEWED = "reviewed", _("Waiting for a decision")
    COMMITTING = "committing", _("Being committed")
    COMMITTED = "committed", _("Committed")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", _("Could not be read")


class Import(models.Model):
    """One file on its way into the register: uploaded, reviewed, and only then committed by a person.

    The file and what was read of it lie in the data folder (``desk``), not in the database. ``counts`` are
    rows by outcome; ``effect`` is what the commit makes of the counts per district; ``columns`` says which
    column of the file is taken for which field, as found or as a person corrected it, in which order its
    dates stand, and what else was found about the file as a whole.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    mode = models.CharField(max_length=7, choices=Mode, default=Mode.UPDATE)
    scope = models.CharField(
        max_length=13, blank=True, help_text="for a release: the area it is complete for"
    )
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField(help_text="the day on which the office knew what the file says")
    sheet = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    columns = models.JSONField(default=dict)
    decided = models.JSONField(default=dict, help_text="what a person decided about rows in doubt")
    counts = models.JSONField(default=dict)
    effect = models.JSONField(default=list)
    fields = models.JSONField(default=dict, help_text="how often each field changes")
    trouble = models.JSONField(null=True, help_text="code and values of what stopped it")
    keep_missing = models.BooleanField(
        default=False, help_text="for a release: leave those missing from it as they are"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    posting = models.ForeignKey("ledger.Posting", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def source(self) -> str:
        """How rows say that they came by this import."""
        return f"import:{self.pk}"

    @property
    def effect_on(self) -> date:
        """The day on whose counts ``effect`` is taken: that of the file, or of the latest recording in it."""
        day = self.columns.get("effect_on")
        return date.fromisoformat(day) if day else self.as_of
