"""The office in memory, with which the station's tests talk, answers as the real receiver does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from rekam.office.sync.receiving import receiver
from rekam.wire import answers, packets, paths, receipts, signed_headers
from rekam.wire.keys import SigningKey, VerifyKey
from rekam.wire.log import Proof
from rekam.wire.packets import Sealed
from rekam.wire.receipts import Level
from rekam.wire.trouble import WireTrouble
from tests.office.sync import made
from tests.office.sync.made import Laptop
from tests.station.office import Office

pytestmark = pytest.mark.django_db

Said = tuple[int, str, Mapping[str, str]]  # status, what the body is, the headers that a station reads
SIGNED = (paths.KEYS, paths.REACHED, paths.STILL_HELD)
READ = (paths.STATE, paths.CHUNKS, "Rekam-Missing")
NONCE = b"\7" * 16
NEITHER = b"\1" * 16


@dataclass
class Side:
    """One of the two offices, with a laptop that it knows."""

    application: Callable[..., Any]
    laptop: Laptop
    office_key: VerifyKey
    receipt_key: VerifyKey
    copy: Callable[[Sealed], object]
    fill: Callable[[bool], object]
    freeze: Callable[[], object]

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        signing: SigningKey | None = None,
        nonce: bytes = b"",
    ) -> Said:
        headers = paths.sign_call(
            method=method, path=path, body=body, station=self.laptop.id, epoch=1, date=made.MORNING,
            key=signing or self.laptop.signing,
        )  # fmt: skip
        if nonce:
            headers[paths.NONCE] = nonce.hex()
        environ = made.asked(method, path, body, headers)
        told: list[Any] = []
        content = b"".join(self.application(environ, lambda *each: told.extend(each)))
        return (
            int(told[0].split()[0]),
            self._is(content),
            {
                **{n: v for n, v in told[1] if n in READ},
                **{
                    n: self._word(n, v)
                    for n, v in told[1]
                    if n in (paths.KEYS, paths.REACHED, paths.STILL_HELD)
                },
            },
        )

    def _word(self, name: str, text: str) -> str:
        """What is signed in a header, in words."""
        if name == paths.KEYS:
            keys = signed_headers.read_keys(text, self.office_key)
            assert keys.station == self.laptop.id
            return f"{keys.epoch} {keys.state}"
        if name == paths.REACHED:
            reached = signed_headers.read_reached(text, self.office_key)
            assert reached.station == self.laptop.id
            return f"{reached.epoch} {reached.sequence}"
        held = signed_headers.read_still_held(text, self.receipt_key)
        assert held.nonce == NONCE
        return held.packet_id.hex()

    def _is(self, body: bytes) -> str:
        """What a station makes of it."""
        for name, read in (
            ("receipt", lambda: receipts.read_receipt(body, self.receipt_key).level),
            ("proof", lambda: "{} {}".format(*map(len, vars(Proof.from_bytes(body)).values()))),
            ("time", lambda: answers.read_time(body, self.office_key) and ""),
        ):
            try:
                return f"{name} {read()}".strip()
            except WireTrouble:
                continue
        return answers.read_problem(body).code if body else ""


@pytest.fixture(params=["receiver", "double"])
def side(request: pytest.FixtureRequest, settings: Any) -> Side:
    """The laptop is the same for both: enrolled at the real one, and told to the double."""
    made.office()
    laptop = made.laptop()
    reserve = settings.INTAKE_RESERVE_MB
    if request.param == "receiver":
        return Side(
            application=receiver.answer_to,
            laptop=laptop,
            office_key=made.keys.office().public,
            receipt_key=made.receipt_key(),
            copy=lambda _: made.copied(),
            fill=lambda is_full: setattr(settings, "INTAKE_RESERVE_MB", 10**9 if is_full else reserve),
            freeze=lambda: _freeze(laptop),
        )
    office = Office(station=laptop.id, station_key=laptop.signing.public, copies_at_once=False)
    return Side(
        application=office,
        laptop=laptop,
        office_key=office.key.public,
        receipt_key=office.receipt_key.public,
        copy=lambda sealed: office.copy(packets.read(sealed.header).header.packet_id),
        fill=lambda is_full: setattr(office, "full", is_full),
        freeze=lambda: setattr(office, "frozen", True),
    )


def _freeze(laptop: Laptop) -> None:
    type(laptop.epoch).objects.filter(pk=laptop.epoch.pk).update(state="frozen")
    made.callers.forget()


def test_both_offices_answer_a_station_alike(side: Side) -> None:
    """One packet of three parts, from the first word of it to its second receipt, with what goes wrong."""
    sealed = side.laptop.seal(made.recording(side.laptop, captures=(made.capture(bytes(140_000)),)))
    packet_id = packets.read(sealed.header).header.packet_id
    this, parts = paths.packet(packet_id), packets.split(sealed.ciphertext, 64 * 1024)
    arriving = {paths.STATE: "arriving"}
    whole = {paths.CHUNKS: "0-2"}

    assert side.ask("GET", paths.TIME) == (200, "time", {paths.KEYS: "1 active"})
    assert side.ask("HEAD", this)[0] == 404
    assert side.ask("PUT", paths.chunk(packet_id, 0), parts[0]) == (404, "packet.unknown", {})
    assert side.ask("PUT", this, sealed.header, signing=SigningKey.new()) == (401, "request.signature", {})
    side.fill(True)
    assert side.ask("PUT", this, sealed.header) == (507, "office.full", {})
    side.fill(False)
    assert side.ask("PUT", this, sealed.header) == (201, "", {**arriving, paths.CHUNKS: ""})
    assert side.ask("GET", paths.receipt(packet_id, Level.HELD)) == (202, "", {**arriving, paths.CHUNKS: ""})
    assert side.ask("PUT", paths.chunk(packet_id, 2), parts[2]) == (204, "", {})
    assert side.ask("PUT", paths.chunk(packet_id, 1), parts[0]) == (400, "packet.chunk", {})
    assert side.ask("PUT", paths.chunk(packet_id, 0), parts[0]) == (204, "", {})
    assert side.ask("HEAD", this) == (200, "", {**arriving, paths.CHUNKS: "0,2"})
    assert side.ask("HEAD", this, nonce=NONCE) == (200, "", {**arriving, paths.CHUNKS: "0,2"})
    missing = (409, "packet.chunks_missing", {"Rekam-Missing": "1"})
    assert side.ask("POST", paths.commit(packet_id)) == missing
    assert side.ask("PUT", paths.chunk(packet_id, 1), parts[1]) == (204, "", {})
    held = (200, "receipt 1", {paths.STATE: "held", **whole})
    assert side.ask("POST", paths.commit(packet_id)) == held
    assert side.ask("POST", paths.commit(packet_id)) == held
    assert side.ask("PUT", this, sealed.header) == (200, "", {paths.STATE: "held", **whole})
    not_yet = (202, "", {paths.STATE: "held", **whole})
    assert side.ask("GET", paths.receipt(packet_id, Level.HELD_TWICE)) == not_yet
    side.copy(sealed)
    twice = (200, "receipt 2", {paths.STATE: "held_twice", **whole})
    assert side.ask("GET", paths.receipt(packet_id, Level.HELD_TWICE)) == twice
    assert side.ask("GET", paths.receipt(packet_id, Level.HELD))[1] == "receipt 1"
    assert side.ask("HEAD", this) == (200, "", {paths.STATE: "held_twice", **whole})
    still = {paths.STATE: "held_twice", paths.STILL_HELD: packet_id.hex(), **whole}
    assert side.ask("HEAD", this, nonce=NONCE) == (200, "", still)
    assert side.ask("HEAD", paths.packet(NEITHER), nonce=NONCE)[0] == 404
    assert side.ask("GET", paths.log(earlier=1, later=1, leaf=0, within=1)) == (200, "proof 0 0", {})
    longer = paths.log(earlier=1, later=2, leaf=0, within=1)
    assert side.ask("GET", longer) == (404, "log.not_so_long", {})
    side.freeze()
    assert side.ask("GET", paths.TIME) == (200, "time", {paths.KEYS: "1 frozen", paths.REACHED: "1 1"})
