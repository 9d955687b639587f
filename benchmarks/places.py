"""./run bench places: what is open, for every service point, and the monitor under load.

    open     "open at this time" for all places, at moments of October 2016: while nothing changes, and each
             time after something has changed
    monitor  the monitor for 20 users, served by granian with four workers: all of them at every moment, and
             each of them every two seconds; while nothing changes, and with a change every second

It runs on the demo's service points, kits, faults and rosters, on both databases. The demo's population is
small here: nothing in these figures depends on it but the recordings of a day.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from benchmarks.board import Board

DATABASES = ("sqlite", "postgresql")
MOST_MS, MOST_PAGE_MS = 10, 100
MONITOR = {
    "monitor": "at every moment",
    "monitor_changing": "at every moment, a change every second",
    "monitor_watched": "every two seconds",
    "monitor_watched_changing": "every two seconds, a change every second",
}


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("open", "monitor"), action="append")
    parser.add_argument("--scale", type=float, default=0.05, help="part of the demo's population")
    options = parser.parse_args()
    board = Board("places")
    folder = Path(tempfile.mkdtemp(prefix="rekam-bench-"))
    folder.chmod(0o755)
    try:
        for database in DATABASES:
            found = _measured(folder, database, options.scale, options.part or ["open", "monitor"])
            _show(board, database, found)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return board.show()


def _measured(folder: Path, database: str, scale: float, parts: list[str]) -> dict[str, Any]:
    data = folder / database
    data.mkdir()
    environment = {**os.environ, "REKAM_DATA": str(data), "DJANGO_SETTINGS_MODULE": "rekam.office.settings"}
    command = [sys.executable, "-m", "benchmarks.places_parts", database, str(scale), *parts]
    print(f"... {' and '.join(parts)} on {database}", file=sys.stderr, flush=True)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _show(board: Board, database: str, found: dict[str, Any]) -> None:
    for name, what in (("open", "nothing changes"), ("open_anew", "after a change")):
        if name in found:
            f, about = found[name], f"{database}: open at this time, {found['places']} places, {what}"
            most = MOST_MS if name == "open" else None
            board.figure(f"{about}, 95th percentile", f["p95_ms"], "ms", at_most=most)
            board.figure(f"{about}, median", f["median_ms"], "ms")
    for name, what in MONITOR.items():
        if name in found:
            f, about = found[name], f"{database}: monitor, 20 users {what}"
            most = None if name == "monitor_changing" else MOST_PAGE_MS
            board.figure(f"{about}, 95th percentile", f["p95_ms"], "ms", at_most=most)
            board.figure(f"{about}, median", f["median_ms"], "ms")
            board.figure(f"{about}, requests", f["per_second"], "a second")


if __name__ == "__main__":
    sys.exit(main())
