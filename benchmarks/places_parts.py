"""One run on one database: the demo's office is made, and the parts asked for are measured in it."""

import contextlib
import http.client
import json
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks import office
from rekam.office.web.management.commands import serve

MOMENTS, SEED = 300, 20160930
FROM = datetime(2016, 9, 30, 2, tzinfo=UTC)  # the demo's now, ten o'clock in Sangatta
HOURS_AHEAD = 24 * 31
USERS, EACH, WORKERS = 20, 40, 4
SECONDS_BETWEEN = 2.0  # of one who watches; the page itself asks every half minute
PATIENCE_SECONDS = 60
ADDRESS = "/pantauan/"


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
    cookie, port = _signed_in(), _free_port()
    server = subprocess.Popen(serve.granian(host="127.0.0.1", port=port, workers=WORKERS))
    try:
        _wait(port)
        _all_at_once(port, cookie)  # every worker has read its templates
        still = _all_at_once(port, cookie)
        with _changing():
            changing = _all_at_once(port, cookie)
        watched = _all_at_once(port, cookie, pause=SECONDS_BETWEEN)
        with _changing():
            watched_changing = _all_at_once(port, cookie, pause=SECONDS_BETWEEN)
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)
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


def _signed_in() -> str:
    """The session of a head of office, as the browser's cookie."""
    from django.conf import settings
    from django.test import Client

    from rekam.office.accounts import actions
    from rekam.office.accounts.rights import Role

    person, password = actions.add_person(
        username="pantau", full_name="Dewi Rekaan", role=Role.HEAD, by=None, at=office.AT
    )
    actions.choose_password(person=person, password=password, at=office.AT)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def _visit(port: int, cookie: str, times: list[float], pause: float, number: int) -> None:
    """One reader: page after page, or with a pause after each; then nobody begins when another does."""
    time.sleep(pause * number / USERS)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    headers = {"Cookie": cookie, "Host": f"127.0.0.1:{port}"}
    for _ in range(EACH):
        started = time.perf_counter()
        connection.request("GET", ADDRESS, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        times.append(1000 * (time.perf_counter() - started))
        assert answer.status == 200, answer.status
        assert b"Teluk Pandan" in body, "this is not the monitor"
        time.sleep(max(0.0, pause - (time.perf_counter() - started)))
    connection.close()


def _all_at_once(port: int, cookie: str, pause: float = 0.0) -> dict[str, float]:
    times: list[float] = []
    users = [threading.Thread(target=_visit, args=(port, cookie, times, pause, n)) for n in range(USERS)]
    started = time.perf_counter()
    for user in users:
        user.start()
    for user in users:
        user.join()
    took = time.perf_counter() - started
    assert len(times) == USERS * EACH, "not every page was answered"
    return {**_summed(times), "per_second": len(times) / took}


if __name__ == "__main__":
    main(*sys.argv[1:])
