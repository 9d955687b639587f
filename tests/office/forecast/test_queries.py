"""When will it be done, from the pages of a real ledger: the counts it begins with, and what is known."""

from datetime import date

import numpy as np
import pytest

from rekam.domain.forecast import months
from rekam.domain.forecast.outlook import Target
from rekam.domain.forecast.record import Stream
from rekam.domain.forecast.whatif import WhatIf
from rekam.office.coverage import queries as coverage
from rekam.office.forecast import means, planned, queries, reading
from rekam.office.forecast.planned import Outreach
from tests import make

RECORDED = {"EKTP_CURRENT_STATUS_CODE": "PRINT_READY_RECORD", "EKTP_CREATED_DATE": "12-03-2013"}
DECEMBER_2017 = 2017 * 12 + 11
UTARA, SELATAN = "64.08.04", "64.08.13"


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> list[dict[str, str]]:
    """Twenty unrecorded in Sangatta Utara, one recorded, two children; every month one of them comes."""
    make.office()
    rows = [make.siti(NAMA_LGKP=f"SITI REKAAN {n}") for n in range(20)]
    young = [make.siti(TGL_LHR=born, NAMA_LGKP=f"RARA {born}") for born in ("10-12-1999", "20-02-2000")]
    make.committed([*rows, *young, make.siti(NAMA_LGKP="DEWI REKAAN", area=make.TELUK_PANDAN, **RECORDED)])
    sessions = [make.session(rows[month], f"15-{month + 1:02}-2016") for month in range(8)]
    make.recorded([*sessions, make.session(rows[8], "30-09-2016")])
    return rows


def forecast(what_if: WhatIf | None = None, target: Target | None = None) -> queries.Answer:
    return queries.forecast(DECEMBER_2017, target or Target(percent=95), what_if or WhatIf())


def test_it_begins_with_the_counts_of_the_last_day_that_is_known() -> None:
    found = forecast()
    counted = coverage.coverage(on=date(2016, 9, 30))

    assert found.day == date(2016, 9, 30)
    assert found.ends()[0] == date(2016, 10, 31)
    assert found.ends()[-1] == date(2017, 12, 31)
    assert found.obliged[-1] == counted.total.total.obliged
    assert found.recorded[-1] == counted.total.total.recorded
    by_code = {area.code: area.total.unrecorded for area in counted.areas}
    assert [by_code[code] for code in found.codes] == found.unrecorded[:-1].tolist()


def test_who_turns_17_is_known_in_the_month_it_happens() -> None:
    found = forecast()
    turning = dict(zip(found.ends(), found.turning[:, found.place(UTARA)].tolist(), strict=True))

    assert {day: n for day, n in turning.items() if n} == {date(2016, 12, 31): 1, date(2017, 2, 28): 1}


def test_the_past_is_what_was_known_then() -> None:
    past = queries.past()

    assert past.days[0] == date(2015, 12, 31)
    assert past.unrecorded[:, -1].tolist() == [20, 19, 18, 17, 16, 15, 14, 13, 12, 11]


def test_a_recording_learned_late_is_news_of_the_month_it_was_learned_in(
    register: list[dict[str, str]],
) -> None:
    late = make.session(register[9], "20-07-2016", TGL_DIKETAHUI="31-10-2016")
    make.recorded([late], as_of=date(2016, 10, 31))

    known = reading.read().known_at(months.of(date(2016, 10, 31)), 3)

    assert known.flow(Stream.RECORDED, 1).sum(axis=1).tolist() == [1] * 10


def test_more_kits_bring_it_forward_and_none_of_it_is_left_in_memory() -> None:
    before, more = forecast(), forecast(WhatIf(kits=3))

    middle = before.bands["unrecorded"].middle, more.bands["unrecorded"].middle
    assert (middle[1] <= middle[0]).all()
    assert middle[1][-1, -1] < middle[0][-1, -1]
    assert forecast().meetings[-1].chance == before.meetings[-1].chance


def test_new_recordings_change_the_answer_at_once(register: list[dict[str, str]]) -> None:
    before = forecast()
    make.recorded([make.session(register[9], "10-10-2016")], as_of=date(2016, 10, 10))

    after = forecast()

    assert after.day == date(2016, 10, 10)
    assert after.recorded[-1] == before.recorded[-1] + 1
    assert after.ends()[0] == date(2016, 10, 31)  # the rest of the month that has begun


def test_an_adopted_plan_is_added_and_its_past_visits_are_not_counted_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = forecast()

    def adopted(codes, coming, behind, known) -> Outreach:
        mean = np.zeros((len(coming), len(codes)))
        mean[1, codes.index(UTARA)] = 4
        return Outreach("plan 1", mean, mean.copy(), np.zeros((len(behind), len(codes))))

    monkeypatch.setattr(planned, "outreach", adopted)
    found = forecast()

    place = found.place(UTARA)
    assert found.planned[1, place] == found.planned[1, -1] == 4
    assert found.bands["recorded"].middle[1, place] > plain.bands["recorded"].middle[1, place]
    assert (found.bands["recorded"].middle[0] == plain.bands["recorded"].middle[0]).all()


def test_visits_of_the_past_are_taken_out_of_the_pace_that_a_plan_replaces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = forecast()

    def adopted(codes, coming, behind, known) -> Outreach:
        nothing = np.zeros((len(coming), len(codes)))
        visited = np.zeros((len(behind), len(codes)))
        visited[-1, codes.index(UTARA)] = 9
        return Outreach("plan 2", nothing, nothing, visited)

    monkeypatch.setattr(planned, "outreach", adopted)

    assert forecast().come.sum() < plain.come.sum()


def test_a_kits_day_is_measured_from_the_offices_own_sessions() -> None:
    found = means.means(date(2016, 9, 30))

    assert (found.kits, found.kit_days, found.per_day) == (1, 2, 1.0)  # 15 August and 30 September


def test_without_any_kit_what_was_published_is_taken() -> None:
    assert means.means(date(2015, 1, 1)) == means.PUBLISHED


def test_a_target_that_is_met_already() -> None:
    found = forecast(target=Target(left=11))

    assert found.meetings[-1].is_met
    assert found.meetings[found.place(SELATAN)].is_met
