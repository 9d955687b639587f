"""Stations for the pages of incoming recordings: one that sends, one being enrolled, a gap and a case."""

from datetime import datetime, timedelta

from django.conf import settings

from rekam.office.accounts.models import User
from rekam.office.coverage.queries import default_day
from rekam.office.places.models import Place
from rekam.office.residents.models import Resident
from rekam.office.stations import actions, enrolling, issuing, keys
from rekam.office.stations.issuing import Wanted
from rekam.office.sync.keeping import erasing, shelf
from rekam.office.sync.models import Case, Packet, Recorded
from rekam.wire.recordings import Closing, Correction, Kind, QueueSums
from tests.office.sync import made


def furnish(administrator: User, planner: User, at: datetime) -> dict[str, tuple[int, ...]]:
    """What each address is tried with first."""
    keys.prepare()
    settings.SECOND_COPY = str(settings.DATA / "second")
    shelf.begin_second()
    place = Place.objects.order_by("pk")[0]
    laptop = made.laptop("Laptop Sangatta Utara 1", place=place)
    _send(laptop, list(Resident.objects.filter(standing="resident").order_by("pk")[:4]), at)
    other = actions.add(name="Laptop Bengalon 1", by=administrator, at=at, place=place)
    begun = enrolling.begin(station=other, by=administrator, at=at)
    pack = issuing.issue(
        station=laptop.station,
        wanted=Wanted(villages=(Resident.objects.order_by("pk")[0].area.code,), place=place),
        operators=[laptop.operator],
        expires_at=at + timedelta(days=7),
        by=planner,
        at=at,
    )
    last = Recorded.objects.order_by("-pk")[0]
    erasing.erase(last.packet, why="at_most", at=at)
    return {
        "stations:station": (laptop.station.pk,),
        "stations:enrolment": (begun.pk,),
        "stations:download": (pack.pk,),
        "sync:packet": (Packet.objects.order_by("-pk")[0].pk,),
        "sync:case": tuple(Case.objects.filter(is_moot=False).values_list("pk", flat=True)),
    }


def _send(laptop: made.Laptop, people: list[Resident], at: datetime) -> None:
    """Four recorded, one without a NIK, one sealed and lost, and two corrections that contradict."""
    for n, each in enumerate(people):
        fixed = Correction("address", each.address, f"JL. CONTOH {n}", "KK", each.kk)
        said = made.recording(laptop, nik=each.nik, name=each.name, corrections=(fixed,), place_code="")
        laptop.send(laptop.seal(said, sealed_at=at))
    again = Correction("address", people[0].address, "JL. LAIN 9", "KK", people[0].kk)
    said = made.recording(
        laptop, nik=people[0].nik, name=people[0].name, corrections=(again,), finished_at=made.later(30)
    )
    laptop.send(laptop.seal(said, sealed_at=at))
    laptop.seal(made.recording(laptop))
    laptop.send(laptop.seal(made.recording(laptop, name="TANPA NIK REKAAN"), sealed_at=at))
    _close_the_day(laptop, at)
    made.copied(at=at)
    made.opened(at=at)


def _close_the_day(laptop: made.Laptop, at: datetime) -> None:
    """Of the office's own day: people waited, some were not recorded, and a device was not ready."""
    failed = {"no_papers": 2, "under_16": 1}
    queue = QueueSums(9, 8, left=1, wait_seconds=5400, longest_seconds=1900)
    told = Closing(default_day(), 1, 6, 5, failed, 5, 1, {"S-1": "Ready", "S-2": "Not Ready"}, queue)
    said = made.recording(laptop, kind=Kind.CLOSING, person=None, captures=(), closing=told)
    laptop.send(laptop.seal(said, sealed_at=at))
