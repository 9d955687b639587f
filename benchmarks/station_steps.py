"""How long the program takes for each step of one person, with simulated devices that answer at once.

The pages are asked as the browser asks them. The devices are threads of the same process: drawing their
invented fingers and eyes is in the figures.
"""

import base64
import time
from collections.abc import Callable
from typing import Any

from benchmarks.board import Board

MOST_MS = 1000.0
LOGIN = "siti"
HANDS = ("tangan-kiri", "tangan-kanan", "jempol", "iris", "cocokkan")
SIGNATURE = "data:image/png;base64," + base64.b64encode(b"\x89PNG an invented signature").decode()


def measure(board: Board, password: str) -> None:
    """Add the slowest step, and the sum over all of them."""
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
    slowest = max(took, key=lambda name: took[name])
    board.figure(f"The slowest step of a person ({slowest})", took[slowest], "ms", at_most=MOST_MS)
    board.figure("All steps of a person", sum(took.values()), "ms")


def _one_person(password: str, token: str) -> dict[str, float]:
    """Milliseconds by step. *token*: somebody on the pack who is not recorded yet, born in an odd year."""
    from django.test import Client

    from rekam.biometrics import compress
    from rekam.simulator import faces
    from rekam.station.counter.models import Draft
    from rekam.station.operators import present

    client, took = Client(SERVER_NAME="localhost"), dict[str, float]()

    def timed(step: str, ask: Callable[[], Any]) -> Any:
        present.moves()
        began = time.perf_counter()
        answer = ask()
        took[step] = took.get(step, 0.0) + 1000 * (time.perf_counter() - began)
        assert answer.status_code < 400, (step, answer.status_code)
        return answer

    def post(step: str, address: str, **given: Any) -> Any:
        return timed(step, lambda: client.post(address, given))

    post("signing in", "/masuk/", login=LOGIN, password=password)
    post("finding", "/perekaman/mulai/")
    here = f"/perekaman/{Draft.objects.get().pk}/"
    post("finding", f"{here}cari/pilih/", token=token)
    post("biodata", f"{here}biodata/periksa/")
    photo = compress.jpeg(faces.portrait(7, faces.Sitting(background="red")))
    kind = "application/octet-stream"
    timed("photo", lambda: client.post(f"{here}foto/kamera/", photo, content_type=kind))
    post("photo", f"{here}foto/terima/")
    post("signature", f"{here}tanda-tangan/simpan/", drawn=SIGNATURE)
    for part in HANDS:
        post(part, f"{here}{part}/ambil/")
        post(part, f"{here}{part}/terima/", reason="")
    page = timed("review", lambda: client.get(f"{here}periksa/")).content.decode()
    seen = page.split('data-seen="')[1].split('"')[0]
    post("sealing", f"{here}periksa/selesai/", drawn=SIGNATURE, seen=seen)
    assert not Draft.objects.exists(), "the person was not finished"
    return took
