"""Whether today's date is believed before anything is erased by it.

What is erased is gone for good, and a clock that stands years ahead would make everything due at once. So the
last day that erasing went by is kept. Where today lies more than a month after it, the office was closed for
so long or its clock is wrong: a person says which, and until then nothing is erased.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.sync.models import Keeping
from rekam.office.sync.queueing import in_turn

LONGEST = timedelta(days=31)  # longer than an office closes over holidays; so much may be erased too early


def doubted_since(*, on: date) -> date | None:
    """The last day that erasing went by, where *on* lies too far after it to be believed."""
    last = _last()
    return last if last is not None and on - last > LONGEST else None


def go_by(*, on: date) -> bool:
    """Whether erasing may go by this day. It is the last one that it went by then."""
    if doubted_since(on=on) is not None:
        return False
    if _last() != on:
        with in_turn(), transaction.atomic():
            _keep(on)
    return True


@transaction.atomic
def confirm(*, on: date, by: User, at: datetime) -> None:
    """Somebody looked: it is this day, and the office was closed or its worker stood still for so long."""
    if (last := doubted_since(on=on)) is None:
        return
    _keep(on)
    details = {"on": {"from": last.isoformat(), "to": on.isoformat()}}
    audit.record("biometrics.date_confirmed", "office", by=by, at=at, details=details)


def _last() -> date | None:
    return Keeping.objects.filter(pk=1).values_list("went_by", flat=True).first()


def _keep(on: date) -> None:
    """A clock that stands behind takes nothing back: less is due by it."""
    Keeping.objects.get_or_create(pk=1)
    Keeping.objects.filter(Q(went_by=None) | Q(went_by__lt=on), pk=1).update(went_by=on)
