"""Who sits at the counter: known by the NIK on their papers, and recorded once a day."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from rekam.domain.recording.person import Matched
from rekam.domain.recording.steps import Step
from rekam.station.counter.models import Draft
from rekam.station.identity import actions as identity
from rekam.station.packs import queries as packs
from rekam.station.packs.models import Resident
from rekam.station.queue.models import State, Ticket
from tests.station import make
from tests.station.desk import Counter
from tests.station.office import PASSWORD, Office
from tests.wire import make as wire

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAPERS = {"name": "SITI", "born": "01-09-1999", "sex": "f", "nik": wire.SITI_NIK, "kk": "", "home": "other"}
STRANGER = {**PAPERS, "name": "DEWI REKAAN", "nik": "7402015511010003", "born": "15-11-2001"}


@pytest.fixture
def without_birth(enrolled: Path, office: Office) -> Counter:
    make.take_first(office, office.make_pack(residents=(wire.resident(born=None),)))
    return Counter()


def by_papers(counter: Counter, **given: str) -> Any:
    if not Draft.objects.exists():
        counter.post("/perekaman/mulai/")
    return counter.post(counter.at("cari/berkas/"), **{**PAPERS, **given})


def code(answer: Any) -> str:
    found = re.search(r"<small data-code>([^<]*)", answer.content.decode())
    return found[1] if found else ""


def done(counter: Counter) -> None:
    """As after the seal: the draft is gone and the ticket is done."""
    Draft.objects.all().delete()
    Ticket.objects.filter(state=State.AT_COUNTER).update(state=State.DONE)


def test_papers_with_a_nik_of_the_pack_are_that_resident_wherever_the_card_is_from(counter: Counter) -> None:
    by_papers(counter)

    person = counter.draft.work.person
    assert person
    assert (person.token, person.matched, person.village) == ("p-17", Matched.PACK, "TELUK LINGGA")
    assert "NIK ini ada di paket data" in counter.get(counter.at("biodata/")).content.decode()
    assert Ticket.objects.get().resident == "p-17"


def test_a_nik_of_somebody_else_on_the_pack_is_refused(counter: Counter) -> None:
    refused = by_papers(counter, name="JOKO REKAAN", born="12-03-2000", sex="m")

    assert (refused.status_code, code(refused)) == (409, "person.nik_of_another")
    assert by_papers(counter, name="SITTI", born="02-09-1999").status_code == 302  # written otherwise


@pytest.mark.parametrize("given", [PAPERS, STRANGER])
@pytest.mark.parametrize("is_closed_between", [True, False])
def test_who_was_recorded_here_today_is_recorded_again_with_a_reason_alone(
    counter: Counter, given: dict[str, str], is_closed_between: bool
) -> None:
    """Also after the day was closed, when no name is left."""
    by_papers(counter, **given)
    done(counter)
    if is_closed_between:
        counter.post(f"/tutup/{timezone.localdate()}/tutup/")
        Ticket.objects.update(name="", born=None, resident="", is_closed=True)

    refused = by_papers(counter, **given)

    assert code(refused) == "recording.done_today"
    page = refused.content.decode()
    focused = re.findall(r'name="(\w+)"[^>]*\bautofocus', page)
    assert focused == [
        "again"
    ]  # the next key writes why, and Enter does not choose the same person once more
    assert given["nik"] not in "".join(Ticket.objects.values_list("marks", flat=True))
    assert code(by_papers(counter, **given, again="  ")) == "recording.done_today"
    assert by_papers(counter, **given, again="foto pertama buram").status_code == 302
    again = Ticket.objects.latest("number")
    assert (again.note, again.resident) == ("foto pertama buram", "")
    assert counter.draft.work.again == "foto pertama buram"
    counter.post(counter.at("biodata/periksa/"))
    by_papers(counter, **{**PAPERS, "name": "RINA", "nik": "", "born": "02-02-2002"})
    assert counter.draft.work.again == ""  # somebody else sits here after all


def test_the_queue_knows_who_was_recorded_today_after_the_closing(counter: Counter) -> None:
    counter.post("/perekaman/mulai/")
    counter.post(counter.at("cari/pilih/"), token="p-17")
    done(counter)
    Ticket.objects.update(name="", born=None, resident="", is_closed=True)

    counter.post("/antrean/karcis/", token="p-17")

    assert Ticket.objects.count() == 1
    assert "sudah direkam di sini hari ini" in counter.get("/antrean/").content.decode()


def test_another_person_is_not_taken_for_whoever_was_recorded(counter: Counter) -> None:
    by_papers(counter)
    done(counter)

    assert by_papers(counter, **STRANGER).status_code == 302


def test_a_resident_without_a_birth_date_is_completed_below_and_stays_that_resident(
    without_birth: Counter,
) -> None:
    counter = without_birth
    counter.post("/perekaman/mulai/")

    refused = counter.post(counter.at("cari/pilih/"), token="p-17").content.decode()

    assert "tulis dari kartu keluarga di bawah" in refused
    assert '<details class="desk-stranger" open>' in refused
    assert '<input type="hidden" name="token" value="p-17">' in refused
    counter.post(counter.at("cari/berkas/"), **{**PAPERS, "nik": "", "token": "p-17"})
    person = counter.draft.work.person
    assert person
    assert (person.token, person.born, person.nik) == ("p-17", date(1999, 9, 1), wire.SITI_NIK)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"nik": "6408049999990001"}, "person.nik_without_date"),
        ({"nik": "", "born": "01-01-1026"}, "person.birth_long_ago"),
        ({"nik": "", "born": "01-01-2126"}, "person.birth_in_future"),
    ],
)
def test_what_cannot_be_is_refused(counter: Counter, given: dict[str, str], refused: str) -> None:
    assert code(by_papers(counter, **given)) == refused


def test_a_nik_that_says_otherwise_than_the_papers_is_a_warning(counter: Counter) -> None:
    """A man's of 1955 for a woman born in 1999: it may be mistyped, and it may be true."""
    by_papers(counter, **{**STRANGER, "born": "01-09-1999", "nik": "6408040101550000"})

    page = counter.get(counter.at("biodata/")).content.decode()
    for told in ("lahir 01-01-1955", "jenis kelamin lain", "berakhir dengan 0000"):
        assert told in page
    assert counter.post(counter.at("biodata/periksa/")).status_code == 302
    by_papers(counter, **STRANGER)
    assert "desk-doubts" not in counter.get(counter.at("biodata/")).content.decode()


# --- the young


def young() -> date:
    return date(timezone.localdate().year - 14, 3, 2)


@pytest.mark.parametrize("marital", ["married", "divorced", "widowed"])
def test_who_is_married_is_recorded_whatever_their_age(enrolled: Path, office: Office, marital: str) -> None:
    """The law obliges them, and the office has put them on the pack for it."""
    make.take_first(office, office.make_pack(residents=(wire.resident(born=young(), marital=marital),)))
    counter = Counter()

    counter.begin()

    assert counter.draft.work.next_step == Step.FACE


@pytest.mark.parametrize("is_on_the_pack", [True, False])
def test_a_marriage_that_no_register_knows_yet_is_written_with_its_document(
    enrolled: Path, office: Office, is_on_the_pack: bool
) -> None:
    make.take_first(office, office.make_pack(residents=(wire.resident(born=young(), marital="single"),)))
    counter, born = Counter(), f"{young():%d-%m-%Y}"
    by_papers(counter, **{**(PAPERS if is_on_the_pack else STRANGER), "born": born})
    proof = {"marital-document": "marriage_certificate", "marital-number": "AK 12"}

    told = counter.get(counter.at("biodata/")).content.decode()
    refused = counter.post(counter.at("biodata/periksa/"))
    unproven = counter.post(counter.at("biodata/periksa/"), marital="married")
    counter.post(counter.at("biodata/periksa/"), marital="married", **proof)

    assert "person.under_16" in told
    assert (code(refused), code(unproven)) == ("person.under_16", "biodata.no_document")
    assert counter.draft.work.next_step == Step.FACE
    assert "person.under_16" not in counter.get(counter.at("biodata/")).content.decode()


# --- a pack that has expired


def test_an_expired_pack_shows_nobody_and_is_erased_after_an_hour(
    counter: Counter, time_machine: TimeMachineFixture
) -> None:
    counter.begin()
    later = timezone.now() + 40 * DAY
    time_machine.move_to(later)
    counter.post("/masuk/", login="siti", password=PASSWORD)

    found = counter.post("/antrean/cari/", q="siti").content.decode()
    counter.post("/antrean/karcis/", token="p-17")

    assert "SITI" not in found
    assert packs.residents().count() == 0
    assert Resident.objects.count() > 0  # the clock may be wrong: an hour to set it right
    assert Ticket.objects.latest("pk").resident == ""
    time_machine.move_to(later + 2 * HOUR)
    counter.get("/antrean/")
    assert not Resident.objects.exists()
    assert counter.draft.work.person  # a draft stays


def test_a_clock_that_is_set_right_within_the_hour_brings_the_list_back(
    counter: Counter, time_machine: TimeMachineFixture
) -> None:
    now = timezone.now()
    time_machine.move_to(now + 40 * DAY)
    counter.post("/masuk/", login="siti", password=PASSWORD)
    counter.get("/antrean/")

    time_machine.move_to(now + 2 * HOUR)

    assert "SITI" in counter.post("/antrean/cari/", q="siti").content.decode()
    time_machine.move_to(now + 40 * DAY + HOUR)
    counter.post("/masuk/", login="siti", password=PASSWORD)
    counter.get("/antrean/")
    assert Resident.objects.exists()


def test_where_the_office_has_signed_that_it_is_over_it_is_erased_at_once(
    counter: Counter, time_machine: TimeMachineFixture
) -> None:
    later = timezone.now() + 8 * DAY
    time_machine.move_to(later)
    identity.see_office_time(later)
    counter.post("/masuk/", login="siti", password=PASSWORD)

    counter.get("/antrean/")

    assert not Resident.objects.exists()
