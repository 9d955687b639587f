"""Somebody cannot come: the gap shows at once, and as few others as possible move."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.places.models import Place
from rekam.office.rosters import (
    actions,
    comparing,
    editing,
    planning,
    publishing,
    queries,
    repairing,
    tasks,
    told,
)
from rekam.office.rosters.editing import Spot
from rekam.office.rosters.models import Leave, LeaveState, Notice, Officer, Roster, State
from tests.office.places import made as places
from tests.office.rosters import made


def replanned(from_day: int) -> Roster:
    """The published month planned anew from a day on, as a draft that changes it."""
    day = made.on(from_day)
    roster = planning.begin(month=made.OCTOBER, by=None, at=made.at(), seconds=10, from_day=day)
    return tasks.plan(roster, by=None)


def sick(who: Officer, start: int, end: int) -> repairing.Away:
    first, last = made.on(start), made.on(end)
    return repairing.away(officer=who, start=first, end=last, kind="sick", by=None, at=made.at(start))


def asked_for(who: Officer, by: User) -> Leave:
    """The fifth, asked for by the officer."""
    day = made.on(5)
    return actions.ask_leave(officer=who, start=day, end=day, kind="annual", by=by, at=made.at())


def gaps_of(roster: Roster) -> list[int]:
    return [row.on.day for row in roster.unmet.all()]


def test_a_sick_call_makes_gaps_of_published_duties_at_once() -> None:
    place, (siti, *_) = made.office()
    roster = made.published(made.planned())
    days = [day for day in made.days_of(roster, siti) if 10 <= day <= 14]

    away = sick(siti, 10, 14)

    assert (away.gaps, gaps_of(roster)) == (len(days), days)
    assert place.pk not in {p for day in days for p in queries.on_duty(made.at(day, "09:00"))}


def test_after_a_sick_call_only_who_has_to_moves() -> None:
    _, (siti, *_) = made.office(officers=4)
    published = made.published(made.planned())
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
    _, (siti, *_) = made.office(officers=4)
    published = made.published(made.planned())
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
    _, (siti, budi, *_) = made.office(officers=4)
    made.published(made.planned())
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


def _published_on(today: date, roster: Roster) -> Roster:
    return publishing.publish(roster=roster, seen_revision=roster.revision, by=None, at=made.at(today.day))


def test_a_change_that_is_planned_again_for_a_later_day_hides_no_day_that_is_over() -> None:
    """Siti is sick from the tenth; before that is adopted, Budi is from the twentieth."""
    _, (siti, budi, *_) = made.office(officers=4)
    published = made.published(made.planned())
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
    _, (siti, budi, *_) = made.office(officers=4)
    published = made.published(made.planned())
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
    made.office()
    made.published(made.planned())
    tasks.plan(planning.begin(month=made.OCTOBER, by=None, at=made.at(), seconds=5), by=None)

    assert replanned(20).from_day is None


def test_a_day_that_is_over_is_put_right_by_hand() -> None:
    """Budi served for Siti, and the planner writes it down after it."""
    _, (siti, budi, *_) = made.office(officers=4)
    published = made.published(made.planned())
    draft = replanned(2)
    day = next(d for d in made.days_of(published, siti) if 2 < d < 15 and d not in made.days_of(draft, budi))
    spots = [Spot(who.pk, made.on(day)) for who in (siti, budi)]
    editing.change(roster=draft, moves=editing.carried(draft, *spots), by=None, at=made.at(20))
    draft.refresh_from_db()

    _published_on(made.on(20), draft)

    assert day in made.days_of(draft, budi)
    assert day not in made.days_of(draft, siti)


def test_when_the_repair_is_adopted_those_who_move_are_told() -> None:
    _, (siti, *_) = made.office(officers=4)
    published = made.published(made.planned())
    sick(siti, 10, 14)
    draft = replanned(10)
    Notice.objects.all().delete()

    made.published(draft)

    told = set(Notice.objects.values_list("officer__name", flat=True))
    assert told == {moved.officer.name for moved in comparing.changes(published, draft)}
    assert gaps_of(draft) == []


def test_who_comes_after_all_fills_their_duties_again() -> None:
    _, (siti, *_) = made.office()
    roster = made.published(made.planned())
    leave = sick(siti, 1, 31).leave
    before = len(gaps_of(roster))

    repairing.back(leave=leave, by=made.planner(), at=made.at())

    assert before > 0
    assert gaps_of(roster) == []


def test_an_officer_who_leaves_in_a_published_month_leaves_gaps_and_is_counted() -> None:
    _, (siti, *_) = made.office()
    roster = made.published(made.planned())
    later = [day for day in made.days_of(roster, siti) if day > 16]

    gone = repairing.leave_office(officer=siti, until=made.on(16), by=None, at=made.at(10))

    roster.refresh_from_db()
    assert gone == len(later)
    assert gaps_of(roster) == later
    assert max(made.days_of(roster, siti)) <= 16
    assert roster.changes.get().what == "left"
    assert Notice.objects.filter(officer=siti, code="duty.gone").exists()


def test_nobody_leaves_before_they_came() -> None:
    siti = made.officer(since=made.on(10))

    with pytest.raises(RuleBroken, match=r"officer\.ends_before_it_begins"):
        repairing.leave_office(officer=siti, until=made.on(9), by=None, at=made.at())


@pytest.mark.parametrize(("start", "end"), [(5, 9), (9, 12), (1, 5), (1, 31), (6, 6)])
def test_leave_that_overlaps_other_leave_is_refused(start: int, end: int) -> None:
    siti = made.officer("Siti")
    made.leave(siti, 5, 9)

    with pytest.raises(RuleBroken, match=r"leave\.overlaps: Siti has leave from 05-10-2016 to 09-10-2016"):
        made.leave(siti, start, end)


def test_leave_beside_other_leave_or_of_somebody_else_is_fine() -> None:
    siti, budi = made.officer(), made.officer()
    made.leave(siti, 5, 9)

    made.leave(siti, 10, 12)
    made.leave(budi, 5, 9)

    assert siti.leave.count() == 2


def test_leave_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"leave\.ends_before_it_begins"):
        made.leave(made.officer(), 9, 5)


def test_leave_that_was_asked_for_keeps_nobody_away_until_it_is_granted() -> None:
    place, siti = places.place(), made.officer()
    made.roster((siti, place, 5))
    user = made.planner()
    leave = asked_for(siti, user)
    before = queries.on_duty(made.at(5, "09:00"))

    repairing.grant(leave=leave, by=user, at=made.at())

    assert list(before) == [place.pk]
    assert queries.on_duty(made.at(5, "09:00")) == {}
    assert Notice.objects.get().code == "leave.granted"


def test_leave_is_decided_once() -> None:
    siti, user = made.officer(), made.planner()
    leave = asked_for(siti, user)
    actions.decide_leave(leave=leave, is_granted=False, by=user, at=made.at())

    with pytest.raises(RuleBroken, match=r"leave\.not_now"):
        actions.decide_leave(leave=leave, is_granted=True, by=user, at=made.at())
    leave.refresh_from_db()
    assert leave.state == LeaveState.REFUSED


def test_a_gap_says_what_keeps_each_officer() -> None:
    place = places.place("Kantor Camat Busang", area=made.BUSANG)
    made.cover(place, [16])
    for number in range(2):
        away = made.officer(f"Cuti {number}", home=made.BUSANG)
        made.leave(away, 14, 17)
    tired = made.officer("Lelah", home=made.BUSANG, hours_a_week=50)
    made.officer("Sopir", home=made.BUSANG, skills=["driver"])
    roster = made.roster(*((tired, place, day) for day in range(10, 16)), state=State.DRAFT)
    made.cover(place, [16], wanted=2)

    row = roster.unmet.get()

    assert row.missing == 2
    assert row.why["counts"] == {"rest": 1, "leave": 2}
    assert row.why["names"] == [["Lelah", "rest"], ["Cuti 0", "leave"], ["Cuti 1", "leave"]]


def test_after_a_sick_call_the_words_say_that_nobody_is_there() -> None:
    place, siti, budi = places.place("Kantor Camat Busang"), made.officer("Siti"), made.officer("Budi")
    made.cover(place, [5, 6], wanted=2)
    made.cover(place, [6], wanted=3)
    roster = made.roster((siti, place, 5), (siti, place, 6), (budi, place, 6))

    sick(siti, 5, 6)

    with override("id"):
        said = [gap.what for gap in told.gaps(queries.unmet(roster))]
    assert said == ["Tidak ada operator untuk Kantor Camat Busang", "Kantor Camat Busang: kurang 2 operator"]


def test_a_place_that_nobody_can_serve_says_so() -> None:
    place: Place = places.place("Kantor Camat Busang", area=made.BUSANG)
    made.officer(home=made.SANGATTA_UTARA)
    roster = made.roster(state=State.DRAFT)
    made.cover(place, [16])

    assert roster.unmet.get().why["counts"] == {}


def test_a_sick_call_of_somebody_put_on_duty_by_hand_is_repaired_too() -> None:
    _, (siti, *_) = made.office(officers=4)
    published = made.published(made.planned())
    day = next(day for day in made.days_of(published, siti) if day >= 10)
    published.duties.update(is_fixed=True)
    sick(siti, day, day)

    draft = replanned(day)

    assert draft.trouble is None
    assert gaps_of(draft) == []
    assert day not in made.days_of(draft, siti)
    assert {move.on for move in comparing.moves(published, draft)} >= {made.on(day)}
