"""The screens of visits as people use them: the week, one visit, the phone, the end, and the registrar."""

import io
import json
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.visits.life import State
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry as Line
from rekam.office.regions.models import Area
from rekam.office.residents.models import Resident, Standing
from rekam.office.visits import asked, closing, queries
from rekam.office.visits.models import Proposal, Visit
from tests import make
from tests.office.accounts import staff
from tests.office.rosters import made as rosters
from tests.office.visits import made


def browser(role: Role = Role.PLANNER, area: str = "") -> Client:
    client = Client()
    person = staff.person(role, area=area) if area else staff.person(role)
    client.force_login(person, backend="rekam.office.accounts.backends.Staff")
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"visits:{name}", args=args)


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def post(client: Client, visit: Visit, *notes: Any) -> Any:
    return client.post(
        at("entries", visit.pk), json.dumps({"entries": notes}), content_type="application/json"
    )


# -- before the day ---------------------------------------------------------------------------------


@made.village_of(2)
def test_a_planner_plans_and_an_operator_confirms() -> None:
    form = {
        "place": made.place().pk,
        "on": "30-09-2016",
        "starts": "08:00",
        "ends": "14:00",
        "expected": "20",
    }

    answer = browser().post(at("add"), form)

    visit = Visit.objects.get()
    assert answer["Location"] == at("visit", visit.pk)
    browser(Role.OPERATOR).post(at("confirm", visit.pk), {"contact": "Dewi", "how": "message"})
    visit.refresh_from_db()
    assert (visit.state, visit.people.count()) == (State.CONFIRMED, 2)


@made.village_of(1)
def test_a_week_shows_its_visits_and_what_they_need() -> None:
    made.planned()

    page = text(browser().get(at("index"), {"week": "2016-09-30"}))

    assert "Balai Desa Contoh" in page
    assert "pastikan" in page


@made.village_of(1)
def test_what_waits_to_be_confirmed_does_not_push_the_week_away() -> None:
    for day in range(8):
        made.planned(on=asked.today() + timedelta(days=day))

    page = text(browser().get(at("index")))

    told = page.count(": pastikan ")
    assert (told, "2 lagi perlu dipastikan" in page) == (8, True)


@made.village_of(1)
def test_filters_live_in_the_address() -> None:
    made.planned()
    client = browser()

    assert "08.00" in text(
        client.get(at("index"), {"week": "2016-09-30", "state": "planned", "kind": "village"})
    )
    assert "08.00" not in text(client.get(at("index"), {"week": "2016-09-30", "state": "closed"}))
    assert "08.00" not in text(client.get(at("index"), {"week": "2016-09-30", "area": "64.08.13"}))


@made.village_of(1)
def test_a_visit_is_moved_and_cancelled_by_a_planner_only() -> None:
    visit = made.confirmed()
    form = {"on": "03-10-2016", "starts": "09:00", "ends": "12:00"}

    assert browser(Role.OPERATOR).post(at("move", visit.pk), form).status_code == 403
    browser().post(at("move", visit.pk), form)
    visit.refresh_from_db()
    assert (visit.on.isoformat(), visit.state) == ("2016-10-03", State.PLANNED)
    browser().post(at("cancel", visit.pk), {"why": "Hujan"})
    visit.refresh_from_db()
    assert visit.state == State.CANCELLED


@pytest.mark.parametrize("written", ["09.30", "09:30", "0930"])
@made.village_of(1)
def test_hours_are_written_as_the_page_writes_them_and_read_in_every_way(written: str) -> None:
    visit, planner = made.planned(), browser()

    shown = []
    for language in ("id", "en"):
        planner.cookies["django_language"] = language
        page = text(planner.get(at("move", visit.pk)))
        shown.append([hour for hour in ("08.00", "08:00") if f'value="{hour}"' in page])
    planner.post(at("move", visit.pk), {"on": "03-10-2016", "starts": written, "ends": "12.00"})
    visit.refresh_from_db()

    assert shown == [["08.00"], ["08:00"]]
    assert f"{visit.starts:%H:%M}" == "09:30"


@made.village_of(1)
def test_whoever_leaves_soon_goes_out_until_their_last_day() -> None:
    place = made.place()
    dewi = rosters.officer(name="Dewi Rekaan", until=asked.today() + timedelta(days=10))
    gone = rosters.officer(name="Rudi Rekaan", until=asked.today() - timedelta(days=1))
    form = {"place": place.pk, "starts": "08:00", "ends": "14:00", "crew": [dewi.pk]}

    def planned(days: int) -> Any:
        return browser().post(at("add"), {**form, "on": f"{asked.today() + timedelta(days=days):%d-%m-%Y}"})

    offered = text(browser().get(at("add")))
    assert ("Dewi Rekaan" in offered, gone.name in offered) == (True, False)
    assert "Tidak bertugas di kantor ini pada hari itu: Dewi Rekaan" in text(planned(11))
    assert planned(10).status_code == 302
    assert [each.name for each in Visit.objects.get().crew.all()] == ["Dewi Rekaan"]


@made.village_of(1)
def test_staff_of_another_district_see_nothing_of_a_visit() -> None:
    visit = made.confirmed()
    away = browser(Role.DISTRICT_STAFF, area="64.08.13")

    for name in ("visit", "day", "state", "people", "close"):
        assert away.get(at(name, visit.pk)).status_code == 403
    assert post(away, visit, made.walk_in()).status_code == 403
    assert "Balai Desa Contoh" not in text(away.get(at("index"), {"week": "2016-09-30"}))


@made.village_of(1)
def test_an_administrator_sees_totals_and_no_names() -> None:
    visit = made.closed()
    client = browser(Role.ADMINISTRATOR)

    assert "SITI REKAAN" not in text(client.get(at("visit", visit.pk)))
    assert client.get(at("people", visit.pk)).status_code == 403
    assert client.get(at("state", visit.pk)).status_code == 403
    assert client.get(at("proposals")).status_code == 403


# -- the day ----------------------------------------------------------------------------------------


@made.village_of(1)
def test_the_page_of_the_day_holds_no_name_and_the_list_is_read_on_the_record(
    village: list[dict[str, str]],
) -> None:
    visit = made.confirmed()
    client = browser(Role.OPERATOR)

    assert "SITI REKAAN" not in text(client.get(at("day", visit.pk)))
    assert not Line.objects.filter(event="visit.list_seen").exists()
    state = client.get(at("state", visit.pk)).json()

    assert [each["name"] for each in state["people"]] == ["SITI REKAAN"]
    assert village[0]["NIK"] not in json.dumps(state)
    assert Line.objects.filter(event="visit.list_seen").count() == 1
    assert client.get(at("state", visit.pk), {"mark": state["mark"]}).json()["unchanged"]


@made.village_of(1)
def test_a_list_read_again_within_the_hour_is_one_line_in_the_trail() -> None:
    visit = made.confirmed()
    client = browser(Role.OPERATOR)

    for _ in range(3):
        client.get(at("state", visit.pk))

    assert Line.objects.filter(event="visit.list_seen").count() == 1


@made.village_of(1)
def test_a_phone_is_answered_for_each_entry() -> None:
    visit = made.confirmed()
    client = browser(Role.OPERATOR)
    good, bad = made.outcome(made.listed(visit)), made.entry(subject="f" * 32, outcome="recorded")

    first, again = post(client, visit, good, bad).json(), post(client, visit, good).json()

    assert (first["taken"], again["taken"]) == ([good["key"]], [good["key"]])
    assert "Catatan ini tidak menunjuk siapa pun" in first["refused"][bad["key"]]


@pytest.mark.parametrize("body", ["", "{", "[]", '{"entries": 5}', "null"])
@made.village_of(1)
def test_a_message_that_is_none_is_refused_in_words(body: str) -> None:
    visit = made.confirmed()

    answer = browser(Role.OPERATOR).post(at("entries", visit.pk), body, content_type="application/json")

    assert (answer.status_code, made.entries(visit)) == (400, 0)


@made.village_of(1)
def test_whoever_may_not_run_a_visit_sends_nothing() -> None:
    visit = made.confirmed()

    assert post(browser(Role.AUDITOR), visit, made.walk_in()).status_code == 403


@made.village_of(1)
def test_a_planned_visit_has_to_be_confirmed_before_its_day() -> None:
    visit = made.planned()

    assert browser(Role.OPERATOR).get(at("day", visit.pk))["Location"] == at("visit", visit.pk)


def test_the_worker_reaches_visits_and_nothing_else() -> None:
    answer = browser(Role.OPERATOR).get(at("worker"))

    assert answer["Content-Type"] == "text/javascript"
    assert at("worker").rsplit("/", 1)[0] + "/" == at("index")


# -- the end ----------------------------------------------------------------------------------------


@made.village_of(3)
def test_closing_says_the_difference_then_closes() -> None:
    visit = made.confirmed()
    client = browser(Role.OPERATOR)
    post(client, visit, made.outcome(made.listed(visit)))

    refused = client.post(at("close", visit.pk))
    assert refused.status_code == 409
    assert "2 dari 3 orang belum mempunyai hasil" in text(refused)
    assert "Tetapkan 2 orang yang belum ditandai tidak hadir" in text(refused)
    client.post(at("rest_absent", visit.pk))
    client.post(at("close", visit.pk))

    visit.refresh_from_db()
    assert visit.state == State.CLOSED


@made.village_of(2)
def test_the_list_of_expected_people_goes_along_as_a_paper_without_whole_niks() -> None:
    visit = made.confirmed()
    registrar = browser(Role.REGISTRAR)

    answer = registrar.get(at("people_file", visit.pk, "xlsx"))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[-1]
    told = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "SITI REKAAN" in told
    assert not any(each.resident.nik in told for each in visit.people.all())
    assert Line.objects.filter(event="visit.list_downloaded").count() == 1
    assert registrar.get(at("people_file", visit.pk, "pdf")).content.startswith(b"%PDF")
    assert browser(Role.PLANNER).get(at("people_file", visit.pk, "doc")).status_code in (403, 404)


@made.village_of(1)
def test_two_outcomes_are_shown_side_by_side_and_decided() -> None:
    visit = made.confirmed()
    person = made.listed(visit)
    first, second = browser(Role.OPERATOR), browser(Role.OPERATOR)
    one, two = made.outcome(person), made.outcome(person, "failed")
    post(first, visit, one)
    post(second, visit, two)

    page = text(first.get(at("close", visit.pk)))
    assert "“Terekam” berlaku" in page
    assert "“Gagal” berlaku" in page
    first.post(at("decide", visit.pk, person.pk), {"outcome": "recorded", "seen": [one["key"], two["key"]]})

    person.refresh_from_db()
    assert person.outcome == "recorded"


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
@made.village_of(2)
def test_a_closed_visit_has_its_result_sheet(kind: str) -> None:
    visit = made.closed()

    answer = browser().get(at("sheet", visit.pk, kind))

    assert answer.status_code == 200
    assert answer.content[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")
    assert Line.objects.filter(event="visit.sheet_downloaded").exists()


@made.village_of(1)
def test_a_visit_that_is_not_closed_has_no_sheet() -> None:
    assert browser().get(at("sheet", made.confirmed().pk, "pdf")).status_code == 404


@made.village_of(1)
def test_a_second_pass_is_planned_from_the_first() -> None:
    visit = made.confirmed()
    made.sent(visit, made.outcome(made.listed(visit), "absent", reason="busy"))
    closing.close(visit=visit, by=None, at=made.later())
    client = browser()

    assert "16.00" in text(client.get(at("add"), {"after": visit.pk}))
    form = {"place": visit.place_id, "on": "07-10-2016", "starts": "16:00", "ends": "20:00"}
    client.post(f"{at('add')}?after={visit.pk}", form)

    assert Visit.objects.latest("pk").second_pass_of == visit
    assert not queries.second_passes_wanted().exists()


@made.village_of(3)
def test_expected_and_actual_stand_beside_one_another() -> None:
    made.closed(expected=5)

    page = text(browser().get(at("compare"), {"since": "01-09-2016", "until": "30-09-2016"}))

    assert "−2" in page
    assert "Dari 1 kunjungan dengan 3 orang" in page


# -- the registrar ----------------------------------------------------------------------------------


def proposed(reason: str = "died") -> Proposal:
    visit = made.confirmed()
    made.sent(visit, made.outcome(made.listed(visit), "absent", reason=reason))
    return Proposal.objects.get()


ACCEPTED = {"day": "01-09-2016", "document": "Akta 6408-KM-0001", "note": ""}


def seen(client: Client, proposal: Proposal) -> str:
    found: str = client.get(at("proposal", proposal.pk)).context["seen"]
    return found


@made.village_of(1)
def test_a_registrar_sees_what_accepting_would_do_and_corrects_the_register() -> None:
    proposal = proposed()
    client = browser(Role.REGISTRAR)
    form = {**ACCEPTED, "seen": seen(client, proposal)}

    shown = text(client.post(at("proposal", proposal.pk), form))
    assert 'name="confirmed"' in shown
    assert Resident.objects.get().standing == Standing.RESIDENT
    client.post(at("proposal", proposal.pk), {**form, "confirmed": "1"})

    resident = Resident.objects.get()
    proposal.refresh_from_db()
    assert (resident.standing, resident.ended_on.isoformat()) == (Standing.DIED, "2016-09-01")
    assert (proposal.state, proposal.why) == (Proposal.State.ACCEPTED, "Akta 6408-KM-0001")


@made.village_of(1)
def test_somebody_who_moved_within_the_regency_lives_there_from_then_on() -> None:
    proposal = proposed("moved")
    client = browser(Role.REGISTRAR)
    form = {**ACCEPTED, "seen": seen(client, proposal), "confirmed": "1"}
    village = Area.objects.get(code=make.TELUK_PANDAN)

    client.post(at("proposal", proposal.pk), {**form, "village": str(village.pk)})

    resident = Resident.objects.get()
    assert (resident.standing, resident.area.code) == (Standing.RESIDENT, make.TELUK_PANDAN)


@made.village_of(1)
def test_somebody_who_moved_out_has_left() -> None:
    proposal = proposed("moved")
    client = browser(Role.REGISTRAR)

    client.post(at("proposal", proposal.pk), {**ACCEPTED, "seen": seen(client, proposal), "confirmed": "1"})

    assert Resident.objects.get().standing == Standing.MOVED_OUT


@made.village_of(1)
def test_declining_needs_a_reason_and_leaves_the_register_alone() -> None:
    proposal = proposed()
    client = browser(Role.REGISTRAR)

    assert client.post(at("decline", proposal.pk), {"why": ""}).status_code == 422
    client.post(at("decline", proposal.pk), {"why": "Masih hidup"})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.why) == (Proposal.State.DECLINED, "Masih hidup")
    assert Resident.objects.get().standing == Standing.RESIDENT


@made.village_of(1)
def test_a_day_that_has_not_come_is_refused_in_words() -> None:
    proposal = proposed()
    client = browser(Role.REGISTRAR)

    form = {**ACCEPTED, "day": "01-09-2199", "seen": seen(client, proposal), "confirmed": "1"}
    client.post(at("proposal", proposal.pk), form)

    assert Resident.objects.get().standing == Standing.RESIDENT


@made.village_of(1)
def test_a_planner_sees_proposals_and_decides_none() -> None:
    proposal = proposed()

    assert "Meninggal" in text(browser().get(at("proposals")))
    assert browser().post(at("decline", proposal.pk), {"why": "x"}).status_code == 403


@made.village_of(1)
def test_what_the_crew_takes_back_is_proposed_no_more() -> None:
    proposal = proposed()
    visit = Visit.objects.get()
    first = visit.entries.get(reason="died")

    made.sent(visit, made.outcome(proposal.listed, "recorded", after=[first.key]))

    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.TAKEN_BACK


@made.village_of(1)
def test_a_proposal_that_is_decided_is_not_decided_again() -> None:
    proposal = proposed()
    client = browser(Role.REGISTRAR)
    client.post(at("decline", proposal.pk), {"why": "Masih hidup"})

    answer = client.post(at("decline", proposal.pk), {"why": "Lagi"})

    assert answer.status_code == 409


@made.village_of(1)
def test_one_open_proposal_for_a_resident_is_enough() -> None:
    proposal = proposed()
    second = made.confirmed(made.place(name="Balai Lain"))

    made.sent(second, made.outcome(made.listed(second), "absent", reason="died"))

    assert list(Proposal.objects.all()) == [proposal]


@made.village_of(3)
def test_over_a_bad_link_only_those_come_again_of_whom_something_was_noted() -> None:
    visit = made.confirmed()
    client = browser(Role.OPERATOR)
    first = client.get(at("state", visit.pk)).json()
    post(client, visit, made.outcome(made.listed(visit)))

    second = client.get(at("state", visit.pk), {"mark": first["mark"]}).json()

    assert (second["since"], second["people_count"]) == (first["mark"], 3)
    assert [(each["name"], each["outcome"]) for each in second["people"]] == [("SITI REKAAN", "recorded")]


@pytest.mark.parametrize("mark", ["x", "under_way.x.y..", "under_way.1.99..1", "....", "a.b.c.d.e"])
@made.village_of(2)
def test_a_mark_that_means_nothing_brings_everybody(mark: str) -> None:
    visit = made.confirmed()

    state = browser(Role.OPERATOR).get(at("state", visit.pk), {"mark": mark}).json()

    assert (state["since"], len(state["people"])) == ("", 2)


@made.village_of(2)
def test_what_was_taken_back_brings_everybody() -> None:
    visit = made.confirmed()
    client = browser(Role.OPERATOR)
    post(client, visit, made.entry("arrival"))
    client.post(at("rest_absent", visit.pk))
    mark = client.get(at("state", visit.pk)).json()["mark"]
    client.post(at("undo_rest", visit.pk))

    state = client.get(at("state", visit.pk), {"mark": mark}).json()

    assert [each["outcome"] for each in state["people"]] == ["", ""]


@made.village_of(1)
def test_the_first_page_tells_what_visits_need() -> None:
    proposed()
    page = text(browser(Role.REGISTRAR).get("/"))

    assert "1 usulan dari kunjungan untuk mengoreksi data penduduk" in page
