"""A test that failed beside thousands of others runs again, alone, before the whole run is called wrong.

Browsers, servers and cut connections meet a machine's every hiccup, and a run of ten thousand such tests is
too dear to throw away for one of them. So few tests that failed are run again by themselves, and must pass
each time. Such a test is unsteady: it is named in the last lines of the run, with what it said above them,
and is mended before anything else. Rules, counts, stored data, the intake and the proof meet nothing of the
kind: what fails there has no second try.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

FEW = 3  # more failing at once are no accident
TIMES = 3  # what fails every second time gets through once in eight
MEETS_THE_MACHINE = (
    *("tests/browser/", "tests/simulator/", "tests/web/"),
    *("tests/station/test_starting.py", "tests/station/test_disk_trouble.py"),  # start a station as a program
)
SOME_FAILED = 1  # pytest's code when every test ran; anything else is about the run itself


def run(arguments: list[str], root: Path, environment: Mapping[str, str]) -> int:
    """Run pytest in `root`; the exit code is pytest's, but 0 where all that failed was unsteady."""
    with tempfile.TemporaryDirectory(prefix="rekam-failed-") as folder:
        names = Path(folder) / "failed.json"
        told = {**environment, "FAILED_TESTS_TO": str(names)}
        code = _pytest(arguments, root, told)
        failed = json.loads(names.read_text(encoding="utf-8")) if names.exists() else []
    if code != SOME_FAILED or not may_try_again(failed):
        return code
    for time in range(1, TIMES + 1):
        print(f"\nOnce more, alone ({time} of {TIMES}): {', '.join(failed)}", flush=True)
        if _pytest(failed, root, environment):
            return code
    for name in failed:
        print(f"UNSTEADY  {name}: failed once, then passed {TIMES} times alone. Mend it first.", flush=True)
    return 0


def may_try_again(failed: list[str]) -> bool:
    return 0 < len(failed) <= FEW and all(name.startswith(MEETS_THE_MACHINE) for name in failed)


def _pytest(arguments: list[str], root: Path, environment: Mapping[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=root, env=dict(environment), check=False).returncode
