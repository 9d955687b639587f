"""Which failed tests run again, and what the whole run then says: a real pytest over tests made here."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import os, sys
from pathlib import Path
import once_more
sys.exit(once_more.run([], Path.cwd(), os.environ))
"""

# Writes a line a run, and fails in the runs that are named.
FAILS_IN = """
from pathlib import Path

def test_one():
    diary = Path(__file__).with_suffix(".txt")
    with diary.open("a") as file:
        file.write("x")
    assert len(diary.read_text()) not in {runs}
"""
EVER = range(1, 20)


def ran(folder: Path, **failing: object) -> "subprocess.CompletedProcess[str]":
    """Run tests/NAME/test_it.py for each NAME; a double underscore is one of several in the same folder."""
    for name, runs in failing.items():
        where = folder / "tests" / name.partition("__")[0] / f"test_{name}.py"
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(FAILS_IN.format(runs=runs), encoding="utf-8")
    lines = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    hook = lines[lines.index("def pytest_terminal_summary") : lines.index("    lines = json.loads")]
    (folder / "conftest.py").write_text(
        f"import json\nimport os\nfrom pathlib import Path\nfrom typing import Any\n\n\n{hook}",
        encoding="utf-8",
    )
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n")
    return subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT / "tools"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def diary(folder: Path, name: str) -> int:
    return len((folder / "tests" / name.partition("__")[0] / f"test_{name}.txt").read_text())


def test_a_journey_that_fails_once_runs_three_times_more_and_is_named(tmp_path: Path) -> None:
    done = ran(tmp_path, browser={1}, domain=set())

    assert done.returncode == 0
    assert "UNSTEADY  tests/browser/test_browser.py::test_one" in done.stdout
    assert diary(tmp_path, "browser") == 4
    assert diary(tmp_path, "domain") == 1


@pytest.mark.parametrize("runs", [{1, 4}, set(EVER)])
def test_a_journey_that_fails_again_fails_the_run(tmp_path: Path, runs: set[int]) -> None:
    done = ran(tmp_path, browser=runs)

    assert done.returncode == 1
    assert "UNSTEADY" not in done.stdout


@pytest.mark.parametrize("room", ["domain", "prove"])
def test_what_meets_no_browser_and_no_other_program_has_no_second_try(tmp_path: Path, room: str) -> None:
    done = ran(tmp_path, **{room: {1}, "browser": {1}})

    assert done.returncode == 1
    assert diary(tmp_path, room) == diary(tmp_path, "browser") == 1


def test_many_failed_at_once_are_no_accident(tmp_path: Path) -> None:
    done = ran(tmp_path, browser={1}, browser__2={1}, browser__3={1}, browser__4={1})

    assert done.returncode == 1
    assert diary(tmp_path, "browser") == 1


def test_a_run_without_failures_runs_once(tmp_path: Path) -> None:
    done = ran(tmp_path, browser=set())

    assert done.returncode == 0
    assert diary(tmp_path, "browser") == 1
