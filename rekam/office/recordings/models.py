from django.db import models


class Session(models.Model):
    """One recording session, of whoever holds the NIK: of a resident, of somebody who lives elsewhere, or of
    somebody the register does not know yet. Sessions are never merged; people are counted, not sessions.
    """

    nik = models.CharField(max_length=16)
    recorded_on = models.DateField(help_text="the day at the place of recording")
    clock = models.CharField(max_length=8, blank=True, help_text="HH:MM:SS there, when the source gives it")
    place = models.CharField(max_length=120, blank=True)
    area_code = models.CharField(
        max_length=13, blank=True, help_text="where it was recorded, maybe elsewhere"
    )
    kit = models.CharField(max_length=60, blank=True)
    operator = models.CharField(max_length=100, blank=True)
    again = models.CharField(
        max_length=300, blank=True, db_default="", help_text="why they were recorded once more on that day"
    )
    status = models.CharField(max_length=40, blank=True, help_text="the code of the latest report")
    status_on = models.DateField(null=True)
    known_on = models.DateField()
    source = models.CharField(max_length=60, help_text="the import or packet it came by")

    class Meta:
        ordering = ["recorded_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["nik", "recorded_on", "clock"], name="one_session"),
        ]
        indexes = [
            models.Index(fields=["recorded_on"], name="session_by_day"),
            models.Index(fields=["source"], name="session_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_on} {self.status}"


class Status(models.Model):
    """What the centre or the regency reported of a session, with its time and source: the code as the office
    understands it, and the word to the letter.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reports")
    code = models.CharField(max_length=40)
    said = models.TextField(
        blank=True, db_default="", help_text="to the letter; blank: the office's own, or kept before it was"
    )
    on = models.DateField()
    clock = models.CharField(
        max_length=8, blank=True, db_default="", help_text="HH:MM:SS there, when the source gives it"
    )
    known_on = models.DateField()
    source = models.CharField(max_length=60, db_index=True)

    class Meta:
        ordering = ["on", "clock", "known_on", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "code", "on", "clock"], name="one_report")]

    def __str__(self) -> str:
        return f"{self.on} {self.code}"


class Earlier(models.Model):
    """A later file told of a session, or of a status of it, for an earlier day than whoever told it first.

    ``known_on`` of the session or status is then that day; ``first`` is what it was before any such news.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    status = models.ForeignKey(Status, on_delete=models.CASCADE, null=True, related_name="+")
    known_on = models.DateField()
    first = models.DateField()
    source = models.CharField(max_length=60, db_index=True)

    def __str__(self) -> str:
        return f"{self.source} on {self.known_on}"


class Confirmation(models.Model):
    """Of which sessions one source said what was held already: what it confirmed is not undone with the
    source that had said it first.
    """

    source = models.CharField(max_length=60, unique=True)
    sessions = models.BinaryField(help_text="their ids, as bulk.packed")

    def __str__(self) -> str:
        return self.source
