"""Whom somebody goes after when a visit is over: each person once, until they are recorded or it is done."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.reasons import GONE_AFTER, Next
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry as Line
from rekam.office.residents.models import Resident
from rekam.office.visits import afterwards, closing, follow_ups, passes, queries
from rekam.office.visits.models import Listed, Visit
from tests.office.accounts import staff
from tests.office.visits import made

REASONS = ("ill", "no_need", "busy", "away")


def close(visit: Visit) -> Visit:
    closing.close(visit=visit, by=None, at=made.later(2))
    return visit


def left(*reasons: str, on: date = made.DAY) -> Visit:
    """A closed visit at which so many people did not come, for these reasons."""
    visit = made.confirmed(on=on)
    absent = zip(queries.people(visit), reasons, strict=True)
    made.sent(visit, *(made.outcome(who, "absent", reason=reason) for who, reason in absent))
    return close(visit)


def steps(**narrowed: Any) -> dict[str, str]:
    """Who is on the list, and what for."""
    asked = {"action": "", "area": "", "with_done": False, **narrowed}
    found = follow_ups.narrowed(follow_ups.table(), **asked)
    people = Listed.objects.select_related("resident").in_bulk(found["listed"].to_list())
    return {
        people[pk].resident.name: action  # type: ignore[union-attr]
        for pk, action in found.select("listed", "action").iter_rows()
    }


def browser(role: Role = Role.PLANNER, **about: Any) -> Client:
    return staff.browser(staff.person(role, **about))


def at(name: str, *args: Any) -> str:
    return reverse(f"visits:{name}", args=args)


@made.village_of(4)
def test_each_reason_puts_a_person_on_the_list_of_its_step() -> None:
    visit = left(*REASONS)

    assert sorted(steps().values()) == ["evening", "home_visit", "second_pass", "summons"]
    assert follow_ups.counts(follow_ups.table()) == dict.fromkeys(GONE_AFTER, 1)
    assert dict(queries.advice(visit).people) == dict.fromkeys(GONE_AFTER, 1)
    assert list(steps(action="home_visit").values()) == ["home_visit"]


@made.village_of(4)
def test_the_list_and_the_advice_of_a_visit_say_the_same_of_everybody() -> None:
    first = made.confirmed(on=date(2016, 8, 1))
    made.sent(first, *made.everybody(first, "absent"))
    close(first)
    second = made.confirmed()
    one, two, three, four = queries.people(second)
    made.sent(
        second,
        made.outcome(one, "absent"),  # silent for the second time
        made.outcome(two, "failed"),
        made.outcome(three, "absent", reason="other", refused=True),
        made.outcome(four, "absent", reason="moved"),  # the registrar's
    )
    close(second)

    numbers = follow_ups.counts(follow_ups.table())

    told = {step: number for step, number in queries.advice(second).people.items() if step in GONE_AFTER}
    assert told == {step: number for step, number in numbers.items() if number}
    assert told == {Next.SUMMONS: 2, Next.SECOND_PASS: 1}


@made.village_of(2)
def test_whoever_is_recorded_since_leaves_the_list() -> None:
    left("ill", "ill")

    Resident.objects.filter(name="SITI REKAAN").update(first_recorded_on=date(2016, 10, 3))

    assert set(steps()) == {"BUDI REKAAN"}


@made.village_of(2)
def test_the_latest_visit_says_what_is_next_and_one_that_met_them_nothing() -> None:
    left("ill", "ill")
    again = made.confirmed(on=date(2016, 10, 5))
    made.sent(
        again,
        made.outcome(made.listed(again), "recorded"),
        made.outcome(made.listed(again, "BUDI REKAAN"), "absent", reason="no_need"),
    )
    assert steps() == {}  # while the crew is there, nobody else goes

    close(again)

    assert steps() == {"BUDI REKAAN": "summons"}


@made.village_of(2)
def test_where_nobody_goes_again_only_the_others_stay_on_the_list() -> None:
    wish = passes.wish_of(left("away", "ill"))
    assert wish is not None

    passes.dismiss(wish=wish, why="Sedikit", by=None, at=made.later(3))

    assert list(steps().values()) == ["home_visit"]


@made.village_of(1)
def test_done_takes_a_person_off_the_list_and_taking_it_back_brings_them_on_again() -> None:
    person = left("ill").people.get()
    planner, page = browser(), at("follow_ups")

    answer = planner.post(at("follow_up_done", person.pk), {"step": "home_visit"})
    planner.post(at("follow_up_done", person.pk))  # pressed twice

    assert answer["Location"] == f"{page}?step=home_visit"
    assert steps() == {}
    assert "SITI REKAAN" in planner.get(page, {"all": "1"}).content.decode()
    planner.post(at("follow_up_back", person.pk))
    assert list(steps()) == ["SITI REKAAN"]
    events = ("follow_up.done", "follow_up.taken_back")
    assert [Line.objects.filter(event=event).count() for event in events] == [1, 1]


@made.village_of(1)
def test_what_nobody_waits_for_is_not_done() -> None:
    visit = made.closed()

    with pytest.raises(RuleBroken, match=r"follow_up\.not_waiting"):
        afterwards.mark_done(listed=visit.people.get(), by=None, at=made.later(3))


@made.village_of(1)
def test_a_reader_sees_masked_people_of_the_own_area_and_that_is_written_down(
    village: list[dict[str, str]],
) -> None:
    person = left("ill").people.get()
    own, other = (browser(Role.DISTRICT_STAFF, area=area) for area in ("64.08.04", "64.08.09"))

    page = own.get(at("follow_ups")).content.decode()

    assert "SITI REKAAN" in page
    assert "Kunjungi di rumah" in page
    assert village[0]["NIK"] not in page
    assert "SITI REKAAN" not in other.get(at("follow_ups")).content.decode()
    assert other.post(at("follow_up_done", person.pk)).status_code == 403
    trail = Line.objects.filter(event="residents.listed").order_by("number")
    assert [line.details["count"] for line in trail] == [1, 0]


@made.village_of(1)
def test_the_list_is_taken_along_masked_with_formulas_defused_and_written_down(
    village: list[dict[str, str]],
) -> None:
    Resident.objects.update(name="=2+3 REKAAN")
    left("ill")
    planner = browser()

    table = planner.get(at("follow_ups_file", "csv"), {"step": "home_visit"}).content.decode("utf-8-sig")

    assert "'=2+3 REKAAN" in table
    assert village[0]["NIK"] not in table
    assert planner.get(at("follow_ups_file", "pdf")).content.startswith(b"%PDF")
    assert Line.objects.filter(event="residents.list_printed").count() == 2
    assert planner.get(at("follow_ups_file", "doc")).status_code == 404
    assert browser(Role.OPERATOR).get(at("follow_ups_file", "csv")).status_code == 403
