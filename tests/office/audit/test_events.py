"""Every event that the office writes has a sentence for people."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from rekam.office.accounts import adapters
from rekam.office.audit import actions, events
from tests.office.accounts.staff import MORNING

OFFICE = Path(events.__file__).parents[1]


def written() -> Iterator[tuple[str, str]]:
    """(event, where) of every call of ``record`` whose event is written out, in all parts of the office."""
    for path in sorted(OFFICE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record" and node.args:
                for event in _texts(node.args[0]):
                    yield event, f"{path.relative_to(OFFICE)}:{node.lineno}"


def _texts(node: ast.expr) -> list[str]:
    found = [part for part in ast.walk(node) if isinstance(part, ast.Constant)]
    return [part.value for part in found if isinstance(part.value, str) and "." in part.value]


def test_every_event_has_a_sentence() -> None:
    missing = sorted(f"{event} ({where})" for event, where in written() if event not in events.EVENTS)

    assert missing == [], "Give these a sentence in rekam/office/audit/events.py"


def test_every_step_of_a_second_factor_has_a_sentence() -> None:
    assert set(adapters.SECOND_FACTOR_EVENTS.values()) <= set(events.EVENTS)


def test_an_unknown_event_of_an_older_version_shows_its_code() -> None:
    assert events.sentence("kit.repaired") == "kit.repaired"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12, "12"),
        ("", ""),
        (None, ""),
        (True, "yes"),
        ("2016-09-30", "30-09-2016"),
        ({"from": "", "to": "64.08.04"}, "– → 64.08.04"),
        (["a", "b"], "a, b"),
        ({"area": "64.08"}, "area 64.08"),
    ],
)
def test_details_are_shown_in_words(value: Any, words: str) -> None:
    entry = actions.record("key.made", "x", by=None, at=MORNING, details={"area": value})

    with translation.override("en"):
        told = events.details(entry)

    assert told == ([("area", words)] if words else [])


def test_the_same_name_of_a_detail_may_mean_something_else() -> None:
    plan = actions.record("plan.adopted", "plan:1", by=None, at=MORNING, details={"same": 4})
    file = actions.record("import.decided", "import:1", by=None, at=MORNING, details={"same": 4})

    with translation.override("en"):
        assert events.details(plan) == [("unchanged", "4")]
        assert events.details(file) == [("the same person", "4")]


def test_what_a_fault_or_a_plan_holds_is_told_in_indonesian() -> None:
    held = {"symptom": "no_power", "stops": "all", "kits": 2, "from": "2016-10-01", "to": "2016-12-31"}
    entry = actions.record("fault.reported", "fault:1", by=None, at=MORNING, details=held)

    with translation.override("id"):
        assert sorted(events.details(entry)) == [
            ("dari", "01-10-2016"),
            ("gejala", "tidak menyala"),
            ("sampai", "31-12-2016"),
            ("set alat", "2"),
            ("yang terhenti", "semuanya"),
        ]
        assert events.subject(entry) == "Kerusakan 1"


def test_nobody_signed_in_is_told_in_words() -> None:
    stranger = actions.record("sign_in.failed", "person:siti", by=actions.UNKNOWN, at=MORNING)
    server = actions.record("import.undone", "import:1", by=None, at=MORNING)
    other = actions.record("key.made", "x", by="siti", at=MORNING)

    with translation.override("id"):
        assert [events.who(each) for each in (stranger, server, other)] == [
            "tidak dikenal",
            "terminal",
            "siti",
        ]


def test_a_role_is_shown_by_its_name() -> None:
    entry = actions.record("key.made", "x", by=None, at=MORNING, details={"role": "district_staff"})

    with translation.override("en"):
        assert events.details(entry) == [("role", "District staff")]


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("import:20", "Impor 20"),
        ("resident 7", "Penduduk 7"),
        ("out_of_domicile", "Luar domisili"),
        ("follow_ups", "Orang yang masih harus ditemui"),
        ("service levels", "Batas waktu kerusakan"),
        ("64.08.04", "64.08.04"),
        ("Kantor Kecamatan Bengalon", "Kantor Kecamatan Bengalon"),
    ],
)
def test_what_a_line_is_about_is_said_in_words(subject: str, words: str) -> None:
    entry = actions.record("resident.seen", subject, by=None, at=MORNING)

    with translation.override("id"):
        assert events.subject(entry) == words


def test_what_was_counted_is_written_as_numbers_are() -> None:
    details = {"count": 99270, "filter": {"age_from": "60"}}
    entry = actions.record("residents.listed", "64.08", by=None, at=MORNING, details=details)

    with translation.override("id"):
        assert events.details(entry) == [("orang", "99.270"), ("saringan", "usia dari 60")]
