from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rekam.domain.recording import closing, lasting, queue
from rekam.station import clock


class State(models.TextChoices):
    WAITING = queue.State.WAITING.value, _("waiting")
    CALLED = queue.State.CALLED.value, _("called")
    AT_COUNTER = queue.State.AT_COUNTER.value, _("at the counter")
    DONE = queue.State.DONE.value, _("recorded")
    FAILED = queue.State.FAILED.value, _("not recorded")
    LEFT = queue.State.LEFT.value, _("left")


class Priority(models.TextChoices):
    NONE = queue.Priority.NONE.value, _("no priority")
    ELDERLY = queue.Priority.ELDERLY.value, _("elderly")
    DISABLED = queue.Priority.DISABLED.value, _("disabled")


class Failure(models.TextChoices):
    UNDER_16 = closing.Failure.UNDER_16.value, _("not yet 16 years old")
    ALREADY_RECORDED = closing.Failure.ALREADY_RECORDED.value, _("already recorded")
    NO_PAPERS = closing.Failure.NO_PAPERS.value, _("no papers at hand")
    DEVICE = closing.Failure.DEVICE.value, _("a device does not work")
    REFUSED = closing.Failure.REFUSED.value, _("does not want to be recorded")
    ILL = closing.Failure.ILL.value, _("ill")
    WENT_AWAY = closing.Failure.WENT_AWAY.value, _("went away before the end")
    OTHER = closing.Failure.OTHER.value, _("something else")


class Ticket(models.Model):
    """One person's place in the queue of one day. *token*: what its QR code says, random."""

    on = models.DateField()
    number = models.PositiveIntegerField()
    token = models.CharField(max_length=22, unique=True)
    resident = models.CharField(max_length=64, blank=True)  # as the pack names them; empty for strangers
    name = models.CharField(max_length=150, blank=True)
    born = models.DateField(null=True, blank=True)
    is_expected = models.BooleanField(default=False)
    priority = models.CharField(max_length=8, choices=Priority, default=Priority.NONE)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    failure = models.CharField(max_length=16, choices=Failure, blank=True)
    note = models.CharField(max_length=300, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    given_by = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    seated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    given_tick = models.CharField(max_length=60, blank=True)  # the same as the machine counts: see `clock`
    seated_tick = models.CharField(max_length=60, blank=True)
    ended_tick = models.CharField(max_length=60, blank=True)
    turn = models.PositiveIntegerField(null=True)  # the how-manieth call of this laptop
    is_closed = models.BooleanField(default=False)  # told to the office by a closing of its day
    came_again = models.BooleanField(
        default=False
    )  # left or not recorded, and counted with another ticket of that day
    marks = models.CharField(max_length=100, blank=True, default="")  # by which they are known again: `marks`

    class Meta:
        ordering = ("on", "number")
        constraints = [
            models.UniqueConstraint(fields=("on", "number"), name="ticket_number_once_a_day"),
            models.UniqueConstraint(
                fields=("on", "resident"),
                condition=~Q(resident="") & ~Q(state__in=(State.LEFT, State.FAILED)),
                name="ticket_one_per_resident_and_day",
            ),
            models.CheckConstraint(
                condition=Q(state=State.FAILED) ^ Q(failure=""), name="ticket_failed_with_a_reason"
            ),
        ]

    @property
    def waited(self) -> float | None:
        """Seconds from the ticket to the chair."""
        return _lasted(self.given_at, self.given_tick, self.seated_at, self.seated_tick, lasting.WAIT)

    @property
    def took(self) -> float | None:
        """Seconds at the counter."""
        return _lasted(self.seated_at, self.seated_tick, self.ended_at, self.ended_tick, lasting.PERSON)

    def turn_before(self, following: "Ticket") -> float | None:
        """Seconds from this one's being seated to the next one's: with what lies between two people, such as
        calling and coming to the chair. Where the next came later or after a break, the time at the counter.
        """
        turn = _lasted(
            self.seated_at, self.seated_tick, following.seated_at, following.seated_tick, lasting.PERSON
        )
        empty = _lasted(
            self.ended_at, self.ended_tick, following.seated_at, following.seated_tick, lasting.PERSON
        )
        waited = _lasted(
            following.given_at, following.given_tick, self.ended_at, self.ended_tick, lasting.WAIT
        )
        is_turn = turn is not None and waited is not None and (empty or 0.0) <= lasting.BETWEEN
        return turn if is_turn else self.took

    @property
    def label(self) -> str:
        """As it is called: P 013 for somebody with priority, A 012 for the others."""
        letter = "A" if self.priority == Priority.NONE else "P"
        return f"{letter} {self.number:03d}"

    def __str__(self) -> str:
        return self.label


def _lasted(
    first: datetime | None, first_tick: str, last: datetime | None, last_tick: str, most: float
) -> float | None:
    if first is None or last is None:
        return None
    wall, counted = (last - first).total_seconds(), clock.between(first_tick, last_tick)
    return lasting.lasted(wall=wall, counted=counted, most=most)
