"""Who goes out on a visit is at no counter on that day, and no roster puts them there."""

from datetime import date

import pytest
from django.utils.translation import override

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.places.models import Place
from rekam.office.rosters import editing, planning, repairing, swaps, tasks, told
from rekam.office.rosters.editing import Spot
from rekam.office.rosters.models import Officer, Roster, State
from rekam.office.rosters.moves import Post
from rekam.office.visits import actions
from rekam.office.visits.models import Visit
from tests import make
from tests.office.accounts import staff
from tests.office.places import made as places
from tests.office.rosters import made
from tests.office.visits import made as visits


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def goes(*crew: Officer, day: int = 5, to: Place | None = None) -> Visit:
    village = to or places.place(f"Balai Desa {day}", area=made.BUSANG)
    return visits.planned(village, made.on(day), crew=crew)


def put(roster: Roster, who: Officer, place: Place, day: int) -> None:
    post = Post(place.pk, made.shift().pk, "operator")
    moves = editing.to_post(roster, Spot(who.pk, made.on(day)), post)
    editing.change(roster=roster, moves=moves, by=None, at=made.at())


def replanned(day: int) -> Roster:
    begun = planning.begin(month=made.OCTOBER, by=None, at=made.at(), seconds=5, from_day=made.on(day))
    return tasks.plan(begun, by=None)


def test_who_goes_out_on_a_visit_is_put_to_no_post_by_hand() -> None:
    place, siti = places.place(), made.officer("Siti")
    roster = made.roster(state=State.DRAFT)
    visit = goes(siti)

    with pytest.raises(RuleBroken, match=r"duty\.on_visit: Siti goes out on a visit on 05-10-2016"):
        put(roster, siti, place, 5)
    put(roster, siti, place, 6)
    actions.cancel_visit(visit=visit, why="Hujan", by=None, at=made.at(2))
    put(roster, siti, place, 5)

    assert made.days_of(roster, siti) == [5, 6]


def test_at_the_place_that_they_visit_they_can_be_on_duty() -> None:
    place, siti = places.place(), made.officer("Siti")
    roster = made.roster(state=State.DRAFT)
    goes(siti, to=place)

    put(roster, siti, place, 5)

    assert made.days_of(roster, siti) == [5]


def test_a_duty_is_not_swapped_onto_the_day_of_a_visit() -> None:
    place = places.place()
    siti, budi = made.officer("Siti", user=staff.person(Role.OPERATOR)), made.officer("Budi")
    roster = made.roster((siti, place, 5))
    goes(budi)
    assert siti.user is not None

    with pytest.raises(RuleBroken, match=r"duty\.on_visit: Budi"):
        swaps.ask(
            duty=roster.duties.get(), asked_of=budi, with_duty=None, by=siti.user, at=made.at(),
            on=made.on(1),
        )  # fmt: skip


def test_planning_puts_somebody_else_to_the_post_and_says_who_is_out_where_there_is_nobody() -> None:
    place = places.place()
    made.cover(place, [5, 6])
    siti, budi = made.officer("Siti"), made.officer("Budi")
    goes(siti, day=5)
    goes(siti, budi, day=6)

    october = made.planned()

    assert (made.days_of(october, siti), made.days_of(october, budi)) == ([], [5])
    with override("id"):
        assert [told.why(row) for row in october.unmet.all()] == ["2 sedang keluar untuk kunjungan"]


def test_a_draft_is_not_published_over_a_visit_that_was_planned_since() -> None:
    place, siti = places.place(), made.officer("Siti")
    draft = made.roster((siti, place, 5), state=State.DRAFT)
    goes(siti)

    with pytest.raises(RuleBroken, match=r"duty\.on_visit: Siti"):
        made.published(draft)


def test_a_crew_that_was_made_of_those_on_duty_at_the_base_stays_on_duty_there() -> None:
    """Their duty says that they work on that day; a sick call of another officer sends them nowhere else."""
    place = places.place()
    other = places.place("Balai Umum")
    siti, budi, dewi = made.officer("Siti"), made.officer("Budi"), made.officer("Dewi")
    made.cover(place, range(3, 8), 1)
    made.roster(*((siti, place, day) for day in range(3, 8)), (budi, other, 5), (dewi, place, 7))
    made.cover(other, [5, 7], priority=3)
    goes(siti)
    repairing.away(officer=budi, start=made.on(5), end=made.on(5), kind="sick", by=None, at=made.at(5))
    made.leave(dewi, 5)

    draft = replanned(5)

    assert draft.duties.get(officer=siti, on=made.on(5)).place == place
    assert [row.on for row in draft.unmet.all()] == [date(2016, 10, 5)]
    made.published(draft)


def test_a_swapped_duty_and_the_day_that_was_given_away_stay_when_the_month_is_planned_again() -> None:
    place, siti, budi = swapped(for_theirs=True)
    other = places.place("Balai Umum")
    made.cover(other, [5], priority=3)  # Budi could go there, and Siti back to her post
    made.cover(place, [7], 2)  # and on his old day Budi could come as well

    draft = replanned(2)

    assert [(duty.on.day, duty.place.name) for duty in draft.duties.filter(officer=budi)] == [(5, place.name)]
    assert made.days_of(draft, siti) == [7]


def test_a_day_given_away_for_nothing_stays_free() -> None:
    place, siti, budi = swapped(for_theirs=False)
    made.cover(place, [5], 2)

    draft = replanned(2)

    assert (made.days_of(draft, siti), made.days_of(draft, budi)) == ([], [5, 7])


def test_by_hand_a_planner_can_still_change_what_was_swapped() -> None:
    _place, siti, budi = swapped(for_theirs=True)
    draft = planning.draft(month=made.OCTOBER, by=None, at=made.at())
    spots = (Spot(budi.pk, made.on(5)), Spot(siti.pk, made.on(5)))
    editing.change(roster=draft, moves=editing.carried(draft, *spots), by=None, at=made.at())

    planned = replanned(2)

    assert made.days_of(planned, siti) == [5, 7]


def test_a_proof_for_days_given_away_is_forgotten_when_one_is_served_after_all() -> None:
    place, siti, budi = swapped(for_theirs=False)
    planned = replanned(2)
    bound = planned.bound

    put(planned, budi, place, 6)
    kept = Roster.objects.get(pk=planned.pk).bound
    put(planned, siti, place, 5)

    assert kept == bound is not None
    assert Roster.objects.get(pk=planned.pk).bound is None


def swapped(*, for_theirs: bool) -> tuple[Place, Officer, Officer]:
    """Siti had the fifth and Budi the seventh, until they swapped or she gave hers away."""
    place = places.place()
    made.cover(place, [5, 7])
    siti, budi = (made.officer(name, user=staff.person(Role.OPERATOR)) for name in ("Siti", "Budi"))
    roster = made.roster((siti, place, 5), (budi, place, 7))
    assert siti.user is not None
    assert budi.user is not None
    theirs = roster.duties.get(officer=budi) if for_theirs else None
    when = {"at": made.at(), "on": made.on(1)}
    swap = swaps.ask(
        duty=roster.duties.get(officer=siti), asked_of=budi, with_duty=theirs, by=siti.user, **when
    )
    swaps.agree(swap=swap, by=budi.user, **when)
    swaps.approve(swap=swap, by=made.planner(), **when)
    return place, siti, budi
