"""A month is planned, published and replaced; what cannot be planned says so."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rekam.domain.rosters import model
from rekam.domain.rosters.answer import Answer, Status
from rekam.domain.rosters.solve import solve
from rekam.domain.trouble import RuleBroken
from rekam.office import background
from rekam.office.rosters import planning, repairing, tasks, work
from rekam.office.rosters.models import Duty, Roster, State
from tests import make
from tests.office.places import made as places
from tests.office.rosters import made

NEW_YEAR = 2  # 1 Muharam 1438 was Sunday, 2 October 2016: it is shared as a holiday, not as a weekend


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being planned is noted there, by the numbers of rows, which come again in the next test."""
    monkeypatch.setenv("REKAM_DATA", str(tmp_path))


def test_a_month_is_planned_with_rest_for_everybody() -> None:
    place, officers = made.office(officers=2)

    roster = made.planned()

    assert (roster.state, roster.unmet.count()) == (State.DRAFT, 0)
    assert roster.duties.filter(place=place).count() == 31
    for who in officers:
        days = made.days_of(roster, who)
        assert not any(set(range(first, first + 7)) <= set(days) for first in range(1, 26))
        assert all(sum(7 * week + 3 <= day < 7 * week + 10 for day in days) <= 5 for week in range(4))


def test_weekends_are_shared_by_those_who_share_a_place() -> None:
    _, officers = made.office(officers=2)

    roster = made.planned()

    weekends = [
        sum(made.on(day).weekday() >= 5 for day in made.days_of(roster, who) if day != NEW_YEAR)
        for who in officers
    ]
    assert sorted(weekends) == [4, 5]


def test_who_had_more_weekends_this_year_gets_fewer_now() -> None:
    place, (siti, budi) = made.office(officers=2)
    september = made.OCTOBER.replace(month=9)
    earlier = Roster.objects.create(
        month=september, version=1, state=State.PUBLISHED, made_at=made.at(), published_at=made.at()
    )
    saturdays = [september.replace(day=day) for day in (3, 4, 10, 11)]
    Duty.objects.bulk_create(
        Duty(roster=earlier, officer=siti, place=place, on=on, shift=made.shift(), skill="operator")
        for on in saturdays
    )

    roster = made.planned()

    count = {
        who.name: sum(made.on(day).weekday() >= 5 for day in made.days_of(roster, who))
        for who in (siti, budi)
    }
    assert count["Siti"] < count["Budi"]


def test_nobody_is_on_duty_on_leave_on_a_day_off_or_before_the_first_day() -> None:
    made.office(officers=0)
    away = made.officer("Siti")
    made.leave(away, 3, 9)
    never_on_mondays, new = made.officer("Budi", days_off=[0]), made.officer("Dewi", since=made.on(20))

    roster = made.planned()

    assert not set(made.days_of(roster, away)) & set(range(3, 10))
    assert not set(made.days_of(roster, never_on_mondays)) & {3, 10, 17, 24, 31}
    assert min(made.days_of(roster, new), default=31) >= 20


def test_a_month_with_too_few_people_is_planned_and_says_what_is_missing() -> None:
    place, _ = made.office(officers=1)

    roster = made.planned()

    missing = {row.on.day for row in roster.unmet.filter(place=place)}
    assert roster.duties.count() + len(missing) == 31
    assert missing


def test_a_month_without_cover_or_without_officers_is_not_planned() -> None:
    place = places.place()
    with pytest.raises(RuleBroken, match=r"roster\.no_cover"):
        made.planned()

    made.cover(place, [3])
    with pytest.raises(RuleBroken, match=r"roster\.no_officers"):
        made.planned()
    assert not Roster.objects.exists()


def test_planning_is_stopped_by_a_wish_and_told_how_far_it_is() -> None:
    made.office()
    roster = planning.begin(month=made.OCTOBER, by=None, at=made.at())
    tasks.take(roster)
    seen = []

    def solver(problem: Any, *, progress: Any, stop: Any, **_: Any) -> Answer:
        progress(1234, 1000, 2.0)
        current = work.under_way(roster)
        assert current is not None
        seen.append((current.value, current.bound, stop()))
        background.ask_to_stop(work.folder_of(roster))
        seen.append(stop() and stop())
        return Answer((), 1234, 1000, Status.STOPPED, 2.0, 2.0)

    with background.alive(work.folder_of(roster)):
        ended = tasks.plan(roster, by=None, solver=solver)

    assert seen == [(1234, 1000, False), True]
    assert (ended.state, ended.status, work.under_way(roster)) == (State.DRAFT, "stopped", None)


def test_a_month_is_planned_by_one_person_at_a_time() -> None:
    made.office()
    tasks.start(month=made.OCTOBER, by=made.planner(), seconds=5, seed=1, on=made.on(1))

    with pytest.raises(RuleBroken, match=r"roster\.busy"):
        tasks.start(month=made.OCTOBER, by=made.planner(), seconds=5, seed=1, on=made.on(1))


@pytest.mark.parametrize("seconds", [0, 601])
def test_planning_takes_a_time_that_somebody_can_wait_for(seconds: int) -> None:
    made.office()

    with pytest.raises(RuleBroken, match=r"roster\.seconds_out_of_range"):
        made.planned(seconds=seconds)


def begun(day: int, from_day: int | None = None) -> Roster:
    """October planned on one of its days."""
    first = made.on(from_day) if from_day else None
    return planning.begin(month=made.OCTOBER, by=None, at=made.at(day), seconds=5, from_day=first)


def test_a_month_that_is_not_published_yet_may_be_planned_whole_while_it_is_under_way() -> None:
    made.office()

    assert begun(12).from_day is None


def test_an_empty_draft_is_not_published() -> None:
    roster = planning.draft(month=made.OCTOBER, by=None, at=made.at())

    with pytest.raises(RuleBroken, match=r"roster\.empty"):
        made.published(roster)


def test_only_one_draft_of_a_month_is_worked_on() -> None:
    planning.draft(month=made.OCTOBER, by=None, at=made.at())

    with pytest.raises(RuleBroken, match=r"roster\.draft_open"):
        planning.draft(month=made.OCTOBER, by=None, at=made.at())


def test_a_planning_that_runs_out_of_time_keeps_the_best_and_its_bound() -> None:
    made.office(officers=4)
    roster = planning.begin(month=made.OCTOBER, by=None, at=made.at(), seconds=1)

    def solver(problem: Any, **how: Any) -> Answer:
        found = solve(problem, **how)
        return replace(found, status=Status.OUT_OF_TIME, bound=found.bound - 1)

    ended = tasks.plan(roster, by=None, solver=solver)

    assert (ended.state, ended.status) == (State.DRAFT, "out_of_time")
    assert ended.duties.count() == 31
    assert ended.bound is not None
    assert ended.penalty is not None
    assert ended.bound < ended.penalty


def test_a_second_is_enough_for_some_roster_that_keeps_every_rule() -> None:
    """Thirty officers for ten places: whatever was found when the time is over is a roster."""
    for number in range(10):
        made.cover(places.place(f"Kantor Camat {number}"), range(1, 32))
    officers = [made.officer() for _ in range(30)]
    made.leave(officers[0], 1, 31)

    roster = made.planned(seconds=1)

    assert roster.status in {Status.BEST, Status.OUT_OF_TIME}
    assert made.days_of(roster, officers[0]) == []
    for who in officers:
        days = made.days_of(roster, who)
        assert not any(set(range(first, first + 7)) <= set(days) for first in range(1, 26))
    assert roster.duties.count() + roster.unmet.count() == 10 * 31


def test_who_left_or_was_granted_leave_while_the_month_was_planned_is_not_put_on_duty() -> None:
    place, (siti, budi, _) = made.office()

    def solver(problem: Any, **_: Any) -> Answer:
        repairing.leave_office(officer=siti, until=made.on(16), by=None, at=made.at())
        made.leave(budi, 20)
        halves = (*((siti, day) for day in range(17)), *((budi, day) for day in range(17, 31)))
        found = (model.Duty(str(who.pk), day, str(place.pk), "P", "operator") for who, day in halves)
        return Answer(tuple(found), 0, 0, Status.BEST, 1.0, 0.5)

    roster = tasks.plan(planning.begin(month=made.OCTOBER, by=None, at=made.at()), by=None, solver=solver)

    assert made.days_of(roster, siti) == list(range(1, 17))
    assert [row.on.day for row in roster.unmet.all()] == [17, 20]
