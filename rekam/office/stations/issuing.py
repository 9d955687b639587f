"""Roster packs: what a laptop takes along to a counter, signed, and sealed for that one laptop."""

import os
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain.coverage.rules import FIRST_TIMER_AGE
from rekam.domain.sync.enrolment import Epoch as EpochState
from rekam.domain.trouble import RuleBroken
from rekam.office import bulk
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.audit.models import Entry
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions
from rekam.office.residents import lists
from rekam.office.residents.models import Resident, Standing
from rekam.office.stations import keys, queries
from rekam.office.stations.models import Carried, Epoch, Operator, Pack, Station
from rekam.office.visits import summonses
from rekam.office.visits.models import Visit
from rekam.wire import packs as wire
from rekam.wire.keys import SealPublic, digest
from rekam.wire.packs import PackOperator, PackResident, Recipient, StationPlace

LONGEST = timedelta(days=31)
REFUSED_EVERY = timedelta(hours=1)
# The least qualities of the field: slaps and thumbs 40, irises 60, face 90; three tries.
THRESHOLDS = {"slap": 40, "thumbs": 40, "irises": 60, "face": 90}
TRIES = 3
# A laptop keeps a packet so long after the office has it twice: longer than the age of the oldest backup that
# the office would restore.
HOLDING_SECONDS = 14 * 24 * 3600
IDLE_LOCK_SECONDS = 300
FIELDS = (
    "id", "nik", "kk", "name", "born", "birth_place", "sex", "area__code", "area__name", "address", "rt",
    "rw", "blood", "religion", "marital", "first_recorded_on", "obliged_from",
)  # fmt: skip
SEXES = {"m": "L", "f": "P"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks to have in a pack."""

    villages: tuple[str, ...] = ()
    visit: Visit | None = None
    place: Place | None = None


@transaction.atomic
def issue(
    *,
    station: Station,
    wanted: Wanted,
    operators: Collection[Operator],
    expires_at: datetime,
    by: User | None,
    at: datetime,
) -> Pack:
    """Make the next version for a station. It replaces those before on the laptop, and expires by itself."""
    epoch = _check(station, operators, expires_at, at)
    version = (station.packs.aggregate(last=Max("version"))["last"] or 0) + 1
    today, last_day = timezone.localdate(at), timezone.localdate(expires_at)
    rows = _rows(wanted, on=last_day)
    tokens = _tokens([row["id"] for row in rows])
    expected = _expected(wanted.visit)
    content = wire.Pack(
        office=_office(),
        version=version,
        made_at=at,
        expires_at=expires_at,
        station=_station(station, wanted),
        visit=_visit(wanted.visit),
        residents=tuple(_resident(row, tokens, expected, today) for row in rows),
        operators=tuple(_operator(each) for each in operators),
        open_days=_open_days(wanted, today, last_day),
        recipients={name: Recipient(key.suite, key.raw) for name, key in keys.recipients().items()},
        receipt_keys=tuple(key.raw for key in keys.receipt_publics()),
        rules=wire.Rules(THRESHOLDS, TRIES, HOLDING_SECONDS, IDLE_LOCK_SECONDS),
    )
    data = wire.issue(
        content, signing=keys.office(), station=SealPublic(epoch.seal_suite, bytes(epoch.seal_public))
    )
    _check_size(data, people=len(rows))
    return _keep(epoch, content, data, tokens, wanted, operators, by=by, at=at)


def _check_size(data: bytes, *, people: int) -> None:
    """No laptop takes a larger one, and none would get an earlier one any more."""
    if len(data) > wire.LARGEST:
        raise RuleBroken(
            "pack.too_large",
            gettext_noop(
                "%(people)s people are more than a laptop takes along. Choose fewer villages: about "
                "%(most)s people fit."
            ),
            people=people,
            most=people * wire.LARGEST // len(data) // 1000 * 1000,
        )


def _tokens(residents: Sequence[int]) -> dict[int, str]:
    """By what the pack calls each: the code of their summons, so that the counter finds them by its QR."""
    summoned = summonses.codes(residents)
    return {pk: summoned.get(pk) or secrets.token_hex(16) for pk in residents}


def _check(station: Station, operators: Collection[Operator], expires_at: datetime, at: datetime) -> Epoch:
    epoch = station.epochs.select_for_update().filter(state=EpochState.ACTIVE).first()
    if epoch is None:
        raise RuleBroken("pack.not_enrolled", gettext_noop("Enrol this laptop first: it has no keys in use."))
    if not operators:
        raise RuleBroken(
            "pack.no_operators", gettext_noop("Nobody could sign in. Choose at least one operator.")
        )
    if not at < expires_at <= at + LONGEST:
        raise RuleBroken(
            "pack.too_long", gettext_noop("A pack is valid for at most %(days)s days."), days=LONGEST.days
        )
    return epoch


def _keep(
    epoch: Epoch,
    content: wire.Pack,
    data: bytes,
    tokens: dict[int, str],
    wanted: Wanted,
    operators: Collection[Operator],
    *,
    by: User | None,
    at: datetime,
) -> Pack:
    station = epoch.station
    path = f"{station.key}/{content.version}.pack"
    _write(path, data)
    pack = Pack.objects.create(
        station=station,
        version=content.version,
        epoch=epoch,
        visit=wanted.visit,
        place=wanted.place or (wanted.visit.place if wanted.visit else None),
        villages=list(wanted.villages),
        people=len(tokens),
        file=path,
        size=len(data),
        digest=digest(data).hex(),
        made_at=at,
        expires_at=content.expires_at,
        by=by,
    )
    pack.operators.set(operators)
    _carry(pack, tokens)
    details = {
        "version": pack.version,
        "people": pack.people,
        "expires_on": timezone.localdate(content.expires_at).isoformat(),
    }
    audit.record("pack.issued", f"station:{station.name}", by=by, at=at, details=details)
    return pack


def _carry(pack: Pack, tokens: dict[int, str]) -> None:
    frame = pl.DataFrame(
        {"token": list(tokens.values()), "resident_id": list(tokens)},
        schema={"token": pl.String, "resident_id": pl.Int64},
    )
    bulk.insert(Carried, frame.with_columns(pack_id=pl.lit(pack.pk, dtype=pl.Int64)))


# -- where the files lie ----------------------------------------------------------------------------


def _folder() -> Path:
    return Path(settings.DATA) / "packs"


def _write(path: str, data: bytes) -> None:
    """Whole on the disk before anybody is told of it: a pack that a power cut halved would be refused."""
    place = _folder() / path
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(f".{os.getpid()}")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.rename(place)
    keys.sync_folder(place.parent)


def content(pack: Pack) -> bytes:
    """The sealed file, for a USB disk or a laptop's call."""
    return (_folder() / pack.file).read_bytes()


def latest(epoch: Epoch, *, at: datetime) -> bytes:
    """What a laptop gets that asks for its newest pack."""
    _check_in_use(epoch, by=None, at=at)
    pack = queries.latest_pack(epoch)
    if pack is None:
        raise RuleBroken("pack.none", gettext_noop("The office has no pack for this laptop yet."))
    if pack.fetched_at is None:
        _fetched(pack, by=None, at=at)
    return content(pack)


def download(pack: Pack, *, by: User, at: datetime) -> bytes:
    """For a USB disk, by a person."""
    _check_in_use(pack.epoch, by=by, at=at)
    _fetched(pack, by=by, at=at)
    return content(pack)


def _check_in_use(epoch: Epoch, *, by: User | None, at: datetime) -> None:
    """Whose keys were stopped or replaced may still send packets, and gets nobody's data any more. The state
    is asked anew: a receiver remembers it for a while.
    """
    state = Epoch.objects.values_list("state", flat=True).get(pk=epoch.pk)
    if state == EpochState.ACTIVE:
        return
    _refused(epoch, {"epoch": epoch.number, "state": state}, by=by, at=at)
    raise RuleBroken(
        "pack.keys_stopped",
        gettext_noop("The keys of this laptop are not in use any more: no roster pack is given for them."),
    )


@transaction.atomic
def _refused(epoch: Epoch, details: dict[str, Any], *, by: User | None, at: datetime) -> None:
    """A laptop that asks again and again leaves one line in an hour."""
    subject = f"station:{epoch.station.name}"
    lately = Entry.objects.filter(event="pack.refused", subject=subject, at__gt=at - REFUSED_EVERY)
    if by is None and any(each.details == details and each.by_id is None for each in lately):
        return
    audit.record("pack.refused", subject, by=by or "station", at=at, details=details)


@transaction.atomic
def _fetched(pack: Pack, *, by: User | None, at: datetime) -> None:
    Pack.objects.filter(pk=pack.pk, fetched_at=None).update(fetched_at=at)
    details = {"version": pack.version}
    audit.record("pack.fetched", f"station:{pack.station.name}", by=by or "station", at=at, details=details)


# -- what is in it ----------------------------------------------------------------------------------


def _rows(wanted: Wanted, *, on: date) -> list[dict[str, Any]]:
    """Who could be recorded while the pack is good: of the villages, and of the visit's list."""
    found = _of_villages(wanted.villages, on)
    if wanted.visit is not None:
        listed = wanted.visit.people.filter(is_off=False).exclude(resident=None).values("resident_id")
        found = found | Resident.objects.filter(pk__in=listed)
    return list(found.order_by("name_key", "pk").values(*FIELDS))


def _of_villages(codes: Sequence[str], on: date) -> QuerySet[Resident]:
    youngest = lists.latest_birth(on, FIRST_TIMER_AGE)
    here = Resident.objects.filter(area__code__in=codes, standing=Standing.RESIDENT)
    return here.filter(born__lte=youngest) | here.filter(obliged_from__lte=on)


def _expected(visit: Visit | None) -> set[int]:
    if visit is None:
        return set()
    found = visit.people.filter(is_off=False).exclude(resident=None).values_list("resident_id", flat=True)
    return {pk for pk in found if pk is not None}


def _resident(row: dict[str, Any], tokens: dict[int, str], expected: set[int], on: date) -> PackResident:
    names = (
        "nik",
        "kk",
        "name",
        "born",
        "birth_place",
        "address",
        "rt",
        "rw",
        "blood",
        "religion",
        "marital",
    )
    return PackResident(
        token=tokens[row["id"]],
        sex=SEXES[row["sex"]],
        area=row["area__code"],
        village=row["area__name"],
        standing=_standing(row, on),
        expected=row["id"] in expected,
        **{name: row[name] for name in names},
    )


def _standing(row: dict[str, Any], on: date) -> wire.Standing:
    if row["first_recorded_on"] is not None:
        return wire.Standing.RECORDED
    obliged = row["obliged_from"]
    return wire.Standing.UNRECORDED if obliged is not None and obliged <= on else wire.Standing.FIRST_TIMER


def _operator(operator: Operator) -> PackOperator:
    return PackOperator(
        id=bytes.fromhex(operator.key),
        name=operator.user.full_name,
        login=operator.user.username,
        salt=bytes(operator.salt),
        unlock_public=bytes(operator.unlock_public),
        sign_public=bytes(operator.sign_public),
        role=operator.user.role,
    )


def _office() -> wire.Office:
    office = regions.office()
    return wire.Office(office.regency.code, office.name, settings.TIME_ZONE)


def _station(station: Station, wanted: Wanted) -> StationPlace:
    place = wanted.place or (wanted.visit.place if wanted.visit else None) or station.place
    return StationPlace(
        id=bytes.fromhex(station.key),
        name=station.name,
        place_code=str(place.pk) if place else "",
        place=place.name if place else "",
        area=place.area.code if place else "",
    )


def _visit(visit: Visit | None) -> wire.Visit | None:
    if visit is None:
        return None
    return wire.Visit(str(visit.pk), visit.place.name, visit.on, visit.on)


def _open_days(wanted: Wanted, start: date, end: date) -> tuple[date, ...]:
    """The days of a visit, or those on which the place is open."""
    if wanted.visit is not None:
        return (wanted.visit.on,)
    if wanted.place is None:
        return ()
    found = places.openings(start=start, end=end, place_ids=[wanted.place.pk]).get(wanted.place.pk, {})
    return tuple(sorted(day for day, ranges in found.items() if ranges))
