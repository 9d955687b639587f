"""What becomes known of a recording after it went into the register: that the register knows the person by
now, and what an earlier program left undone.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from rekam.domain.visits.outcomes import Outcome
from rekam.office.ledger import actions as ledger
from rekam.office.residents.models import Resident
from rekam.office.sync import judging, sessions
from rekam.office.sync.models import Correction, Recorded
from rekam.office.sync.queueing import in_turn
from rekam.office.visits.models import Entry

AT_ONCE = 200
SOURCE = "afterwards"


def introduce(*, at: datetime) -> int:
    """A file brought people of whom there were recordings already: these are theirs, with what a counter
    corrected. How many recordings, a portion of them; 0 when all are.
    """
    if not _newcomers().exists():
        return 0
    return _introduce(at=at)


@in_turn()
@transaction.atomic
def _introduce(*, at: datetime) -> int:
    ledger.lock()
    found = list(_newcomers().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    whose = Resident.objects.filter(nik=OuterRef("nik")).values("pk")[:1]
    Recorded.objects.filter(pk__in=found).update(resident=Subquery(whose))
    of_it = Recorded.objects.filter(pk=OuterRef("recorded")).values("resident")
    Correction.objects.filter(recorded__in=found).update(resident=Subquery(of_it))
    judging.settle(Recorded.objects.filter(pk__in=found), source=SOURCE, at=at)
    return len(found)


def _newcomers() -> QuerySet[Recorded]:
    found = Recorded.objects.filter(resident=None).exclude(nik="")
    return found.filter(Exists(Resident.objects.filter(nik=OuterRef("nik"))))


def mend(*, at: datetime) -> int:
    """What earlier programs left: sessions of a file that are a packet's as well and were not handed over,
    and people who were marked as recorded by what does not count. How many recordings were looked at.
    """
    count, after = 0, 0
    while some := list(_left().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        _settle(some, at=at)
        count, after = count + len(some), some[-1]
    return count


@in_turn()
@transaction.atomic
def _settle(some: list[int], *, at: datetime) -> None:
    ledger.lock()
    judging.settle(Recorded.objects.filter(pk__in=some), source=SOURCE, at=at)


def _left() -> QuerySet[Recorded]:
    counts = Q(standing=Recorded.Standing.COUNTS)
    not_handed_over = counts & Q(session__isnull=False) & ~Q(session__source__startswith=sessions.SOURCE)
    about = Entry.objects.filter(visit=OuterRef("visit"), subject=OuterRef("packet__packet_id"))
    is_told = Exists(about.filter(outcome=Outcome.RECORDED)) & ~Exists(about.filter(outcome=""))
    return Recorded.objects.filter(not_handed_over | ~counts & ~Q(nik="") & is_told)
