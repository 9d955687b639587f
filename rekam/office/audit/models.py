"""Who did what, when: a chain of lines that can be added to and never changed.

Triggers in the database refuse every UPDATE and DELETE (see `seal`); the chain of hashes shows
when someone with the keys to the database went around them.
"""

import json
from typing import Any

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One line. Its number is its place in the chain, without gaps."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # The name as it was then; for a key of the API or the terminal it is all there is.
    username = models.CharField(max_length=80, db_index=True)
    event = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=200, db_index=True)
    # Text, not a JSON column: PostgreSQL would store it in another form than the one that was hashed.
    details_json = models.TextField(default="{}")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.event} {self.subject}"

    @property
    def details(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.details_json)
        return found


class Head(models.Model):
    """How long the chain is and how it ends: one row, so that a cut-off tail is noticed.

    Whoever adds a line locks it first, which also puts the lines of all processes in one order.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    count = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.count} {self.last_hash}"
