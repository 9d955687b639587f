"""One run: the same file by what an office would use instead."""

import json
import sqlite3
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import office

IMPORT_EXPORT_ROWS = 2_000


def main(database: str, path: str) -> None:
    with office.fresh(database):
        started = time.perf_counter()
        residents = office.bring_in(Path(path), as_of=date(2016, 6, 30))
        rekam = residents / (time.perf_counter() - started)
        pandas = _pandas(path)
        import_export = _import_export()
    print(
        json.dumps(
            {
                "rekam_rows": rekam,
                "pandas_rows": pandas,
                "import_export_rows": import_export,
                "import_export_count": IMPORT_EXPORT_ROWS,
            }
        )
    )


def _pandas(path: str) -> float:
    """Everything as text into a table without indexes, as a script would."""
    import pandas as pd

    started = time.perf_counter()
    frame = pd.read_csv(path, sep=None, engine="python", dtype=str, encoding_errors="replace")
    with sqlite3.connect(":memory:") as connection:
        frame.to_sql("residents", connection, index=False)
    return len(frame) / (time.perf_counter() - started)


def _import_export() -> float:
    """Ready, clean rows through a ModelResource, keyed by NIK, in a transaction; then taken back."""
    import tablib
    from django.db import transaction
    from import_export import resources

    from rekam.office.residents.models import Resident

    class Residents(resources.ModelResource):
        class Meta:
            model = Resident
            import_id_fields = ["nik"]
            exclude = ["id"]
            use_transactions = True

    with transaction.atomic():
        rows: list[Any] = list(Resident.objects.order_by("id").values()[:IMPORT_EXPORT_ROWS])
        Resident.objects.filter(pk__in=[row["id"] for row in rows]).delete()
        names = [name for name in rows[0] if name not in ("id", "area_id")]
        data = tablib.Dataset(
            *[[*(str(row[n] or "") for n in names), row["area_id"]] for row in rows], headers=[*names, "area"]
        )
        started = time.perf_counter()
        result = Residents().import_data(data, raise_errors=True)
        took = time.perf_counter() - started
        assert result.totals["new"] == IMPORT_EXPORT_ROWS, result.totals
        transaction.set_rollback(True)
    return IMPORT_EXPORT_ROWS / took


if __name__ == "__main__":
    main(*sys.argv[1:])
