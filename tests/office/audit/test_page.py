"""The page that answers who did what."""

from typing import Any

import pytest
from django.db import connection

from rekam.office.accounts.rights import Role
from rekam.office.audit import actions, seal
from tests.office.accounts import staff
from tests.office.accounts.staff import MORNING

PAGE = "/tata-kelola/audit/"


def shown(page: Any) -> list[str]:
    return [line[0].subject for line in page.context["lines"]]


def test_the_auditor_searches_by_the_address() -> None:
    siti, browser = staff.person(), staff.browser(staff.person(Role.AUDITOR))
    actions.record("person.added", "person:budi", by=siti, at=MORNING)
    actions.record("key.made", "key:layar", by=None, at=MORNING)

    assert shown(browser.get(PAGE)) == ["key:layar", "person:budi"]
    assert shown(browser.get(PAGE, {"person": siti.username})) == ["person:budi"]
    assert shown(browser.get(PAGE, {"event": "key.made"})) == ["key:layar"]
    assert shown(browser.get(PAGE, {"start": "30-09-2016", "end": "2016-09-30"})) == [
        "key:layar",
        "person:budi",
    ]
    assert shown(browser.get(PAGE, {"start": "1/10/2016"})) == []


def test_a_filter_that_is_not_understood_shows_its_error_and_no_lines() -> None:
    browser = staff.browser(staff.person(Role.AUDITOR))
    actions.record("key.made", "key:layar", by=None, at=MORNING)

    page = browser.get(PAGE, {"start": "31-02-2016"})

    assert page.context["form"].errors
    assert shown(page) == []


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "31-12-1899", "01-01-2200", "99-99-2016"])
@pytest.mark.parametrize("field", ["start", "end"])
def test_a_day_out_of_all_time_is_said_beside_its_field(field: str, day: str) -> None:
    browser = staff.browser(staff.person(Role.AUDITOR))
    actions.record("key.made", "key:layar", by=None, at=MORNING)

    page = browser.get(PAGE, {field: day})

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "Tulis tanggal seperti 30-09-2016." in page.content.decode()
    assert shown(page) == []


def test_the_first_and_the_last_day_that_an_office_can_mean_are_searched() -> None:
    browser = staff.browser(staff.person(Role.AUDITOR))
    actions.record("key.made", "key:layar", by=None, at=MORNING)

    assert shown(browser.get(PAGE, {"start": "1900-01-01", "end": "2199-12-31"})) == ["key:layar"]


def test_lines_come_fifty_at_a_time() -> None:
    browser = staff.browser(staff.person(Role.AUDITOR))
    for number in range(60):
        actions.record("key.made", f"key:{number}", by=None, at=MORNING)

    assert len(shown(browser.get(PAGE))) == 50
    assert shown(browser.get(PAGE, {"page": 2}))[-1] == "key:0"


def test_what_is_in_a_line_cannot_become_part_of_the_page() -> None:
    browser = staff.browser(staff.person(Role.AUDITOR))
    actions.record("key.made", "<script>", by=None, at=MORNING, details={"name": "<img src=x>"})

    page = browser.get(PAGE).content.decode()

    assert "<img src=x>" not in page
    assert "&lt;script&gt;" in page


def test_the_check_says_that_all_is_well() -> None:
    browser = staff.browser(staff.person(Role.AUDITOR))
    entry = actions.record("key.made", "x", by=None, at=MORNING)

    page = browser.post(f"{PAGE}periksa/")

    assert page.context["problems"] == []
    assert entry.hash in page.content.decode()


def test_the_check_says_which_line_was_changed() -> None:
    browser = staff.browser(staff.person(Role.AUDITOR))
    actions.record("key.made", "x", by=None, at=MORNING)
    seal.lift(connection)
    connection.cursor().execute("UPDATE audit_entry SET subject = 'y'")

    page = browser.post(f"{PAGE}periksa/").content.decode()

    assert "audit.line_changed" in page


def test_whoever_is_limited_to_an_area_does_not_read_the_trail_of_the_whole_office() -> None:
    browser = staff.browser(staff.person(Role.AUDITOR, area="64.08.04"))
    actions.record("key.made", "key:layar", by=None, at=MORNING)

    for answer in (browser.get(PAGE), browser.post(f"{PAGE}periksa/")):
        assert answer.status_code == 403
        assert "key:layar" not in answer.content.decode()
