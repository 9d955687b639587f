"""The invented people are plausible, everywhere, and plainly invented."""

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from tests.demo import papers
from tests.demo.recount import AUGUST_25, Recount, is_registered


@pytest.fixture(scope="module")
def people(recount: Recount) -> pl.DataFrame:
    return recount.people(AUGUST_25).filter(is_registered(pl.lit(AUGUST_25)))


def share(people: pl.DataFrame, condition: pl.Expr) -> float:
    return people.filter(condition).height / people.height


def age() -> pl.Expr:
    return (pl.lit(AUGUST_25) - pl.col("born")).dt.total_days() / 365.25


def test_people_live_in_all_141_villages(people: pl.DataFrame) -> None:
    villages = papers.villages()

    assert len(villages) == 141
    assert set(people["area"]) == set(villages)


def test_districts_are_as_large_as_they_should_be(people: pl.DataFrame) -> None:
    sizes = people.group_by(pl.col("area").str.head(8)).len().sort("len", descending=True)

    assert sizes["area"][0] == "64.08.04"
    assert 0.25 < sizes["len"][0] / people.height < 0.31
    assert set(sizes["area"][1:3]) == {"64.08.09", "64.08.12"}


def test_ages_and_sexes_are_those_of_a_mining_regency(people: pl.DataFrame) -> None:
    assert 0.505 < share(people, pl.col("sex") == "m") < 0.56
    assert 0.27 < share(people, age() < 17) < 0.34
    assert 0.01 < share(people, age() > 65) < 0.06
    bands = [share(people, age().is_between(low, low + 10, closed="left")) for low in range(0, 100, 10)]
    assert all(older < younger * 1.5 for younger, older in pairwise(bands))


def test_families_hang_together(people: pl.DataFrame) -> None:
    size = people.height / people["family"].n_unique()
    members = people.group_by("family").agg(
        heads=(pl.col("relation") == "KEPALA KELUARGA").sum(),
        villages=pl.col("area").n_unique(),
        wives=(pl.col("relation") == "ISTRI").sum(),
    )

    assert 2.4 < size < 4.5
    assert members.filter(pl.col("heads") > 1).is_empty()
    assert members.filter(pl.col("wives") > 1).is_empty()
    assert members.filter(pl.col("villages") > 1).height < 0.01 * members.height


def test_numbers_are_of_real_shape_and_of_serials_that_no_office_reached(people: pl.DataFrame) -> None:
    nik = pl.col("nik")
    day = nik.str.slice(6, 2).cast(pl.Int32)
    own_day = pl.col("born").dt.day() + pl.when(pl.col("sex") == "f").then(40).otherwise(0)

    assert people["nik"].is_unique().all()
    assert share(people, nik.str.slice(12, 1) == "9") == 1
    assert share(people, pl.col("family").str.slice(12, 1) == "9") == 1
    assert share(people, day == own_day) > 0.97  # the others' facts were corrected, and a NIK never is
    assert share(people, day == own_day) < 1
    assert 0.4 < share(people, nik.str.starts_with("6408")) < 0.75
    assert people.filter(~nik.str.starts_with("6408"))["nik"].str.head(4).n_unique() > 12
    assert 0.05 < share(people, nik.str.ends_with("0")) < 0.2  # or else they would look cut by a spreadsheet


def test_names_can_be_read_and_differ(people: pl.DataFrame) -> None:
    assert people["name"].str.contains(r"^[A-ZÉ’ ]{4,40}$").all()
    assert people["name"].n_unique() > 0.8 * people.height
    assert people["name"].str.contains("’").any()


def test_more_are_unrecorded_far_away_and_among_workers(recount: Recount) -> None:
    obliged = recount.obliged(AUGUST_25)
    unrecorded = pl.col("first").is_null() | (pl.col("first") > AUGUST_25)
    far = pl.col("area").str.head(8).is_in(["64.08.06", "64.08.11", "64.08.16", "64.08.02"])
    employer = papers.raw(recount.script.steps[0].file).select(nik="NIK", employer="PERUSAHAAN")
    workers = obliged.join(employer, on="nik")

    assert share(obliged.filter(far), unrecorded) > share(obliged.filter(~far), unrecorded) + 0.05
    assert share(workers.filter(pl.col("employer") != ""), unrecorded) > share(
        workers.filter(pl.col("employer") == ""), unrecorded
    )


def test_employers_are_invented_ones(recount: Recount) -> None:
    opening = papers.raw(recount.script.steps[0].file)
    employed = opening.filter(pl.col("PERUSAHAAN") != "")

    assert employed["PERUSAHAAN"].n_unique() > 8
    assert employed["PERUSAHAAN"].str.contains("CONTOH|MISAL|UMPAMA|IBARAT|ANDAI").all()
    assert set(employed["JENISPKRJN"]) == {"KARYAWAN SWASTA", "BURUH TANI/PERKEBUNAN"}


def test_nobody_does_anything_before_being_born(recount: Recount) -> None:
    said = pl.concat(recount.files)
    later = ("wed_on", "arrived", "died_on", "moved_on", "created")

    assert said.filter(pl.any_horizontal(pl.col(name) < pl.col("born") for name in later)).is_empty()
    assert said.filter(
        pl.any_horizontal(pl.col(name) > pl.col("as_of") for name in ("born", *later))
    ).is_empty()
    assert said.filter(pl.col("updated") < pl.col("created")).is_empty()
    assert said.filter(pl.col("created") < date(2011, 9, 1)).is_empty()
