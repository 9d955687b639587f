from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Measured(models.TextChoices):
    REGISTERED = "registered", _("Registered")
    OBLIGED = "obliged", _("Obliged")
    RECORDED = "recorded", _("Recorded")
    UNRECORDED = "unrecorded", _("Unrecorded")
    RECORDED_IN_MONTH = "recorded_in_month", _("Recorded in the month")


class Stated(models.Model):
    """A figure that somebody published: kept as it was said, with its source, beside what the ledger
    computes.
    """

    measure = models.CharField(max_length=17, choices=Measured)
    value = models.BigIntegerField()
    on = models.DateField(help_text="the day that the figure is about")
    area_code = models.CharField(max_length=13)
    stated_by = models.CharField(max_length=150)
    published_on = models.DateField()
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_on", "measure", "id"]

    def __str__(self) -> str:
        return f"{self.measure} {self.value} on {self.on}"
