"""One run on one database: the demo's office is made, and the parts asked for are measured in it."""

import contextlib
import json
import random
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks import office, readers

MOMENTS, SEED = 300, 20160930
FROM = datetime(2016, 9, 30, 2, tzinfo=UTC)  # the demo's now, ten o'clock in Sangatta
HOURS_AHEAD = 24 * 31
SECONDS_BETWEEN = 2.0  # of one who watches; the page itself asks every half minute
ADDRESS, ON_THE_PAGE = "/pantauan/", b"Teluk Pandan"


def main(database: str, scale: str, *parts: str) -> None:
    with office.fresh(database, is_set_up=False):
        from rekam.office.web import rehearsal

        rehearsal.build(scale=float(scale), tell=lambda _step, _done: None)
        found: dict[str, Any] = {}
        if "open" in parts:
            found |= _open()
        if "monitor" in parts:
            found |= _monitor()
    print(json.dumps(found))


# -- open at this time --------------------------------------------------------------------------------


def _open() -> dict[str, Any]:
    from rekam.office.service import queries

    rng = random.Random(SEED)
    moments = [FROM + timedelta(minutes=15 * rng.randrange(4 * HOURS_AHEAD)) for _ in range(MOMENTS)]
    count = len(queries.standing(FROM))
    for at in moments:
        queries.standing(at)
    kept = [_took(at) for at in moments]
    anew = []
    for number, at in enumerate(moments[:100]):
        _change(number)
        anew.append(_took(at))
    return {"places": count, "open": _summed(kept), "open_anew": _summed(anew)}


def _took(at: datetime) -> float:
    from rekam.office.service import queries

    started = time.perf_counter()
    queries.standing(at)
    return 1000 * (time.perf_counter() - started)


def _change(number: int) -> None:
    """Something that the office writes down: a special day of a place, years from now."""
    from rekam.office.places import actions
    from rekam.office.places.models import Place

    place = Place.objects.order_by("pk")[0]
    on = date(2030, 1, 1) + timedelta(days=number)
    actions.set_special_day(place=place, on=on, ranges=(), reason="", by=None, at=office.AT)


def _summed(times: list[float]) -> dict[str, float]:
    times.sort()
    return {"median_ms": statistics.median(times), "p95_ms": times[int(0.95 * len(times))]}


# -- the monitor ----------------------------------------------------------------------------------------


def _monitor() -> dict[str, Any]:
    cookie = readers.signed_in("pantau")
    with readers.served() as port:

        def watch(pause: float = 0.0) -> dict[str, float]:
            rounds = 1 if pause else readers.ROUNDS
            return readers.all_at_once(port, cookie, ADDRESS, expects=ON_THE_PAGE, pause=pause, rounds=rounds)

        watch()  # every worker has read its templates
        still = watch()
        with _changing():
            changing = watch()
        watched = watch(SECONDS_BETWEEN)
        with _changing():
            watched_changing = watch(SECONDS_BETWEEN)
    return {
        "monitor": still,
        "monitor_changing": changing,
        "monitor_watched": watched,
        "monitor_watched_changing": watched_changing,
    }


@contextlib.contextmanager
def _changing() -> Iterator[None]:
    """Somebody changes something once a second."""
    over = threading.Event()

    def go_on() -> None:
        from django.db import connection

        number = 1000
        while not over.wait(1):
            _change(number := number + 1)
        connection.close()

    somebody = threading.Thread(target=go_on)
    somebody.start()
    try:
        yield
    finally:
        over.set()
        somebody.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
