"""Kits, devices and people around them, ready for a test; everybody is invented."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from rekam.domain.kits.kinds import Kind, Role, Stops, Symptom
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role as Person
from rekam.office.kits import actions
from rekam.office.kits.models import Device, Fault, Kit
from rekam.office.places.models import Kind as PlaceKind
from rekam.office.places.models import Place
from rekam.office.regions.models import Area
from tests import make
from tests.office.accounts import staff

MORNING = make.moment()
NUMBERS = count(1001)  # of four digits: codes sort as they were made
# What a kit needs to record, and a mobile one carries.
WHOLE = (Kind.LAPTOP, Kind.CAMERA, Kind.SIGNATURE_PAD, Kind.FINGERPRINT_SCANNER, Kind.IRIS_SCANNER)
SANGATTA_SELATAN = "64.08.12"
TELUK_PANDAN = "64.08.13"


def later(hours: float = 1) -> datetime:
    return MORNING + timedelta(hours=hours)


def place(area: str = SANGATTA_SELATAN, **facts: Any) -> Place:
    """The office of a kecamatan; the office of Kutai Timur is set up before."""
    found = Area.objects.get(code=area)
    values = {"name": f"Kantor Camat {found.name}", "kind": PlaceKind.DISTRICT_OFFICE, **facts}
    return Place.objects.get_or_create(area=found, name=values.pop("name"), defaults=values)[0]


def kit(at: Place | None = None, *, kinds: tuple[Kind, ...] = WHOLE, **facts: Any) -> Kit:
    """A kit with one good device of each kind, at a place or in the store."""
    values = {"code": f"KTM-{next(NUMBERS)}-1", "role": Role.FIXED, "home": at, **facts}
    made = actions.add_kit(place=at, by=None, at=MORNING, **values)
    for kind in kinds:
        device(kind, kit=made)
    return made


def device(kind: Kind = Kind.FINGERPRINT_SCANNER, **facts: Any) -> Device:
    values = {"make": "Contoh", "serial": f"SN-{next(NUMBERS):05}", **facts}
    return actions.add_device(kind=kind, by=None, at=MORNING, **values)


def part(kit: Kit, kind: Kind) -> Device:
    """The device of a kind in a kit."""
    return kit.devices.get(kind=kind)


def fault(device: Device, *, stops: Stops = Stops.ALL, at: datetime | None = None, **facts: Any) -> Fault:
    values = {"symptom": Symptom.NOT_FOUND, "by": None, **facts}
    return actions.report_fault(device=device, stops=stops, at=at or later(), **values)


def technician(**facts: Any) -> User:
    return staff.person(Person.TECHNICIAN, **facts)


def district_staff(area: str = SANGATTA_SELATAN) -> User:
    return staff.person(Person.DISTRICT_STAFF, area=area)


STEPS: dict[str, dict[str, Any]] = {
    "confirm": {},
    "dismiss": {"note": "Kabel tercabut"},
    "assign": {},
    "start_repair": {"details": {"where": "Ruang teknisi"}},
    "note_repair": {"cost_rupiah": 350_000, "details": {"parts": "Kabel USB", "vendor": "CV Contoh"}},
    "test": {},
    "pass": {"details": {"tested": "Sepuluh jari dua kali"}},
    "fail": {"note": "Mati lagi", "details": {"tested": "Sepuluh jari"}},
    "retire": {"note": "Tidak ada suku cadang"},
}


def moved(fault: Fault, *moves: str, hours: float = 2, by: User | None = None, **facts: Any) -> Fault:
    """The fault after these moves, an hour apart, each saying what it must."""
    for number, move in enumerate(moves):
        values = {**STEPS[move], **facts}
        if move == "assign" and "assignee" not in values:
            values["assignee"] = technician()
        fault = actions.move_fault(fault=fault, move=move, by=by, at=later(hours + number), **values)
    return fault
