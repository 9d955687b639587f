"""The screens of service points: what they answer, to whom, and what they refuse."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from rekam.office.accounts.rights import Role
from rekam.office.places import actions, queries, standing
from rekam.office.places.models import Place
from tests import make
from tests.office.accounts import staff
from tests.office.places import made

SUNDAY = "2016-10-16"
SATURDAY = date(2016, 10, 1)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def browser(role: Role = Role.PLANNER, area: str = "") -> Client:
    return staff.browser(staff.person(role, area=area))


def page(client: Client, name: str, *args: Any, **asked: str) -> str:
    answer = client.get(reverse(f"places:{name}", args=args), asked)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def answer_line(html: str) -> str:
    found = re.search(r'id="answer">(.*?)</p>', html, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def listed(html: str) -> list[str]:
    """The places in the list, as it names them."""
    return re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', html)


def week_of(**days: list[str]) -> dict[str, list[str]]:
    """The fields of the editor: ``d0=["08:00", "12:00", "13:00", "16:00"]``."""
    fields: dict[str, list[str]] = {}
    for day, times in days.items():
        fields[f"{day}_opens"], fields[f"{day}_closes"] = times[::2], times[1::2]
    return fields


# -- where, and when --------------------------------------------------------------------------------


def test_an_office_without_places_is_taught_the_first_step() -> None:
    assert "Masukkan titik layanan pertama" in page(browser(), "index")
    assert "Masukkan titik layanan pertama" not in page(browser(Role.AUDITOR), "index")


def test_where_can_one_be_recorded_on_sunday_at_ten() -> None:
    made.place("Kantor Camat Bengalon", area="64.08.09")
    made.place("Lapas Contoh", week=[made.OFFICE_HOURS] * 5 + [(), ()])

    html = page(browser(), "index", on=SUNDAY, at="10.00")

    assert answer_line(html).startswith("Minggu, 16 Oktober 2016 pukul 10.00 : 1 dari 2 titik layanan buka.")
    assert "Buka sampai 12.00" in html
    assert "Tutup. Buka Senin pukul 08.00" in html


def test_only_what_is_open_only_one_kind_and_only_one_district_can_be_asked_for() -> None:
    made.place("Kantor Camat Bengalon", area="64.08.09")
    made.place("Sekolah Sore", kind="school", week=[made.hours("15:00-17:00")] * 7)
    at_ten = {"on": SUNDAY, "at": "10:00"}

    assert listed(page(browser(), "index", open="1", **at_ten)) == ["Kantor Camat Bengalon"]
    assert listed(page(browser(), "index", kind="school", **at_ten)) == ["Sekolah Sore"]
    assert listed(page(browser(), "index", area="64.08.09", **at_ten)) == ["Kantor Camat Bengalon"]


def test_nothing_open_says_so_and_shows_the_way_on() -> None:
    made.place()

    html = page(browser(), "index", on=SUNDAY, at="23:00", open="1")

    assert "Tidak ada yang buka pada waktu ini" in html
    assert "Tampilkan semua titik" in html


def test_a_date_or_time_that_cannot_be_read_is_named() -> None:
    made.place()

    html = page(browser(), "index", on="besok", at="siang")

    assert "Tanggal tidak terbaca" in html
    assert "Jam tidak terbaca" in html


def test_a_place_that_has_ended_is_shown_only_when_asked_for() -> None:
    made.place("Pekan Raya", opens_on=date(2016, 10, 12), closes_on=date(2016, 10, 17))

    assert listed(page(browser(), "index", on="2016-10-18")) == []
    assert "Berakhir 17 Oktober 2016" in page(browser(), "index", on="2016-10-18", ended="1")


def test_a_place_to_come_says_when() -> None:
    made.place("Pekan Raya", opens_on=date(2016, 10, 12), closes_on=date(2016, 10, 17))

    html = page(browser(), "index", on="2016-10-02", at="10:00")

    assert "Tutup. Buka 12 Oktober 2016 pukul 08.00" in html
    assert "Belum buka sebelum 12 Oktober 2016" in html


def test_a_district_officer_begins_with_their_district_and_may_look_further() -> None:
    made.place("Kantor Camat Utara")
    made.place("Kantor Camat Pandan", area=made.TELUK_PANDAN)
    ani = browser(Role.DISTRICT_STAFF)

    assert listed(page(ani, "index")) == ["Kantor Camat Utara"]
    assert listed(page(ani, "index", area="all")) == ["Kantor Camat Utara", "Kantor Camat Pandan"]


def test_the_map_carries_places_with_a_point_and_the_list_says_who_has_none() -> None:
    made.place("Di Peta", lat=made.LAT, lon=made.LON)
    made.place("Tanpa Titik")

    html = page(browser(), "index", on=SUNDAY, at="10:00")

    found = re.search(r'<script id="places-map-data" type="application/json">(.*?)</script>', html)
    assert found is not None
    assert [(p["name"], p["tone"]) for p in json.loads(found[1])["points"]] == [("Di Peta", "recorded")]
    assert "belum ada titik peta" in html


def test_who_knows_kits_and_duty_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    place = made.place("Kantor Camat Utara")
    asked: list[tuple[datetime, str]] = []

    def nobody_on_duty(at: datetime, within: str) -> dict[int, standing.Answer]:
        asked.append((at, within))
        return {place.pk: standing.Answer(is_open=False, reasons=("Tidak ada operator piket",))}

    assert "Hanya menurut jam buka" in page(browser(), "index", on=SUNDAY, at="10:00")
    standing.answer_by(nobody_on_duty)
    html = page(browser(), "index", on=SUNDAY, at="10:00", area="64.08.04")

    assert asked == [(datetime(2016, 10, 16, 2, tzinfo=UTC), "64.08.04")]
    assert "Tidak melayani saat ini" in html
    assert "Tidak ada operator piket" in html
    assert "Hanya menurut jam buka" not in html
    assert ": 0 dari 1 titik layanan buka." in answer_line(html)


def test_the_week_shows_special_days_and_names_holidays() -> None:
    place = made.place()
    about: dict[str, Any] = {
        "ranges": made.hours("08:00-10:00"),
        "reason": "Listrik padam",
        "by": None,
        "at": make.moment(),
    }
    actions.set_special_day(place=place, on=SATURDAY, **about)

    html = page(browser(), "week", on="2016-09-30")

    assert "26 September – 2 Oktober 2016" in html
    assert "Listrik padam" in html
    assert "Tahun Baru Islam" in html


def test_the_month_counts_the_hours_of_each_day() -> None:
    made.place(week=[made.OFFICE_HOURS] * 6 + [()])

    html = page(browser(), "month", on="2016-10-16")

    assert html.count('<span class="month-open">7</span>') == 26
    assert html.count('<span class="month-shut">–</span>') == 5


@pytest.mark.parametrize(
    ("name", "day", "is_shown"),
    [
        ("week", "2016-10-18", True),
        ("month", "2016-10-30", True),
        ("week", "2016-10-24", False),
        ("month", "2016-11-01", False),
        ("index", "2016-10-18", False),
    ],
)
def test_a_temporary_place_stands_in_every_week_and_month_with_a_day_of_it(
    name: str, day: str, is_shown: bool
) -> None:
    made.place()
    made.place("Pameran Contoh", opens_on=date(2016, 10, 12), closes_on=date(2016, 10, 17))

    assert ("Pameran Contoh" in page(browser(), name, on=day)) == is_shown


@pytest.mark.parametrize("name", ["index", "week", "month"])
def test_pages_of_all_places_ask_as_much_for_ten_places_as_for_two(
    name: str, django_assert_max_num_queries: Any
) -> None:
    client = browser()
    for _ in range(10):
        made.place(lat=made.LAT, lon=made.LON)
    page(client, name)

    with django_assert_max_num_queries(16):
        page(client, name)


# -- one place --------------------------------------------------------------------------------------


def test_a_place_shows_its_contact_to_those_who_work_in_its_area_only() -> None:
    place = made.place(contact_name="Budi Santoso", contact_phone="0812 0000 0000")

    assert "Budi Santoso" in page(browser(Role.DISTRICT_STAFF, made.SANGATTA_UTARA), "place", place.pk)
    assert "Budi Santoso" not in page(browser(Role.DISTRICT_STAFF, made.TELUK_PANDAN), "place", place.pk)


def test_a_place_that_does_not_exist_is_not_found() -> None:
    assert browser().get(reverse("places:place", args=[4711])).status_code == 404


def test_hours_now_and_from_a_later_day_on_stand_side_by_side() -> None:
    place = made.place()
    later = date(2090, 1, 2)
    actions.set_week(place=place, since=later, week=[()] * 7, by=None, at=make.moment())

    html = page(browser(), "hours", place.pk)

    assert "Mulai 2 Januari 2090" in html
    assert "1 Januari 2016 – 1 Januari 2090" in html
    assert html.index("Akan datang") < html.index("Berlaku sekarang")


# -- keeping ----------------------------------------------------------------------------------------

ADDED = {
    "name": "Balai Desa Singa Gembara",
    "kind": "village",
    "area": make.SINGA_GEMBARA,
    "lat": "0,51340",
    "lon": "117,54470",
    "access": "road",
    "power": "grid",
    "network": "weak",
    "counters": "2",
}


def test_a_planner_adds_a_place_and_goes_on_to_its_hours() -> None:
    answer = browser().post(reverse("places:add"), ADDED)

    place = Place.objects.get()
    assert (place.name, place.lat, place.area.code) == (
        "Balai Desa Singa Gembara",
        0.5134,
        make.SINGA_GEMBARA,
    )
    assert answer.headers["Location"] == reverse("places:set_week", args=[place.pk])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"lat": "200", "lon": "0"}, "Ini bukan titik di bumi"),
        ({"lat": "0,5", "lon": ""}, "Ini bukan titik di bumi"),
        ({"lat": "setengah"}, "Tulis derajat"),
        ({"area": "64.08.99"}, "64.08.99"),
        ({"opens_on": "17-10-2016", "closes_on": "12-10-2016"}, "mendahului hari pertama"),
        ({"opens_on": "31-02-2016"}, "Tulis tanggal"),
        ({"name": ""}, "form-error"),
        ({"counters": "0"}, "form-error"),
    ],
)
def test_what_cannot_be_is_said_in_the_form_and_nothing_is_kept(facts: dict[str, str], sentence: str) -> None:
    answer = browser().post(reverse("places:add"), {**ADDED, **facts})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Place.objects.exists()


def test_a_point_outside_the_regency_is_kept_with_a_warning() -> None:
    answer = browser().post(reverse("places:add"), {**ADDED, "lat": "-6.2", "lon": "106.8"}, follow=True)

    assert Place.objects.get().lat == -6.2
    assert "terletak di luar" in answer.content.decode()


def test_a_planner_of_one_district_keeps_the_places_of_that_district_only() -> None:
    rudi = browser(Role.PLANNER, made.SANGATTA_UTARA)
    elsewhere = made.place(area=made.TELUK_PANDAN)

    assert rudi.get(reverse("places:change", args=[elsewhere.pk])).status_code == 403
    assert rudi.post(reverse("places:add"), {**ADDED, "area": made.TELUK_PANDAN}).status_code == 200
    assert rudi.post(reverse("places:renew_feed", args=[elsewhere.pk])).status_code == 403
    assert Place.objects.count() == 1


@pytest.mark.parametrize("role", [Role.DISTRICT_STAFF, Role.OPERATOR, Role.TECHNICIAN, Role.AUDITOR])
def test_who_does_not_keep_places_is_offered_no_button(role: Role) -> None:
    place = made.place()

    html = page(browser(role), "hours", place.pk)

    assert reverse("places:set_week", args=[place.pk]) not in html


def test_a_week_is_set_for_several_places_at_once() -> None:
    place, other, third = made.place(), made.place(), made.place()
    fields = week_of(d0=["0800", "1200", "13:00", "16.00"], d6=["9", "11"])

    browser().post(
        reverse("places:set_week", args=[place.pk]), {"since": "01-10-2016", "also": [other.pk], **fields}
    )

    sunday = date(2016, 10, 2)
    found = queries.openings(start=sunday, end=date(2016, 10, 3))
    assert (
        found[place.pk]
        == found[other.pk]
        == {
            sunday: made.hours("09:00-11:00"),
            date(2016, 10, 3): made.OFFICE_HOURS,
        }
    )
    assert found[third.pk][sunday] == made.OFFICE_HOURS


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        (["08:00", "12:00", "11:00", "16:00"], "bertumpang tindih"),
        (["22:00", "02:00"], "melewati tengah malam"),
        (["08:00", "08:00"], "tidak berisi waktu"),
        (["08:00", ""], "bukan jam"),
        (["pagi", "12:00"], "bukan jam"),
        (["08:00", "24:00"], "bukan jam"),
    ],
)
def test_hours_that_cannot_be_are_said_beside_their_day(times: list[str], sentence: str) -> None:
    place = made.place()

    answer = browser().post(
        reverse("places:set_week", args=[place.pk]), {"since": "01-10-2016", **week_of(d2=times)}
    )

    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(rf'id="d2-error">.*?{sentence}', html, re.DOTALL)
    assert f'value="{times[0]}"' in html
    assert place.timetables.count() == 1


def test_a_special_day_is_set_changed_and_taken_back_with_a_way_to_set_it_again() -> None:
    place, rudi = made.place(), browser()
    address = reverse("places:special_day", args=[place.pk])

    rudi.post(address, {"on": "01-10-2016", "is_closed": "on", "reason": "Pilkades"})
    assert queries.openings(start=SATURDAY, end=SATURDAY)[place.pk][SATURDAY] == ()
    rudi.post(address, {"on": "01-10-2016", "reason": "Pilkades", **week_of(d0=["13:00", "16:00"])})
    held = place.special_days.get()
    assert held.shown == made.hours("13:00-16:00")

    answer = rudi.post(reverse("places:remove_special_day", args=[place.pk, held.pk]), follow=True)

    link = re.search(r'href="([^"]*hari-khusus/\?[^"]*)">Tetapkan lagi', answer.content.decode())
    assert link is not None
    again = rudi.get(link[1].replace("&amp;", "&")).content.decode()
    assert 'value="13.00"' in again
    assert "Pilkades" in again


def test_a_special_day_without_hours_must_say_that_it_is_closed() -> None:
    place = made.place()

    answer = browser().post(reverse("places:special_day", args=[place.pk]), {"on": "01-10-2016"})

    assert "nyatakan tutup sepanjang hari" in answer.content.decode()
    assert not place.special_days.exists()


def test_a_special_day_outside_the_dates_is_refused_in_the_form() -> None:
    expo = made.place(opens_on=date(2016, 10, 12), closes_on=date(2016, 10, 17))

    answer = browser().post(
        reverse("places:special_day", args=[expo.pk]), {"on": "18-10-2016", "is_closed": "on"}
    )

    assert "tidak ada pada 18-10-2016" in answer.content.decode()


def test_one_place_s_week_is_not_taken_back_under_another_s_address() -> None:
    place, other = made.place(), made.place()

    answer = browser().post(reverse("places:remove_week", args=[other.pk, place.timetables.get().pk]))

    assert answer.status_code == 404
    assert place.timetables.exists()


# -- holidays ---------------------------------------------------------------------------------------


def test_the_head_decides_about_a_holiday_and_everyone_sees_it() -> None:
    place, dewi = made.place(), browser(Role.HEAD)

    assert "Kantor tetap buka pada semua" in page(dewi, "holidays", year="2016")
    dewi.post(reverse("places:decide_holiday", args=["2016-12-25"]), {"stays_open": "no"})

    html = page(browser(Role.DISTRICT_STAFF), "holidays", year="2016")
    assert "Kantor tutup pada 1 dari" in html
    assert escape("diputuskan Dewi Lestari") in html
    christmas = date(2016, 12, 25)
    assert queries.openings(start=christmas, end=christmas)[place.pk][christmas] == ()


@pytest.mark.parametrize("day", ["2016-12-24", "bukan-hari"])
def test_a_day_that_is_no_holiday_is_not_decided_about(day: str) -> None:
    answer = browser().post(reverse("places:decide_holiday", args=[day]), {"stays_open": "no"})

    assert answer.status_code in (404, 409)


def test_a_planner_of_one_district_does_not_close_the_office() -> None:
    rudi = browser(Role.PLANNER, made.SANGATTA_UTARA)

    assert rudi.post(reverse("places:decide_holiday", args=["2016-12-25"])).status_code == 403
    assert rudi.get(reverse("places:add_holiday")).status_code == 403


def test_a_holiday_of_the_office_s_own_is_added_and_closes_it() -> None:
    facts = {"on": "12-10-2016", "name": "Hari jadi kabupaten", "is_closed": "on"}

    browser().post(reverse("places:add_holiday"), facts)
    again = browser().post(reverse("places:add_holiday"), facts)

    assert "Hari jadi kabupaten" in page(browser(), "holidays", year="2016")
    assert "sudah tercatat sebagai hari libur" in again.content.decode()
