"""A sealed packet over real sockets: enrolled, told of, sent, committed, copied, opened, counted."""

import http.client
import threading
from collections.abc import Iterator
from datetime import timedelta
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections

from rekam.office.coverage import queries as coverage
from rekam.office.recordings.models import Session
from rekam.office.sync.receiving import receiver
from rekam.wire import packets, paths
from rekam.wire.packets import Sealed
from rekam.wire.receipts import Receipt, read_receipt
from tests.office.sync import made
from tests.office.sync.made import Laptop


@pytest.fixture
def register() -> None:
    """Nobody's: some of these tests commit, and need no resident."""


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def port() -> Iterator[int]:
    """The receiver on a port of this machine."""

    def application(environ, start):
        try:
            return receiver.application(environ, start)
        finally:
            connections.close_all()

    server: WSGIServer = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def over(port: int, laptop: Laptop, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    headers = paths.sign_call(
        method=method, path=path, body=body, station=laptop.id, epoch=laptop.epoch.number, date=made.MORNING,
        key=laptop.signing,
    )  # fmt: skip
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    link.request(method, path, body, headers)
    reply = link.getresponse()
    found = reply.status, reply.read()
    link.close()
    return found


def receipt(data: bytes, sealed: Sealed) -> Receipt:
    """Checked as a station does before it deletes anything."""
    found = read_receipt(data, made.receipt_key())
    found.check_for(packets.read(sealed.header).header, packets.digest(sealed.ciphertext))
    return found


@pytest.mark.django_db(transaction=True)
def test_a_packet_comes_over_the_line_and_the_count_moves_by_one(port):
    made.office()
    row = made.siti()
    laptop = made.laptop()
    sealed = laptop.seal(made.recording(laptop, nik=row["NIK"]))
    header = packets.read(sealed.header).header
    before = recorded_today()

    assert over(port, laptop, "PUT", paths.packet(header.packet_id), sealed.header)[0] == 201
    for number, chunk in enumerate(packets.split(sealed.ciphertext, header.chunk_size)):
        assert over(port, laptop, "PUT", paths.chunk(header.packet_id, number), chunk)[0] == 204
    status, first = over(port, laptop, "POST", paths.commit(header.packet_id))
    assert (status, receipt(first, sealed).level) == (200, 1)

    assert over(port, laptop, "GET", paths.receipt(header.packet_id, 2))[0] == 202
    assert made.copied() == 1
    status, second = over(port, laptop, "GET", paths.receipt(header.packet_id, 2))
    assert (status, receipt(second, sealed).level) == (200, 2)

    made.opened()
    assert recorded_today() == before + 1
    assert Session.objects.get(nik=row["NIK"]).known_on == made.DAY


def recorded_today() -> int:
    later = made.DAY + timedelta(days=1)
    return coverage.coverage(on=later, known=later).total.total.recorded
