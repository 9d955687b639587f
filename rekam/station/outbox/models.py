from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rekam.asked import Asked


class State(models.TextChoices):
    """How surely the office holds it. Each step is reached by proof, never by an answer's status."""

    WAITING = "waiting", _("Waiting to be sent")
    HELD = "held", _("Held by the office once")
    HELD_TWICE = "held_twice", _("Held by the office twice")
    DELETED = "deleted", _("Deleted here, held by the office")


class Packet(models.Model):
    """A sealed packet. Not even this station can read it; its row stays when its bytes have gone."""

    packet_id = models.BinaryField(unique=True)
    epoch = models.PositiveIntegerField()
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    slip_code = models.CharField(max_length=20, blank=True)
    header = models.BinaryField()
    header_hash = models.BinaryField()
    digest = models.BinaryField()
    size = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.WAITING, db_index=True)
    receipt_1 = models.BinaryField(null=True)
    receipt_2 = models.BinaryField(null=True)
    held_twice_at = models.DateTimeField(null=True)
    held_twice_seen_at = models.DateTimeField(null=True)  # the office's time in that receipt
    deleted_at = models.DateTimeField(null=True)
    copied_at = models.DateTimeField(null=True)  # the sealed second copy
    copied_to = models.CharField(max_length=500, blank=True)
    lost_there_at = models.DateTimeField(null=True)  # the office's time when it no longer held it
    quarantined_at = models.DateTimeField(null=True)  # the office keeps it aside for people to decide

    class Meta:
        ordering = ["epoch", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["epoch", "sequence"], name="one_packet_per_number"),
            models.CheckConstraint(
                condition=~Q(state=State.DELETED) | Q(receipt_2__isnull=False),
                name="deleted_when_held_twice",
            ),
        ]

    @cached_property
    def ciphertext(self) -> bytes | None:
        """The sealed bytes as they lie here, read once for this object; none once they were deleted."""
        body = _body(self.pk)
        return bytes(body.ciphertext) if body else None


class Body(models.Model):
    """The bytes of a packet, in a table of their own: what stands in one row with them is read through all of
    them, and written anew with all of them whenever the packet's state changes. A trigger of the database
    keeps them until the packet is deleted, which takes a receipt for two copies.
    """

    packet = models.OneToOneField(Packet, on_delete=models.RESTRICT, primary_key=True, related_name="+")
    ciphertext = models.BinaryField()


_body = Asked(lambda pk: Body.objects.filter(pk=pk), int).first


class LogSeen(models.Model):
    """The office's log as it was signed last and shown to continue all before: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField()
    root = models.BinaryField()
    broken_at = models.DateTimeField(null=True)  # when what the office showed did not fit

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_log_seen")]
