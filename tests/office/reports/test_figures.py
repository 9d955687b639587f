"""What a report counts, and where it counts it."""

from datetime import date

import pytest

from rekam.office.coverage import actions as coverage
from rekam.office.reports import figures, queries
from rekam.office.reports.figures import Figures
from rekam.office.reports.models import Kind
from tests import make
from tests.office.reports import scenes

ON = scenes.SEPTEMBER


@pytest.fixture
def rows() -> list[dict[str, str]]:
    return scenes.register()


def september() -> Figures:
    return queries.count(kind=Kind.MONTHLY, on=ON)


def test_a_month_counts_people_where_they_live_and_sessions_where_they_took_place(
    rows: list[dict[str, str]],
) -> None:
    siti, _dewi, budi, ayu, _rara = rows
    scenes.recorded([scenes.session(person, "05-09-2016") for person in (siti, budi, ayu)])

    held = september()

    assert held.in_period == 3
    assert held.recorded_in(["64.08.13.2001"]) == 1  # Ayu lives in Teluk Pandan ...
    [place] = held.service
    assert (place.district, place.sessions) == ("64.08.04", 3)  # ... and was recorded in Sangatta Utara
    assert (place.own, place.other, place.outside) == (2, 1, 0)


def test_sessions_are_parted_by_outcome_and_by_domicile_and_both_add_up(rows: list[dict[str, str]]) -> None:
    siti, dewi, budi, _ayu, rara = rows
    stranger = make.siti(NIK=make.nik(date(1980, 5, 17), area="647401"))
    scenes.recorded(
        [
            scenes.session(siti, "01-09-2016"),
            scenes.session(siti, "08-09-2016"),
            scenes.session(dewi, "02-09-2016", STATUS="ENROLL_FAILURE_AT_CENTRAL"),
            scenes.session(budi, "02-09-2016"),
            scenes.session(rara, "02-09-2016"),
            scenes.session(stranger, "03-09-2016"),
        ]
    )

    [place] = september().service

    assert place.sessions == 6
    assert (place.first, place.repeat, place.failed) == (4, 1, 1)
    assert (place.own, place.other, place.outside) == (5, 0, 1)
    assert place.first_timers == 1  # Rara, who turns 17 in November


def test_a_failed_session_before_is_not_why_the_next_one_is_a_repeat(rows: list[dict[str, str]]) -> None:
    siti = rows[0]
    scenes.recorded(
        [
            scenes.session(siti, "01-09-2016", STATUS="ENROLL_FAILURE_AT_CENTRAL"),
            scenes.session(siti, "08-09-2016"),
        ]
    )

    [place] = september().service

    assert (place.first, place.repeat, place.failed) == (1, 0, 1)


def test_a_recording_that_the_register_attests_makes_a_later_session_a_repeat() -> None:
    make.office()
    known = make.siti(EKTP_CURRENT_STATUS_CODE="PRINT_READY_RECORD", EKTP_CREATED_DATE="12-03-2013")
    make.committed([known])
    scenes.recorded([scenes.session(known, "08-09-2016")])

    [place] = september().service

    assert (place.first, place.repeat) == (0, 1)


def test_statuses_are_a_level_on_a_day_and_old_ones_are_told_apart(rows: list[dict[str, str]]) -> None:
    siti, dewi = rows[:2]
    scenes.recorded(
        [
            scenes.session(siti, "20-07-2016", STATUS="SENT_FOR_ENROLLMENT"),
            scenes.session(dewi, "05-09-2016", STATUS="SENT_FOR_ENROLLMENT"),
        ]
    )
    scenes.recorded(
        [scenes.session(dewi, "05-09-2016", STATUS="PRINT_READY_RECORD", TGL_STATUS="20-09-2016")]
    )

    stocks = {s.code: s for s in september().stocks}

    sent, ready = stocks["SENT_FOR_ENROLLMENT"], stocks["PRINT_READY_RECORD"]
    assert (sent.before, sent.now, sent.old) == (1, 1, 1)
    assert (ready.before, ready.now, ready.old) == (0, 1, 0)


def test_a_daily_report_counts_its_day_and_the_month_so_far(rows: list[dict[str, str]]) -> None:
    siti, dewi, budi = rows[:3]
    scenes.recorded([scenes.session(siti, "01-09-2016"), scenes.session(dewi, "30-09-2016")])
    scenes.recorded([scenes.session(budi, "31-08-2016")])

    held = queries.count(kind=Kind.DAILY, on=ON, typed={"blanks": 120})

    assert (held.in_period, held.in_month) == (1, 2)
    assert held.typed["blanks"] == 120
    assert held.typed["suket_today"] is None  # not typed in is not zero


def test_the_change_since_the_report_before_adds_up_to_this_one(rows: list[dict[str, str]]) -> None:
    scenes.issued(on=date(2016, 8, 31), dated=date(2016, 9, 2))
    scenes.recorded([scenes.session(rows[0], "05-09-2016")])

    held = september()

    assert held.since is not None
    assert held.since.number == "470/001/IX/2016"
    assert held.since.moves["64.08.04.2001"]["recorded"] == {"recorded": 1}


def test_figures_survive_being_written_down(rows: list[dict[str, str]]) -> None:
    scenes.recorded([scenes.session(row, "05-09-2016") for row in rows])
    held = september()

    assert figures.from_json(figures.to_json(held)) == held


def test_a_part_of_a_report_is_a_sum_of_what_was_counted(rows: list[dict[str, str]]) -> None:
    scenes.recorded([scenes.session(row, "05-09-2016") for row in rows])
    whole = september()

    part = whole.within("64.08.04")

    assert (part.total.total.obliged, whole.total.total.obliged) == (3, 4)
    assert [a.name for a in part.by_village() if a.total.obliged] == ["Sangatta Utara", "Singa Gembara"]
    assert part.in_period == 3
    assert whole.within("64.08") is whole
    assert whole.within("nowhere").total.total.obliged == 0


def test_who_moved_or_came_back_after_turning_17_is_no_first_timer(rows: list[dict[str, str]]) -> None:
    siti, dewi, budi, _ayu, rara = rows
    away = {**budi, "FLAG_PINDAH": "Y", "TGL_PINDAH": "10-08-2016"}
    make.committed([{**siti, "NO_KEC": "13"}, away], as_of=date(2016, 8, 20))
    make.committed([{**budi, "FLAG_PINDAH": "", "TGL_DATANG": "20-09-2016"}], as_of=date(2016, 9, 25))
    make.committed([{**rara, "STAT_KWN": "2", "TGL_KWN": "10-09-2016"}, {**dewi, "NO_KEC": "13"}], as_of=ON)
    sessions = [scenes.session(person, "05-08-2016") for person in (siti, budi)]
    scenes.recorded([*sessions, scenes.session(dewi, "05-09-2016"), scenes.session(rara, "15-09-2016")])

    [august] = queries.count(kind=Kind.MONTHLY, on=date(2016, 8, 31), known=ON).service
    [place] = september().service

    assert (august.first, august.first_timers) == (2, 0)  # Siti moved within, Budi out and in again
    assert (place.first, place.first_timers) == (2, 0)  # Dewi moved, Rara had married


def test_who_is_recorded_at_16_is_a_first_timer_wherever_they_move(rows: list[dict[str, str]]) -> None:
    rara = rows[-1]
    scenes.recorded([scenes.session(rara, "02-09-2016")])
    make.committed([{**rara, "NO_KEC": "13", "TGL_DATANG": "10-12-2016"}], as_of=date(2016, 12, 31))

    [place] = queries.count(kind=Kind.MONTHLY, on=ON, known=date(2016, 12, 31)).service

    assert place.first_timers == 1


def test_a_published_figure_stands_beside_the_count_as_known_for_the_report(
    rows: list[dict[str, str]],
) -> None:
    about = {"measure": "recorded", "value": 1, "on": ON, "area_code": "64.08", "stated_by": "Dinas"}
    coverage.add_stated(
        by=make.registrar(), at=make.moment(ON), published_on=ON, source="Siaran pers", **about
    )
    scenes.recorded([scenes.session(rows[0], "05-09-2016")])
    late = [scenes.session(row, "06-09-2016", TGL_DIKETAHUI="20-10-2016") for row in rows[1:3]]
    scenes.recorded(late, as_of=date(2016, 10, 20))

    [then] = queries.count(kind=Kind.MONTHLY, on=ON, known=ON).stated
    [now] = queries.count(kind=Kind.MONTHLY, on=ON).stated

    assert (then.computed, now.computed) == (1, 3)
