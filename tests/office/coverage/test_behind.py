"""The residents behind a number add up to it: for random lives, any two counts and every reason."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekam.domain.coverage.life import Saying, Session
from rekam.domain.coverage.lines import lines
from rekam.domain.coverage.rules import Measure, Reason
from rekam.office.coverage import behind, queries
from rekam.office.coverage.asked import Window
from rekam.office.ledger import actions as ledger
from rekam.office.regions.models import Area
from rekam.office.residents import queries as residents
from tests import make
from tests.domain.coverage.histories import AREAS, days, histories

PLACES = dict(zip(AREAS, (make.SANGATTA_UTARA, make.SINGA_GEMBARA, make.TELUK_PANDAN), strict=True))
WHERE = ("64.08", "64.08.04", make.TELUK_PANDAN)
MEASURES = (*(m.value for m in Measure), "unrecorded")


def post(lives: list[tuple[list[Saying], list[Session]]]) -> None:
    """What is known of some people, in the ledger."""
    ids = dict(Area.objects.filter(level="village").values_list("code", "id"))
    found = {
        number: [line._replace(area=str(ids[PLACES[line.area]])) for line in lines(*life)]
        for number, life in enumerate(lives, start=1)
    }
    frame = residents.lines_frame(found)
    ledger.post(frame, kind="test", source="test", by=None, at=make.moment())


@pytest.fixture
def office() -> None:
    make.office()


# The office stays as it is: every example is taken back.
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lives=st.lists(histories(), min_size=1, max_size=5),
    dates=st.tuples(days(), days(), days(), days()),
    area=st.sampled_from(WHERE),
)
def test_the_people_behind_every_cell_add_up_to_it(
    office: None,
    lives: list[tuple[list[Saying], list[Session]]],
    dates: tuple[date, date, date, date],
    area: str,
) -> None:
    with transaction.atomic():
        post(lives)
        window = Window(*dates)
        explained = queries.explain(
            start=window.start,
            end=window.end,
            known_start=window.known_start,
            known_end=window.known_end,
            area=area,
        )
        for measure in MEASURES:
            for reason in Reason:
                check(explained.measures[measure], area, reason, window)
        transaction.set_rollback(True)


def check(difference: queries.Difference, area: str, reason: Reason, window: Window) -> None:
    for late, amounts in ((False, difference.reasons), (True, difference.late)):
        rows = behind.cell(
            area=area, measure=difference.measure, reason=reason.value, window=window, late=late
        )
        assert rows["amount"].sum() == amounts.get(reason.value, 0), (area, difference.measure, reason, late)
        assert rows["resident_id"].is_unique().all()


@pytest.fixture
def register() -> list[dict[str, str]]:
    make.office()
    rows = [make.siti(NAMA_LGKP="SITI REKAAN"), make.siti(NAMA_LGKP="DEWI REKAAN", area=make.TELUK_PANDAN)]
    make.committed(rows)
    return rows


def test_who_was_recorded_in_a_month_adds_up_to_the_month(register: list[dict[str, str]]) -> None:
    siti, dewi = register
    make.recorded([make.session(siti, "12-09-2016"), make.session(dewi, "30-08-2016")])
    start, end = date(2016, 9, 1), date(2016, 9, 30)

    rows = behind.recordings(area="64.08", start=start, end=end, known=end)

    counted = queries.recorded_by_day(start=start, end=end, known=end)
    assert rows["amount"].sum() == sum(counted.values()) == 1
    [person] = behind.people(rows)
    assert person.resident is not None
    assert person.resident.name == "SITI REKAAN"
    assert person.effective_on == date(2016, 9, 12)


def test_who_came_and_went_between_the_counts_moved_nothing(register: list[dict[str, str]]) -> None:
    """A recording and its voiding, both between the two counts, leave nobody behind."""
    siti, _dewi = register
    make.recorded([make.session(siti, "12-09-2016")], as_of=date(2016, 9, 12))
    failed = make.session(
        siti,
        "12-09-2016",
        STATUS="ENROLL_FAILURE_AT_CENTRAL",
        TGL_STATUS="13-09-2016",
        TGL_DIKETAHUI="14-09-2016",
    )
    make.recorded([failed], as_of=date(2016, 9, 14))
    day = date(2016, 8, 31)
    later = day + timedelta(days=30)
    window = Window(day, later, day, later)

    explained = queries.explain(start=day, end=later)

    assert explained.measures["recorded"].reasons == {"recorded": 1, "recording_voided": -1}
    for reason, amount in explained.measures["recorded"].reasons.items():
        rows = behind.cell(area="64.08", measure="recorded", reason=reason, window=window)
        assert rows["amount"].to_list() == [amount]
