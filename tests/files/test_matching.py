"""Which column is which, and what is left for a person to say."""

from pathlib import Path

import pytest

from rekam import files
from rekam.files import FileProblem, Mapping
from tests.files import paper
from tests.files.paper import BUDI, DEWI, HEADER, SITI

WORDS = ("SATU", "DUA", "TIGA", "EMPAT", "LIMA", "ENAM", "TUJUH", "DELAPAN", "SEMBILAN", "SEPULUH")


def mapped(folder: Path, header: str, *rows: str, kind: str = "residents") -> Mapping:
    return files.match_columns(paper.open_(paper.text(folder, header, *rows)), kind)


def test_a_siak_export_needs_no_correction(tmp_path: Path) -> None:
    mapping = mapped(tmp_path, HEADER, SITI, BUDI)

    assert mapping.as_dict() == {
        "nik": "NIK", "kk": "NO_KK", "name": "NAMA_LGKP", "sex": "JENIS_KLMIN", "born": "TGL_LHR",
        "marital": "STAT_KWN", "no_prop": "NO_PROP", "no_kab": "NO_KAB", "no_kec": "NO_KEC",
        "no_kel": "NO_KEL",
    }  # fmt: skip
    assert {match.how for match in mapping.matches.values()} == {"name"}
    assert [mapping.unsure, mapping.missing, mapping.unused] == [[], [], []]


@pytest.mark.parametrize(
    "header",
    [
        "nik,no kk,nama lgkp,jenis klmin,tgl lhr,stat kwn,no prop,no kab,no kec,no kel",
        "Nik,No. KK,Nama Lengkap,Jenis Kelamin,Tanggal Lahir,Status Kawin,No.Prop,No.Kab,No.Kec,No.Kel",
        "N I K,NOMOR-KK,NAMA,L/P,TGL.LAHIR,STATUS PERKAWINAN,KODE PROP,KODE KAB,KODE KEC,KODE KEL",
        " NIK ,Family Card,Name,Sex,Birth Date,Marital Status,NO_PROP,NO_KAB,NO_KEC,NO_KEL",
    ],
)
def test_spelling_case_spaces_points_and_language_do_not_matter(tmp_path: Path, header: str) -> None:
    mapping = mapped(tmp_path, header, SITI, BUDI)

    assert list(mapping.as_dict().values()) == [" ".join(name.split()) for name in header.split(",")]
    assert [mapping.unsure, mapping.missing] == [[], []]


def test_a_misspelt_name_is_found_but_shown(tmp_path: Path) -> None:
    mapping = mapped(tmp_path, HEADER.replace("NAMA_LGKP", "NAMA LENKAP"), SITI, BUDI)

    assert mapping.column("name") == "NAMA LENKAP"
    assert [(match.field, match.how) for match in mapping.unsure] == [("name", "close")]


def test_columns_without_a_known_name_are_found_by_what_they_hold(tmp_path: Path) -> None:
    names = [f"{first} {last}" for first in ("SITI", "BUDI", "DEWI", "AGUS") for last in WORDS]
    people = [
        f"6408045708{50 + at}{at:04},6408042101160{at // 4:03},{name},{'LP'[at % 2]},17-08-{1950 + at},"
        "6408042001"
        for at, name in enumerate(names)
    ]
    mapping = mapped(tmp_path, "KOLOM A,KOLOM B,KOLOM C,KOLOM D,KOLOM E,KOLOM F", *people)

    assert mapping.as_dict() == {
        "nik": "KOLOM A", "kk": "KOLOM B", "name": "KOLOM C", "sex": "KOLOM D", "born": "KOLOM E",
        "area_code": "KOLOM F",
    }  # fmt: skip
    assert len(mapping.unsure) == 6


def test_a_column_called_nik_that_holds_something_else_is_shown(tmp_path: Path) -> None:
    mapping = mapped(tmp_path, HEADER, *[paper.changed(SITI, NIK=f"Siti {at}") for at in range(5)])

    assert [match.field for match in mapping.unsure] == ["nik"]


def test_what_a_person_points_out_counts(tmp_path: Path) -> None:
    found = mapped(tmp_path, HEADER.replace("NAMA_LGKP", "X").replace("NO_KK", "Y"), SITI, BUDI, DEWI)
    mapping = found.corrected({"name": "X", "kk": None})

    assert mapping.matches["name"].how == "person"
    assert mapping.column("kk") is None
    assert "name" not in [match.field for match in mapping.unsure]
    assert mapping.corrected({"address": "X"}).column("name") is None


def test_a_column_that_is_not_in_the_file_cannot_be_pointed_out(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"file\.missing_column"):
        mapped(tmp_path, HEADER, SITI).corrected({"name": "NAMA IBU"})


def test_a_missing_column_is_named_and_stops_the_reading(tmp_path: Path) -> None:
    path = paper.text(tmp_path, "NO,NIK,NAMA", "1,6408045708850003,SITI REKAAN")

    assert files.match_columns(paper.open_(path)).missing == ["sex", "born", "area"]
    with pytest.raises(FileProblem) as problem:
        paper.residents(path)
    assert problem.value.code == "file.missing_column"
    assert "tanggal lahir" in problem.value.sentence("id")
    assert "wilayah" in problem.value.sentence("id")
    assert "date of birth" in problem.value.sentence("en")


@pytest.mark.parametrize(
    ("header", "way"),
    [
        ("KODE_WILAYAH", ("area_code",)),
        ("Kode Desa", ("area_code",)),
        ("KECAMATAN,DESA", ("district_name", "village_name")),
        ("NO_PROP,NO_KAB,NO_KEC,NO_KEL", ("no_prop", "no_kab", "no_kec", "no_kel")),
    ],
)
def test_an_area_may_be_said_in_three_ways(tmp_path: Path, header: str, way: tuple[str, ...]) -> None:
    mapping = mapped(
        tmp_path, f"NIK,NAMA,JK,TGL_LHR,{header}", "6408045708850003,SITI,P,17-08-1985,64,8,4,2001"
    )

    assert mapping.area_way == way
    assert not mapping.missing


def test_a_list_of_recordings_is_recognised(tmp_path: Path) -> None:
    header = "NIK,TGL_REKAM,JAM,LOKASI,ALAT,OPERATOR,STATUS,TGL_STATUS,TGL_DIKETAHUI"
    row = "6408045708850003,05-09-2016,08:15,KANTOR,KIT-1,BUDI,PRR,06-09-2016,07-09-2016"
    mapping = mapped(tmp_path, header, row, kind="recordings")

    assert list(mapping.as_dict()) == [
        "nik", "recorded", "recorded_time", "place", "kit", "operator", "status", "status_on", "known_on",
    ]  # fmt: skip
    assert not mapping.missing
