"""What persons decide about rows of a roll. The first who decides has decided; the next one is told."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from rekam.domain.rolls.words import ACCEPTED_TOGETHER, Decision, Match
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.clients import rolls
from rekam.office.clients.models import Roll, RollRow
from rekam.office.residents.models import Resident

if TYPE_CHECKING:
    from rekam.office.accounts.models import User


@transaction.atomic
def decide(*, row: RollRow, resident: Resident | None, by: "User", at: datetime) -> RollRow:
    """The row is this resident, or (none) nobody of the register."""
    rolls.lock(row.roll)
    chosen = Decision.THIS if resident else Decision.NOBODY
    undecided = RollRow.objects.filter(pk=row.pk, decision="")
    is_mine = undecided.update(
        decision=chosen.value, decided_nik=resident.nik if resident else "", decided_by=by, decided_at=at
    )
    row.refresh_from_db()
    if not is_mine:
        raise _decided_meanwhile(row)
    rolls.settle(row.roll)
    details = {"row": row.number, "decision": chosen.value}
    audit.record("roll.row_decided", f"roll:{row.roll_id}", by=by, at=at, details=details)
    row.refresh_from_db()
    return row


@transaction.atomic
def take_back(*, row: RollRow, by: "User", at: datetime) -> RollRow:
    """What was decided about a row is open again."""
    rolls.lock(row.roll)
    decided = RollRow.objects.filter(pk=row.pk).exclude(decision="")
    if not decided.update(decision="", decided_nik="", decided_by=None, decided_at=None):
        raise RuleBroken("roll_row.undecided", gettext_noop("Nothing was decided about this row."))
    rolls.settle(row.roll)
    audit.record("roll.decision_taken_back", f"roll:{row.roll_id}", by=by, at=at, details={"row": row.number})
    row.refresh_from_db()
    return row


@transaction.atomic
def accept_together(*, roll: Roll, by: "User", at: datetime) -> int:
    """Accept every proposal that can be accepted unseen. Returns how many there were."""
    rolls.lock(roll)
    waiting = acceptable(roll)
    sql = (
        "UPDATE clients_rollrow SET decision = %s, decided_nik = %s, decided_by_id = %s, decided_at = %s "
        "WHERE id = %s"
    )
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(at)
        cursor.executemany(sql, [(Decision.THIS.value, nik, by.pk, moment, pk) for pk, nik in waiting])
    if waiting:
        rolls.settle(roll)
    audit.record("roll.rows_accepted", f"roll:{roll.pk}", by=by, at=at, details={"rows": len(waiting)})
    return len(waiting)


def acceptable(roll: Roll) -> list[tuple[int, str]]:
    """The rows whose best proposal two independent things speak for, and the NIK proposed."""
    words = [how.value for how in ACCEPTED_TOGETHER]
    waiting = roll.rows.filter(match=Match.CHECK.value, how__in=words, decision="", same_as=None)
    return [(pk, candidates[0]["nik"]) for pk, candidates in waiting.values_list("pk", "candidates")]


def _decided_meanwhile(row: RollRow) -> RuleBroken:
    return RuleBroken(
        "roll_row.decided_meanwhile",
        gettext_noop(
            "%(who)s has decided about this row meanwhile. What you see now is that decision; take it back "
            "if it is wrong."
        ),
        who=str(row.decided_by.full_name if row.decided_by else ""),
    )
