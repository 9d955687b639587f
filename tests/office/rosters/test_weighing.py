"""What a roster costs follows whatever happens to it; what was proven is said of nothing else."""

import pytest
from django.test import Client

from rekam.office.accounts.rights import Role
from rekam.office.places.models import Place
from rekam.office.rosters import actions, checking, editing, planning, repairing, swaps, tasks, told, weighing
from rekam.office.rosters.editing import Spot
from rekam.office.rosters.models import Officer, Roster
from rekam.office.rosters.moves import Move, Post
from tests.office.accounts import staff
from tests.office.rosters import made
from tests.office.rosters.screens.desk import text

PLAN = "/jadwal-piket/2016-10/rencana/"
BEST, BEST_THEN = "Jadwal terbaik yang ada: terbukti.", "Jadwal terbaik waktu itu: terbukti."
ONCE = "Jadwal terbaik ketika disusun: terbukti waktu itu."
CHANGED = "tidak diketahui lagi: ada yang berubah sejak disusun"


@pytest.fixture(scope="module", autouse=True)
def october(ground: None) -> None:
    """Three officers of one place, and a draft of their month."""
    made.office()
    made.planned()


def free(roster: Roster, who: Officer, day: int) -> None:
    moves = editing.to_post(roster, Spot(who.pk, made.on(day)), None)
    editing.change(roster=roster, moves=moves, by=None, at=made.at())


def put(roster: Roster, who: Officer, day: int) -> None:
    place = roster.duties.first().place_id  # type: ignore[union-attr]
    post = Post(place, made.shift().pk, "operator")
    moves = editing.to_post(roster, Spot(who.pk, made.on(day)), post)
    editing.change(roster=roster, moves=moves, by=None, at=made.at())


def recounted(roster: Roster) -> Roster:
    """As it is held now; the parts have to add up."""
    roster.refresh_from_db()
    assert roster.penalty == sum(roster.parts.values())
    return roster


@pytest.fixture
def planner() -> Client:
    return staff.browser(made.planner())


def test_a_roster_is_proven_the_best_until_something_changes(planner: Client) -> None:
    place = Place.objects.get()
    roster = Roster.objects.get()
    before = text(planner.get(PLAN))

    made.cover(place, [5], wanted=0)
    after = text(planner.get(PLAN))

    assert BEST in before
    assert CHANGED not in before
    assert recounted(roster).bound is None
    assert BEST not in after
    assert BEST_THEN in after
    assert CHANGED in after


def test_what_was_proven_before_it_was_kept_for_what_stands_while_the_roster_costs_the_same() -> None:
    place = Place.objects.get()
    roster = Roster.objects.get()
    bound, kept_for = roster.bound, roster.proven_for
    Roster.objects.update(proven_for="")

    made.cover(place, [5], wanted=1)
    assert recounted(roster).bound == bound is not None
    assert roster.proven_for == kept_for
    made.cover(place, [5], wanted=0)
    assert recounted(roster).bound is None


def test_where_it_was_not_kept_what_a_proof_was_for_nobody_is_told_of_a_change(planner: Client) -> None:
    """Of what costs otherwise by now: whether it has changed, or is counted in another way, nobody knows."""
    place = Place.objects.get()
    roster = Roster.objects.get()
    Roster.objects.update(proven_for="", parts=roster.parts | {"missing": 1})

    made.cover(place, [5], wanted=1)
    page = text(planner.get(PLAN))

    assert recounted(roster).bound is None
    assert ONCE in page
    assert BEST not in page
    assert CHANGED not in page
    assert "tidak diketahui" in page


def test_the_same_cover_said_again_forgets_nothing() -> None:
    place = Place.objects.get()
    roster = Roster.objects.get()
    bound = roster.bound

    made.cover(place, [5], wanted=1)

    assert recounted(roster).bound == bound is not None


def test_leave_in_a_published_month_costs_what_it_leaves_open() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    roster = made.published(Roster.objects.get())
    days = made.days_of(roster, siti)[:2]

    for day in days:
        on = made.on(day)
        repairing.away(officer=siti, start=on, end=on, kind="sick", by=None, at=made.at())

    assert recounted(roster).parts["missing"] == 4000 * len(days)
    assert roster.bound is None


def test_a_last_day_costs_what_it_leaves_open() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    roster = made.published(Roster.objects.get())
    later = [day for day in made.days_of(roster, siti) if day > 16]

    repairing.leave_office(officer=siti, until=made.on(16), by=None, at=made.at(10))

    assert recounted(roster).parts["missing"] == 4000 * len(later) > 0
    assert roster.bound is None


def test_a_swap_costs_what_it_does_and_the_bound_stays() -> None:
    siti, budi, _ = Officer.objects.order_by("pk")
    siti.user, budi.user = (staff.person(Role.OPERATOR) for _ in range(2))
    siti.save()
    budi.save()
    roster = made.published(Roster.objects.get())
    bound, of_budi = roster.bound, set(made.days_of(roster, budi))
    day = _free_for(roster, siti, budi)
    duty = roster.duties.get(officer=siti, on=made.on(day))

    swap = swaps.ask(duty=duty, asked_of=budi, with_duty=None, by=siti.user, at=made.at(), on=made.on(1))
    swaps.agree(swap=swap, by=budi.user, at=made.at(), on=made.on(1))
    swaps.approve(swap=swap, by=made.planner(), at=made.at(), on=made.on(1))

    assert set(made.days_of(roster, budi)) == of_budi | {day}
    parts, penalty = recounted(roster).parts, roster.penalty
    weighing.renew(roster)
    assert (parts, penalty) == (roster.parts, roster.penalty)
    assert roster.bound == bound is not None


def _free_for(roster: Roster, giver: Officer, taker: Officer) -> int:
    """A day of the one that the other could take over."""
    checker = checking.Checker(roster)
    for duty in roster.duties.filter(officer=giver):
        post = Post(duty.place_id, duty.shift_id, duty.skill)
        if not checker.broken([Move(taker.pk, duty.on, None, post)]):
            return duty.on.day
    raise AssertionError("nobody could take over")


def test_a_duty_that_planning_was_bound_to_is_changed_and_nothing_is_proven_any_more() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    roster = Roster.objects.get()
    roster.duties.filter(officer=siti).update(is_fixed=True)
    roster = made.planned()
    assert roster.bound is not None

    free(roster, siti, made.days_of(roster, siti)[0])

    assert recounted(roster).bound is None


def test_a_duty_that_was_put_there_afterwards_is_changed_and_the_bound_stays() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    roster = Roster.objects.get()
    bound, day = roster.bound, made.days_of(roster, siti)[0]

    free(roster, siti, day)
    put(roster, siti, day)
    free(roster, siti, day)
    editing.undo(roster=roster, by=None, at=made.at())

    assert recounted(roster).bound == bound is not None
    assert day in made.days_of(roster, siti)


def test_a_change_before_the_days_that_were_planned_leaves_nothing_proven() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    made.published(Roster.objects.get())
    begun = planning.begin(month=made.OCTOBER, by=None, at=made.at(), seconds=5, from_day=made.on(15))
    roster = tasks.plan(begun, by=None)
    assert roster.bound is not None

    free(roster, siti, made.days_of(roster, siti)[0])

    assert recounted(roster).bound is None


def test_a_wish_that_came_after_the_planning_is_counted_with_the_next_change_and_nothing_is_proven() -> None:
    siti, budi, *_ = Officer.objects.order_by("pk")
    roster = Roster.objects.get()
    day = made.days_of(roster, siti)[0]
    actions.set_wish(officer=budi, on=made.on(day), wants_duty=True, by=made.planner(), at=made.at())

    free(roster, siti, day)

    assert recounted(roster).bound is None
    assert roster.parts["wishes"] > 0


def test_what_was_proven_for_something_else_is_no_distance_from_the_best() -> None:
    assert told.part_above(100, 120) is None
    assert told.part_above(120, 120) == 0.0
    assert told.part_above(120, 90) == 25.0
