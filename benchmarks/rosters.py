"""./run bench rosters [FOLDER]: rosters against published results, and the demo's month.

    instances  the public employee shift scheduling instances that lie in FOLDER (Instance1.txt, ...), stated
               and solved by the product's own model, judged by a checker of its own, beside one plain CP-SAT
               model of the same problem without hints or decomposition
    month      October of the demo: how far from the best possible it may be after a minute

Seconds are those of the clock; beside them stand the seconds of processor that this run was given, which say
more on a machine that does other work as well.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from benchmarks.board import Board
from benchmarks.rosters_solving import Result, ours, plain, told

# Published results after ten minutes, the best of an integer programme with variable neighbourhoods, ejection
# chains and Gurobi; and how far above them is still good.
PUBLISHED = {1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 6: 1950, 9: 439, 12: 4042}
ABOVE = {12: 0.01}
MOST_GAP, MOST_SECONDS = 2.0, 60  # per cent, of the demo's month
PARTS = ("instances", "month")


def main() -> int:
    options = _options()
    board = Board("rosters")
    parts = options.part or PARTS
    if options.folder and "instances" in parts:
        for path in _files(options):
            _instance(board, path, options)
    if "month" in parts:
        _month(board, options)
    return board.show()


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, help="where the instances lie; without it the month only"
    )
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--instance", type=int, action="append", help="only this one; may be repeated")
    parser.add_argument("--seconds", type=float, default=600, help="for each instance")
    parser.add_argument(
        "--plain-seconds", type=float, default=60, help="for the plain model; 0 leaves it out"
    )
    parser.add_argument("--month-seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("--scale", type=float, default=1.0, help="part of the demo's population")
    return parser.parse_args()


def _files(options: Namespace) -> list[Path]:
    """The instances, in the order of their numbers."""
    found = {_number(path): path for path in options.folder.glob("Instance*.txt")}
    wanted = options.instance or sorted(found)
    missing = [number for number in wanted if number not in found]
    if missing or not found:
        raise SystemExit(f"No such instances in {options.folder}: {missing or 'none at all'}")
    return [found[number] for number in wanted]


def _number(path: Path) -> int:
    return int(path.stem.removeprefix("Instance"))


# -- public instances ------------------------------------------------------------------------------------


def _instance(board: Board, path: Path, options: Namespace) -> None:
    number = _number(path)
    told(f"{path.stem} for at most {options.seconds:g} s")
    result = ours(path.read_text(encoding="utf-8"), options.seconds, options.seed, options.threads)
    for line in (*result.mended, *result.broken):
        told(f"    {line}")
    published = PUBLISHED.get(number)
    most = None if published is None else int(published * (1 + ABOVE.get(number, 0)))
    about = f"{path.stem}{'*' if result.mended else ''}"
    board.figure(
        f"{about}: penalty, bound {result.bound}, published {published}", result.value, "", at_most=most
    )
    board.figure(f"{about}: rules broken, or another penalty than told", len(result.broken), "", at_most=0)
    board.figure(f"{about}: time to the best ({_took(result)})", result.best_at, "s", at_most=options.seconds)
    if options.plain_seconds:
        told(f"{path.stem} by plain CP-SAT for at most {options.plain_seconds:g} s")
        other = plain(result.text, options.plain_seconds, options.seed, options.threads)
        if other is None:
            told("    nothing found")
        else:
            what = f"{about}: plain CP-SAT, bound {other.bound} ({_took(other)})"
            board.figure(what, other.value, "")


def _took(result: Result) -> str:
    return f"in all {result.seconds:.0f} s, of processor {result.processor:.0f} s"


# -- the demo's month ----------------------------------------------------------------------------------------


def _month(board: Board, options: Namespace) -> None:
    folder = Path(tempfile.mkdtemp(prefix="rekam-bench-"))
    environment = {**os.environ, "REKAM_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "rekam.office.settings"}
    numbers = (options.scale, options.month_seconds, options.seed, options.threads)
    command = [sys.executable, "-m", "benchmarks.rosters_month", *map(str, numbers)]
    told("the demo is made, then its month is planned")
    try:
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    about = f"demo's month, {found['officers']} officers, {found['places']} places, {found['days']} days"
    what = f"{about}: proven gap, penalty {found['penalty']}, bound {found['bound']}"
    board.figure(what, found["gap_percent"], "%", at_most=MOST_GAP)
    about = f"demo's month: time until the gap was that small, of processor {found['gap_processor']:.0f} s"
    board.figure(about, found["gap_at"], "s", at_most=MOST_SECONDS)
    took = f"in all {found['seconds']:.0f} s, of processor {found['processor']:.0f} s"
    board.figure(f"demo's month: time to the best ({took})", found["best_at"], "s")


if __name__ == "__main__":
    sys.exit(main())
