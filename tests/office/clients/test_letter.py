"""The letter to a client names the days agreed; where none is, those of the plan in force, as proposed."""

from datetime import date, time

from django.test import Client as Browser

from rekam.office.clients import actions, days, papers
from rekam.office.clients.models import Client
from rekam.office.visits import actions as visits
from rekam.office.visits import preparing
from rekam.office.visits.models import Visit
from tests import make
from tests.office.accounts import staff
from tests.office.clients import made
from tests.office.kits import made as kits
from tests.office.reports import reading
from tests.office.rosters import made as rosters

FAR_AHEAD = date(2099, 10, 12)  # the calendar of a screen stands where the machine's does


def planned(client: Client, on: date = FAR_AHEAD) -> Visit:
    """As adopting a plan makes it."""
    return visits.plan_visit(
        place=client.place, client=client, on=on, starts=time(7), ends=time(11),
        crew=[rosters.officer(), rosters.officer()], kits=[kits.kit(client.place)],
        by=None, at=make.moment(),
    )  # fmt: skip


def letter(client: Client) -> str:
    found = days.coming(client, made.TODAY)
    paper = papers.letter(client, found, number="", to="", note="", count=0, on=made.TODAY)
    return " ".join(reading.words_of(paper).split())


def test_without_an_agreed_date_the_letter_proposes_the_day_of_the_plan() -> None:
    client = made.company()
    planned(client)

    told = letter(client)

    assert "12 Oktober 2099" in told
    assert "07.00–11.00" in told
    assert "2 petugas, 1 set alat" in told
    assert "diusulkan" in told
    assert "belum disepakati" in told


def test_an_agreed_date_is_named_alone_and_as_agreed() -> None:
    client = made.company()
    planned(client)
    actions.agree_date(
        client=client, on=date(2016, 10, 5), starts=time(8), ends=time(12), by=made.planner(),
        at=made.moment(),
    )  # fmt: skip

    told = letter(client)

    assert "5 Oktober 2016" in told
    assert "2099" not in told
    assert "diusulkan" not in told


def test_a_visit_that_the_client_confirmed_is_no_proposal_and_a_cancelled_one_no_day() -> None:
    client = made.company()
    visit = planned(client)
    preparing.confirm(visit=visit, contact="Dewi", how="telephone", by=None, at=make.moment())
    visits.cancel_visit(visit=planned(client, date(2099, 10, 13)), why="banjir", by=None, at=make.moment())

    found = days.coming(client, made.TODAY)

    assert [(day.on, day.is_proposed) for day in found] == [(FAR_AHEAD, False)]


def test_the_screen_says_that_the_day_is_only_proposed_and_makes_the_letter() -> None:
    client = made.company()
    planned(client)
    planner: Browser = staff.browser(made.planner())
    address = f"/jemput-bola/klien/{client.pk}/surat/"

    assert "diusulkan" in planner.get(address).content.decode()
    assert planner.post(address, {"number": ""}).content.startswith(b"%PDF")
