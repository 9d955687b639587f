"""What is asked about clients, by screens and by the planner of visits.

For others, and stable: `who_should_come`, `reachable`, `promises`, `agreed_dates`, `clients`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Count, Q, QuerySet

from rekam.domain.rolls.words import SHOULD_COME, Result
from rekam.office import bulk
from rekam.office.clients import people
from rekam.office.clients.models import (
    AgreedDate,
    Client,
    Request,
    RequestState,
    Roll,
    RollRow,
    RollState,
)
from rekam.office.residents.models import Resident

UNRECORDED = """
    FROM (
        SELECT area_id, COUNT(*) AS people FROM residents_resident
        WHERE standing = 'resident' AND obliged_from <= %s
          AND (first_recorded_on IS NULL OR first_recorded_on > %s)
        GROUP BY area_id
    ) AS unrecorded
"""


def clients(within: str = "") -> QuerySet[Client]:
    """Clients whose service point lies in an area; with it. *within* is a code; "" is everywhere."""
    found = Client.objects.select_related("place__area__parent")
    if within:
        inside = Q(place__area__code=within) | Q(place__area__code__startswith=f"{within}.")
        found = found.filter(inside)
    return found


def agreed_dates(start: date, end: date) -> QuerySet[AgreedDate]:
    """What is agreed between two days, both included, promised or not; withdrawn dates are left out."""
    return AgreedDate.objects.filter(on__range=(start, end), withdrawn_at=None).select_related(
        "client__place"
    )


def promises(start: date, end: date) -> QuerySet[AgreedDate]:
    """The dates that were promised: fixed for whoever plans."""
    return agreed_dates(start, end).filter(is_promised=True)


# -- who should come --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on a client's rolls, once, as the register knows them. ``result`` is a `Result`; ``row_id``
    the first row that names them.
    """

    resident_id: int
    row_id: int
    roll_id: int
    number: int
    name: str
    nik: str
    born: date
    sex: str
    area_id: int
    result: Result
    obliged_from: date | None


def who_should_come(client: Client, on: date, *, results: Sequence[Result] = SHOULD_COME) -> list[Expected]:
    """Everybody on a client's rolls who should come on a day, each once, by name: unrecorded and obliged, and
    first-timers. Other *results* may be asked for; only people whom the register knows are told.
    """
    rows = people.of_client(client.pk, on).filter(pl.col("result").is_in([r.value for r in results]))
    once = people.once_each(rows)
    held = Resident.objects.in_bulk(once["resident"].to_list())
    found = [_expected(row, held[row["resident"]]) for row in once.iter_rows(named=True)]
    return sorted(found, key=lambda each: (each.name, each.resident_id))


def _expected(row: dict[str, Any], who: Resident) -> Expected:
    return Expected(
        resident_id=who.pk,
        row_id=row["row"],
        roll_id=row["roll"],
        number=row["number"],
        name=who.name,
        nik=who.nik,
        born=who.born,
        sex=who.sex,
        area_id=who.area_id,
        result=Result(row["result"]),
        obliged_from=who.obliged_from,
    )


# -- who can be reached where -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom one visit to a client can reach, nobody of whom is counted at another client as well.

    ``unrecorded`` and ``first_timers`` are people; ``homes`` says in which village (area id) how many of the
    unrecorded count; ``elsewhere`` live in another regency: served here, counted there.
    """

    unrecorded: int = 0
    first_timers: int = 0
    elsewhere: int = 0
    homes: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reachable:
    """By client id, and by village (area id) the unrecorded who stand on nobody's roll.

    All unrecorded residents are in exactly one of the two.
    """

    on: date
    clients: dict[int, Reach]
    villages: dict[int, int]

    @property
    def total(self) -> int:
        return sum(r.unrecorded for r in self.clients.values()) + sum(self.villages.values())


def reachable(on: date) -> Reachable:
    """Who can be reached where on a day. Somebody on the rolls of several clients counts where the office
    goes next; where nothing is agreed, where the newest roll names them.
    """
    rows = _assigned(on)
    unrecorded = rows.filter(pl.col("result") == Result.UNRECORDED.value)
    homes = _homes(unrecorded)
    counts = {
        result: dict(rows.filter(pl.col("result") == result.value).group_by("client").len().iter_rows())
        for result in (Result.UNRECORDED, Result.FIRST_TIMER, Result.ELSEWHERE)
    }
    by_client = {
        client: Reach(
            counts[Result.UNRECORDED].get(client, 0),
            counts[Result.FIRST_TIMER].get(client, 0),
            counts[Result.ELSEWHERE].get(client, 0),
            homes.get(client, {}),
        )
        for client in rows["client"].unique(maintain_order=True).to_list()
    }
    return Reachable(on, by_client, _on_no_roll(on, unrecorded))


def _assigned(on: date) -> pl.DataFrame:
    """Every person on a roll at one client: residents once; others once on each roll."""
    rows = people.of_all(on).filter(pl.col("result") != Result.TWICE.value).join(_order(on), on="roll")
    ordered = rows.sort("next", "as_of", "roll", descending=[False, True, True], nulls_last=True)
    unknown = ordered.filter(pl.col("resident").is_null())
    return pl.concat([people.once_each(ordered), unknown])


def _order(on: date) -> pl.DataFrame:
    """Per roll the client's next agreed day and the day of the roll."""
    coming = AgreedDate.objects.filter(withdrawn_at=None, on__gte=on).order_by("-on")
    first = dict(coming.values_list("client_id", "on"))
    held = Roll.objects.filter(state=RollState.MATCHED).values_list("pk", "client_id", "as_of")
    return pl.DataFrame(
        [(pk, first.get(client), as_of) for pk, client, as_of in held],
        schema={"roll": pl.Int64, "next": pl.Date, "as_of": pl.Date},
        orient="row",
    )


def _homes(unrecorded: pl.DataFrame) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for client, area, count in unrecorded.group_by("client", "area_id").len().iter_rows():
        found.setdefault(client, {})[area] = count
    return found


def _on_no_roll(on: date, named: pl.DataFrame) -> dict[int, int]:
    """Unrecorded residents per village, without those whom a roll names."""
    schema = {"area_id": pl.Int64, "people": pl.Int64}
    every = dict(bulk.read(UNRECORDED, [on, on], schema=schema).iter_rows())
    for area, count in named.group_by("area_id").len().iter_rows():
        every[area] = every.get(area, 0) - count
    return every


# -- for the screens --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A client in the list: whom its rolls name, and when the office comes next."""

    client: Client
    unrecorded: int
    waiting: int
    rolls: int
    next: AgreedDate | None
    has_open_request: bool


def lines(found: Sequence[Client], on: date) -> list[Line]:
    """The clients of a list, with what is computed about each in a handful of questions."""
    rows = people.of_all(on)
    unrecorded = rows.filter(pl.col("result") == Result.UNRECORDED.value)
    counts = dict(unrecorded.group_by("client").agg(pl.col("resident").n_unique()).iter_rows())
    waiting = dict(rows.filter(pl.col("result") == Result.CHECK.value).group_by("client").len().iter_rows())
    lists = _counted(Roll.objects.exclude(state=RollState.WITHDRAWN))
    asked = _counted(Request.objects.filter(state=RequestState.ASKED))
    dates = AgreedDate.objects.filter(on__gte=on, withdrawn_at=None).order_by("-on", "-starts")
    coming = {each.client_id: each for each in dates}
    return [
        Line(
            c, counts.get(c.pk, 0), waiting.get(c.pk, 0), lists.get(c.pk, 0), coming.get(c.pk), c.pk in asked
        )
        for c in found
    ]


def _counted(found: QuerySet[Any]) -> dict[int, int]:
    """How many rows each client has."""
    return dict(found.order_by().values_list("client_id").annotate(Count("pk")))


def waiting_rolls(within: str = "") -> int:
    """Rolls that wait for somebody: columns to settle, or rows to decide."""
    own = Roll.objects.filter(client__in=clients(within))
    undecided = RollRow.objects.filter(
        match="check", decision="", same_as=None, roll__state=RollState.MATCHED
    )
    return own.filter(Q(state=RollState.COLUMNS) | Q(pk__in=undecided.values("roll"))).count()
