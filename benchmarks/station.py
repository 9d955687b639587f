"""The recording station: how long a start, a search among 50,000, a step and a sealed packet take.

./run bench station
"""

import gc
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks import station_steps
from benchmarks.board import Board

PATIENCE_SECONDS = 60
PEOPLE = 50_000
SEARCHES = 200
PACKET_BYTES = 5_000_000
KEPT, KEPT_BYTES = 100, 2_500_000  # of a day at a busy counter
PASSWORD = "kuda laut 7 belang"
PORT = 8165
FIRST = (
    "SITI BUDI DEWI NUR AHMAD MUHAMMAD AGUS SRI YULIANA RAHMAT HENDRA FITRI EKO WAHYU RINA JOKO LESTARI "
    "YOHANES MARIA DARIUS LENCAU BENYAMIN HALIMAH ABDUL KARTINI SUPRIADI MARTHA YUSUF AISYAH HAMZAH"
)
LAST = (
    "RAHAYU SANTOSO LESTARI HAYATI FAUZI SOEJONO WIJAYA KUSUMA PRATIWI HIDAYAT SIREGAR PASARIBU ANYEQ LAWING "
    "USAT NGAU MANURUNG SYARIFUDDIN ABDULLAH NURHALIZA SETIAWAN GUNAWAN SAPUTRA PERMATASARI RAMADHANI"
)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="rekam-station-") as folder:
        os.environ.update(REKAM_STATION=folder, DJANGO_SETTINGS_MODULE="rekam.station.settings")
        import django

        django.setup()
        board = Board(f"Station, {PEOPLE:,} residents on the pack")
        _take_pack(board)
        gc.collect()
        gc.freeze()  # the office's side of that pack, fifty thousand people: no station's process holds them
        _start(board)
        _find(board)
        _save(board)
        _keep(board)
        station_steps.measure(board, PASSWORD)
        return board.show()


def _take_pack(board: Board) -> None:
    from rekam.station.packs import taking

    data = _enrolled_with_a_pack()
    begun = time.perf_counter()
    taking.take_first(data, at=datetime.now(UTC))
    board.figure("Taking the first pack: opened, checked, stored, indexed", time.perf_counter() - begun, "s")


def _enrolled_with_a_pack() -> bytes:
    """As the office would have sent it; nobody is called."""
    from rekam.station.identity import enrolling
    from rekam.wire import enrolment, packs
    from rekam.wire.keys import SealKey, SigningKey, operator_keys

    office, receipts, intake, code = SigningKey.new(), SigningKey.new(), SealKey.new(), enrolment.Code.new()
    asked = enrolling.begin(address="http://127.0.0.1:9", typed=code.shown, name="Laptop")
    recipients = {intake.public.name: packs.Recipient(intake.suite, intake.public.raw)}
    station = secrets.token_bytes(16)
    keys = (receipts.public.raw,)
    grant = enrolment.Grant(station, 1, "Disdukcapil", office.public.raw, keys, recipients, "A", "B")
    answer = enrolment.grant(grant, code=code, request=asked.request)
    enrolling._keep(replace(asked, grant=answer))
    salt = secrets.token_bytes(16)
    mine = operator_keys(PASSWORD.encode(), salt)
    operator = packs.PackOperator(
        *(
            secrets.token_bytes(16),
            "Siti",
            "siti",
            salt,
            mine.unlock.public.raw,
            mine.signing.public.raw,
            "operator",
        )
    )
    now = datetime.now(UTC)
    pack = packs.Pack(
        office=packs.Office("64.08", "Disdukcapil", "Asia/Makassar"),
        version=1,
        made_at=now,
        expires_at=now + timedelta(days=7),
        station=packs.StationPlace(station, "Laptop", "64.08.04", "Sangatta Utara", "64.08.04"),
        visit=None,
        residents=tuple(_residents()),
        operators=(operator,),
        open_days=(),
        recipients=recipients,
        receipt_keys=keys,
        rules=packs.Rules({"slap": 40}, 3, 14 * 86400, 3000),
    )
    return packs.issue(pack, signing=office, station=asked.seal_key.public)


def _residents() -> Iterator[Any]:
    from rekam.wire.packs import PackResident, Standing

    first, last = FIRST.split(), LAST.split()
    for n in range(PEOPLE):
        born = date(1940 + n % 68, 1 + n % 12, 1 + n % 28)
        name = f"{first[n % len(first)]} {first[n // 7 % len(first)]} {last[n // 31 % len(last)]}"
        nik = f"640804{born:%d%m%y}{n % 10_000:04}"
        yield PackResident(
            *(
                f"t{n}",
                nik,
                f"6408040101{n:06}",
                name,
                born,
                "SANGATTA",
                "P",
                "64.08.04.2001",
                "DESA",
                "JALAN",
            ),
            *("001", "002", "O", "ISLAM", "KAWIN", Standing.UNRECORDED, False),
        )


def _start(board: Board) -> None:
    took = sorted(_started() for _ in range(3))
    board.figure("A start to the sign-in page, middle of 3", took[1], "s", at_most=5)


def _started() -> float:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "rekam.cli", "station", "--no-open", "--port", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as station:
        try:
            while not _answers(f"http://127.0.0.1:{PORT}/masuk/"):
                assert station.poll() is None, "the station did not start"
                assert time.perf_counter() - begun < PATIENCE_SECONDS, "no sign-in page came"
                time.sleep(0.02)
            return time.perf_counter() - begun
        finally:
            station.terminate()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as page:
            return b'name="password"' in page.read()
    except (URLError, ConnectionError):
        return False


def _find(board: Board) -> None:
    """Every name is misspelt by one or two letters. By the right year a namesake is somebody else."""
    from rekam.station.operators import signing_in
    from rekam.station.packs import search
    from rekam.station.packs.models import Resident

    signing_in.sign_in(login="siti", secret=PASSWORD)
    people = list(Resident.objects.order_by("id")[:: PEOPLE // SEARCHES])
    took, answers = _searched(people, years_off=0)
    there = sum(p.pk in {hit.resident.pk for hit in hits} for p, hits in zip(people, answers, strict=True))
    board.figure(f"Misspelt name and birth year, median of {len(took)}", median(took), "ms")
    board.figure("... 95 of 100 within", took[int(len(took) * 0.95)], "ms", at_most=100)
    board.figure("... the slowest", took[-1], "ms", at_most=100)
    board.figure("... not found among the first 12", 100 * (1 - there / len(took)), "%", at_most=2)
    # Nobody of that year is called so, and the whole pack is looked through as well.
    took, answers = _searched(people, years_off=10)
    there = sum(
        p.name in {hit.resident.name for hit in hits} for p, hits in zip(people, answers, strict=True)
    )
    board.figure("The same and a wrong year, 95 of 100 within", took[int(len(took) * 0.95)], "ms")
    board.figure("... no namesake among the first 12", 100 * (1 - there / len(took)), "%")
    nik = [_timed(lambda p=person: search.find(p.nik))[0] * 1000 for person in people]  # type: ignore[misc]
    board.figure("NIK, 95 of 100 within", sorted(nik)[int(len(nik) * 0.95)], "ms", at_most=100)


def _searched(people: list[Any], *, years_off: int) -> tuple[list[float], list[list[Any]]]:
    """How long each search took, in ms, the shortest first, and what each found, in the order of *people*."""
    from rekam.station.packs import search

    took, answers = [], []
    for n, person in enumerate(people):
        asked = f"{_misspelt(person.name, n)} {person.born.year + years_off}"
        seconds, hits = _timed(lambda asked=asked: search.find(asked))  # type: ignore[misc]
        took.append(seconds * 1000)
        answers.append(hits)
    return sorted(took), answers


def _misspelt(name: str, n: int) -> str:
    """A letter left out, and another one doubled."""
    first = 1 + n % (len(name) - 2)
    shorter = name[:first] + name[first + 1 :]
    second = (n * 7) % len(shorter)
    return shorter[:second] + shorter[second] + shorter[second:]


def _save(board: Board) -> None:
    from rekam.station.outbox.models import Packet

    took = [_saved() for _ in range(9)]
    sealing, whole = (median(each[n] for each in took) for n in (0, 1))
    board.figure("Sealing a packet of 5 MB, middle of 9", sealing * 1000, "ms", at_most=50)
    board.figure("Saving it: signed, sealed, committed, synced, middle of 9", whole * 1000, "ms")
    board.figure("Packets saved", Packet.objects.count(), "packets")


def _keep(board: Board) -> None:
    """What is asked of packets again and again while they lie here, and a receipt for one of them."""
    from rekam.station.outbox import queries, receiving
    from rekam.station.outbox.models import Packet, State

    for _ in range(KEPT):
        _saved(KEPT_BYTES)
    about = f"{KEPT} packets of {KEPT_BYTES / 1e6:g} MB"
    board.figure(f"Listing the latest 50 of {about}", _middle(queries.recent) * 1000, "ms")
    fields, receipts = ["receipt_2", "state", "held_twice_at", "held_twice_seen_at"], []
    for packet in Packet.objects.filter(size__lt=PACKET_BYTES).order_by("pk"):
        packet.receipt_2, packet.state = secrets.token_bytes(300), State.HELD_TWICE
        packet.held_twice_at = packet.held_twice_seen_at = datetime.now(UTC)
        receipts.append(_timed(partial(packet.save, update_fields=fields))[0])
    board.figure("Keeping a receipt beside one of them, middle of all", median(receipts) * 1000, "ms")

    def look() -> None:
        list(receiving.over_here(timedelta(days=14), at=datetime.now(UTC)).values_list("pk"))

    board.figure(f"Looking which of {about} may go", _middle(look) * 1000, "ms")


def _middle(do: Callable[[], Any]) -> float:
    return median(_timed(do)[0] for _ in range(5))


def _saved(size: int = PACKET_BYTES) -> tuple[float, float]:
    from rekam.station.identity import queries as identity
    from rekam.station.operators.models import Operator
    from rekam.station.outbox import saving
    from rekam.station.packs import queries as packs
    from rekam.wire import packets

    operator, pack = Operator.objects.get(), packs.in_use()
    assert pack is not None
    content = secrets.token_bytes(size)
    epoch = identity.epoch()
    sealing, _ = _timed(
        lambda: packets.seal(
            content,
            packet_id=secrets.token_bytes(16),
            station=pack.station.id,
            epoch=1,
            sequence=1,
            previous=packets.FIRST,
            sealed_at=datetime.now(UTC),
            boot_id=b"\0" * 16,
            office_time_seen=None,
            operator=bytes.fromhex(operator.pk),
            pack_version=1,
            recipients=pack.intake,
            signing=identity.signing_key(epoch),
        )
    )
    recording = _recording(pack.station.id, bytes.fromhex(operator.pk), content)
    whole, _ = _timed(lambda: saving.finish(recording=recording, by=operator, at=datetime.now(UTC)))
    return sealing, whole


def _recording(station: bytes, operator: bytes, data: bytes) -> Any:
    from rekam.wire import recordings as r

    now = datetime.now(UTC).replace(microsecond=0)
    person = r.Person(None, None, None, "SITI", None, "P", "", r.Matched.TO_MATCH)
    image = r.Capture(r.Modality.SIGNATURE, (), r.Format.PNG, data, None, 1, None, now)
    return r.Recording(
        packet_id=secrets.token_bytes(16),
        station=station,
        kind=r.Kind.RECORDING,
        operator=operator,
        place_code="64.08.04",
        visit=None,
        started_at=now,
        finished_at=now,
        slip_code=secrets.token_hex(3),
        person=person,
        corrections=(),
        captures=(image,),
        absences=(),
        accepted=(),
        confirmation=None,
        step_seconds={},
        shown=None,
        closing=None,
        trouble=None,
    )


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = do()
    return time.perf_counter() - begun, result


if __name__ == "__main__":
    sys.exit(main())
