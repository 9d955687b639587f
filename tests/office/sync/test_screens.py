"""The pages of what came from stations: each opens, says what it is about, and shows no whole NIK."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.sync.people import Likeness
from rekam.office.accounts.rights import RIGHTS, Right, Role
from rekam.office.audit.models import Entry
from rekam.office.regions.models import Area
from rekam.office.stations import actions as stations
from rekam.office.stations.models import Station
from rekam.office.sync import queries
from rekam.office.sync.models import Alike, Case, Correction, Packet, Recorded
from rekam.office.sync.taking import judging
from tests import make
from tests.office.accounts import staff
from tests.office.places import made as places
from tests.office.sync import made
from tests.office.sync.test_what_counts import corrected

PAGES = ("index", "packets", "cases", "statuses", "days", "quality", "keeping")


@pytest.fixture(scope="module", autouse=True)
def busy(register: str) -> str:
    """An office with a case, a clash, a gap and a quarantine; the NIK that it is about."""
    nik = register
    laptop = made.laptop()
    for n, name in enumerate(("SITTI REKAAN", "SITY REKAAN")):
        said = made.recording(laptop, nik=nik, finished_at=made.later(9 * n), corrections=(corrected(name),))
        laptop.send(laptop.seal(said))
    laptop.seal(made.recording(laptop))  # sealed, and never sent
    laptop.send(laptop.seal(made.recording(laptop, nik=nik, finished_at=made.later(40))))
    made.opened()
    one, other = Recorded.objects.order_by("pk")[:2]
    Alike.objects.update_or_create(
        one=one, other=other, defaults={"said": Likeness.DIFFERENT.value, "score": 4.0}
    )
    judging.settle([one], source="test", at=made.later(90))
    return nik  # fmt: skip


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_every_page_opens_and_shows_no_whole_nik(browser, busy):
    registrar = browser(Role.REGISTRAR)
    pages = [text(registrar, f"sync:{name}") for name in PAGES]
    pages += [text(registrar, "sync:packet", packet.pk) for packet in Packet.objects.all()]
    pages += [text(registrar, "sync:case", case.pk) for case in Case.objects.all()]
    pages.append(text(registrar, "sync:statuses", query="?status=BIO_CAPTURED&langkah=send"))

    assert not any(busy in page for page in pages)


def test_the_first_page_names_the_numbers_that_are_missing(browser, busy):
    page = text(browser(Role.HEAD), "sync:index")

    assert "1 missing" in page
    assert re.search(r"\bnumber 3\b", page)


def test_two_people_decide_with_the_records_side_by_side(browser, busy):
    case = Case.objects.get(kind="two_people")
    name = case.packets.order_by("pk")[0].name
    form = {"counts": [name], "why": "the family card"}

    first = browser(Role.REGISTRAR).post(reverse("sync:decide", args=[case.pk]), form)
    assert (first.status_code, Case.objects.get(pk=case.pk).decided_at) == (302, None)
    browser(Role.HEAD).post(reverse("sync:decide", args=[case.pk]), form)

    assert Case.objects.get(pk=case.pk).decided == [name]


def test_a_record_names_the_village_and_not_its_code(browser, busy):
    case = Case.objects.get(kind="two_people")
    recorded = case.packets.order_by("pk")[0].recorded
    village = Area.objects.get(code=recorded.area_code)

    for area in ("", "64.08"):  # the regency is the whole office
        page = text(browser(Role.REGISTRAR, area=area), "sync:case", case.pk)

        assert village.name in page
        assert village.code not in page


def test_why_somebody_was_recorded_again_stands_on_the_session_and_where_two_people_decide(browser, busy):
    said = "foto pertama buram"
    laptop = made.laptop()
    laptop.send(laptop.seal(made.recording(laptop, nik=busy, finished_at=made.later(45), again=said)))
    made.opened()
    again = Recorded.objects.latest("pk")
    for other in Recorded.objects.exclude(pk=again.pk):
        Alike.objects.update_or_create(one=other, other=again, defaults={"said": Likeness.DIFFERENT.value})
    judging.settle([again], source="test", at=made.later(95))

    registrar = browser(Role.REGISTRAR)
    pages = [
        text(registrar, "residents:detail", again.resident_id),
        text(registrar, "sync:packet", again.packet_id),
        text(registrar, "sync:case", again.packet.cases.filter(kind="two_people")[0].pk),
    ]

    assert all(said in page for page in pages)


def test_the_better_of_two_recordings_of_somebody_is_named_wherever_they_are_looked_at(browser, busy):
    """All of them are kept."""
    registrar, told = browser(Role.REGISTRAR), "ept as the better"
    Case.objects.all().delete()
    Alike.objects.update(said=Likeness.SAME.value)
    first, other = Recorded.objects.filter(nik=busy).order_by("pk")[:2]
    Recorded.objects.filter(nik=busy).exclude(pk__in=[first.pk, other.pk]).update(nik="")
    Recorded.objects.filter(pk=other.pk).update(quality=first.quality + 1)
    judging.settle([first], source="test", at=made.later(95))
    case = Case.objects.create(key="seen", kind="two_people", made_at=made.later(96))
    case.packets.set([first.packet, other.packet])

    pages = [text(registrar, "sync:packet", each.packet.pk) for each in (first, other)]
    assert [page.count(told) for page in pages] == [0, 1]
    assert text(registrar, "residents:detail", other.resident_id).count(told) == 1
    side_by_side = text(registrar, "sync:case", case.pk)
    assert side_by_side.count(told) == 1
    assert side_by_side.index(told) > side_by_side.index(">B</h2>")

    Recorded.objects.filter(pk=first.pk).update(
        standing=Recorded.Standing.ASIDE
    )  # one alone is no better one
    assert told not in text(registrar, "sync:packet", other.packet.pk)
    assert told not in text(registrar, "residents:detail", other.resident_id)


def test_a_technician_decides_nothing_about_people(browser, busy):
    technician = browser(Role.TECHNICIAN)

    assert technician.get(reverse("sync:case", args=[Case.objects.all()[0].pk])).status_code == 403
    assert "two bodies" in text(technician, "sync:cases")


def test_a_district_sees_its_own_stations_only(browser, busy):
    staff_of_district = browser(Role.DISTRICT_STAFF)
    assert not any("Laptop 01" in text(staff_of_district, f"sync:{name}") for name in PAGES)

    own = Station.objects.get(name="Laptop 01")
    stations.change(station=own, place=places.place(), by=None, at=made.later(99))
    for name in ("index", "packets"):
        assert "Laptop 01" in text(staff_of_district, f"sync:{name}"), name


def test_whoever_reaches_the_whole_regency_sees_a_laptop_that_stands_nowhere(browser, busy):
    laptop = Packet.objects.all()[0].epoch.station
    assert laptop.place is None

    for area in ("64.08", "64"):
        whole = browser(Role.REGISTRAR, area=area)
        assert laptop.name in text(whole, "sync:packets")
        assert laptop.name in text(whole, "sync:index")
        assert laptop.name in text(whole, "stations:station", laptop.pk)
    part = browser(Role.REGISTRAR, area=make.SANGATTA_UTARA[:8])
    assert laptop.name not in text(part, "sync:packets")


def test_a_district_sees_corrections_of_its_own_residents_only(browser, busy):
    Case.objects.all().delete()
    Alike.objects.update(said=Likeness.SAME.value)
    judging.settle(Recorded.objects.all(), source="test", at=made.later(95))

    assert "SITY REKAAN" in text(browser(Role.REGISTRAR), "sync:cases")
    assert "SITY REKAAN" not in text(browser(Role.DISTRICT_STAFF, area="64.08.05"), "sync:cases")


def test_corrections_are_read_by_who_may_see_residents_and_that_is_written_down(browser, busy):
    Case.objects.all().delete()
    Alike.objects.update(said=Likeness.SAME.value)
    judging.settle(Recorded.objects.all(), source="test", at=made.later(95))

    for role in Role:
        before = Entry.objects.filter(event="residents.listed", subject="corrections").count()
        sees = role in RIGHTS[Right.SEE_RESIDENTS]
        assert ("SITY REKAAN" in text(browser(role), "sync:cases")) == sees, role
        noted = Entry.objects.filter(event="residents.listed", subject="corrections").count() - before
        assert noted == sees, role


def test_who_reads_the_people_behind_a_status_is_written_down(browser, busy):
    text(browser(Role.REGISTRAR), "sync:statuses")
    assert not Entry.objects.filter(subject="statuses").exists()

    text(browser(Role.REGISTRAR), "sync:statuses", query="?status=BIO_CAPTURED&langkah=send")
    text(browser(Role.TECHNICIAN), "sync:statuses", query="?status=BIO_CAPTURED&langkah=send")

    (line,) = Entry.objects.filter(event="residents.listed", subject="statuses")
    assert line.by is not None
    assert line.by.role == Role.REGISTRAR


def test_a_clerk_takes_one_of_two_corrections(browser, busy):
    Case.objects.all().delete()
    Alike.objects.update(said=Likeness.SAME.value)
    judging.settle(Recorded.objects.all(), source="test", at=made.later(95))
    wanted = Correction.objects.get(to="SITY REKAAN")

    browser(Role.REGISTRAR).post(reverse("sync:correction", args=[wanted.pk]), {"take": "1"})

    wanted.refresh_from_db()
    assert (wanted.resident.name, wanted.state) == ("SITY REKAAN", Correction.State.DONE)
    assert Correction.objects.get(to="SITTI REKAAN").state == Correction.State.DECLINED


def test_sixty_cases_and_sixty_corrections_stand_on_pages_that_are_turned_each_by_itself(browser, busy):
    [*_, last] = _cases(60)
    names = _clashing(60)
    registrar = browser(Role.REGISTRAR)

    first = text(registrar, "sync:cases")
    assert (names[49] in first, names[50] in first) == (True, False)
    assert reverse("sync:case", args=[last]) not in first
    assert f"1–50 of {queries.open_cases().count()}<" in first
    assert "1–50 of 60<" in first

    second = text(registrar, "sync:cases", query="?koreksi=2")
    assert (names[49] in second, names[50] in second, names[59] in second) == (False, True, True)
    assert reverse("sync:case", args=[last]) not in second  # the cases were not turned
    assert "?koreksi=2&amp;page=2" in second
    assert reverse("sync:case", args=[last]) in text(registrar, "sync:cases", query="?koreksi=2&page=2")


def test_a_decided_correction_leads_back_to_the_page_on_which_it_stood(browser, busy):
    correction = Correction.objects.order_by("pk")[0]

    address = reverse("sync:correction", args=[correction.pk], query={"koreksi": 2, "page": 3, "else": 4})
    answer = browser(Role.REGISTRAR).post(address, {"leave": "1"})

    assert answer["Location"] == reverse("sync:cases", query={"page": 3, "koreksi": 2})


def test_more_than_twenty_decisions_are_read_on_further_pages(browser, busy):
    one, other = staff.person(Role.REGISTRAR), staff.person(Role.HEAD)
    for n, pk in enumerate(_cases(25)):
        facts = {"proposed_by": one, "decided_by": other, "why": f"paper {n:02}"}
        Case.objects.filter(pk=pk).update(decided=[], decided_at=made.later(n), **facts)
    registrar = browser(Role.REGISTRAR)

    first, second = (text(registrar, "sync:cases", query=f"?diputuskan={n}") for n in (1, 2))

    assert ("paper 24" in first, "paper 04" in first) == (True, False)
    assert ("paper 24" in second, "paper 04" in second) == (False, True)


def _clashing(many: int) -> list[str]:
    """Corrections that wait for a clerk, and what was written in each."""
    recorded = Recorded.objects.filter(standing="counts").exclude(resident=None)[0]
    facts = {"recorded": recorded, "resident": recorded.resident, "state": Correction.State.CLASHING}
    names = [f"SITI REKAAN {n:02}" for n in range(many)]
    Correction.objects.all().delete()
    each = [Correction(field=f"field {n:02}", to=name, **facts) for n, name in enumerate(names)]
    Correction.objects.bulk_create(each)
    return names


def _cases(many: int) -> list[int]:
    """Of people who were recorded without a NIK; their rows."""
    each = [Case(key=f"no_nik:{n}", kind="no_nik", made_at=made.later(100 + n)) for n in range(many)]
    return [case.pk for case in Case.objects.bulk_create(each)]
