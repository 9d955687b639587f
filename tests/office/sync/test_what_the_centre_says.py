"""What is done next about a status, as the database works it out: the same as the rule says of each."""

from datetime import date, timedelta

import pytest

from rekam.domain.sync import ageing
from rekam.domain.sync.ageing import Step
from rekam.office.recordings.models import Session
from rekam.office.sync import queries
from tests import make

ON = date(2016, 10, 31)
DAYS = (-1, 0, 2, 3, 6, 7, 13, 14, 27, 28, 90)


@pytest.fixture
def sessions() -> list[Session]:
    """Somebody in every status the office knows and in two it does not, around every threshold."""
    each = []
    for status in (*ageing.RULES, ageing.ISSUED, "SOMETHING_NEW"):
        for days in DAYS:
            day = ON - timedelta(days=days)
            nik = f"64080441019{len(each):05}"
            each.append(
                Session(
                    nik=nik,
                    recorded_on=day,
                    known_on=day,
                    status=status,
                    status_on=day,
                    area_code=make.SANGATTA_UTARA,
                )
            )
    return Session.objects.bulk_create(each)


def test_every_recording_stands_behind_the_line_that_the_rule_names(sessions):
    assert dict(queries._sessions("", ON).values_list("nik", "step")) == {s.nik: _step(s) for s in sessions}


def test_behind_a_line_the_oldest_come_first(sessions):
    wanted = [s for s in sessions if s.status == ageing.SFE and _step(s) is Step.ASK_CENTRE]

    found = queries.sessions_at(ageing.SFE, Step.ASK_CENTRE, on=ON)

    assert [s.nik for s in found] == [s.nik for s in sorted(wanted, key=lambda s: s.status_on)]


def test_the_lines_count_people_and_say_since_when(sessions):
    again = sessions[-1]  # one person, recorded twice, is one person
    Session.objects.create(
        nik=again.nik, recorded_on=ON, known_on=ON, status=again.status, status_on=again.status_on
    )
    lines = queries.ageing_statuses(ON)

    assert {(line.status, line.step) for line in lines} == {(s.status, _step(s)) for s in sessions}
    assert sum(line.people for line in lines) == len(sessions)
    assert all(
        line.oldest == min(s.status_on for s in sessions if (s.status, _step(s)) == (line.status, line.step))
        for line in lines
    )
    assert queries.ageing_statuses(ON, within="99") == []


def _step(session: Session) -> Step:
    return ageing.step(session.status, since=session.status_on, on=ON)
