"""A frozen report and the count of now: the reasons between them add up exactly, whatever happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekam.domain.coverage.rules import Measure, Reason
from rekam.domain.trouble import RuleBroken
from rekam.office.imports import actions as imports
from rekam.office.imports.models import Import, Mode
from rekam.office.ledger import actions as posting
from rekam.office.ledger import queries as ledger
from rekam.office.recordings.models import Session
from rekam.office.regions import queries as regions
from rekam.office.reports import comparison, differences, queries, verification
from rekam.office.reports.comparison import Comparison
from rekam.office.reports.differences import Stand
from rekam.office.reports.documents import against, document
from rekam.office.reports.figures import MEASURES
from rekam.office.reports.models import Issued, Kind
from tests import make
from tests.office.reports import scenes

UTARA = "64.08.04.2001"


def total(found: Comparison, village: str, measure: str) -> dict[str, int]:
    return found.since.moves.get(village, {}).get(measure, {})


def test_nothing_new_is_no_difference() -> None:
    scenes.register()

    found = comparison.compare(scenes.issued())

    assert found.adds_up
    assert not found.is_changed
    assert found.sources == ()


def test_what_became_known_later_stands_under_its_reason() -> None:
    rows = scenes.register()
    report = scenes.issued()
    late = make.session(rows[0], "05-09-2016", TGL_DIKETAHUI="10-10-2016")
    make.recorded([late], as_of=date(2016, 10, 10))

    found = comparison.compare(report)

    assert found.adds_up
    assert found.since.entered == {}
    assert total(found, UTARA, "recorded") == {"recorded": 1}
    assert found.flow.learned == {UTARA: {"recorded": 1}}
    assert (found.sessions.learned, found.sessions.now) == (1, 1)


def test_a_back_dated_file_is_told_apart_although_its_dates_are_older_than_the_report() -> None:
    rows = scenes.register()
    make.recorded([make.session(rows[1], "29-09-2016")], as_of=date(2016, 9, 30))
    report = scenes.issued()
    make.recorded([make.session(rows[0], "05-09-2016")], as_of=date(2016, 9, 30))

    found = comparison.compare(report)

    assert found.adds_up
    assert found.since.entered == {UTARA: {"recorded": {"recorded": 1}}}
    assert found.since.moves == {}
    assert found.flow.entered == {UTARA: {"recorded": 1}}
    assert [s.amounts for s in found.sources] == [(0, 0, 1)]


def test_an_import_undone_after_the_report_is_named_as_such() -> None:
    rows = scenes.register()
    item = make.recorded([make.session(row, "05-09-2016") for row in rows[:2]], as_of=date(2016, 9, 30))
    report = scenes.issued()
    imports.undo(item, by=None, at=scenes.september_at(8))

    found = comparison.compare(report)

    assert found.adds_up
    assert found.since.entered[UTARA] == {"recorded": {"undone": -1}}
    assert (found.sessions.frozen, found.sessions.removed, found.sessions.now) == (2, 2, 0)
    assert queries.state(report).unrecorded == 2


def test_what_only_concerns_later_days_changes_nothing() -> None:
    rows = scenes.register()
    report = scenes.issued()
    make.recorded([make.session(rows[0], "05-10-2016")], as_of=date(2016, 10, 10))

    assert not comparison.compare(report).is_changed


def test_a_move_within_the_regency_changes_the_parts_and_not_the_whole() -> None:
    rows = scenes.register()
    report = scenes.issued()
    moved = {**rows[0], "NO_KEC": "13", "NO_KEL": "2001", "TGL_DATANG": "15-09-2016"}
    make.committed([moved], as_of=date(2016, 10, 10))

    whole, part = comparison.compare(report), comparison.compare(report, "64.08.04")

    assert whole.is_changed
    assert queries.state(report).unrecorded == 0
    assert queries.state(report, "64.08.04").unrecorded == -1
    assert whole.adds_up
    assert part.adds_up
    assert (part.frozen.total.total.obliged, part.now.total.total.obliged) == (3, 2)


def an_earlier_day_becomes_known(report_of: str = Kind.MONTHLY) -> Issued:
    """Recorded on 5 September, says the report; in October a session of 20 August comes in."""
    rows = scenes.register()
    scenes.recorded([scenes.session(rows[0], "05-09-2016")])
    report = scenes.issued(kind=report_of)
    earlier = scenes.session(rows[0], "20-08-2016", TGL_DIKETAHUI="10-10-2016")
    scenes.recorded([earlier], as_of=date(2016, 10, 10))
    return report


@pytest.mark.parametrize("kind", [Kind.MONTHLY, Kind.DAILY])
def test_other_days_of_recording_change_a_report_whose_counts_stay(kind: str) -> None:
    report = an_earlier_day_becomes_known(kind)

    state, found = queries.state(report), comparison.compare(report)

    assert state.frozen == state.now
    assert (state.frozen_in_month, state.now_in_month, state.in_month) == (1, 0, -1)
    assert (state.changed, found.is_changed) == (True, True)
    assert (found.frozen.in_month, found.now.in_month) == (1, 0)
    assert found.adds_up


def test_other_days_of_recording_are_said_by_area_and_day() -> None:
    report = an_earlier_day_becomes_known()

    held = against.document(queries.said(report), comparison.compare(report), language="en")

    [by_area, by_day] = [table for table in held.tables if table.name in ("Month by area", "Month by day")]
    changed = {row.cells[0]: row.cells[1:] for row in by_area.rows if row.cells[3]}
    assert changed == {"Sangatta Utara": (1, 0, -1)}
    assert [row.cells for row in by_day.rows] == [(date(2016, 9, 5), 1, 0, -1)]
    assert "By area" not in [section.title for section in held.sections]


def test_a_district_whose_days_stay_is_unchanged_while_another_changes() -> None:
    report = an_earlier_day_becomes_known()

    assert queries.state(report, "64.08.04").changed
    assert not queries.state(report, "64.08.13").changed


def test_service_and_statuses_that_came_later_are_said_beside_the_frozen_ones() -> None:
    rows = scenes.register()
    scenes.recorded([scenes.session(rows[0], "05-09-2016", STATUS="BIO_CAPTURED")])
    report = scenes.issued()
    later = {"TGL_DIKETAHUI": "10-10-2016"}
    news = [
        scenes.session(rows[0], "05-09-2016", STATUS="SENT_FOR_ENROLLMENT", TGL_STATUS="25-09-2016", **later),
        scenes.session(
            rows[3], "06-09-2016", STATUS="ENROLL_FAILURE_AT_CENTRAL", TGL_STATUS="28-09-2016", **later
        ),
    ]
    scenes.recorded(news, as_of=date(2016, 10, 10))

    found = comparison.compare(report)
    held = against.document(queries.said(report), found, language="en")

    assert (found.is_changed, found.service_changed) == (False, True)
    told = {table.name: {row.cells[0]: row.cells[1:] for row in table.rows} for table in held.tables}
    assert told["Service"]["Sessions"] == (1, 2, 1)
    assert told["Service"]["Failed"] == (0, 1, 1)
    assert told["Districts"] == {"Sangatta Utara": (1, 2, 1)}
    statuses = {name: cells[3:6] for name, cells in told["Statuses"].items()}
    assert statuses["Sent to the centre (SFE)"] == (0, 1, 1)
    assert sum(cells[0] for cells in statuses.values()) == 1
    assert list(told["Failures"].values()) == [(0, 1, 1)]


def test_a_part_is_told_only_the_service_of_its_district() -> None:
    rows = scenes.register()
    report = scenes.issued()
    scenes.recorded([scenes.session(rows[0], "05-09-2016")])

    utara, pandan = (comparison.compare(report, code) for code in ("64.08.04", "64.08.13"))

    assert (utara.service_changed, pandan.service_changed) == (True, False)


# -- whatever happens -----------------------------------------------------------------------------

AREAS = st.sampled_from((make.SANGATTA_UTARA, make.SINGA_GEMBARA, make.TELUK_PANDAN))
LINES = st.tuples(
    AREAS,
    st.sampled_from("mf"),
    st.sampled_from([m.value for m in Measure]),
    st.sampled_from([r.value for r in Reason]),
    st.sampled_from([r.value for r in Reason]),
    st.sampled_from((1, -1)),
    st.dates(date(2014, 1, 1), date(2017, 12, 31)),
    st.dates(date(2015, 1, 1), date(2017, 12, 31)),
)
POSTINGS = st.lists(
    st.tuples(st.sampled_from(("residents", "undo")), st.lists(LINES, max_size=12)), max_size=3
)


def post(postings: list[tuple[str, list[tuple[object, ...]]]], ids: dict[str, int]) -> None:
    for kind, lines in postings:
        held = [(1, ids[str(area)], *rest) for area, *rest in lines]
        frame = pl.DataFrame(held, schema=ledger.LINE_SCHEMA, orient="row")
        posting.post(frame, kind=kind, source="cerita", by=None, at=make.moment())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=POSTINGS,
    after=POSTINGS,
    days=st.tuples(*[st.dates(date(2015, 1, 1), date(2017, 12, 31))] * 4),
)
def test_any_lines_posted_later_are_told_exactly_by_what_was_entered_and_what_was_learned(
    office: dict[str, int],
    before: list[tuple[str, list[tuple[object, ...]]]],
    after: list[tuple[str, list[tuple[object, ...]]]],
    days: tuple[date, date, date, date],
) -> None:
    on, known, later_on, later_known = days
    with forgotten_afterwards():
        post(before, office)
        counts = differences.counts_of(ledger.balances(on=on, known=known), office)
        stand = Stand(on, known, differences.last_posting(), differences.by_measure(counts))
        flow = differences.recorded_by_day(on.replace(day=1), on, known, office)
        post(after, office)

        now = differences.counts_of(ledger.balances(on=later_on, known=later_known), office)
        found = differences.since(stand, number="", on=later_on, known=later_known, ids=office)
        assert differences.left_over(found, differences.by_measure(now)) == {}

        start, ids = on.replace(day=1), office
        moved = differences.flow_since(
            posting=stand.posting, start=start, on=on, known=known, now=later_known, ids=ids
        )
        flow_now = differences.recorded_by_day(start, on, later_known, office)
        for village in office:
            then = sum(flow.get(village, {}).values())
            told = sum(moved.entered.get(village, {}).values()) + sum(moved.learned.get(village, {}).values())
            assert then + told == sum(flow_now.get(village, {}).values())


@pytest.fixture
def office() -> dict[str, int]:
    """The villages of an office whose ledger is empty."""
    make.office()
    return {a.code: a.pk for a in regions.villages("64.08.04") | regions.villages("64.08.13")}


VILLAGES = (make.SANGATTA_UTARA, make.SINGA_GEMBARA, make.TELUK_PANDAN)
DAYS = st.dates(date(2016, 1, 1), date(2016, 12, 20))
NEWS = st.one_of(
    st.tuples(st.just("recordings"), DAYS, st.integers(0, 3), st.integers(0, 40), st.booleans()),
    st.tuples(st.just("move"), DAYS, st.integers(0, 3), st.integers(0, 60), st.sampled_from(VILLAGES)),
    st.tuples(st.just("death"), DAYS, st.integers(0, 3), st.integers(0, 60), st.none()),
    st.tuples(st.just("release"), DAYS, st.integers(0, 3), st.just(0), st.none()),
    st.tuples(st.just("undo"), st.none(), st.integers(0, 5), st.just(0), st.none()),
    st.tuples(st.just("issue"), DAYS, st.integers(0, 1), st.just(0), st.none()),
)


def written(day: date) -> str:
    return f"{day:%d-%m-%Y}"


class Story:
    """What happens to a small office, one piece of news after the other."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.rows = rows
        self.brought_in: list[Import] = []
        self.reports = [scenes.issued(on=date(2016, 6, 30), at=make.moment(date(2017, 1, 31)))]

    def hear(self, what: str, day: date | None, number: int, before: int, more: object) -> None:
        if what == "undo":
            self._undo(number)
            return
        assert day is not None
        happened = max(day - timedelta(days=before), date(2016, 1, 1))
        person = self.rows[number % len(self.rows)]
        if what == "issue":
            kind = Kind.DAILY if number else Kind.MONTHLY
            self.reports.append(
                scenes.issued(kind=kind, on=day, dated=date(2017, 1, 31), at=make.moment(date(2017, 1, 31)))
            )
        elif what == "recordings":
            status = "BIO_CAPTURED" if more else "ENROLL_FAILURE_AT_CENTRAL"
            row = make.session(person, written(happened), STATUS=status, TGL_DIKETAHUI=written(day))
            self.brought_in.append(make.recorded([row], as_of=day))
        elif what == "release":
            rows = [row for row in self.rows if row is not person]
            self.brought_in.append(make.committed(rows, as_of=day, mode=Mode.RELEASE))
        else:
            facts = self._facts(what, happened, more)
            self.brought_in.append(make.committed([{**person, **facts}], as_of=day))

    def _facts(self, what: str, happened: date, village: object) -> dict[str, str]:
        if what == "death":
            return {"STAT_HIDUP": "2", "TGL_MENINGGAL": written(happened)}
        _province, _regency, district, code = str(village).split(".")
        return {"NO_KEC": district, "NO_KEL": code, "TGL_DATANG": written(happened)}

    def _undo(self, number: int) -> None:
        if not self.brought_in:
            return
        item = self.brought_in[number % len(self.brought_in)]
        try:
            imports.undo(item, by=None, at=make.moment(date(2017, 1, 15)))
        except RuleBroken:  # undone already, or a later import stands on it
            return


@contextmanager
def forgotten_afterwards() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def check(report: Issued, within: str) -> None:
    found = comparison.compare(report, within)
    assert found.adds_up
    then = found.frozen.total.total
    now = found.now.total.total
    for n, measure in enumerate(MEASURES):
        entered_by = sum(source.amounts[n] for source in found.sources)
        assert entered_by == now.of(measure) - then.of(measure)
    held = against.document(queries.said(report), found)
    assert not [cell for table in held.tables for cell in document.wrong_cells(table)]


@pytest.fixture
def rows() -> list[dict[str, str]]:
    return scenes.register()


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(news=st.lists(NEWS, min_size=3, max_size=8))
def test_every_report_is_explained_after_any_history(
    rows: list[dict[str, str]], news: list[tuple[str, date | None, int, int, object]]
) -> None:
    with forgotten_afterwards():
        story = Story(rows)
        for piece in news:
            story.hear(*piece)
        for report in story.reports:
            check(report, "")
            check(report, "64.08.04")
            during = Session.objects.filter(recorded_on__range=(report.start, report.on)).count()
            found = comparison.compare(report)
            assert found.sessions.now == during == sum(s.sessions for s in found.now.service)
        assert verification.verify() == []
