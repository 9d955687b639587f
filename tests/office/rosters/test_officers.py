"""Officers are written down; the trail, which is kept for ever, names nobody and nobody's illness."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.rosters import actions, officer_file, repairing
from rekam.office.rosters.models import Officer
from tests import make
from tests.office.accounts import staff
from tests.office.rosters import made
from tests.office.rosters.screens.desk import text

LONGER = "S" * 151


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def told() -> str:
    return json.dumps(list(Entry.objects.values_list("event", "subject", "details_json")))


def listed(folder: Path, *names: str) -> officer_file.Outcome:
    made.area("64.08")
    path = folder / "petugas.csv"
    path.write_text("\n".join(["nama,kecamatan,keahlian", *(f"{n},64.08.04,operator" for n in names)]))
    return officer_file.take(path, on=made.on(1), by=None, at=made.at())


def test_the_trail_says_that_an_officer_was_renamed_and_not_how() -> None:
    siti = made.officer("Siti Rekaan")

    actions.change_officer(officer=siti, name="Siti Contoh", skills=["driver"], by=None, at=made.at())

    assert "Siti" not in told()
    assert Entry.objects.get(event="officer.changed").details == {
        "name": "changed",
        "skills": {"from": ["operator"], "to": ["driver"]},
    }


def test_the_trail_says_when_somebody_is_away_and_not_why() -> None:
    siti = made.officer("Siti")
    days = {"start": made.on(3), "end": made.on(4)}

    away = repairing.away(officer=siti, kind="sick", note="Demam", by=None, at=made.at(), **days)

    assert Entry.objects.get(event="leave.granted").details == {"start": "2016-10-03", "end": "2016-10-04"}
    assert "Demam" not in told()
    assert away.leave.kind == "sick"


def test_a_row_whose_name_is_too_long_is_left_out_and_named(tmp_path: Path) -> None:
    outcome = listed(tmp_path, "Siti Rekaan", LONGER, LONGER[:-1])

    assert outcome.added == 2
    assert [(row.row, row.trouble.code) for row in outcome.refused] == [(3, "officer.name_too_long")]
    assert not Officer.objects.filter(name=LONGER).exists()


def test_an_account_given_away_while_one_types_is_told_beside_the_field_and_the_rest_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    siti, budi, account = made.officer("Siti"), made.officer("Budi"), staff.person(Role.OPERATOR)
    add = actions.change_officer

    def somebody_is_first(**about: Any) -> Officer:
        add(officer=siti, user=account, by=None, at=made.at())
        return add(**about)

    monkeypatch.setattr(actions, "change_officer", somebody_is_first)
    typed = {
        "name": "Budi Contoh", "home": "64.08.04", "skills": ["operator"], "hours_a_week": "37,5",
        "since": "01-01-2016", "user": account.pk,
    }  # fmt: skip

    answer = staff.browser(made.planner()).post(reverse("rosters:change_officer", args=[budi.pk]), typed)

    assert answer.status_code == 422
    assert "Akun ini sudah milik petugas lain." in text(answer)
    assert 'value="Budi Contoh"' in answer.content.decode()
    budi.refresh_from_db()
    assert (budi.name, budi.user) == ("Budi", None)
