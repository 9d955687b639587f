"""What a person says of the columns is kept with its audit line, and never beside work that is under way."""

import json
from datetime import date
from typing import Any

import pytest
from django.conf import settings as office
from django.test import Client

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, Role
from rekam.office.audit.models import Entry
from rekam.office.imports import actions, tasks, work
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, Kind, State
from rekam.office.imports.work import What
from tests import make
from tests.office.accounts import staff
from tests.office.api.test_operations import calling, posted
from tests.office.imports.screens.counter import handed_in, text

IN_THE_BACKGROUND = office.TASKS
SAID = {"kk": "NO_KK", "birth_place": None}


def lines() -> list[Any]:
    found = Entry.objects.filter(event="import.columns_corrected").order_by("number")
    return [entry.details for entry in found]


def correct(browser: Client, item: Import, **columns: str) -> Any:
    form = browser.get(f"/impor/{item.pk}/kolom/").context["form"]
    chosen = {name: form[name].value() or "" for name in form.fields}
    return browser.post(f"/impor/{item.pk}/kolom/", {**chosen, **columns})


def test_a_correction_of_columns_is_one_line_in_the_audit_trail(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])

    correct(browser, item, kk="", birth_place="NO_KK")

    assert lines() == [{"columns": {"kk": "", "birth_place": "NO_KK"}}]
    auditor = staff.browser(staff.person(Role.AUDITOR))
    assert "Kolom berkas dibetulkan" in text(auditor.get("/tata-kelola/audit/"))


@pytest.mark.parametrize("state", [State.COMMITTED, State.DISCARDED, State.UNDONE])
def test_a_correction_that_comes_after_the_decision_changes_nothing(state: State) -> None:
    """The one who sent it read the page of before."""
    seen = make.reviewed([make.siti()])
    Import.objects.filter(pk=seen.pk).update(state=state, decided={"rows": {"2": "aside"}})

    with pytest.raises(RuleBroken, match=r"import\.not_now"):
        actions.point_out(seen, SAID, sheet="Lain", by=None, at=make.moment())

    now = Import.objects.get()
    assert (now.sheet, now.decided, now.columns.get("corrected")) == ("", {"rows": {"2": "aside"}}, None)
    assert lines() == []


@pytest.mark.parametrize("what", [What.REVIEW, What.COMMIT])
def test_columns_are_not_corrected_while_somebody_works_on_the_import(
    browser: Client, settings: Any, what: What
) -> None:
    item = handed_in(browser, [make.siti()])
    settings.TASKS = IN_THE_BACKGROUND
    tasks.start(item, what, by=staff.person())

    screen = correct(browser, item, kk="")
    program = posted(calling(), f"imports/{item.pk}/columns", {"columns": SAID})

    item.refresh_from_db()
    assert (screen.status_code, program.status_code) == (409, 409)
    assert program.json()["code"] == "import.busy"
    assert (item.columns.get("corrected"), lines()) == (None, [])
    current = work.under_way(desks.of(item.pk))
    assert current is not None
    assert current.what == what


def test_a_correction_that_is_refused_leaves_no_work_behind(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])
    before = Import.objects.get(pk=item.pk)
    actions.commit(item, by=None, at=make.moment())

    with pytest.raises(RuleBroken, match=r"import\.not_now"):
        tasks.start(
            before,
            What.REVIEW,
            by=staff.person(),
            first=lambda: actions.point_out(before, SAID, by=None, at=make.moment()),
        )

    assert work.under_way(desks.of(item.pk)) is None


def test_a_program_says_that_no_column_is_a_field(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])

    answer = posted(calling(), f"imports/{item.pk}/columns", {"columns": SAID})

    item.refresh_from_db()
    assert answer.status_code == 202
    assert (item.state, item.columns["corrected"]) == (State.REVIEWED, SAID)
    fields = {match["field"]: match["how"] for match in item.columns["found"]}
    assert (fields["kk"], "birth_place" in fields) == ("person", False)
    assert lines() == [{"columns": SAID}]


@pytest.mark.parametrize("kind", [Kind.RESIDENTS, Kind.RECORDINGS])
def test_columns_are_corrected_by_the_right_to_bring_in_such_a_file(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each right given to a role of its own, as an office may want it."""
    roles = {Right.IMPORT_REGISTER: Role.REGISTRAR, Right.IMPORT_RECORDINGS: Role.HEAD}
    for right, role in roles.items():
        monkeypatch.setitem(rights.RIGHTS, right, frozenset({role}))
    row = make.siti()
    item = make.reviewed([row] if kind == Kind.RESIDENTS else [make.session(row, "01-09-2015")], kind=kind)

    answers = [
        posted(calling(role), f"imports/{item.pk}/columns", {"columns": {}}) for role in roles.values()
    ]

    assert [answer.status_code for answer in answers] == (
        [202, 403] if kind == Kind.RESIDENTS else [403, 202]
    )
    assert "right.missing" in json.dumps([answer.json() for answer in answers])


# -- the order of dates ---------------------------------------------------------------------------------


def in_doubt(browser: Client) -> Import:
    """Births of which nothing tells whether the day or the month comes first."""
    return handed_in(browser, [make.siti(TGL_LHR="09-12-1980"), make.siti(TGL_LHR="03-04-1985")])


def births(item: Import) -> list[date]:
    return sorted(desks.of(item.pk).load("new")["born"])


def test_a_person_says_on_the_screen_in_which_order_dates_stand(browser: Client) -> None:
    item = in_doubt(browser)
    assert births(item) == [date(1980, 12, 9), date(1985, 4, 3)]
    page = browser.get(f"/impor/{item.pk}/")
    assert f"/impor/{item.pk}/kolom/" in page.content.decode()
    assert "Nyatakan urutan tanggalnya" in text(page)
    groups = browser.get(f"/impor/{item.pk}/kolom/").context["groups"]
    assert [row["name"] for row in groups[0][1]] == ["born"]

    correct(browser, item, **{"order-born": "mdy"})

    item.refresh_from_db()
    assert births(item) == [date(1980, 9, 12), date(1985, 3, 4)]
    assert item.columns["notes"] == []
    assert lines() == [{"columns": {}, "dates": {"born": "mdy"}}]
    assert "TGL_LHR: bulan-hari-tahun" in text(browser.get(f"/impor/{item.pk}/"))
    auditor = staff.browser(staff.person(Role.AUDITOR))
    assert "bulan dahulu" in text(auditor.get("/tata-kelola/audit/"))


def test_what_was_said_of_dates_stays_with_the_import_and_its_page(browser: Client) -> None:
    item = in_doubt(browser)
    correct(browser, item, **{"order-born": "mdy"})

    correct(browser, item, kk="")
    browser.post(f"/impor/{item.pk}/sahkan/")

    item.refresh_from_db()
    assert (item.state, item.columns["orders"]) == (State.COMMITTED, {"born": "mdy"})
    assert "TGL_LHR: bulan-hari-tahun" in text(browser.get(f"/impor/{item.pk}/"))


def test_the_screen_proposes_the_order_of_earlier_files(browser: Client) -> None:
    first = handed_in(browser, [make.siti() | {"TGL_LHR": "09-22-1980"}])
    browser.post(f"/impor/{first.pk}/sahkan/")

    item = in_doubt(browser)

    assert "seperti berkas-berkas sejenis sebelumnya" in text(browser.get(f"/impor/{item.pk}/"))
    form = browser.get(f"/impor/{item.pk}/kolom/").context["form"]
    assert form["order-born"].value() == "mdy"
    correct(browser, item)
    item.refresh_from_db()
    assert (item.columns["orders"], item.columns["notes"]) == ({"born": "mdy"}, [])


def test_a_program_says_the_order_of_dates(browser: Client) -> None:
    item = in_doubt(browser)
    said = {"columns": {}, "dates": {"born": "month-first"}}

    answer = posted(calling(), f"imports/{item.pk}/columns", said)
    wrong = posted(calling(), f"imports/{item.pk}/columns", {"columns": {}, "dates": {"born": "mdy"}})

    assert (answer.status_code, wrong.status_code) == (202, 422)
    assert answer.json()["dates"] == [
        {"field": "born", "column": "TGL_LHR", "order": "month-first", "how": "said"}
    ]


def test_an_order_of_no_dates_stops_the_review(browser: Client) -> None:
    item = in_doubt(browser)

    posted(calling(), f"imports/{item.pk}/columns", {"columns": {}, "dates": {"nik": "month-first"}})

    item.refresh_from_db()
    assert item.trouble is not None
    assert (item.state, item.trouble["code"]) == (State.FAILED, "file.missing_column")
