"""New counting rules come with an update: the ledger follows them, and no day stays that was made up."""

from datetime import date
from importlib import import_module

import polars as pl
import pytest
from django.apps import apps

from rekam.office.audit.models import Entry
from rekam.office.coverage import queries as coverage
from rekam.office.imports.models import Mode
from rekam.office.ledger.models import Posting
from rekam.office.regions.models import Area
from rekam.office.residents import actions, facts, queries, verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.accounts import staff
from tests.office.residents.screens import desk

MIGRATION = import_module("rekam.office.residents.migrations.0005_days_that_were_said_later")


@pytest.fixture(scope="module", autouse=True)
def an_office(ground: None) -> None:
    make.office()


def registered(area: str, on: date) -> int:
    return coverage.coverage(on=on, known=date(2016, 12, 31), within=area).total.total.registered


def said_without_a_line(row: dict[str, str], **values: object) -> None:
    """What stands in the register and what an older program made nothing of in the ledger."""
    held = queries.held([desk.resident(row).pk]).row(0, named=True)
    actions.replace(pl.DataFrame([{**held, **values}], schema=queries.HELD_SCHEMA))


def test_a_ledger_of_older_rules_is_brought_in_line_with_the_update() -> None:
    siti, stays = make.siti(), make.siti()
    desk.people(siti, stays)
    make.committed([{**siti, "NO_KEC": "13"}, stays], as_of=date(2016, 6, 30), mode=Mode.RELEASE)
    died = {"standing": "died", "ended_on": date(2016, 6, 15), "known_on": date(2016, 7, 31)}
    said_without_a_line(siti, **died, said=facts.bits(["standing", "ended_on"]))
    assert verification.verify()

    MIGRATION.renew(apps, None)

    assert verification.verify() == []
    assert registered("64.08", date(2016, 6, 20)) == 1
    assert Entry.objects.latest("number").event == "ledger.renewed"
    assert Posting.objects.latest("pk").kind == "rules"


def test_an_office_without_a_history_has_nothing_to_renew() -> None:
    desk.people(make.siti())
    postings = Posting.objects.count()

    MIGRATION.renew(apps, None)

    assert Posting.objects.count() == postings


def test_days_that_were_made_up_for_what_had_been_wrong_all_the_time_are_taken_back() -> None:
    clerk = make.registrar()
    registrar = staff.browser(clerk)
    there, joined, out = make.siti(), make.siti(), make.siti()
    desk.people(there, out)
    make.committed([joined], as_of=date(2016, 3, 31))
    desk.corrected(registrar, out, standing="moved_out", ended_on="01-06-2016")
    other = Area.objects.get(code=make.SINGA_GEMBARA).pk
    made_up: list[tuple[dict[str, str], dict[str, object]]] = [
        (there, {"area_id": other, "arrived_on": date(1980, 5, 17)}),
        (joined, {"area_id": other, "arrived_on": date(1980, 5, 17)}),
        (out, {"standing": "resident", "ended_on": None, "arrived_on": date(2016, 6, 1)}),
    ]
    at = make.moment(date(2016, 11, 30))
    for row, values in made_up:
        resident = desk.resident(row)
        on = max(resident.known_on, date(2016, 11, 1))
        actions.correct(resident, values, was_so=False, source="correction:KK-1", on=on, by=clerk, at=at)
    desk.corrected(registrar, joined, name="SITI LAIN")  # and what was said since carries it on

    MIGRATION.renew(apps, None)

    assert set(Resident.objects.values_list("arrived_on", flat=True)) == {None}
    kept = [facts.from_json(said) for said in desk.resident(joined).sayings.values_list("facts", flat=True)]
    assert {said["arrived_on"] for said in kept} == {None}
    assert registered(make.SINGA_GEMBARA, date(2016, 3, 30)) == 1  # joined with the register of the next day
    assert registered(make.SINGA_GEMBARA, date(2016, 3, 31)) == 2
    assert registered(make.SANGATTA_UTARA, date(2016, 7, 1)) == 1
    assert verification.verify() == []
