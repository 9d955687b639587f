from django.db import models
from django.db.models import Q


class Identity(models.Model):
    """The one row that says which station of which office this is. Ids and keys are as the wire has them."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    station = models.BinaryField()
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300)  # of the office's receiver
    office_name = models.CharField(max_length=200)
    office_key = models.BinaryField()
    seal_suite = models.PositiveSmallIntegerField()
    seal_seed = models.BinaryField()
    time_seen = models.DateTimeField(null=True)  # the last time that the office has signed
    time_seen_uptime = models.FloatField(null=True)  # and when that was, by a clock that nobody turns
    time_seen_boot = models.BinaryField(null=True)
    second_folder = models.CharField(max_length=500, blank=True)  # where the second, sealed copy goes

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_identity")]


class Epoch(models.Model):
    """One installation's chain of packets: a signing key, the next number, and the header before it."""

    number = models.PositiveIntegerField(primary_key=True)
    signing_seed = models.BinaryField()
    next_sequence = models.PositiveBigIntegerField(default=1)
    previous = models.BinaryField()
    begun_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)  # nothing new is sealed: see `stopping`
    # The office has this number of these keys, and this disk had not come so far: it is from an earlier day.
    office_has = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["number"]
