"""What a packet says goes into the register: everything about it in one transaction, or nothing.

The session, the ledger, the visit's list, the measures of quality and time, the cases for two people, and
"this packet is processed" are written together. Whatever the order of arrival, the end is the same, because
what counts is worked out anew for everything that touches the same person (``settling``).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.ledger import actions as ledger
from rekam.office.places.models import Place
from rekam.office.residents import actions as residents
from rekam.office.residents import queries as register
from rekam.office.residents.models import Resident
from rekam.office.stations.models import Carried, Epoch, Station
from rekam.office.sync import quarantine
from rekam.office.sync.awaited import awaiting
from rekam.office.sync.models import Counted, DayClosing, Opened, Packet, Recorded
from rekam.office.sync.queueing import in_turn
from rekam.office.sync.taking import correcting, measures, missed, sessions, settling, troubles, visiting
from rekam.office.sync.unsealing.opening import Contents
from rekam.wire.recordings import CONSENT, Closing, Person, Recording

SEXES = {"L": "m", "P": "f"}


@dataclass(frozen=True, slots=True)
class Taken:
    """How many packets went in, and of what kind."""

    recordings: int = 0
    others: int = 0


@in_turn()
@transaction.atomic
def take(opened: Sequence[Contents], *, at: datetime) -> Taken:
    """Bring what some packets say into the register. Those that somebody else took meanwhile are left out."""
    ledger.lock()
    wanted = {contents.packet.pk: contents for contents in opened}
    held = Packet.objects.select_for_update().filter(pk__in=wanted, opened=Opened.NOT_YET).order_by("pk")
    fresh = [Contents(packet, wanted[packet.pk].recording) for packet in held]
    troubles.lock_devices(fresh)
    visits = [visiting.visit_of(named) for each in fresh for named in _visits(each.recording)]
    awaiting.lock(visits)
    known = _Known([each for each in fresh if each.recording.person])
    said = [(_record(each, known, at=at), each.recording) for each in fresh if each.recording.person]
    recorded = [each for each, _said in said]
    measures.keep(said)
    whose = Packet.objects.filter(pk__in=[each.packet.pk for each in fresh])
    whose.update(opened=Opened.DONE, opened_at=at, trouble="")
    settle(recorded, source=_source(fresh), at=at)  # it locks visits, before the first line of the trail
    for each in fresh:
        _take_other(each, at=at)
    missed.look_again(troubles.serials(each.recording for each in fresh), at=at)
    awaiting.note(visits)
    taken = Taken(len(recorded), len(fresh) - len(recorded))
    if fresh:
        details = {"recordings": taken.recordings, "others": taken.others}
        audit.record("packets.processed", _source(fresh), by="intake", at=at, details=details)
    return taken


def _visits(said: Recording) -> list[str | None]:
    """A closing tells of every visit of its day."""
    return [said.visit, *(each.visit for each in (said.closing.visits if said.closing else ()))]


def settle(touched: Iterable[Recorded], *, source: str, at: datetime) -> None:
    """Work out anew what counts of these and of everything near them; visits, register and ledger follow."""
    near = settling.settle(touched, at=at)
    visiting.follow(near, at=at)
    niks = {each.nik for each in near if each.nik}
    niks |= correcting.settle({each.resident for each in near if each.resident}, at=at)
    ids = sorted(register.ids_of(sorted(niks)).values())
    if ids:
        residents.repost(ids, kind="recordings", source=source, by=None, at=at)


def _source(contents: Sequence[Contents]) -> str:
    if len(contents) == 1:
        return f"{sessions.SOURCE}{contents[0].packet.packet_id}"
    return f"packets:{len(contents)}"


# -- a recording ------------------------------------------------------------------------------------


class _Known:
    """Who and what the packets of one portion name, asked together."""

    def __init__(self, each: Sequence[Contents]) -> None:
        self.place = cache(_place)
        self._operators = _operators({contents.packet.operator_key for contents in each})
        self._kits = _kits({contents.packet.station_key for contents in each})
        people = [contents.recording.person for contents in each if contents.recording.person]
        self._carried = _carried({person.pack_token for person in people if person.pack_token})
        niks = {person.nik for person in people if person.nik}
        found = Resident.objects.filter(Q(nik__in=niks) | Q(pk__in=set(self._carried.values())))
        residents = list(found.only("nik").order_by())
        self._by_nik = {resident.nik: resident for resident in residents}
        self._by_id = {resident.pk: resident for resident in residents}

    def operator(self, key: str) -> str:
        return self._operators.get(key, "")

    def kit(self, station: str) -> str:
        return self._kits.get(station, "")

    def resident(self, person: Person) -> Resident | None:
        """By the pack's token, which is surest, or by the NIK."""
        found = self._by_id.get(self._carried.get(person.pack_token or "", 0))
        if found is not None and person.nik in (None, found.nik):
            return found
        return self._by_nik.get(person.nik) if person.nik else None


def _record(contents: Contents, known: _Known, *, at: datetime) -> Recorded:
    packet, said = contents.packet, contents.recording
    assert said.person is not None
    resident = known.resident(said.person)
    nik = said.person.nik or (resident.nik if resident else "")
    place = known.place(said.place_code)
    recorded = Recorded(
        packet=packet,
        nik=nik,
        kk=said.person.kk or "",
        name=said.person.name[:150],
        born=said.person.born,
        sex=SEXES.get(said.person.sex, ""),
        area_code=said.person.area[:13],
        matched=said.person.matched.value,
        resident=resident,
        visit=visiting.visit_of(said.visit),
        place=place.name if place else "",
        place_area=place.area.code if place else "",
        operator=known.operator(packet.operator_key),
        kit=known.kit(packet.station_key),
        started_at=said.started_at,
        finished_at=said.finished_at,
        slip=said.slip_code[:40],
        quality=measures.total(said),
        again=said.again[:300],
        has_exceptions=any(each.part != CONSENT for each in said.absences),
        is_simulated=measures.is_simulated(said),
        arrived_on=timezone.localdate(at),
    )
    if nik:
        recorded.session = sessions.of(recorded, is_held_back=quarantine.is_held_back(packet))
    recorded.save()
    correcting.keep(recorded, said)
    return recorded


def _carried(tokens: Collection[str]) -> dict[str, int]:
    """The residents that packs called so; where two did, as the first one meant it."""
    found = Carried.objects.filter(token__in=tokens).order_by("-pk")
    return dict(found.values_list("token", "resident_id")) if tokens else {}


def _place(code: str) -> Place | None:
    if not (code.isdecimal() and len(code) < 10):
        return None
    return Place.objects.select_related("area").filter(pk=int(code)).first()


def _operators(keys: Collection[str]) -> dict[str, str]:
    found = User.objects.filter(station_operator__key__in=keys).order_by()
    return dict(found.values_list("station_operator__key", "full_name"))


def _kits(stations: Collection[str]) -> dict[str, str]:
    """By station the code of its kit, or its own name where it has none."""
    rows = Station.objects.filter(key__in=stations).order_by().values_list("key", "kit__code", "name")
    return {key: code or name[:60] for key, code, name in rows}


def name(recorded: Recorded, nik: str) -> None:
    """Somebody who was recorded without a NIK is this person, as two people decided. The body is compared
    anew: with those under this NIK.
    """
    recorded.nik, recorded.compared_at = nik, None
    recorded.resident = Resident.objects.filter(nik=nik).first()
    recorded.place_area = recorded.place_area or _only_area(recorded.place)
    recorded.session = sessions.of(recorded, is_held_back=quarantine.is_held_back(recorded.packet))
    recorded.save(update_fields=["nik", "resident", "session", "file", "place_area", "compared_at"])
    recorded.corrections.update(resident=recorded.resident)


def _only_area(place: str) -> str:
    """Of a place by its name: earlier programs kept no more of it."""
    found = list(Place.objects.filter(name=place).values_list("area__code", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


# -- what else a packet may be ----------------------------------------------------------------------


def _take_other(contents: Contents, *, at: datetime) -> None:
    if contents.recording.closing is not None:
        _close_day(contents)
    if contents.recording.trouble is not None and not quarantine.is_held_back(contents.packet):
        troubles.report(contents.packet, contents.recording.trouble, at=at)


def _close_day(contents: Contents) -> None:
    said = contents.recording.closing
    assert said is not None
    closing = DayClosing.objects.create(
        packet=contents.packet,
        on=said.day,
        visit=visiting.visit_of(contents.recording.visit),
        recorded=said.recorded,
        failed=dict(said.failed),
        first_sequence=said.first_sequence,
        last_sequence=said.last_sequence,
        copies=said.copies,
        unsent=said.unsent,
        devices=dict(said.devices),
        sums=_sums(said),
    )
    _count(closing, said, contents.packet.station_key)


def _count(closing: DayClosing, said: Closing, station: str) -> None:
    """Where its recordings were made, each with the numbers of its packets."""
    Counted.objects.bulk_create(
        Counted(
            closing=closing,
            visit=visiting.visit_of(each.visit),
            epoch=Epoch.objects.filter(station__key=station, number=each.epoch).first(),
            place_code=each.place_code,
            recorded=each.recorded,
            sequences=list(each.sequences),
        )
        for each in said.visits
    )


def _sums(said: Closing) -> dict[str, Any]:
    """Nothing from a laptop whose program does not tell them yet."""
    return {
        "queue": asdict(said.queue) if said.queue else {},
        "quality": [{**asdict(each), "operator": each.operator.hex()} for each in said.quality],
        "steps": [asdict(each) for each in said.steps],
        **({"instead_of": said.instead_of.hex()} if said.instead_of else {}),
    }
