"""How many people can be reached where, each counted once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rekam.office.clients import queries as clients
from rekam.office.clients.models import Request
from rekam.office.coverage import queries as coverage

# Of one counter on a day of an event; as many as a mobile unit records in six hours (Surabaya 2022: 50).
AT_AN_EVENT = 60


@dataclass(frozen=True, slots=True)
class Reachable:
    """People to record by client and, for those on no client's roll, by village (area id).

    ``said``: the clients' own numbers of people, as many of them as are unrecorded in the whole regency. They
    are in the villages' numbers as well until a roll says who they are.
    """

    at_clients: Mapping[int, int]
    in_villages: Mapping[int, int]
    said: Mapping[int, int]

    def at(self, client: int) -> int:
        """By the client's roll; where it handed in none, by what it says of its people."""
        return self.at_clients[client] if client in self.at_clients else self.said.get(client, 0)


def reachable(on: date) -> Reachable:
    """Nobody is in two of the numbers. First-timers of a client are recorded when it is visited, too."""
    found = clients.reachable(on)
    return Reachable(
        {client: reach.unrecorded + reach.first_timers for client, reach in found.clients.items()},
        {area: max(count, 0) for area, count in found.villages.items()},
        _said(on),
    )


def _said(on: date) -> dict[int, int]:
    total = coverage.coverage(on=on).total.total
    part = max(total.unrecorded, 0) / total.obliged if total.obliged else 0.0
    rows = Request.objects.filter(people__isnull=False, on__lte=on).order_by("on", "pk")
    return {client: round((people or 0) * part) for client, people in rows.values_list("client_id", "people")}
