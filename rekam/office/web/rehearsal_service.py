"""The demo's service: places with their hours, kits with a year of faults, officers and their rosters.

Everything goes in by the same actions that the screens use, each at its own moment of 2016.
"""

import math
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from rekam.demo import SEED, equipment, officers, points
from rekam.demo.places import DISTRICTS
from rekam.domain.places.hours import Range
from rekam.office.accounts.models import User
from rekam.office.kits import actions as kits
from rekam.office.kits.models import Device, Kit
from rekam.office.places import actions as places
from rekam.office.places.models import Kind, Place
from rekam.office.regions import queries as regions
from rekam.office.residents.models import Resident
from rekam.office.rosters import actions as rosters
from rekam.office.rosters import cover, planning, publishing, queries, tasks
from rekam.office.rosters.models import Officer, Shift

BEGAN = datetime(2016, 1, 1, tzinfo=UTC)
SHIFTS = (
    ("P", "Pagi", time(8), time(16)),
    ("S", "Siang sampai malam", time(13), time(21)),
)
# A month and the day on which its roster was made.
ROSTERS = ((date(2016, 9, 1), date(2016, 8, 25)), (date(2016, 10, 1), date(2016, 9, 26)))
PLANNED_SECONDS, SMALL_PLANNED_SECONDS = 20, 6
SMALL = 40_000  # residents: a demo to try things on is there sooner
KM_A_DEGREE = 111.32  # of latitude; the equator is near enough for the others


@transaction.atomic
def bring_in(technician: User) -> None:
    """Whatever is not there yet; stopped in the middle, the next call goes on."""
    at_points = _places()
    kits_made = _kits(at_points)
    if kits_made:
        _faults(technician)
    _officers(technician)


# -- places -----------------------------------------------------------------------------------------------


def _places() -> list[Place]:
    held = {place.name: place for place in Place.objects.all()}
    return [held.get(point.name) or _place(point) for point in points.points()]


def _place(point: points.Point) -> Place:
    area = regions.by_code(DISTRICTS[point.district].code)
    assert area is not None, "the shipped areas hold every district of the demo"
    lat, lon = _moved(area.lat, area.lon, point)
    place = places.add_place(
        name=point.name,
        kind=point.kind,
        area=area.code,
        lat=lat,
        lon=lon,
        contact_name=point.contact,
        access=point.access,
        power=point.power,
        network=point.network,
        counters=point.counters,
        opens_on=point.opens_on,
        closes_on=point.closes_on,
        by=None,
        at=BEGAN,
    )
    for since, week in point.weeks:
        places.set_week(place=place, since=since, week=[_ranges(day) for day in week], by=None, at=BEGAN)
    for on, ranges, reason in point.days:
        places.set_special_day(place=place, on=on, ranges=_ranges(ranges), reason=reason, by=None, at=BEGAN)
    return place


def _moved(lat: float | None, lon: float | None, point: points.Point) -> tuple[float | None, float | None]:
    if lat is None or lon is None:
        return None, None
    wide = KM_A_DEGREE * math.cos(math.radians(lat))
    return round(lat + point.north / KM_A_DEGREE, 5), round(lon + point.east / wide, 5)


def _ranges(day: points.Ranges) -> list[Range]:
    return [Range(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day]


# -- kits -------------------------------------------------------------------------------------------------


def _kits(at_points: list[Place]) -> bool:
    """Whether any was missing."""
    held = set(Kit.objects.values_list("code", flat=True))
    missing = [kit for kit in equipment.kits() if kit.code not in held]
    for kit in missing:
        made = kits.add_kit(
            code=kit.code,
            name=kit.name,
            role=kit.role,
            home=at_points[kit.home],
            place=None if kit.at is None else at_points[kit.at],
            by=None,
            at=BEGAN,
        )
        for device in kit.devices:
            kits.add_device(
                kind=device.kind,
                make=device.make,
                model=device.model,
                serial=device.serial,
                owner=device.owner,
                certificate=device.certificate,
                condition=device.condition,
                kit=made,
                by=None,
                at=BEGAN,
            )
    return bool(missing)


def _faults(technician: User) -> None:
    devices = {device.serial: device for device in Device.objects.all()}
    for fault in equipment.faults(SEED):
        reported = kits.report_fault(
            device=devices[fault.serial],
            symptom=fault.symptom,
            note=fault.note,
            tried=fault.tried,
            stops=fault.stops,
            by=None,
            at=_moment(fault.reported),
        )
        for step in fault.moves:
            kits.move_fault(
                fault=reported,
                move=step.move,
                note=step.note,
                cost_rupiah=step.cost_rupiah,
                details=step.details,
                assignee=technician if step.move == "assign" else None,
                by=technician,
                at=_moment(step.at),
            )


# -- officers ---------------------------------------------------------------------------------------------


def _officers(by: User) -> None:
    if Officer.objects.exists():
        return
    for code, name, starts, ends in SHIFTS:
        rosters.set_shift(code=code, name=name, starts=starts, ends=ends, break_minutes=60, by=None, at=BEGAN)
    for officer in officers.officers(SEED):
        area = regions.by_code(DISTRICTS[officer.district].code)
        assert area is not None, "the shipped areas hold every district of the demo"
        made = rosters.add_officer(
            name=officer.name,
            home=area,
            skills=officer.skills,
            since=BEGAN.date(),
            hours_a_week=Decimal(officer.hours_a_week),
            days_off=officer.days_off,
            by=None,
            at=BEGAN,
        )
        for start, end, kind in officer.leave:
            rosters.grant_leave(officer=made, start=start, end=end, kind=kind, by=by, at=BEGAN)
        for on, wants_duty in officer.wishes:
            rosters.set_wish(officer=made, on=on, wants_duty=wants_duty, by=by, at=BEGAN)


def is_small() -> bool:
    """Whether this demo is one to try things on."""
    return Resident.objects.count() < SMALL


def make_rosters(planner: User) -> None:
    """September's and October's rosters, planned and published in the month before."""
    seconds = SMALL_PLANNED_SECONDS if is_small() else PLANNED_SECONDS
    for month, on in ROSTERS:
        if queries.published(month) is not None:
            continue
        at = timezone.make_aware(datetime.combine(on, time(9)))
        cover.propose(month=month, by=planner, at=at)
        _want_crews(month, planner, at)
        roster = planning.begin(month=month, by=planner, at=at, seconds=seconds, seed=SEED % 1_000)
        tasks.take(roster)
        planned = tasks.plan(roster, by=planner)
        publishing.publish(roster=planned, seen_revision=planned.revision, by=planner, at=at)


def _want_crews(month: date, planner: User, at: datetime) -> None:
    """Beside those at the counters, the head office wants officers who go out to people."""
    office, shift = Place.objects.get(kind=Kind.HEAD_OFFICE), Shift.objects.get(code="P")
    for is_weekend, wanted in ((False, {"operator": 6, "driver": 3}), (True, {"operator": 3, "driver": 2})):
        days = [on for on in queries.days_of(month) if (on.weekday() >= queries.SATURDAY) == is_weekend]
        for skill, count in wanted.items():
            cover.set_cover(
                place=office, days=days, shift=shift, skill=skill, wanted=count, by=planner, at=at
            )


def _moment(local: datetime) -> datetime:
    return timezone.make_aware(local)
