"""A server that knows the roads, spoken to over real sockets; whatever it does, a plan gets its minutes."""

import contextlib
import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

import pytest

from rekam.domain.outreach import ways
from rekam.domain.service.travel import RIVER, Spot
from rekam.office.outreach import roads
from tests.contract.servers import Listening

BASE, NEAR, FAR = Spot(0.51, 117.54), Spot(0.55, 117.60), Spot(0.80, 117.20)
BY_RIVER = Spot(0.95, 116.60, RIVER)
OCTOBER = date(2016, 10, 3)
BY_DISTANCE = ways.matrix([BASE, NEAR, FAR], 1, OCTOBER)

pytestmark = pytest.mark.one_database


class Server:
    """Answers as it is told to, and keeps what it was asked."""

    def __init__(
        self, *answers: Any, status: int = 200, hang: bool = False, drips: bool = False, moved_to: str = ""
    ) -> None:
        self.answers, self.status, self.hang, self.moved_to = list(answers), status, hang, moved_to
        self.drips = drips
        self.asked: list[str] = []
        self.bodies: list[Any] = []
        self.may_end = threading.Event()

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                if server.hang:
                    server.may_end.wait(10)
                    return
                if server.drips:
                    self._drip()
                    return
                answer = server.answers[min(len(server.asked), len(server.answers)) - 1]
                body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(server.status)
                if server.moved_to:
                    self.send_header("Location", server.moved_to)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                server.bodies.append(json.loads(self.rfile.read(length)))
                self.do_GET()

            def _drip(self) -> None:
                """A byte now and then, without an end in sight."""
                self.send_response(200)
                self.end_headers()
                while not server.may_end.wait(0.02):
                    self.wfile.write(b" ")
                    self.wfile.flush()

            def log_message(self, *_args: object) -> None:
                return

        listening = Listening(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}"
        finally:
            self.may_end.set()
            listening.shutdown()
            listening.server_close()
            thread.join()


def durations(value: float | None = 600.0) -> dict[str, Any]:
    return {"code": "Ok", "durations": [[0 if a == b else value for b in range(3)] for a in range(3)]}


def found(settings: Any, server: Server, kind: str = "osrm") -> roads.Roads:
    with server.running() as address:
        settings.ROADS_URL, settings.ROADS_KIND = address, kind
        return roads.minutes([BASE, NEAR, FAR], bases=1, on=OCTOBER)


def test_without_an_address_travel_is_by_distance(settings: Any) -> None:
    settings.ROADS_URL = ""

    assert roads.minutes([BASE, NEAR, FAR], bases=1, on=OCTOBER) == roads.Roads(BY_DISTANCE)


def test_the_minutes_of_osrm_are_taken_with_half_an_hour_to_set_up(settings: Any) -> None:
    server = Server(durations(601))

    answer = found(settings, server)

    assert answer.source == "osrm"
    assert answer.minutes == [[0, 41, 41], [11, 0, 41], [11, 41, 0]]
    assert urlsplit(server.asked[0]).path == (
        "/table/v1/driving/117.54000,0.51000;117.60000,0.55000;117.20000,0.80000"
    )


def test_valhalla_is_asked_in_its_own_words(settings: Any) -> None:
    rows = [[{"time": 0 if a == b else 1200} for b in range(3)] for a in range(3)]
    server = Server({"sources_to_targets": rows})

    answer = found(settings, server, "valhalla")

    assert answer.minutes == [[0, 50, 50], [20, 0, 50], [20, 50, 0]]
    assert server.bodies[0]["sources"][0] == {"lat": 0.51, "lon": 117.54}


def test_over_water_the_map_of_roads_is_not_believed(settings: Any) -> None:
    spots = [BASE, BY_RIVER]
    server = Server({"durations": [[0, 60], [60, 0]]})
    with server.running() as address:
        settings.ROADS_URL, settings.ROADS_KIND = address, "osrm"
        answer = roads.minutes(spots, bases=1, on=OCTOBER)

    assert answer.minutes == ways.matrix(spots, 1, OCTOBER)


def test_where_the_server_knows_no_way_distance_is_taken(settings: Any) -> None:
    answer = found(settings, Server(durations(None)))

    assert (answer.minutes, answer.source, answer.trouble) == (BY_DISTANCE, "osrm", "")


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>no</html>",
        b"",
        [],
        {"code": "Ok"},
        {"durations": None},
        {"durations": [[0]]},
        {"durations": [[0, 1, 2], [1, 0], [2, 1, 0]]},
        {"durations": [[0, "x", 1], [1, 0, 1], [1, 1, 0]]},
        {"durations": [[0, -5, 1], [1, 0, 1], [1, 1, 0]]},
        {"durations": [[0, 1e12, 1], [1, 0, 1], [1, 1, 0]]},
        {"durations": [[0, True, 1], [1, 0, 1], [1, 1, 0]]},
    ],
)
def test_nonsense_is_seen_and_distance_taken(settings: Any, answer: Any) -> None:
    assert found(settings, Server(answer)) == roads.Roads(BY_DISTANCE, trouble="roads.nonsense")


def test_a_server_that_is_slow_is_not_waited_for(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads, "PATIENCE_SECONDS", 0.2)

    assert found(settings, Server({}, hang=True)) == roads.Roads(BY_DISTANCE, trouble="roads.slow")


def test_a_server_that_drips_is_not_waited_for_either(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads, "PATIENCE_SECONDS", 0.2)

    assert found(settings, Server({}, drips=True)) == roads.Roads(BY_DISTANCE, trouble="roads.slow")


def test_many_points_are_asked_in_blocks_that_servers_answer(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roads, "BLOCK", 2)
    sizes = [(2, 2), (2, 1), (1, 2), (1, 1)]
    server = Server(*[{"durations": [[601.0] * width for _ in range(height)]} for height, width in sizes])

    answer = found(settings, server)

    assert answer.minutes == [[0, 41, 41], [11, 0, 41], [11, 41, 0]]
    assert len(server.asked) == 4
    assert server.asked[1].endswith("&sources=0;1&destinations=2")
    assert server.asked[1].count(",") == 3  # three points


def test_a_server_that_is_down_or_fails_is_told(settings: Any) -> None:
    with Server({}).running() as gone:
        pass
    settings.ROADS_URL, settings.ROADS_KIND = gone, "osrm"
    down = roads.minutes([BASE, NEAR, FAR], bases=1, on=OCTOBER)

    failing = found(settings, Server({}, status=500))

    assert down == failing == roads.Roads(BY_DISTANCE, trouble="roads.unreachable")


def test_where_places_lie_is_told_to_no_other_server(settings: Any) -> None:
    elsewhere = Server(durations())
    with elsewhere.running() as other:
        answer = found(settings, Server({}, status=302, moved_to=f"{other}/table"))

    assert answer.trouble == "roads.unreachable"
    assert elsewhere.asked == []
