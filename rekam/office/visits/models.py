"""Visits: where a crew goes on a day, whom it expects there, and what became of each."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rekam.office.clients.models import Client
from rekam.office.kits.models import Kit
from rekam.office.places.models import Place
from rekam.office.rosters.models import Officer


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    UNDER_WAY = "under_way", _("Under way")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class Visit(models.Model):
    """One crew or several at one place on one day. ``expected`` is in recordings, as it was planned."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="visits")
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="visits")
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    is_promised = models.BooleanField(default=False, help_text="the client was told this day")
    expected = models.DecimalField(max_digits=8, decimal_places=3, null=True)
    crew = models.ManyToManyField(Officer, related_name="visits", blank=True)
    kits = models.ManyToManyField(Kit, related_name="visits", blank=True)

    class Meta:
        ordering = ["on", "starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="visit_within_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.place_id}"
