"""`test` runs every check and then every test; `fix` puts right what can be put right by itself.

The checks run side by side. One that fails does not stop the others: what it said is shown, the tests
run, and the whole ends with 1.
"""

import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import once_more

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def without_the_offices_settings() -> dict[str, str]:
    """What is set for a real office on this machine must not reach a check, nor a check its data.

    The tests start the office hundreds of times, so what Python compiles is kept whatever the machine says.
    """
    ours = ("REKAM_", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


# Where the settings may write while they are only read.
ENVIRONMENT = {
    **without_the_offices_settings(),
    "REKAM_DATA": str(ROOT / "build" / "setup"),
    "DJANGO_SETTINGS_MODULE": "rekam.office.settings",
    "PYTHONPATH": str(ROOT),
}
OUR_PYTHON = [name for name in ("rekam", "benchmarks", "proof", "tools") if any((ROOT / name).glob("*.py"))]

CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "--diff", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "types": [sys.executable, "-m", "mypy", *OUR_PYTHON],
    "types of run": [sys.executable, "-m", "mypy", "run"],
    "arrows between the parts": [str(BIN / "lint-imports"), "--no-cache"],
    "translations": [sys.executable, "tools/translations.py", "check"],
    "reference": [sys.executable, "tools/reference.py", "check"],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "migrations of the station": [
        *(sys.executable, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"),
        *("--settings", "rekam.station.settings"),
    ],
    "locks hold no address": [sys.executable, "tools/checks.py", "locks"],
}


# Each worker keeps to a stretch of the tests, and sets up once what they share; then it takes from another's.
WORKERS = ["-n", "auto", "--dist", "worksteal"]


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float
    said: str


# -- running ------------------------------------------------------------------------------------


def run(name: str) -> Outcome:
    begun = time.monotonic()
    done = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    outcome = Outcome(name, done.returncode == 0, time.monotonic() - begun, done.stdout.strip())
    print(line(outcome), flush=True)
    return outcome


def line(outcome: Outcome) -> str:
    return f"{'ok    ' if outcome.passed else 'FAILED'}  {outcome.seconds:5.1f} s  {outcome.name}"


def check() -> list[Outcome]:
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        outcomes = list(pool.map(run, CHECKS))
    for outcome in outcomes:
        if not outcome.passed:
            print(f"\n-- {outcome.name} {'-' * (76 - len(outcome.name))}\n{outcome.said}\n", flush=True)
    return outcomes


def test(arguments: list[str]) -> int:
    print("Checks:", flush=True)
    outcomes = check()
    print("\nTests:", flush=True)
    # pytest repeats the table above its last line (tests/conftest.py), so that the end shows everything.
    table = json.dumps([line(outcome) for outcome in outcomes])
    is_own_choice = any(re.match(r"-n|--numprocesses|--pdb|-p", each) for each in arguments)
    workers = [] if is_own_choice else WORKERS
    environment = {**without_the_offices_settings(), "CHECKS_BEFORE_TESTS": table}
    code = once_more.run([*workers, *arguments], ROOT, environment)
    return code or int(not all(outcome.passed for outcome in outcomes))


# -- our own check ------------------------------------------------------------------------------


def addresses_in_locks() -> list[str]:
    """A lock names packages and hashes; where to fetch them from is each machine's own affair."""
    locks = [*(ROOT / "requirements").glob("*.*"), ROOT / "package.json", ROOT / "package-lock.json"]
    return [
        f"{lock.relative_to(ROOT)}:{number}: {text.strip()}"
        for lock in locks
        for number, text in enumerate(lock.read_text(encoding="utf-8").splitlines(), start=1)
        if "://" in text or '"resolved"' in text or re.match(r"\s*(--|-[if] )[a-z-]*(index|links|host)", text)
    ]


# -- the verbs ----------------------------------------------------------------------------------


def fix() -> int:
    steps = [
        [str(BIN / "ruff"), "check", "--fix", "--quiet", "."],
        [str(BIN / "ruff"), "format", "."],
        [sys.executable, "tools/translations.py", "update"],
    ]
    return max(subprocess.run(step, cwd=ROOT, env=ENVIRONMENT, check=False).returncode for step in steps)


def main(words: list[str]) -> int:
    if words[:1] == ["test"]:
        return test(words[1:])
    if words == ["fix"]:
        return fix()
    if words == ["locks"]:
        found = addresses_in_locks()
        print("\n".join(found))
        return int(bool(found))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
