"""A month that was published is planned anew: only what is to come, and as few others as possible move."""

from datetime import date, timedelta
from typing import Any

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.places.models import Place
from rekam.office.rosters import (
    comparing,
    editing,
    planning,
    publishing,
    queries,
    repairing,
    tasks,
)
from rekam.office.rosters.editing import Spot
from rekam.office.rosters.models import Notice, Officer, Roster, State
from tests.office.rosters import made


@pytest.fixture(scope="module", autouse=True)
def october(ground: None) -> None:
    """Four officers of one place, and their published month."""
    made.office(officers=4)
    made.published(made.planned())


def begun(day: int, from_day: int | None = None) -> Roster:
    """October planned on one of its days."""
    first = made.on(from_day) if from_day else None
    return planning.begin(month=made.OCTOBER, by=None, at=made.at(day), seconds=5, from_day=first)


def sick(who: Officer, start: int, end: int) -> repairing.Away:
    first, last = made.on(start), made.on(end)
    return repairing.away(officer=who, start=first, end=last, kind="sick", by=None, at=made.at(start))


def gaps_of(roster: Roster) -> list[int]:
    return [row.on.day for row in roster.unmet.all()]


def replanned(from_day: int) -> Roster:
    """The published month planned anew from a day on, as a draft that changes it."""
    day = made.on(from_day)
    roster = planning.begin(month=made.OCTOBER, by=None, at=made.at(), seconds=10, from_day=day)
    return tasks.plan(roster, by=None)


def _published_on(today: date, roster: Roster) -> Roster:
    return publishing.publish(roster=roster, seen_revision=roster.revision, by=None, at=made.at(today.day))


def test_a_sick_call_makes_gaps_of_published_duties_at_once() -> None:
    place = Place.objects.get()
    siti, *_ = Officer.objects.order_by("pk")
    roster = Roster.objects.get()
    days = [day for day in made.days_of(roster, siti) if 10 <= day <= 14]

    away = sick(siti, 10, 14)

    assert (away.gaps, gaps_of(roster)) == (len(days), days)
    assert place.pk not in {p for day in days for p in queries.on_duty(made.at(day, "09:00"))}


def test_after_a_sick_call_only_who_has_to_moves() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    published = Roster.objects.get()
    days = [day for day in made.days_of(published, siti) if 10 <= day <= 14]
    sick(siti, 10, 14)

    draft = replanned(10)

    moved = comparing.changes(published, draft)
    assert not gaps_of(draft)
    assert all(move.on >= made.on(10) for move in comparing.moves(published, draft))
    assert 2 <= len(moved) <= 1 + len(days)
    assert published.state == State.PUBLISHED  # nothing changes for anybody until it is adopted


def test_a_repair_that_was_adopted_too_late_changes_no_day_that_is_over() -> None:
    """What it made of the days from the tenth on nobody was told before they were over."""
    siti, *_ = Officer.objects.order_by("pk")
    published = Roster.objects.get()
    sick(siti, 10, 20)
    draft = replanned(10)
    late = min(move.on for move in comparing.moves(published, draft) if move.officer != siti.pk)
    today = late + timedelta(days=1)

    with pytest.raises(RuleBroken, match=rf"roster\.days_over: .* before {late:%d-%m-%Y}"):
        _published_on(today, draft)
    begun = planning.begin(month=made.OCTOBER, by=None, at=made.at(today.day), seconds=10)
    now = _published_on(today, tasks.plan(begun, by=None))

    moved = [move.on for move in comparing.moves(published, now) if move.officer != siti.pk]
    assert begun.from_day == today
    assert all(on >= today for on in moved)


def test_a_draft_whose_month_is_over_is_put_aside_and_what_was_served_is_changed_by_hand() -> None:
    """Planning it again is no way out: a month that is over is not planned."""
    siti, budi, *_ = Officer.objects.order_by("pk")
    sick(siti, 10, 20)
    draft = replanned(10)
    november = made.on(31) + timedelta(days=1)
    about: dict[str, Any] = {"by": None, "at": made.at(31)}

    with pytest.raises(RuleBroken, match=r"roster\.draft_of_month_over: .* Put it aside"):
        publishing.publish(roster=draft, seen_revision=draft.revision, on=november, **about)
    planning.discard(roster=draft, **about)
    made_anew = planning.draft(month=made.OCTOBER, **about)
    spot = Spot(budi.pk, made.on(made.days_of(made_anew, budi)[0]))
    editing.change(roster=made_anew, moves=editing.to_post(made_anew, spot, None), **about)
    made_anew.refresh_from_db()
    publishing.publish(roster=made_anew, seen_revision=made_anew.revision, on=november, **about)

    assert spot.on.day not in made.days_of(made_anew, budi)


def test_a_change_that_is_planned_again_for_a_later_day_hides_no_day_that_is_over() -> None:
    """Siti is sick from the tenth; before that is adopted, Budi is from the twentieth."""
    siti, budi, *_ = Officer.objects.order_by("pk")
    published = Roster.objects.get()
    sick(siti, 10, 20)
    replanned(10)
    sick(budi, 20, 25)

    draft = replanned(20)

    late = min(move.on for move in comparing.moves(published, draft) if move.officer != siti.pk)
    assert draft.from_day == made.on(10)
    assert late < made.on(20)  # the days of Siti are still mended
    with pytest.raises(RuleBroken, match=rf"roster\.days_over: .* before {late:%d-%m-%Y}"):
        _published_on(late + timedelta(days=1), draft)


def test_a_change_that_is_planned_again_for_a_later_day_gives_back_those_that_are_over() -> None:
    siti, budi, *_ = Officer.objects.order_by("pk")
    published = Roster.objects.get()
    sick(siti, 10, 20)
    replanned(10)
    sick(budi, 20, 25)

    about: dict[str, Any] = {"month": made.OCTOBER, "by": None, "at": made.at(15), "seconds": 10}
    begun = planning.begin(**about, from_day=made.on(20))
    now = _published_on(made.on(15), tasks.plan(begun, by=None))

    moved = [move.on for move in comparing.moves(published, now) if move.officer != siti.pk]
    assert begun.from_day == made.on(15)
    assert moved
    assert all(on >= made.on(15) for on in moved)


def test_a_month_that_was_planned_anew_whole_is_so_again() -> None:
    tasks.plan(planning.begin(month=made.OCTOBER, by=None, at=made.at(), seconds=5), by=None)

    assert replanned(20).from_day is None


def test_a_day_that_is_over_is_put_right_by_hand() -> None:
    """Budi served for Siti, and the planner writes it down after it."""
    siti, budi, *_ = Officer.objects.order_by("pk")
    published = Roster.objects.get()
    draft = replanned(2)
    day = next(d for d in made.days_of(published, siti) if 2 < d < 15 and d not in made.days_of(draft, budi))
    spots = [Spot(who.pk, made.on(day)) for who in (siti, budi)]
    editing.change(roster=draft, moves=editing.carried(draft, *spots), by=None, at=made.at(20))
    draft.refresh_from_db()

    _published_on(made.on(20), draft)

    assert day in made.days_of(draft, budi)
    assert day not in made.days_of(draft, siti)


def test_when_the_repair_is_adopted_those_who_move_are_told() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    published = Roster.objects.get()
    sick(siti, 10, 14)
    draft = replanned(10)
    Notice.objects.all().delete()

    made.published(draft)

    told = set(Notice.objects.values_list("officer__name", flat=True))
    assert told == {moved.officer.name for moved in comparing.changes(published, draft)}
    assert gaps_of(draft) == []


def test_who_comes_after_all_fills_their_duties_again() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    roster = Roster.objects.get()
    leave = sick(siti, 1, 31).leave
    before = len(gaps_of(roster))

    repairing.back(leave=leave, by=made.planner(), at=made.at())

    assert before > 0
    assert gaps_of(roster) == []


def test_an_officer_who_leaves_in_a_published_month_leaves_gaps_and_is_counted() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    roster = Roster.objects.get()
    later = [day for day in made.days_of(roster, siti) if day > 16]

    gone = repairing.leave_office(officer=siti, until=made.on(16), by=None, at=made.at(10))

    roster.refresh_from_db()
    assert gone == len(later)
    assert gaps_of(roster) == later
    assert max(made.days_of(roster, siti)) <= 16
    assert roster.changes.get().what == "left"
    assert Notice.objects.filter(officer=siti, code="duty.gone").exists()


def test_a_sick_call_of_somebody_put_on_duty_by_hand_is_repaired_too() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    published = Roster.objects.get()
    day = next(day for day in made.days_of(published, siti) if day >= 10)
    published.duties.update(is_fixed=True)
    sick(siti, day, day)

    draft = replanned(day)

    assert draft.trouble is None
    assert gaps_of(draft) == []
    assert day not in made.days_of(draft, siti)
    assert {move.on for move in comparing.moves(published, draft)} >= {made.on(day)}


@pytest.mark.parametrize(("asked", "first"), [(None, 12), (5, 12), (12, 12), (20, 20)])
def test_of_a_published_month_only_what_is_to_come_is_planned_anew(asked: int | None, first: int) -> None:
    siti, *_ = Officer.objects.order_by("pk")
    published = Roster.objects.get()
    made.leave(siti, 1, 31)  # written down late: what could be better from the first on is over

    draft = tasks.plan(begun(12, asked), by=None)

    assert draft.from_day == made.on(first)
    moved = {move.on.day for move in comparing.moves(published, draft)}
    assert moved
    assert min(moved) >= first
    assert made.days_of(draft, siti) == [day for day in made.days_of(published, siti) if day < first]


def test_a_draft_that_was_planned_days_ago_is_planned_again_from_today() -> None:
    begun(5, 5)
    Roster.objects.filter(state=State.SOLVING).update(state=State.DRAFT)

    assert begun(8).from_day == made.on(8)


def test_a_month_that_is_planned_before_it_begins_is_planned_whole() -> None:
    assert begun(1).from_day is None


def test_a_month_that_is_over_is_not_planned() -> None:
    november = made.on(31) + timedelta(days=1)
    about: dict[str, Any] = {"month": made.OCTOBER, "by": None, "at": made.at()}

    planning.discard(roster=planning.begin(**about, on=made.on(31)), by=None, at=made.at())
    with pytest.raises(RuleBroken, match=r"roster\.month_over: This month ended on 31-10-2016"):
        planning.begin(**about, on=november)
    assert queries.open_one(made.OCTOBER) is None
