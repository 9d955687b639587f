from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    MALE = "m", _("Male")
    FEMALE = "f", _("Female")


class Marital(models.TextChoices):
    SINGLE = "single", _("Never married")
    MARRIED = "married", _("Married")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")


class Citizenship(models.TextChoices):
    CITIZEN = "citizen", _("Indonesian citizen")
    PERMANENT_STAY = "permanent_stay", _("Foreigner with permanent stay (ITAP)")
    TEMPORARY_STAY = "temporary_stay", _("Foreigner with limited stay (ITAS)")


class Standing(models.TextChoices):
    RESIDENT = "resident", _("Lives here")
    MOVED_OUT = "moved_out", _("Moved out")
    DIED = "died", _("Died")
    LEFT = "left", _("No longer in the register")


class Resident(models.Model):
    """A person whom the register holds, with the facts as the latest source said them.

    What earlier sources said is in ``Saying``. ``obliged_from`` and ``first_recorded_on`` are derived from
    all of it together with the ledger lines, in the same transaction.
    """

    nik = models.CharField(max_length=16, unique=True)
    kk = models.CharField(max_length=16, blank=True, db_index=True)
    name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=150, db_index=True, help_text="the name as search sees it")
    sex = models.CharField(max_length=1, choices=Sex)
    born = models.DateField()
    birth_place = models.CharField(max_length=100, blank=True)
    marital = models.CharField(max_length=8, choices=Marital)
    married_on = models.DateField(null=True)
    religion = models.CharField(max_length=40, blank=True)
    blood = models.CharField(max_length=10, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    education = models.CharField(max_length=60, blank=True)
    occupation = models.CharField(max_length=80, blank=True)
    employer = models.CharField(max_length=120, blank=True)
    area = models.ForeignKey("regions.Area", on_delete=models.PROTECT, db_index=False)
    rt = models.CharField(max_length=5, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    address = models.CharField(max_length=200, blank=True)
    citizenship = models.CharField(max_length=14, choices=Citizenship, default=Citizenship.CITIZEN)
    standing = models.CharField(max_length=9, choices=Standing, default=Standing.RESIDENT)
    ended_on = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    came = models.CharField(max_length=20, help_text="how the register first learned of the person")
    ektp_status = models.CharField(max_length=40, blank=True)
    ektp_on = models.DateField(null=True)
    ektp_updated_on = models.DateField(null=True)
    ektp_place = models.CharField(max_length=100, blank=True)

    known_on = models.DateField(help_text="the day on which the source knew this")
    source = models.CharField(max_length=60, db_index=True, help_text="the import or correction that said it")
    fingerprint = models.BigIntegerField(help_text="of the source's row: the same row again is seen at once")
    said = models.BigIntegerField(
        default=-1, db_default=-1, help_text="which facts the source said itself, as facts.BITS"
    )
    obliged_from = models.DateField(null=True)
    first_recorded_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            # The unrecorded list of a village, oldest obligation first.
            models.Index(fields=["area", "first_recorded_on", "obliged_from"], name="resident_unrecorded"),
            models.Index(fields=["born"], name="resident_by_birth"),
        ]

    def __str__(self) -> str:
        return f"resident {self.pk}"


class Saying(models.Model):
    """What an earlier source said of a resident, kept whole: the history behind the present facts."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="sayings")
    known_on = models.DateField()
    source = models.CharField(max_length=60, db_index=True)
    facts = models.JSONField(help_text="the fields of Resident that a source says, dates as ISO text")

    came_late = models.BooleanField(default=False, help_text="a newer saying was held already when it came")

    class Meta:
        ordering = ["known_on", "id"]

    def __str__(self) -> str:
        return f"{self.source} on {self.known_on}"


class Confirmation(models.Model):
    """Of which residents one source said what was known on its day already: no saying is kept of it until
    something comes before it or is taken away under it (``tellings``), and what it confirmed is not undone
    with the source that had said it first.
    """

    source = models.CharField(max_length=60, unique=True)
    residents = models.BinaryField(help_text="their ids, as bulk.packed")
    said = models.BinaryField(
        null=True, help_text="of each, in that order, which facts it said, as bulk.packed_in_order"
    )
    known_on = models.DateField()

    def __str__(self) -> str:
        return self.source
