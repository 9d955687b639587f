"""What a process of a laptop does in the proof: enrol, record, send, delete what may go, tell the truth.

It says "saved" to the outside when, and only when, the counter's screen would say "Tersimpan".
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from proof import clocks, planting
from proof.nursery import Outside, Roles
from proof.oracle import as_recorded
from rekam.asked import Asked
from rekam.domain.recording import person as people
from rekam.domain.recording.steps import ORDER, Step
from rekam.station import calls
from rekam.station.counter import keeping, sealing
from rekam.station.counter.models import Draft, Shot
from rekam.station.counter.work import Person as Chosen
from rekam.station.identity import enrolling
from rekam.station.identity import queries as identity
from rekam.station.identity.models import Identity
from rekam.station.operators import present
from rekam.station.operators.models import Operator
from rekam.station.outbox import copies, exporting, receiving, saving, taking_back
from rekam.station.outbox import queries as outbox
from rekam.station.outbox.models import Body, Packet, State
from rekam.station.packs import taking
from rekam.station.queue import actions as queue
from rekam.station.sending import rounds
from rekam.station.store.opened import store
from rekam.wire import packets, paths, recordings
from rekam.wire.keys import OperatorKeys, digest
from rekam.wire.packets import SignedHeader
from rekam.wire.recordings import Kind, Matched, Person, Recording

PHOTOS = (3000, 3000, 3000, 80_000)  # bytes of an invented image: one part, now and then two
UNFINISHED = (State.WAITING, State.HELD)  # not yet held twice by the office


class _Laptop:
    outside: Outside
    keys: OperatorKeys | None = None
    nik: str | None = None  # of the person at the counter


def begin(
    outside: Outside,
    *,
    folder: str,
    key: bytes = b"",
    operator: OperatorKeys | None = None,
    now: datetime | None = None,
    bug: str = "",
) -> Roles:
    """A fork of its own, in its own folder, with the store open if its key is given."""
    connection.close()
    if now is not None:
        clocks.show(now)
    settings.FOLDER = Path(folder)
    planting.plant(bug, "laptop")
    connection.settings_dict["NAME"] = settings.FOLDER / "station.db"
    _Laptop.outside, _Laptop.keys = outside, operator
    calls.Line._sent = _over_the_proofs_network  # type: ignore[method-assign]
    copies.is_same_disk = lambda path: False  # a folder stands in for another disk
    saving.finish = _telling(saving.finish)
    if key:
        store.open(key)
    return {
        "alive": lambda: True,
        "show_time": clocks.show,
        "plant": lambda name: planting.check(name, "laptop"),
        "use_sockets": use_sockets,
        "enrol": enrol,
        "ask_again": ask_again,
        "first_pack": first_pack,
        "second_folder": lambda path: Identity.objects.update(second_folder=path),
        "record": record,
        "send": send,
        "pending": lambda: Packet.objects.filter(state__in=UNFINISHED).count(),
        "due": lambda: receiving.due(at=timezone.now()).count(),
        "truth": truth,
        "export": lambda path: exporting.export(Path(path), everything=True).written,
        "take_back": lambda path: taking_back.take_back(Path(path), at=timezone.now()).deleted,
        "signing_seed": lambda: bytes(identity.epoch().signing_seed),
        "header": header,
        "rot": rot,
    }


def _over_the_proofs_network(
    self: calls.Line, method: str, path: str, body: bytes, headers: dict[str, str]
) -> calls.Answer:
    status, found, content = _Laptop.outside.ask(method, path, body, headers)
    return calls.Answer(status, content, {name.lower(): value for name, value in found.items()})


_REAL = calls.Line._sent


def use_sockets(address: str, patience: float = 5.0) -> None:
    """From now on this process calls as a laptop does, and waits *patience* seconds for an answer."""
    calls.Line._sent = _REAL  # type: ignore[method-assign]
    calls.ANSWER_SECONDS = patience
    Identity.objects.update(address=address)


# -- becoming a station -------------------------------------------------------------------------


def enrol(code: str, name: str) -> None:
    enrolling.ask(enrolling.begin(address="http://office", typed=code, name=name), at=timezone.now())


def ask_again() -> None:
    asked = enrolling.under_way()
    assert asked is not None
    asked = enrolling.ask(asked, at=timezone.now())
    assert asked.granted is not None, "the office has not granted"


def first_pack() -> bytes:
    """Take the pack, and tell the key of the store: the proof opens it without a password from then on."""
    asked = enrolling.under_way()
    assert asked is not None
    assert asked.granted is not None
    line = calls.Line(
        asked.address, calls.Caller(asked.granted.station, asked.granted.epoch, asked.signing_key)
    )
    kept: list[bytes] = []
    real = store.open
    store.open = lambda key: (kept.append(key), real(key))  # type: ignore[assignment, func-returns-value]
    taking.take_first(line.ask("GET", paths.LATEST_PACK, at=timezone.now()).body, at=timezone.now())
    return kept[0]


# -- the counter --------------------------------------------------------------------------------


def record(niks: Sequence[str | None], sizes: Sequence[int] = PHOTOS) -> int:
    """One recording after the other; how many the screen called saved. Each has an image of so many bytes as
    one of these *sizes* says. Every second one is that of a draft. A draft that is there still is finished
    first, as an operator does it.
    """
    operator = Operator.objects.get()
    assert _Laptop.keys is not None
    present.arrives(operator.pk, _Laptop.keys)
    for left in Draft.objects.select_related("ticket"):
        _Laptop.nik = left.kept["person"]["nik"]
        seal(left, operator)
    for nik in niks:
        size = secrets.choice(sizes)
        _Laptop.nik = nik
        if identity.epoch().next_sequence % 2:
            recording = invented(nik, operator, size)
            saved = saving.finish(recording=recording, by=operator, at=timezone.now())
            _Laptop.outside.say("saved", (recording.packet_id, saved.sequence, saved.copies))
        else:
            seal(drafted(nik, operator, size), operator)
    return len(niks)


def seal(draft: Draft, operator: Operator) -> None:
    """The end of a draft, and what its slip says."""
    made = sealing.finish(draft=draft, by=operator, at=_now())
    kept = sealing.packet_of(made)
    _Laptop.outside.say("saved", (made.packet_id, kept.sequence, 2 if kept.copied_at else 1))


def _telling(finish: Callable[..., saving.Saved]) -> Callable[..., saving.Saved]:
    """What is about to be saved is told outside first."""

    @wraps(finish)
    def told(*, recording: Recording, draft: Any = None, **how: Any) -> saving.Saved:
        _Laptop.outside.say("begun", (recording.packet_id, digest(as_recorded(recording)), _Laptop.nik))
        if draft is not None:
            _Laptop.outside.say("sealing", (draft.draft.pk.bytes, recording.packet_id))
        return finish(recording=recording, draft=draft, **how)

    return told


def drafted(nik: str | None, operator: Operator, size: int) -> Draft:
    """Everything is captured: what is left is to finish it."""
    now = _now()
    with transaction.atomic():
        ticket = queue.give_ticket(by=operator.pk, on=timezone.localdate(now), at=now)
        queue.seat(ticket=ticket, at=now)
        draft = Draft.objects.create(ticket=ticket, operator=operator.pk, started_at=now, saved_at=now)
        shot = Shot.objects.create(draft=draft, step=Step.SIGNATURE.value, number=1, at=now)
        shot.pieces.create(part="signature", format="png", data=secrets.token_bytes(size))
        work = draft.work
        work.person = Chosen(
            "SITI",
            date(1990, 1, 1),
            "f",
            people.Matched.OUT_OF_DOMICILE,
            nik=nik or "",
            area="64.08.04.2001",
        )
        work.done, work.shown = set(ORDER), bytes(32).hex()
        work.begin(now)
        keeping.keep(draft, work, now)
    _Laptop.outside.say("drafted", draft.pk.bytes)
    return draft


def _now() -> datetime:
    """In the milliseconds that a message keeps."""
    now = timezone.now().astimezone(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def invented(nik: str | None, operator: Operator, size: int) -> Recording:
    now = _now()
    person = Person(None, nik, None, "SITI", date(1990, 1, 1), "P", "64.08.04.2001", Matched.OUT_OF_DOMICILE)
    photo = recordings.Capture(
        recordings.Modality.SIGNATURE,
        (),
        recordings.Format.PNG,
        secrets.token_bytes(size),
        None,
        1,
        None,
        now,
    )
    return Recording(
        packet_id=saving.new_packet_id(),
        station=bytes(identity.identity().station),
        kind=Kind.RECORDING,
        operator=bytes.fromhex(operator.pk),
        place_code="",
        visit=None,
        started_at=now - timedelta(minutes=4),
        finished_at=now,
        slip_code=secrets.token_hex(4),
        person=person,
        corrections=(),
        captures=(photo,),
        absences=(),
        accepted=(),
        confirmation=None,
        step_seconds={"signature": 9},
        shown=None,
        closing=None,
        trouble=None,
    )


def send() -> dict[str, Any]:
    """One round, as the sender's thread runs it."""
    this = rounds.Round(now=timezone.now)
    line = identity.line()
    try:
        rounds.run(line, this)
    finally:
        line.close()
    return {
        "sent": this.sent,
        "receipts": this.receipts,
        "deleted": this.deleted,
        "refused": len(this.refused),
    }


def rot(sequence: int) -> None:
    """A bit of what lies on the disk has turned."""
    packet = Packet.objects.get(sequence=sequence)
    assert packet.ciphertext is not None
    turned = bytearray(packet.ciphertext)
    turned[100] ^= 1
    Body.objects.filter(pk=packet.pk).update(ciphertext=bytes(turned))


def header(sequence: int) -> tuple[bytes, bytes]:
    packet = Packet.objects.get(sequence=sequence)
    return bytes(packet.header), bytes(packet.ciphertext or b"")


# -- the truth ----------------------------------------------------------------------------------


def truth(after: int = 0) -> dict[str, Any]:
    """Every packet from number *after* on, hashed afresh, and whether the chain holds."""
    wrong: list[str] = []
    told = [(packet, packets.read(bytes(packet.header))) for packet in _from(after)]
    _check_chain(told, wrong)
    rows = [_told(packet, signed, wrong) for packet, signed in told if packet.sequence > after]
    if gaps := outbox.gaps():
        wrong.append(f"numbers are missing: {gaps}")
    epoch = identity.epoch()
    last = told[-1][0] if told and told[-1][0].epoch == epoch.number else None
    if last is not None and (epoch.next_sequence, bytes(epoch.previous)) != (
        last.sequence + 1,
        bytes(last.header_hash),
    ):
        wrong.append("the next number does not follow the last packet")
    return {
        "packets": rows,
        "wrong": wrong,
        "after": after,
        "last": last.sequence if last else 0,
        "drafts": [pk.bytes for pk in Draft.objects.values_list("pk", flat=True)],
    }


_from = Asked(
    lambda number: Packet.objects.filter(sequence__gte=number).order_by("epoch", "sequence"),
    int,
)


def _told(packet: Packet, signed: SignedHeader, wrong: list[str]) -> dict[str, Any]:
    body = bytes(packet.ciphertext) if packet.ciphertext is not None else None
    if body is not None and digest(body) != signed.header.digest:
        wrong.append(f"number {packet.sequence} is not what its header says")
    if (signed.header.sequence, signed.header.packet_id) != (packet.sequence, bytes(packet.packet_id)):
        wrong.append(f"number {packet.sequence} has another header")
    return {
        "id": bytes(packet.packet_id),
        "epoch": packet.epoch,
        "sequence": packet.sequence,
        "state": packet.state,
        "size": packet.size,
        "has_bytes": body is not None,
        "copied": packet.copied_at is not None,
    }


def _check_chain(told: Sequence[tuple[Packet, SignedHeader]], wrong: list[str]) -> None:
    for (one, signed), (next_one, follows) in pairwise(told):
        if one.epoch == next_one.epoch and follows.header.previous != signed.hash:
            wrong.append(f"number {next_one.sequence} does not name number {one.sequence}")
