"""Packets from stations: as they came, what became of each, and what two people have to decide."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.sync.arrivals import Why
from rekam.domain.sync.people import Likeness
from rekam.office.recordings.models import Session
from rekam.office.residents.models import Resident
from rekam.office.stations.models import Epoch
from rekam.office.sync.words import KINDS, WHY
from rekam.office.visits.models import Visit

USER = settings.AUTH_USER_MODEL
NUMBER = ["station_key", "epoch_number", "sequence"]  # of a packet


class PacketState(models.TextChoices):
    """How far a packet's bytes are; whether it was opened stands beside it."""

    ARRIVING = "arriving", _("Arriving")
    HELD = "held", _("Held once")
    COPIED = "copied", _("Held twice")
    ERASED = "erased", _("Images erased")


class Opened(models.TextChoices):
    NOT_YET = "", _("Not opened yet")
    DONE = "done", _("In the register")
    FAILED = "failed", _("Cannot be read")


class Packet(models.Model):
    """One sealed packet. *name* is the hash of its signed header: two with one id have two names. Only what
    is not in quarantine claims its id and its number: a forgery stands in nobody's way.
    """

    name = models.CharField(max_length=64, unique=True)
    packet_id = models.CharField(max_length=32, db_index=True)
    station_key = models.CharField(max_length=32)
    epoch_number = models.PositiveBigIntegerField()
    epoch = models.ForeignKey(Epoch, null=True, blank=True, on_delete=models.PROTECT, related_name="packets")
    sequence = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    operator_key = models.CharField(max_length=32)
    pack_version = models.PositiveIntegerField(default=0)
    header = models.BinaryField()
    digest = models.CharField(max_length=64)
    length = models.PositiveBigIntegerField()
    sealed_at = models.DateTimeField(help_text="by the laptop's clock: data, not order")
    office_time_seen = models.DateTimeField(null=True, blank=True)
    is_clock_odd = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=PacketState, default=PacketState.ARRIVING)
    quarantine = models.CharField(max_length=13, blank=True, choices=WHY.items())
    released_at = models.DateTimeField(null=True, blank=True, help_text="two people let it out of quarantine")
    told_at = models.DateTimeField(help_text="when its header came")
    asked_at = models.DateTimeField(help_text="when its header came last")
    given_up_at = models.DateTimeField(
        null=True, blank=True, help_text="nothing came for so long that its parts were erased"
    )
    held_at = models.DateTimeField(null=True, blank=True)
    copied_at = models.DateTimeField(null=True, blank=True)
    opened = models.CharField(max_length=6, blank=True, choices=Opened)
    opened_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0, help_text="how often its opening was begun")
    trouble = models.CharField(max_length=60, blank=True, help_text="the code of what stopped its opening")
    leaf = models.PositiveBigIntegerField(
        null=True, blank=True, unique=True, help_text="its place in the log"
    )
    came_by_usb = models.BooleanField(default=False)

    class Meta:
        ordering = ["told_at", "id"]
        indexes = [
            models.Index(fields=NUMBER, name="packet_by_number"),
            models.Index(fields=["state", "opened"], name="packet_by_state"),
            models.Index(fields=["digest"], name="packet_by_digest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["packet_id"], condition=Q(quarantine=""), name="packet_id_once"),
            models.UniqueConstraint(fields=NUMBER, condition=Q(quarantine=""), name="packet_number_once"),
            models.CheckConstraint(
                condition=Q(state=PacketState.ARRIVING, held_at=None)
                | ~Q(state=PacketState.ARRIVING) & Q(held_at__isnull=False),
                name="packet_held_at_by_its_state",
            ),
            models.CheckConstraint(
                condition=Q(quarantine="") | Q(quarantine__in=[w.value for w in Why]), name="packet_why_known"
            ),
            models.CheckConstraint(condition=Q(opened__in=Opened.values), name="packet_opened_known"),
        ]

    def __str__(self) -> str:
        return f"packet {self.packet_id[:8]}"


class Receipt(models.Model):
    """What the office signed for a packet: the same bytes for ever."""

    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="receipts")
    level = models.PositiveSmallIntegerField()
    data = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["packet", "level"], name="one_receipt_of_a_level"),
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="receipt_level_known"),
        ]

    def __str__(self) -> str:
        return f"receipt {self.level} of {self.packet_id}"


class Leaf(models.Model):
    """One line of the log of everything received (RFC 9162): what a receipt names by its place."""

    place = models.PositiveBigIntegerField(primary_key=True)
    hash = models.BinaryField()

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"leaf {self.place}"


class LogHead(models.Model):
    """How long the log is: one row, which whoever adds a line locks."""

    frontier = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_log")]


class Recorded(models.Model):
    """What was in a packet, but for the images: those stay sealed."""

    class Standing(models.TextChoices):
        COUNTS = "counts", pgettext_lazy("recording", "Counts")
        HELD = "held", pgettext_lazy("recording", "Held until decided")
        ASIDE = "aside", pgettext_lazy("recording", "Decided not to count")

    packet = models.OneToOneField(Packet, on_delete=models.PROTECT, related_name="recorded")
    nik = models.CharField(max_length=16, blank=True, db_index=True)
    kk = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=150)
    born = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    area_code = models.CharField(max_length=13, blank=True)
    matched = models.CharField(max_length=15, blank=True)
    resident = models.ForeignKey(Resident, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="recorded"
    )
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="recorded")
    file = models.CharField(max_length=60, blank=True, help_text="the import that told of its session before")
    place = models.CharField(max_length=120, blank=True)
    place_area = models.CharField(max_length=13, blank=True)
    operator = models.CharField(max_length=150, blank=True)
    kit = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    slip = models.CharField(max_length=40, blank=True)
    quality = models.PositiveIntegerField(
        default=0, help_text="the sum over its images: to choose the better"
    )
    again = models.CharField(max_length=300, blank=True, help_text="why once more on that day")
    has_exceptions = models.BooleanField(default=False)
    is_simulated = models.BooleanField(default=False)
    standing = models.CharField(max_length=6, choices=Standing, default=Standing.COUNTS)
    is_best = models.BooleanField(default=True, help_text="of the recordings of this NIK")
    arrived_on = models.DateField()
    compared_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["packet"]
        indexes = [
            models.Index(fields=["standing"], name="recorded_by_standing"),
            models.Index(fields=["slip"], name="recorded_by_slip"),
        ]

    def __str__(self) -> str:
        return f"recorded {self.pk}"


class Alike(models.Model):
    """What comparing the biometrics of two recordings said. *one* has the smaller number."""

    one = models.ForeignKey(Recorded, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Recorded, on_delete=models.CASCADE, related_name="+")
    said = models.CharField(max_length=9, choices=[(each.value, each.value) for each in Likeness])
    score = models.FloatField(null=True)
    by = models.CharField(max_length=10, blank=True, help_text="finger, iris or face")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="compared_once")]


class EyeCode(models.Model):
    """What an eye looks like in numbers, sealed: the worker alone can read it."""

    recorded = models.ForeignKey(Recorded, on_delete=models.CASCADE, related_name="+")
    eye = models.CharField(max_length=5)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recorded", "eye"], name="one_code_of_an_eye")]

    def __str__(self) -> str:
        return f"{self.eye} of {self.recorded_id}"


class Case(models.Model):
    """Something that two people decide. Its key is the same whatever came first."""

    key = models.CharField(max_length=400, unique=True)
    kind = models.CharField(max_length=12, choices=KINDS.items())
    packets = models.ManyToManyField(Packet, related_name="cases")
    made_at = models.DateTimeField()
    is_moot = models.BooleanField(default=False, help_text="what came later answered it")
    proposed = models.JSONField(null=True, help_text="the packets that shall count, by name")
    proposed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    nik = models.CharField(max_length=16, blank=True, help_text="whose recording it is, as was proposed")
    why = models.CharField(_("reason"), max_length=300, blank=True)
    decided = models.JSONField(null=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None)
                | Q(decided_by__isnull=False, proposed_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="case_decided_by_two_people",
            )
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"


class Correction(models.Model):
    """A field that was corrected at a counter: what was found there and what was put there."""

    class State(models.TextChoices):
        MADE = "made", pgettext_lazy("correction", "Made")
        CLASHING = "clashing", pgettext_lazy("correction", "Waits for a clerk")
        DONE = "done", pgettext_lazy("correction", "Settled")
        DECLINED = "declined", pgettext_lazy("correction", "Declined")

    recorded = models.ForeignKey(Recorded, on_delete=models.CASCADE, related_name="corrections")
    resident = models.ForeignKey(Resident, null=True, on_delete=models.SET_NULL, related_name="+")
    field = models.CharField(max_length=20)
    was = models.CharField(max_length=200, blank=True)
    to = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.CLASHING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded", "id"]
        constraints = [models.UniqueConstraint(fields=["recorded", "field"], name="field_corrected_once")]

    def __str__(self) -> str:
        return f"{self.field} of {self.recorded_id}"


class Ground(models.Model):
    """What the register held in a field before any counter corrected it, and what we put there since."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=20)
    base = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resident", "field"], name="one_ground_of_a_field")]


class Image(models.Model):
    """How good one capture was, and what it was made with. The image itself stays sealed."""

    recorded = models.ForeignKey(Recorded, on_delete=models.CASCADE, related_name="images")
    modality = models.CharField(max_length=16)
    part = models.CharField(max_length=60, blank=True)
    quality = models.PositiveSmallIntegerField(default=0)
    has_quality = models.BooleanField(default=True)
    tries = models.PositiveSmallIntegerField(default=1)
    is_low = models.BooleanField(default=False, help_text="accepted below the threshold")
    reason = models.CharField(max_length=30, blank=True)
    make = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=60, blank=True)
    serial = models.CharField(max_length=60, blank=True)
    operator = models.CharField(
        max_length=150, blank=True, help_text="who took it, where another one finished the recording"
    )

    class Meta:
        indexes = [models.Index(fields=["make", "serial"], name="image_by_device")]


class Missing(models.Model):
    """A part of a body that could not be captured, and why."""

    recorded = models.ForeignKey(Recorded, on_delete=models.CASCADE, related_name="missing")
    part = models.CharField(max_length=30)
    reason = models.CharField(max_length=30)
    second_officer = models.CharField(max_length=150, blank=True)


class StepTime(models.Model):
    """How long one step of a recording took, or the part of it that one operator worked."""

    recorded = models.ForeignKey(Recorded, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=30)
    seconds = models.PositiveIntegerField()
    operator = models.CharField(
        max_length=150, blank=True, help_text="who did it, where another one finished the recording"
    )

    class Meta:
        indexes = [models.Index(fields=["step"], name="step_time_by_step")]


class DayClosing(models.Model):
    """What a station said at the end of a day."""

    packet = models.OneToOneField(Packet, on_delete=models.PROTECT, related_name="closing")
    on = models.DateField()
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded = models.PositiveIntegerField(default=0)
    failed = models.JSONField(default=dict, help_text="people by reason")
    first_sequence = models.PositiveBigIntegerField(default=0)
    last_sequence = models.PositiveBigIntegerField(default=0)
    copies = models.PositiveIntegerField(default=0)
    unsent = models.PositiveIntegerField(default=0)
    devices = models.JSONField(default=dict, help_text="state by serial number")
    sums = models.JSONField(default=dict, help_text="queue, quality and time by step, as the laptop added up")

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"closing {self.on}"


class Counted(models.Model):
    """What a closing told of one visit or place, under one set of keys. Older ones told of the day alone."""

    closing = models.ForeignKey(DayClosing, on_delete=models.CASCADE, related_name="counted")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="+")
    epoch = models.ForeignKey(Epoch, null=True, on_delete=models.PROTECT, related_name="+")
    place_code = models.CharField(max_length=200, blank=True)
    recorded = models.PositiveIntegerField()
    sequences = models.JSONField(help_text="the numbers of their packets")


class Erasure(models.Model):
    """Proof that a packet's images are gone: which, when, by which rule, and that they were looked for."""

    packet = models.OneToOneField(Packet, on_delete=models.PROTECT, related_name="erasure")
    digest = models.CharField(max_length=64)
    length = models.PositiveBigIntegerField()
    rule = models.CharField(max_length=60)
    files = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"erasure of {self.packet_id}"


class Keeping(models.Model):
    """How long images stay at the office: one row."""

    after_confirmed_days = models.PositiveIntegerField(default=90)
    at_most_days = models.PositiveIntegerField(default=730)
    went_by = models.DateField(null=True, blank=True, help_text="the last day that erasing went by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_keeping"),
            models.CheckConstraint(condition=Q(at_most_days__gte=1), name="kept_at_least_a_day"),
        ]
