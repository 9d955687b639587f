"""What becomes known of a recording after it went into the register: that the register knows the person by
now, that it says otherwise when they were born or died, that the file which told of it is undone, and what an
earlier program left undone.
"""

from datetime import date, datetime

import polars as pl
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from rekam.domain.coverage.rules import FIRST_TIMER_AGE
from rekam.domain.recording import lifetimes
from rekam.domain.sync.people import GONE, OF_DOUBT, Kind
from rekam.domain.visits.outcomes import Outcome
from rekam.office import bulk
from rekam.office.imports.models import Import
from rekam.office.imports.models import State as ImportState
from rekam.office.ledger import actions as ledger
from rekam.office.recordings.models import Status
from rekam.office.residents.models import Resident, Standing
from rekam.office.residents.queries import LIFE_SCHEMA
from rekam.office.sync.awaited import awaiting
from rekam.office.sync.models import Case, Correction, Recorded
from rekam.office.sync.queueing import in_turn
from rekam.office.sync.taking import judging, sessions, troubles, withdrawn
from rekam.office.visits.models import Entry

AT_ONCE = 200
SOURCE = "afterwards"


def turn(*, at: datetime) -> int:
    """What a change of the register brings with it, a portion of it: 0 when all is done."""
    return introduce(at=at) or stand_alone(at=at) or reconsider(at=at)


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


def stand_alone(*, at: datetime) -> int:
    """A file was undone of which a session was before a recording that does not count took it over: nobody
    says any more that this one counts. How many recordings, a portion of them; 0 when all are settled.
    """
    found = list(_left_alone().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if found:
        _settle(found, at=at)
    return len(found)


def _left_alone() -> QuerySet[Recorded]:
    """Whose session still says that somebody was recorded, and has nobody left who vouches for it."""
    undone = [each.source for each in Import.objects.filter(state=ImportState.UNDONE)]
    own = Status.objects.filter(session=OuterRef("session"), source=sessions.OFFICE).order_by("-on", "-pk")
    counts = Q(standing=Recorded.Standing.COUNTS)
    of_a_file = ~Q(file="") & ~Q(file__in=undone)
    vouching = Recorded.objects.filter(counts | of_a_file, session=OuterRef("session"))
    found = Recorded.objects.filter(~counts, file__in=undone, session__source__startswith=sessions.SOURCE)
    said = found.annotate(said=Subquery(own.values("code")[:1])).filter(said=sessions.CAPTURED)
    return said.filter(~Exists(vouching))


def reconsider(*, at: datetime) -> int:
    """The register says of somebody by now that their recording cannot be true, or does not say so any more.
    How many recordings, a portion of them; 0 when all that is odd is asked about.
    """
    found = sorted(_asked_otherwise())[:AT_ONCE]
    if found:
        _settle(found, at=at)
    return len(found)


def _asked_otherwise() -> set[int]:
    """Of what is odd nobody is asked, or somebody is still asked about what is not."""
    odd = _odd()
    cases = Case.objects.filter(
        kind__in=list(OF_DOUBT.values()), is_moot=False, packets__recorded__isnull=False
    )
    asked = set(cases.values_list("packets__recorded", "kind"))
    open_ones = set(cases.filter(decided_at=None).values_list("packets__recorded", "kind"))
    asked_gone = [pk for pk, kind in open_ones if kind == Kind.GONE]
    gone = Recorded.objects.filter(pk__in=asked_gone, resident__standing__in=GONE) if asked_gone else ()
    still = odd | {(each.pk, Kind.GONE.value) for each in gone}
    return {pk for pk, _kind in (odd - asked) | (open_ones - still)}


def _odd() -> set[tuple[int, str]]:
    """Recordings whose day is odd, each with what is to be asked. Nobody is odd by age who was older than a
    child on the first day of all.
    """
    first = Recorded.objects.filter(resident__isnull=False).aggregate(on=Min("session__recorded_on"))["on"]
    if first is None:
        return set()
    born_after = date(first.year - FIRST_TIMER_AGE - 1, 1, 1)
    met = bulk.read(_LIVES, [born_after, Standing.DIED.value], schema=_LIVES_SCHEMA)
    return {
        (pk, OF_DOUBT[doubt].value)
        for doubt, where in lifetimes.told().items()
        for pk in met.filter(where)["id"].to_list()
    }


_LIVES_SCHEMA = {"id": pl.Int64, "recorded_on": pl.Date, **LIFE_SCHEMA}
_LIVES = (
    "FROM (SELECT c.id, s.recorded_on, r.nik, r.born, r.marital, r.standing, r.ended_on, r.known_on "
    "FROM sync_recorded c JOIN recordings_session s ON s.id = c.session_id "
    "JOIN residents_resident r ON r.id = c.resident_id WHERE r.born > %s OR r.standing = %s) lives"
)


def mend(*, at: datetime) -> int:
    """What earlier programs left: sessions of a file that are a packet's as well and were not handed over,
    and people who were marked as recorded by what does not count. How many recordings were looked at. And
    what in quarantine told of faults, and of what visits await.
    """
    _forget_what_was_set_aside(at=at)
    awaiting.look_again()
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


@in_turn()
@transaction.atomic
def _forget_what_was_set_aside(*, at: datetime) -> None:
    packets = withdrawn.left()
    troubles.lock(withdrawn.devices(packets))
    withdrawn.follow(packets, at=at)


def _left() -> QuerySet[Recorded]:
    counts = Q(standing=Recorded.Standing.COUNTS)
    not_handed_over = counts & Q(session__isnull=False) & ~Q(session__source__startswith=sessions.SOURCE)
    about = Entry.objects.filter(visit=OuterRef("visit"), subject=OuterRef("packet__packet_id"))
    is_told = Exists(about.filter(outcome=Outcome.RECORDED)) & ~Exists(about.filter(outcome=""))
    return Recorded.objects.filter(not_handed_over | ~counts & ~Q(nik="") & is_told)
