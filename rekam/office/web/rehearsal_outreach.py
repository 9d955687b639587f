"""The demo's outreach: clients with their lists, visits of August and September with what became of each
person, promises, and a plan for October to December.

Lists are written as the files that clients hand in and come in like real ones. Whoever is recorded at a visit
was recorded on that day by the demo's own recordings, so that the register and the result sheets agree.
"""

import csv
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone, translation

from rekam.demo import SEED, clients
from rekam.demo.clients import Client as Described
from rekam.demo.places import DISTRICTS
from rekam.domain.places.hours import Range
from rekam.office.accounts.models import User
from rekam.office.clients import actions, rolls
from rekam.office.clients.models import Client
from rekam.office.kits.models import Kit
from rekam.office.outreach import adopting, planning, tasks
from rekam.office.outreach.models import Plan
from rekam.office.outreach.wishes import Wishes
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions
from rekam.office.residents.models import Resident
from rekam.office.rosters.models import Officer
from rekam.office.visits import actions as visits
from rekam.office.visits import closing, preparing, receiving
from rekam.office.visits.models import Visit
from rekam.office.web import rehearsal_service

FIRST_DAY, LAST_DAY = date(2016, 8, 15), date(2016, 9, 29)
LAST_KNOWN = date(2016, 9, 30)
PLANNED = (date(2016, 10, 1), date(2016, 12, 31))
PLAN_SECONDS, SMALL_PLAN_SECONDS = 60, 10
PEOPLE_OF_THE_REGISTER = 413_000  # at full size: lists shrink with a smaller demo
FEWEST = 12
COMES = 0.74  # of those on a list (PPU 2012: 400 invited, about 300 recorded)
REASONS = ("busy", "busy", "busy", "far", "away", "no_need", "ill", "moved", "other", "")


def bring_in(people: dict[str, User]) -> None:
    """Whatever is not there yet."""
    with translation.override("id"):
        if not Client.objects.exists():
            _clients(people["perencana"])
        if not Visit.objects.exists():
            _visits(people)
            _lists(people["perencana"])
            _promises(people["perencana"])
        if not Plan.objects.exists():
            _plan(people["perencana"])


def _at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


# -- clients ----------------------------------------------------------------------------------------------


@transaction.atomic
def _clients(planner: User) -> None:
    began = _at(date(2016, 8, 1))
    for number, each in enumerate(clients.clients(), start=1):
        made = actions.add_client(
            name=each.name,
            kits_at_once=each.kits,
            windows=_windows(each),
            by=planner,
            at=began,
            **_where(each),
        )
        actions.keep_contact(
            client=made,
            consents=True if number % 3 else None,
            consent_how="letter" if number % 3 else "",
            name=each.contact,
            role=each.role,
            phone=f"0812{number:08}",
            email=f"kontak{number}@contoh.invalid",
            channel="whatsapp" if number % 2 else "sms",
            by=planner,
            at=began,
        )
        if number % 4 == 1:
            actions.note_request(
                client=made, on=date(2016, 8, 3), came="letter", number=f"{number:03}/HRD/VIII/2016",
                people=each.people, by=planner, at=began,
            )  # fmt: skip


def _where(each: Described) -> dict[str, Any]:
    """Its service point: one the office has, or a new one near the district's point or in the village."""
    held = Place.objects.filter(name=each.place).first() if each.place else None
    if held is not None:
        return {"place": held}
    area = regions.by_code(each.home.code)
    if each.village:
        area = regions.villages(each.home.code).filter(name=each.village).first()
    assert area is not None, "the shipped areas hold every district and village of the demo"
    north, east = (each.north / 111.32, each.east / 111.32) if not each.village else (0.0, 0.0)
    lat, lon = (area.lat or 0.0) + north, (area.lon or 0.0) + east
    return {"area": area.code, "kind": each.kind, "lat": round(lat, 5), "lon": round(lon, 5)}


def _windows(each: Described) -> list[tuple[Range, ...]]:
    hours = {clients.COMPANY: clients.NIGHT_AND_DAY, clients.SCHOOL: clients.SCHOOL_HOURS}.get(each.kind, ())
    day = tuple(Range(time.fromisoformat(a), time.fromisoformat(b)) for a, b in hours)
    working = 5 if each.kind == clients.SCHOOL else 6
    return [day] * working + [()] * (7 - working) if day else []


# -- visits that took place -------------------------------------------------------------------------------


def _visits(people: dict[str, User]) -> None:
    rng = np.random.default_rng(SEED)
    taken: set[date] = set()
    for each in clients.clients():
        if each.had_visit:
            on = _day(each, taken)
            taken.add(on)
            with transaction.atomic():
                _visit(each, on, people, rng)


def _day(each: Described, taken: Iterable[date]) -> date:
    """The day on which the most of its people were recorded, on which no other client was visited."""
    days = (
        _home(each)
        .filter(first_recorded_on__range=(FIRST_DAY, LAST_DAY))
        .exclude(first_recorded_on__in=list(taken))
        .exclude(first_recorded_on__iso_week_day__gte=6)
        .order_by()
        .values("first_recorded_on")
        .annotate(count=Count("pk"))
        .order_by("-count", "first_recorded_on")
    )
    found = days.values_list("first_recorded_on", flat=True).first()
    return found or next(on for on in _weekdays() if on not in taken)


def _weekdays() -> Iterable[date]:
    days = (LAST_DAY - timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days))
    return (on for on in days if on.isoweekday() <= 5)


def _home(each: Described) -> Any:
    """Who could be on its list: people of its districts, pupils by their age."""
    codes = [DISTRICTS[number].code for number in each.workers_from]
    where = Q()
    for code in codes:
        where |= Q(area__code__startswith=code)
    found = Resident.objects.filter(where, standing="resident", obliged_from__isnull=False)
    if each.kind == clients.SCHOOL:
        return found.filter(born__range=(date(1998, 1, 1), date(2000, 9, 1)))
    return found.filter(born__range=(date(1961, 1, 1), date(1998, 9, 1)))


def _visit(each: Described, on: date, people: dict[str, User], rng: np.random.Generator) -> None:
    client = Client.objects.get(name=each.name)
    came = list(_home(each).filter(first_recorded_on=on).order_by("pk")[: 45 * each.kits])
    stayed = list(_left(each, on)[: max(round(len(came) * (1 - COMES) / COMES), 2)])
    recorded = list(
        _home(each).filter(first_recorded_on__lt=FIRST_DAY).order_by("-pk")[: 1 + len(came) // 10]
    )
    _receive(client, "Giliran pertama", on - timedelta(days=7), [*came, *stayed, *recorded], people, rng)
    planner, crew = people["perencana"], _crew(each.kits)
    visit = visits.plan_visit(
        place=client.place, client=client, on=on, starts=time(8), ends=time(15), crew=crew,
        kits=Kit.objects.filter(role="mobile").order_by("code")[: each.kits],
        expected=0.75 * len(came + stayed), is_promised=True, by=planner, at=_at(on - timedelta(days=6)),
    )  # fmt: skip
    preparing.confirm(
        visit=visit, contact=each.contact, how="telephone", by=planner, at=_at(on - timedelta(days=3), 10)
    )
    notes = _notes(visit, {who.nik for who in came}, on, rng)
    operator = people["operator"]
    receiving.receive(visit=visit, notes=notes, by=operator, at=_at(on, 15, 30), sent_at=_at(on, 15, 30))
    closing.set_rest_absent(visit=visit, by=operator, at=_at(on, 15, 40))
    closing.close(visit=visit, by=operator, at=_at(on, 15, 45))


def _left(each: Described, on: date) -> Any:
    """Who has to be recorded, was not by that day nor since, and is on nobody's list yet."""
    left = _home(each).filter(first_recorded_on=None, obliged_from__lte=on, roll_rows=None)
    return left.order_by("pk")


def _crew(kits: int) -> Sequence[Officer]:
    held = Officer.objects.filter(home__code="64.08.04").order_by("pk")
    operators = [who for who in held if "operator" in who.skills][:kits]
    drivers = [who for who in held if who.skills == ["driver"]][:1]
    return [*operators, *drivers]


def _notes(visit: Visit, came: set[str], on: date, rng: np.random.Generator) -> list[dict[str, Any]]:
    """What the crew entered on its phone: an arrival, who was recorded, and why some were not."""
    notes = [_note("arrival", _at(on, 7, 50))]
    kits = max(visit.kits.count(), 1)
    clock = 0.0
    for number, key in enumerate(visit.keys.select_related("listed").order_by("pk")):
        subject = key.key
        if key.listed.nik in came:
            clock += float(rng.gamma(9.0, 0.6)) / kits
            at = _at(on, 8) + timedelta(minutes=min(clock, 400))
            notes.append(_note("outcome", at, subject=subject, outcome="recorded"))
        elif number % 9 == 4:
            notes.append(
                _note("outcome", _at(on, 14), subject=subject, outcome="failed", reason="appearance")
            )
        else:
            reason = REASONS[int(rng.integers(len(REASONS)))]
            notes.append(_note("outcome", _at(on, 15), subject=subject, outcome="absent", reason=reason))
    return notes


def _note(kind: str, at: datetime, **facts: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "kind": kind, "made_at": at.isoformat(), **facts}


# -- lists and promises for what is to come ---------------------------------------------------------------


def _lists(planner: User) -> None:
    """Each client's list of late September: who is left, some who were recorded, and the usual damage."""
    rng = np.random.default_rng(SEED + 1)
    size = Resident.objects.count() / PEOPLE_OF_THE_REGISTER
    for each in clients.clients():
        if each.kind != clients.VILLAGE:
            with transaction.atomic():
                wanted = max(round(each.people * size), FEWEST)
                left = list(_left(each, LAST_KNOWN)[:wanted])
                done = list(_home(each).exclude(first_recorded_on=None).order_by("pk")[: wanted // 4])
                client = Client.objects.get(name=each.name)
                _receive(client, "September", date(2016, 9, 26), [*left, *done], {"perencana": planner}, rng)


def _receive(
    client: Client,
    name: str,
    as_of: date,
    residents: Sequence[Resident],
    people: dict[str, User],
    rng: np.random.Generator,
) -> None:
    """Write the file as a clerk makes it, and take it in."""
    if not residents:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "daftar.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file, delimiter=";")
            rows.writerow(("No", "NIK", "Nama", "Tgl Lahir"))
            for number, who in enumerate(residents, start=1):
                rows.writerow((number, _written(who.nik, rng), who.name, f"{who.born:%d-%m-%Y}"))
        kind = "pupils" if client.place.kind == clients.SCHOOL else "workers"
        rolls.receive(
            path, client=client, name=name, kind=kind, as_of=as_of, file_name=f"daftar {client.name}.csv",
            by=people["perencana"], at=_at(as_of, 9),
        )  # fmt: skip


def _written(nik: str, rng: np.random.Generator) -> str:
    """One NIK in eight as a spreadsheet leaves it, or a clerk."""
    luck = int(rng.integers(40))
    if luck == 0:
        return f"{nik[:15]}0"
    if luck in (1, 2):
        return f"{nik[0]},{nik[1:6]}E+15"
    if luck == 3:
        return ""
    if luck == 4:
        return f"{nik[:6]} {nik[6:12]} {nik[12:]}"
    return nik


@transaction.atomic
def _promises(planner: User) -> None:
    for each in clients.promised():
        actions.agree_date(
            client=Client.objects.get(name=each.client),
            on=date(2016, 10, each.day),
            starts=time.fromisoformat(each.starts),
            ends=time.fromisoformat(each.ends),
            kits=each.kits,
            is_promised=True,
            today=LAST_KNOWN,
            by=planner,
            at=_at(date(2016, 9, 28)),
        )


# -- the plan ---------------------------------------------------------------------------------------------


def _plan(planner: User) -> None:
    starts, ends = PLANNED
    seconds = SMALL_PLAN_SECONDS if rehearsal_service.is_small() else PLAN_SECONDS
    at = _at(LAST_KNOWN, 9)
    plan = planning.begin(
        starts=starts, ends=ends, wishes=Wishes(), name="Oktober sampai Desember", seconds=seconds,
        seed=SEED % 1_000, by=planner, at=at,
    )  # fmt: skip
    tasks.take(plan)
    adopting.adopt(plan=tasks.work_out(plan, by=planner), by=planner, at=at)
