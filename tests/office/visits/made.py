"""Visits and people around them, ready for a test; everybody is invented."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.kits.models import Kit
from rekam.office.places.models import Kind, Place
from rekam.office.regions.models import Area
from rekam.office.visits import actions, closing, preparing, receiving
from rekam.office.visits.models import Entry, Listed, Visit
from tests import make
from tests.office import standing
from tests.office.accounts import staff

DAY = date(2016, 9, 30)
MORNING = make.moment(DAY)
NAMES = ("SITI REKAAN", "BUDI REKAAN", "DEWI REKAAN", "AGUS REKAAN", "RINA REKAAN", "YANTO REKAAN")


def later(hours: float = 1) -> datetime:
    return MORNING + timedelta(hours=hours)


def village(count: int = 4, **facts: str) -> list[dict[str, str]]:
    """So many unrecorded residents of Sangatta Utara, brought in as a register. The office is set up."""
    make.office()
    rows = [
        make.siti(NAMA_LGKP=NAMES[n % 6] + (f" {n // 6}" if n > 5 else ""), **facts) for n in range(count)
    ]
    make.committed(rows)
    return rows


def village_of(count: int) -> pytest.MarkDecorator:
    """A test that takes place in a village of so many."""
    return standing.on(village, count)


def place(**facts: Any) -> Place:
    area = Area.objects.get(code=make.SANGATTA_UTARA)
    values = {"name": "Balai Desa Contoh", "kind": Kind.VILLAGE, "contact_name": "Dewi", **facts}
    return Place.objects.get_or_create(area=area, name=values.pop("name"), defaults=values)[0]


def planned(at_place: Place | None = None, on: date = DAY, **facts: Any) -> Visit:
    values = {"client": None, "starts": time(8), "ends": time(14), "by": None, "at": MORNING, **facts}
    return actions.plan_visit(place=at_place or place(), on=on, **values)


def confirmed(at_place: Place | None = None, **facts: Any) -> Visit:
    """Confirmed by telephone, with its list."""
    return preparing.confirm(
        visit=planned(at_place, **facts), contact="Dewi", how="telephone", by=None, at=MORNING
    )


def listed(visit: Visit, name: str = "SITI REKAAN") -> Listed:
    return visit.people.get(resident__name=name)


def key_of(person: Listed) -> str:
    return person.keys.order_by("pk")[0].key


def entry(kind: str = "outcome", **facts: Any) -> dict[str, Any]:
    """As a phone sends it."""
    return {"key": str(uuid.uuid4()), "kind": kind, **facts}


def outcome(person: Listed, outcome: str = "recorded", **facts: Any) -> dict[str, Any]:
    return entry(subject=key_of(person), outcome=outcome, **facts)


def walk_in(name: str = "JOKO REKAAN", outcome: str = "recorded", **facts: Any) -> dict[str, Any]:
    return entry("walk_in", **{"subject": uuid.uuid4().hex, "name": name, "outcome": outcome, **facts})


def sent(visit: Visit, *notes: Any, at: datetime | None = None, by: User | None = None) -> receiving.Received:
    found = receiving.receive(visit=visit, notes=list(notes), by=by, at=at or later())
    visit.refresh_from_db()
    return found


def everybody(visit: Visit, as_outcome: str = "recorded") -> list[dict[str, Any]]:
    return [outcome(person, as_outcome) for person in visit.people.filter(is_off=False, outcome="")]


def closed(visit: Visit | None = None, **facts: Any) -> Visit:
    """Everybody was recorded, and the visit is closed."""
    visit = visit or confirmed(**facts)
    sent(visit, *everybody(visit))
    closing.close(visit=visit, by=None, at=later(2))
    visit.refresh_from_db()
    return visit


def kit(code: str = "KIT-1") -> Kit:
    return Kit.objects.create(code=code)


def operator() -> User:
    return staff.person(Role.OPERATOR)


def entries(visit: Visit) -> int:
    return Entry.objects.filter(visit=visit).count()
