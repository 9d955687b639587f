import uuid

from django.db import models

from rekam.station.counter.work import Work
from rekam.station.queue.models import Ticket


class Draft(models.Model):
    """A recording that is not finished. It survives a crash, and is gone once the recording is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="draft")
    operator = models.CharField(max_length=64)
    kept = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("started_at",)

    @property
    def work(self) -> Work:
        return Work.read(self.kept) if self.kept else Work()

    def __str__(self) -> str:
        return str(self.id)


class Shot(models.Model):
    """One try of one step, by one device."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="shots")
    step = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField()
    make = models.CharField(max_length=100)
    model = models.CharField(max_length=100)
    serial = models.CharField(max_length=100)
    is_simulated = models.BooleanField(default=False)
    operator = models.CharField(max_length=64, blank=True)  # who took it; empty: before this was kept
    remarks = models.JSONField(default=list)  # codes of what was not as it should be
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("draft", "step", "number"), name="shot_number_once")]

    def __str__(self) -> str:
        return f"{self.step} {self.number}"


class Piece(models.Model):
    """One finger, eye, face or signature of a try, as the device gave it."""

    shot = models.ForeignKey(Shot, on_delete=models.CASCADE, related_name="pieces")
    part = models.CharField(max_length=20)
    format = models.CharField(max_length=20)
    data = models.BinaryField()
    quality = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("shot", "part"), name="piece_once_a_shot")]

    def __str__(self) -> str:
        return self.part


class Made(models.Model):
    """What the station still knows of a sealed recording: no image and no NIK, but how well it went."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="made")
    slip_code = models.CharField(max_length=20, unique=True)
    packet_id = models.BinaryField(unique=True)
    visit = models.CharField(
        max_length=200, null=True
    )  # as its packet says; none: sealed before this was kept
    place_code = models.CharField(max_length=200, blank=True)
    operator = models.CharField(max_length=64)
    is_simulated = models.BooleanField(default=False)  # something of it was captured by a simulated device
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    seconds = models.JSONField(default=dict)  # step: how long it took
    quality = models.JSONField(default=list)  # one entry for each capture that was kept

    class Meta:
        ordering = ("finished_at",)

    def __str__(self) -> str:
        return self.slip_code
