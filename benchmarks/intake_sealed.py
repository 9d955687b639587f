"""For benchmarks.intake: an office with unrecorded residents, stations, and a sealed packet for each.

Everybody is invented.
"""

import json
import os
import sys
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "rekam.office.settings"

HEAD = "NIK;NO_KK;NAMA_LGKP;JENIS_KLMIN;TMPT_LHR;TGL_LHR;STAT_KWN;NO_PROP;NO_KAB;NO_KEC;NO_KEL;STAT_HIDUP"
OPENED = date(2015, 12, 31)
RECORDED = datetime(2016, 9, 30, 1, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    import django

    if arguments[0] == "--posted":
        django.setup()
        return _until_posted(int(arguments[1]))
    from django.core.management import call_command

    Path(os.environ["REKAM_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    folder, count, stations, size = arguments[0], int(arguments[1]), int(arguments[2]), float(arguments[3])
    call_command("migrate", verbosity=0)
    Path(folder).mkdir(parents=True)
    _office(niks := [_nik(number) for number in range(count)])
    _seal_all(Path(folder), niks, stations, int(size * 1_000_000))
    return 0


def _nik(number: int) -> str:
    return f"640804{number % 28 + 41:02}01{50 + number // 9990:02}{number % 9990 + 1:04}"


def _office(niks: list[str]) -> None:
    from rekam.office.imports import actions as imports
    from rekam.office.imports.models import Kind
    from rekam.office.regions import actions as regions
    from rekam.office.stations import keys

    at = datetime(2015, 12, 31, 1, tzinfo=UTC)
    regions.set_up(regency="64.08", name="Disdukcapil Kutai Timur", at=at)
    keys.prepare()
    rows = [
        f"{nik};6408042101160001;ORANG REKAAN;2;SANGATTA;"
        f"{int(nik[6:8]) - 40:02}-01-19{nik[10:12]};1;64;8;4;2001;1"
        for nik in niks
    ]
    data = "\r\n".join([HEAD, *rows, ""]).encode()
    item = imports.receive([data], kind=Kind.RESIDENTS, name="d.csv", as_of=OPENED, by=None, at=at)
    imports.commit(imports.look_over(item, at=at), by=None, at=at)


def _seal_all(folder: Path, niks: list[str], stations: int, size: int) -> None:
    laptops = [_Laptop(number) for number in range(stations)]
    for number, nik in enumerate(niks):
        laptops[number % stations].seal(folder / f"{number:06}", nik, size)


class _Laptop:
    def __init__(self, number: int) -> None:
        from rekam.office.accounts.models import User
        from rekam.office.stations.models import Epoch, Operator, Station
        from rekam.wire import packets
        from rekam.wire.keys import CLASSIC, SealKey, SigningKey

        self.signing, self.operating = SigningKey.new(), SigningKey.new()
        sealing = SealKey.new(CLASSIC)
        user = User.objects.create(username=f"operator.{number}", full_name="Budi Rekaan", role="operator")
        self.operator = Operator.objects.create(
            user=user,
            salt=b"-",
            sign_public=self.operating.public.raw,
            unlock_public=sealing.public.raw,
            set_at=RECORDED,
        )
        self.station = Station.objects.create(name=f"Laptop {number}", added_at=RECORDED)
        Epoch.objects.create(
            station=self.station,
            number=1,
            sign_public=self.signing.public.raw,
            seal_public=sealing.public.raw,
            seal_suite=CLASSIC,
            enrolled_at=RECORDED,
        )
        self.sequence, self.previous = 0, packets.FIRST

    def seal(self, path: Path, nik: str, size: int) -> None:
        from rekam.office.stations import keys
        from rekam.wire import packets, recordings

        said = _recording(bytes.fromhex(self.station.key), bytes.fromhex(self.operator.key), nik, size)
        self.sequence += 1
        sealed = packets.seal(
            recordings.sign_recording(said, self.operating),
            packet_id=said.packet_id,
            station=said.station,
            epoch=1,
            sequence=self.sequence,
            previous=self.previous,
            sealed_at=RECORDED,
            boot_id=bytes(16),
            office_time_seen=None,
            operator=said.operator,
            pack_version=1,
            recipients=keys.recipients(),
            signing=self.signing,
            chunk_size=packets.CHUNK_SIZES[-1],
        )
        self.previous = packets.read(sealed.header).hash
        path.with_suffix(".header").write_bytes(sealed.header)
        path.with_suffix(".body").write_bytes(sealed.ciphertext)
        path.with_suffix(".json").write_text(
            json.dumps({"station": self.station.key, "key": self.signing.seed.hex()})
        )


def _recording(station: bytes, operator: bytes, nik: str, size: int) -> Any:
    from rekam.wire import recordings as r

    person = r.Person(None, nik, None, "ORANG REKAAN", None, "P", "64.08.04.2001", r.Matched.PACK)
    part = ("Left IndexFinger",)
    capture = r.Capture(r.Modality.FINGER, part, r.Format.FINGER, os.urandom(size), 70, 1, None, RECORDED)
    return r.Recording(
        packet_id=uuid.uuid4().bytes,
        station=station,
        kind=r.Kind.RECORDING,
        operator=operator,
        place_code="",
        visit=None,
        started_at=RECORDED,
        finished_at=RECORDED + timedelta(minutes=4),
        slip_code="-",
        person=person,
        corrections=(),
        captures=(capture,),
        absences=(),
        accepted=(),
        confirmation=None,
        step_seconds={"fingers": 60},
        shown=None,
        closing=None,
        trouble=None,
    )


def _until_posted(count: int) -> int:
    from rekam.office.ledger.models import Line

    for _ in range(6000):
        if Line.objects.filter(measure="recorded").count() >= count:
            return 0
        time.sleep(0.1)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
