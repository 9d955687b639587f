"""What can still be read of rows that cannot be used."""

import resource
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from rekam import files
from tests.files import paper
from tests.files.paper import BUDI, DEWI, HEADER, SITI

LATE = ("NO_PROP,NO_KAB,NO_KEC,NO_KEL,ALAMAT,NAMA_LGKP,JENIS_KLMIN,TGL_LHR,NO_KK,NIK", "64,8,4,2001")


def late(address: str, row: str) -> str:
    """A row of the same person, with an address before everything that tells who it is."""
    nik, kk, name, sex, born, *_ = row.split(",")
    return ",".join([LATE[1], address, name, sex, born, kk, nik])


def told(path: Path) -> set[tuple[object, ...]]:
    people = paper.residents(path).people
    return set(people.select("nik", "name", "born", "kk").rows())


def test_a_row_without_fault_leaves_nobody_behind(tmp_path: Path) -> None:
    assert paper.residents(paper.text(tmp_path, HEADER, SITI, BUDI)).people.is_empty()


@pytest.mark.parametrize("address", ["JL. A, NO 3", '"JL. A, B", NO 3', "JL. A, RT 1, RW 2, B"])
def test_the_cells_of_a_row_too_long_are_kept_as_they_stand(tmp_path: Path, address: str) -> None:
    lines = (LATE[0], late("JL. A", BUDI), late(address, SITI), late("JL. B", DEWI))
    path = paper.text(tmp_path, *lines)

    raw = paper.open_(path)

    [(row, cells)] = raw.broken_cells.rows()
    assert row == 3
    assert cells[-1] == "6408045708850003"
    found = told(path)
    assert ("6408045708850003", None, None, None) in found
    assert (None, "SITI REKAAN", date(1985, 8, 17), None) in found
    assert (None, "SITI REKAAN", None, "6408042101160001") in found


def test_the_cells_of_a_row_too_short_are_kept_as_they_stand(tmp_path: Path) -> None:
    broken = late("JL. A\nNO 3", SITI)
    path = paper.text(tmp_path, LATE[0], late("JL. A", BUDI), broken, late("JL. B", DEWI))

    assert [len(cells) for cells in paper.open_(path).broken_cells["cells"]] == [5, 6]
    found = told(path)
    assert ("6408045708850003", None, None, None) in found
    assert (None, "SITI REKAAN", date(1985, 8, 17), None) in found
    assert (None, "SITI REKAAN", None, "6408042101160001") in found


def test_dates_of_broken_rows_are_read_in_the_order_of_their_column(tmp_path: Path) -> None:
    month_first = [
        row.replace("17-08-1985", "08/07/1985").replace("12-02-1990", "02/22/1990") for row in (SITI, BUDI)
    ]
    path = paper.text(tmp_path, LATE[0], late("JL. A", month_first[1]), late("JL. A, B", month_first[0]))

    assert (None, "SITI REKAAN", date(1985, 8, 7), None) in told(path)


@pytest.mark.parametrize("mark", ["", '"'])
def test_a_file_of_nothing_but_broken_rows_stays_within_its_memory(tmp_path: Path, mark: str) -> None:
    """The header lacks a name, so that every row is too long; every second one is longer still."""
    rows = 100_000
    table = pl.select(at=pl.int_range(rows)).select(
        pl.format(
            "64,8,4,2001,JL. A,{}{}SITI REKAAN,2,17-08-1985,640804{},640804{}",
            pl.when(pl.col("at") % 2 == 0).then(pl.lit(f"{mark}B{mark},")).otherwise(pl.lit("")),
            pl.lit(f"{mark}C{mark},"),
            pl.col("at").cast(pl.String).str.zfill(10),
            (pl.col("at") + rows).cast(pl.String).str.zfill(10),
        )
    )
    path = paper.text(tmp_path, LATE[0], *table.to_series())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    result = paper.residents(path)

    assert (result.read, result.rejected) == (rows, rows)
    assert result.people["nik"].drop_nulls().n_unique() == 2 * rows
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # KiB, for a file of 8 MB


def test_a_row_without_an_end_is_not_kept_whole(tmp_path: Path) -> None:
    """Among the first rows it would be a file with too many columns."""
    path = paper.text(tmp_path, HEADER, *[SITI] * 600, BUDI + "," + "x," * 100_000, DEWI)

    [(_, cells)] = paper.open_(path).broken_cells.rows()

    assert len(cells) < 50_000
    assert ("6408041202900001", None, None, None) in told(path)


def test_a_row_set_aside_is_read_like_the_others(tmp_path: Path) -> None:
    twice = paper.text(tmp_path, HEADER, SITI, SITI.replace("SITI REKAAN", "SITI BARU"))

    result = paper.decided(twice, files.Decided(aside=frozenset({2})))

    assert result.people.rows() == [
        ("6408045708850003", "SITI REKAAN", date(1985, 8, 17), "6408042101160001", "64.08.04.2001")
    ]


def test_broken_rows_are_read_in_the_order_that_a_person_said(tmp_path: Path) -> None:
    rows = [row.replace("17-08-1985", "03-04-1985") for row in (SITI, BUDI + ",x,y")]
    path = paper.text(tmp_path, HEADER, rows[0], rows[1].replace("12-02-1990", "05-06-1990"))

    raw = paper.open_(path)
    mapping = files.match_columns(raw, "residents").dated({"born": "mdy"}, {})
    found = files.normalise_residents(
        raw, mapping, areas=paper.areas(), as_of=paper.AS_OF, regency="64.08"
    ).people

    assert date(1990, 5, 6) in found["born"].to_list()
    assert date(1990, 6, 5) not in found["born"].to_list()
