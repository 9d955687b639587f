"""A person at the counter, in one process: the pages asked as a browser asks them, and simulated devices."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from django.test import Client

from rekam.biometrics import compress
from rekam.simulator import faces, identity
from rekam.simulator.server import Bench, running
from rekam.station.counter import desk
from rekam.station.counter.models import Draft
from rekam.station.devices import reach
from rekam.station.operators import present
from tests.station.office import PASSWORD

SIGNATURE = "data:image/png;base64," + base64.b64encode(b"\x89PNG an invented signature").decode()
HANDS = ("tangan-kiri", "tangan-kanan", "jempol", "iris")


@dataclass
class Devices:
    """Simulated devices, and how long the station waits for one of them."""

    bench: Bench
    reach: reach.Reach

    def set(self, kind: str, **changes: Any) -> None:
        self.bench.set(kind, **changes)

    def wait_at_most(self, seconds: float) -> None:
        self.reach = replace(self.reach, capture_seconds=seconds)


@contextmanager
def devices(monkeypatch: pytest.MonkeyPatch) -> Iterator[Devices]:
    """On ports of their own, trusted here as at a training station."""
    keys = _keys()
    with running(keys) as bench:
        anchors = reach.Anchors.of_pem(keys.anchor)
        found = Devices(bench, reach.Reach(ports=tuple(bench.ports.values()), anchors=anchors))
        for kind in bench.ports:  # the same invented fingers and eyes in every test: growing them takes long
            bench.set(kind, person="siti")
        monkeypatch.setattr("rekam.station.devices.finding.here", lambda: found.reach)
        monkeypatch.setattr("rekam.station.devices.capturing.here", lambda: found.reach)
        desk.SEEN.forget()
        yield found
    desk.SEEN.forget()


@cache
def _keys() -> identity.Identity:
    return identity.make()


def photograph(background: faces.Background = "red") -> bytes:
    return compress.jpeg(faces.portrait(7, faces.Sitting(background=background)))


class Counter:
    """What an operator does, by the names of the pages."""

    def __init__(self, login: str = "siti") -> None:
        self.client = Client(SERVER_NAME="localhost")
        answer = self.post("/masuk/", login=login, password=PASSWORD)
        assert answer.status_code == 302, answer.content.decode()

    def post(self, address: str, **given: Any) -> Any:
        present.moves()
        return self.client.post(address, given)

    def get(self, address: str) -> Any:
        return self.client.get(address)

    @property
    def draft(self) -> Draft:
        return Draft.objects.get()

    def at(self, words: str) -> str:
        return f"/perekaman/{self.draft.pk}/{words}"

    def begin(self, token: str = "p-17") -> None:
        self.post("/perekaman/mulai/")
        self.post(self.at("cari/pilih/"), token=token)
        self.post(self.at("biodata/periksa/"))

    def come_to_the_hands(self) -> None:
        """With photograph and signature."""
        self.begin()
        self.photograph()
        self.sign()

    def come_to_the_end(self) -> None:
        """Everything is captured and confirmed; the resident has not signed for it yet."""
        self.come_to_the_hands()
        self.capture_all()
        self.confirm()

    def send(self, words: str, body: bytes) -> Any:
        return self.client.post(self.at(words), body, content_type="application/octet-stream")

    def photograph(self, background: faces.Background = "red") -> None:
        self.send("foto/kamera/", photograph(background))
        self.post(self.at("foto/terima/"))

    def sign(self, **given: str) -> Any:
        return self.post(self.at("tanda-tangan/simpan/"), **(given or {"drawn": SIGNATURE}))

    def capture(self, slug: str) -> Any:
        return self.post(self.at(f"{slug}/ambil/"))

    def accept(self, slug: str, reason: str = "") -> Any:
        return self.post(self.at(f"{slug}/terima/"), reason=reason)

    def capture_all(self) -> None:
        for slug in HANDS:
            self.capture(slug)
            self.accept(slug)

    def confirm(self) -> None:
        self.capture("cocokkan")
        self.accept("cocokkan")

    def finish(self, **given: str) -> Any:
        page = self.get(self.at("periksa/")).content.decode()
        seen = page.split('data-seen="')[1].split('"')[0]
        return self.post(self.at("periksa/selesai/"), seen=seen, **(given or {"drawn": SIGNATURE}))
