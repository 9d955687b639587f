"""The screens of plans, as the planner, the head of office and the staff of a district see them."""

import pytest
import time_machine
from django.test import Client

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.kits.models import Kit
from rekam.office.outreach import tasks, work
from rekam.office.outreach.models import Closure, Plan, State
from rekam.office.visits.models import Visit
from tests.office import standing
from tests.office.accounts import staff
from tests.office.kits import made as kits
from tests.office.outreach import made
from tests.office.rosters import made as rosters
from tests.office.rosters.screens.desk import text

START = "/jemput-bola/"
TABS = ("", "kalender/", "alasan/", "harga/")


@pytest.fixture
def planner() -> Client:
    return staff.browser(made.planner())


@pytest.fixture
def kit(scene: Kit) -> Kit:
    return Kit.objects.get(pk=scene.pk)


def page(plan: Plan, tab: str = "") -> str:
    return f"/jemput-bola/rencana/{plan.pk}/{tab}"


def asked(**facts: object) -> dict[str, object]:
    about = {"starts": "03-10-2016", "ends": "07-10-2016", "stay": 1, "nights": 4, "seconds": 3, "seed": 1}
    return {**about, **facts}


def test_before_any_plan_the_page_teaches_the_first_step(planner: Client) -> None:
    answer = planner.get(START)

    assert answer.status_code == 200
    assert "Belum ada rencana yang berlaku" in text(answer)
    assert "/jemput-bola/rencana/baru/" in answer.content.decode()


@standing.on(made.ready, 30)
def test_every_side_of_a_plan_opens(planner: Client) -> None:
    made.promise(made.company(), rosters.on(4))
    plan = made.plan()

    found = {tab: planner.get(page(plan, tab)) for tab in TABS}

    assert {answer.status_code for answer in found.values()} == {200}
    assert "Tetapkan rencana" in text(found[""])
    assert "dijanjikan" in text(found[""])
    assert "PT Contoh" in text(planner.get(page(plan, "kalender/?pekan=2016-10-03")))


def test_a_plan_is_asked_for_and_handed_to_the_background(planner: Client) -> None:
    answer = planner.post("/jemput-bola/rencana/baru/", asked(**{"floor-64.08.06": 20}))

    plan = Plan.objects.get()
    assert answer.headers["Location"] == page(plan)
    assert plan.wishes["floors"] == {"64.08.06": 20}
    assert "menunggu" in text(planner.get(page(plan))).lower()


@pytest.mark.parametrize(
    "facts", [{"ends": "02-10-2016"}, {"starts": "kemarin"}, {"seconds": 0}, {"floor-64.08.06": -1}]
)
def test_what_cannot_be_meant_is_said_at_its_field(planner: Client, facts: dict[str, object]) -> None:
    answer = planner.post("/jemput-bola/rencana/baru/", asked(**facts))

    assert answer.status_code == 422
    assert not Plan.objects.exists()


@standing.on(made.ready, 30)
def test_adopting_and_putting_aside_at_the_screen(planner: Client) -> None:
    one, other = made.plan(), made.plan(name="Lain")

    planner.post(page(one, "tetapkan/"))
    planner.post(page(other, "kesampingkan/"))

    assert dict(Plan.objects.values_list("pk", "state")) == {one.pk: State.ADOPTED, other.pk: State.DISCARDED}
    assert Visit.objects.exists()
    assert "Rencana berdampingan" in text(planner.get(START))


@time_machine.travel(rosters.at(1), tick=False)
@standing.on(made.ready, 30)
def test_a_broken_kit_shows_on_the_first_screenful_and_a_change_is_worked_out(
    planner: Client, kit: Kit
) -> None:
    made.adopted()
    kits.fault(kits.part(kit, kits.Kind.CAMERA), at=rosters.at(1))

    seen = text(planner.get(START))
    answer = planner.post("/jemput-bola/ubah/", {"from_day": "03-10-2016", "reason": "KIT rusak"})

    assert "set alatnya rusak" in seen
    assert "kunjungan dalam rencana tidak dapat dijalankan" in text(planner.get("/"))
    change = Plan.objects.get(based_on__isnull=False)
    assert answer.headers["Location"] == page(change)
    tasks.work_out(change, by=None)
    assert "hilang" in text(planner.get(page(change)))


def test_planning_that_was_lost_is_told_and_put_aside(planner: Client) -> None:
    plan = made.begun()

    assert "terputus" in text(planner.get(page(plan)))
    planner.post(page(plan, "lepas/"))

    plan.refresh_from_db()
    assert plan.state == State.DISCARDED


def test_while_it_is_planned_the_page_follows_and_can_stop_it(planner: Client) -> None:
    plan = made.begun()
    tasks.take(plan)

    assert planner.get(page(plan, "kemajuan/")).status_code == 200
    planner.post(page(plan, "berhenti/"))

    assert (work.folder_of(plan) / "stop").exists()
    Plan.objects.update(state=State.READY)
    assert planner.get(page(plan, "kemajuan/")).headers["HX-Refresh"] == "true"


def test_a_road_is_closed_and_opened_at_the_screen(planner: Client) -> None:
    facts = {"where": "area:64.08.06", "starts": "03-10-2016", "ends": "05-10-2016", "why": "Banjir"}

    planner.post("/jemput-bola/tertutup/catat/", facts)
    closure = Closure.objects.get()
    assert "Banjir" in text(planner.get("/jemput-bola/tertutup/"))
    planner.post(f"/jemput-bola/tertutup/{closure.pk}/buka/")

    closure.refresh_from_db()
    assert closure.lifted_at is not None
    assert planner.post("/jemput-bola/tertutup/catat/", {**facts, "where": ""}).status_code == 422


@standing.on(made.ready, 30)
def test_the_route_sheet_names_the_way_and_the_packing_list(planner: Client) -> None:
    plan = made.plan()
    stop = plan.stops.first()
    assert stop is not None

    answer = planner.get(page(plan, f"lembar-jalan/{stop.crew}/{stop.on}.pdf"))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert planner.get(page(plan, f"lembar-jalan/99.1/{stop.on}.pdf")).status_code == 404
    assert planner.get(page(plan, f"lembar-jalan/{stop.crew}/besok.pdf")).status_code == 404


@standing.on(made.ready, 30)
def test_who_may_not_plan_sees_the_plan_and_changes_nothing() -> None:
    plan = made.adopted()
    operator = staff.browser(staff.person(Role.OPERATOR))

    assert "Susun rencana kunjungan" not in text(operator.get(START))
    assert operator.get(page(plan)).status_code == 200
    for path in ("kesampingkan/", "tetapkan/", "berhenti/", "lepas/"):
        assert operator.post(page(plan, path)).status_code == 403


@time_machine.travel(rosters.at(1), tick=False)
def test_staff_of_a_district_see_what_is_planned_in_theirs() -> None:
    made.base()
    here, there = made.company(area="64.08.12"), made.company()
    made.promise(here, rosters.on(4))
    made.promise(there, rosters.on(5))
    made.adopted()
    browser = staff.browser(staff.person(Role.DISTRICT_STAFF, area="64.08.12"))

    seen = text(browser.get(START))

    assert here.name in seen
    assert there.name not in seen


@standing.on(made.ready, 30)
def test_every_step_leaves_a_line_in_the_trail(planner: Client) -> None:
    plan = made.plan()
    planner.post(page(plan, "tetapkan/"))

    events = set(Entry.objects.values_list("event", flat=True))

    assert {"plan.planning_begun", "plan.planned", "plan.adopted", "visit.planned"} <= events
