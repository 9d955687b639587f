"""Answers in files that every process may use, and that none reads twice."""

import os
from pathlib import Path

import pytest

from rekam.office import answers
from rekam.office.answers import Answers


@pytest.fixture
def one(tmp_path: Path) -> Answers:
    return Answers(tmp_path, {})


@pytest.fixture
def other(tmp_path: Path) -> Answers:
    """As another process of the server has it."""
    return Answers(tmp_path, {})


def test_what_was_read_is_not_read_again(one):
    one.set("coverage", (1, 2))
    first = one.get("coverage")

    assert first == (1, 2)
    assert one.get("coverage") is first


def test_what_another_process_wrote_is_seen_at_once(one, other):
    one.set("coverage", "old")
    assert (one.get("coverage"), other.get("coverage")) == ("old", "old")

    other.set("coverage", "new")

    assert one.get("coverage") == "new"


def test_what_was_cleared_away_is_gone_for_everybody(one, other):
    one.set("coverage", "old")
    one.get("coverage")

    other.clear()

    assert one.get("coverage", "nothing") == "nothing"


def test_an_answer_is_over_when_its_time_is(one, monkeypatch):
    one.set("needs", "old", timeout=60)
    assert one.get("needs") == "old"
    real = answers.time.time

    monkeypatch.setattr(answers.time, "time", lambda: real() + 61)

    assert one.get("needs") is None


def test_nothing_long_is_remembered_and_never_too_many(one, monkeypatch):
    monkeypatch.setattr(answers, "MOST_REMEMBERED", 3)
    for number in range(5):
        one.set(f"answer-{number}", number)
        one.get(f"answer-{number}")
    assert len(one._remembered) == 3

    long = os.urandom(answers.LARGEST_REMEMBERED)
    one.set("long", long)

    assert one.get("long") == long
    assert not any(long == answer for _, _, answer in one._remembered.values())
