from django.db import models


class Closing(models.Model):
    """The end of a day at this laptop, as it was counted. *figures*: what the sheet says, without a name."""

    day = models.DateField(unique=True)
    figures = models.JSONField()
    packet_id = models.BinaryField(unique=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return self.day.isoformat()
