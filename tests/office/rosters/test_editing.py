"""Changing a draft by hand: the rules are asked at once, and everything can be undone."""

from typing import Any

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.places.models import Place
from rekam.office.rosters import editing, repairing
from rekam.office.rosters.editing import Spot
from rekam.office.rosters.models import Officer, Roster, State
from rekam.office.rosters.moves import Move, Post
from tests import make
from tests.office.places import made as places
from tests.office.rosters import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def draft(*duties: tuple[Officer, Place, int]) -> Roster:
    return made.roster(*duties, state=State.DRAFT)


def post(place: Place, skill: str = "operator") -> Post:
    return Post(place.pk, made.shift().pk, skill)


def put(roster: Roster, who: Officer, day: int, place: Place | None, **facts: Any) -> None:
    moves = editing.to_post(roster, Spot(who.pk, made.on(day)), post(place, **facts) if place else None)
    editing.change(roster=roster, moves=moves, by=None, at=made.at())


def carry(roster: Roster, one: tuple[Officer, int], other: tuple[Officer, int]) -> None:
    source, target = (Spot(who.pk, made.on(day)) for who, day in (one, other))
    moves = editing.carried(roster, source, target)
    editing.change(roster=roster, moves=moves, by=None, at=made.at())


def undo(roster: Roster) -> None:
    editing.undo(roster=roster, by=None, at=made.at())


def test_a_duty_is_put_and_stays_when_planned_again() -> None:
    place, siti = places.place(), made.officer()
    roster = draft()

    put(roster, siti, 5, place)

    duty = roster.duties.get()
    assert (duty.officer, duty.on, duty.is_fixed) == (siti, made.on(5), True)


def test_a_change_fills_or_leaves_a_gap() -> None:
    place, (siti, *_) = made.office()
    roster = draft((siti, place, 5))

    put(roster, siti, 6, place)
    put(roster, siti, 5, None)

    missing = [row.on.day for row in roster.unmet.all()]
    assert 5 in missing
    assert 6 not in missing


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"days_off": [2]}, "duty.day_off"),  # the fifth is a Wednesday
        ({"since": made.on(6)}, "duty.not_here"),
        ({"until": made.on(4)}, "duty.not_here"),
        ({"skills": ["driver"]}, "duty.skill"),
        ({"home": made.BUSANG}, "duty.place"),
    ],
)
def test_who_cannot_be_there_is_not_put_there(facts: dict[str, Any], code: str) -> None:
    place, siti = places.place(), made.officer(**facts)
    roster = draft()

    with pytest.raises(RuleBroken, match=code):
        put(roster, siti, 5, place)
    assert not roster.duties.exists()


def test_who_is_on_leave_is_not_put_on_duty() -> None:
    place, siti = places.place(), made.officer("Siti")
    made.leave(siti, 5, 6)

    with pytest.raises(RuleBroken, match=r"duty\.leave: Siti is on leave on 05-10-2016"):
        put(draft(), siti, 5, place)


def test_a_seventh_day_in_a_row_is_refused_with_the_days() -> None:
    place, siti = places.place(), made.officer("Siti", hours_a_week=60)
    roster = draft(*((siti, place, day) for day in range(10, 16)))

    with pytest.raises(RuleBroken, match=r"most_days_on.*six days in a row: 10-10-2016 – 16-10-2016"):
        put(roster, siti, 16, place)


def test_days_of_the_month_before_count_for_the_rest() -> None:
    place, siti = places.place(), made.officer("Siti", hours_a_week=60)
    september = made.OCTOBER.replace(month=9)
    earlier = Roster.objects.create(
        month=september, version=1, state=State.PUBLISHED, made_at=made.at(), published_at=made.at()
    )
    for day in range(26, 31):
        earlier.duties.create(
            officer=siti, place=place, on=september.replace(day=day), shift=made.shift(), skill="operator"
        )
    roster = draft((siti, place, 1))

    with pytest.raises(RuleBroken, match=r"most_days_on.*26-09-2016 – 02-10-2016"):
        put(roster, siti, 2, place)


def test_more_hours_than_the_week_allows_are_refused() -> None:
    place, siti = places.place(), made.officer("Siti")
    roster = draft(*((siti, place, day) for day in range(3, 8)))

    with pytest.raises(RuleBroken, match=r"most_minutes_a_week.*03-10-2016 – 09-10-2016"):
        put(roster, siti, 9, place)


def test_what_was_wrong_before_does_not_stop_another_change() -> None:
    place, siti = places.place(), made.officer()
    roster = draft((siti, place, 5))
    made.leave(siti, 5)

    put(roster, siti, 12, place)

    assert made.days_of(roster, siti) == [5, 12]


def test_a_duty_is_carried_to_another_day() -> None:
    place, siti = places.place(), made.officer()
    roster = draft((siti, place, 5))

    carry(roster, (siti, 5), (siti, 7))

    assert made.days_of(roster, siti) == [7]


def test_a_duty_carried_to_a_colleague_who_works_is_exchanged() -> None:
    here, there = places.place(), places.place()
    siti, budi = made.officer(), made.officer()
    roster = draft((siti, here, 5), (budi, there, 5))

    carry(roster, (siti, 5), (budi, 5))

    assert {(d.officer, d.place) for d in roster.duties.all()} == {(siti, there), (budi, here)}


def test_changes_are_undone_one_after_the_other() -> None:
    place, siti, budi = places.place(), made.officer(), made.officer()
    roster = draft((siti, place, 5))
    carry(roster, (siti, 5), (budi, 5))
    put(roster, siti, 8, place)

    editing.undo(roster=roster, by=None, at=made.at())
    first = {(d.officer, d.on.day) for d in roster.duties.all()}
    editing.undo(roster=roster, by=None, at=made.at())

    assert first == {(budi, 5)}
    assert {(d.officer, d.on.day) for d in roster.duties.all()} == {(siti, 5)}
    with pytest.raises(RuleBroken, match=r"change\.nothing_to_undo"):
        editing.undo(roster=roster, by=None, at=made.at())


def test_undo_leaves_a_last_day_alone_and_takes_ones_own_change_back() -> None:
    place, siti, budi = places.place(), made.officer("Siti"), made.officer("Budi")
    roster = draft((siti, place, 20))
    put(roster, budi, 8, place)
    repairing.leave_office(officer=siti, until=made.on(16), by=None, at=made.at())

    undo(roster)

    assert not roster.duties.exists()
    with pytest.raises(RuleBroken, match=r"change\.nothing_to_undo"):
        undo(roster)


def test_undo_puts_nobody_on_duty_who_was_granted_leave_since() -> None:
    place, siti = places.place(), made.officer("Siti")
    roster = draft((siti, place, 5))
    put(roster, siti, 5, None)
    made.leave(siti, 5)

    with pytest.raises(RuleBroken, match=r"duty\.leave: Siti is on leave on 05-10-2016"):
        undo(roster)
    assert not roster.duties.exists()


def test_undo_puts_nobody_back_after_their_last_day() -> None:
    place, siti = places.place(), made.officer("Siti")
    roster = draft((siti, place, 20))
    put(roster, siti, 20, None)
    repairing.leave_office(officer=siti, until=made.on(16), by=None, at=made.at())

    with pytest.raises(RuleBroken, match=r"duty\.not_here: Siti"):
        undo(roster)


def test_what_was_set_by_hand_before_is_so_again_after_undo() -> None:
    here, there, siti = places.place(), places.place(), made.officer("Siti")
    roster = draft((siti, here, 9))
    put(roster, siti, 8, here)
    put(roster, siti, 8, there)
    put(roster, siti, 9, None)

    undo(roster)
    undo(roster)

    held = {duty.on.day: (duty.place, duty.is_fixed) for duty in roster.duties.all()}
    assert held == {8: (here, True), 9: (here, False)}


def test_two_planners_who_change_the_same_day_do_not_overwrite_each_other() -> None:
    here, there, siti = places.place(), places.place(), made.officer("Siti")
    roster = draft()
    seen = [Move(siti.pk, made.on(5), None, post(there))]
    put(roster, siti, 5, here)

    with pytest.raises(RuleBroken, match=r"duty\.changed_meanwhile: What Siti does on 05-10-2016"):
        editing.change(roster=roster, moves=seen, by=None, at=made.at())
    assert roster.duties.get().place == here


def test_a_published_roster_is_not_changed_by_hand() -> None:
    place, siti = places.place(), made.officer()
    roster = made.roster((siti, place, 5))

    with pytest.raises(RuleBroken, match=r"roster\.not_now"):
        put(roster, siti, 6, place)


def test_the_penalty_follows_a_change_and_the_bound_stays() -> None:
    _, (siti, *_) = made.office()
    roster = made.planned()
    bound, day = roster.bound, made.days_of(roster, siti)[0]

    put(roster, siti, day, None)

    roster.refresh_from_db()
    assert roster.parts["missing"] == 4000
    assert roster.penalty == sum(roster.parts.values())
    assert roster.bound == bound


def test_what_can_stand_in_a_cell_is_told_with_the_rule_against_it() -> None:
    place, (siti, *_) = made.office()
    other = places.place("Kantor Camat Lain")
    made.cover(other, [5])
    roster = draft((siti, place, 5))
    put(roster, siti, 7, place)  # a change tells what is missing

    found, _ = editing.choices(roster, Spot(siti.pk, made.on(5)))
    made.leave(siti, 5)
    refused, _ = editing.choices(roster, Spot(siti.pk, made.on(6)))
    away, _ = editing.choices(roster, Spot(siti.pk, made.on(5)))

    assert [(choice.post.place, choice.missing, choice.against) for choice in found] == [(other.pk, 1, None)]
    assert [choice.against for choice in refused] == [None]
    assert [choice.against.rule for choice in away if choice.against] == []  # it is broken already
