"""Roads and places that are closed for some days, noted and opened again."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.audit import actions as audit
from rekam.office.outreach.models import Closure
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions

if TYPE_CHECKING:
    from rekam.office.accounts.models import User


@transaction.atomic
def close(*, where: str, starts: date, ends: date, why: str, by: "User | None", at: datetime) -> Closure:
    """Nobody gets there from *starts* until and with *ends*. *where* is ``place:12`` or ``area:64.08.06``."""
    if ends < starts:
        raise RuleBroken(
            "closure.ends_before_it_starts", gettext_noop("The last day lies before the first one.")
        )
    kind, _, code = where.partition(":")
    place = Place.objects.filter(pk=numbers.of_row(code)).first() if kind == "place" else None
    area = regions.by_code(code) if kind == "area" else None
    if place is None and area is None:
        raise RuleBroken("closure.unknown", gettext_noop("There is no such district or service point."))
    made = Closure.objects.create(
        place=place, area=area, starts=starts, ends=ends, why=why.strip(), by=by, at=at
    )
    details = {"from": starts.isoformat(), "to": ends.isoformat(), "why": made.why}
    audit.record("closure.set", where, by=by, at=at, details=details)
    return made


@transaction.atomic
def lift(*, closure: Closure, by: "User | None", at: datetime) -> Closure:
    """It is open again, from this moment on."""
    held = Closure.objects.select_for_update().get(pk=closure.pk)
    if held.lifted_at is not None:
        raise RuleBroken("closure.lifted", gettext_noop("It was opened again already."))
    held.lifted_at = at
    held.save()
    where = f"place:{held.place_id}" if held.place_id else f"area:{held.area.code if held.area else ''}"
    audit.record("closure.lifted", where, by=by, at=at)
    return held
