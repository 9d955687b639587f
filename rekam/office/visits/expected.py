"""Who should come to a visit: people on the client's list, or the unrecorded of the village."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rekam.domain.visits.outcomes import Outcome
from rekam.office.places.models import Kind, Place
from rekam.office.recordings import queries as recordings
from rekam.office.residents import lists as residents
from rekam.office.residents.models import Resident
from rekam.office.visits.models import Listed, ListFrom, Visit

# So long a recording may be on its way from the station to the register; a person stays off lists meanwhile.
ON_ITS_WAY_DAYS = 30


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to expect: a resident, or a name whom the register does not know."""

    resident_id: int | None = None
    nik: str = ""
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """``on_their_way``: so many are left out, because an earlier visit recorded them."""

    source: ListFrom
    people: tuple[Person, ...] = ()
    on_their_way: int = 0


def at(visit: Visit) -> Expected:
    source, people = _found(visit)
    recorded = _recorded_lately([person.nik for person in people if person.nik], visit.on)
    return Expected(source, tuple(person for person in people if person.nik not in recorded), len(recorded))


def _found(visit: Visit) -> tuple[ListFrom, Sequence[Person]]:
    if visit.client is not None:
        people = _of_client(visit.client, visit.on)
        if people:
            return ListFrom.ROLL, people
    if visit.place.kind == Kind.VILLAGE:
        return ListFrom.VILLAGE, _of_village(visit.place, visit.on)
    return ListFrom.NONE, ()


def _of_client(client: object, on: date) -> Sequence[Person]:
    return ()


def _of_village(place: Place, on: date) -> Sequence[Person]:
    people = residents.counted_as(Resident.objects.all(), residents.UNRECORDED, on=on, area=place.area.code)
    rows = people.order_by("name_key", "pk").values_list("pk", "nik")
    return [Person(resident_id=pk, nik=nik) for pk, nik in rows]


def _recorded_lately(niks: Sequence[str], on: date) -> set[str]:
    """Whom an earlier visit recorded while no session of theirs has arrived yet."""
    since = on - timedelta(days=ON_ITS_WAY_DAYS)
    found = Listed.objects.filter(outcome=Outcome.RECORDED, visit__on__range=(since, on - timedelta(days=1)))
    recorded = set(found.exclude(nik="").values_list("nik", flat=True)) & set(niks)
    return recorded - set(recordings.of_niks(sorted(recorded)))
