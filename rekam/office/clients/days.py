"""The days that a letter to a client can name: those agreed with it, or those on which the plan has it."""

from dataclasses import dataclass
from datetime import date, time

from rekam.domain.visits.life import BEFORE, State
from rekam.office.clients.models import Client


@dataclass(frozen=True, slots=True)
class Day:
    """``officers`` is 0 where nobody is named; ``is_proposed`` until the client has said yes."""

    on: date
    starts: time
    ends: time
    kits: int
    officers: int = 0
    is_proposed: bool = False


def coming(client: Client, on: date) -> list[Day]:
    """What was agreed from a day on. Where nothing is, what the plan in force has for this client, on the day
    and with the crew and kits that it has by now.
    """
    agreed = client.agreed_dates.filter(on__gte=on, withdrawn_at=None)
    return [Day(each.on, each.starts, each.ends, each.kits) for each in agreed] or _planned(client, on)


def _planned(client: Client, on: date) -> list[Day]:
    """Adopting a plan makes its stops into visits; people may have moved or cancelled some since."""
    visits = client.visits.filter(on__gte=on, state__in=BEFORE).prefetch_related("kits", "crew")
    return [
        Day(
            on=visit.on,
            starts=visit.starts,
            ends=visit.ends,
            kits=len(visit.kits.all()),
            officers=len(visit.crew.all()),
            is_proposed=visit.state == State.PLANNED,
        )
        for visit in visits.order_by("on", "starts", "pk")
    ]
