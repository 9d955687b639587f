"""The demo, brought in by the real import on both databases, computes to what was published, at its scale."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rekam.domain.forecast import months
from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.outcomes import Outcome
from rekam.office.audit import queries as audit
from rekam.office.clients.models import Client
from rekam.office.coverage import queries as coverage
from rekam.office.forecast import asked as forecast_asked
from rekam.office.imports.models import Import, State
from rekam.office.kits import care, counts
from rekam.office.kits.models import CareDone, Fault, FaultPhoto, Handover
from rekam.office.outreach.models import Plan
from rekam.office.places.models import Place
from rekam.office.reports import comparison, queries
from rekam.office.reports import verification as reports
from rekam.office.reports.models import Issued, Kind
from rekam.office.residents import verification
from rekam.office.rosters.models import Leave, Officer, Roster, Swap
from rekam.office.visits.models import Closing
from rekam.office.web import rehearsal
from tests import make
from tests.browser import office as offices
from tests.databases import of_another_office

SCALE = 0.01
END, AUGUST_25, AUGUST_31 = date(2016, 9, 30), date(2016, 8, 25), date(2016, 8, 31)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REKAM_DATA", str(tmp_path))


@pytest.fixture
def demo(database: str, tmp_path: Path, db: None) -> Iterator[None]:
    """Built here on PostgreSQL; on SQLite what `rekam demo` built for the journeys in a browser."""
    if database == "postgresql":
        rehearsal.build(scale=SCALE, tell=lambda step, done: None)
        yield
    else:
        assert float(offices.SCALE) == SCALE
        offices.copy_of("demo", Path(os.environ["REKAM_TESTS"]), tmp_path)
        with of_another_office(tmp_path):
            yield


@pytest.mark.usefixtures("demo")
def test_the_demo_computes_to_what_was_published_and_verifies() -> None:
    now = coverage.coverage(on=END, known=END).total.total
    assert (now.obliged, now.recorded) == (round(287_000 * SCALE), round(187_730 * SCALE))
    by_day = coverage.recorded_by_day(start=END.replace(day=1), end=END, known=END)
    assert sum(by_day.values()) == round(8_766 * SCALE)
    then = coverage.coverage(on=AUGUST_25, known=AUGUST_25)
    sangatta_utara = next(area for area in then.areas if area.code == "64.08.04")
    assert then.total.total.registered == round(413_508 * SCALE)
    assert sangatta_utara.total.unrecorded == round(25_356 * SCALE)
    assert verification.verify() == []
    assert audit.verify() == []
    assert reports.verify() == []
    check_report()
    check_service()
    check_outreach()
    assert set(Import.objects.values_list("state", flat=True)) == {State.COMMITTED}
    villages = coverage.coverage(on=END, known=END, by="desa").areas
    assert len(villages) == 141
    assert all(village.total.registered for village in villages)
    assert [figure.value for figure, _ in coverage.stated("64.08") if figure.value == 265_000] == [265_000]


def check_report() -> None:
    """August was reported before September's files came: what they said of August late is told apart."""
    [august] = Issued.objects.all()
    found = comparison.compare(august)

    assert (august.kind, august.on, august.known) == (Kind.MONTHLY, AUGUST_31, AUGUST_31)
    assert queries.said(august).paper.signer_name == rehearsal.HEAD["head_name"]
    assert found.is_changed
    assert found.adds_up
    late = Import.objects.filter(as_of=END).values_list("pk", flat=True)
    assert {source.name for source in found.sources} == {f"import:{number}" for number in late}


def check_service() -> None:
    """Every page of the service has something to show."""
    assert {row.month.month for row in Roster.objects.filter(state="published")} == {9, 10}
    assert Place.objects.filter(
        kind="event", opens_on=date(2016, 10, 12), closes_on=date(2016, 10, 17)
    ).exists()
    broken = set(Fault.objects.filter(closed_at=None).values_list("place__area__name", flat=True))
    assert {"Sangatta Selatan", "Teluk Pandan"} <= broken
    assert 0 < len(care.due(care.tasks("", END))) < CareDone.objects.count()
    assert {handover.received_at is None for handover in Handover.objects.all()} == {True, False}
    assert any(kind.differs for kind in counts.beside("")[1])
    assert FaultPhoto.objects.get().fault.closed_at is None
    assert set(Swap.objects.values_list("state", flat=True)) == {"asked", "agreed"}
    assert Leave.objects.filter(state="asked").count() == 2
    assert {"operator", "kecamatan"} <= set(Officer.objects.values_list("user__username", flat=True))


def check_outreach() -> None:
    """Companies and schools with lists, visits with results that add up, a plan to the end of the year."""
    closings = Closing.objects.select_related("visit")
    assert {closing.visit.on.month for closing in closings} == {8, 9}
    assert all(
        closing.target == sum(getattr(closing, each.value) for each in Outcome) for closing in closings
    )
    assert {"company", "school", "village"} <= set(Client.objects.values_list("place__kind", flat=True))
    [plan] = Plan.objects.filter(state="adopted")
    assert (plan.starts.month, plan.ends) == (10, date(2016, 12, 31))
    expo = plan.stops.filter(place__kind="event", is_promised=True)
    fair = {date(2016, 10, day) for day in range(12, 18)}
    broken = {date.fromisoformat(each["on"]) for each in plan.broken}
    assert fair <= set(expo.values_list("on", flat=True)) | broken
    assert months.first_day(forecast_asked.usual_until(END)) == date(2017, 12, 1)


def test_the_folder_of_a_real_office_is_refused() -> None:
    make.office()

    with pytest.raises(RuleBroken, match=r"demo\.not_here"):
        rehearsal.build(scale=SCALE, tell=lambda step, done: None)
