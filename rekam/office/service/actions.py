"""What the office promises. What becomes of proposals stands in `sending`."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from rekam.domain.service.late import Promise
from rekam.office.audit import actions as audit
from rekam.office.kits.models import ServiceLevel
from rekam.office.service import levels

if TYPE_CHECKING:
    from rekam.office.accounts.models import User


@transaction.atomic
def set_levels(*, hours: Mapping[Promise, int], by: "User | None", at: datetime) -> None:
    """The times that the office promises from now on. What stays the same is no change."""
    before = levels.hours()
    changes = {
        what.value: {"from": before[what], "to": wanted}
        for what, wanted in hours.items()
        if before[what] != wanted
    }
    for what, wanted in hours.items():
        ServiceLevel.objects.update_or_create(what=what.value, defaults={"hours": wanted})
    if changes:
        audit.record("service_levels.changed", "service levels", by=by, at=at, details=changes)
