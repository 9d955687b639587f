"""The office's own rules, resident by resident, come to the same counts as the recount of the files."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rekam.domain.coverage.life import Report, Saying, Session
from rekam.domain.coverage.lines import Line, lines
from rekam.domain.coverage.rules import Measure, Reason
from tests.demo.recount import AUGUST_25, END_OF_SEPTEMBER, START_OF_SEPTEMBER, Recount

PERMITS = {"WNI": "citizen", "ITAP": "permanent_stay", "ITAS": "temporary_stay"}


@pytest.fixture(scope="module")
def ledger(recount: Recount) -> list[Line]:
    said, sessions = sayings(recount), sessions_of(recount)
    return [line for nik, facts in said.items() for line in lines(facts, sessions.get(nik, []))]


def sayings(recount: Recount) -> dict[str, list[Saying]]:
    """What each register file says of whom, missing from a release included."""
    said: dict[str, list[Saying]] = {}
    release = date.min
    for number, file in enumerate(recount.files):
        as_of = file["as_of"][0]
        for row in file.iter_rows(named=True):
            came = (
                Reason.OPENING
                if number == 0
                else Reason.BORN
                if row["born"] > release
                else Reason.JOINED_REGISTER
            )
            said.setdefault(row["nik"], []).append(saying(row, as_of, came))
        if number in {number for number, _ in recount._releases}:
            release = as_of
            there = set(file["nik"])
            for nik, facts in said.items():
                if nik not in there and facts[-1].standing == "resident":
                    facts.append(replace(facts[-1], known_on=as_of, standing="left", ended_on=None))
    return said


def saying(row: dict[str, Any], as_of: date, came: Reason) -> Saying:
    standing = "died" if row["died"] else "moved_out" if row["moved"] else "resident"
    return Saying(
        known_on=as_of,
        area=row["area"],
        sex=row["sex"],
        born=row["born"],
        ever_married=row["wed"],
        married_on=row["wed_on"],
        citizenship=PERMITS[row["permit"]],
        standing=standing,
        ended_on=row["died_on"] or row["moved_on"],
        arrived_on=row["arrived"],
        came=came,
        ektp_status=row["status"],
        ektp_on=row["created"],
    )


def sessions_of(recount: Recount) -> dict[str, list[Session]]:
    found: dict[str, list[Session]] = {}
    for (nik, day, _), rows in recount.sessions.group_by("nik", "day", "time"):
        reports = tuple(Report(r["known"], r["status_on"], r["status"]) for r in rows.iter_rows(named=True))
        found.setdefault(str(nik), []).append(Session(day, min(r.known_on for r in reports), reports))
    return found


def count(ledger: list[Line], measure: Measure, on: date, area: str = "64.08") -> int:
    return sum(
        line.amount
        for line in ledger
        if line.measure is measure
        and max(line.effective_on, line.known_on) <= on
        and line.area.startswith(area)
    )


def test_the_ledger_counts_what_the_recount_counts(ledger: list[Line], recount: Recount) -> None:
    for on in (date(2016, 4, 11), AUGUST_25, END_OF_SEPTEMBER):
        assert count(ledger, Measure.REGISTERED, on) == recount.registered(on)
        assert count(ledger, Measure.OBLIGED, on) == recount.obliged(on).height
        assert count(ledger, Measure.RECORDED, on) == recount.recorded(on)


def test_the_recorded_of_september_are_lines_of_that_reason(ledger: list[Line], recount: Recount) -> None:
    september = [
        line.amount
        for line in ledger
        if line.reason is Reason.RECORDED
        and START_OF_SEPTEMBER <= line.effective_on <= END_OF_SEPTEMBER
        and line.known_on <= END_OF_SEPTEMBER
    ]

    assert sum(september) == recount.recorded_between(START_OF_SEPTEMBER, END_OF_SEPTEMBER)


def test_nearly_every_reason_for_a_change_occurs(ledger: list[Line]) -> None:
    seen = Counter(line.reason for line in ledger if line.known_on > date(2016, 1, 1))

    assert set(Reason) - set(seen) == {Reason.OPENING}
