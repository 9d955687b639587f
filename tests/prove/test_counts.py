"""What a long proof reached is added up over its nights, and no seed is used twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from proof import __main__ as prove
from proof import board, hunt, plan
from proof.bugs import BUGS
from proof.counts import Count, Counts
from proof.crashes import Crashed, Crashes
from proof.hunt import Hunt
from proof.nursery import Broke
from proof.oracle import Disproved
from proof.plan import Part
from proof.trials import TRIALS

README = Path(board.__file__).with_name("README.md")


def night(file: Path, done: int) -> board.Report:
    report = board.Report(add_to=file)
    assert report.seed("kills", "kill points", 100) > 0
    report.proved("kills", Count("kill points", 100, done, seconds=2.0))
    return report


def test_two_nights_are_added_up(tmp_path: Path) -> None:
    night(tmp_path / "sum.json", 10)
    night(tmp_path / "sum.json", 20)

    whole = Counts.read(tmp_path / "sum.json")
    assert whole.parts["kills"] == Count("kill points", 100, 30, 4.0, 2)
    assert len(whole.runs) == 2
    assert board.Report(add_to=tmp_path / "sum.json").left("kills", 100) == 70


def test_several_nights_at_once_use_no_seed_twice_and_are_all_added_up(tmp_path: Path) -> None:
    file, nights, each = tmp_path / "sum.json", 4, 10

    def sleepless(_: int) -> list[int]:
        report, seeds = board.Report(add_to=file), []
        for _ in range(each):
            seeds.append(report.seed("links", "captures", 1000))
            report.proved("links", Count("captures", 1000, 1))
        return seeds

    with ThreadPoolExecutor(nights) as pool:
        used = [seed for seeds in pool.map(sleepless, range(nights)) for seed in seeds]

    assert sorted(used) == list(range(1, nights * each + 1))
    assert Counts.read(file).parts["links"].done == nights * each


def test_a_night_that_is_broken_off_keeps_what_it_proved(tmp_path: Path) -> None:
    """Its seed is spent: what it stopped at is not tried again in the next."""
    night(tmp_path / "sum.json", 10).seed("kills", "kill points", 100)

    whole = Counts.read(tmp_path / "sum.json").parts["kills"]
    assert (whole.done, whole.seeds) == (10, 2)


BUG = BUGS["a number is used again"]


def hunted(monkeypatch: pytest.MonkeyPatch, trial: Callable[[Any, str], object]) -> Hunt:
    """A hunt in which that one trial can be done."""
    monkeypatch.setitem(TRIALS, BUG.trial, trial)
    return hunt.Hunter(SimpleNamespace(crashes=Crashes()), [BUG.trial]).hunt(BUG)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(hunt.NOT_THE_BUG))
def test_a_bug_that_stumbles_over_its_own_text_was_not_caught(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(_: Any, bug: str) -> None:
        if bug:
            raise Broke(kind, "", "in the text that was planted")

    found = hunted(monkeypatch, stumbles)

    assert (found.caught_by, found.has_stumbled) == ("", True)


def test_a_bug_that_makes_the_office_crash_was_not_caught_though_the_trial_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is missing in the end is missing because of the crash."""

    def crashes(factory: Any, bug: str) -> None:
        if bug:
            factory.crashes.seen.append("the office crashed")
            raise Disproved("number 1 is at the office 0 times")

    assert hunted(monkeypatch, crashes).has_stumbled


def test_a_bug_that_a_trial_catches_by_a_promise_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def catches(_: Any, bug: str) -> None:
        if bug:
            raise Disproved("number 1 is lost")

    assert hunted(monkeypatch, catches).caught_by == BUG.trial


def test_a_trial_that_fails_without_a_bug_catches_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_always(*_: object) -> None:
        raise Disproved("number 1 is lost")

    with pytest.raises(Disproved):
        hunted(monkeypatch, fails_always)


def a_trial_of_messages(code: int, *kinds: str) -> object:
    """Where pytest ends so."""
    ended = SimpleNamespace(office=SimpleNamespace(call=lambda name: (code, list(kinds))))
    return TRIALS["messages"](SimpleNamespace(world=lambda bug: nullcontext(ended)), "")  # type: ignore[arg-type]


def test_a_test_of_the_messages_that_fails_catches_a_bug() -> None:
    a_trial_of_messages(0)
    with pytest.raises(Disproved, match="Failed") as failed:
        a_trial_of_messages(1, "Failed")
    assert failed.type is Disproved


@pytest.mark.parametrize("code", range(2, 6))
def test_tests_of_the_messages_that_were_never_run_catch_nothing(code: int) -> None:
    with pytest.raises(Crashed):
        a_trial_of_messages(code)


def test_a_test_of_the_messages_that_stumbles_catches_nothing() -> None:
    with pytest.raises(Crashed):
        a_trial_of_messages(1, "NameError")


def test_a_portion_is_no_more_than_what_is_left() -> None:
    asked: list[tuple[int, int]] = []
    part = Part(
        "links", "captures", 100, 60, lambda _factory, number, seed: asked.append((number, seed)) or number
    )

    assert part.run(None, 7, 100).done == 60  # type: ignore[arg-type]
    assert part.run(None, 8, 40).done == 40  # type: ignore[arg-type]
    assert asked == [(60, 7), (40, 8)]


def test_what_was_disproved_once_stays_so(tmp_path: Path) -> None:
    night(tmp_path / "sum.json", 10).disproved("kills", "number 3 is lost")

    assert night(tmp_path / "sum.json", 10).show() == 1


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (Broke("OperationalError", "", "database is locked"), "ENDED BEFORE ITS TIME"),
        (TimeoutError("said nothing"), "ENDED BEFORE ITS TIME"),
        (ExceptionGroup("flaky", [ValueError("other keys")]), "ENDED BEFORE ITS TIME"),
        (ExceptionGroup("flaky", [ValueError("other keys"), Disproved("lost")]), "DISPROVED"),
        (Disproved("lost"), "DISPROVED"),
    ],
)
def test_whatever_ended_a_run_stays_written_down_with_its_seed(
    error: Exception,
    shown: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The next run, which goes well, shows it as well."""

    def ends(*_: object) -> int:
        raise error

    night(tmp_path / "sum.json", 10)
    with pytest.raises(type(error)):
        one_run(ends, tmp_path / "sum.json", monkeypatch)
    report = one_run(lambda *_: 1, tmp_path / "sum.json", monkeypatch)

    report.show()
    told = capsys.readouterr().out
    assert f"{shown} links: seed 1: " in told.splitlines()[-1]
    assert "0 doubled, 0 forged accepted, 0 honest discarded\n" not in told


def one_run(do: Callable[..., int], file: Path, monkeypatch: pytest.MonkeyPatch) -> board.Report:
    monkeypatch.setattr(plan, "long", lambda share: [Part("links", "captures", 1, 60, do)])
    report = board.Report(add_to=file)
    wanted = SimpleNamespace(short=False, share=1.0, part=None, minutes=None)
    prove._prove(None, report, wanted)  # type: ignore[arg-type]
    return report


def test_a_bug_that_got_away_in_this_run_fails_it(tmp_path: Path) -> None:
    report = board.Report(json=tmp_path / "run.json")
    report.hunted(Hunt("a number is used again", "", "", 1.0))

    assert report.show() == 1
    assert Counts.read(tmp_path / "run.json").bugs == {"a number is used again": ""}


def test_a_bug_that_stumbled_is_not_counted_as_caught(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = board.Report(json=tmp_path / "run.json")
    report.hunted(Hunt("a number is used again", "", "TypeError", 1.0, has_stumbled=True))

    assert report.show() == 1
    assert "STUMBLED" in capsys.readouterr().out
    assert Counts.read(tmp_path / "run.json").bugs == {"a number is used again": ""}


def test_what_caught_each_bug_is_told_as_it_was_written_down() -> None:
    """The table of the proof's README is that of the last hunts. A bug stands in it once it was hunted."""
    _, table = README.read_text().split("| planted | caught by |\n|---|---|\n")
    told = [tuple(line.strip("| \n").split(" | ")) for line in table.splitlines() if line.startswith("|")]
    reached = Counts.read(README.with_name("reached.json")).bugs

    assert set(reached) <= set(BUGS), "one of these is planted no more"
    assert told == list(reached.items())
    assert all(reached.values()), "one got away"


def test_runs_of_unknown_length_have_no_rate(tmp_path: Path) -> None:
    """Their counts over the seconds of a later run would be a rate that nobody measured."""
    whole = Counts(parts={"kills": Count("kill points", 10_000, 5_640, None, 60)})
    whole.write(tmp_path / "sum.json")

    again = Counts.read(tmp_path / "sum.json")
    again.add("kills", Count("kill points", 10_000, 120, 60.0, 1))

    assert (again.parts["kills"].done, again.parts["kills"].seeds) == (5_760, 61)
    assert again.parts["kills"].seconds is None
    assert "/s" not in again.table()[0]
