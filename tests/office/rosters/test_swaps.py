"""A swap is asked, agreed and approved; each step asks the rules and only those whom it concerns."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rekam.domain.trouble import Forbidden, RuleBroken
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.places.models import Place
from rekam.office.rosters import planning, swapping, swaps
from rekam.office.rosters.models import Notice, Officer, Roster, State, Swap, SwapState
from tests import make
from tests.office.accounts import staff
from tests.office.places import made as places
from tests.office.rosters import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


class Scene:
    """Siti is on duty on the fifth, Budi on the seventh, in the same place."""

    def __init__(self) -> None:
        self.place: Place = places.place()
        self.siti, self.budi = self.with_account("Siti"), self.with_account("Budi")
        self.roster: Roster = made.roster((self.siti, self.place, 5), (self.budi, self.place, 7))

    @staticmethod
    def with_account(name: str) -> Officer:
        return made.officer(name, user=staff.person(Role.OPERATOR, full_name=name))

    def ask(self, *, for_theirs: bool = True, **about: Any) -> Swap:
        values: dict[str, Any] = {
            "duty": self.roster.duties.get(officer=self.siti),
            "asked_of": self.budi,
            "with_duty": self.roster.duties.get(officer=self.budi) if for_theirs else None,
            "by": self.siti.user,
            **when(),
            **about,
        }
        return swaps.ask(**values)

    def days(self) -> dict[str, list[int]]:
        return {who.name: made.days_of(self.roster, who) for who in (self.siti, self.budi)}


def when(day: int = 1) -> dict[str, Any]:
    return {"at": made.at(day), "on": made.on(day)}


def account(officer: Officer) -> User:
    assert officer.user is not None
    return officer.user


def test_a_swap_goes_from_one_to_the_other_to_the_planner() -> None:
    scene = Scene()

    swap = scene.ask()
    swaps.agree(swap=swap, by=account(scene.budi), **when())
    before = scene.days()
    done = swaps.approve(swap=swap, by=made.planner(), **when())

    assert before == {"Siti": [5], "Budi": [7]}
    assert scene.days() == {"Siti": [7], "Budi": [5]}
    assert done.state == SwapState.APPROVED
    codes = list(Notice.objects.order_by("id").values_list("officer__name", "code"))
    assert codes == [
        ("Budi", "swap.asked"),
        ("Siti", "swap.agreed"),
        ("Budi", "swap.approved"),
        ("Siti", "swap.approved"),
    ]


def test_a_duty_is_taken_over_for_nothing() -> None:
    scene = Scene()

    swap = scene.ask(for_theirs=False)
    swaps.agree(swap=swap, by=account(scene.budi), **when())
    swaps.approve(swap=swap, by=made.planner(), **when())

    assert scene.days() == {"Siti": [], "Budi": [5, 7]}


def test_a_swap_that_breaks_a_rule_is_refused_when_it_is_asked() -> None:
    scene = Scene()
    made.leave(scene.budi, 5)

    with pytest.raises(RuleBroken, match=r"duty\.leave: Budi is on leave on 05-10-2016"):
        scene.ask()
    assert not Swap.objects.exists()


@pytest.mark.parametrize("step", ["agree", "approve"])
def test_a_swap_that_came_to_break_a_rule_is_refused_at_the_next_step(step: str) -> None:
    scene = Scene()
    swap = scene.ask()
    if step == "approve":
        swaps.agree(swap=swap, by=account(scene.budi), **when())
    made.leave(scene.siti, 7)
    by = made.planner() if step == "approve" else account(scene.budi)

    with pytest.raises(RuleBroken, match=r"duty\.leave: Siti is on leave"):
        getattr(swaps, step)(swap=swap, by=by, **when())
    assert scene.days() == {"Siti": [5], "Budi": [7]}


def test_what_nobody_agreed_on_is_not_approved() -> None:
    scene = Scene()
    swap = scene.ask()

    with pytest.raises(RuleBroken, match=r"swap\.not_now"):
        swaps.approve(swap=swap, by=made.planner(), **when())


def test_only_the_one_who_was_asked_agrees() -> None:
    scene = Scene()
    swap = scene.ask()

    with pytest.raises(Forbidden, match=r"swap\.of_others"):
        swaps.agree(swap=swap, by=account(scene.siti), **when())


def test_nobody_gives_away_the_duty_of_another() -> None:
    scene = Scene()

    with pytest.raises(Forbidden, match=r"swap\.of_others"):
        scene.ask(by=account(scene.budi))


def test_a_duty_is_given_to_one_colleague_at_a_time() -> None:
    scene = Scene()
    scene.ask()

    with pytest.raises(RuleBroken, match=r"swap\.asked_already"):
        scene.ask(for_theirs=False)


def test_after_it_was_declined_or_withdrawn_it_can_be_asked_again() -> None:
    scene = Scene()

    swaps.decline(swap=scene.ask(), by=account(scene.budi), at=made.at())
    swaps.withdraw(swap=scene.ask(), by=account(scene.siti), at=made.at())
    scene.ask()

    assert Swap.objects.count() == 3


def test_yesterday_is_not_swapped() -> None:
    scene = Scene()

    with pytest.raises(RuleBroken, match=r"swap\.in_the_past"):
        scene.ask(**when(6))


def test_a_draft_made_before_a_swap_no_longer_replaces_the_roster() -> None:
    scene = Scene()
    draft = planning.draft(month=made.OCTOBER, by=None, at=made.at())
    swap = scene.ask()
    swaps.agree(swap=swap, by=account(scene.budi), **when())

    swaps.approve(swap=swap, by=made.planner(), **when())

    with pytest.raises(RuleBroken, match=r"roster\.published_meanwhile"):
        made.published(draft)


def test_a_swap_goes_on_in_a_new_version_that_left_its_duties_alone() -> None:
    scene = Scene()
    swap = scene.ask()
    draft = planning.draft(month=made.OCTOBER, by=None, at=made.at())

    made.published(draft)
    swaps.agree(swap=swap, by=account(scene.budi), **when())
    swaps.approve(swap=swap, by=made.planner(), **when())

    assert made.days_of(draft, scene.budi) == [5]


def test_a_swap_lapses_when_a_new_version_moved_its_duty() -> None:
    scene = Scene()
    swap = scene.ask()
    draft = planning.draft(month=made.OCTOBER, by=None, at=made.at())
    draft.duties.filter(officer=scene.budi).delete()

    made.published(draft)

    swap.refresh_from_db()
    assert swap.state == SwapState.LAPSED
    assert Notice.objects.filter(code="swap.lapsed").count() == 2


def test_when_a_duty_was_swapped_what_others_asked_for_it_lapses() -> None:
    scene = Scene()
    dewi = scene.with_account("Dewi")
    mine = scene.roster.duties.create(
        officer=dewi, place=scene.place, on=made.on(9), shift=made.shift(), skill="operator"
    )
    swap, other = scene.ask(), scene.ask(duty=mine, by=account(dewi))
    swaps.agree(swap=swap, by=account(scene.budi), **when())

    swaps.approve(swap=swap, by=made.planner(), **when())

    other.refresh_from_db()
    swap.refresh_from_db()
    assert (swap.state, other.state) == (SwapState.APPROVED, SwapState.LAPSED)
    assert Notice.objects.filter(code="swap.lapsed", officer=dewi).exists()


def test_a_step_is_taken_in_the_version_that_the_swap_was_carried_to() -> None:
    """The page that was open still knows the older version; the one that is published is locked."""
    scene = Scene()
    swap = scene.ask()
    later = made.published(planning.draft(month=made.OCTOBER, by=None, at=made.at()))
    swap.roster = scene.roster

    with CaptureQueriesContext(connection) as asked:
        agreed = swaps.agree(swap=swap, by=account(scene.budi), **when())

    assert agreed.roster == later
    if connection.features.has_select_for_update:
        locks = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"] and "roster" in query["sql"]]
        assert f'"id" = {later.pk} ' in locks[0]


def test_only_swaps_that_keep_the_rules_are_offered() -> None:
    scene = Scene()
    made.leave(made.officer("Ani"), 5)
    made.officer("Sopir", skills=["driver"])
    made.officer("Jauh", home=made.BUSANG)
    free = made.officer("Dewi")

    offers = swapping.offers(scene.roster.duties.get(officer=scene.siti), today=made.on(1))

    told = [(o.colleague.name, o.takes_over, [d.on.day for d in o.duties]) for o in offers]
    assert told == [("Budi", True, [7]), (free.name, True, [])]


def test_a_draft_has_nothing_to_swap() -> None:
    scene = Scene()
    Roster.objects.filter(pk=scene.roster.pk).update(state=State.DRAFT, published_at=None)

    with pytest.raises(RuleBroken, match=r"swap\.not_published"):
        scene.ask()
