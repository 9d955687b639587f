"""An office that can go out: a base with kits that travel, officers on duty, clients and villages with people
still to record. Everybody is invented.
"""

from collections.abc import Iterable
from datetime import date, time
from itertools import count
from typing import Any

from rekam.domain.kits.kinds import Role as KitRole
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.clients import actions as clients
from rekam.office.clients.models import AgreedDate, Client
from rekam.office.kits.models import Kit
from rekam.office.outreach import adopting, planning, tasks
from rekam.office.outreach.models import Plan
from rekam.office.outreach.wishes import Wishes
from rekam.office.places.models import Kind, Place
from tests import make
from tests.office.accounts import staff
from tests.office.kits import made as kits
from tests.office.places import made as places
from tests.office.rosters import made as rosters

MONDAY = rosters.on(3)
FRIDAY = rosters.on(7)
TELUK_LINGA = "64.08.04.2002"
_numbers = count(1001)  # of four digits: names sort as they were made


def base(kit_count: int = 1, days: Iterable[int] = range(3, 8), pairs: int = 1) -> tuple[Place, list[Kit]]:
    """The head office in Sangatta Utara: kits that travel, one operator for the counter, and so many pairs of
    an operator and a driver on duty on these days of October 2016.
    """
    place = places.place("Disdukcapil", kind=Kind.HEAD_OFFICE, lat=places.LAT, lon=places.LON)
    found = [kits.kit(place, role=KitRole.MOBILE) for _ in range(kit_count)]
    operators = [rosters.officer() for _ in range(pairs + 1)]
    drivers = [rosters.officer(skills=["driver"]) for _ in range(pairs)]
    rosters.roster(*((who, place, day) for who in (*operators, *drivers) for day in days))
    return place, found


def people(number: int, *villages: str) -> None:
    """So many residents of each village who have to be recorded."""
    make.committed(
        [make.siti(area=area) for area in villages or (make.SANGATTA_UTARA,) for _ in range(number)]
    )


def company(**facts: Any) -> Client:
    """A company near the office."""
    about = {"kind": Kind.COMPANY, "area": places.SANGATTA_UTARA, "lat": 0.55, "lon": 117.55, **facts}
    return clients.add_client(name=f"PT Contoh {next(_numbers)}", by=None, at=make.moment(), **about)


def promise(client: Client, on: date, **facts: Any) -> AgreedDate:
    """A day that was promised to a client, from eight to twelve."""
    about = {"starts": time(8), "ends": time(12), "is_promised": True, **facts}
    return clients.agree_date(client=client, on=on, by=planner(), at=make.moment(), **about)


def planner() -> User:
    return staff.person(Role.PLANNER)


def begun(*, starts: date = MONDAY, ends: date = FRIDAY, wishes: Wishes | None = None, **facts: Any) -> Plan:
    """A plan that waits to be worked out."""
    about = {"seconds": 3, "by": None, "at": rosters.at(1), **facts}
    return planning.begin(starts=starts, ends=ends, wishes=wishes or Wishes(), **about)


def plan(**facts: Any) -> Plan:
    """A plan that was worked out from what is there."""
    return tasks.work_out(begun(**facts), by=None)


def adopted(**facts: Any) -> Plan:
    """A plan that crews and clients go by."""
    made = plan(**facts)
    adopting.adopt(plan=made, by=planner(), at=rosters.at(1))
    made.refresh_from_db()
    return made


def ready(number: int) -> Kit:
    """One kit that travels, and so many in a village who have to be recorded."""
    _, (kit,) = base()
    people(number)
    return kit


def in_force(number: int) -> tuple[Kit, Plan]:
    """The plan of such an office, by which crews and clients go."""
    return ready(number), adopted()
