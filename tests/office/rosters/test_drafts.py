"""A draft of a month is published, put aside, or planned again."""

from collections.abc import Callable
from typing import Any

import pytest

from rekam.domain.rosters.answer import Answer, Clash, Status
from rekam.domain.trouble import RuleBroken
from rekam.office.places.models import Place
from rekam.office.rosters import planning, publishing, queries, tasks
from rekam.office.rosters.models import Duty, Notice, Officer, Roster, State
from tests.office.rosters import made


@pytest.fixture(scope="module", autouse=True)
def october(ground: None) -> None:
    """Three officers of one place, and a draft of their month."""
    made.office()
    made.planned()


def answering(status: Status, *clashes: Clash) -> Callable[..., Answer]:
    """A solver that knows its answer beforehand, and whether it was asked to stop."""

    def solver(problem: Any, **_: Any) -> Answer:
        return Answer((), 0, 0, status, 1.0, 0.5, clashes=clashes)

    return solver


def test_what_was_set_by_hand_stays_when_the_month_is_planned_again() -> None:
    place = Place.objects.get()
    siti, *_ = Officer.objects.order_by("pk")
    roster = Roster.objects.get()
    roster.duties.all().delete()
    Duty.objects.create(
        roster=roster, officer=siti, place=place, on=made.on(8), shift=made.shift(), skill="operator",
        is_fixed=True,
    )  # fmt: skip

    again = made.planned()

    assert again.pk == roster.pk
    assert again.duties.get(on=made.on(8), is_fixed=True).officer == siti
    assert again.duties.filter(on=made.on(8)).count() == 1


def test_a_month_that_cannot_be_planned_says_whose_rules_clash_and_stays_as_it_was() -> None:
    siti, *_ = Officer.objects.order_by("pk")
    roster = Roster.objects.get()
    before = list(roster.duties.values_list("officer", "on"))

    begun = planning.begin(month=made.OCTOBER, by=None, at=made.at())
    solver = answering(Status.IMPOSSIBLE, Clash(str(siti.pk), ("fixed", "absent"), (4,)))
    ended = tasks.plan(begun, by=None, solver=solver)

    assert ended.state == State.DRAFT
    assert ended.trouble is not None
    assert ended.trouble["values"]["clashes"] == [
        {"officer": "Siti", "rules": ["fixed", "absent"], "days": ["2016-10-05"]}
    ]
    assert list(ended.duties.values_list("officer", "on")) == before


def test_a_duty_by_hand_on_a_day_of_leave_gives_way_to_the_leave() -> None:
    place = Place.objects.get()
    siti, *_ = Officer.objects.order_by("pk")
    roster = Roster.objects.get()
    roster.duties.filter(on=made.on(5)).delete()
    Duty.objects.filter(roster=roster, officer=siti, on=made.on(5)).delete()
    roster.duties.create(
        officer=siti, place=place, on=made.on(5), shift=made.shift(), skill="operator", is_fixed=True
    )
    made.leave(siti, 5)

    again = made.planned()

    assert again.trouble is None
    assert 5 not in made.days_of(again, siti)
    assert again.unmet.count() == 0


def test_officers_go_by_a_roster_once_it_is_published_and_are_told() -> None:
    roster = Roster.objects.get()
    before = queries.on_days(made.on(1), made.on(31))

    made.published(roster)

    assert (before, len(queries.on_days(made.on(1), made.on(31)))) == ({}, 1)
    assert Notice.objects.filter(code="roster.published").count() == 3


def test_of_two_planners_who_publish_at_once_the_second_is_told() -> None:
    roster = Roster.objects.get()
    made.published(Roster.objects.get(pk=roster.pk))

    with pytest.raises(RuleBroken, match=r"roster\.not_now"):
        made.published(roster)


def test_a_draft_that_changed_meanwhile_is_not_published_unseen() -> None:
    roster = Roster.objects.get()
    made.planned()

    with pytest.raises(RuleBroken, match=r"roster\.changed_meanwhile"):
        made.published(roster)


def test_a_version_replaces_the_published_one_and_only_those_whose_days_change_are_told() -> None:
    siti, budi, _ = Officer.objects.order_by("pk")
    first = made.published(Roster.objects.get())
    Notice.objects.all().delete()
    second = planning.draft(month=made.OCTOBER, by=None, at=made.at(), reason="tukar")
    duty = second.duties.filter(officer=siti).exclude(on__in=second.duties.filter(officer=budi).values("on"))[
        0
    ]
    duty.officer = budi
    duty.save()

    made.published(second)

    first.refresh_from_db()
    assert first.state == State.REPLACED
    assert {(n.officer.name, tuple(n.values["days"])) for n in Notice.objects.all()} == {
        ("Siti", (duty.on.isoformat(),)),
        ("Budi", (duty.on.isoformat(),)),
    }


def test_a_draft_of_a_roster_that_was_changed_since_is_not_published() -> None:
    first = made.published(Roster.objects.get())
    second = planning.draft(month=made.OCTOBER, by=None, at=made.at())
    Roster.objects.filter(pk=first.pk).update(revision=first.revision + 1)  # as an approved swap does

    with pytest.raises(RuleBroken, match=r"roster\.published_meanwhile"):
        publishing.publish(roster=second, seen_revision=second.revision, by=None, at=made.at())


def test_a_draft_is_put_aside_and_the_month_is_free_for_another() -> None:
    roster = Roster.objects.get()

    planning.discard(roster=roster, by=None, at=made.at())

    assert queries.open_one(made.OCTOBER) is None
    assert made.planned().version == 2
