"""Lists of residents: who is on them, whose NIK is shown, and that reading them is written down."""

from datetime import date
from itertools import product

from django.test import Client

from rekam.office.coverage import queries as coverage
from rekam.office.residents.lists import Row
from tests import make
from tests.office.residents.screens import desk
from tests.office.residents.screens.desk import listed

DAY = {"on": "30-09-2016"}


def test_the_list_opens_with_who_is_unrecorded(registrar: Client) -> None:
    desk.people(
        make.siti(NAMA_LGKP="BELUM"),
        make.siti(NAMA_LGKP="SUDAH", EKTP_CURRENT_STATUS_CODE="CARD_ISSUED", EKTP_CREATED_DATE="03-02-2014"),
        make.siti(NAMA_LGKP="ANAK", TGL_LHR="01-01-2020"),
    )

    assert listed(registrar) == ["BELUM"]


def test_an_empty_list_of_a_day_before_the_register_is_no_good_news(registrar: Client) -> None:
    desk.people(make.siti())

    page = registrar.get("/penduduk/", {"known": "2010-01-01", **DAY}).content.decode()
    later = registrar.get("/penduduk/", {"measure": "recorded", **DAY}).content.decode()

    assert "Pada 01-01-2010 belum ada yang diketahui" in page
    assert "kabar baik" not in page
    assert "kabar baik" in later


def test_reading_a_list_is_written_down_with_its_filters_and_their_number(registrar: Client) -> None:
    desk.people(make.siti(), make.siti())

    registrar.get("/penduduk/", {"area": "64.08.04", "sex": "f", **DAY})

    line = desk.written("residents.listed")
    assert line.subject == "64.08.04"
    assert line.details == {"filter": {"area": "64.08.04", "sex": "f", "on": "30-09-2016"}, "count": 2}
    assert line.by is not None
    assert line.by.role == "registrar"


FILTERS: list[tuple[dict[str, str], list[str]]] = [
    ({"area": make.TELUK_PANDAN}, ["PANDAN"]),
    ({"area": "64.08.04"}, ["LAMA", "PEKERJA", "PRIA"]),
    ({"sex": "m"}, ["PRIA"]),
    ({"age_from": "50"}, ["LAMA"]),
    ({"age_to": "20"}, ["PRIA"]),
    ({"age_from": "36", "age_to": "36"}, ["PANDAN", "PEKERJA"]),
    ({"waiting": "10"}, ["LAMA", "PANDAN", "PEKERJA"]),
    ({"waiting": "deactivated"}, ["LAMA", "PANDAN", "PEKERJA"]),
    ({"waiting": "soon"}, []),
    ({"waiting": "1"}, ["LAMA", "PANDAN", "PEKERJA", "PRIA"]),
    ({"worker": "yes"}, ["PEKERJA"]),
    ({"worker": "no"}, ["LAMA", "PANDAN", "PRIA"]),
    ({"employer": "sawit"}, ["PEKERJA"]),
    ({"measure": "first_timer"}, ["PEMULA"]),
    ({"measure": "recorded"}, ["SUDAH"]),
    ({"measure": "registered"}, ["LAMA", "PANDAN", "PEKERJA", "PEMULA", "PRIA", "SUDAH"]),
]


def test_each_filter_narrows(registrar: Client) -> None:
    desk.people(
        make.siti(NAMA_LGKP="LAMA", TGL_LHR="02-03-1950"),
        make.siti(NAMA_LGKP="PANDAN", area=make.TELUK_PANDAN),
        make.siti(NAMA_LGKP="PEKERJA", PERUSAHAAN="PT CONTOH SAWIT"),
        make.siti(NAMA_LGKP="PRIA", JENIS_KLMIN="1", TGL_LHR="01-08-1998"),
        make.siti(NAMA_LGKP="PEMULA", TGL_LHR="01-03-2000"),
        make.siti(NAMA_LGKP="SUDAH", EKTP_CURRENT_STATUS_CODE="CARD_ISSUED", EKTP_CREATED_DATE="03-02-2014"),
    )

    for asked, expected in FILTERS:
        assert listed(registrar, **DAY, **asked) == expected, asked


def test_the_day_of_the_birthday_decides_who_has_an_age(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="HARI INI", TGL_LHR="30-09-1980"))
    desk.people(make.siti(NAMA_LGKP="BESOK", TGL_LHR="01-10-1980"))

    assert listed(registrar, **DAY, age_from="36") == ["HARI INI"]
    assert listed(registrar, **DAY, age_to="35") == ["BESOK"]


def test_a_list_of_a_day_holds_the_people_whom_the_count_counts(registrar: Client) -> None:
    stays, recorded, dies = make.siti(NAMA_LGKP="TETAP"), make.siti(NAMA_LGKP="DIREKAM"), make.siti()
    turns = make.siti(NAMA_LGKP="TUJUH BELAS", TGL_LHR="15-07-1999")
    moves = make.siti(NAMA_LGKP="PINDAH", area=make.TELUK_PANDAN)
    before = [stays, recorded, dies, turns, moves]
    make.committed(before)
    after = [
        {**dies, "STAT_HIDUP": "2", "TGL_MENINGGAL": "20-08-2016"},
        {**moves, "NO_KEC": "4", "NO_KEL": "2001", "TGL_DATANG": "10-08-2016"},
    ]
    make.committed(after, as_of=date(2016, 9, 15))
    make.recorded([make.session(recorded, "05-09-2016")])

    days = [date(2016, 1, 31), date(2016, 7, 31), date(2016, 9, 1), date(2016, 9, 30)]
    for on, area in product(days, ["64.08", "64.08.04", make.TELUK_PANDAN]):
        total = coverage.coverage(on=on, within=area).total.total
        for measure in ("registered", "obliged", "recorded", "unrecorded"):
            found = listed(registrar, on=on.isoformat(), area=area, measure=measure)
            assert len(found) == getattr(total, measure), (on, area, measure)


def test_a_list_as_known_then_has_who_was_recorded_without_it_being_known(registrar: Client) -> None:
    late = make.siti(NAMA_LGKP="TERLAMBAT")
    make.committed([late])
    make.recorded([make.session(late, "05-09-2016", TGL_DIKETAHUI="20-09-2016")])

    assert listed(registrar, on="10-09-2016") == []
    assert listed(registrar, on="10-09-2016", known="10-09-2016") == ["TERLAMBAT"]


def test_a_list_of_an_earlier_day_says_the_standing_and_the_village_of_that_day(registrar: Client) -> None:
    late, moved = make.siti(NAMA_LGKP="TERLAMBAT"), make.siti(NAMA_LGKP="PINDAH", TGL_LHR="17-05-1998")
    make.committed([late, moved])
    make.recorded([make.session(late, "20-08-2016", TGL_DIKETAHUI="05-09-2016")])
    make.committed([{**moved, "NO_KEC": "13", "TGL_DATANG": "10-09-2016"}], as_of=date(2016, 9, 15))
    then = {"on": "31-08-2016", "known": "31-08-2016", "area": make.SANGATTA_UTARA}

    rows = {name: (row.state, row.state_on, row.area.code) for name, row in _rows(registrar, then)}

    assert rows == {
        "TERLAMBAT": ("deactivated", date(1997, 5, 17), make.SANGATTA_UTARA),
        "PINDAH": ("unrecorded", date(2015, 5, 17), make.SANGATTA_UTARA),
    }
    page = desk.text(registrar.get("/penduduk/", then))
    assert "Teluk Pandan" not in page.partition("TERLAMBAT")[2].partition("PINDAH")[2]
    assert "20-08-2016" not in page
    assert "keadaan 31 Agustus 2016 sebagaimana diketahui pada 31 Agustus 2016" in page
    now = {name: row.state for name, row in _rows(registrar, {"measure": "obliged", "on": "15-09-2016"})}
    assert now == {"TERLAMBAT": "recorded", "PINDAH": "unrecorded"}
    assert "sebagaimana diketahui" not in desk.text(registrar.get("/penduduk/"))


def test_everybody_on_a_list_of_an_earlier_day_stands_there_as_what_it_lists(registrar: Client) -> None:
    recorded, young, child, guest = (
        make.siti(NAMA_LGKP="SUDAH", EKTP_CURRENT_STATUS_CODE="CARD_ISSUED", EKTP_CREATED_DATE="03-02-2014"),
        make.siti(NAMA_LGKP="PEMULA", TGL_LHR="10-09-1999"),
        make.siti(NAMA_LGKP="ANAK", TGL_LHR="10-09-2010"),
        make.siti(NAMA_LGKP="TAMU", TGL_LHR="10-09-1970"),
    )
    make.committed([recorded, young, child, guest])
    away = {"FLAG_PINDAH": "Y", "TGL_PINDAH": "10-09-2016"}
    make.committed([{**row, **away} for row in (recorded, young, child)], as_of=date(2016, 9, 15))
    then = {"measure": "registered", "on": "31-08-2016"}

    rows = {name: (row.state, row.state_on) for name, row in _rows(registrar, then)}

    assert rows == {
        "SUDAH": ("recorded", date(2014, 2, 3)),
        "PEMULA": ("first_timer", date(2016, 9, 10)),
        "ANAK": ("under_age", date(2027, 9, 10)),
        "TAMU": ("deactivated", date(1987, 9, 10)),
    }


def _rows(browser: Client, asked: dict[str, str]) -> list[tuple[str, Row]]:
    return [(row.resident.name, row) for row, *_ in browser.get("/penduduk/", asked).context["rows"]]


def test_only_whose_right_it_is_reads_whole_niks_in_a_list(registrar: Client, planner: Client) -> None:
    siti = make.siti()
    desk.people(siti)

    assert siti["NIK"] in registrar.get("/penduduk/").content.decode()
    masked = planner.get("/penduduk/").content.decode()
    assert siti["NIK"] not in masked
    assert f"{siti['NIK'][:6]}••••••{siti['NIK'][-4:]}" in masked


def test_district_staff_list_their_own_kecamatan_and_no_other(in_the_district: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="SENDIRI"), make.siti(NAMA_LGKP="LAIN", area=make.TELUK_PANDAN))

    assert listed(in_the_district) == ["SENDIRI"]
    assert listed(in_the_district, area="64.08.13") == []


def test_a_day_that_does_not_exist_is_said_and_nobody_is_listed(registrar: Client) -> None:
    desk.people(make.siti())

    answer = registrar.get("/penduduk/", {"on": "31-02-2016"})

    assert desk.names(answer) == []
    assert "Tulis tanggal seperti 30-09-2016." in desk.text(answer)


def test_a_heading_sorts_the_list_and_turns_it_round(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="BUDI", TGL_LHR="01-01-1990"), make.siti(NAMA_LGKP="ANI"))

    by_age = {order: desk.names(registrar.get("/penduduk/", {"order": order})) for order in ("born", "-born")}
    page = registrar.get("/penduduk/", {"order": "born", "sex": "f"}).content.decode()

    assert desk.names(registrar.get("/penduduk/", {"order": "name"})) == ["ANI", "BUDI"]
    assert by_age == {"born": ["ANI", "BUDI"], "-born": ["BUDI", "ANI"]}
    assert 'aria-sort="ascending"><a href="?order=-born&amp;sex=f">' in page


def test_the_whole_list_comes_on_one_page_to_print(registrar: Client) -> None:
    desk.people(*(make.siti() for _ in range(51)))

    assert len(desk.names(registrar.get("/penduduk/"))) == 50
    assert len(desk.names(registrar.get("/penduduk/", {"all": "1"}))) == 51
    assert desk.written("residents.listed").details == {"filter": {"all": "1"}, "count": 51}


def test_an_office_without_a_register_is_told_to_bring_one_in(registrar: Client, planner: Client) -> None:
    mine, another_s = (browser.get("/penduduk/").content.decode() for browser in (registrar, planner))

    assert "Belum ada data penduduk" in mine
    assert 'href="/impor/"' in mine.partition("<main")[2]
    assert 'href="/impor/"' not in another_s.partition("<main")[2]


def test_a_list_follows_a_correction_at_once(registrar: Client) -> None:
    siti = make.siti(NAMA_LGKP="SITI LAMA")
    desk.people(siti)
    assert listed(registrar) == ["SITI LAMA"]

    desk.corrected(registrar, siti, name="SITI BARU")
    assert listed(registrar) == ["SITI BARU"]

    desk.corrected(registrar, siti, standing="died", ended_on="01-09-2016")
    assert listed(registrar) == []
