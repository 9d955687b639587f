"""The queue at a laptop: numbers, turns, and a display without a name."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from rekam.domain import wording
from rekam.domain.recording import summons
from rekam.domain.trouble import RuleBroken
from rekam.station.packs.models import Resident
from rekam.station.queue import actions, codes, queries
from rekam.station.queue.models import State, Ticket
from tests.station import make
from tests.station.desk import Counter
from tests.station.office import Office
from tests.wire import make as wire

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BUDI = wire.resident(token="p-2", nik="6408040507540002", name="BUDI", born=date(1954, 7, 5), sex="L")


@pytest.fixture
def counter(enrolled: Path, office: Office) -> Counter:
    make.take_first(office, office.make_pack(residents=(wire.resident(), BUDI)))
    return Counter()


def today() -> date:
    return timezone.localdate()


def ticket(**given: object) -> Ticket:
    return actions.give_ticket(by="siti", on=today(), at=make.now(), **given)  # type: ignore[arg-type]


def state(number: int) -> str:
    return Ticket.objects.get(number=number).state


def test_tickets_are_numbered_from_one_each_day_and_say_who_goes_first(counter: Counter) -> None:
    counter.post("/antrean/karcis/", token="p-17")
    counter.post("/antrean/karcis/", token="p-2")
    counter.post("/antrean/karcis/", q="seseorang", disabled="1")

    assert [each.label for each in Ticket.objects.all()] == ["A 001", "P 002", "P 003"]
    assert [place.ticket.label for place in queries.places(today())] == ["P 002", "P 003", "A 001"]
    assert Ticket.objects.get(number=3).name == "seseorang"


def test_a_scanned_code_is_the_person_before_the_page_has_found_them(counter: Counter) -> None:
    counter.post("/antrean/karcis/", q="p-2")
    counter.post("/antrean/karcis/", q=" p-2 ")

    given = Ticket.objects.get()
    assert (given.resident, given.name, given.label) == ("p-2", "BUDI", "P 001")
    assert "sudah memegang karcis P 001" in counter.get("/antrean/").content.decode()


def test_a_scanned_ticket_is_shown_and_gives_no_other(counter: Counter) -> None:
    given = ticket(name="seseorang")

    answer = counter.post("/antrean/karcis/", q=given.token)

    assert answer.url == f"/antrean/karcis/{given.pk}/"
    assert Ticket.objects.count() == 1


def test_a_ticket_of_another_laptop_is_told_as_that_and_gives_none(counter: Counter) -> None:
    """Every laptop begins with A 001: the number alone says nothing."""
    shown = counter.post("/antrean/cari/", q="xK7-Gd_9aBcDeF12").content.decode()
    counter.post("/antrean/karcis/", q="xK7-Gd_9aBcDeF12")

    assert "Karcis ini dari laptop lain" in shown
    assert "Karcis ini dari laptop lain" in counter.get("/antrean/").content.decode()
    assert not Ticket.objects.exists()


def test_the_code_of_a_ticket_is_never_taken_for_anything_else() -> None:
    made = [codes.new() for _ in range(500)]

    assert all(codes.is_code(code) for code in made)
    others = ("MUHAMMADRIZKYADI", wire.SITI_NIK, summons.code(range(11)), "SITI REKAAN 1999", "")
    assert not any(codes.is_code(text) for text in others)


def test_the_next_open_days_of_the_pack_are_told(enrolled: Path, office: Office) -> None:
    days = tuple(today() + timedelta(days=n) for n in (-1, 0, 2, 5))
    make.take_first(office, office.make_pack(open_days=days))
    counter = Counter()

    page = counter.get("/antrean/").content.decode()

    assert "Perekaman di sini berikutnya" in page
    assert wording.day_and_date(days[2], "id") in page
    assert wording.day_and_date(days[1], "id") not in page
    counter.begin()
    counter.post(counter.at("gagal/"), reason="no_papers")
    assert f"{days[2]:%d-%m-%Y}, {days[3]:%d-%m-%Y}" in counter.get("/perekaman/").content.decode()


def test_elderly_people_who_are_not_on_the_list_go_first_with_a_tick(counter: Counter) -> None:
    counter.post("/antrean/karcis/", q="seseorang")
    assert 'name="elderly"' in counter.get("/antrean/").content.decode()

    counter.post("/antrean/karcis/", q="nenek", elderly="1")
    counter.post("/antrean/karcis/", q="kakek", elderly="1", disabled="1")

    assert [each.priority for each in Ticket.objects.all()] == ["none", "elderly", "disabled"]
    assert [place.ticket.label for place in queries.places(today())] == ["P 002", "P 003", "A 001"]


def test_a_resident_has_one_ticket_a_day_and_is_told_which(counter: Counter) -> None:
    ticket(resident="p-17", name="SITI")

    with pytest.raises(RuleBroken, match=r"queue\.has_a_ticket: SITI already has ticket A 001"):
        ticket(resident="p-17", name="SITI")


def test_the_display_calls_numbers_and_shows_no_name(counter: Counter) -> None:
    ticket(resident="p-17", name="SITI")
    ticket(resident="p-2", name="BUDI", born=date(1954, 7, 5))

    counter.post("/antrean/panggil/")
    said = counter.get("/antrean/layar/keadaan/").json()

    assert (said["now"], said["next"], said["waiting"]) == ("P 002", ["A 001"], 1)
    shown = counter.get("/antrean/layar/").content.decode() + str(said)
    assert "P 002" in shown
    assert "SITI" not in shown
    assert "BUDI" not in shown


def test_whoever_is_not_there_may_come_back_to_their_place(counter: Counter) -> None:
    first = ticket()
    ticket()
    counter.post("/antrean/panggil/")
    counter.post(f"/antrean/{first.pk}/tidak-ada/")
    assert state(1) == State.LEFT

    counter.post(f"/antrean/{first.pk}/kembali/")

    assert [place.ticket.number for place in queries.places(today())] == [1, 2]


def test_whoever_comes_back_after_the_closing_gets_a_new_ticket(counter: Counter) -> None:
    """The closing told the office that this one left."""
    first = ticket(resident="p-17", name="SITI")
    counter.post(f"/antrean/{first.pk}/tidak-ada/")
    counter.post(f"/tutup/{today()}/tutup/")

    counter.post(f"/antrean/{first.pk}/kembali/")

    assert "beri orang ini karcis baru" in counter.get("/antrean/").content.decode()
    assert state(1) == State.LEFT
    counter.post("/antrean/karcis/", token="p-17")
    assert [(each.number, each.is_closed) for each in queries.not_closed(today())] == [(2, False)]


def test_whoever_is_being_recorded_is_not_ended_by_an_old_page_of_the_queue(counter: Counter) -> None:
    """It stood there as waiting. Without its ticket the recording could be neither finished nor given up."""
    waits = ticket()
    counter.post(f"/perekaman/mulai/{waits.pk}/")

    counter.post(f"/antrean/{waits.pk}/gagal/", reason="ill")

    assert state(1) == State.AT_COUNTER
    assert "Karcis ini sedang direkam" in counter.get("/antrean/").content.decode()
    counter.post(counter.at("gagal/"), reason="ill")
    assert state(1) == State.FAILED


def test_who_is_expected_came_also_without_a_ticket_of_theirs(counter: Counter) -> None:
    """Who it is shows at the counter only, and then may be another than was thought."""
    Resident.objects.filter(token="p-2").update(is_expected=False)
    counter.post("/perekaman/mulai/")
    counter.post(counter.at("cari/pilih/"), token="p-17")
    assert queries.expected(today()) == (1, 1)

    counter.post(counter.at("cari/pilih/"), token="p-2")

    assert queries.expected(today()) == (1, 0)


def test_a_closed_day_still_says_how_many_of_the_expected_came_and_lets_nobody_back(counter: Counter) -> None:
    for token, name in (("p-17", "SITI"), ("p-17", "SITI"), ("p-2", "BUDI")):
        given = ticket(resident=token, name=name, is_expected=True)
        counter.post(f"/antrean/{given.pk}/tidak-ada/")
    assert queries.expected(today())[1] == 2
    assert "/kembali/" in counter.get("/antrean/").content.decode()

    counter.post(f"/tutup/{today()}/tutup/")

    assert queries.expected(today())[1] == 2
    assert "/kembali/" not in counter.get("/antrean/").content.decode()
    ticket(resident="p-17", name="SITI")
    ticket(resident="p-3", name="JOKO", is_expected=True)
    assert queries.expected(today())[1] == 3


def test_a_ticket_that_cannot_be_moved_is_said_in_the_words_of_the_list(counter: Counter) -> None:
    seated = ticket()
    actions.seat(ticket=seated, at=make.now())

    counter.post(f"/antrean/{seated.pk}/tidak-ada/")

    page = counter.get("/antrean/").content.decode()
    assert "Karcis 1 berstatus di loket" in page
    assert "at_counter" not in page


def test_a_wait_is_said_from_what_today_took(counter: Counter) -> None:
    slow = [ticket() for _ in range(6)]
    for each in slow:
        Ticket.objects.filter(pk=each.pk).update(
            state=State.DONE, seated_at=make.now() - 2 * HOUR, ended_at=make.now() - HOUR
        )
    ticket()
    waits = ticket()

    place = queries.place_of(waits)

    assert place is not None
    assert place.ahead == 1
    assert place.wait is not None
    assert place.wait.high_minutes >= 45


def sits(ticket: Ticket, *, begin: float, end: float | None) -> None:
    """Minutes from now; they are past."""
    actions.seat(ticket=ticket, at=make.now() + begin * MINUTE)
    if end is not None:
        actions.finish(ticket=ticket, at=make.now() + end * MINUTE)


def in_minutes() -> list[int]:
    return [round(each / 60) for each in queries.seconds(today())]


def test_a_wait_counts_what_lies_between_two_people_and_no_break(counter: Counter) -> None:
    """Five minutes each at the counter; three minutes go by until the next one sits."""
    waited = [ticket_at(-180) for _ in range(5)]
    sits(waited[0], begin=-120, end=-115)
    sits(waited[1], begin=-112, end=-107)  # three minutes after the one before
    sits(waited[2], begin=-67, end=-62)  # after a break of forty
    came_later = ticket_at(-56)
    sits(came_later, begin=-55, end=-50)  # nobody waited before
    sits(waited[3], begin=-47, end=-42)
    sits(waited[4], begin=-39, end=None)  # and sits there now

    assert in_minutes() == [8, 8, 5, 5, 8]


def ticket_at(minutes: float) -> Ticket:
    return actions.give_ticket(by="siti", on=today(), at=make.now() + minutes * MINUTE)


def test_the_last_one_counts_by_the_time_at_the_counter(counter: Counter) -> None:
    sits(ticket_at(-30), begin=-20, end=-14)

    assert in_minutes() == [6]


def test_who_sat_down_while_another_recording_was_left_unfinished_is_one_turn(counter: Counter) -> None:
    first, second = ticket_at(-60), ticket_at(-60)
    actions.seat(ticket=first, at=make.now() - 40 * MINUTE)
    sits(second, begin=-30, end=-25)
    actions.finish(ticket=first, at=make.now() - 20 * MINUTE)

    assert in_minutes() == [5, 10]


def test_the_paper_ticket_has_a_number_and_a_code_and_no_name(counter: Counter) -> None:
    given = ticket(resident="p-17", name="SITI REKAAN")

    page = counter.get(f"/antrean/karcis/{given.pk}/").content.decode()

    assert "A 001" in page
    assert "<svg" in page
    assert "SITI REKAAN" not in page


def test_a_ticket_that_ended_is_not_called_again(counter: Counter) -> None:
    given = ticket()
    actions.fail(ticket=given, reason="no_papers", at=make.now())

    with pytest.raises(RuleBroken, match=r"queue\.not_now"):
        actions.call(ticket=given, at=make.now())
    with pytest.raises(RuleBroken, match=r"failure\.no_reason"):
        actions.fail(ticket=ticket(), reason="", at=make.now())


def test_after_three_with_priority_one_of_the_others_is_called(counter: Counter) -> None:
    ticket()
    for _ in range(5):
        ticket(is_disabled=True)

    called = [actions.call_next(on=today(), at=make.now()).number for _ in range(5)]

    assert called == [2, 3, 4, 1, 5]


def test_a_name_or_nik_that_is_looked_for_stands_in_no_address(counter: Counter) -> None:
    counter.post("/perekaman/mulai/")
    for address in ("/antrean/cari/", counter.at("cari/daftar/")):
        assert "SITI" in counter.post(address, q="siti").content.decode()
        assert counter.client.get(address, {"q": "siti"}).status_code == 405


@pytest.mark.parametrize("address", ["/antrean/cari/", "counter"])
def test_a_summons_that_is_newer_than_the_pack_is_told_and_not_taken_for_nobody(
    counter: Counter, address: str
) -> None:
    if address == "counter":
        counter.post("/perekaman/mulai/")
        address = counter.at("cari/daftar/")
    code = summons.code(range(11))

    told = counter.post(address, q=code.lower()).content.decode()
    other = counter.post(address, q="zzzz qqqq").content.decode()

    assert "lebih baru daripada paket data" in told
    assert "dengan NIK atau nama" in told
    assert "lebih baru daripada paket data" not in other


def test_the_code_of_a_summons_is_nobodys_name(counter: Counter) -> None:
    counter.post("/antrean/karcis/", q=summons.code(range(11)))

    assert Ticket.objects.get().name == ""
