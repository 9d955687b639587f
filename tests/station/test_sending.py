"""Over any link a packet arrives once, and no answer but a good receipt deletes anything."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from rekam.station import clock, pace
from rekam.station.calls import Cause, Failed, Line, refusal
from rekam.station.identity import queries as identity
from rekam.station.identity.models import Epoch, Identity
from rekam.station.outbox import queries, receiving, saving
from rekam.station.outbox.models import Body, Packet, State
from rekam.station.sending import rounds, words
from rekam.station.sending import thread as sender
from rekam.wire import packets, paths, recordings, signed_headers
from rekam.wire.keys import SigningKey
from rekam.wire.packs import Rules
from rekam.wire.receipts import Level
from rekam.wire.trouble import WireTrouble
from tests.station import make
from tests.station.office import PASSWORD, Office, Swallowed
from tests.wire import make as wire

PHOTO = wire.capture(data=bytes(range(256)) * 1000)


def swallow(method: str, ending: str, times: int = 1) -> Callable[[str, str], None]:
    """The office does it, and its answer never comes back."""
    left = [times]

    def fault(said: str, path: str) -> None:
        if said == method and path.endswith(ending) and left[0]:
            left[0] -= 1
            raise Swallowed

    return fault


def later(office: Office, days: float) -> None:
    """By both clocks: here, all that came is so much older."""
    office.now = lambda: make.now() + timedelta(days=days)
    for packet in Packet.objects.exclude(held_twice_at=None):
        packet.held_twice_at = make.now() - timedelta(days=days)
        packet.save(update_fields=["held_twice_at"])


def refuses(office: Office, packet: Packet) -> None:
    """The office takes everything but this one."""
    refused, answer = bytes(packet.packet_id), office._packet

    def refusing(method: str, asked: object, query: str, body: bytes) -> object:
        if asked.packet_id == refused:  # type: ignore[attr-defined]
            from tests.station.office import _problem

            return _problem(400, "packet.contradicts_itself")
        return answer(method, asked, query, body)  # type: ignore[arg-type]

    office._packet = refusing  # type: ignore[method-assign, assignment]


def content_of(office: Office, packet: Packet) -> recordings.Recording:
    held = office.held[bytes(packet.packet_id)].sealed
    signed = packets.read(held.header)
    return recordings.read_recording(packets.open_packet(signed, held.ciphertext, office.intake)).recording


# -- the good way -----------------------------------------------------------------------------


def test_recordings_arrive_in_their_order_without_a_gap(working: Path, office: Office) -> None:
    slips = [f"SLIP{n}" for n in range(4)]
    for slip in slips:
        make.saved(slip_code=slip)

    make.talk()

    chain = sorted((packets.read(h.header) for h in office.held.values()), key=lambda s: s.header.sequence)
    assert [s.header.sequence for s in chain] == [1, 2, 3, 4]
    assert [s.header.previous for s in chain] == [packets.FIRST, *(s.hash for s in chain[:-1])]
    for signed in chain:
        assert office.station_key is not None
        signed.verify(office.station_key)
    assert [content_of(office, p).slip_code for p in Packet.objects.all()] == slips


def test_a_closing_travels_like_a_recording(working: Path, office: Office) -> None:
    closing = wire.closing()
    make.saved(kind=closing.kind, person=None, closing=closing.closing, captures=())

    make.talk()

    assert content_of(office, make.packet()).closing == closing.closing


def test_the_last_time_seen_of_the_office_is_sealed_in(working: Path, office: Office) -> None:
    make.talk()
    seen = Identity.objects.get().time_seen
    make.saved()

    assert seen is not None
    header = packets.read(bytes(make.packet().header)).header
    assert header.office_time_seen is not None
    assert abs(header.office_time_seen - seen) < timedelta(milliseconds=1)


# -- the bad way ------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "ending"), [("PUT", ""), ("PUT", "/chunks/0"), ("POST", "/commit")])
def test_a_swallowed_answer_is_no_loss_and_no_double(
    working: Path, office: Office, method: str, ending: str
) -> None:
    make.saved()
    office.fault = swallow(method, ending or bytes(make.packet().packet_id).hex())

    with pytest.raises(Failed) as failed:
        make.talk()
    assert failed.value.cause is Cause.NO_NETWORK
    assert make.packet().state == State.WAITING
    make.talk()

    assert make.packet().state in {State.HELD, State.HELD_TWICE}
    assert len(office.held) == 1


def test_after_a_cut_only_what_is_missing_is_sent(working: Path, office: Office) -> None:
    make.saved(captures=(PHOTO,))
    parts = len(packets.read(bytes(make.packet().header)).header.chunks)
    assert parts > 3
    office.fault = swallow("PUT", "/chunks/2")
    with pytest.raises(Failed):
        make.talk()
    before = len(office.calls)

    make.talk()

    again = [call for call in office.calls[before:] if "/chunks/" in call]
    assert len(again) == parts - 3
    assert make.packet().state != State.WAITING


def test_after_a_cut_the_header_is_not_sent_again_unless_the_office_has_forgotten_it(
    working: Path, office: Office
) -> None:
    make.saved(captures=(PHOTO,))
    office.fault = swallow("PUT", "/chunks/2")
    with pytest.raises(Failed):
        make.talk()
    before = len(office.calls)
    office.fault = swallow("PUT", "/chunks/3")
    with pytest.raises(Failed):
        make.talk()

    assert not [call for call in office.calls[before:] if call.startswith("PUT") and "/chunks/" not in call]

    office.held.clear()
    make.talk()

    assert make.packet().state != State.WAITING


def test_a_part_that_was_lost_makes_the_next_packets_parts_small(working: Path, office: Office) -> None:
    make.saved(captures=(PHOTO,))
    office.fault = swallow("PUT", "/chunks/2")
    with pytest.raises(Failed):
        make.talk()

    assert pace.chunk_size() == packets.CHUNK_SIZES[0]


@pytest.mark.parametrize("status", [200, 400, 403, 404, 409, 410, 500, 502, 507])
def test_no_status_and_no_error_text_ever_deletes_anything(
    working: Path, office: Office, status: int
) -> None:
    make.saved()
    office.problem = (status, "packet.duplicate")
    digest = bytes(make.packet().digest)

    for _ in range(3):
        with pytest.raises(Failed):
            make.talk()

    packet = make.packet()
    assert (packet.state, bytes(packet.digest)) == (State.WAITING, digest)
    assert packet.ciphertext is not None


def test_an_office_that_is_full_is_named_and_the_packet_waits(working: Path, office: Office) -> None:
    make.saved()
    office.full = True

    with pytest.raises(Failed) as failed:
        make.talk()
    assert failed.value.cause is Cause.FULL
    office.full = False

    assert make.talk().sent == 1


@pytest.mark.parametrize("method", ["HEAD", "GET", "PUT", "POST"])
def test_an_office_whose_database_is_full_is_named_whatever_it_was_asked(
    working: Path, office: Office, method: str
) -> None:
    make.saved()
    office.problem = (507, "office.full")
    line = identity.line()

    answer = line.ask(method, paths.packet(bytes(make.packet().packet_id)), at=make.now())
    line.close()

    failed = refusal(answer)
    assert (failed.cause, failed.code) == (Cause.FULL, "office.full")
    assert words.said(failed) == str(words.CAUSES[Cause.FULL])


def test_the_page_of_a_hotels_network_is_not_taken_for_the_office(working: Path, office: Office) -> None:
    make.saved()
    Identity.objects.update(address=f"{office.address}/hotel")

    class Hotel:
        def __call__(self, environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
            start("200 OK", [("Content-Type", "text/html")])
            return [b"<html>Welcome, please sign in. duplicate"]

    from tests.station.office import served

    with served(Hotel()) as hotel:  # type: ignore[type-var]
        Identity.objects.update(address=hotel.address)
        with pytest.raises(Failed) as failed:
            make.talk()

    assert failed.value.cause is Cause.NOT_THE_OFFICE
    assert make.packet().state == State.WAITING


def test_nobody_there_is_no_network_and_not_a_missing_key(working: Path) -> None:
    make.saved()
    Identity.objects.update(address="http://127.0.0.1:9")

    with pytest.raises(Failed) as failed:
        make.talk()

    assert failed.value.cause is Cause.NO_NETWORK


def test_missing_keys_are_said_to_be_missing_keys(working: Path, office: Office) -> None:
    from rekam.station.packs.models import Taken

    Taken.objects.all().delete()

    with pytest.raises(Failed) as failed:
        make.talk()

    assert failed.value.cause is Cause.KEYS


def test_a_time_that_the_office_did_not_sign_is_not_believed(working: Path, office: Office) -> None:
    make.talk()
    seen = Identity.objects.get().time_seen
    office.key = SigningKey.new()

    with pytest.raises(Failed) as failed:
        make.talk()

    assert failed.value.cause is Cause.NOT_THE_OFFICE
    assert Identity.objects.get().time_seen == seen


def test_a_wrong_clock_is_noticed_and_hinders_nothing(working: Path, office: Office) -> None:
    make.saved()
    office.now = lambda: make.now() + timedelta(minutes=6)

    this = make.talk()

    assert this.clock_off is not None
    assert this.sent == 1


def test_the_time_seen_never_goes_back(working: Path, office: Office) -> None:
    office.now = lambda: make.now() + timedelta(hours=1)
    make.talk()
    seen = Identity.objects.get().time_seen
    office.now = make.now

    make.talk()

    assert Identity.objects.get().time_seen == seen


def test_keys_that_the_office_stopped_are_shown_and_nothing_more_is_sealed(
    working: Path, office: Office
) -> None:
    make.saved()
    office.frozen = True
    make.talk()

    assert Epoch.objects.get().frozen_at is not None
    with pytest.raises(saving.RuleBroken, match=r"epoch\.frozen"):
        make.saved()
    assert make.packet().state != State.WAITING  # what was there is still sent


def test_whoever_is_no_office_stops_no_keys(working: Path, office: Office) -> None:
    office.frozen, office.signs_keys_with = True, SigningKey.new()

    with pytest.raises(Failed) as failed:
        make.talk()

    assert failed.value.code == "word.signature"
    assert Epoch.objects.get().frozen_at is None


def test_keys_of_another_laptop_are_not_these(working: Path, office: Office) -> None:
    office.frozen, office.speaks_of = True, b"\1" * 16

    make.talk()

    assert Epoch.objects.get().frozen_at is None


def test_keys_that_began_while_the_old_ones_were_stopped_are_not_stopped(
    working: Path, office: Office
) -> None:
    """The office's word on the old keys was on the way when the laptop got new ones."""
    office.frozen = True

    def enrolled_again(method: str, path: str) -> None:
        if path == paths.TIME:
            Epoch.objects.create(
                number=2, signing_seed=b"\2" * 32, previous=packets.FIRST, begun_at=make.now()
            )

    office.fault = enrolled_again
    make.talk()

    assert [epoch.frozen_at is None for epoch in Epoch.objects.all()] == [False, True]


def test_what_the_office_keeps_aside_is_asked_about_now_and_then(
    working: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    up = [100.0]
    monkeypatch.setattr(clock, "uptime", lambda: up[0])
    make.saved()
    Packet.objects.update(quarantined_at=make.now())
    monkeypatch.setattr(rounds.one, "send", lambda *_: asked.append(up[0]) or State.WAITING)
    asked: list[float] = []

    for up[0] in (100.0, 200.0, 3600.0, 3700.0, 3800.0):
        make.talk()

    assert asked == [100.0, 3700.0]


def test_one_packet_that_is_refused_does_not_hold_up_the_others(working: Path, office: Office) -> None:
    make.saved()
    make.saved()
    refuses(office, make.packet(1))

    this = make.talk()

    assert [n.sequence for n, _ in this.refused] == [1]
    assert make.packet(2).state != State.WAITING


# -- a disk that does not give everything back ----------------------------------------------------


@pytest.fixture
def damaged(working: Path) -> Packet:
    """The first of three lies on a page of the disk that has turned bad."""
    made = []

    def save() -> None:
        make.saved(captures=(PHOTO,))
        made.append(make.packet(1))

    make.on_a_bad_page(working, save)
    with pytest.raises(DatabaseError):
        assert make.packet(1).ciphertext
    connection.close()
    for _ in range(2):
        make.saved()
    return made[0]


def test_a_packet_that_cannot_be_read_does_not_hold_up_the_others(
    damaged: Packet, office: Office, quiet_status: None, caplog: pytest.LogCaptureFixture
) -> None:
    make.talk()
    this = make.talk()

    assert this.lost == {(1, 1)}
    assert {bytes(Packet.objects.only("packet_id").get(sequence=n).packet_id) for n in (2, 3)} == set(
        office.held
    )
    assert "number 1 cannot be read" in caplog.text
    sender.turn(0.0)
    assert (sender.status().cause, sender.status().lost) == (None, (1,))


def test_a_packet_whose_bytes_are_gone_is_named_and_not_sent_empty(
    working: Path, office: Office, quiet_status: None
) -> None:
    for _ in range(2):
        make.saved()
    make.vanish_bytes(1)

    this = make.talk()

    assert this.lost == {(1, 1)}
    assert set(office.held) == {bytes(make.packet(2).packet_id)}


def test_the_bytes_of_what_is_held_once_are_read_when_its_second_receipt_has_come(
    working: Path, office: Office
) -> None:
    office.copies_at_once = False
    for _ in range(2):
        make.saved()
    make.talk()
    assert {p.state for p in Packet.objects.all()} == {State.HELD}

    with CaptureQueriesContext(connection) as before:
        make.talk()
    office.copy(bytes(make.packet(2).packet_id))
    with CaptureQueriesContext(connection) as after:
        this = make.talk()

    assert [sum("outbox_body" in q["sql"] for q in each) for each in (before, after)] == [0, 1]
    assert (this.receipts, make.packet(1).state, make.packet(2).state) == (1, State.HELD, State.HELD_TWICE)


def test_a_second_receipt_is_not_kept_for_bytes_that_are_gone(working: Path, office: Office) -> None:
    office.copies_at_once = False
    for _ in range(2):
        make.saved()
    make.talk()
    make.vanish_bytes(1)
    for sequence in (1, 2):
        office.copy(bytes(make.packet(sequence).packet_id))

    this = make.talk()

    assert (this.lost, this.receipts) == ({(1, 1)}, 1)
    assert [make.packet(n).state for n in (1, 2)] == [State.HELD, State.HELD_TWICE]


def test_it_is_named_on_the_screen_and_the_others_are_copied_and_carried(
    damaged: Packet,
    office: Office,
    tmp_path: Path,
    quiet_status: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rekam.station.outbox import copies

    monkeypatch.setattr(copies, "is_same_disk", lambda path: False)
    Identity.objects.update(second_folder=str(tmp_path))
    assert copies.copy_all(at=make.now()) == 2
    client = make.browser()
    client.post("/masuk/", {"login": "siti", "password": PASSWORD})

    answer = client.post("/kirim/ekspor/", {"folder": str(tmp_path / "tas")}, follow=True)
    assert "Nomor 1 tidak terbaca" in answer.content.decode()
    assert len(list((tmp_path / "tas").iterdir())) == 2
    sender.turn(0.0)

    assert "Nomor 1 tidak terbaca" in client.get("/kirim/").content.decode()


def test_a_damaged_packet_that_the_office_holds_keeps_no_other_from_being_deleted(
    damaged: Packet, office: Office
) -> None:
    make.talk()
    make.talk()
    Packet.objects.filter(pk__gt=damaged.pk).update(held_twice_seen_at=make.now())
    later(office, 15)

    assert make.talk().deleted == 2


def test_a_bad_receipt_for_one_does_not_stop_the_receipts_of_the_others(
    working: Path, office: Office
) -> None:
    office.copies_at_once = False
    make.saved()
    make.saved()
    make.talk()
    first = bytes(make.packet(1).packet_id)
    good = office.receipt

    def one_is_bad(header: Any, level: Level, **other: Any) -> bytes:
        other |= {"digest": b"\1" * 32} if header.packet_id == first else {}
        return good(header, level, **other)

    office.receipt = one_is_bad  # type: ignore[method-assign]
    for name in office.held:
        office.copy(name)

    this = make.talk()

    assert [(n.sequence, failed.code) for n, failed in this.refused] == [(1, "receipt.other_packet")]
    assert [packet.state for packet in Packet.objects.all()] == [State.HELD, State.HELD_TWICE]


# -- deleting ---------------------------------------------------------------------------------


@pytest.fixture
def held_twice(working: Path, office: Office) -> Packet:
    """The office holds it twice, and has said so; its holding time is over."""
    make.saved()
    make.talk()
    make.talk()
    assert make.packet().state == State.HELD_TWICE
    later(office, 15)
    return make.packet()


def sweep(office: Office) -> int:
    Identity.objects.update(time_seen=office.now())
    everything = Packet.objects.values_list("pk", flat=True)
    return receiving.delete_held(at=make.now(), known=set(everything))


def test_what_the_office_does_not_answer_about_is_not_deleted(held_twice: Packet, office: Office) -> None:
    refuses(office, held_twice)

    assert make.talk().deleted == 0

    assert make.packet().ciphertext is not None


def test_a_first_receipt_deletes_nothing_however_long_it_lies(working: Path, office: Office) -> None:
    office.copies_at_once = False
    make.saved()
    make.talk()
    later(office, 400)

    make.talk()

    assert make.packet().state == State.HELD
    assert make.packet().ciphertext is not None


def test_nothing_is_deleted_before_the_holding_time_of_the_offices_clock(
    working: Path, office: Office
) -> None:
    rules = Rules({"slap": 40}, 3, 10 * 86400, 300)
    from rekam.station.packs import taking

    taking.take(office.issue(office.make_pack(version=2, rules=rules)), at=make.now())
    make.saved()
    make.talk()
    make.talk()
    later(office, 9.9)
    assert make.talk(lambda: make.now() + timedelta(days=400)).deleted == 0  # the laptop's own clock jumped

    later(office, 10.1)

    assert make.talk().deleted == 1


@pytest.mark.parametrize("days", [-30, 30])
def test_a_wrong_clock_at_the_office_deletes_nothing_early(working: Path, office: Office, days: int) -> None:
    make.saved()
    make.talk()
    office.now = lambda: make.now() + timedelta(days=days)
    make.talk()  # the second receipt is from a day gone by, or to come
    make.talk()
    assert make.packet().state == State.HELD_TWICE

    office.now = make.now

    assert make.talk().deleted == 0
    assert make.packet().ciphertext is not None


def test_where_the_laptops_clock_is_turned_back_the_holding_time_begins_anew(
    held_twice: Packet, office: Office
) -> None:
    Packet.objects.update(held_twice_at=make.now() + timedelta(days=4000))  # as it was believed to be then

    assert make.talk().deleted == 0

    assert make.packet().held_twice_at <= make.now()
    later(office, 15)
    assert make.talk().deleted == 1


def test_who_says_that_the_office_still_holds_it_and_cannot_sign_is_not_believed(
    held_twice: Packet, office: Office
) -> None:
    office.signs_what_it_holds = False

    assert make.talk().deleted == 0

    assert make.packet().state == State.HELD_TWICE  # and nothing is sent again for it
    office.signs_what_it_holds = True
    assert make.talk().deleted == 1


def test_what_the_office_said_before_is_not_believed_again(held_twice: Packet, office: Office) -> None:
    header = packets.read(bytes(held_twice.header)).header
    before = signed_headers.StillHeld(header.packet_id, header.digest, b"\1" * 16)
    office.still_held = lambda word: signed_headers.sign(before, office.receipt_key)

    assert make.talk().deleted == 0


def test_bytes_that_have_changed_since_are_not_deleted(held_twice: Packet, office: Office) -> None:
    """Fresh means fresh: what lies here is hashed again, and the disk may have turned a bit."""
    damaged = bytearray(bytes(held_twice.ciphertext or b""))
    damaged[100] ^= 1
    Body.objects.filter(pk=held_twice.pk).update(ciphertext=bytes(damaged))

    assert sweep(office) == 0
    assert make.packet().ciphertext is not None


FORGED: dict[str, dict[str, object]] = {
    "another packet": {"packet_id": b"\1" * 16},
    "other bytes": {"digest": b"\1" * 32},
    "another station": {"station": b"\1" * 16},
    "another epoch": {"epoch": 2},
    "another number": {"sequence": 2},
}


@pytest.mark.parametrize("what", FORGED)
def test_a_receipt_for_something_else_deletes_nothing(held_twice: Packet, office: Office, what: str) -> None:
    header = packets.read(bytes(held_twice.header)).header
    other = office.receipt(header, Level.HELD_TWICE, **FORGED[what])
    with pytest.raises(WireTrouble, match=r"receipt\.other_packet"):
        receiving.take(held_twice, other, keys=[office.receipt_key.public], at=make.now())

    Packet.objects.filter(pk=held_twice.pk).update(receipt_2=other)

    assert sweep(office) == 0


def test_a_receipt_by_another_key_deletes_nothing(held_twice: Packet, office: Office) -> None:
    office.receipt_key = SigningKey.new()
    header = packets.read(bytes(held_twice.header)).header
    Packet.objects.filter(pk=held_twice.pk).update(receipt_2=office.receipt(header, Level.HELD_TWICE))

    assert sweep(office) == 0


def test_a_first_receipt_in_the_place_of_the_second_deletes_nothing(
    held_twice: Packet, office: Office
) -> None:
    header = packets.read(bytes(held_twice.header)).header
    Packet.objects.filter(pk=held_twice.pk).update(receipt_2=office.receipt(header, Level.HELD))

    assert sweep(office) == 0


def test_the_good_one_deletes_the_bytes_and_keeps_the_row(held_twice: Packet, office: Office) -> None:
    assert sweep(office) == 1

    packet = make.packet()
    assert (packet.ciphertext, packet.state) == (None, State.DELETED)
    assert packet.receipt_2 is not None
    assert queries.gaps() == []
    assert make.saved().sequence == 2


def test_an_office_set_back_to_an_old_backup_gets_it_again(held_twice: Packet, office: Office) -> None:
    kept = office.held.pop(bytes(held_twice.packet_id))

    assert make.talk().deleted == 0
    assert make.packet().state == State.WAITING
    make.talk()

    assert office.held[bytes(held_twice.packet_id)].sealed == kept.sealed


def test_a_round_asks_about_no_more_than_it_deletes(
    working: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LONGEST_AT_ONCE", 2)
    for _ in range(5):
        make.saved()
    make.talk()
    make.talk()
    later(office, 15)
    office.calls.clear()

    assert [make.talk().deleted for _ in range(3)] == [2, 2, 1]
    assert sum(call.startswith("HEAD") for call in office.calls) == 5


def test_an_office_set_back_before_its_second_receipt_gets_it_again_too(
    working: Path, office: Office
) -> None:
    office.copies_at_once = False
    make.saved()
    make.talk()
    assert make.packet().state == State.HELD
    kept = office.held.pop(bytes(make.packet().packet_id))
    make.saved()

    make.talk()
    assert make.packet().state == State.WAITING
    make.talk()

    assert office.held[bytes(make.packet().packet_id)].sealed == kept.sealed
    assert not Packet.objects.filter(state=State.WAITING).exists()


# -- the thread -------------------------------------------------------------------------------


@pytest.fixture
def quiet_status() -> Iterator[None]:
    sender._status, sender._heard = sender.Status(), None
    yield
    sender._status, sender._heard = sender.Status(), None


def test_pauses_grow_while_nothing_answers_and_end_with_the_first_answer(
    working: Path, office: Office, quiet_status: None
) -> None:
    make.saved()
    good = Identity.objects.get().address
    Identity.objects.update(address="http://127.0.0.1:9")
    pause, pauses = 0.0, []
    for _ in range(9):
        pause = sender.turn(pause)
        pauses.append(pause)
    assert sender.status().cause is Cause.NO_NETWORK
    assert pauses[4] > pauses[1] > 0
    assert max(pauses) <= sender.LONGEST_PAUSE * 1.2
    since = sender.status().since

    Identity.objects.update(address=good)
    sender.turn(pause)

    assert since is not None
    assert sender.status().cause is None
    assert make.packet().state != State.WAITING


def test_a_locked_station_waits_for_its_operator(working: Path, office: Office, quiet_status: None) -> None:
    from rekam.station.operators import signing_in

    make.saved()
    signing_in.lock()

    assert sender.turn(0.0) == sender.WHEN_LOCKED
    assert not office.held


def left_alone(monkeypatch: pytest.MonkeyPatch, seconds: float = 301.0) -> bool:
    """Whether the store is still open when nobody has touched the laptop for so long."""
    from rekam.station.operators import idle, present
    from rekam.station.store.opened import store

    monkeypatch.setattr(present, "idle_seconds", lambda: seconds)
    idle.look()
    assert not present.anybody()
    return store.is_open


def test_a_link_that_is_cut_again_and_again_keeps_the_store_open_while_the_office_answers(
    working: Path, office: Office, quiet_status: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.saved(captures=(PHOTO,))
    for cut in ("/chunks/2", "/chunks/3"):
        office.fault = swallow("PUT", cut)
        sender.turn(0.0)
        assert sender.status().cause is Cause.NO_NETWORK

    assert left_alone(monkeypatch)
    sender.turn(0.0)

    assert make.packet().state != State.WAITING
    assert not left_alone(monkeypatch), "everything has gone"


def test_an_office_that_has_not_answered_for_long_keeps_no_store_open(
    working: Path, office: Office, quiet_status: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.saved(captures=(PHOTO,))
    office.fault = swallow("PUT", "/chunks/2")
    sender.turn(0.0)
    now = clock.uptime()
    monkeypatch.setattr(clock, "uptime", lambda: now + sender.ANSWERS_SECONDS)

    assert not left_alone(monkeypatch)


def test_what_the_office_refuses_keeps_no_store_open(
    working: Path, office: Office, quiet_status: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.saved()
    refuses(office, make.packet())
    sender.turn(0.0)
    assert [number for number, *_ in sender.status().refused] == [1]

    assert not left_alone(monkeypatch)


def test_a_number_refused_under_earlier_keys_is_not_the_same_number_under_the_new_ones(
    working: Path, office: Office, quiet_status: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.saved()
    refuses(office, make.packet())
    sender.turn(0.0)
    Epoch.objects.create(number=2, signing_seed=b"\2" * 32, previous=packets.FIRST, begun_at=make.now())
    make.saved(captures=(PHOTO,))
    assert list(Packet.objects.values_list("epoch", "sequence")) == [(1, 1), (2, 1)]

    assert left_alone(monkeypatch), "the new one waits, and the office answers"


def test_locking_at_the_end_of_a_round_does_not_end_the_sending(
    working: Path, office: Office, quiet_status: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rekam.station.operators import signing_in

    real = sender.rounds.run

    def run(line: Line, this: Any) -> None:
        real(line, this)
        signing_in.lock()

    monkeypatch.setattr(sender.rounds, "run", run)

    assert sender.turn(0.0) == sender.WHEN_LOCKED


def test_a_bug_in_one_round_is_told_and_the_sending_goes_on(
    quiet_status: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[type[BaseException]] = []
    again, ever = threading.Event(), threading.Event()

    def turn(pause: float) -> float:
        if not told:
            raise ZeroDivisionError
        again.set()
        ever.wait()
        return 0.0

    monkeypatch.setattr(threading, "excepthook", lambda trouble: told.append(trouble.exc_type))
    monkeypatch.setattr(sender, "turn", turn)
    monkeypatch.setattr(sender, "LONGEST_PAUSE", 0.3)

    sender._begin(0.0)

    assert again.wait(10)
    assert told == [ZeroDivisionError]
    assert sender.status().cause is Cause.INSIDE


def test_every_cause_has_its_sentence_in_both_languages() -> None:
    from django.utils import translation

    for cause in Cause:
        with translation.override("en"):
            english = words.sentence(cause)
        with translation.override("id"):
            assert words.sentence(cause) != english


# -- the pace ---------------------------------------------------------------------------------


def test_parts_are_as_large_as_the_link_that_was_measured_is_good() -> None:
    assert pace.chunk_size() == packets.USUAL_CHUNK
    for _ in range(20):
        pace.sent(64 * 1024, 0.01)
    assert pace.chunk_size() == 256 * 1024
    for _ in range(20):
        pace.sent(64 * 1024, 0.2)
    assert pace.chunk_size() == 128 * 1024


def test_after_a_lost_part_they_are_the_smallest_until_some_get_through_again() -> None:
    pace.sent(64 * 1024, 0.01)
    pace.lost()
    assert pace.chunk_size() == packets.CHUNK_SIZES[0]

    pace.away()
    assert pace.chunk_size() == packets.CHUNK_SIZES[0], "the link is as bad as it was"

    for _ in range(20):
        pace.sent(16 * 1024, 0.01)
    assert pace.chunk_size() == packets.CHUNK_SIZES[-1]


def test_without_the_office_what_was_measured_over_another_link_is_forgotten() -> None:
    pace.sent(256 * 1024, 0.01)
    assert pace.chunk_size() == packets.CHUNK_SIZES[-1]

    pace.away()

    assert pace.chunk_size() == packets.USUAL_CHUNK


def test_a_call_to_nowhere_fails_with_its_cause_and_leaves_no_connection() -> None:
    line, numbers = Line("http://127.0.0.1:9"), count()

    for _ in range(2):
        with pytest.raises(Failed):
            line.ask("GET", f"/{next(numbers)}", at=datetime.now().astimezone())

    assert line._held is None


def test_a_store_that_is_open_before_its_first_pack_does_not_end_the_sending(station: Path) -> None:
    assert sender.turn(0.0) == sender.WHEN_LOCKED
    assert not sender.status().is_sending
