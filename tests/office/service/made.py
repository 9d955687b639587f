"""A service point with everything that it needs to be open, ready for a test; everybody is invented.

October 2016: the 3rd is a Monday. Kits and faults of `tests.office.kits` begin on 30 September.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from rekam.domain.kits.kinds import Kind
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.kits.models import Device, Fault, Kit
from rekam.office.places.models import Place
from rekam.office.recordings.models import Session
from rekam.office.rosters.models import Duty, Roster, Skill, State
from tests.office.accounts import staff
from tests.office.kits import made as kits
from tests.office.places import made as places
from tests.office.rosters import made as rosters

SANGATTA_UTARA, BUSANG, SANGATTA_SELATAN, TELUK_PANDAN = "64.08.04", "64.08.06", "64.08.12", "64.08.13"
WITA = rosters.WITA
OPEN_DAYS = range(1, 32)


def at(day: int = 3, clock: str = "10:00") -> datetime:
    """A moment of October 2016 in Sangatta."""
    return rosters.at(day, clock)


def place(area: str = SANGATTA_UTARA, name: str = "", **facts: Any) -> Place:
    """A service point that is open every day from eight to four; no kit, nobody on duty yet."""
    return places.place(name, area=area, **facts)


def staffed(*here: Place, days: Any = OPEN_DAYS) -> None:
    """An operator of its own on duty at each of these places, in the one roster of October."""
    duties = [(rosters.officer(home=place.area.code), place, day) for place in here for day in days[:1]]
    all_days = [(who, place, day) for who, place, _first in duties for day in days]
    held = Roster.objects.filter(month=rosters.OCTOBER, state=State.PUBLISHED).first()
    if held is None:
        rosters.roster(*all_days)
        return
    shift, skill = rosters.shift(), Skill.OPERATOR
    Duty.objects.bulk_create(
        Duty(roster=held, officer=who, place=place, on=rosters.on(day), shift=shift, skill=skill)
        for who, place, day in all_days
    )


def service(area: str = SANGATTA_UTARA, name: str = "", *, kits_there: int = 1) -> Place:
    """A place with kits and an operator on duty on every day of October."""
    found = place(area, name)
    for _number in range(kits_there):
        kits.kit(found)
    staffed(found)
    return found


def kit(here: Place | None, **facts: Any) -> Kit:
    return kits.kit(here, **facts)


def device(kit: Kit, kind: Kind = Kind.FINGERPRINT_SCANNER) -> Device:
    return kits.part(kit, kind)


def broken(
    kit: Kit, kind: Kind = Kind.FINGERPRINT_SCANNER, *, since: datetime | None = None, **facts: Any
) -> Fault:
    """A fault that stops everything, reported on Monday at ten unless said otherwise."""
    return kits.fault(device(kit, kind), at=since or at(), **facts)


def mended(fault: Fault, when: datetime) -> Fault:
    """Confirmed, repaired and back in service, the last of it at this moment."""
    moves = ("confirm", "assign", "start_repair", "test", "pass")
    for number, move in enumerate(moves):
        moment = fault.reported_at + (when - fault.reported_at) * (number + 1) / len(moves)
        fault = kits.moved(fault, move, hours=(moment - kits.MORNING) / timedelta(hours=1))
    return fault


def recorded(here: Place, on: date, count: int, **facts: Any) -> None:
    """So many recordings at a place on a day, as an import brings them."""
    recorded_on(here, [on], count, **facts)


def recorded_on(
    here: Place,
    days: Iterable[date],
    count: int,
    *,
    clock: time = time(9),
    kit: str = "",
    status: str = "BIO_CAPTURED",
    area: str | None = None,
) -> None:
    """So many recordings on each of these days."""
    have = Session.objects.count()
    rows = [on for on in days for _ in range(count)]
    Session.objects.bulk_create(
        Session(
            nik=f"{7_000_000_000_000_000 + have + number}",
            recorded_on=on,
            clock=clock.isoformat(),
            place=here.name.upper(),
            area_code=here.area.code if area is None else area,
            kit=kit,
            status=status,
            known_on=on,
            source="test",
        )
        for number, on in enumerate(rows)
    )


def recorded_for_weeks(here: Place, per_day: int) -> None:
    """So many recordings on every day from 30 September, on which kits begin, until 21 October."""
    recorded_on(here, (date(2016, 10, 21) - timedelta(days=number) for number in range(22)), per_day)


def head() -> User:
    return staff.person(Role.HEAD)


def planner() -> User:
    return staff.person(Role.PLANNER)
