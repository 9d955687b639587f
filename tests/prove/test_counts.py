"""What a long proof reached is added up over its nights, and no seed is used twice."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from proof import board, hunt
from proof.bugs import BUGS
from proof.counts import Count, Counts
from proof.hunt import Hunt
from proof.nursery import Broke
from proof.plan import Part
from proof.trials import TRIALS
from proof.world import Factory

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


@pytest.mark.parametrize("kind", sorted(hunt.NOT_THE_BUG))
def test_a_bug_that_stumbles_over_its_own_text_was_not_caught(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bug = BUGS["a number is used again"]

    def stumbles(*_: object) -> object:
        raise Broke(kind, "", "in the text that was planted")

    monkeypatch.setitem(TRIALS, bug.trial, stumbles)

    with pytest.raises(Broke):
        hunt.hunt(cast(Factory, None), bug, [bug.trial])


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


def test_a_bug_that_got_away_in_this_run_fails_it(tmp_path: Path) -> None:
    report = board.Report(json=tmp_path / "run.json")
    report.hunted(Hunt("a number is used again", "", "", 1.0))

    assert report.show() == 1
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
