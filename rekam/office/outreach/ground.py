"""Where the office could go: clients, villages and events; who can be reached there, when, and how."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q

from rekam.domain.outreach import ways
from rekam.domain.outreach import windows as rules
from rekam.domain.outreach.model import Promise, Window
from rekam.domain.places.hours import Range, Ranges
from rekam.domain.service.travel import ROAD, Spot
from rekam.office.clients.models import AgreedDate, Client
from rekam.office.outreach import people
from rekam.office.outreach.models import Closure
from rekam.office.places import queries as places
from rekam.office.places.models import Kind, Place
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area

DISTRICT_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Ground:
    """One place where people could be recorded. ``place`` is missing where a village has no service point
    yet. ``reachable`` are the people who can be reached there and are not counted anywhere else.
    """

    code: str
    name: str
    kind: str
    area: Area
    place: Place | None
    client: Client | None
    spot: Spot
    reachable: int
    most_kits: int
    windows: Mapping[int, tuple[Window, ...]]
    promises: tuple[Promise, ...] = ()

    @property
    def district(self) -> str:
        return self.area.code[:DISTRICT_LENGTH]


@dataclass(frozen=True, slots=True)
class Hours:
    """What decides when a place is visited: one question for all of them each."""

    start: date
    end: date
    openings: Mapping[int, Mapping[date, Ranges]]
    agreed: Mapping[int, list[AgreedDate]]
    holidays: Mapping[date, str]
    closed: list[Closure]

    @property
    def days(self) -> list[date]:
        return [self.start + timedelta(days=n) for n in range((self.end - self.start).days + 1)]


def ground(start: date, end: date) -> list[Ground]:
    """Every client, village and event of the office that has a point on the map, in the order of codes."""
    hours = _hours(start, end)
    counted = people.reachable(start)
    access = _access()
    clients = list(Client.objects.filter(is_active=True).select_related("place__area"))
    found = [_of_client(client, hours, _at(client, counted)) for client in clients]
    whole = {client.place.area_id for client in clients if _is_whole_village(client, counted)}
    taken = {client.place_id for client in clients}
    found += [_of_event(place, hours) for place in _events(start, end) if place.pk not in taken]
    halls = {
        p.area_id: p
        for p in Place.objects.filter(kind=Kind.VILLAGE).select_related("area")
        if p.pk not in taken
    }
    for village in regions.villages(regions.office().regency.code).exclude(pk__in=whole):
        number = counted.in_villages.get(village.pk, 0)
        found.append(_of_village(village, halls.get(village.pk), access, hours, number))
    return [each for each in found if each is not None]


def _is_whole_village(client: Client, counted: people.Reachable) -> bool:
    """A village head without a list asks for everybody of the village, who is not visited a second time."""
    return client.place.kind == Kind.VILLAGE and client.pk not in counted.at_clients


def _at(client: Client, counted: people.Reachable) -> int:
    if _is_whole_village(client, counted):
        return counted.in_villages.get(client.place.area_id, 0)
    return counted.at(client.pk)


def _hours(start: date, end: date) -> Hours:
    agreed: dict[int, list[AgreedDate]] = defaultdict(list)
    for row in AgreedDate.objects.filter(on__range=(start, end), withdrawn_at=None).order_by("on", "starts"):
        agreed[row.client_id].append(row)
    return Hours(
        start,
        end,
        places.openings(start=start, end=end),
        agreed,
        places.closing_holidays(start, end),
        list(Closure.objects.filter(starts__lte=end, ends__gte=start, lifted_at=None).select_related("area")),
    )


def _access() -> dict[str, str]:
    """How one gets to the villages of a district: as to its office."""
    held = Place.objects.filter(kind=Kind.DISTRICT_OFFICE).values_list("area__code", "access")
    return {code[:DISTRICT_LENGTH]: access for code, access in held}


def _events(start: date, end: date) -> Iterable[Place]:
    during = Q(opens_on__lte=end) & Q(closes_on__gte=start)
    return Place.objects.filter(during, kind=Kind.EVENT).select_related("area")


# -- one of each ------------------------------------------------------------------------------------------


def _of_client(client: Client, hours: Hours, number: int) -> Ground | None:
    place = client.place
    spot = _spot(place.lat, place.lon, place.area, place.access)
    if spot is None:
        return None
    agreed = hours.agreed.get(client.pk, [])
    dates: dict[int, list[AgreedDate]] = defaultdict(list)
    for row in agreed:
        dates[(row.on - hours.start).days].append(row)
    open_days = {
        day: rules.windows(on, _client_ranges(client, hours, on))
        for day, on in enumerate(hours.days)
        if day not in dates and on not in hours.holidays
    }
    told = {
        day: rules.windows(rows[0].on, [Range(row.starts, row.ends) for row in rows])
        for day, rows in dates.items()
    }
    promised = tuple(
        Promise(day, max(row.kits for row in rows if row.is_promised))
        for day, rows in sorted(dates.items())
        if any(row.is_promised for row in rows)
    )
    return Ground(
        code=f"k{client.pk}",
        name=client.name,
        kind=place.kind,
        area=place.area,
        place=place,
        client=client,
        spot=spot,
        reachable=number,
        most_kits=max(client.kits_at_once, *(row.kits for row in agreed), 1),
        windows=_reached(place, spot, {**open_days, **told}, hours),
        promises=promised,
    )


def _client_ranges(client: Client, hours: Hours, on: date) -> Ranges:
    """The week that the client named, else its place's own hours, else the usual ones of its kind."""
    if client.windows:
        return tuple(Range(*map(_time, each)) for each in client.windows[on.weekday()])
    week = [hours.openings.get(client.place_id, {}).get(day, ()) for day in hours.days]
    own = hours.openings.get(client.place_id, {}).get(on, ())
    return own if any(week) else rules.usual(client.place.kind, on)


def _time(text: str) -> time:
    return time.fromisoformat(text)


def _of_event(place: Place, hours: Hours) -> Ground | None:
    """A fair holds its kits on every one of its days; whoever passes by is recorded."""
    spot = _spot(place.lat, place.lon, place.area, place.access)
    if spot is None:
        return None
    openings = hours.openings.get(place.pk, {})
    windows = {
        day: rules.windows(on, openings.get(on, ())) for day, on in enumerate(hours.days) if openings.get(on)
    }
    return Ground(
        code=f"p{place.pk}",
        name=place.name,
        kind=place.kind,
        area=place.area,
        place=place,
        client=None,
        spot=spot,
        reachable=people.AT_AN_EVENT * len(windows) * place.counters,
        most_kits=place.counters,
        windows=_reached(place, spot, windows, hours),
        promises=tuple(Promise(day, 1) for day in sorted(windows)),
    )


def _of_village(
    village: Area, hall: Place | None, access: Mapping[str, str], hours: Hours, number: int
) -> Ground | None:
    how = hall.access if hall else access.get(village.code[:DISTRICT_LENGTH], ROAD)
    spot = _spot(hall.lat if hall else None, hall.lon if hall else None, village, how)
    if spot is None:
        return None
    windows = {
        day: rules.windows(on, rules.usual("village", on))
        for day, on in enumerate(hours.days)
        if on not in hours.holidays
    }
    return Ground(
        code=f"v{village.code}",
        name=hall.name if hall else village.name,
        kind=Kind.VILLAGE,
        area=village,
        place=hall,
        client=None,
        spot=spot,
        reachable=number,
        most_kits=2,
        windows=_reached(hall, spot, windows, hours, village),
    )


def _spot(lat: float | None, lon: float | None, area: Area, access: str) -> Spot | None:
    """The place's own point, or the one inside its area."""
    if lat is not None and lon is not None:
        return Spot(lat, lon, access)
    if area.lat is None or area.lon is None:
        return None
    return Spot(area.lat, area.lon, access)


def _reached(
    place: Place | None,
    spot: Spot,
    windows: Mapping[int, tuple[Window, ...]],
    hours: Hours,
    area: Area | None = None,
) -> dict[int, tuple[Window, ...]]:
    """The windows of days on which somebody gets there."""
    where = area or (place.area if place else None)
    closed = [each for each in hours.closed if is_about(each, place, where)]
    found = {}
    for day, held in windows.items():
        on = hours.days[day]
        if held and ways.is_passable(spot, on) and not any(c.starts <= on <= c.ends for c in closed):
            found[day] = held
    return found


def is_about(closure: Closure, place: Place | None, where: Area | None) -> bool:
    if closure.place_id is not None:
        return place is not None and closure.place_id == place.pk
    code = closure.area.code if closure.area else ""
    return where is not None and f"{where.code}.".startswith(f"{code}.")
