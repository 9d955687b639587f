"""Files may come in any order: the ledger then holds what was known when, for every pair of dates."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekam.domain.coverage.rules import Measure
from rekam.domain.coverage.verdict import verdict
from rekam.domain.trouble import RuleBroken
from rekam.office.coverage import queries as coverage
from rekam.office.imports import actions
from rekam.office.imports.models import Import, Kind, Mode
from rekam.office.ledger import queries as ledger
from rekam.office.regions import queries as regions
from rekam.office.residents import queries as residents
from rekam.office.residents import verification
from tests import make

DAYS = st.dates(date(2016, 1, 5), date(2016, 12, 20))
VILLAGES = ("64.08.04.2001", "64.08.04.2011", "64.08.13.2001")
RECORDED = (date(2015, 12, 1), date(2016, 1, 4))
EXAMPLES = 12
NOTHING_NEW: dict[str, str] = {}
# A file that has no column of who died, moved or left.
LESS = tuple(
    n for n in make.REGISTER if n not in ("STAT_HIDUP", "TGL_MENINGGAL", "FLAG_PINDAH", "TGL_PINDAH")
)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def written(day: date) -> str:
    return f"{day:%d-%m-%Y}"


@st.composite
def people(draw: st.DrawFn) -> list[dict[str, str]]:
    births = st.dates(date(1998, 6, 1), date(2000, 12, 31)) | st.dates(date(1950, 1, 1), date(1990, 1, 1))
    born = draw(st.lists(births, min_size=2, max_size=4))
    return [
        make.siti(TGL_LHR=written(day), NAMA_LGKP=f"ORANG REKAAN {'ABCD'[n]}") for n, day in enumerate(born)
    ]


def news(day: date) -> st.SearchStrategy[dict[str, str]]:
    """What may be said of somebody on a day."""
    earlier = st.dates(date(2016, 1, 2), day).map(written)
    move = st.tuples(st.sampled_from(VILLAGES), earlier | st.just(""))
    return st.one_of(
        move.map(lambda m: {"NO_KEC": m[0][6:8], "NO_KEL": m[0][9:], "TGL_DATANG": m[1]}),
        earlier.map(lambda on: {"STAT_HIDUP": "2", "TGL_MENINGGAL": on}),
        earlier.map(lambda on: {"FLAG_PINDAH": "Y", "TGL_PINDAH": on}),
        earlier.map(lambda on: {"STAT_KWN": "2", "TGL_KWN": on}),
        earlier.map(lambda on: {"EKTP_CURRENT_STATUS_CODE": "PRINT_READY_RECORD", "EKTP_CREATED_DATE": on}),
    )


@dataclass(frozen=True)
class File:
    """A file of its own day: updates of some people, complete registers, or recordings."""

    day: date
    kind: Kind
    rows: list[dict[str, str]]
    mode: Mode = Mode.UPDATE
    columns: tuple[str, ...] = make.REGISTER


@st.composite
def a_file(draw: st.DrawFn, day: date, register: list[dict[str, str]]) -> File:
    who = draw(st.sampled_from(register))
    what = draw(st.sampled_from(("update", "release", "recordings")))
    if what == "recordings":
        status = draw(st.sampled_from(("BIO_CAPTURED", "CARD_ISSUED", "ENROLL_FAILURE_AT_CENTRAL")))
        recorded = draw(st.sampled_from(RECORDED))  # few days: several files tell of one session
        reported = max(recorded, day - timedelta(days=draw(st.integers(0, 3))))
        facts = {"STATUS": status, "TGL_STATUS": written(reported), "TGL_DIKETAHUI": written(day)}
        return File(day, Kind.RECORDINGS, [make.session(who, written(recorded), **facts)])
    columns = draw(st.sampled_from((make.REGISTER, LESS)))
    told = who | draw(st.just(NOTHING_NEW) | news(day))  # or the same again: only confirmed
    if what == "update":
        return File(day, Kind.RESIDENTS, [told], columns=columns)
    missing = draw(st.sampled_from([None, *register]))  # who is who, is not missing
    rows = [told if each is who else each for each in register if each is who or each is not missing]
    return File(day, Kind.RESIDENTS, rows, Mode.RELEASE, columns)


@st.composite
def happenings(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[File]]:
    """A first register and, after it, files of news and of recordings, each of its own day."""
    register = draw(people())
    days = draw(st.lists(DAYS, min_size=1, max_size=6, unique=True))
    return register, [draw(a_file(day, register)) for day in days]


def bring_in(files: list[File]) -> list[Import]:
    brought = []
    for file in files:
        columns = make.RECORDINGS if file.kind == Kind.RECORDINGS else file.columns
        content = make.csv_of(file.rows, columns)
        item = make.received(content, kind=file.kind, as_of=file.day, mode=file.mode)
        item = actions.look_over(item, at=make.moment(file.day))
        brought.append(actions.commit(item, by=None, at=make.moment(file.day)))
    return brought


def in_their_order(files: list[File]) -> list[tuple[object, ...]]:
    """What the ledger amounts to when the files come by their days after the first register."""
    with transaction.atomic():
        bring_in(sorted(files, key=lambda file: file.day))
        found = held()
        transaction.set_rollback(True)
    return found


def taken_back(item: Import) -> bool:
    try:
        actions.undo(item, by=None, at=make.moment())
    except RuleBroken:  # something later has touched it
        return False
    return True


@given(happenings(), st.randoms(use_true_random=False), DAYS, DAYS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_arrival_counts_what_was_known_when(
    story: tuple[list[dict[str, str]], list[File]], order: random.Random, one: date, other: date
) -> None:
    register, files = story
    shuffled = list(files)
    order.shuffle(shuffled)
    with transaction.atomic():
        make.committed(register, mode=Mode.RELEASE)
        wanted = in_their_order(files)
        bring_in(shuffled)

        assert held() == wanted
        assert Import.objects.filter(state="committed").count() == 1 + len(files)
        assert verification.verify() == []
        for on, known in ((one, other), (other, one), (one, one)):
            counted = coverage.coverage(on=on, known=known).total.total
            assert (counted.registered, counted.obliged, counted.recorded) == recounted(on, known)
        explained = coverage.explain(start=one, end=other, known_start=other, known_end=one)
        assert all(difference.adds_up for difference in explained.measures.values())
        transaction.set_rollback(True)


@given(happenings(), st.randoms(use_true_random=False))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_that_are_undone_leave_what_the_others_said(
    story: tuple[list[dict[str, str]], list[File]], order: random.Random
) -> None:
    register, files = story
    order.shuffle(files)
    with transaction.atomic():
        make.committed(register, mode=Mode.RELEASE)
        with transaction.atomic():
            brought = list(zip(files, bring_in(files), strict=True))
            order.shuffle(brought)
            stay = [file for file, item in brought if order.random() < 0.5 or not taken_back(item)]
            left = held()

            assert verification.verify() == []
            transaction.set_rollback(True)
        assert left == in_their_order(stay)
        transaction.set_rollback(True)


def held() -> list[tuple[object, ...]]:
    """What the ledger amounts to, person by person."""
    niks = residents.keys().select("nik", resident_id="id")
    codes = regions.table().select("code", area_id="id")
    lines = ledger.net(ledger.all_lines()).join(niks, on="resident_id").join(codes, on="area_id")
    return sorted(lines.drop("resident_id", "area_id").iter_rows())


def recounted(on: date, known: date) -> tuple[int, int, int]:
    """From the facts alone: every life as known then, asked whether it counts on the day."""
    ids = residents.keys()["id"].to_list()
    found = []
    for history in residents.histories(ids).values():
        life = history.life(known)
        if life is not None:
            found.append(verdict(life, history.first_recorded(known), on))
    return (
        sum(v.registered for v in found),
        sum(v.obliged for v in found),
        sum(v.recorded for v in found),
    )


def test_the_sums_are_those_of_the_lines() -> None:
    make.committed([make.siti(), make.siti(TGL_LHR="01-02-1999", NAMA_LGKP="BUDI REKAAN", JENIS_KLMIN="1")])

    lines = ledger.all_lines()

    for on in (date(2015, 12, 31), date(2016, 2, 1), date(2020, 2, 29)):
        held = ledger.balances(on=on, known=make.OPENED)
        for measure in Measure:
            wanted = lines.filter((pl.col("measure") == measure.value) & (pl.col("effective_on") <= on))[
                "amount"
            ].sum()
            assert held.of(held.sums.ids, measure) == wanted
