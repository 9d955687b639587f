"""The codes by which summonses name people: one for each resident, on every paper and in every pack."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from rekam.domain.recording import summons
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.visits.models import Summons


def codes(residents: Collection[int]) -> dict[int, str]:
    """Of those who have one."""
    held = Summons.objects.in_bulk(residents, field_name="resident_id")
    return {resident: each.code for resident, each in held.items()}


def printed(residents: Collection[int]) -> dict[int, datetime]:
    """When a summons was printed for each the last time."""
    held = Summons.objects.in_bulk(residents, field_name="resident_id")
    return {resident: each.printed_at for resident, each in held.items()}


@transaction.atomic
def print_out(residents: Collection[int], *, subject: str, by: User | None, at: datetime) -> dict[int, str]:
    """Their codes, made for those who have none. Whoever is sent for again keeps the code: an older paper in
    the same house is as good. *subject* says for what the papers are.
    """
    held = codes(residents)
    new = [Summons(resident_id=pk, code=_new(), printed_at=at, by=by) for pk in residents if pk not in held]
    Summons.objects.bulk_create(new, ignore_conflicts=True)  # two may press at once
    Summons.objects.filter(resident__in=residents).update(printed_at=at, by=by)
    audit.record("summons.printed", subject, by=by, at=at, details={"count": len(residents)})
    return codes(residents)


def _new() -> str:
    return summons.code(secrets.randbelow(1 << 20) for _ in range(summons.LENGTH))
