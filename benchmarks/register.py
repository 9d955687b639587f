"""./run bench register: bringing in a register, counting, and the dashboard under load.

    import      the demo's release of the whole regency, from file to committed ledger, against a plain bulk
                load of the same rows into an equally indexed table of the same database; the same file
                again; memory
    count       coverage of all villages on any date as known on any date, at 0.4, 4 and 40 million residents
    dashboard   the home page for 20 users at once, served by granian with four workers
    others      what an office would use instead: pandas to_sql, django-import-export

Every part runs in a process of its own with a fresh database, and ratios come from one run.
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
RUNS = 3
DATABASES = ("sqlite", "postgresql")
MILLIONS = (0.4, 4.0, 40.0)


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("import", "count", "dashboard", "others"), action="append")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the demo's population")
    options = parser.parse_args()
    parts = options.part or ["import", "count", "dashboard", "others"]
    board = Board("register")
    folder = Path(tempfile.mkdtemp(prefix="rekam-bench-"))
    folder.chmod(0o755)
    try:
        script = write_files(folder / "files", scale=options.scale)
        release = next(step.file for step in script if step.as_of == RELEASE and step.mode == "release")
        if "import" in parts:
            _import(board, folder, release, options.runs)
        if "count" in parts:
            _count(board, folder)
        if "dashboard" in parts:
            _dashboard(board, folder, release)
        if "others" in parts:
            _others(board, folder, release)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return board.show()


def _measured(part: str, folder: Path, database: str, *words: str) -> dict[str, Any]:
    """One part in a process of its own, with a fresh data folder and database."""
    data = folder / f"{part}-{database}"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    environment = {**os.environ, "REKAM_DATA": str(data), "DJANGO_SETTINGS_MODULE": "rekam.office.settings"}
    command = [sys.executable, "-m", f"benchmarks.register_{part}", database, *words]
    print(f"... {part} {database} {' '.join(words[1:])}", file=sys.stderr, flush=True)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    shutil.rmtree(data, ignore_errors=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _import(board: Board, folder: Path, release: Path, runs: int) -> None:
    for database in DATABASES:
        found = [_measured("import", folder, database, str(release)) for _ in range(runs)]
        name = f"{database}, {found[0]['residents']:,} residents"
        for key, what, most in (
            ("import", "file to committed ledger / plain bulk load", 3.0),
            ("again", "the same file again / plain bulk load", 1.5),
        ):
            ratio = statistics.median(f[key] / f["plain"] for f in found)
            board.figure(f"{name}: {what}", ratio, "times", at_most=most)
        for key in ("import", "again", "plain"):
            board.figure(f"{name}: {key}", statistics.median(f[key] for f in found), "s")
        board.figure(f"{name}: peak memory", max(f["peak_mib"] for f in found), "MiB", at_most=1024)


def _count(board: Board, folder: Path) -> None:
    for database in DATABASES:
        found = {m: _measured("count", folder, database, str(m)) for m in MILLIONS}
        for millions, f in found.items():
            name = f"{database}, {millions:g} million residents: coverage of 141 villages"
            board.figure(f"{name}, 95th percentile", f["p95_ms"], "ms", at_most=20)
            board.figure(f"{name}, median", f["median_ms"], "ms")
        growth = found[40.0]["median_ms"] / found[0.4]["median_ms"]
        # A hundred times as many residents; what is left is how full the pages are.
        board.figure(f"{database}: median at 40 million / at 0.4 million", growth, "times", at_most=2)


def _dashboard(board: Board, folder: Path, release: Path) -> None:
    for database in DATABASES:
        f = _measured("dashboard", folder, database, str(release))
        board.figure(f"{database}: dashboard, 20 users, 95th percentile", f["p95_ms"], "ms", at_most=100)
        board.figure(f"{database}: dashboard, 20 users, median", f["median_ms"], "ms")
        board.figure(f"{database}: dashboard, requests", f["per_second"], "a second")


def _others(board: Board, folder: Path, release: Path) -> None:
    f = _measured("others", folder, "sqlite", str(release))
    board.figure("rekam: file to committed ledger, with checks and history", f["rekam_rows"], "rows a second")
    board.figure("pandas read_csv and to_sql, nothing checked", f["pandas_rows"], "rows a second")
    board.figure(
        f"django-import-export, first {f['import_export_count']:,} rows",
        f["import_export_rows"],
        "rows a second",
    )


if __name__ == "__main__":
    sys.exit(main())
