"""How long the program takes for each step of one person, with simulated devices that answer at once.

The pages are asked as the browser asks them, each with the images that it shows. The devices are threads of
the same process: drawing their invented fingers and eyes is in the figures.
"""

import base64
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from benchmarks.board import Board

MOST_MS = 1000.0
LOGIN = "siti"
HANDS = ("tangan-kiri", "tangan-kanan", "jempol", "iris", "cocokkan")
# Ten fingers, two eyes and a face, the index fingers again; at the end the photograph and the signature.
IMAGES = 17
IMAGE = re.compile(r'src="(/perekaman/[0-9a-f-]+/hasil/[0-9]+/)"')
SIGNATURE = "data:image/png;base64," + base64.b64encode(b"\x89PNG an invented signature").decode()


@dataclass
class Took:
    """Milliseconds by step: of what is done in it, and of its pages with their images."""

    done: dict[str, float] = field(default_factory=dict)
    shown: dict[str, float] = field(default_factory=dict)
    images: int = 0

    @property
    def together(self) -> dict[str, float]:
        return {step: took + self.shown.get(step, 0.0) for step, took in self.done.items()}


def measure(board: Board, password: str) -> None:
    """Add the slowest step with its pages, the slowest of its pages, and the sum over all of them."""
    from rekam.simulator import identity
    from rekam.simulator.server import running
    from rekam.station.devices import capturing, finding, reach

    keys = identity.make()
    with running(keys) as bench:
        for kind in bench.ports:
            bench.set(kind, person="siti")
        here = reach.Reach(ports=tuple(bench.ports.values()), anchors=reach.Anchors.of_pem(keys.anchor))
        finding.here = capturing.here = lambda: here  # type: ignore[assignment]
        _one_person(password, "t17")  # what is drawn and loaded once
        took = _one_person(password, "t19")
    assert took.images >= IMAGES, f"the pages showed {took.images} images"
    for what, by_step in (
        ("The slowest step of a person without its pages", took.done),
        ("The slowest pages of a step, with their images", took.shown),
        ("The slowest step with its pages", took.together),
    ):
        slowest = max(by_step, key=lambda name: by_step[name])
        board.figure(f"{what} ({slowest})", by_step[slowest], "ms", at_most=MOST_MS)
    board.figure("All steps of a person", sum(took.done.values()), "ms")
    board.figure("All steps of a person with their pages", sum(took.together.values()), "ms")


def _one_person(password: str, token: str) -> Took:
    """*token*: somebody on the pack who is not recorded yet, born in an odd year."""
    from django.test import Client

    from rekam.biometrics import compress
    from rekam.simulator import faces
    from rekam.station.counter.models import Draft
    from rekam.station.operators import present

    client, took = Client(SERVER_NAME="localhost"), Took()

    def timed(sums: dict[str, float], step: str, ask: Callable[[], Any]) -> Any:
        present.moves()
        began = time.perf_counter()
        answer = ask()
        sums[step] = sums.get(step, 0.0) + 1000 * (time.perf_counter() - began)
        assert answer.status_code < 400, (step, answer.status_code)
        return answer

    def post(step: str, address: str, **given: Any) -> Any:
        return timed(took.done, step, lambda: client.post(address, given))

    def show(step: str, address: str) -> str:
        """As a browser does: the page, then every image that stands in it."""
        page: str = timed(took.shown, step, lambda: client.get(address)).content.decode()
        for image in IMAGE.findall(page):
            timed(took.shown, step, partial(client.get, image))
            took.images += 1
        return page

    post("signing in", "/masuk/", login=LOGIN, password=password)
    post("finding", "/perekaman/mulai/")
    here = f"/perekaman/{Draft.objects.get().pk}/"
    show("finding", f"{here}cari/")
    post("finding", f"{here}cari/pilih/", token=token)
    show("biodata", f"{here}biodata/")
    post("biodata", f"{here}biodata/periksa/")
    show("photo", f"{here}foto/")
    photo = compress.jpeg(faces.portrait(7, faces.Sitting(background="red")))
    kind = "application/octet-stream"
    timed(took.done, "photo", lambda: client.post(f"{here}foto/kamera/", photo, content_type=kind))
    show("photo", f"{here}foto/")
    post("photo", f"{here}foto/terima/")
    show("signature", f"{here}tanda-tangan/")
    post("signature", f"{here}tanda-tangan/simpan/", drawn=SIGNATURE)
    for part in HANDS:
        show(part, f"{here}{part}/")
        post(part, f"{here}{part}/ambil/")
        show(part, f"{here}{part}/")
        post(part, f"{here}{part}/terima/", reason="")
    page = show("sealing", f"{here}periksa/")
    seen = page.split('data-seen="')[1].split('"')[0]
    post("sealing", f"{here}periksa/selesai/", drawn=SIGNATURE, seen=seen)
    assert not Draft.objects.exists(), "the person was not finished"
    return took
