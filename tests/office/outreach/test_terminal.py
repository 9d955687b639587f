"""A plan is adopted at the terminal, and the trail says by whom."""

import json

import pytest

from rekam import cli
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.outreach.models import Plan, State
from rekam.office.visits.models import Visit
from tests.office.accounts import staff
from tests.office.outreach import made


@pytest.fixture(autouse=True)
def own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)


def adopt(*words: object) -> int:
    return cli.main(["outreach", "adopt", *map(str, words)])


def state(plan: Plan) -> str:
    plan.refresh_from_db()
    return plan.state


def test_a_planner_adopts_a_plan_and_a_program_reads_what_came_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made.base()
    made.people(30)
    plan, planner = made.plan(), made.planner()
    capsys.readouterr()

    assert adopt(plan.pk, "--as", planner.username, "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["plan"], told["added"]) == (plan.pk, Visit.objects.count())
    assert told["added"] > 0
    assert state(plan) == State.ADOPTED
    assert plan.adopted_by == planner
    assert Entry.objects.get(event="plan.adopted").username == planner.username


def test_what_cannot_be_adopted_ends_with_one_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    plan = made.begun()  # nobody has worked it out yet

    assert adopt(plan.pk) == 1

    assert "plan.not_now" in capsys.readouterr().err
    assert state(plan) == State.SOLVING


@pytest.mark.parametrize("words", [(9,), (1, "--as", "tidak.ada")])
def test_an_unknown_plan_or_person_ends_with_two(
    words: tuple[object, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert adopt(*words) == 2

    assert capsys.readouterr().err.startswith("rekam: Tidak ada")


def test_somebody_of_one_district_adopts_no_plan_of_the_office(capsys: pytest.CaptureFixture[str]) -> None:
    plan = made.begun()
    budi = staff.person(Role.DISTRICT_STAFF, area="64.08.04")

    assert adopt(plan.pk, "--as", budi.username) == 1

    assert "right." in capsys.readouterr().err
