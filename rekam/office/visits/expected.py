"""Who should come to a visit: people on the client's list, or the unrecorded of the village."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from rekam.domain.rolls.words import Result
from rekam.domain.visits.outcomes import Outcome
from rekam.office.clients import people as rolled
from rekam.office.clients import queries as clients
from rekam.office.clients.models import Client, RollState
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
    """As of the eve of the visit: whoever is recorded on the day itself was expected in the morning."""
    eve = visit.on - timedelta(days=1)
    if visit.client is not None and visit.client.rolls.filter(state=RollState.MATCHED).exists():
        return ListFrom.ROLL, _of_client(visit.client, eve)
    if visit.place.kind == Kind.VILLAGE:
        return ListFrom.VILLAGE, _of_village(visit.place, eve)
    return ListFrom.NONE, ()


def _of_client(client: Client, on: date) -> Sequence[Person]:
    return [
        Person(each.resident_id, each.nik, note=f"#{each.number}" if each.number else "")
        for each in clients.who_should_come(client, on)
    ]


def _of_village(place: Place, on: date) -> Sequence[Person]:
    """Those on a client's list are met at work or at school, and counted there."""
    people = residents.counted_as(Resident.objects.all(), residents.UNRECORDED, on=on, area=place.area.code)
    rows = people.order_by("name_key", "pk").values_list("pk", "nik")
    elsewhere = _on_a_roll(on)
    return [Person(resident_id=pk, nik=nik) for pk, nik in rows if pk not in elsewhere]


def _on_a_roll(on: date) -> set[int]:
    rolls = rolled.of_all(on)
    return set(rolls.filter(pl.col("result") == Result.UNRECORDED.value)["resident"].to_list())


def _recorded_lately(niks: Sequence[str], on: date) -> set[str]:
    """Whom an earlier visit recorded while no session of theirs has arrived yet."""
    since = on - timedelta(days=ON_ITS_WAY_DAYS)
    found = Listed.objects.filter(outcome=Outcome.RECORDED, visit__on__range=(since, on - timedelta(days=1)))
    recorded = set(found.exclude(nik="").values_list("nik", flat=True)) & set(niks)
    return recorded - set(recordings.of_niks(sorted(recorded)))
