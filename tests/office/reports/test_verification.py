"""`rekam verify` and issued reports: one that was tampered with is found, however well."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rekam.office.reports import queries, verification
from rekam.office.reports.models import Issued, Kind
from tests import make
from tests.office.reports import scenes


@pytest.fixture(scope="module", autouse=True)
def rows(ground: None) -> list[dict[str, str]]:
    rows = scenes.register()
    scenes.recorded([scenes.session(rows[0], "05-09-2016"), scenes.session(rows[2], "06-09-2016")])
    return rows


def told() -> list[tuple[str, str]]:
    return [(finding.code, finding.number) for finding in verification.verify()]


def forged(change: Callable[[dict[str, Any]], None], *, sealed_anew: bool) -> str:
    """A second report like the first but for one change, put in beside the program. Gives its number."""
    report = scenes.issued()
    held = json.loads(report.content)
    report.pk, report.number, report.sequence, report.kind = None, "470/002/X/2016", 2, Kind.DAILY
    held["number"], held["figures"]["kind"] = report.number, report.kind
    change(held["figures"])
    report.content = queries.canonical(held)
    report.sha256 = queries.sha256(report.content) if sealed_anew else report.sha256
    report.save(force_insert=True)
    return report.number


def more_recorded(figures: dict[str, Any]) -> None:
    figures["counts"][make.SANGATTA_UTARA] = [[1, 1, 0], [99, 99, 99]]


def another_day(figures: dict[str, Any]) -> None:
    figures["by_day"][make.SANGATTA_UTARA] = {"2016-09-30": 2}


def test_reports_that_nobody_touched_are_right(rows: list[dict[str, str]]) -> None:
    scenes.issued()
    scenes.issued(kind=Kind.DAILY)
    scenes.recorded([scenes.session(rows[1], "07-09-2016")], as_of=date(2016, 10, 20))

    assert told() == []


def test_a_report_whose_fingerprint_does_not_fit_is_found() -> None:
    number = forged(more_recorded, sealed_anew=False)

    assert told() == [("report.not_as_issued", number)]


def test_a_report_sealed_anew_is_found_by_counting_again() -> None:
    number = forged(more_recorded, sealed_anew=True)

    found = verification.verify()

    assert [(f.number, f.values["measure"]) for f in found] == [
        (number, "registered"), (number, "obliged"), (number, "recorded"),
    ]  # fmt: skip
    assert found[2].values == {
        "measure": "recorded", "villages": 1, "first": make.SANGATTA_UTARA, "issued": 99, "counted": 2,
    }  # fmt: skip
    assert found[2].sentence == (
        f"Laporan {number}: Sudah rekam berbeda dengan hitung ulang di 1 desa, yang pertama "
        f"{make.SANGATTA_UTARA}: 99 di laporan, 2 dihitung ulang."
    )


def test_recordings_moved_to_another_day_are_found() -> None:
    number = forged(another_day, sealed_anew=True)

    assert told() == [("report.days_differ", number)]


def test_a_report_is_recounted_as_it_was_known_when_a_file_came_late(rows: list[dict[str, str]]) -> None:
    """The file carries an earlier day of knowledge: only its place in the ledger tells that it was later."""
    report = scenes.issued()
    scenes.recorded([scenes.session(rows[1], "07-09-2016")])

    now = queries.state(Issued.objects.get(pk=report.pk))

    assert now.changed
    assert told() == []
