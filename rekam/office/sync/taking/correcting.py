"""Biodata that a counter corrected: made where the register holds what it found, else left to a clerk.

What a recording says that does not count (yet) changes nothing.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain import register as spellings
from rekam.domain.sync import clashes
from rekam.domain.trouble import RuleBroken
from rekam.domain.wording import read_date
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.ledger import actions as ledger
from rekam.office.residents import actions as residents
from rekam.office.residents import folding
from rekam.office.residents import queries as register
from rekam.office.residents.models import Resident
from rekam.office.sync.models import Correction, Ground, Recorded
from rekam.wire.recordings import Recording

SOURCE = "correction:station"
# Texts that a counter may correct.
FIELDS = ("name", "kk", "birth_place", "address", "rt", "rw", "blood", "religion", "occupation", "education")
# Who has to be recorded, and how people are counted, hangs on these: a clerk takes them, or leaves them.
DECIDED: dict[str, Callable[[str], date | str | None]] = {
    "born": read_date,
    "sex": spellings.sex,
    "marital": spellings.marital,
}
State = Correction.State


def keep(recorded: Recorded, said: Recording) -> None:
    Correction.objects.bulk_create(
        Correction(
            recorded=recorded,
            resident=recorded.resident,
            field=each.field[:20],
            was=each.was[:200],
            to=each.now[:200],
            document=" ".join(filter(None, (each.document, each.document_number)))[:60],
        )
        for each in {each.field[:20]: each for each in said.corrections}.values()
    )


def settle(touched: Iterable[Resident], *, at: datetime) -> set[str]:
    """Every corrected field of these residents is worked out anew. Returns the NIKs of who changed."""
    whose = {resident.pk: resident for resident in touched}
    open_ones = Correction.objects.filter(
        resident__in=whose, state__in=[State.MADE, State.CLASHING], field__in=FIELDS
    ).select_related("recorded__packet")
    by_resident: dict[int, list[Correction]] = {}
    for each in open_ones:
        assert each.resident_id is not None
        by_resident.setdefault(each.resident_id, []).append(each)
    found = [(whose[pk], by_resident[pk]) for pk in sorted(by_resident)]
    return {resident.nik for resident, those in found if _settle_resident(resident, those, at=at)}


def _settle_resident(resident: Resident, open_ones: Iterable[Correction], *, at: datetime) -> bool:
    by_field: dict[str, list[Correction]] = {}
    for each in open_ones:
        by_field.setdefault(each.field, []).append(each)
    values = {
        field: value
        for field, each in by_field.items()
        if (value := _settle_field(resident, field, each)) is not None
    }
    if values:
        _write(resident, values, on=max(timezone.localdate(at), resident.known_on))
    return bool(values)


def _settle_field(resident: Resident, field: str, each: list[Correction]) -> str | None:
    """What the field becomes, if it changes. What somebody else changed meanwhile is the new ground, and the
    corrections made before are done with.
    """
    now = str(getattr(resident, field))
    ground, made = Ground.objects.get_or_create(
        resident=resident, field=field, defaults={"base": now, "value": now}
    )
    if not made and ground.value != now:
        Correction.objects.filter(resident=resident, field=field, state=State.MADE).update(state=State.DONE)
        each = [c for c in each if c.state != State.MADE]
        ground.base = now
    counting = [c for c in each if c.recorded.standing == Recorded.Standing.COUNTS and _fits(field, c.to)]
    found = clashes.settle(
        ground.base, [clashes.Correction(c.recorded.packet.name, c.was, c.to) for c in counting]
    )
    for correction in each:
        state = State.MADE if correction.recorded.packet.name in found.made else State.CLASHING
        if correction.state != state:
            correction.state = state
            correction.save(update_fields=["state"])
    ground.value = found.value
    ground.save()
    return found.value if found.value != now else None


def _fits(field: str, text: str) -> bool:
    """Whether the register has room for it. What is longer waits for a clerk, who sees the document."""
    return len(text) <= _room(field)


def _room(field: str) -> int:
    return int(getattr(Resident._meta.get_field(field), "max_length", None) or 0)


@transaction.atomic
def decide(correction: Correction, *, take: bool, by: User, at: datetime) -> None:
    """A clerk takes what one counter wrote, and with it declines what the others wrote; or declines it."""
    ledger.lock()
    held = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if held.state != State.CLASHING or held.resident is None:
        raise RuleBroken("correction.not_now", gettext_noop("This correction is decided already."))
    if held.recorded.standing != Recorded.Standing.COUNTS:  # the ledger's lock keeps it as it is now
        raise RuleBroken(
            "correction.does_not_count",
            gettext_noop(
                "The recording of this correction does not count now: decide about the recording first."
            ),
        )
    same = Correction.objects.filter(resident=held.resident, field=held.field)
    if take:
        value = _value(held.field, held.to, on=timezone.localdate(at))
        same.filter(state__in=[State.MADE, State.CLASHING]).exclude(pk=held.pk).update(
            state=State.DECLINED, decided_by=by, decided_at=at
        )
        _write(held.resident, {held.field: value}, on=max(timezone.localdate(at), held.resident.known_on))
        Ground.objects.filter(resident=held.resident, field=held.field).update(base=held.to, value=held.to)
        residents.repost([held.resident.pk], kind="correction", source=SOURCE, by=by, at=at)
    held.state = State.DONE if take else State.DECLINED
    held.decided_by, held.decided_at = by, at
    held.save()
    details = {"field": held.field, "taken": take, "document": held.document}
    audit.record("correction.decided", str(held.resident), by=by, at=at, details=details)


def _value(field: str, text: str, *, on: date) -> date | str:
    """What a counter wrote, as the register holds it."""
    read = DECIDED.get(field, str if field in FIELDS else None)
    value = read(text) if read else None
    if value is None or (isinstance(value, date) and value > on):
        raise RuleBroken(
            "correction.unreadable",
            gettext_noop(
                "What the counter wrote here cannot be read: leave the register as it is, and ask for the "
                "document."
            ),
        )
    if field in FIELDS and not _fits(field, text):
        raise RuleBroken(
            "correction.too_long",
            gettext_noop(
                "The register holds at most %(most)s letters here: leave it as it is. What is put right in "
                "SIAK comes with its next file."
            ),
            most=_room(field),
        )
    return value


def _write(resident: Resident, values: dict[str, Any], *, on: date) -> None:
    """A saying like any other, with the counter as its source. Posting is the caller's next step."""
    held = register.held([resident.pk]).row(0, named=True)
    row = {**held, **values, "known_on": on, "source": SOURCE, "fingerprint": 0}
    row["said"] = folding.bits_of(values)
    residents.replace(pl.DataFrame([row], schema=register.HELD_SCHEMA))
    for name, value in values.items():
        setattr(resident, name, value)
