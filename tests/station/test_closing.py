"""The end of the day: it adds up, is sealed for the office, and the names are forgotten."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone, translation
from pypdf import PdfReader

from rekam.domain.recording.closing import Capture
from rekam.station.closing import queries, words
from rekam.station.closing.models import Closing
from rekam.station.counter.models import Made
from rekam.station.outbox.models import Packet, State
from rekam.station.packs import queries as packs
from rekam.station.queue import actions as queue
from rekam.station.queue import queries as tickets
from rekam.station.queue.models import Ticket
from rekam.wire import recordings
from tests.station import make
from tests.station.desk import Counter, Devices
from tests.station.office import SITI, Office
from tests.wire import make as wire

WAITED = timedelta(minutes=20)


def today() -> date:
    return timezone.localdate()


def recorded(name: str = "SITI REKAAN", score: int = 70, **packet: object) -> Made:
    """Somebody came, was recorded and sealed."""
    came = make.now()
    ticket = queue.give_ticket(name=name, by="siti", on=today(), at=came)
    queue.seat(ticket=ticket, at=came + WAITED)
    make.saved(slip_code=f"K7M{ticket.number}", **packet)
    queue.finish(ticket=ticket, at=came + WAITED)
    capture = Capture("left_hand", "SLAP-1", SITI.hex(), score, 1, score < 40)
    return Made.objects.create(
        ticket=ticket,
        slip_code=f"K7M{ticket.number}",
        packet_id=bytes(Packet.objects.latest("sequence").packet_id),
        operator=SITI.hex(),
        started_at=make.now(),
        finished_at=make.now(),
        seconds={"left_hand": 20.0 * ticket.number},
        quality=[{name: getattr(capture, name) for name in Capture.__slots__}],
    )


def failed(reason: str) -> None:
    ticket = queue.give_ticket(name="JOKO", by="siti", on=today(), at=make.now())
    queue.fail(ticket=ticket, reason=reason, at=make.now())


def close(counter: Counter) -> str:
    counter.post(f"/tutup/{today()}/tutup/")
    return str(counter.get(f"/tutup/{today()}/").content.decode())


def opened(closing: Closing, office: Office) -> recordings.Closing:
    """What the office reads in its packet."""
    inside = make.opened(Packet.objects.get(packet_id=bytes(closing.packet_id)), office).closing
    assert inside is not None
    return inside


def test_a_day_closes_with_what_happened_and_forgets_the_names(counter: Counter, office: Office) -> None:
    recorded(score=80)
    recorded("BUDI REKAAN", score=30)
    failed("under_16")

    page = close(counter)

    closing = Closing.objects.get()
    day = closing.figures["day"]
    assert (day["tickets"], day["recorded"], day["failed"]) == (3, 2, {"under_16": 1})
    assert not Ticket.objects.exclude(name="").exists()
    assert "BUDI REKAAN" not in page
    inside = opened(closing, office)
    assert (inside.recorded, dict(inside.failed), inside.unsent) == (2, {"under_16": 1}, 2)
    assert (inside.first_sequence, inside.last_sequence) == (1, 2)
    assert inside.queue == recordings.QueueSums(3, 2, 0, wait_seconds=2400, longest_seconds=1200)
    assert inside.quality == (recordings.QualitySums("left_hand", "SLAP-1", SITI, 2, 110, 2, 1),)
    assert inside.steps == (recordings.StepSums("left_hand", 2, 60),)
    assert "20 menit" in page


def test_a_day_with_people_waiting_says_so_and_stays_open(counter: Counter) -> None:
    recorded()
    queue.give_ticket(by="siti", on=today(), at=make.now())

    page = close(counter)

    assert not Closing.objects.exists()
    assert "1 orang masih menunggu" in page


def test_a_recording_without_its_sealed_copy_keeps_the_day_open(counter: Counter) -> None:
    made = recorded()
    Made.objects.filter(pk=made.pk).update(packet_id=b"\0" * 16)

    page = close(counter)

    assert not Closing.objects.exists()
    assert "jangan matikan laptop" in page


def test_a_recording_that_the_disk_does_not_give_back_keeps_the_day_open(
    counter: Counter, enrolled: Path
) -> None:
    recorded()
    photo = wire.capture(data=bytes(range(256)) * 1000)
    make.on_a_bad_page(enrolled, lambda: recorded(captures=(photo,)))

    page = close(counter)

    assert not Closing.objects.exists()
    assert "jangan matikan laptop" in page


def test_quality_and_time_are_added_up_by_device_and_operator(counter: Counter) -> None:
    recorded(score=80)
    recorded(score=30)

    (quality,) = queries.quality(today()).values()

    assert (quality.captures, quality.mean, quality.low) == (2, 55.0, 1)
    assert queries.seconds(today()) == {"left_hand": 30.0}


def test_the_sheet_is_printed_and_written_as_a_pdf_in_indonesian(counter: Counter) -> None:
    recorded()
    close(counter)
    counter.client.cookies["django_language"] = "en"

    sheet = counter.get(f"/tutup/{today()}/lembar/").content.decode()
    pdf = counter.get(f"/tutup/{today()}/lembar.pdf").content

    assert "Hari pelayanan perekaman" in sheet
    assert "Terekam" in sheet
    assert "SITI REKAAN" not in sheet
    assert pdf.startswith(b"%PDF")


def rows_of(pdf: bytes) -> list[str]:
    """What stands on the paper, row by row."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return [" ".join(row.split()) for page in pages for row in page.splitlines()]


def test_the_pdf_says_why_people_were_not_recorded_what_is_unsent_and_how_each_device_is(
    counter: Counter, bench: Devices
) -> None:
    bench.set("Iris", misbehave="not_ready")
    recorded(score=80)
    recorded("BUDI REKAAN", score=30)
    for reason in ("under_16", "no_papers", "no_papers"):
        failed(reason)
    Packet.objects.filter(sequence=1).update(state=State.HELD)
    close(counter)

    rows = rows_of(counter.get(f"/tutup/{today()}/lembar.pdf").content)

    def under(title: str, many: int) -> list[str]:
        return rows[rows.index(title) + 1 :][:many]

    assert under("Orang", 5) == [
        "Terekam 2",
        "Tidak direkam: belum berusia 16 tahun 1",
        "Tidak direkam: tidak membawa berkas 2",
        "Pulang tanpa direkam 0",
        "Karcis diberikan 5",
    ]
    assert under("Perekaman tersegel", 4) == [
        "Tersegel di laptop ini 2",
        "Dengan salinan kedua di disk USB 0",
        "Diterima kantor 1",
        "Belum terkirim 1",
    ]
    assert sorted(under("Alat", 3)) == [
        "SIMULATED SIM-FACE SIM-FACE-3 siap",
        "SIMULATED SIM-IRIS SIM-IRIS-2 belum siap",
        "SIMULATED SIM-SLAP SIM-FINGER-1 siap",
    ]
    assert under("Langkah Alat Operator Diambil Mutu Percobaan Rendah", 1) == [
        "Tangan kiri SLAP-1 Siti Rahayu 2 55 1,0 1"
    ]
    assert not any("REKAAN" in row for row in rows)


def test_a_day_that_was_closed_before_waits_were_kept_still_opens(counter: Counter) -> None:
    recorded()
    close(counter)
    closing = Closing.objects.get()
    del closing.figures["waits"]
    closing.save()

    assert counter.get(f"/tutup/{today()}/lembar/").status_code == 200
    assert counter.get(f"/tutup/{today()}/lembar.pdf").content.startswith(b"%PDF")


def test_a_day_is_closed_once(counter: Counter) -> None:
    recorded()
    close(counter)
    before = Packet.objects.count()

    close(counter)

    assert Packet.objects.count() == before


def test_who_comes_after_the_closing_is_told_by_a_closing_of_the_whole_day(
    counter: Counter, office: Office
) -> None:
    """It stands in the place of the first, and the sheet says the same."""
    recorded()
    failed("no_papers")
    close(counter)
    first = Closing.objects.get()
    assert opened(first, office).instead_of is None
    recorded("DEWI REKAAN")
    assert "DEWI REKAAN" not in (page := counter.get("/tutup/").content.decode())
    assert f'action="/tutup/{today()}/tutup/"' in page

    close(counter)

    closing = Closing.objects.get()
    day = closing.figures["day"]
    assert (day["tickets"], day["recorded"], day["failed"]) == (3, 2, {"no_papers": 1})
    told = opened(closing, office)
    assert told.instead_of == bytes(first.packet_id)
    assert told.queue
    assert (told.recorded, dict(told.failed), told.queue.tickets) == (2, {"no_papers": 1}, 3)
    assert [each.sequences for each in told.visits] == [(1, 3)]
    assert not Ticket.objects.exclude(name="").exists()


def left(resident: str) -> Ticket:
    """Somebody of the list who was called and was not there."""
    ticket = queue.give_ticket(resident=resident, is_expected=True, by="siti", on=today(), at=make.now())
    return queue.miss(ticket=queue.call(ticket=ticket, at=make.now()), at=make.now())


@pytest.mark.parametrize("is_closed_between", [True, False])
def test_who_left_and_comes_again_is_one_person_who_came(
    counter: Counter, office: Office, is_closed_between: bool
) -> None:
    """Expected, noted as having left, and recorded after the day was closed: not one of each."""
    left("p-17")
    left("p-2")
    if is_closed_between:
        close(counter)
        assert opened(Closing.objects.get(), office).queue.left == 2  # type: ignore[union-attr]
    late = queue.give_ticket(resident="p-17", is_expected=True, by="siti", on=today(), at=make.now())
    queue.seat(ticket=late, at=make.now())
    queue.fail(ticket=late, reason="ill", at=make.now())

    close(counter)

    day = Closing.objects.get().figures["day"]
    assert (day["tickets"], day["left"], day["failed"]) == (2, 1, {"ill": 1})
    told = opened(Closing.objects.get(), office)
    assert told.queue
    assert (told.queue.tickets, told.queue.left, dict(told.failed)) == (2, 1, {"ill": 1})
    assert tickets.expected(today())[1] == 2
    assert Ticket.objects.exclude(resident="").count() == 2  # who left or was ill, and may come yet


def test_whom_the_counter_finds_is_one_person_too(counter: Counter) -> None:
    """Nobody waited, so no ticket was given to a name: who it is was found at the counter."""
    left("p-17")
    close(counter)

    counter.begin("p-17")

    assert [each.came_again for each in Ticket.objects.order_by("number")] == [True, False]


def test_who_was_not_recorded_and_leaves_with_a_second_ticket_is_one_person_too(counter: Counter) -> None:
    first = queue.give_ticket(resident="p-17", is_expected=True, by="siti", on=today(), at=make.now())
    queue.fail(ticket=first, reason="no_papers", at=make.now())

    left("p-17")

    day = queries.day(today())
    assert (day.tickets, day.failed, day.left) == (1, {"no_papers": 1}, 0)


@pytest.mark.parametrize("is_closed_between", [True, False])
def test_who_was_not_recorded_and_comes_back_with_papers_is_one_person_who_was(
    counter: Counter, office: Office, is_closed_between: bool
) -> None:
    """Sent for the papers at the queue, recorded an hour later: the closing and the office hear of one."""
    first = queue.give_ticket(resident="p-17", is_expected=True, by="siti", on=today(), at=make.now())
    queue.fail(ticket=first, reason="no_papers", at=make.now())
    if is_closed_between:
        close(counter)
    recorded()
    counter.post("/perekaman/mulai/")
    counter.post(counter.at("cari/pilih/"), token="p-17")
    counter.post(counter.at("gagal/"), reason="ill")

    close(counter)

    day = Closing.objects.get().figures["day"]
    assert (day["tickets"], day["recorded"], day["failed"]) == (2, 1, {"ill": 1})
    assert dict(opened(Closing.objects.get(), office).failed) == {"ill": 1}
    assert tickets.expected(today())[1] == 1


def test_who_left_is_forgotten_when_the_next_day_is_closed(counter: Counter) -> None:
    before = left("p-17")
    close(counter)
    Ticket.objects.filter(pk=before.pk).update(on=today() - timedelta(days=1))
    recorded()

    close(counter)

    assert not Ticket.objects.exclude(resident="").exists()


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Once, while the devices are asked for the sheet."""
    real, left = queries.devices, [act]

    def devices() -> list[queries.DeviceState]:
        if left:
            left.pop()()
        return real()

    monkeypatch.setattr(queries, "devices", devices)


def test_a_ticket_that_is_given_while_the_day_is_closed_is_never_lost(
    counter: Counter, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded()
    meanwhile(monkeypatch, lambda: failed("ill"))

    assert "Ada yang datang atau pulang selagi hari ditutup" in close(counter)
    assert not Closing.objects.exists()
    close(counter)

    told = opened(Closing.objects.get(), office)
    assert (told.recorded, dict(told.failed), told.queue.tickets) == (1, {"ill": 1}, 2)


def test_two_windows_that_close_at_once_tell_the_office_once(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded()
    meanwhile(monkeypatch, lambda: counter.post(f"/tutup/{today()}/tutup/"))

    assert "Hari ini sudah ditutup" in close(counter)

    assert Packet.objects.filter(kind="closing").count() == 1


def test_a_recording_whose_bytes_are_gone_keeps_the_day_open(counter: Counter) -> None:
    recorded()
    make.vanish_bytes(1)

    page = close(counter)

    assert not Closing.objects.exists()
    assert "jangan matikan laptop" in page


def test_a_day_on_which_nobody_came_is_told_to_the_office(counter: Counter, office: Office) -> None:
    assert "Belum ada yang datang" in counter.get("/tutup/").content.decode()

    page = close(counter)

    told = opened(Closing.objects.get(), office)
    assert (told.day, told.recorded, dict(told.failed), told.visits) == (today(), 0, {}, ())
    assert told.queue == recordings.QueueSums(0, 0, 0, wait_seconds=0, longest_seconds=0)
    assert "Ditutup oleh" in page
    assert counter.get(f"/tutup/{today()}/lembar.pdf").content.startswith(b"%PDF")

    close(counter)
    assert Packet.objects.filter(kind="closing").count() == 1


def test_who_comes_after_a_day_was_closed_with_nobody_is_told_in_its_place(
    counter: Counter, office: Office
) -> None:
    close(counter)
    first = Closing.objects.get()
    recorded()

    close(counter)

    told = opened(Closing.objects.get(), office)
    assert (told.recorded, told.instead_of) == (1, bytes(first.packet_id))


def test_two_windows_that_close_a_day_with_nobody_tell_the_office_once(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: counter.post(f"/tutup/{today()}/tutup/"))

    assert "Hari ini sudah ditutup" in close(counter)

    assert Packet.objects.filter(kind="closing").count() == 1


def test_who_comes_while_a_day_is_closed_with_nobody_is_not_lost(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: failed("ill"))

    assert "Ada yang datang atau pulang selagi hari ditutup" in close(counter)

    assert not Closing.objects.exists()


def test_another_day_without_tickets_has_nothing_to_close(counter: Counter) -> None:
    yesterday = today() - timedelta(days=1)

    counter.post(f"/tutup/{yesterday}/tutup/")

    assert "tidak ada yang perlu ditutup" in counter.get(f"/tutup/{yesterday}/").content.decode()
    assert not Closing.objects.exists()


def test_a_day_at_two_visits_is_told_by_visit(counter: Counter, office: Office) -> None:
    first, second, older = recorded(), recorded(), recorded()
    for made, visit in ((first, "7"), (second, ""), (older, None)):
        Made.objects.filter(pk=made.pk).update(visit=visit, place_code="" if visit is None else "3")

    close(counter)

    here = packs.taken()
    assert here
    assert opened(Closing.objects.get(), office).visits == (
        recordings.VisitSums(None, "3", 1, 1, (2,)),
        *sorted(
            (
                recordings.VisitSums("7", "3", 1, 1, (1,)),
                recordings.VisitSums(here.visit or None, here.place_code, 1, 1, (3,)),
            ),
            key=lambda each: each.visit or "",
        ),
    )


def test_earlier_days_that_were_never_closed_are_told(counter: Counter) -> None:
    recorded()
    tomorrow = today() + timedelta(days=1)
    assert queries.open_days(tomorrow) == [today()]

    close(counter)

    assert queries.open_days(tomorrow) == []


def test_a_device_that_says_nothing_of_itself_is_shown_saying_nothing() -> None:
    rows = [{"name": "Slap", "serial": "S-1", "state": state} for state in ("", "Ready", "Sleeping")]

    with translation.override("id"):
        shown = words.devices(rows)

    assert [each["state"] for each in shown] == ["", "siap", "Sleeping"]
