"""What the receiver answers, whatever is sent and in whatever order."""

import contextlib
import errno
import os
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from structlog.testing import capture_logs

from rekam.domain.sync.arrivals import Why
from rekam.domain.sync.enrolment import Epoch as EpochState
from rekam.office.audit.models import Entry
from rekam.office.stations import actions as stations
from rekam.office.sync.keeping import shelf, unfinished
from rekam.office.sync.models import Leaf, Packet, PacketState, Receipt
from rekam.office.sync.receiving import copying, holding
from rekam.wire import answers, log, packets, paths, receipts, signed_headers
from rekam.wire.keys import SigningKey
from rekam.wire.packets import Sealed
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.sync.made import Laptop


@pytest.fixture
def register() -> None:
    """Nobody's: some of these tests commit, and need no resident."""


@pytest.fixture
def laptop() -> Laptop:
    made.office()
    return made.laptop()


def sealed(laptop: Laptop, **facts) -> Sealed:
    return laptop.seal(made.recording(laptop, **facts))


def big(laptop: Laptop) -> Sealed:
    """A packet of several chunks."""
    return sealed(laptop, captures=(made.capture(os.urandom(300_000)),))


def id_of(sealed: Sealed) -> bytes:
    return packets.read(sealed.header).header.packet_id


def tell(laptop: Laptop, sealed: Sealed):
    return laptop.call("PUT", paths.packet(id_of(sealed)), sealed.header)


def chunks(sealed: Sealed) -> list[bytes]:
    return packets.split(sealed.ciphertext, packets.read(sealed.header).header.chunk_size)


def problem(reply) -> str:
    return answers.read_problem(reply.body).code


def test_chunks_come_in_any_order_and_as_often_as_they_like(laptop):
    packet = big(laptop)
    tell(laptop, packet)
    for number, chunk in [*reversed(list(enumerate(chunks(packet)))), *enumerate(chunks(packet))]:
        assert laptop.call("PUT", paths.chunk(id_of(packet), number), chunk).status == 204

    reply = laptop.call("POST", paths.commit(id_of(packet)))

    assert reply.status == 200
    assert shelf.held(made.packet(packet).digest).read_bytes() == packet.ciphertext


def test_the_office_says_which_chunks_it_has(laptop):
    packet = big(laptop)
    tell(laptop, packet)
    for number in (0, 1, 3):
        laptop.call("PUT", paths.chunk(id_of(packet), number), chunks(packet)[number])

    reply = laptop.call("HEAD", paths.packet(id_of(packet)))

    assert (reply.state, reply.headers[paths.CHUNKS], reply.body) == ("arriving", "0-1,3", b"")


def test_a_chunk_that_is_not_what_the_header_says_is_refused(laptop):
    packet = big(laptop)
    tell(laptop, packet)

    reply = laptop.call("PUT", paths.chunk(id_of(packet), 0), b"something else")

    assert (reply.status, problem(reply)) == (400, "packet.chunk")


def test_nothing_is_committed_while_a_chunk_is_missing(laptop):
    packet = big(laptop)
    tell(laptop, packet)
    laptop.call("PUT", paths.chunk(id_of(packet), 1), chunks(packet)[1])

    reply = laptop.call("POST", paths.commit(id_of(packet)))

    assert (reply.status, problem(reply)) == (409, "packet.chunks_missing")
    assert paths.read_chunks(reply.headers["Rekam-Missing"]) == set(range(len(chunks(packet)))) - {1}
    assert made.packet(packet).state == PacketState.ARRIVING


def test_a_chunk_that_the_disk_lost_in_a_power_cut_is_asked_for_again(laptop):
    packet = big(laptop)
    tell(laptop, packet)
    for number, chunk in enumerate(chunks(packet)):
        laptop.call("PUT", paths.chunk(id_of(packet), number), chunk)
    body = shelf.arriving(made.packet(packet).name) / "body"
    with body.open("r+b") as file:
        file.seek(70_000)
        file.write(bytes(1000))

    reply = laptop.call("POST", paths.commit(id_of(packet)))

    assert reply.headers["Rekam-Missing"] == "1"
    laptop.call("PUT", paths.chunk(id_of(packet), 1), chunks(packet)[1])
    assert laptop.call("POST", paths.commit(id_of(packet))).status == 200


def test_a_receipt_is_the_same_bytes_for_ever(laptop):
    packet = sealed(laptop)
    first = laptop.send(packet).body
    made.copied()

    again = [laptop.send(packet).body, laptop.call("GET", paths.receipt(id_of(packet), 1)).body]

    assert again == [first, first]
    second = [laptop.call("GET", paths.receipt(id_of(packet), 2)).body for _ in range(2)]
    assert second[0] == second[1] != first
    assert Packet.objects.count() == 1


def test_killed_between_the_rename_and_the_answer_it_is_committed_by_the_next_try(laptop):
    packet = sealed(laptop)
    tell(laptop, packet)
    laptop.call("PUT", paths.chunk(id_of(packet), 0), packet.ciphertext)
    held = made.packet(packet)
    shelf.settle(held.name, held.digest)

    assert tell(laptop, packet).headers[paths.CHUNKS] == "0"
    assert laptop.call("POST", paths.commit(id_of(packet))).status == 200
    assert shelf.held(held.digest).read_bytes() == packet.ciphertext


def test_a_second_receipt_wants_a_second_copy_that_reads_back_equal(laptop):
    packet = sealed(laptop)
    laptop.send(packet)
    assert laptop.call("GET", paths.receipt(id_of(packet), 2)).status == 202

    made.copied()

    data = laptop.call("GET", paths.receipt(id_of(packet), 2)).body
    assert receipts.read_receipt(data, made.receipt_key()).level == 2
    copy = shelf.held(made.packet(packet).digest, shelf.second())
    assert copy.read_bytes() == packet.ciphertext


def test_a_first_copy_that_rotted_gets_no_second_receipt(laptop):
    packet = sealed(laptop)
    laptop.send(packet)
    shelf.held(made.packet(packet).digest).write_bytes(b"rotten")

    assert made.copied() == 0
    assert laptop.call("GET", paths.receipt(id_of(packet), 2)).status == 202


def test_without_a_disk_for_second_copies_nobody_may_delete_anything(laptop, settings):
    settings.SECOND_COPY = ""
    packet = sealed(laptop)
    laptop.send(packet)

    assert made.copied() == 0


def test_the_log_holds_every_packet_and_receipts_prove_it(laptop):
    each = [sealed(laptop) for _ in range(5)]
    given = [receipts.read_receipt(laptop.send(p).body, made.receipt_key()) for p in each]

    leaves = [bytes(leaf.hash) for leaf in Leaf.objects.order_by("place")]
    for packet, receipt in zip(each, given, strict=True):
        header = packets.read(packet.header).header
        assert leaves[receipt.log_index] == log.leaf_hash(receipts.entry(header))
        assert log.root_of(leaves[: receipt.log_size]) == receipt.log_root


def test_a_full_office_says_507_and_changes_nothing(laptop, settings):
    settings.INTAKE_RESERVE_MB = 10**9
    packet = sealed(laptop)

    reply = tell(laptop, packet)

    assert (reply.status, problem(reply)) == (507, "office.full")
    assert not Packet.objects.exists()


def no_space(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


@contextlib.contextmanager
def full_database(table: str):
    """The database itself finds no room for a new row: SQLite has as many pages as it may have, and the row
    would need more; PostgreSQL says its own word for a full disk.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select max_page_count from pragma_max_page_count")
            [most] = cursor.fetchone()
            cursor.execute("create table more (bytes)")
            cursor.execute(
                f"create trigger full_disk after insert on {table} "
                "begin insert into more values (zeroblob(10000000)); end"
            )
            cursor.execute("pragma max_page_count=1")  # as many as there are
            yield
            cursor.execute(f"pragma max_page_count={most}")
            cursor.execute("drop table more")
            cursor.execute("drop trigger full_disk")
        else:
            cursor.execute(
                "create function full_disk() returns trigger language plpgsql as "
                "$$ begin raise sqlstate '53100'; end $$"
            )
            cursor.execute(
                f"create trigger full_disk before insert on {table} for each row execute function full_disk()"
            )
            yield
            cursor.execute("drop function full_disk cascade")


@pytest.mark.django_db(transaction=True)
def test_a_database_without_room_says_507_too_and_everything_comes_when_there_is_some(laptop):
    packet = big(laptop)
    with full_database("sync_packet"), capture_logs() as logs:
        replies = [tell(laptop, packet) for _ in range(2)]

    assert {(reply.status, problem(reply)) for reply in replies} == {(507, "office.full")}
    assert {line["event"] for line in logs} == {"office.full"}
    assert not Packet.objects.exists()
    assert laptop.send(packet).status == 200


@pytest.mark.django_db(transaction=True)
def test_a_receipt_for_which_the_database_has_no_room_is_not_given(laptop):
    packet = big(laptop)
    tell(laptop, packet)
    for number, chunk in enumerate(chunks(packet)):
        laptop.call("PUT", paths.chunk(id_of(packet), number), chunk)
    with full_database("sync_receipt"):
        reply = laptop.call("POST", paths.commit(id_of(packet)))

    assert (reply.status, problem(reply)) == (507, "office.full")
    assert made.packet(packet).state == PacketState.ARRIVING
    assert not Receipt.objects.exists()

    assert laptop.send(packet).status == 200
    assert made.packet(packet).state == PacketState.HELD


@transaction.atomic
def tell_without_a_table(laptop: Laptop) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table sync_packet rename to taken_away")
    tell(laptop, sealed(laptop))


def test_an_error_of_the_database_that_is_no_want_of_room_is_not_called_so(laptop):
    with pytest.raises(DatabaseError):
        tell_without_a_table(laptop)


def test_a_disk_that_is_full_when_the_parts_get_their_folder_changes_nothing(laptop, monkeypatch):
    packet = sealed(laptop)
    with monkeypatch.context() as full:
        full.setattr(os, "ftruncate", no_space)
        reply = tell(laptop, packet)

    assert (reply.status, problem(reply)) == (507, "office.full")
    assert not Packet.objects.exists()
    assert not shelf.arriving(packets.read(packet.header).hash.hex()).exists()
    assert laptop.send(packet).status == 200


def test_what_was_given_up_stays_so_while_there_is_no_room_for_it(laptop, settings):
    packet = sealed(laptop)
    tell(laptop, packet)
    shelf.tidy(made.packet(packet).name)
    Packet.objects.update(given_up_at=made.later(9))
    before = Packet.objects.values().get()
    settings.INTAKE_RESERVE_MB = 10**9

    assert tell(laptop, packet).status == 507

    assert Packet.objects.values().get() == before


def test_a_packet_signed_with_a_key_that_nobody_knows_is_kept_and_gets_no_receipt(laptop):
    stranger = replace(laptop, station=made.Station(key=os.urandom(16).hex(), name="?"))
    packet = stranger.seal(made.recording(stranger))

    reply = stranger.send(packet)

    assert (reply.status, reply.state, reply.body) == (202, "quarantined", b"")
    assert made.packet(packet).quarantine == Why.UNKNOWN_KEY
    assert shelf.held(made.packet(packet).digest).read_bytes() == packet.ciphertext


def test_strangers_may_fill_a_corner_and_no_more(laptop, settings):
    settings.INTAKE_STRANGERS_MB = 0
    stranger = replace(laptop, station=made.Station(key=os.urandom(16).hex(), name="?"))

    reply = tell(stranger, stranger.seal(made.recording(stranger)))

    assert reply.status == 507


def strangers_headers(laptop, count: int) -> list:
    """Headers that announce as little as there is, signed by keys that nobody knows."""
    stranger = replace(laptop, station=made.Station(key=os.urandom(16).hex(), name="?"))
    sealed = [stranger.seal(made.recording(stranger)) for _ in range(count)]
    return [tell(stranger, each) for each in sealed]


def test_strangers_that_announce_little_fill_no_database(laptop, settings):
    """Each header counts for what it costs: 64 KiB beside what it announces."""
    settings.INTAKE_STRANGERS_MB = 1
    before = len(shelf.names())

    replies = strangers_headers(laptop, 20)

    assert [reply.status for reply in replies] == [201] * 12 + [507] * 8
    assert Packet.objects.count() == 12
    assert len(shelf.names()) == before + 12


def test_strangers_leave_one_line_of_the_trail_in_an_hour(laptop):
    strangers_headers(laptop, 4)
    forged = [laptop.seal(made.recording(laptop), signing=SigningKey.new()) for _ in range(3)]
    for each in forged:
        tell(laptop, each)

    lines = Entry.objects.filter(event="packet.quarantined")
    assert sorted((line.subject, line.details["why"]) for line in lines) == [
        ("packets", "forged"),
        ("packets", "unknown_key"),
    ]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        strangers_headers(laptop, 2)
    assert Entry.objects.filter(event="packet.quarantined").count() == 3


def test_of_a_packet_with_known_keys_each_line_is_written(laptop):
    stations.revoke(epoch=laptop.epoch, why="stolen", by=staff.person(), at=made.MORNING)
    for _ in range(3):
        tell(laptop, laptop.seal(made.recording(laptop)))

    assert Entry.objects.filter(event="packet.quarantined", subject__startswith="packet:").count() == 3


def test_a_forgery_takes_nobodys_number(laptop):
    said = made.recording(laptop)
    forged = laptop.seal(said, signing=SigningKey.new(), sequence=1, previous=packets.FIRST)
    honest = laptop.seal(said)

    laptop.send(forged)
    reply = laptop.send(honest)

    assert reply.status == 200
    assert made.packet(forged).quarantine == Why.FORGED
    assert made.packet(honest).quarantine == ""


def test_a_call_signed_by_somebody_else_is_refused(laptop):
    packet = sealed(laptop)

    reply = laptop.call("PUT", paths.packet(id_of(packet)), packet.header, signing=SigningKey.new())

    assert (reply.status, problem(reply)) == (401, "request.signature")


def test_what_comes_with_revoked_keys_is_kept_in_quarantine_and_signed_for(laptop):
    stations.revoke(epoch=laptop.epoch, why="stolen", by=staff.person(), at=made.MORNING)
    packet = sealed(laptop)

    reply = laptop.send(packet)

    assert reply.status == 200
    assert made.packet(packet).quarantine == Why.REVOKED


def test_what_was_sealed_before_a_new_installation_is_taken_afterwards(laptop):
    packet = sealed(laptop)
    made.enrolled(laptop.station)

    assert laptop.send(packet).status == 200
    assert made.packet(packet).quarantine == ""


def test_one_id_with_two_contents_is_held_back_twice(laptop):
    said = made.recording(laptop)
    one, other = laptop.seal(said), laptop.seal(replace(said, slip_code="another"))

    laptop.send(one)
    laptop.send(other)

    assert {made.packet(p).quarantine for p in (one, other)} == {Why.SAME_ID}
    assert all(shelf.held(made.packet(p).digest).exists() for p in (one, other))


def test_a_cloned_disk_freezes_its_keys(laptop):
    first = sealed(laptop)
    clone = laptop.clone()
    mine, theirs, later = sealed(laptop), sealed(clone), sealed(clone)
    for packet in (first, later, mine, theirs):
        laptop.send(packet)

    laptop.epoch.refresh_from_db()
    assert (laptop.epoch.state, laptop.epoch.frozen_from) == (EpochState.FROZEN, 2)
    assert [made.packet(p).quarantine for p in (first, mine, theirs, later)] == [
        "",
        Why.SAME_SEQUENCE,
        Why.SAME_SEQUENCE,
        Why.FROZEN,
    ]


def test_an_odd_clock_is_flagged_and_not_refused(laptop):
    packet = laptop.seal(made.recording(laptop), sealed_at=made.MORNING.replace(year=2001))

    assert laptop.send(packet).status == 200
    assert made.packet(packet).is_clock_odd


def test_the_offices_time_is_signed():
    made.office()
    reply = made.call("GET", paths.TIME)

    from rekam.office.stations import keys

    assert reply.status == 200
    assert answers.read_time(reply.body, keys.office_public()).year >= 2016


def test_what_is_no_call_is_told_so(laptop):
    assert made.call("GET", "/v1/nothing").status == 404
    assert laptop.call("DELETE", paths.packet(bytes(16))).status == 405
    assert laptop.call("HEAD", paths.packet(bytes(16))).status == 404
    assert problem(made.call("PUT", paths.packet(bytes(16)), bytes(10**6))) == "message.too_large"
    assert problem(laptop.call("PUT", paths.packet(bytes(16)), b"nothing")) == "packet.unreadable"


def test_twice_committed_at_once_is_one_line_of_the_log(laptop):
    packet = sealed(laptop)
    laptop.send(packet)

    holding.commit(Packet.objects.get(), at=made.later())

    assert Leaf.objects.count() == 1


def test_with_the_time_a_station_hears_that_its_keys_were_stopped(laptop):
    from rekam.office.stations import keys

    def told() -> str:
        text = laptop.call("GET", paths.TIME).headers[paths.KEYS]
        word = signed_headers.read_keys(text, keys.office_public())
        assert (word.station, word.epoch) == (laptop.id, laptop.epoch.number)
        return word.state

    assert told() == "active"

    stations.freeze(epoch=laptop.epoch, why="clone", by=None, at=made.later())
    made.callers.forget()

    assert told() == "frozen"
    assert paths.KEYS not in made.call("GET", paths.TIME).headers


def test_with_the_time_a_station_hears_how_far_its_numbers_have_come(laptop):
    """Also of a packet that is on its way: the laptop has signed its number. Not what a stranger names."""
    from rekam.office.stations import keys

    def reached() -> int | None:
        text = laptop.call("GET", paths.TIME).headers.get(paths.REACHED)
        if text is None:
            return None
        word = signed_headers.read_reached(text, keys.office_public())
        assert (word.station, word.epoch) == (laptop.id, laptop.epoch.number)
        return word.sequence

    assert reached() is None
    first, second = sealed(laptop), sealed(laptop)
    laptop.send(first)
    assert reached() == 1
    laptop.call("PUT", paths.packet(packets.read(second.header).header.packet_id), second.header)
    assert reached() == 2

    stranger = SigningKey.new()
    laptop.signing, honest = stranger, laptop.signing
    forged = sealed(laptop)
    laptop.signing = honest
    laptop.call("PUT", paths.packet(packets.read(forged.header).header.packet_id), forged.header)
    assert Packet.objects.filter(sequence=3, quarantine="forged").exists()
    assert reached() == 2
    assert paths.REACHED not in made.call("GET", paths.TIME).headers


def test_one_content_under_two_headers_arrives_for_both(laptop):
    """A laptop that lost power signs the same sealed bytes under a header of another moment."""
    said = made.recording(laptop, captures=(made.capture(os.urandom(300_000)),))
    one = laptop.seal(said)
    header = replace(packets.read(one.header).header, sealed_at=made.later(7))
    other = Sealed(packets._signed(header, laptop.signing), one.ciphertext)
    for each in (one, other):
        tell(laptop, each)
    for number, chunk in enumerate(chunks(one)):
        laptop.call("PUT", paths.chunk(id_of(one), number), chunk)

    assert all(shelf.numbers(made.packet(each).name) == [0, 1, 2, 3, 4] for each in (one, other))


def test_a_chunk_for_parts_that_were_cleared_away_begins_them_anew(laptop):
    packet = big(laptop)
    tell(laptop, packet)
    shelf.tidy(made.packet(packet).name)
    for number, chunk in enumerate(chunks(packet)):
        laptop.call("PUT", paths.chunk(id_of(packet), number), chunk)

    assert laptop.call("POST", paths.commit(id_of(packet))).status == 200


def test_a_copy_that_cannot_be_made_keeps_nobody_else_waiting(laptop):
    gone, rotten, good = (sealed(laptop) for _ in range(3))
    for each in (gone, rotten, good):
        laptop.send(each)
    shelf.held(made.packet(gone).digest).unlink()
    shelf.held(made.packet(rotten).digest).write_bytes(b"rotten")

    assert copying.round_(threading.Event()) == 2
    assert [made.packet(p).state for p in (gone, rotten, good)] == ["arriving", "arriving", "copied"]


def test_parts_that_never_went_on_are_erased_and_nothing_else(laptop, settings):
    """Through the states: asked about lately, a chunk that came lately, committed, never more heard of."""
    settings.INTAKE_UNFINISHED_DAYS = 60
    lately, trickling, whole, silent = (big(laptop) for _ in range(4))
    for each in (lately, trickling, silent):
        tell(laptop, each)
        laptop.call("PUT", paths.chunk(id_of(each), 0), chunks(each)[0])
    laptop.send(whole)
    (shelf.arriving(made.packet(whole).name)).mkdir()  # as after a crash
    long_ago = (timezone.now() - timedelta(days=61)).timestamp()
    for path in [shelf.arriving(name) for name in shelf.names()]:
        for each in (*path.iterdir(), path):
            os.utime(each, (long_ago, long_ago))
    Packet.objects.exclude(pk=made.packet(lately).pk).update(asked_at=timezone.now() - timedelta(days=61))
    laptop.call("PUT", paths.chunk(id_of(trickling), 1), chunks(trickling)[1])

    assert unfinished.give_up(at=timezone.now()) == 1

    assert set(shelf.names()) == {made.packet(p).name for p in (lately, trickling)}
    assert shelf.held(made.packet(whole).digest).exists()
    [entry] = Entry.objects.filter(event="packets.given_up")
    assert entry.details == {"count": 1}
    assert unfinished.give_up(at=timezone.now()) == 0
    assert tell(laptop, silent).headers[paths.CHUNKS] == ""
    assert made.packet(silent).given_up_at is None
    assert laptop.send(silent).status == 200


def test_what_strangers_only_announced_is_forgotten_in_time(laptop, settings):
    settings.INTAKE_STRANGERS_MB = 1
    stranger = replace(laptop, station=made.Station(key=os.urandom(16).hex(), name="?"))
    many = [
        stranger.seal(made.recording(stranger, captures=(made.capture(bytes(600_000)),))) for _ in range(2)
    ]
    assert [tell(stranger, each).status for each in many] == [201, 507]
    long_ago = timezone.now() - timedelta(days=61)
    Packet.objects.update(asked_at=long_ago)
    shelf.tidy(made.packet(many[0]).name)

    unfinished.give_up(at=timezone.now())

    assert tell(stranger, many[1]).status == 201
