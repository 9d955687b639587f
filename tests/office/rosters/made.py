"""Ready officers, shifts and rosters for tests: name only what the test is about. Everyone is invented."""

from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.places.models import Place
from rekam.office.regions.models import Area, Office
from rekam.office.rosters import actions, planning, publishing, tasks
from rekam.office.rosters import cover as cover_actions
from rekam.office.rosters.models import Duty, Leave, LeaveKind, Officer, Roster, Shift, Skill, State
from tests import make
from tests.office.accounts import staff
from tests.office.places import made as places

WITA = ZoneInfo("Asia/Makassar")
SANGATTA_UTARA, BUSANG, TELUK_PANDAN = "64.08.04", "64.08.06", "64.08.13"
OCTOBER = date(2016, 10, 1)
NAMES = ("Siti", "Budi", "Dewi", "Rudi", "Ani", "Joko", "Rina", "Made", "Wayan", "Ayu", "Agus", "Lina")
_numbers = count()


def at(day: int = 1, clock: str = "07:00") -> datetime:
    """A moment of October 2016 in Sangatta."""
    return datetime.combine(date(2016, 10, day), time.fromisoformat(clock), tzinfo=WITA)


def on(day: int) -> date:
    """A day of October 2016. The first is a Saturday."""
    return date(2016, 10, day)


def area(code: str) -> Area:
    if not Office.objects.exists():
        make.office()
    return Area.objects.get(code=code)


def officer(name: str = "", *, home: str = SANGATTA_UTARA, **facts: Any) -> Officer:
    """An operator of Sangatta Utara who may work five days a week."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "name": name or f"{NAMES[number % len(NAMES)]} Rekaan {number}",
        "home": area(home),
        "skills": [Skill.OPERATOR],
        "since": date(2016, 1, 1),
        "hours_a_week": Decimal("37.5"),
        **facts,
    }
    return actions.add_officer(by=None, at=at(), **values)


def shift(code: str = "P", starts: str = "08:00", ends: str = "16:00", break_minutes: int = 30) -> Shift:
    """The day of the office, from eight to four."""
    held = Shift.objects.filter(code=code).first()
    return held or actions.set_shift(
        code=code,
        name="Piket pagi" if code == "P" else f"Piket {code}",
        starts=time.fromisoformat(starts),
        ends=time.fromisoformat(ends),
        break_minutes=break_minutes,
        by=None,
        at=at(),
    )


def leave(who: Officer, start: int, end: int | None = None, **facts: Any) -> Leave:
    """Leave in October, by days of the month."""
    days = {"start": on(start), "end": on(end or start)}
    return actions.grant_leave(officer=who, by=None, at=at(), **{"kind": LeaveKind.ANNUAL, **days, **facts})


def roster(*duties: tuple[Officer, Place, int], state: State = State.PUBLISHED, **facts: Any) -> Roster:
    """A roster of October with these duties: officer, place, day of the month."""
    published = {"published_at": at()} if state == State.PUBLISHED else {}
    version = Roster.objects.filter(month=OCTOBER).count() + 1
    made = Roster.objects.create(
        month=OCTOBER, state=state, version=version, made_at=at(), **{**published, **facts}
    )
    day = shift()
    Duty.objects.bulk_create(
        Duty(roster=made, officer=who, place=place, on=on(number), shift=day, skill=who.skills[0])
        for who, place, number in duties
    )
    return made


def cover(
    place: Place, days: range | list[int], wanted: int = 1, skill: str = Skill.OPERATOR, **facts: Any
) -> None:
    """What a place wants in October, as a planner sets it."""
    cover_actions.set_cover(
        place=place, days=[on(day) for day in days], shift=shift(), skill=skill, wanted=wanted, by=None,
        at=at(), **facts,
    )  # fmt: skip


def office(officers: int = 3, wanted: int = 1) -> tuple[Place, list[Officer]]:
    """One place that wants somebody every day of October, and officers who can serve it."""
    place = places.place("Kantor Camat Sangatta Utara")
    cover(place, range(1, 32), wanted)
    return place, [officer(NAMES[number]) for number in range(officers)]


def planner() -> User:
    return staff.person(Role.PLANNER)


def planned(*, seconds: int = 5, by: User | None = None) -> Roster:
    """October as it is planned from what is there."""
    roster = planning.begin(month=OCTOBER, by=by, at=at(), seconds=seconds)
    return tasks.plan(roster, by=by)


def published(roster: Roster, by: User | None = None) -> Roster:
    return publishing.publish(roster=roster, seen_revision=roster.revision, by=by, at=at())


def days_of(roster: Roster, who: Officer) -> list[int]:
    """The days of the month on which an officer is on duty."""
    return [on.day for on in roster.duties.filter(officer=who).values_list("on", flat=True)]
