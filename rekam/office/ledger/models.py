from django.conf import settings
from django.db import models

from rekam.domain.coverage.rules import Measure, Reason

MEASURES = [(m.value, m.value) for m in Measure]
REASONS = [(r.value, r.value) for r in Reason]


class Posting(models.Model):
    """One act that put lines into the ledger: an import, a correction, a recording, or the undoing of one."""

    kind = models.CharField(max_length=30)
    source = models.CharField(max_length=100)
    posted_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class Line(models.Model):
    """One signed change of a count. Never updated and never deleted: triggers refuse both.

    ``effective_on`` is when it became true, ``known_on`` when the register learned it. ``resident_id`` is no
    foreign key: the ledger knows nothing of residents, and a line outlives an import that was undone.
    """

    # Without constraints in the database: checking them line by line costs as much as writing the lines. Only
    # ``actions.post`` writes lines, postings and areas are never deleted, and ``rekam verify`` recounts all.
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="lines", db_constraint=False)
    resident_id = models.BigIntegerField(db_index=True)
    area = models.ForeignKey("regions.Area", on_delete=models.PROTECT, db_index=False, db_constraint=False)
    sex = models.CharField(max_length=1)
    measure = models.CharField(max_length=10, choices=MEASURES)
    reason = models.CharField(max_length=20, choices=REASONS)
    cause = models.CharField(max_length=20, choices=REASONS)
    amount = models.SmallIntegerField()
    effective_on = models.DateField()
    known_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["known_on", "effective_on"], name="line_by_known")]

    def __str__(self) -> str:
        return f"{self.amount:+d} {self.measure} {self.reason}"


class Page(models.Model):
    """Lines already added up: all lines of one span of effective days and one span of known days.

    A span is a decade (201), a year (2016), a month (201609) or a day (20160930). ``cells`` holds pairs of
    32-bit numbers (see ``domain.coverage.pages``). Any count for any pair of dates is the sum of a few
    hundred pages, however many residents there are. `rekam verify --repair` makes pages anew from the lines.
    """

    pk = models.CompositePrimaryKey("effective", "known")
    effective = models.IntegerField()
    known = models.IntegerField()
    cells = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.effective}/{self.known}"


class Book(models.Model):
    """The one ledger of this office: its row is the lock that posting takes.

    ``revision`` is another random number after each posting: what was worked out under one revision is right
    for as long as it stands, even when a posting is rolled back or a backup is restored.
    """

    revision = models.BigIntegerField(default=0)
    first_known = models.DateField(null=True)
    last_known = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_book")]

    def __str__(self) -> str:
        return f"revision {self.revision}"
