"""A packet is opened by the office it was sealed for, unchanged, or by nobody."""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.wire import cbor, packets, shapes
from rekam.wire.keys import CLASSIC, HYBRID, digest
from rekam.wire.trouble import WireTrouble
from tests.wire import make


def opened(sealed: packets.Sealed, key: int = 1, suite: int = HYBRID) -> bytes:
    signed = packets.read(sealed.header)
    signed.verify(make.signing().public)
    return packets.open_packet(signed, sealed.ciphertext, make.sealing(key, suite))


@given(st.binary(max_size=3000) | st.integers(0, 300_000).map(os.urandom))
@settings(max_examples=40)
def test_what_was_sealed_is_opened(content: bytes) -> None:
    assert opened(make.sealed(content)) == content


@pytest.mark.parametrize("content", [b"", b"\0", b"\x80", b"\x80\0\0", b"\0" * 16383, b"\0" * 16384])
def test_content_that_looks_like_padding_is_opened_as_it_was(content: bytes) -> None:
    assert opened(make.sealed(content)) == content


def test_the_key_in_the_safe_opens_it_too() -> None:
    assert opened(make.sealed(b"isi"), key=2) == b"isi"


@pytest.mark.parametrize("suite", [HYBRID, CLASSIC])
def test_both_suites_seal(suite: int) -> None:
    keys = make.recipients(make.sealing(1, suite), make.sealing(2, suite))
    sealed = make.sealed(b"isi", recipients=keys)

    assert packets.read(sealed.header).header.suite == suite
    assert opened(sealed, suite=suite) == b"isi"


def test_nobody_else_opens_it() -> None:
    for key, suite in ((5, HYBRID), (1, CLASSIC)):
        with pytest.raises(WireTrouble, match=r"packet\.cannot_open"):
            opened(make.sealed(), key=key, suite=suite)


@pytest.mark.parametrize("keys", [{}, make.recipients(make.sealing(1), make.sealing(2, CLASSIC))])
def test_it_is_sealed_for_somebody_and_in_one_suite(keys: dict[str, object]) -> None:
    with pytest.raises(WireTrouble, match=r"packet\.recipients"):
        make.sealed(recipients=keys)


def test_the_header_says_what_the_station_said_and_nothing_of_the_content() -> None:
    sealed = make.sealed(b"SITI " * 100, sequence=12, previous=b"\5" * 32, epoch=3)
    header = packets.read(sealed.header).header

    assert (header.sequence, header.previous, header.epoch) == (12, b"\5" * 32, 3)
    assert (header.sealed_at, header.pack_version) == (make.NOON, 7)
    assert b"SITI" not in sealed.header + sealed.ciphertext


def test_every_byte_of_the_header_is_covered() -> None:
    """A flipped bit anywhere, and it is unreadable or not signed by the station."""
    sealed, station = make.sealed(), make.signing().public

    for place in range(len(sealed.header)):
        altered = bytearray(sealed.header)
        altered[place] ^= 1 << (place % 8)
        with pytest.raises(WireTrouble, match=r"packet\.(unreadable|version|signature)"):
            packets.read(bytes(altered)).verify(station)


@pytest.mark.parametrize("cut", [0, 1, 17, 1000, -1, -65])
def test_a_header_that_was_cut_or_lengthened_is_refused(cut: int) -> None:
    header = make.sealed().header

    for damaged in (header[:cut], header + header[:cut] + b"\0"):
        with pytest.raises(WireTrouble, match=r"packet\.(unreadable|version)"):
            packets.read(damaged)


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_every_byte_of_the_ciphertext_is_covered(place: int, bit: int) -> None:
    sealed = make.sealed()
    altered = bytearray(sealed.ciphertext)
    altered[place % len(altered)] ^= 1 << bit

    with pytest.raises(WireTrouble, match=r"packet\.ciphertext"):
        opened(replace(sealed, ciphertext=bytes(altered)))


FORGED: dict[str, Callable[[packets.Header], packets.Header]] = {
    "another id": lambda h: replace(h, packet_id=make.some_id(99)),
    "another station": lambda h: replace(h, station=make.some_id(99)),
    "another operator": lambda h: replace(h, operator=make.some_id(99)),
    "another sequence": lambda h: replace(h, sequence=h.sequence + 1),
    "another previous": lambda h: replace(h, previous=b"\1" * 32),
    "another epoch": lambda h: replace(h, epoch=2),
    "another time": lambda h: replace(h, sealed_at=h.sealed_at.replace(year=2015)),
    "another boot": lambda h: replace(h, boot_id=make.some_id(99)),
    "another time of the office": lambda h: replace(h, office_time_seen=None),
    "another pack": lambda h: replace(h, pack_version=8),
    "one recipient fewer": lambda h: replace(h, keys=dict(list(h.keys.items())[:1])),
    "wrapped keys exchanged": lambda h: replace(
        h, keys=dict(zip(h.keys, reversed(list(h.keys.values())), strict=True))
    ),
}


@pytest.mark.parametrize("what", sorted(FORGED.keys() - {"wrapped keys exchanged"}))
def test_even_who_has_the_stations_key_cannot_put_sealed_content_under_another_header(what: str) -> None:
    sealed = make.sealed(sequence=5, previous=b"\5" * 32)
    header = FORGED[what](packets.read(sealed.header).header)

    with pytest.raises(WireTrouble, match=r"packet\.cannot_open"):
        opened(packets.Sealed(signed(header), sealed.ciphertext))


def test_exchanged_wrapped_keys_still_open_to_their_owners() -> None:
    sealed = make.sealed()
    header = FORGED["wrapped keys exchanged"](packets.read(sealed.header).header)

    assert opened(packets.Sealed(signed(header), sealed.ciphertext)) == b"isi"


CONTRADICTIONS: dict[str, Callable[[packets.Header], packets.Header]] = {
    "no chunks": lambda h: replace(h, chunks=()),
    "a chunk too many": lambda h: replace(h, chunks=h.chunks + h.chunks),
    "an unusual chunk size": lambda h: replace(h, chunk_size=1),
    "chunks of nothing": lambda h: replace(h, chunk_size=0),
    "longer than allowed": lambda h: replace(h, length=packets.LARGEST_CIPHERTEXT + 1),
    "first with a previous": lambda h: replace(h, previous=b"\1" * 32),
    "second without a previous": lambda h: replace(h, sequence=2),
    "an unknown suite": lambda h: replace(h, suite=3),
    "sealed for nobody": lambda h: replace(h, keys={}),
}


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_a_header_that_contradicts_itself_is_refused_though_signed(what: str) -> None:
    header = CONTRADICTIONS[what](packets.read(make.sealed().header).header)

    with pytest.raises(WireTrouble, match=r"packet\.unreadable"):
        packets.read(signed(header))


def test_a_newer_packet_says_so() -> None:
    raw, signature = shapes.parts(make.sealed().header, count=2, subject="packet", limit=9999)
    body = cbor.decode(raw)
    assert isinstance(body, list)

    with pytest.raises(WireTrouble, match=r"packet\.version"):
        packets.read(cbor.encode([cbor.encode([2, body[1]]), signature]))


def test_a_signature_of_another_purpose_is_none() -> None:
    raw, _ = shapes.parts(make.sealed().header, count=2, subject="packet", limit=9999)
    other = make.signing().sign(purpose="receipt", data=digest(raw))

    with pytest.raises(WireTrouble, match=r"packet\.signature"):
        packets.read(cbor.encode([raw, other])).verify(make.signing().public)


def test_chunks_are_checked_one_by_one_and_make_up_the_whole() -> None:
    sealed = make.sealed(os.urandom(200_000))
    header = packets.read(sealed.header).header
    parts = [sealed.ciphertext[s.start : s.stop] for s in map(header.span, range(len(header.chunks)))]

    for number, part in enumerate(parts):
        packets.check_chunk(header, number, part)
    assert b"".join(parts) == sealed.ciphertext
    for number, part in ((0, parts[1]), (1, parts[1][:-1]), (len(parts), parts[0]), (-1, parts[-1])):
        with pytest.raises(WireTrouble, match=r"packet\.chunk"):
            packets.check_chunk(header, number, part)


def test_a_large_packet_has_larger_chunks_than_were_asked_for_so_that_its_header_stays_small() -> None:
    sealed = make.sealed(os.urandom(17 * 1024 * 1024), chunk_size=packets.CHUNK_SIZES[0])

    header = packets.read(sealed.header).header
    assert header.chunk_size == packets.CHUNK_SIZES[1]
    assert len(header.chunks) <= packets.MOST_CHUNKS
    assert len(sealed.header) < packets.LARGEST_HEADER


@given(st.integers(1, 32 * 1024 * 1024))
def test_a_class_of_sizes_costs_little_and_tells_little(size: int) -> None:
    padded = packets.size_class(size)

    assert padded >= size
    assert padded == packets.size_class(padded)
    assert size <= 16 * 1024 or padded - size < max(size / 32, 1024)


def test_packets_of_similar_people_have_one_size() -> None:
    sizes = {len(make.sealed(b"x" * size).ciphertext) for size in range(2_000_000, 2_030_000, 5000)}

    assert len(sizes) <= 2


def test_what_is_too_large_is_refused_before_it_is_sealed() -> None:
    with pytest.raises(WireTrouble, match=r"packet\.too_large"):
        make.sealed(b"\0" * packets.LARGEST_CIPHERTEXT)


def test_the_same_content_sealed_twice_shares_nothing() -> None:
    one, other = make.sealed(b"isi"), make.sealed(b"isi")

    assert one.ciphertext != other.ciphertext
    assert packets.read(one.header).hash != packets.read(other.header).hash


def signed(header: packets.Header) -> bytes:
    raw = shapes.pack(header, version=packets.VERSION)
    return cbor.encode([raw, make.signing().sign(purpose="packet", data=digest(raw))])
