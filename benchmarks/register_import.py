"""One run: a register file in, in again, and the same rows by a plain bulk load."""

import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import office


def main(database: str, path: str) -> None:
    with office.fresh(database):
        started = time.perf_counter()
        residents = office.bring_in(Path(path), as_of=date(2016, 6, 30))
        imported = time.perf_counter() - started
        started = time.perf_counter()
        office.bring_in(Path(path), as_of=date(2016, 7, 1))
        again = time.perf_counter() - started
        peak = office.peak_mib()
        plain = _plain()
    print(
        json.dumps(
            {"residents": residents, "import": imported, "again": again, "plain": plain, "peak_mib": peak}
        )
    )


def _plain() -> float:
    """The same rows into an equally indexed table of the same database: executemany, or COPY of text."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE TABLE plain (LIKE residents_resident INCLUDING ALL)")
            with cursor.copy("COPY residents_resident TO STDOUT") as copy:
                text = b"".join(copy)
            started = time.perf_counter()
            with transaction.atomic(), cursor.copy("COPY plain FROM STDIN") as copy:
                copy.write(text)
            return time.perf_counter() - started
        raw = cursor.cursor.connection
        _same_form(cursor)
        columns = [row[1] for row in cursor.execute("PRAGMA table_info(residents_resident)").fetchall()]
        as_text = ", ".join(
            f"\"{name}\" || ''" if name.endswith(("_on", "born")) else f'"{name}"' for name in columns
        )
        rows = cursor.execute(f"SELECT {as_text} FROM residents_resident").fetchall()
        places = ", ".join("?" * len(columns))
        started = time.perf_counter()
        with transaction.atomic():
            raw.executemany(f"INSERT INTO plain VALUES ({places})", rows)
        return time.perf_counter() - started


def _same_form(cursor: Any) -> None:
    """The table ``plain`` with the columns and indexes of the register."""
    made = cursor.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'residents_resident' AND sql IS NOT NULL "
        "ORDER BY type = 'table' DESC"
    ).fetchall()
    for _, name, sql in made:
        plain = sql.replace('"residents_resident"', '"plain"')
        cursor.execute(
            plain if name == "residents_resident" else plain.replace(f'"{name}"', f'"plain_{name}"', 1)
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
