"""./run bench rolls: a client's roll of 20,000 rows, a third of them damaged, against the whole register.

    match     from the file to the rows in the database with what came of each, on both databases
    again     the same roll compared again
    truth     precision and recall against the known truth, by kind of damage: of what is taken for sure, of
              what may be accepted unseen, and of the first proposal of each row

The register is the demo's June release of the whole regency. The roll is drawn from it with a fixed seed:
18,000 residents and 2,000 people of elsewhere; a third of the NIKs are damaged, one name in ten lacks its
last letter. Every part runs in a process of its own with a fresh database.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.board import Board
from rekam.demo import write_files

RELEASE = date(2016, 6, 30)
DATABASES = ("sqlite", "postgresql")
MOST_SECONDS = 5.0


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the demo's population")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--database", choices=DATABASES, action="append")
    options = parser.parse_args()
    board = Board("rolls")
    folder = Path(tempfile.mkdtemp(prefix="rekam-bench-"))
    folder.chmod(0o755)
    try:
        script = write_files(folder / "files", scale=options.scale)
        release = next(step.file for step in script if step.as_of == RELEASE and step.mode == "release")
        found = {d: _measured(folder, d, release, options.runs) for d in options.database or DATABASES}
        for database, figures in found.items():
            _tell(board, database, figures)
        _truth(board, next(iter(found.values())))  # the same on both databases
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return board.show()


def _measured(folder: Path, database: str, release: Path, runs: int) -> dict[str, Any]:
    data = folder / f"rolls-{database}"
    data.mkdir(parents=True)
    environment = {**os.environ, "REKAM_DATA": str(data), "DJANGO_SETTINGS_MODULE": "rekam.office.settings"}
    command = [sys.executable, "-m", "benchmarks.rolls_match", database, str(release), str(runs)]
    print(f"... {database}", file=sys.stderr, flush=True)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    shutil.rmtree(data, ignore_errors=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _tell(board: Board, database: str, found: dict[str, Any]) -> None:
    name = f"{database}, {found['rows']:,} rows against {found['residents']:,} residents"
    board.figure(
        f"{name}: file to matched rows", statistics.median(found["match"]), "s", at_most=MOST_SECONDS
    )
    board.figure(f"{name}: of which reading the file", statistics.median(found["read"]), "s")
    board.figure(f"{name}: compared again", statistics.median(found["again"]), "s", at_most=MOST_SECONDS)
    board.figure(f"{name}: who can be reached where", statistics.median(found["reach"]), "s")
    board.figure(f"{name}: processor time of the first", statistics.median(found["cpu"]), "s")


def _truth(board: Board, found: dict[str, Any]) -> None:
    for what, count, right, possible in found["truth"]:
        board.figure(f"{what}: precision", 100 * right / count if count else 100.0, "%")
        board.figure(f"{what}: recall", 100 * right / possible if possible else 100.0, "%")


if __name__ == "__main__":
    sys.exit(main())
