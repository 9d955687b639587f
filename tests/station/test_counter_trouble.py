"""Trouble while somebody sits at the counter: each is told there, with the next step, and nothing is lost."""

import base64
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from rekam.station import clock
from rekam.station.counter import desk, hands
from rekam.station.counter.models import Draft, Made, Shot
from rekam.station.devices.models import Sighting
from rekam.station.identity import actions as identity
from rekam.station.identity.models import Epoch
from rekam.station.outbox.models import Packet
from rekam.station.packs import queries as packs
from tests.station import make
from tests.station.desk import Counter, Devices
from tests.station.office import PASSWORD, Office

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def fill_up() -> None:
    """The store may not grow, as on a full disk, and what room there is inside is taken."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filler (bytes BLOB)")
        now = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {now}")
        for size in (40_000, 4_000, 1_000):
            with suppress(OperationalError):
                while True:
                    cursor.execute(f"INSERT INTO filler VALUES (zeroblob({size}))")


def make_room() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")


def test_a_full_disk_is_told_at_a_capture_and_what_was_kept_before_stays(
    counter: Counter, bench: Devices
) -> None:
    counter.come_to_the_hands()
    fill_up()

    answer = counter.capture("tangan-kiri")

    assert answer.status_code == 409
    assert answer.json()["refused"]["code"] == "disk.full"
    assert "Kosongkan" in answer.json()["refused"]["sentence"]
    assert sorted(Shot.objects.values_list("step", flat=True)) == ["face", "signature"]
    make_room()
    assert "to" in counter.capture("tangan-kiri").json()


def test_a_full_disk_is_told_at_the_last_signature_and_the_draft_is_kept(
    counter: Counter, bench: Devices
) -> None:
    counter.come_to_the_end()
    fill_up()
    seen = counter.get(counter.at("periksa/")).content.decode().split('data-seen="')[1].split('"')[0]
    drawn = "data:image/png;base64," + base64.b64encode(b"\x89PNG" + bytes(40_000)).decode()

    told = counter.post(counter.at("periksa/selesai/"), drawn=drawn, seen=seen)

    assert told.json()["refused"]["code"] == "disk.full"
    assert (Draft.objects.count(), Made.objects.count()) == (1, 0)
    make_room()
    assert "slip" in counter.finish().json()["to"]


def test_who_signs_after_all_once_there_is_room_has_no_reason_for_not_signing(
    counter: Counter, office: Office, bench: Devices
) -> None:
    """Why nobody signed was kept, and then the seal found no room."""
    counter.come_to_the_end()
    fill_up()
    assert counter.finish(cannot="hand").json()["refused"]["code"] == "outbox.disk"
    make_room()
    assert counter.draft.work.cannot_sign == {"review": "hand"}

    assert "slip" in counter.finish().json()["to"]

    assert make.opened(Packet.objects.get(), office).absences == ()


def test_a_page_that_is_no_script_tells_of_the_full_disk_too(counter: Counter) -> None:
    counter.post("/perekaman/mulai/")
    fill_up()

    told = [counter.post("/antrean/karcis/", q="seseorang " * 14) for _ in range(60)]

    assert told[-1].status_code == 507
    assert "disk.full" in told[-1].content.decode()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("disk I/O error", "disk.error"),
        ("database is locked", "store.busy"),
        ("no such column: x", "station.failed"),
    ],
)
def test_what_the_store_says_has_its_own_sentence(
    counter: Counter, bench: Devices, monkeypatch: pytest.MonkeyPatch, told: str, code: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OperationalError(told)

    counter.come_to_the_hands()
    monkeypatch.setattr(hands.shots, "keep", broken)
    counter.client = _unbroken(counter.client)

    assert counter.capture("tangan-kiri").json()["refused"]["code"] == code
    monkeypatch.undo()
    assert counter.draft.shots.count() == 2  # photograph and signature


def test_a_fault_of_the_program_is_told_to_the_script_that_waits(
    counter: Counter, bench: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("left_hand")

    counter.come_to_the_hands()
    monkeypatch.setattr(hands.shots, "keep", broken)
    counter.client = _unbroken(counter.client)

    answer = counter.capture("tangan-kiri")

    assert answer.status_code == 500
    assert answer.json()["refused"]["code"] == "station.failed"


def test_a_clock_that_is_years_behind_is_told_and_nothing_is_begun(
    counter: Counter, time_machine: TimeMachineFixture
) -> None:
    """Offline: what the office has signed proves that it is later."""
    counter.begin()
    time_machine.move_to("2010-01-01T03:00:00+00:00", tick=True)

    page = counter.get(counter.at("foto/")).content.decode()
    assert "band-stop" in page
    assert "Jam laptop ini salah: terbaca 01-01-2010" in page
    counter.post("/perekaman/mulai/")

    assert Draft.objects.count() == 1
    told = counter.get("/perekaman/").content.decode()
    both = "terbaca 01-01-2010 11.00, padahal"
    assert told.count(both) == 2  # above every page, and as the answer
    assert counter.post(counter.at("cari/pilih/"), token="p-17").status_code == 302  # born in 1999: of age
    assert counter.post(counter.at("biodata/periksa/")).status_code == 302


def test_the_office_time_seen_proves_it_as_well(
    counter: Counter, time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now() + 2 * HOUR
    identity.see_office_time(now)
    monkeypatch.setattr(clock, "boot_id", lambda: b"\7" * 16)

    time_machine.move_to(now - 4 * MINUTE)
    assert not packs.is_clock_behind(timezone.now())
    time_machine.move_to(now - 6 * MINUTE)
    assert packs.is_clock_behind(timezone.now())


def at_the_left_hand(counter: Counter) -> None:
    counter.come_to_the_hands()
    counter.get(counter.at("tangan-kiri/"))


def test_a_good_scanner_is_not_reported_because_of_the_clock(
    counter: Counter, bench: Devices, time_machine: TimeMachineFixture
) -> None:
    at_the_left_hand(counter)
    time_machine.move_to("2015-01-01T03:00:00+00:00", tick=True)
    desk.SEEN.forget()

    answer = counter.capture("tangan-kiri")

    assert answer.json()["refused"]["code"] == "clock.behind"
    assert not Sighting.objects.exists()
    assert not Packet.objects.exists()


def test_a_clock_that_may_be_ahead_is_named_beside_the_expired_pack_and_reports_no_scanner(
    counter: Counter, bench: Devices, time_machine: TimeMachineFixture
) -> None:
    at_the_left_hand(counter)
    time_machine.move_to("2066-01-01T03:00:00+00:00", tick=True)
    desk.SEEN.forget()
    counter.post("/masuk/", login="siti", password=PASSWORD)

    assert counter.capture("tangan-kiri").json()["refused"]["code"] == "device.certificate_expired"

    assert not Sighting.objects.exists()
    page = counter.get(counter.at("tangan-kiri/")).content.decode()
    assert "laptop ini menyebut hari ini 01-01-2066" in page


def _unbroken(client: Client) -> Client:
    client.raise_request_exception = False
    return client


def test_keys_that_were_stopped_are_told_at_the_counter_and_nothing_is_begun(counter: Counter) -> None:
    counter.begin()
    Epoch.objects.update(frozen_at=timezone.now())

    assert "band-stop" in counter.get(counter.at("foto/")).content.decode()
    counter.post("/perekaman/mulai/")

    assert Draft.objects.count() == 1
    assert "menghentikan kunci laptop ini" in counter.get("/perekaman/").content.decode()


def test_on_a_disk_of_an_earlier_day_nothing_is_begun(counter: Counter) -> None:
    counter.begin()
    Epoch.objects.update(frozen_at=timezone.now(), office_has=41)

    counter.post("/perekaman/mulai/")

    assert Draft.objects.count() == 1
    assert "sampai nomor 41" in counter.get("/perekaman/").content.decode()
