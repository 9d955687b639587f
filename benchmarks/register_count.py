"""One run: coverage of all villages on random dates as known on random dates, on a ledger of a given size.

The ledger is that of N invented residents: who was born, turned 17 and was recorded on which day, and two
years of daily news. It is drawn as numbers of people per village, sex and day, which is what N residents'
lines add up to, and goes through the same pages as posted lines do.
"""

import json
import random
import statistics
import sys
import time
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from benchmarks import office

OPENED = date(2015, 12, 31)
QUERIES = 300
SEED = 20160930


def main(database: str, millions: str) -> None:
    with office.fresh(database):
        _fill(round(float(millions) * 1_000_000))
        times = _times()
    times.sort()
    print(json.dumps({"median_ms": statistics.median(times), "p95_ms": times[int(0.95 * len(times))]}))


def _fill(residents: int) -> None:
    from django.db import transaction

    from rekam.domain.coverage import pages
    from rekam.office.ledger import actions
    from rekam.office.ledger.models import Book
    from rekam.office.regions import queries as regions

    villages = list(regions.villages("64.08").values_list("id", flat=True))
    rng = np.random.default_rng(SEED)
    parts = [_drawn(rng, villages, residents, *kind) for kind in KINDS]
    lines = pl.concat(parts)
    with transaction.atomic():
        actions.lock()
        actions._add_to_pages(pages.pages(lines))
        Book.objects.update(revision=1, first_known=OPENED, last_known=OPENED + timedelta(days=730))


# measure, cause, first day, last day, share of residents, known on the opening day (or within days of the
# event)
KINDS = (
    ("registered", "born", date(1935, 1, 1), OPENED, 1.0, None),
    ("obliged", "turned_17", date(1952, 1, 1), date(2032, 12, 31), 0.95, None),
    ("recorded", "recorded", date(2011, 2, 1), OPENED, 0.40, None),
    ("recorded", "recorded", date(2016, 1, 1), date(2017, 12, 31), 0.20, 20),
    ("registered", "born", date(2016, 1, 1), date(2017, 12, 31), 0.05, 60),
    ("registered", "died", date(2016, 1, 1), date(2017, 12, 31), 0.02, 60),
)


def _drawn(
    rng: np.random.Generator,
    villages: list[int],
    residents: int,
    measure: str,
    cause: str,
    first: date,
    last: date,
    share: float,
    learned_within: int | None,
) -> pl.DataFrame:
    days = (last - first).days + 1
    people = rng.poisson(share * residents / (len(villages) * 2 * days), (len(villages), 2, days))
    village, sex, day = np.nonzero(people)
    effective = np.datetime64(first, "D") + day
    known: Any = np.full(len(day), np.datetime64(OPENED, "D"))
    if learned_within is not None:
        known = effective + rng.integers(0, learned_within, len(day))
    return pl.DataFrame(
        {
            "area_id": np.array(villages, dtype=np.int64)[village],
            "sex": np.array(["m", "f"])[sex],
            "amount": (people[village, sex, day] * (-1 if cause == "died" else 1)).astype(np.int32),
            "effective_on": effective,
            "known_on": known,
        }
    ).with_columns(measure=pl.lit(measure), reason=pl.lit(cause), cause=pl.lit(cause))


def _times() -> list[float]:
    from rekam.office.coverage import queries

    drawn = random.Random(SEED)
    found = []
    for _ in range(QUERIES):
        on = date(2000, 1, 1) + timedelta(days=drawn.randrange(9_000))
        known = OPENED + timedelta(days=drawn.randrange(730))
        started = time.perf_counter()
        # The question itself, past the cache.
        counted = queries._coverage(on, known, "desa", "64.08")
        found.append(1000 * (time.perf_counter() - started))
        assert counted.total.total.registered > 0
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
