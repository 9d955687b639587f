"""Recorded here, living elsewhere: sessions of people whom the register does not hold, or no longer holds.

They are served here and counted at home (Permendagri 8/2016). When the register learns of a person, the
sessions held for the NIK count at once, and the person leaves these lists.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth

from rekam.office.accounts import rights
from rekam.office.recordings.models import Session
from rekam.office.regions import queries as regions
from rekam.office.residents.models import Resident, Standing

# Why somebody is here: the NIK was first given out here and yet is unknown (ask SIAK), was given out
# elsewhere, or the person had moved out of here before the recording.
UNKNOWN_HERE, FROM_ELSEWHERE, MOVED_OUT = "unknown_here", "from_elsewhere", "moved_out"
GROUPS = (UNKNOWN_HERE, FROM_ELSEWHERE, MOVED_OUT)


@dataclass(frozen=True, slots=True)
class Tally:
    """People by month or by place of recording, each person once in each."""

    what: date | str
    people: int
    sessions: int


def sessions(reader: object) -> QuerySet[Any]:
    """The sessions, each with its ``group``, that somebody may see: recorded where they work."""
    same_nik = Resident.objects.filter(nik=OuterRef("nik"))
    gone = same_nik.filter(standing=Standing.MOVED_OUT, ended_on__lte=OuterRef("recorded_on"))
    here = regions.office().regency.code.replace(".", "")
    own = rights.areas_of(reader)
    found = Session.objects.filter(area_code__startswith=own) if own else Session.objects.all()
    return (
        found.annotate(has_moved_out=Exists(gone))
        .filter(Q(has_moved_out=True) | ~Exists(same_nik))
        .annotate(
            group=Case(
                When(has_moved_out=True, then=Value(MOVED_OUT)),
                When(nik__startswith=here, then=Value(UNKNOWN_HERE)),
                default=Value(FROM_ELSEWHERE),
                output_field=CharField(),
            )
        )
        .order_by("-recorded_on", "-pk")
    )


def narrowed(
    found: QuerySet[Any], *, group: str = "", month: date | None = None, place: str = ""
) -> QuerySet[Any]:
    if group:
        found = found.filter(group=group)
    if month:
        after = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
        found = found.filter(recorded_on__gte=month.replace(day=1), recorded_on__lt=after)
    return found.filter(place=place) if place else found


def by_group(found: QuerySet[Any]) -> dict[str, int]:
    """People of each group."""
    counted = found.order_by().values("group").annotate(people=Count("nik", distinct=True))
    return dict.fromkeys(GROUPS, 0) | {row["group"]: row["people"] for row in counted}


def by_month(found: QuerySet[Any]) -> list[Tally]:
    rows = found.order_by().annotate(what=TruncMonth("recorded_on")).values("what")
    rows = rows.annotate(people=Count("nik", distinct=True), sessions=Count("pk")).order_by("-what")
    return [Tally(row["what"], row["people"], row["sessions"]) for row in rows]


def by_place(found: QuerySet[Any]) -> list[Tally]:
    rows = found.order_by().values(what=F("place"))
    rows = rows.annotate(people=Count("nik", distinct=True), sessions=Count("pk")).order_by("-people", "what")
    return [Tally(row["what"], row["people"], row["sessions"]) for row in rows]
