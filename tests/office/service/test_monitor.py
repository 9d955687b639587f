"""The monitor as the head of office sees it: every kecamatan, what is wrong, and today against the usual."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from rekam.domain.kits.kinds import Kind, Stops
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.kits import actions as kit_actions
from rekam.office.kits.models import ServiceLevel
from rekam.office.once import together
from rekam.office.regions import queries as regions
from rekam.office.service import monitor, recordings
from rekam.office.service.monitor import District
from tests.office.accounts import staff
from tests.office.coverage.test_screens import words
from tests.office.kits import made as kits_made
from tests.office.rosters import made as rosters
from tests.office.service import made


def district(code: str, day: int = 3, clock: str = "10:00") -> District:
    return next(d for d in monitor.now(made.at(day, clock)).districts if d.code == code)


def page(address: str = "/pantauan/?on=2016-10-03&at=10:00", person: User | None = None) -> str:
    return words(staff.browser(person or made.head()).get(address))


# -- what each district is like ---------------------------------------------------------------------------


def test_a_district_that_serves_with_all_its_kits_is_green() -> None:
    made.service()

    assert district(made.SANGATTA_UTARA).tone == monitor.FINE


def test_a_district_without_a_kit_that_records_is_red_even_at_night() -> None:
    place = made.place()
    made.broken(made.kit(place))
    made.staffed(place)

    assert district(made.SANGATTA_UTARA).tone == monitor.STOP
    assert district(made.SANGATTA_UTARA, clock="22:00").tone == monitor.STOP


def test_a_district_with_one_of_two_kits_down_is_orange() -> None:
    place = made.service(kits_there=2)
    made.broken(place.stationings.first().kit)

    found = district(made.SANGATTA_UTARA)

    assert found.tone == monitor.RISK
    assert (found.kits.fit, found.kits.partial, found.kits.down) == (1, 0, 1)


def test_a_kit_without_irises_is_partial() -> None:
    place = made.service()
    made.broken(place.stationings.get().kit, Kind.IRIS_SCANNER, stops=Stops.ALL)

    found = district(made.SANGATTA_UTARA)

    assert (found.kits.partial, found.open_places, found.tone) == (1, 1, monitor.RISK)


def test_closed_by_its_hours_is_grey_and_says_when_it_opens() -> None:
    made.service()

    found = district(made.SANGATTA_UTARA, clock="20:00")

    assert found.tone == monitor.QUIET
    assert found.opens_next == made.at(4, "08:00")


def test_the_worst_come_first_on_the_desk_and_stand_still_on_the_wall() -> None:
    made.service(made.SANGATTA_UTARA)
    made.broken(made.kit(made.place(made.TELUK_PANDAN)))

    districts = monitor.now(made.at()).districts

    assert [d.code for d in districts] == sorted(d.code for d in districts)
    assert len(districts) == 18
    # those where nothing was ever set up are as red as the one whose kit is down
    assert monitor.in_urgency(districts)[-1].code == made.SANGATTA_UTARA


# -- faults ----------------------------------------------------------------------------------------------


def test_open_faults_are_counted_by_age() -> None:
    place = made.place()
    for days in (0.5, 2, 5, 9, 30):
        made.broken(made.kit(place), since=made.at(31) - timedelta(days=days))

    assert monitor.now(made.at(31)).ages == (1, 1, 1, 2)


def test_a_district_without_a_kit_is_late_before_one_that_waits_longer() -> None:
    place = made.place()
    made.kit(place)
    made.broken(made.kit(place), since=made.at(3))
    alone = made.broken(made.kit(made.place(made.TELUK_PANDAN)), since=made.at(12))

    late = monitor.now(made.at(14)).overdue

    assert late[0].waiting.fault == alone.pk
    assert [each.waiting.is_without_kit for each in late] == [True, False]


@pytest.mark.parametrize("area", ["", "64.08"])  # the regency is the whole office
def test_the_office_promises_its_own_times(area: str) -> None:
    made.broken(made.kit(made.place()), since=made.at(3))
    made.kit(made.place(made.SANGATTA_UTARA))
    browser = staff.browser(staff.person(Role.HEAD, area=area))
    hours = {"confirm": 48, "assign": 24, "begin": 48, "repair": 168, "no_kit": 24}
    assert len(monitor.now(made.at(4, "12:00")).overdue) == 1

    assert "Ini batas waktu yang lazim" in words(browser.get("/pantauan/batas-waktu/"))
    browser.post("/pantauan/batas-waktu/", hours)

    assert ServiceLevel.objects.get(what="confirm").hours == 48
    assert monitor.now(made.at(4, "12:00")).overdue == ()
    line = Entry.objects.get(event="service_levels.changed")
    assert json.loads(line.details_json) == {"confirm": {"from": 24, "to": 48}}


@pytest.mark.parametrize("hours", ["0", "-3", "x", "99999", ""])
def test_a_promise_that_is_no_time_is_not_taken(hours: str) -> None:
    answer = staff.browser(made.head()).post(
        "/pantauan/batas-waktu/", {"confirm": hours, "assign": 1, "begin": 1, "repair": 1, "no_kit": 1}
    )

    assert answer.status_code == 200
    assert not ServiceLevel.objects.exists()


def test_only_who_changes_settings_promises() -> None:
    made.place()
    browser = staff.browser(staff.person(Role.TECHNICIAN))

    assert "Kepala dinas yang menetapkannya" in words(browser.get("/pantauan/batas-waktu/"))
    assert browser.post("/pantauan/batas-waktu/", {"confirm": 1}).status_code == 403


def test_another_moment_has_the_faults_that_were_open_then() -> None:
    here, there = made.place(), made.place(made.TELUK_PANDAN)
    kit = made.kit(here)
    mended = made.broken(kit, since=made.at(10) - timedelta(days=1))
    made.mended(mended, made.at(20))
    kit_actions.station(kit=kit, place=there, by=None, at=made.at(22))
    later = made.broken(made.kit(here), since=made.at(25))

    then, between, after = (monitor.now(made.at(day), is_live=False) for day in (10, 21, 26))

    assert [fault.pk for fault in then.open_faults] == [mended.pk]
    assert [len(d.faults) for d in then.districts if d.code == made.SANGATTA_UTARA] == [1]
    assert (then.ages, between.ages, after.ages) == ((1, 0, 0, 0), (0, 0, 0, 0), (1, 0, 0, 0))
    assert [fault.pk for fault in after.open_faults] == [later.pk]
    assert then.overdue == after.overdue == ()


def test_what_is_late_is_told_of_now_only() -> None:
    made.broken(made.kit(made.place()), since=made.at(1, "08:00"))
    said = "hanya diketahui untuk saat ini"

    live, before = page("/pantauan/"), page("/pantauan/?on=2016-10-02&at=10:00")

    assert said not in live
    assert "1 melewati" in live
    assert said in before
    assert "terbuka pada saat itu" in before
    assert "1 melewati" not in before


# -- recordings today --------------------------------------------------------------------------------------


def test_today_is_compared_with_the_same_weekday_at_the_same_hour() -> None:
    place = made.service()
    for weeks, count in ((1, 8), (2, 10), (3, 12)):
        made.recorded(place, date(2016, 10, 31) - timedelta(weeks=weeks), count)
        made.recorded(
            place, date(2016, 10, 31) - timedelta(weeks=weeks), 50, clock=made.at(3, "15:00").time()
        )
    made.recorded(place, date(2016, 10, 31), 7)
    made.recorded(place, date(2016, 10, 30), 99)

    today = district(made.SANGATTA_UTARA, 31).today

    assert (today.count, today.usual, today.least, today.most) == (7, 10, 8, 12)
    assert today.is_low


def test_a_day_of_which_nothing_is_known_is_not_a_day_without_recordings() -> None:
    place = made.service()
    made.recorded(place, date(2016, 9, 26), 5)

    assert district(made.SANGATTA_UTARA).today.count is None
    assert "belum ada kabar tentang hari ini" in page()


def test_early_in_the_day_a_day_before_on_which_nobody_had_come_yet_counts_as_none() -> None:
    place = made.service()
    for weeks in range(1, 7):
        day = date(2016, 10, 31) - timedelta(weeks=weeks)
        made.recorded(place, day, 20, clock=made.at(3, "09:30").time())
    made.recorded(place, date(2016, 10, 24), 3, clock=made.at(3, "08:05").time())
    made.recorded(place, date(2016, 10, 31), 1, clock=made.at(3, "08:05").time())

    found = monitor.now(made.at(31, "08:10"))

    for today in (found.today, next(d for d in found.districts if d.code == made.SANGATTA_UTARA).today):
        assert (today.count, today.usual, today.least, today.most) == (1, 0.5, 0, 3)
        assert not today.is_low


def test_what_was_recorded_elsewhere_is_no_recording_of_the_office(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    place = made.service()
    made.recorded(place, date(2016, 10, 3), 5)
    made.recorded(place, date(2016, 10, 3), 2, area="")  # a file that names the place alone
    for elsewhere in ("64.72", "64.74", "64.74.01", "64.74.01.1001"):
        made.recorded(place, date(2016, 10, 3), 10, area=elsewhere)
        made.recorded(
            place, date(2016, 9, 26), 10, area=elsewhere
        )  # of that day the office knows nothing yet

    found = monitor.now(made.at(3))

    assert (found.today.count, found.today.usual) == (7, None)
    assert monitor.now(made.at(3), "64.08").today.count == 7
    assert monitor.now(made.at(3), made.SANGATTA_UTARA).today.count == 5
    assert monitor.now(made.at(3), made.TELUK_PANDAN).today.count == 0
    with together():
        regions.office()  # which every page asks for
        with django_assert_num_queries(1):
            recordings.today(made.at(3))


def test_a_district_that_recorded_nobody_on_a_known_day_has_none() -> None:
    made.recorded(made.service(), date(2016, 10, 3), 5)

    assert district(made.TELUK_PANDAN).today.count == 0


# -- the pages ---------------------------------------------------------------------------------------------


def test_the_monitor_says_what_is_closed_and_why() -> None:
    place = made.place(made.TELUK_PANDAN, "Kantor Kecamatan Teluk Pandan")
    made.broken(made.kit(place, code="KIT-13-1"), Kind.CAMERA)
    made.staffed(place)

    told = page()

    assert (
        "Kantor Kecamatan Teluk Pandan : Tidak ada set yang dapat merekam: KIT-13-1: Kamera"
        in told.replace("Pandan:", "Pandan :")
    )
    assert "Di mana ada layanan saat itu?" in told
    assert "Kembali ke sekarang" in told


def test_a_repair_shows_at_once() -> None:
    place = made.place()
    kit = made.kit(place)
    made.staffed(place)
    fault = made.broken(kit, since=made.at(3, "06:00"))
    browser = staff.browser(made.head())
    assert "Tidak ada set yang dapat merekam" in words(browser.get("/pantauan/"))

    made.mended(fault, made.at(3, "07:00"))

    assert "Tidak ada set yang dapat merekam" not in words(browser.get("/pantauan/"))


def test_what_the_page_asks_by_itself_is_empty_while_nothing_changes() -> None:
    place = made.service()
    browser = staff.browser(made.head())
    stamp = browser.get("/pantauan/").context["stamp"]

    assert browser.get("/pantauan/terbaru/", {"seen": stamp}).status_code == 204
    kits_made.fault(made.device(place.stationings.get().kit))
    answer = browser.get("/pantauan/terbaru/", {"seen": stamp})
    assert answer.status_code == 200
    assert "Kerusakan terbuka" in words(answer)
    assert "<html" not in answer.content.decode()


def test_the_wall_has_every_district_and_no_menu() -> None:
    made.service()

    answer = staff.browser(staff.person(Role.TECHNICIAN)).get("/pantauan/dinding/")

    assert answer.content.decode().count('class="tile ') == 18
    assert 'class="menu"' not in answer.content.decode()
    assert 'data-theme="dark"' in answer.content.decode()


def test_a_district_without_a_service_point_is_not_said_to_be_closed_by_its_hours() -> None:
    made.service()

    told = words(staff.browser(staff.person(Role.TECHNICIAN)).get("/pantauan/dinding/"))

    assert told.count("Tidak ada titik layanan") == 17
    assert told.count("Tutup sesuai jam bukanya") == 1  # the one that has a place


def test_people_of_a_district_see_their_own() -> None:
    made.service()
    made.service(made.TELUK_PANDAN)
    ani = staff.person(Role.DISTRICT_STAFF, area=made.TELUK_PANDAN)

    told = page(person=ani)

    assert "Teluk Pandan" in told
    assert "Sangatta Utara" not in told
    assert staff.browser(ani).get("/pantauan/?area=64.08.04").status_code == 403


def test_an_office_without_service_points_is_taught_the_first_step() -> None:
    from tests import make

    make.office()

    assert "Belum ada titik layanan di sini" in page("/pantauan/buka/")
    first = page()
    assert "Belum ada titik layanan di sini" in first
    assert "Kerusakan terbuka" not in first, "figures of nothing tell nothing"
    assert "Tidak ada kerusakan selama ini" in page("/pantauan/biaya/")
    assert "Tidak ada set di titik layanan yang kekurangan alat" in page("/pantauan/cadangan/")


def test_where_can_i_be_recorded_on_sunday_at_ten() -> None:
    made.service(name="Kantor Buka")
    closed = made.place(made.BUSANG, "Kantor Tutup")
    made.kit(closed)

    told = page("/pantauan/buka/?on=09-10-2016&at=10.00&area=all")

    assert "1 dari 2 titik layanan buka saat itu" in told
    assert told.index("Kantor Buka") < told.index("Kantor Tutup")
    assert "Tidak ada operator yang bertugas" in told
    assert "Dalam jam bukanya" in told


def test_a_district_reads_of_another_whether_it_serves_and_not_which_kit_is_broken() -> None:
    made.service()
    there = made.place(made.BUSANG, "Kantor Busang")
    made.broken(made.kit(there, code="KIT-B-1"), since=made.at(1))
    made.kit(made.place(made.TELUK_PANDAN, "Kantor Teluk Pandan"))
    address = "/pantauan/buka/?on=03-10-2016&at=10.00&area=all"
    ani = staff.person(Role.DISTRICT_STAFF)

    told = page(address, ani)

    assert "Kantor Busang" in told
    assert "KIT-B-1" not in told
    assert "Pemindai" not in told
    assert "set merekam" not in told
    assert "KIT-B-1" in page(address)
    assert "KIT-B-1" not in page("/titik-layanan/?on=2016-10-03&at=10:00&area=all", ani)


def test_a_moment_that_cannot_be_read_is_said_and_answered_with_now() -> None:
    made.service()

    told = page("/pantauan/buka/?on=31-02-2016&at=25:00")

    assert "Hari atau jam tidak dapat dibaca" in told


def test_the_pages_of_service_points_know_whether_a_place_is_truly_open() -> None:
    made.service(name="Kantor Buka")
    made.kit(made.place(made.BUSANG, "Kantor Tanpa Operator"))

    told = page("/titik-layanan/?on=2016-10-03&at=10:00")

    assert "1 dari 2 titik layanan" in told
    assert "Tidak ada operator yang bertugas" in told


def test_costs_and_means_are_read_by_everybody_who_sees_service() -> None:
    fault = made.broken(made.kit(made.place(name="Kantor Contoh")), since=made.at(1, "08:00"))
    made.mended(fault, made.at(2, "08:00"))
    auditor = staff.person(Role.AUDITOR)

    costs, means = (page(f"/pantauan/{name}/?days=30", auditor) for name in ("biaya", "keandalan"))

    assert "Kantor Contoh" in costs
    assert "7,0" in costs  # opening hours without it
    assert "115 orang sehari dengan dua set" in costs
    assert "Pemindai sidik jari" in means
    assert "lebih dari" in means


def test_a_period_that_is_no_number_is_answered_with_the_usual_one() -> None:
    made.service()

    assert page("/pantauan/biaya/?days=²") == page("/pantauan/biaya/?days=90")


def test_the_first_page_tells_what_service_needs() -> None:
    from rekam.office.service.attention import attention

    place = made.place()
    made.broken(made.kit(place), since=made.at(1, "06:00"))
    rosters.roster((rosters.officer(home=made.BUSANG), made.place(made.BUSANG), 3))

    found = attention()

    assert found.without_kit == ("Sangatta Utara", "Busang")
    assert (found.late, found.late_at) == (1, (place.name,))
    assert found.without_operator == (place.name,)
    assert attention(made.TELUK_PANDAN).late == 0


def test_an_office_that_keeps_no_service_points_is_told_nothing_about_them() -> None:
    from rekam.office.service.attention import Attention, attention
    from tests import make

    make.office()

    assert attention() == Attention()


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in_who_sees_residents() -> None:
    made.service()
    dewi, joko = (staff.browser(staff.person(role)) for role in (Role.HEAD, Role.TECHNICIAN))
    answers = {}
    for minutes in (0, 10, 20, 31):
        with time_machine.travel(made.at(3, "07:00") + timedelta(minutes=minutes)):
            for name, browser in (("head", dewi), ("technician", joko)):
                answers[name] = browser.get("/pantauan/terbaru/", headers={"X-By-Itself": "1"}).status_code

    assert answers == {"head": 302, "technician": 200}
