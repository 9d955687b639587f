"""What a person says of the columns is kept with its audit line, and never beside work that is under way."""

import json
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
