"""Rest and hours are kept across the end of a month, whichever of the two months was published first."""

from datetime import date

import pytest

from rekam.domain.rosters.answer import Status
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.places.models import Place
from rekam.office.rosters import editing, planning, publishing, repairing, swaps, tasks, weights
from rekam.office.rosters.editing import Spot
from rekam.office.rosters.models import Duty, Officer, Roster, State
from rekam.office.rosters.moves import Post
from tests import make
from tests.office.accounts import staff
from tests.office.places import made as places
from tests.office.rosters import made

NOVEMBER = date(2016, 11, 1)  # a Tuesday


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def published_november(place: Place, who: Officer, days: range, state: State = State.PUBLISHED) -> Roster:
    held = Roster.objects.create(
        month=NOVEMBER, version=1, state=state, made_at=made.at(), published_at=made.at()
    )
    Duty.objects.bulk_create(
        Duty(roster=held, officer=who, place=place, on=NOVEMBER.replace(day=day), shift=made.shift(),
             skill="operator")
        for day in days
    )  # fmt: skip
    return held


def put(roster: Roster, who: Officer, place: Place, *days: int) -> None:
    for day in days:
        spot = Spot(who.pk, made.on(day))
        moves = editing.to_post(roster, spot, Post(place.pk, made.shift().pk, "operator"))
        editing.change(roster=roster, moves=moves, by=None, at=made.at())


def longest_run(*rosters: Roster, who: Officer) -> int:
    days = sorted(
        on for each in rosters for on in each.duties.filter(officer=who).values_list("on", flat=True)
    )
    best = run = 0
    for number, on in enumerate(days):
        run = run + 1 if number and (on - days[number - 1]).days == 1 else 1
        best = max(best, run)
    return best


def test_a_month_planned_after_the_next_one_leaves_rest_before_it() -> None:
    """Budi is on duty from the first to the fifth of November: of October's last days he has one at most."""
    place, (budi,) = made.office(officers=1)
    budi.hours_a_week = 60
    budi.save()
    november = published_november(place, budi, range(1, 6))

    october = made.planned()

    assert october.status == Status.BEST
    assert longest_run(october, november, who=budi) <= 6
    assert 31 not in made.days_of(october, budi) or 30 not in made.days_of(october, budi)


def test_after_a_sick_call_nobody_is_sent_into_a_run_that_the_next_month_goes_on_with() -> None:
    place = places.place("Kantor Camat Sangatta Utara")
    made.cover(place, range(1, 32))
    siti, budi = made.officer("Siti", hours_a_week=60), made.officer("Budi", hours_a_week=60)
    made.roster(*((siti, place, day) for day in range(26, 32)))
    november = published_november(place, budi, range(1, 6))
    repairing.away(officer=siti, start=made.on(26), end=made.on(31), kind="sick", by=None, at=made.at(26))

    begun = planning.begin(month=made.OCTOBER, by=None, at=made.at(26), seconds=5, from_day=made.on(26))
    draft = tasks.plan(begun, by=None)

    assert made.days_of(draft, budi)
    assert longest_run(draft, november, who=budi) <= 6


def test_the_last_weeks_hours_reach_into_the_next_month() -> None:
    """Monday the 31st of October, and five days from Tuesday to Saturday that are published."""
    place, (siti,) = made.office(officers=1)
    published_november(place, siti, range(1, 6))
    with pytest.raises(RuleBroken, match=r"duty\.most_minutes_a_week: Siti"):
        put(made.roster(state=State.DRAFT), siti, place, 31)

    october = made.planned()

    assert 31 not in made.days_of(october, siti)


def test_who_served_by_hand_before_the_day_from_which_a_change_is_planned_is_not_sent_on() -> None:
    """The roster has Siti until the fourteenth; Budi came in her place, as the planner writes down."""
    place = places.place("Kantor Camat Sangatta Utara")
    made.cover(place, range(1, 21))
    siti, budi = made.officer("Siti", hours_a_week=60), made.officer("Budi", hours_a_week=60)
    made.roster(*((siti, place, day) for day in range(9, 15)))
    draft = planning.draft(month=made.OCTOBER, by=None, at=made.at(15))
    for day in range(9, 15):
        moves = editing.carried(draft, *(Spot(who.pk, made.on(day)) for who in (siti, budi)))
        editing.change(roster=draft, moves=moves, by=None, at=made.at(15))
    made.leave(siti, 15, 31)  # nobody else can come from now on

    begun = planning.begin(month=made.OCTOBER, by=None, at=made.at(15), seconds=5)
    planned = tasks.plan(begun, by=None)
    bound = planned.bound
    publishing.publish(
        roster=planned, seen_revision=planned.revision, by=None, at=made.at(15), on=made.on(15)
    )

    assert made.days_of(planned, budi)[:7] == [9, 10, 11, 12, 13, 14, 16]
    assert Roster.objects.get(pk=planned.pk).bound == bound is not None


def test_a_first_month_that_is_planned_again_from_a_day_on_goes_on_from_its_own_days() -> None:
    """Nothing is published: from the third to the eighth, Budi is on duty in the draft alone."""
    place, budi = places.place("Kantor Camat Sangatta Utara"), made.officer("Budi", hours_a_week=60)
    made.cover(place, range(3, 15))
    whole = made.planned()
    whole.duties.filter(on__lt=made.on(9)).delete()
    put(whole, budi, place, *range(3, 9))

    begun = planning.begin(month=made.OCTOBER, by=None, at=made.at(), seconds=5, from_day=made.on(9))
    draft = tasks.plan(begun, by=None)
    made.published(draft)

    assert begun.from_day == made.on(9)
    assert made.days_of(draft, budi)[:7] == [3, 4, 5, 6, 7, 8, 10]


def test_weekends_of_the_draft_itself_count_for_what_is_planned_after_them() -> None:
    """Siti has the first two weekends in the draft, of three: the third is Budi's."""
    place = places.place("Kantor Camat Sangatta Utara")
    made.cover(place, [1, 2, 8, 9, 15, 16])
    siti, budi = made.officer("Siti"), made.officer("Budi")
    made.roster(*((siti, place, day) for day in (1, 2, 8, 9)), state=State.DRAFT)

    begun = planning.begin(month=made.OCTOBER, by=None, at=made.at(), seconds=5, from_day=made.on(10))
    draft = tasks.plan(begun, by=None)

    assert made.days_of(draft, budi) == [15, 16]


def test_a_rest_of_one_day_is_counted_over_the_end_of_the_month_too() -> None:
    """Somebody has to come on the 31st of October, and is on duty again on the second of November."""
    place, budi = places.place("Kantor Camat Sangatta Utara"), made.officer("Budi")
    made.cover(place, [31])
    published_november(place, budi, range(2, 3))

    alone = made.planned()
    assert (made.days_of(alone, budi), alone.parts["rest"]) == ([31], weights.SHORT_REST)

    siti = made.officer("Siti")
    with_siti = made.planned()
    assert (made.days_of(with_siti, siti), with_siti.parts["rest"]) == ([31], 0)


def test_a_change_by_hand_keeps_the_rest_before_the_next_month() -> None:
    place, budi = places.place(), made.officer("Budi", hours_a_week=60)
    published_november(place, budi, range(1, 6))
    roster = made.roster(state=State.DRAFT)

    put(roster, budi, place, 31)
    with pytest.raises(RuleBroken, match=r"duty\.most_days_on: Budi .* 30-10-2016 – 05-11-2016"):
        put(roster, budi, place, 30)


def test_a_run_of_the_next_month_alone_is_no_trouble_of_this_one() -> None:
    place, budi = places.place(), made.officer("Budi", hours_a_week=60)
    published_november(place, budi, range(1, 9))
    roster = made.roster(state=State.DRAFT)

    put(roster, budi, place, 28, 29, 30)

    assert made.days_of(roster, budi) == [28, 29, 30]


def test_a_draft_of_the_next_month_binds_nobody() -> None:
    place, budi = places.place(), made.officer("Budi", hours_a_week=60)
    published_november(place, budi, range(1, 6), State.DRAFT)
    roster = made.roster(state=State.DRAFT)

    put(roster, budi, place, 30, 31)

    assert made.days_of(roster, budi) == [30, 31]


def test_a_swap_keeps_the_rest_before_the_next_month() -> None:
    place = places.place()
    siti = made.officer("Siti", user=staff.person(Role.OPERATOR))
    budi = made.officer("Budi", hours_a_week=60)
    roster = made.roster((siti, place, 30), (budi, place, 31))
    published_november(place, budi, range(1, 6))
    assert siti.user is not None

    with pytest.raises(RuleBroken, match=r"duty\.most_days_on: Budi"):
        swaps.ask(
            duty=roster.duties.get(officer=siti), asked_of=budi, with_duty=None, by=siti.user, at=made.at(),
            on=made.on(1),
        )  # fmt: skip


def test_of_two_drafts_the_one_published_last_is_held_to_the_other() -> None:
    place, budi = places.place(), made.officer("Budi", hours_a_week=60)
    october = made.roster(state=State.DRAFT)
    put(october, budi, place, 29, 30, 31)
    published_november(place, budi, range(1, 6))

    with pytest.raises(RuleBroken, match=r"duty\.most_days_on: Budi .* 29-10-2016 – 05-11-2016"):
        made.published(Roster.objects.get(pk=october.pk))
    assert Roster.objects.get(pk=october.pk).state == State.DRAFT


def test_what_the_roster_before_broke_already_does_not_hold_up_its_successor() -> None:
    place, budi = places.place(), made.officer("Budi", hours_a_week=60)
    made.roster(*((budi, place, day) for day in (10, 29, 30, 31)))
    published_november(place, budi, range(1, 6))
    draft = planning.draft(month=made.OCTOBER, by=None, at=made.at())
    moves = editing.to_post(draft, Spot(budi.pk, made.on(10)), None)
    editing.change(roster=draft, moves=moves, by=None, at=made.at())
    draft.refresh_from_db()

    publishing.publish(roster=draft, seen_revision=draft.revision, by=None, at=made.at())

    assert Roster.objects.get(pk=draft.pk).state == State.PUBLISHED


def test_a_day_of_leave_makes_nobody_tired() -> None:
    """Five days worked and one of leave between two more: neither a run of eight, nor hours."""
    place, budi = places.place(), made.officer("Budi", hours_a_week=60)
    roster = made.roster(*((budi, place, day) for day in range(3, 9)), state=State.DRAFT)
    made.leave(budi, 8)

    put(roster, budi, place, 9, 10)

    assert made.days_of(roster, budi) == list(range(3, 11))
