"""One run: the home page for 20 users at once, from granian with four workers."""

import http.client
import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

from benchmarks import office
from rekam.office.web.management.commands import serve

USERS, EACH, WORKERS = 20, 40, 4
PATIENCE_SECONDS = 60


def main(database: str, path: str) -> None:
    with office.fresh(database):
        office.bring_in(Path(path), as_of=date(2016, 6, 30))
        cookie, port = _signed_in(), _free_port()
        server = subprocess.Popen(serve.granian(host="127.0.0.1", port=port, workers=WORKERS))
        try:
            _wait(port)
            _all_at_once(port, cookie)  # every worker has read its templates
            times = _all_at_once(port, cookie)
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)
    print(json.dumps(times))


def _signed_in() -> str:
    """The session of a head of office, as the browser's cookie."""
    from django.conf import settings
    from django.test import Client

    from rekam.office.accounts import actions
    from rekam.office.accounts.rights import Role

    person, password = actions.add_person(
        username="kepala", full_name="Dewi Rekaan", role=Role.HEAD, by=None, at=office.AT
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
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


def _visit(port: int, cookie: str, count: int, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    for _ in range(count):
        started = time.perf_counter()
        connection.request("GET", "/", headers={"Cookie": cookie, "Host": f"127.0.0.1:{port}"})
        answer = connection.getresponse()
        body = answer.read()
        times.append(1000 * (time.perf_counter() - started))
        assert answer.status == 200, answer.status
        assert len(body) > 10_000, "this is not the dashboard"
    connection.close()


def _all_at_once(port: int, cookie: str) -> dict[str, float]:
    times: list[float] = []
    users = [threading.Thread(target=_visit, args=(port, cookie, EACH, times)) for _ in range(USERS)]
    started = time.perf_counter()
    for user in users:
        user.start()
    for user in users:
        user.join()
    took = time.perf_counter() - started
    times.sort()
    return {
        "median_ms": statistics.median(times),
        "p95_ms": times[int(0.95 * len(times))],
        "per_second": len(times) / took,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
