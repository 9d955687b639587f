"""The screens of the count: where we stand, any area on any day, why it changed, and who is behind it."""

import io
import json
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils.html import escape

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.coverage import queries
from rekam.office.regions.models import Office
from tests import make
from tests.office.accounts import staff

RECORDED = {"EKTP_CURRENT_STATUS_CODE": "PRINT_READY_RECORD", "EKTP_CREATED_DATE": "12-03-2013"}
# From the first register to the end of September, when two were recorded and one had turned 17.
CHANGE = "from=2016-08-31&to=2016-09-30&known_from=2016-08-31&known_to=2016-09-30"


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> None:
    """Five people in three villages; the demo's clock stands still at the last day that is known."""
    make.office()
    Office.objects.update(is_demo=True)
    rows = [
        make.siti(NAMA_LGKP="SITI REKAAN", **RECORDED),
        make.siti(NAMA_LGKP="DEWI REKAAN", area=make.SINGA_GEMBARA),
        make.siti(NAMA_LGKP="BUDI REKAAN", JENIS_KLMIN="1", TGL_LHR="03-02-1971"),
        make.siti(NAMA_LGKP="AYU REKAAN", area=make.TELUK_PANDAN),
        make.siti(NAMA_LGKP="RARA REKAAN", TGL_LHR="10-09-1999"),
    ]
    make.committed(rows)
    make.recorded([make.session(rows[1], "12-09-2016"), make.session(rows[3], "30-09-2016")])


@pytest.fixture
def planner() -> Client:
    return staff.browser(staff.person(Role.PLANNER))


def words(response: Any) -> str:
    """What a reader reads: no tags, no scripts, single spaces."""
    page = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", page)


def data(response: Any, name: str) -> Any:
    """The numbers of a chart or a map."""
    found = re.search(rf'<script id="{name}-data"[^>]*>(.*?)</script>', response.content.decode(), re.S)
    assert found, name
    return json.loads(found[1])


# -- the first page ---------------------------------------------------------------------------------


def test_the_first_page_says_where_we_stand(planner: Client) -> None:
    page = planner.get("/")

    told = words(page)
    assert "per 30 September 2016" in told
    assert "Wajib KTP 5 +1 sejak 31 Agu" in told
    assert "Sudah rekam 3 +2 sejak 31 Agu" in told
    assert "Belum rekam 2 −1 sejak 31 Agu" in told
    assert "60,00 %" in told.replace("\xa0", " ")


def test_the_map_and_the_table_beside_it_mean_the_same(planner: Client) -> None:
    page = planner.get("/")

    on_the_map = {area["name"]: area["value"] for area in data(page, "where")["areas"]}
    assert on_the_map["Sangatta Utara"] == 2
    assert len(on_the_map) == 18
    for name, value in on_the_map.items():
        assert re.search(rf"{escape(name)} {value} ", words(page)), name


def test_the_bridge_leads_from_the_end_of_last_month_to_today(planner: Client) -> None:
    bridge = data(planner.get("/"), "why")

    assert (bridge["start"]["value"], bridge["end"]["value"]) == (3, 2)
    assert {step["label"]: step["amount"] for step in bridge["steps"]} == {"Usia 17": 1, "Direkam": -2}


def test_a_day_without_news_is_missing_and_not_zero(planner: Client) -> None:
    page = planner.get("/?on=2016-10-03")

    days = data(page, "days")
    assert days["values"] == [None, None, None]
    assert "belum ada kabar tentang hari ini" in words(page)


def test_another_day_in_either_writing_gives_the_same_page(planner: Client) -> None:
    iso, local = planner.get("/?on=2016-08-31"), planner.get("/?on=31-08-2016")

    assert words(iso) == words(local)
    assert "per 31 Agustus 2016" in words(iso)


def test_a_changed_date_puts_the_clean_address_into_the_address_line(planner: Client) -> None:
    page = planner.get("/?on=31-08-2016", headers={"HX-Request": "true"})

    assert page.headers["HX-Push-Url"] == "/?on=2016-08-31"


def test_a_day_that_does_not_exist_is_told_and_the_page_still_comes(planner: Client) -> None:
    for text in ("31-02-2016", "30-09-16", "9999-01-01", "kemarin"):
        page = planner.get("/", {"on": text})

        assert page.status_code == 200
        assert "Ada tanggal yang tidak terbaca" in words(page)


def test_the_first_page_asks_few_questions(planner: Client, django_assert_max_num_queries: Any) -> None:
    planner.get("/")

    with django_assert_max_num_queries(14):
        planner.get("/")


def test_a_correction_is_on_the_first_page_at_once(planner: Client) -> None:
    planner.get("/")

    make.committed([make.siti(NAMA_LGKP="NUR REKAAN")], as_of=date(2016, 9, 30))

    assert "Wajib KTP 6 " in words(planner.get("/"))


# -- any area on any day ----------------------------------------------------------------------------


def test_a_table_of_any_day_as_known_on_any_day(planner: Client) -> None:
    now = words(planner.get("/cakupan/?on=2016-09-12"))
    then = words(planner.get("/cakupan/?on=2016-09-12&known=2016-09-11"))

    assert "Jumlah 5 2 3 40,00 %" in now.replace("\xa0", " ")
    assert "Jumlah 5 1 4 20,00 %" in then.replace("\xa0", " ")


def test_one_goes_from_the_regency_to_a_village(planner: Client) -> None:
    regency = planner.get("/cakupan/").content.decode()
    assert 'href="/cakupan/?area=64.08.04"' in regency

    district = planner.get("/cakupan/?area=64.08.04").content.decode()
    assert f'href="/cakupan/?area={make.SINGA_GEMBARA}"' in district
    assert "64.08.13" not in district

    village = words(planner.get(f"/cakupan/?area={make.SINGA_GEMBARA}"))
    assert "Kutai Timur" in village
    assert "Perempuan 1 1 0" in village


def test_the_table_sorts_by_a_column_and_back(planner: Client) -> None:
    def first(sort: str) -> str:
        page = planner.get(f"/cakupan/?sort={sort}").content.decode()
        return re.findall(r'<th scope="row"><a[^>]*>([^<]+)', page)[0]

    assert first("-unrecorded") == "Sangatta Utara"
    assert first("name") == "Batu Ampar"
    assert first("-name") == "Teluk Pandan"
    assert first("nonsense") == "Muara Ancalong"


def test_men_and_women_stand_beside_each_other(planner: Client) -> None:
    told = words(planner.get("/cakupan/?sexes=1"))

    assert "Jumlah 1 4 5 0 3 3 1 1 2 " in told


def test_the_obliged_of_another_day_may_give_more_than_all(planner: Client) -> None:
    """As it is often published: recorded today over those obliged before, never cut off."""
    make.committed(
        [make.siti(**RECORDED, TGL_DATANG="20-09-2016") for _ in range(9)], as_of=date(2016, 9, 30)
    )

    told = words(planner.get("/cakupan/?denominator_on=2016-06-30")).replace("\xa0", " ")

    assert "300,00 %" in told
    assert "−8" in told
    assert "Dua tanggal dalam satu persentase" in told


def test_before_the_register_began_nothing_was_known(planner: Client) -> None:
    assert "Belum ada yang diketahui" in words(planner.get("/cakupan/?known=2015-01-01"))


@pytest.mark.parametrize("code", ["64.99", "64.08.99"])
def test_an_area_that_does_not_exist_is_told(code: str, planner: Client) -> None:
    page = planner.get(f"/cakupan/?area={code}")

    assert page.status_code == 404
    assert "area.unknown" in page.content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_table_is_taken_along_as_a_file(planner: Client, ending: str) -> None:
    answer = planner.get(f"/cakupan/unduh.{ending}?on=2016-09-30")

    assert f'"cakupan-64.08-2016-09-30.{ending}"' in answer.headers["Content-Disposition"]
    rows = _rows(answer.content, ending)
    assert rows[0][:4] == ["Kode", "Wilayah", "Wajib KTP, laki-laki", "Wajib KTP, perempuan"]
    assert [str(cell) for cell in rows[-1]] == [
        *("64.08", "Kutai Timur", "1", "4", "5", "0", "3", "3"),
        *("60,0" if ending == "csv" else "60", "1", "1", "2"),
    ]
    assert len(rows) == 20


def _rows(content: bytes, ending: str) -> list[list[Any]]:
    if ending == "csv":
        return [line.split(";") for line in content.decode("utf-8-sig").strip().split("\r\n")]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


# -- why, and who -----------------------------------------------------------------------------------


def test_the_explanation_adds_up_on_the_page(planner: Client) -> None:
    told = words(planner.get(f"/cakupan/penjelasan/?{CHANGE}"))

    assert "31-08-2016 diketahui 31-08-2016 5 4 1 3" in told
    assert "Genap 17 tahun +1 +1" in told
    assert "Direkam +2 −2" in told
    assert "Perubahan 0 +1 +2 −1" in told
    assert "30-09-2016 diketahui 30-09-2016 5 5 3 2" in told


def test_what_was_learned_late_is_told_apart(planner: Client) -> None:
    """The same day twice: as known then, and now."""
    same_day = "from=2016-09-12&to=2016-09-12&known_from=2016-09-11&known_to=2016-09-30"

    assert "Direkam +1 +1 susulan −1 −1 susulan" in words(planner.get(f"/cakupan/penjelasan/?{same_day}"))


def test_a_cell_leads_to_its_residents_and_reading_them_is_written_down(planner: Client) -> None:
    page = planner.get(f"/cakupan/penjelasan/?{CHANGE}").content.decode()
    [cell] = set(
        re.findall(r'href="(/cakupan/penduduk/\?[^"]*measure=recorded&amp;reason=recorded[^"]*)"', page)
    )

    told = words(planner.get(cell.replace("&amp;", "&")))

    assert "+2" in told
    assert "DEWI REKAAN" in told
    assert "AYU REKAAN" in told
    assert "SITI REKAAN" not in told
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.event, entry.subject) == ("residents.explained", "64.08")
    assert (entry.details["measure"], entry.details["count"]) == ("recorded", 2)


def test_only_who_may_see_whole_niks_sees_them(planner: Client) -> None:
    cell = f"/cakupan/penduduk/?area=64.08&measure=recorded&reason=recorded&{CHANGE}"
    registrar = staff.browser(staff.person(Role.REGISTRAR))

    assert "••••••" in words(planner.get(cell))
    assert "••••••" not in words(registrar.get(cell))


def test_without_the_right_numbers_lead_to_no_residents() -> None:
    technician = staff.browser(staff.person(Role.TECHNICIAN))

    for path in ("/", "/cakupan/", f"/cakupan/penjelasan/?{CHANGE}"):
        page = technician.get(path).content.decode()
        assert "/cakupan/penduduk/" not in page
        assert "/penduduk/?" not in page
    assert technician.get(f"/cakupan/penduduk/?measure=recorded&reason=recorded&{CHANGE}").status_code == 403


def test_an_address_that_names_no_number_is_told(planner: Client) -> None:
    page = planner.get(f"/cakupan/penduduk/?measure=nothing&reason=recorded&{CHANGE}")

    assert page.status_code == 409


# -- who sees which area ----------------------------------------------------------------------------


def test_district_staff_see_their_district_and_nothing_else() -> None:
    ani = staff.browser(staff.person(Role.DISTRICT_STAFF))

    home, coverage = words(ani.get("/")), words(ani.get("/cakupan/"))
    assert "Kecamatan Sangatta Utara" in home
    assert "Wajib KTP 4 " in home
    assert "Jumlah 4 2 2 " in coverage
    assert "Teluk Pandan" not in home + coverage
    for area in ("64.08", "64.08.13", make.TELUK_PANDAN):
        for path in ("/", "/cakupan/", "/cakupan/penjelasan/", "/cakupan/unduh.csv"):
            assert ani.get(f"{path}?area={area}").status_code == 403
    behind = f"/cakupan/penduduk/?area={make.TELUK_PANDAN}&measure=recorded&reason=recorded&{CHANGE}"
    assert ani.get(behind).status_code == 403


def test_of_who_moved_out_of_the_readers_area_the_people_behind_a_number_tell_no_more() -> None:
    mover = make.siti(NAMA_LGKP="PINDAH REKAAN")
    make.committed([mover], as_of=date(2016, 8, 31))
    to_pandan = {"NO_KEC": "13", "NO_KEL": "2001", "TGL_DATANG": "10-09-2016"}
    make.committed([{**mover, **to_pandan}], as_of=date(2016, 9, 15))
    moved = f"/cakupan/penduduk/?area=64.08.04&measure=obliged&reason=moved_within&{CHANGE}"

    own = staff.browser(staff.person(Role.DISTRICT_STAFF)).get(moved)
    whole = staff.browser(staff.person(Role.REGISTRAR)).get(moved)

    assert "PINDAH REKAAN" in words(own)
    assert "Sudah pindah dari wilayah Anda" in words(own)
    assert "Teluk Pandan" not in words(own)
    assert not re.search(r'href="/penduduk/\d+/"', own.content.decode())
    assert "Teluk Pandan" in words(whole)
    assert re.search(r'href="/penduduk/\d+/"', whole.content.decode())


def test_a_kept_page_never_shows_one_reader_what_belongs_to_another(planner: Client) -> None:
    planner.get("/")
    technician = staff.browser(staff.person(Role.TECHNICIAN))
    ani = staff.browser(staff.person(Role.DISTRICT_STAFF))

    assert "/penduduk/?" not in technician.get("/").content.decode()
    assert "Teluk Pandan" not in words(ani.get("/"))


def test_english_is_not_served_what_was_kept_in_indonesian(planner: Client) -> None:
    planner.get("/")
    planner.cookies["django_language"] = "en"

    assert "Unrecorded 2 −1 since 31 Aug" in words(planner.get("/"))


def test_the_screens_say_what_the_ledger_says(planner: Client) -> None:
    coverage = queries.coverage(on=date(2016, 9, 30))

    told = words(planner.get("/cakupan/?on=2016-09-30"))
    for area in coverage.areas:
        count = area.total
        assert f"{area.name} {count.obliged} {count.recorded} {count.unrecorded} " in told
