"""Taking a roster pack: all of it or nothing, and only one that is newer, whole, and made for this laptop."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_noop

from rekam.domain import sounds
from rekam.domain.trouble import RuleBroken
from rekam.station import disk_trouble, folder
from rekam.station.identity import actions as identity_actions
from rekam.station.identity import enrolling
from rekam.station.identity import queries as identity
from rekam.station.identity.enrolling import Asked
from rekam.station.operators.models import Operator, Passkey
from rekam.station.packs import expiring, first, search
from rekam.station.packs.models import Resident, Taken
from rekam.station.store import attempts, keyring, ready
from rekam.station.store.keyring import Holder
from rekam.station.store.opened import store
from rekam.wire import packs
from rekam.wire.keys import CLASSIC, SealPublic, digest
from rekam.wire.packs import Pack, PackOperator, PackResident
from rekam.wire.trouble import WireTrouble

_one_first = threading.Lock()  # two would throw away each other's store
FIRST_DONE = gettext_noop("The first roster pack is here already. Sign in to begin.")
NO_RING = gettext_noop(
    "The new roster pack is in use, but the disk did not take the list of who may sign in: it is still the "
    "one of before. Free some space on it, then lock and sign in again: the list is written then."
)
NOT_ENROLLED = gettext_noop("Enrol this laptop and take its first roster pack before anything else.")
Row = tuple[str | int | date | None, ...]
COLUMNS = (
    "id", "token", "nik", "kk", "name", "sound", "born", "birth_place", "sex", "area", "village", "address",
    "rt", "rw", "blood", "religion", "marital", "standing", "is_expected",
)  # fmt: skip


def take_first(data: bytes, *, at: datetime) -> Pack:
    """The pack that brings the first operators: it makes the store. Afterwards the station is locked.

    The keyring is written last: without one, what is found of a store was never used, and is made anew.
    """
    with _one_first:
        return _take_first(data, at=at)


def _take_first(data: bytes, *, at: datetime) -> Pack:
    if first.has_pack():  # pressed twice: the other one has just done it
        raise RuleBroken("pack.first_done", FIRST_DONE)
    asked = enrolling.under_way()
    if asked is None or asked.granted is None:
        raise RuleBroken("pack.not_enrolled", NOT_ENROLLED)
    grant = asked.granted
    pack = packs.open_pack(data, office=grant.office, station=asked.seal_key, now=at, newer_than=0)
    check_station(pack, grant.station)
    with disk_trouble.told_plainly():
        try:
            return _make_store(pack, asked, at=at)
        except (OSError, DatabaseError):
            with suppress(OSError):
                _forget_halves()  # they lie on the space that is wanted
            raise


def _make_store(pack: Pack, asked: Asked, *, at: datetime) -> Pack:
    store_key = secrets.token_bytes(32)
    _forget_halves()
    store.open(store_key)
    try:
        ready.make()
        with transaction.atomic():
            identity_actions.settle(asked, at=at)
            ring = _install(pack, store_key, at=at)
        connection.close()
    finally:
        store.close()
    enrolling.introduce(asked)  # once more: a crash at the wrong moment of the enrolment has left it out
    folder.write_durably(settings.FOLDER / folder.KEYRING, ring)
    folder.erase(settings.FOLDER / folder.ENROLMENT)
    return pack


def take(data: bytes, *, at: datetime) -> Pack:
    """A newer pack in place of the one in use. Whoever is not on it can sign in no longer."""
    held = Taken.objects.first()
    who = identity.identity()
    pack = packs.open_pack(
        data,
        office=identity.office_key(who),
        station=identity.seal_key(who),
        now=identity.not_before(at),
        newer_than=held.version if held else 0,
    )
    check_station(pack, bytes(who.station))
    with transaction.atomic():
        ring = _install(pack, store.key(), at=at)
    try:
        folder.write_durably(settings.FOLDER / folder.KEYRING, ring)
        attempts.drop_names(settings.FOLDER / folder.ATTEMPTS)
    except OSError as trouble:
        raise RuleBroken("pack.ring", NO_RING) from trouble
    return pack


def check_ring() -> None:
    """A power cut between the store and the keyring left an old keyring: it is written again."""
    held, path = Taken.objects.first(), settings.FOLDER / folder.KEYRING
    if held is None or digest(path.read_bytes()) == bytes(held.ring):
        return
    write_ring()


def check_station(pack: Pack, station: bytes) -> None:
    if pack.station.id != station:
        raise WireTrouble("pack.another_station")


def _install(pack: Pack, store_key: bytes, *, at: datetime) -> bytes:
    """Everything of the pack into the store. The keyring that belongs to it comes back, to be written."""
    ring = _ring(store_key, pack.operators)
    Taken.objects.all().delete()
    visit = pack.visit
    Taken.objects.create(
        version=pack.version,
        made_at=pack.made_at,
        expires_at=pack.expires_at,
        taken_at=at,
        place_code=pack.station.place_code,
        place=pack.station.place,
        area=pack.station.area,
        visit=visit.id if visit else "",
        visit_title=visit.title if visit else "",
        body=packs.write(replace(pack, residents=())),
        ring=digest(ring),
    )
    _bring_operators(pack.operators)
    _bring_residents(pack.residents)
    return ring


def _bring_operators(operators: tuple[PackOperator, ...]) -> None:
    """Who is no longer named stays as a name beside what they recorded, and signs in no more."""
    Operator.objects.update(is_active=False)
    for each in operators:
        Operator.objects.filter(login=each.login).exclude(pk=each.id.hex()).update(login=f"-{each.id.hex()}")
        Operator.objects.update_or_create(
            pk=each.id.hex(),
            defaults={
                "login": each.login,
                "name": each.name,
                "role": each.role,
                "sign_public": each.sign_public,
                "is_active": True,
            },
        )


def _bring_residents(residents: tuple[PackResident, ...]) -> None:
    """Straight into the tables: fifty thousand through the ORM would keep a counter waiting."""
    expiring.erase()
    places = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Resident._meta.db_table} ({', '.join(COLUMNS)}) VALUES ({places})",
            list(_rows(residents)),
        )
        cursor.execute(
            f"INSERT INTO packs_sound (rowid, sound) SELECT id, sound FROM {Resident._meta.db_table}"
        )


def _rows(residents: tuple[PackResident, ...]) -> Iterator[Row]:
    heard = sounds.of_names([search.key(each.name) for each in residents])
    for number, (r, sound) in enumerate(zip(residents, heard, strict=True), start=1):
        yield (
            number, r.token, r.nik, r.kk, r.name, sound, r.born, r.birth_place, r.sex, r.area, r.village,
            r.address, r.rt, r.rw, r.blood, r.religion, r.marital, r.standing.value, r.expected,
        )  # fmt: skip


def write_ring() -> None:
    """Somebody's passkey was added or removed: nobody's wrong passwords are forgotten by that."""
    path = settings.FOLDER / folder.KEYRING
    with transaction.atomic():
        held = Taken.objects.get()
        ring = _ring(store.key(), _body(held).operators, pepper=keyring.pepper(path))
        Taken.objects.filter(pk=held.pk).update(ring=digest(ring))
    folder.write_durably(path, ring)


def _ring(store_key: bytes, operators: tuple[PackOperator, ...], *, pepper: bytes = b"") -> bytes:
    """For the operators of a pack, with the passkeys of those whose keys are still the same."""
    good = {(o.id.hex(), o.sign_public) for o in operators}
    theirs = [p for p in Passkey.objects.all() if (p.operator_id, bytes(p.sign_public)) in good]
    passkeys = [keyring.Passkey(bytes(p.credential), bytes(p.salt), bytes(p.wrapped)) for p in theirs]
    return keyring.content(store_key, _holders(operators), passkeys, pepper=pepper)


def _holders(operators: tuple[PackOperator, ...]) -> list[Holder]:
    return [Holder(o.id, o.login, o.salt, SealPublic(CLASSIC, o.unlock_public)) for o in operators]


def _body(held: Taken) -> Pack:
    return packs.read(bytes(held.body))


def _forget_halves() -> None:
    """What a first pack left when it was cut short."""
    if first.has_pack():
        return
    connection.close()
    ready.forget()
    path: Path = settings.FOLDER / folder.STORE
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        each.unlink(missing_ok=True)
