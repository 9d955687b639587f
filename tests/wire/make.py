"""Ready messages about invented people; a test names only what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from rekam.wire import enrolment, packets, packs, receipts, recordings
from rekam.wire.keys import CLASSIC, SealKey, SealPublic, SigningKey

NOON = datetime(2016, 9, 30, 4, 0, tzinfo=UTC)
SITI_NIK = "6408044109990001"


def some_id(number: int) -> bytes:
    return number.to_bytes(16)


@cache
def signing(number: int = 1) -> SigningKey:
    return SigningKey(number.to_bytes(32))


@cache
def sealing(number: int = 1, suite: int = 1) -> SealKey:
    return SealKey(suite, number.to_bytes(32 if suite == CLASSIC else 96))


def recipients(*keys: SealKey) -> dict[str, SealPublic]:
    return {key.public.name: key.public for key in keys or (sealing(1), sealing(2))}


def sealed(content: bytes = b"isi", **other: Any) -> packets.Sealed:
    usual: dict[str, Any] = {
        "packet_id": some_id(1),
        "station": some_id(2),
        "epoch": 1,
        "sequence": 1,
        "previous": packets.FIRST,
        "sealed_at": NOON,
        "boot_id": some_id(3),
        "office_time_seen": NOON - timedelta(hours=4),
        "operator": some_id(4),
        "pack_version": 7,
        "recipients": recipients(),
        "signing": signing(),
    }
    return packets.seal(content, **{**usual, **other})


def receipt(of: packets.Header | None = None, **other: Any) -> receipts.Receipt:
    header = of or packets.read(sealed().header).header
    usual = receipts.Receipt(
        packet_id=header.packet_id,
        digest=header.digest,
        station=header.station,
        epoch=header.epoch,
        sequence=header.sequence,
        level=receipts.Level.HELD_TWICE,
        log_index=4,
        log_size=5,
        log_root=b"\7" * 32,
        office_time=NOON,
    )
    return replace(usual, **other)


def person(**other: Any) -> recordings.Person:
    usual = recordings.Person(
        pack_token="p-17",
        nik=SITI_NIK,
        kk="6408040101160001",
        name="SITI",
        born=date(1999, 9, 1),
        sex="P",
        area="64.08.04.2001",
        matched=recordings.Matched.PACK,
    )
    return replace(usual, **other)


def capture(**other: Any) -> recordings.Capture:
    usual = recordings.Capture(
        modality=recordings.Modality.FINGER,
        parts=("Left IndexFinger",),
        format=recordings.Format.FINGER,
        data=b"FIR\0",
        quality=61,
        tries=2,
        device=recordings.Device("Tiruan", "Slap", "S-1", simulated=True),
        taken_at=NOON,
    )
    return replace(usual, **other)


def recording(**other: Any) -> recordings.Recording:
    usual = recordings.Recording(
        packet_id=some_id(1),
        station=some_id(2),
        kind=recordings.Kind.RECORDING,
        operator=some_id(4),
        place_code="64.08.04",
        visit=None,
        started_at=NOON,
        finished_at=NOON + timedelta(minutes=4),
        slip_code="K7MPQ2",
        person=person(),
        corrections=(recordings.Correction("name", "SITI A", "SITI", "kk", "6408040101160001"),),
        captures=(capture(),),
        absences=(recordings.Absence("Left Thumb", "missing", some_id(5), ""),),
        accepted=(recordings.Accepted(("Right Thumb",), 31, 40, "worn", ""),),
        confirmation=recordings.Confirmation(("Left IndexFinger",), 70, 40, matched=True),
        step_seconds={"photo": 20, "fingers": 65},
        shown=b"\1" * 32,
        closing=None,
        trouble=None,
    )
    return replace(usual, **other)


def closing() -> recordings.Recording:
    day = recordings.Closing(date(2016, 9, 30), 1, 20, 20, {"left": 1}, 20, 3, {"S-1": "ready"})
    return recording(kind=recordings.Kind.CLOSING, person=None, closing=day, captures=())


def resident(**other: Any) -> packs.PackResident:
    usual = packs.PackResident(
        *("p-17", SITI_NIK, "6408040101160001", "SITI", date(1999, 9, 1), "SANGATTA", "P", "64.08.04.2001"),
        *("TELUK LINGGA", "JL. MAWAR 3", "001", "002", "O", "ISLAM", "BELUM KAWIN"),
        packs.Standing.FIRST_TIMER,
        expected=True,
    )
    return replace(usual, **other)


def pack(**other: Any) -> packs.Pack:
    operator = packs.PackOperator(
        *(
            some_id(4),
            "Budi",
            "budi",
            b"s" * 16,
            sealing(3, CLASSIC).public.raw,
            signing(3).public.raw,
            "operator",
        )
    )
    usual = packs.Pack(
        office=packs.Office("64.08", "Disdukcapil", "Asia/Makassar"),
        version=7,
        made_at=NOON,
        expires_at=NOON + timedelta(days=7),
        station=packs.StationPlace(some_id(2), "Laptop 1", "64.08.04", "Kantor kecamatan", "64.08.04"),
        visit=packs.Visit("v-1", "Kantin", date(2016, 10, 3), date(2016, 10, 4)),
        residents=(resident(),),
        operators=(operator,),
        open_days=(date(2016, 10, 3),),
        recipients={key.name: packs.Recipient(key.suite, key.raw) for key in recipients().values()},
        receipt_keys=(signing(9).public.raw,),
        rules=packs.Rules({"slap": 40, "irises": 60, "face": 90}, 3, 14 * 86400, 300),
    )
    return replace(usual, **other)


@dataclass(frozen=True)
class Asked:
    """A laptop in the middle of its enrolment."""

    code: enrolment.Code
    request: enrolment.Request
    data: bytes


def asked(letters: str = "KUTAJTMR", name: str = "Laptop 1") -> Asked:
    code = enrolment.Code(letters)
    keys = signing(1).public.raw, sealing(1).public
    request = enrolment.Request(some_id(8), name, 1, keys[0], keys[1].suite, keys[1].raw)
    return Asked(code, request, enrolment.ask(request, code=code, signing=signing(1)))


def grant(**other: Any) -> enrolment.Grant:
    trusted: Mapping[str, packs.Recipient] = pack().recipients
    keys = signing(7).public.raw, (signing(9).public.raw,)
    usual = enrolment.Grant(some_id(2), 1, "Disdukcapil", keys[0], keys[1], trusted, "Dewi", "Budi")
    return replace(usual, **other)
