"""After a change of the counting rules: what is held is brought in line with them.

Called by the migration that comes with such a change, so that no ledger is left that ``rekam verify`` calls
wrong. What a new rule changes stands in the ledger under a posting of its own (``rules``), with the days on
which the facts were known, and in the audit trail; issued reports stay as they were issued.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.db.models import Q

from rekam.office.audit import actions as audit
from rekam.office.ledger.models import Line, Posting
from rekam.office.residents import actions, corrections, facts, folding, queries
from rekam.office.residents.folding import Row
from rekam.office.residents.models import Resident, Saying

KIND = "rules"


@transaction.atomic
def renew(*, at: datetime) -> Posting | None:
    """Count anew everybody of whom more than one thing was said: the others count as they did."""
    ids = sorted(Saying.objects.values_list("resident_id", flat=True).distinct())
    if not ids:
        return None
    _take_back_made_up_days()
    posting = actions.repost(ids, kind=KIND, source="", by=None, at=at)
    lines = Line.objects.filter(posting=posting)
    people = lines.values("resident_id").distinct().count()
    audit.record("ledger.renewed", "", by=None, at=at, details={"lines": lines.count(), "residents": people})
    return posting


def _take_back_made_up_days() -> None:
    """A correction of what the register had wrong all the time was written down as an arrival on the day of
    birth, or as a return on the day of leaving: days of which nobody had said that.
    """
    by_hand = f"{corrections.SOURCE}:"
    kept = Saying.objects.filter(source__startswith=by_hand).values_list("resident_id", flat=True)
    present = Resident.objects.filter(Q(source__startswith=by_hand) | Q(pk__in=kept))
    ids = list(present.values_list("pk", flat=True))
    for pk, rows in queries.rows_of(ids).items():
        for row in _without_made_up_days(rows, by_hand):
            _keep(pk, row)


def _without_made_up_days(rows: list[Row], by_hand: str) -> Iterator[Row]:
    made_up = None
    for before, row in pairwise(rows):
        day = row["arrived_on"]
        if row["source"].startswith(by_hand) and _is_made_up(before, row):
            made_up = day
            said = folding.bits_of(facts.SAYABLE) if row["said"] == facts.EVERYTHING else row["said"]
            row["said"] = said | facts.WAS_SO
        elif day != made_up or (row["said"] & facts.BITS["arrived_on"] and row["said"] != facts.EVERYTHING):
            made_up = None
        if made_up is not None:
            row["arrived_on"] = None
            yield row


def _is_made_up(before: Row, row: Row) -> bool:
    if row["arrived_on"] in (None, before["arrived_on"]) or row["standing"] != "resident":
        return False
    is_back = before["standing"] in ("moved_out", "left")
    if is_back and row["arrived_on"] == before["ended_on"]:
        return True
    return row["arrived_on"] == row["born"] and (is_back or row["area_id"] != before["area_id"])


def _keep(pk: int, row: Row) -> None:
    if row["saying"] is None:
        Resident.objects.filter(pk=pk).update(arrived_on=row["arrived_on"], said=row["said"])
    else:
        Saying.objects.filter(pk=row["saying"]).update(facts=facts.as_json(row))
