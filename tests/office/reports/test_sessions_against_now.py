"""Sessions and statuses of a report against now: only what came in afterwards is said to have come since."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rekam.office.accounts.rights import Role
from rekam.office.reports import comparison, queries, verification
from rekam.office.reports.models import Issued, Kind
from tests.office.accounts import staff
from tests.office.reports import scenes


def news_that_moves_no_count() -> dict[str, str]:
    """Siti was recorded in September; in October comes in where her session stands, and another of hers."""
    siti = scenes.register()[0]
    scenes.recorded([scenes.session(siti, "05-09-2016", STATUS="BIO_CAPTURED")])
    later = {"TGL_DIKETAHUI": "05-10-2016"}
    news = [
        scenes.session(siti, "05-09-2016", STATUS="SENT_FOR_ENROLLMENT", TGL_STATUS="25-09-2016", **later),
        scenes.session(siti, "20-09-2016", **later),
    ]
    scenes.recorded(news, as_of=date(2016, 10, 5))
    return siti


def page_of(report: Issued, client: Client, language: str = "en") -> str:
    client.force_login(staff.person(Role.PLANNER))
    client.cookies["django_language"] = language
    return client.get(reverse("reports:against", args=[report.pk])).content.decode()


def test_what_was_there_before_the_report_is_not_said_to_have_come_since() -> None:
    news_that_moves_no_count()
    report = scenes.issued()

    found = comparison.compare(report)

    assert report.known == scenes.SEPTEMBER
    assert not found.service_changed
    assert sum(s.sessions for s in found.frozen.service) == 2
    assert {s.code: s.now for s in found.frozen.stocks if s.now}["SENT_FOR_ENROLLMENT"] == 1
    told = found.sessions
    assert (told.frozen, told.removed, told.left_out, told.entered, told.learned) == (2, 0, 0, 0, 0)
    assert found.adds_up


def test_what_comes_after_the_report_is_said_although_it_moves_no_count(client: Client) -> None:
    siti = news_that_moves_no_count()
    report = scenes.issued()
    comparison.compare(report)  # kept, until something comes in

    scenes.recorded(
        [scenes.session(siti, "22-09-2016", TGL_DIKETAHUI="12-10-2016")], as_of=date(2016, 10, 12)
    )
    found = comparison.compare(report)

    assert (found.is_changed, found.service_changed) == (False, True)
    assert (found.sessions.frozen, found.sessions.learned, found.sessions.now) == (2, 1, 3)
    assert "brought in since" in page_of(report, client)


def test_a_draft_says_what_came_in_without_moving_a_count() -> None:
    siti = scenes.register()[0]
    scenes.recorded([scenes.session(siti, "05-09-2016")])
    before = queries.draft(kind=Kind.MONTHLY, on=scenes.SEPTEMBER).figures
    scenes.recorded([scenes.session(siti, "20-09-2016", TGL_DIKETAHUI="05-10-2016")], as_of=date(2016, 10, 5))

    now = queries.draft(kind=Kind.MONTHLY, on=scenes.SEPTEMBER).figures
    as_known = queries.draft(kind=Kind.MONTHLY, on=scenes.SEPTEMBER, known=scenes.SEPTEMBER).figures

    counted = [sum(s.sessions for s in figures.service) for figures in (before, now, as_known)]
    assert counted == [1, 2, 1]
    assert [figures.has_all_held for figures in (before, now, as_known)] == [True, True, False]


@pytest.mark.parametrize("language", ["en", "id"])
def test_of_a_report_that_counted_sessions_as_known_nothing_is_said_to_have_come_since(
    client: Client, language: str
) -> None:
    news_that_moves_no_count()
    report = scenes.as_issued_before(scenes.issued())

    found = comparison.compare(report)
    page = page_of(report, client, language)

    assert found.service_changed
    assert (found.sessions.frozen, found.sessions.left_out, found.sessions.now) == (1, 1, 2)
    assert sum(s.sessions for s in found.now.service) == found.sessions.now
    assert ("counted otherwise now" if language == "en" else "kini dihitung dengan cara lain") in page
    assert "brought in since" not in page
    assert "sesudahnya" not in page
    assert verification.verify() == []


def test_sessions_and_statuses_are_read_once_until_something_happens() -> None:
    siti = news_that_moves_no_count()
    report = scenes.issued()
    comparison.compare(report)

    with CaptureQueriesContext(connection) as asked:
        comparison.compare(report)
        comparison.compare(report, "64.08.04")
    assert not [q for q in asked.captured_queries if "recordings_status" in q["sql"]]

    scenes.recorded([scenes.session(siti, "05-09-2016", TGL_STATUS="28-09-2016")], as_of=date(2016, 10, 9))
    with CaptureQueriesContext(connection) as asked:
        comparison.compare(report)
    assert [q for q in asked.captured_queries if "recordings_status" in q["sql"]]
