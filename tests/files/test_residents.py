"""A register row by row: what is used, what is held, what comes back, and why."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekam.files import Decided
from tests.files import paper
from tests.files.paper import BUDI, DEWI, HEADER, SITI


def test_a_sound_row_becomes_rekams_words(tmp_path: Path) -> None:
    header = f"{HEADER},TMPT_LHR,AGAMA,GOL_DRH,STAT_HBKEL,PDDK_AKH,JENIS_PKRJN,NO_RT,NO_RW,ALAMAT,STAT_HIDUP"
    header += (
        ",EKTP_CURRENT_STATUS_CODE,EKTP_CREATED_DATE,EKTP_UPLOAD_LOCATION,KEWARGANEGARAAN,PERUSAHAAN,TGL_KWN"
    )
    row = f"{SITI},SANGATTA,1,13,3,5,15,2,1,JL.  YOS  SUDARSO,1,prr,05-09-2016 10:11:12,KANTOR,WNI,PT REKAAN"
    row += ",01-02-2010"
    result = paper.residents(paper.text(tmp_path, header, row))

    assert result.problems.is_empty()
    assert result.rows.to_dicts() == [
        {
            "row": 2, "nik": "6408045708850003", "kk": "6408042101160001", "name": "SITI REKAAN", "sex": "f",
            "born": date(1985, 8, 17), "birth_place": "SANGATTA", "marital": "married",
            "married_on": date(2010, 2, 1), "religion": "ISLAM", "blood": None, "relation": "ISTRI",
            "education": "SLTA/SEDERAJAT", "occupation": "KARYAWAN SWASTA", "area": "64.08.04.2001",
            "rt": "002", "rw": "001", "address": "JL. YOS SUDARSO", "citizenship": "citizen",
            "standing": "resident",
            "ektp_status": "PRINT_READY_RECORD", "ektp_on": date(2016, 9, 5), "ektp_place": "KANTOR",
            "employer": "PT REKAAN",
        }
    ]  # fmt: skip


def test_a_column_that_the_file_lacks_is_not_among_the_rows(tmp_path: Path) -> None:
    rows = paper.residents(paper.text(tmp_path, HEADER, SITI)).rows

    assert rows.columns == ["row", "nik", "kk", "name", "sex", "born", "marital", "area"]


def test_an_empty_cell_is_null(tmp_path: Path) -> None:
    rows = paper.row_of(tmp_path, NO_KK="", STAT_KWN="(null)").rows

    assert rows.select("kk", "marital").row(0) == (None, None)


# -- NIK


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "nik.missing"),
        ("-", "nik.missing"),
        ("640804570885000", "nik.not_16_digits"),
        ("6.40805E+15", "nik.rounded_by_spreadsheet"),
        ("9302011708850003.0", "nik.rounded_by_spreadsheet"),
        ("6408043202850003", "nik.impossible_date"),
        ("6408047113850003", "nik.impossible_date"),
    ],
)
def test_a_row_without_a_true_nik_comes_back(tmp_path: Path, written: str, code: str) -> None:
    result = paper.row_of(tmp_path, NIK=written)

    assert paper.said(result) == [(2, code, "rejected")]
    assert result.rows.is_empty()
    assert (result.read, result.rejected) == (1, 1)


@pytest.mark.parametrize("written", ["'6408045708850003", "6408 0457 0885 0003", "64.08.04.570885.0003"])
def test_a_nik_with_all_its_digits_is_repaired_with_a_word(tmp_path: Path, written: str) -> None:
    result = paper.row_of(tmp_path, NIK=written)

    assert result.rows["nik"].to_list() == ["6408045708850003"]
    assert paper.said(result) == [(2, "nik.repaired", "warning")]


def test_a_column_of_niks_that_a_spreadsheet_rounded_comes_back_whole(tmp_path: Path) -> None:
    rows = [
        paper.changed(SITI, NIK=f"640804{40 + day:02}08850000", TGL_LHR=f"{day}-08-1985")
        for day in range(1, 25)
    ]
    result = paper.residents(paper.text(tmp_path, HEADER, *rows))

    assert paper.codes(result) == {"nik.rounded_by_spreadsheet"}
    assert result.rejected == 24


def test_a_nik_is_never_shown_whole_in_a_problem(tmp_path: Path) -> None:
    for written in ("64080457088500031", "6408 0457 0885 000", "6408047113850003", "6.40804570885E+15"):
        shown = paper.row_of(tmp_path, NIK=written).problems["value"].to_list()

        assert shown
        assert all("•" in value for value in shown)


def test_the_register_wins_over_what_the_nik_says(tmp_path: Path) -> None:
    result = paper.row_of(tmp_path, JENIS_KLMIN="1", TGL_LHR="18-08-1985")

    assert paper.said(result) == [(2, "nik.sex_differs", "warning"), (2, "nik.date_differs", "warning")]
    assert result.rows.select("sex", "born").row(0) == ("m", date(1985, 8, 18))
    assert result.problems["expected"].to_list() == ["P", "17-08-85"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("6408045708850000", "nik.serial_zero"),
        ("6408995708850003", "nik.unknown_area"),
        ("0008045708850003", "nik.unknown_area"),
    ],
)
def test_a_strange_area_or_serial_is_a_warning(tmp_path: Path, written: str, code: str) -> None:
    result = paper.row_of(tmp_path, NIK=written)

    assert paper.said(result) == [(2, code, "warning")]
    assert result.rows.height == 1


def test_a_nik_of_another_province_is_nothing_strange(tmp_path: Path) -> None:
    assert paper.row_of(tmp_path, NIK="7302015708850003").problems.is_empty()


# -- one NIK in several rows


def test_the_same_row_twice_is_one_row(tmp_path: Path) -> None:
    result = paper.residents(paper.text(tmp_path, HEADER, SITI, BUDI, SITI, SITI))

    assert result.rows["row"].to_list() == [2, 3]
    assert paper.said(result) == [(4, "nik.repeated_row", "warning"), (5, "nik.repeated_row", "warning")]
    assert result.problems["expected"].to_list() == ["2", "2"]
    assert result.repeated == 2


def test_one_person_told_in_two_ways_is_held(tmp_path: Path) -> None:
    result = paper.residents(paper.text(tmp_path, HEADER, SITI, BUDI, paper.changed(SITI, STAT_KWN="1")))

    assert paper.said(result) == [(2, "nik.doubled_in_file", "held"), (4, "nik.doubled_in_file", "held")]
    assert result.problems["expected"].to_list() == ["4", "2"]
    assert result.rows["row"].to_list() == [3]
    assert result.held == 2


def test_two_people_claiming_one_nik_are_held(tmp_path: Path) -> None:
    other = paper.changed(SITI, NAMA_LGKP="DEWI REKAAN", TGL_LHR="01-01-1999")
    result = paper.residents(paper.text(tmp_path, HEADER, SITI, other))

    assert {code for _, code, level in paper.said(result) if level == "held"} == {"nik.two_residents"}
    assert result.rows.is_empty()


def test_a_nik_doubled_only_after_repair_is_still_doubled(tmp_path: Path) -> None:
    again = paper.changed(SITI, NIK="'6408045708850003", STAT_KWN="3")

    assert "nik.doubled_in_file" in paper.codes(paper.residents(paper.text(tmp_path, HEADER, SITI, again)))


# -- family card, name, sex


@pytest.mark.parametrize(
    ("written", "code"),
    [("64080421", "kk.not_16_digits"), ("6.40804E+15", "kk.rounded_by_spreadsheet")],
)
def test_a_bad_family_card_number_leaves_the_cell_empty(tmp_path: Path, written: str, code: str) -> None:
    result = paper.row_of(tmp_path, NO_KK=written)

    assert paper.said(result) == [(2, code, "warning")]
    assert result.rows["kk"].to_list() == [None]


@pytest.mark.parametrize(
    ("cells", "code", "level"),
    [
        ({"NAMA_LGKP": ""}, "name.missing", "rejected"),
        ({"NAMA_LGKP": " \u00a0"}, "name.missing", "rejected"),
        ({"JENIS_KLMIN": ""}, "sex.missing", "rejected"),
        ({"JENIS_KLMIN": "3"}, "sex.unknown", "rejected"),
        ({"JENIS_KLMIN": "X"}, "sex.unknown", "rejected"),
        ({"TGL_LHR": ""}, "born.missing", "rejected"),
        ({"TGL_LHR": "31-02-1985"}, "born.impossible", "rejected"),
        ({"TGL_LHR": "tidak tahu"}, "born.unreadable", "rejected"),
        ({"TGL_LHR": "17-08-2085"}, "born.future", "rejected"),
        ({"TGL_LHR": "17-08-1885"}, "born.too_old", "held"),
        ({"TGL_LHR": "17-08-85"}, "born.two_digit_year", "held"),
        ({"STAT_KWN": "9"}, "marital.unknown", "warning"),
        ({"NO_KEL": ""}, "area.unknown", "rejected"),
        ({"NO_KEL": "2099"}, "area.unknown", "rejected"),
    ],
)
def test_each_trouble_has_its_code(tmp_path: Path, cells: dict[str, str], code: str, level: str) -> None:
    result = paper.row_of(tmp_path, **cells)

    assert (2, code, level) in paper.said(result)
    assert result.rows.height == (1 if level == "warning" else 0)
    assert paper.adds_up(result)


@pytest.mark.parametrize(
    ("written", "sex"),
    [("1", "m"), ("2", "f"), ("L", "m"), ("p", "f"), ("Laki - laki", "m"), ("LAKI-LAKI", "m"),
     ("Perempuan", "f"), ("PR", "f"), ("Wanita", "f"), ("2.0", "f"), ("01", "m")],
)  # fmt: skip
def test_the_ways_of_writing_a_sex(tmp_path: Path, written: str, sex: str) -> None:
    assert paper.row_of(tmp_path, JENIS_KLMIN=written).rows["sex"].to_list() == [sex]


def test_p_beside_w_stands_for_pria(tmp_path: Path) -> None:
    rows = [paper.changed(SITI, JENIS_KLMIN="W"), paper.changed(BUDI, JENIS_KLMIN="P")]

    assert paper.residents(paper.text(tmp_path, HEADER, *rows)).rows["sex"].to_list() == ["f", "m"]


@pytest.mark.parametrize(
    ("written", "marital"),
    [("1", "single"), ("BELUM KAWIN", "single"), ("2", "married"), ("Kawin Tercatat", "married"),
     ("03", "divorced"), ("Cerai Hidup", "divorced"), ("4", "widowed"),
     ("CERAI MATI", "widowed"), ("4. CERAI MATI", "widowed")],
)  # fmt: skip
def test_the_ways_of_writing_a_marital_status(tmp_path: Path, written: str, marital: str) -> None:
    assert paper.row_of(tmp_path, STAT_KWN=written).rows["marital"].to_list() == [marital]


def test_a_column_that_shows_no_order_of_day_and_month_is_said(tmp_path: Path) -> None:
    result = paper.row_of(tmp_path, TGL_LHR="08-08-1985")

    assert [(note.code, note.params) for note in result.notes] == [("date.ambiguous", {"column": "TGL_LHR"})]


# -- standing


STANDING = f"{HEADER},STAT_HIDUP,FLAG_STATUS,FLAG_PINDAH,TGL_MENINGGAL,TGL_PINDAH"


@pytest.mark.parametrize(
    ("cells", "standing", "ended"),
    [
        ("1,0,0,,", "resident", None),
        ("1,0,,,", "resident", None),
        (",,,,", "resident", None),
        ("2,0,0,05-09-2016,", "died", date(2016, 9, 5)),
        ("MENINGGAL,1,T,05-09-2016,", "died", date(2016, 9, 5)),
        ("1,0,1,,06-09-2016", "moved_out", date(2016, 9, 6)),
        ("1,0,Y,05-09-2016,06-09-2016", "moved_out", date(2016, 9, 6)),
        ("HIDUP,PINDAH,,,", "moved_out", None),
    ],
)
def test_death_and_moving_are_read_from_three_columns(
    tmp_path: Path, cells: str, standing: str, ended: date | None
) -> None:
    result = paper.residents(paper.text(tmp_path, STANDING, f"{SITI},{cells}"))

    assert result.rows.select("standing", "ended_on").row(0) == (standing, ended)


def test_a_mark_that_nobody_understands_is_held(tmp_path: Path) -> None:
    result = paper.residents(paper.text(tmp_path, STANDING, f"{SITI},1,7,0,,"))

    assert paper.said(result) == [(2, "standing.unknown", "held")]


def test_a_foreigner_without_a_permit_is_held(tmp_path: Path) -> None:
    rows = [f"{SITI},ITAP", f"{BUDI},KITAS", f"{DEWI},WNA"]
    result = paper.residents(paper.text(tmp_path, f"{HEADER},KEWARGANEGARAAN", *rows))

    assert result.rows["citizenship"].to_list() == ["permanent_stay", "temporary_stay"]
    assert paper.said(result) == [(4, "citizenship.unknown", "held")]


def test_an_unknown_status_is_kept_as_it_comes(tmp_path: Path) -> None:
    result = paper.residents(
        paper.text(tmp_path, f"{HEADER},EKTP_CURRENT_STATUS_CODE", f"{SITI},Baru sekali")
    )

    assert result.rows["ektp_status"].to_list() == ["BARU_SEKALI"]
    assert paper.said(result) == [(2, "status.unknown", "warning")]


def test_an_impossible_date_of_lesser_weight_leaves_its_cell_empty(tmp_path: Path) -> None:
    result = paper.residents(paper.text(tmp_path, f"{HEADER},TGL_KWN", f"{SITI},31-02-2010"))

    assert result.rows["married_on"].to_list() == [None]
    assert paper.said(result) == [(2, "date.impossible", "warning")]


ENDS = f"{HEADER},STAT_HIDUP,FLAG_PINDAH,TGL_MENINGGAL,TGL_PINDAH,TGL_DATANG,EKTP_CREATED_DATE"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("2,,01-10-2016,,,", "date.future"),  # the register is of 30 September
        ("2,,16-08-1985,,,", "date.before_birth"),
        ("2,,05-09-16,,,", "date.two_digit_year"),
        (",Y,,01-10-2016,,", "date.future"),
        (",Y,,16-08-1985,,", "date.before_birth"),
        (",Y,,05-09-16,,", "date.two_digit_year"),
        (",,,,01-10-2016,", "date.future"),
        (",,,,16-08-1985,", "date.before_birth"),
        (",,,,,01-10-2016", "date.future"),
        (",,,,,16-08-1985", "date.before_birth"),
    ],
)
def test_a_day_that_cannot_be_leaves_its_cell_empty(tmp_path: Path, cells: str, code: str) -> None:
    result = paper.residents(paper.text(tmp_path, ENDS, f"{SITI},{cells}", f"{BUDI},1,,,,,05-09-2016"))

    assert paper.said(result) == [(2, code, "warning")]
    assert result.rows.height == 2
    assert result.rows.select("ended_on", "arrived_on", "ektp_on").row(0) == (None, None, None)
    assert result.rows["ektp_on"].to_list()[1] == date(2016, 9, 5)


def test_a_day_that_can_be_is_kept(tmp_path: Path) -> None:
    on_the_days = f"{SITI},2,,30-09-2016,,17-08-1985,05-09-16"
    result = paper.residents(paper.text(tmp_path, ENDS, on_the_days, f"{BUDI},1,,,,,31-01-2011"))

    assert result.rows.select("ended_on", "arrived_on", "ektp_on").rows() == [
        (date(2016, 9, 30), date(1985, 8, 17), date(2016, 9, 5)),
        (None, None, date(2011, 1, 31)),
    ]
    assert paper.said(result) == [(3, "recorded.before_programme", "warning")]


# -- areas


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("KODE_WILAYAH", "64.08.04.2001"),
        ("KODE_WILAYAH", "6408042001"),
        ("KODE_WILAYAH", "6408042001.0"),
        ("KODE_WILAYAH", "64 08 04 2001"),
        ("NO_PROP,NO_KAB,NO_KEC,NO_KEL", "64,08,04,2001"),
        ("NO_PROP,NO_KAB,NO_KEC,NO_KEL", "64.0,8.0,4.0,2001.0"),
        ("KECAMATAN,DESA", "Sangatta Utara,Sangatta Utara"),
        ("KECAMATAN,DESA", "KEC. SENGATA UTARA,DESA SANGATTA UTARA"),
        ("KECAMATAN,DESA/KELURAHAN", "sangatta-utara,Ds. Sangatta  Utara"),
    ],
)
def test_the_ways_of_saying_where_somebody_lives(tmp_path: Path, header: str, cells: str) -> None:
    path = paper.text(
        tmp_path, f"NIK,NAMA,JK,TGL_LHR,{header}", f"6408045708850003,SITI,P,17-08-1985,{cells}"
    )

    assert paper.residents(path).rows["area"].to_list() == ["64.08.04.2001"]


def test_a_code_of_the_statistics_office_is_named_as_such(tmp_path: Path) -> None:
    """BPS calls Kutai Timur 6404, a number that elsewhere means Bulungan."""
    result = paper.row_of(tmp_path, NO_KAB="4")

    assert paper.said(result) == [(2, "area.bps_code", "rejected")]
    assert result.problems["expected"].to_list() == ["64.08 Kutai Timur"]


def test_names_in_the_row_say_which_code_was_meant(tmp_path: Path) -> None:
    header = f"{HEADER},KEC_NAME,KEL_NAME"
    row = f"{paper.changed(SITI, NO_KAB='4', NO_KEC='130', NO_KEL='1')},TELUK PANDAN,TELUK PANDAN"
    result = paper.residents(paper.text(tmp_path, header, row))

    assert paper.said(result) == [(2, "area.bps_code", "rejected")]
    assert result.problems["expected"].to_list() == ["64.08.13.2001 Teluk Pandan"]


def test_a_person_of_another_regency_is_held(tmp_path: Path) -> None:
    result = paper.row_of(tmp_path, NO_KAB="74", NO_KEC="1", NO_KEL="1001")

    assert paper.said(result) == [(2, "area.other_regency", "held")]


def test_a_person_of_another_regency_is_held_also_by_name(tmp_path: Path) -> None:
    header = "NIK,NAMA,JK,TGL_LHR,KABUPATEN,KECAMATAN,DESA"
    rows = [
        f"{nik},X{nik[-1]},P,17-08-1985,{regency},SANGATTA UTARA,SANGATTA UTARA"
        for nik, regency in (
            ("6408045708850003", "KAB. KUTAI TIMUR"),
            ("6408045708850004", "Kutai Timur"),
            ("6408045708850005", "KOTA BONTANG"),
        )
    ]
    result = paper.residents(paper.text(tmp_path, header, *rows))

    assert result.rows["row"].to_list() == [2, 3]
    assert paper.said(result) == [(4, "area.other_regency", "held")]


def test_a_header_in_the_middle_is_skipped(tmp_path: Path) -> None:
    result = paper.residents(paper.text(tmp_path, HEADER, SITI, HEADER, BUDI))

    assert result.rows["row"].to_list() == [2, 4]
    assert paper.said(result) == [(3, "row.header_again", "warning")]
    assert paper.adds_up(result)


def test_broken_rows_are_counted_with_the_rest(tmp_path: Path) -> None:
    result = paper.residents(paper.text(tmp_path, HEADER, SITI, BUDI[:40], DEWI, f"{SITI},x,y"))

    assert {(row, code) for row, code, _ in paper.said(result)} == {
        (3, "row.too_few_cells"),
        (5, "row.too_many_cells"),
    }
    assert (result.read, result.rows.height, result.rejected) == (4, 2, 2)


# -- whatever a file holds


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["6408045708850003", "17-08-1985", "31-02-1990", "L", "64", "8", "4", "2001", "-", "'1", "=1+1"]
    ),
)
ROW = st.lists(CELL, min_size=10, max_size=10)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=1, max_size=12))
def test_no_row_is_lost_whatever_it_holds(tmp_path: Path, rows: list[list[str]]) -> None:
    written = pl.DataFrame(rows, schema=HEADER.split(","), orient="row").with_columns(
        pl.all().str.replace_all(r"[\r\n\x00\x1f]", " ")
    )
    filled = written.filter(pl.any_horizontal(pl.all().str.strip_chars() != ""))
    if filled.is_empty():
        return
    content = paper.csv_of(filled, quote_style="always")
    result = paper.residents(paper.data(tmp_path, content), **dict(CHOSEN))

    assert result.read == filled.height
    assert paper.adds_up(result)
    assert result.rows["nik"].str.contains("^[0-9]{16}$").all()
    assert result.rows["nik"].is_unique().all()
    assert not result.rows.select("nik", "name", "sex", "born", "area").null_count().sum_horizontal().item()


CHOSEN = {
    "nik": "NIK", "kk": "NO_KK", "name": "NAMA_LGKP", "sex": "JENIS_KLMIN", "born": "TGL_LHR",
    "marital": "STAT_KWN", "no_prop": "NO_PROP", "no_kab": "NO_KAB", "no_kec": "NO_KEC", "no_kel": "NO_KEL",
}  # fmt: skip


# -- what a person decided ------------------------------------------------------------------------------


def test_a_row_set_aside_leaves_the_other_in_no_doubt(tmp_path: Path) -> None:
    twice = paper.text(tmp_path, HEADER, SITI, SITI.replace("SITI REKAAN", "SITI BARU"), DEWI)

    result = paper.decided(twice, Decided(aside=frozenset({2})))

    assert result.problems.is_empty()
    assert result.rows["name"].to_list() == ["SITI BARU", "DEWI REKAAN"]
    assert (result.held, result.aside) == (0, 1)
    assert paper.adds_up(result)


def test_a_copy_of_a_row_set_aside_is_not_used_instead(tmp_path: Path) -> None:
    other = SITI.replace("SITI REKAAN", "SITI BARU")

    result = paper.decided(paper.text(tmp_path, HEADER, SITI, other, SITI), Decided(aside=frozenset({2})))

    assert result.rows["name"].to_list() == ["SITI BARU"]
    assert (result.repeated, result.aside) == (1, 1)
    assert paper.adds_up(result)


def test_an_area_of_names_is_told_as_names_are_written(tmp_path: Path) -> None:
    file = paper.text(
        tmp_path,
        "NIK,NAMA,JK,TGL_LHR,KECAMATAN,DESA",
        "6408045705800017,SITI REKAAN,P,17-05-1980,Sangatta Utara,Teluk Linga Baru",
    )

    [shown] = paper.residents(file).problems.filter(code="area.unknown")["value"]
    result = paper.decided(file, Decided(villages={shown: "64.08.04.2011"}))

    assert shown == "Sangatta Utara, Teluk Linga Baru"
    assert result.rows["area"].to_list() == ["64.08.04.2011"]


def test_a_village_that_was_pointed_out_is_taken_in_every_row_that_says_the_same(tmp_path: Path) -> None:
    lost = [row[: -len("2001")] + "2099" for row in (SITI, DEWI.replace("8,13,", "8,4,"))]
    file = paper.text(tmp_path, HEADER, *lost, BUDI)
    [shown] = set(paper.residents(file).problems.filter(code="area.unknown")["value"])

    result = paper.decided(file, Decided(villages={shown: "64.08.04.2011"}))

    assert result.rejected == 0
    assert result.rows["area"].to_list()[:2] == ["64.08.04.2011"] * 2
    assert paper.decided(file, Decided(villages={"elsewhere": "64.08.04.2011"})).rejected == 2


def test_another_regency_cannot_be_pointed_away(tmp_path: Path) -> None:
    """Who lives elsewhere is not counted here, whatever somebody points out."""
    file = paper.text(tmp_path, HEADER, SITI.replace("64,8,4,2001", "64,74,1,1001"))
    [shown] = paper.residents(file).problems.filter(code="area.other_regency")["value"]

    assert paper.decided(file, Decided(villages={shown: "64.08.04.2001"})).held == 1


# -- what the register says of recordings ---------------------------------------------------------------

RECORDED = f"{HEADER},EKTP_CURRENT_STATUS_CODE"


def test_a_stamp_of_the_register_is_moved_to_the_offices_clock(tmp_path: Path) -> None:
    path = paper.text(tmp_path, f"{RECORDED},EKTP_CREATED_DATE", f"{SITI},PRR,2016-09-28T17:30:00Z")

    assert paper.residents(path).rows["ektp_on"].to_list() == [date(2016, 9, 29)]


def test_a_status_of_somebody_recorded_without_a_day_is_told(tmp_path: Path) -> None:
    rows = [f"{SITI},CARD_ISSUED,", f"{BUDI},CARD_ISSUED,01-02-2014", f"{DEWI},DUPLICATE_RECORD,"]
    result = paper.residents(paper.text(tmp_path, f"{RECORDED},EKTP_CREATED_DATE", *rows))

    assert paper.said(result) == [(2, "ektp.without_day", "warning")]
    assert result.notes == ()


def test_a_register_with_statuses_and_no_column_of_days_is_told_once(tmp_path: Path) -> None:
    rows = [f"{SITI},CARD_ISSUED", f"{BUDI},PRR", f"{DEWI},UNREGISTERED"]
    result = paper.residents(paper.text(tmp_path, RECORDED, *rows))

    assert [(note.code, note.params["count"]) for note in result.notes] == [("ektp.no_days", 2)]
    assert result.problems.is_empty()
    assert paper.residents(paper.text(tmp_path, RECORDED, f"{SITI},UNREGISTERED")).notes == ()
