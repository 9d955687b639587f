"""Whoever the office goes to: companies, schools and villages, what they asked for, and whom they named."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rekam.office.places.models import Place


class Client(models.Model):
    """A company, school or village to which the office goes. Where it goes is its service point."""

    name = models.CharField(_("Name"), max_length=120)
    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="client")
    kits_at_once = models.PositiveSmallIntegerField(_("Kits that fit in at once"), default=1)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["place__area__code", "name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kits_at_once__gte=1), name="client_has_room_for_a_kit"),
        ]

    def __str__(self) -> str:
        return self.name
