from django.db import models
from django.db.models import Q


class Sighting(models.Model):
    """Trouble with a device as it was seen here, until it has gone to the office. No picture and nobody's
    name.
    """

    serial = models.CharField(max_length=120, blank=True)  # empty where no device said who it is
    kind = models.CharField(max_length=20, blank=True)
    make = models.CharField(max_length=120, blank=True)
    model = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=60)
    observed = models.TextField(blank=True)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    packet_id = models.BinaryField(null=True)

    class Meta:
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["serial", "kind", "code"],
                condition=Q(reported_at=None),
                name="one_open_sighting_per_device_and_code",
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None, packet_id=None)
                | Q(reported_at__isnull=False, packet_id__isnull=False),
                name="sighting_reported_in_a_packet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial or self.kind}: {self.code}"


class Plugged(models.Model):
    """A device that answered here: who it was, and where and when it did last."""

    serial = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=20)
    make = models.CharField(max_length=120, blank=True)
    model = models.CharField(max_length=120, blank=True)
    port = models.PositiveIntegerField()
    is_simulated = models.BooleanField(default=False)
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_at", "serial"]

    @property
    def name(self) -> str:
        return f"{self.make} {self.model}".strip()

    def __str__(self) -> str:
        return self.serial
