"""A registrar's correction: what it would do to the counts, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.coverage.lines import lines as lines_of
from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.ledger import actions as ledger
from rekam.office.ledger.models import Posting
from rekam.office.residents import actions, facts, folding, lists, queries
from rekam.office.residents.changes import difference
from rekam.office.residents.models import Resident, Saying

SOURCE = "correction"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a correction does to one count: so many more or fewer in a village, from a day on."""

    measure: str
    area_id: int
    amount: int
    since: date


def version(resident: Resident) -> str:
    """Which state of the resident somebody saw: another saying in between changes it."""
    latest = Saying.objects.filter(resident=resident).order_by("pk").values_list("pk", flat=True).last()
    return f"{resident.known_on}:{latest or 0}"


def day_of_knowledge(resident: Resident) -> date:
    """A correction is what is known today; never older than what is held."""
    return max(lists.today(), resident.known_on)


def facts_of_saying(resident: Resident, pk: str) -> dict[str, Any]:
    """What an earlier source said of the resident; nothing when there is no such saying."""
    said = resident.sayings.filter(pk=numbers.of_row(pk)).first()
    return facts.from_json(said.facts) if said else {}


def effects(resident: Resident, values: Mapping[str, Any], *, on: date, was_so: bool = False) -> list[Effect]:
    """What the counts would gain and lose, without changing anything."""
    history = queries.histories([resident.pk])[resident.pk]
    said = folding.bits_of(values, was_so=was_so)
    row = {**queries.held([resident.pk]).row(0, named=True), **values, "said": said}
    wanted = lines_of((*history.sayings, facts.said(row, known_on=on)), history.sessions)
    new = difference(queries.lines_frame({resident.pk: wanted}), [resident.pk])
    return _with_unrecorded(new)


def _with_unrecorded(lines: pl.DataFrame) -> list[Effect]:
    """The net of the lines by measure, village and day; obliged less recorded is a measure of its own."""
    derived = lines.filter(pl.col("measure").is_in(["obliged", "recorded"])).with_columns(
        amount=pl.when(pl.col("measure") == "recorded").then(-pl.col("amount")).otherwise("amount"),
        measure=pl.lit("unrecorded"),
    )
    summed = (
        pl.concat([lines, derived])
        .group_by("measure", "area_id", pl.col("effective_on").alias("since"))
        .agg(pl.col("amount").cast(pl.Int64).sum())
        .filter(pl.col("amount") != 0)
    )
    found = [Effect(**row) for row in summed.iter_rows(named=True)]
    order = ["registered", "obliged", "recorded", "unrecorded"]
    return sorted(found, key=lambda e: (order.index(e.measure), e.since, e.amount, e.area_id))


@transaction.atomic
def correct(
    *,
    resident: Resident,
    values: Mapping[str, Any],
    document: str,
    note: str,
    seen: str,
    on: date,
    by: User,
    at: datetime,
    was_so: bool = False,
) -> Posting:
    """Change facts of a resident on the strength of a document. Another correction takes it back.

    *was_so*: the register was wrong, and nobody moved or came back.
    """
    ledger.lock()
    held = Resident.objects.get(pk=resident.pk)
    if version(held) != seen:
        raise RuleBroken(
            "resident.changed_meanwhile", gettext_noop("Somebody else changed this resident in the meantime.")
        )
    if not values:
        raise RuleBroken(
            "resident.nothing_to_correct", gettext_noop("Nothing differs from what is held already.")
        )
    done = effects(held, values, on=on, was_so=was_so)
    source = f"{SOURCE}:{document}"
    posting = actions.correct(held, dict(values), was_so=was_so, source=source, on=on, by=by, at=at)
    details = {
        "fields": sorted(values),
        "document": document,
        "note": note,
        "effect": [f"{e.amount:+d} {e.measure} {e.since.isoformat()}" for e in done],
    }
    audit.record("resident.corrected", str(held), by=by, at=at, details=details)
    return posting
