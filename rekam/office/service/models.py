"""What the office decided about proposals of spare kits and devices."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rekam.office.kits.models import Device, Handover, Kit
from rekam.office.places.models import Place


class SpareDecision(models.Model):
    """One proposal, accepted or refused. ``facts`` are its figures as they were shown then.

    A kit goes to a place as a whole, or a device to the kit that lacks it. A refusal holds until it is taken
    back or has become old; an accepted proposal names the receipt with which the thing was sent.
    """

    kit = models.ForeignKey(Kit, null=True, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    to_kit = models.ForeignKey(Kit, null=True, on_delete=models.PROTECT, related_name="+")
    is_accepted = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    handover = models.ForeignKey(Handover, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kit__isnull=False, device=None, to_kit=None)
                | Q(kit=None, device__isnull=False, to_kit__isnull=False),
                name="spare_a_kit_or_a_device",
            ),
            models.CheckConstraint(
                condition=Q(is_accepted=True) | ~Q(reason=""), name="spare_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kit or self.device} {'accepted' if self.is_accepted else 'refused'}"
