"""Summonses with a random code: who gets one, that printing is written down, and who may."""

import re
from datetime import date

import pytest

from rekam.domain.recording import summons
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry as Line
from rekam.office.residents.models import Resident
from rekam.office.visits import asked, summons_paper, summons_views
from rekam.office.visits.models import Summons, Visit
from rekam.office.visits.summons_paper import Summoned
from tests.office.visits import made
from tests.office.visits.test_follow_ups import at, browser, close, left

PAGE = re.compile(rb"/Type /Page\b")


def held() -> dict[str, str]:
    return dict(Summons.objects.values_list("resident__name", "code"))


@made.village_of(3)
def test_whoever_is_to_be_sent_for_gets_a_letter_with_a_random_code(village: list[dict[str, str]]) -> None:
    left("no_need", "ill", "no_need")
    planner = browser()
    assert "Undangan (PDF)" in planner.get(at("follow_ups")).content.decode()

    answer = planner.post(at("summonses"))

    assert answer.content.startswith(b"%PDF")
    assert len(PAGE.findall(answer.content)) == 2
    assert answer["Cache-Control"] == "no-store"
    codes = held()
    assert len(codes) == len(set(codes.values())) == 2
    assert all(summons.read(code) == code for code in codes.values())
    assert not any(row["NIK"] in code for row in village for code in codes.values())
    [line] = Line.objects.filter(event="summons.printed")
    assert (line.subject, line.details) == ("follow_ups", {"count": 2})
    assert "Undangan dicetak" in planner.get(at("follow_ups")).content.decode()

    planner.post(at("summonses"))
    assert held() == codes  # the paper that somebody has already stays good


@made.village_of(1)
def test_only_who_may_take_lists_out_prints_them_and_only_of_the_own_area() -> None:
    left("no_need")
    other = browser(Role.DISTRICT_STAFF, area="64.08.09")

    assert browser(Role.OPERATOR).post(at("summonses")).status_code == 403
    assert other.post(at("summonses")).status_code == 302
    assert held() == {}
    assert not Line.objects.filter(event="summons.printed").exists()
    assert browser(Role.DISTRICT_STAFF, area="64.08.04").post(at("summonses")).status_code == 200


@made.village_of(4)
def test_those_expected_at_a_visit_are_summoned_to_it_until_it_is_over() -> None:
    visit = made.confirmed()
    its_day = Visit.objects.filter(pk=visit.pk)
    its_day.update(on=asked.today())
    Resident.objects.filter(name="BUDI REKAAN").update(first_recorded_on=date(2016, 9, 1))
    gone = Resident.objects.exclude(name__in=("SITI REKAAN", "BUDI REKAAN", "DEWI REKAAN"))
    assert gone.update(standing="died") == 1
    planner, address = browser(), at("visit_summonses", visit.pk)
    assert "Undangan (PDF)" in planner.get(at("people", visit.pk)).content.decode()

    answer = planner.post(address)

    assert len(PAGE.findall(answer.content)) == 2
    assert set(held()) == {"SITI REKAAN", "DEWI REKAAN"}
    [line] = Line.objects.filter(event="summons.printed")
    assert line.details == {"count": 2}
    assert browser(Role.OPERATOR).post(address).status_code == 403
    assert browser(Role.DISTRICT_STAFF, area="64.08.09").post(address).status_code == 403

    its_day.update(on=visit.on)  # over, though nobody closed it
    assert planner.post(address).status_code == 302
    its_day.update(on=asked.today())
    made.sent(visit, *made.everybody(visit, "absent"))
    close(visit)
    assert planner.post(address).status_code == 302
    assert "Undangan (PDF)" not in planner.get(at("people", visit.pk)).content.decode()


@made.village_of(3)
def test_at_most_so_many_are_printed_at_once_and_who_has_none_yet_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left("no_need", "no_need", "no_need")
    monkeypatch.setattr(summons_views, "MOST", 2)
    planner = browser()

    planner.post(at("summonses"))
    first = set(held())
    planner.post(at("summonses"))

    assert len(first) == 2
    assert len(held()) == 3


@made.village_of(1)
def test_a_letter_stays_on_one_page_even_with_long_names() -> None:
    visit = made.confirmed()
    long = Summoned("SITI REKAAN " * 8, "JL. RAMBUTAN " * 10, "Sangatta Utara", "U-7KQM-X2PD-9RTB", visit)

    content = summons_paper.letters([long, Summoned("BUDI REKAAN", "", "", "U-7KQM-X2PD-9RTB")], on=made.DAY)

    assert len(PAGE.findall(content)) == 2
