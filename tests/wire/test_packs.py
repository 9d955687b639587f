"""A laptop takes a pack that the office made for it, newer than the one it has, and not yet expired."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.wire import cbor, packs
from rekam.wire.keys import SealKey, SigningKey
from rekam.wire.trouble import WireTrouble
from tests.wire import make

OFFICE, LAPTOP = make.signing(7), make.sealing(6)


def issued(pack: packs.Pack | None = None, *, by: SigningKey = OFFICE, to: SealKey = LAPTOP) -> bytes:
    return packs.issue(pack or make.pack(), signing=by, station=to.public)


def taken(data: bytes, *, at: SealKey = LAPTOP, now: datetime = make.NOON, newer_than: int = 6) -> packs.Pack:
    return packs.open_pack(data, office=OFFICE.public, station=at, now=now, newer_than=newer_than)


def test_a_pack_is_taken_as_it_was_made() -> None:
    assert taken(issued()) == make.pack()
    assert taken(issued(make.pack(visit=None, residents=()))).residents == ()


@given(st.lists(st.builds(make.resident, name=st.text(max_size=50), expected=st.booleans()), max_size=5))
@settings(max_examples=25)
def test_residents_travel_unchanged(residents: list[packs.PackResident]) -> None:
    assert taken(issued(make.pack(residents=tuple(residents)))).residents == tuple(residents)


def test_the_reasons_of_an_older_office_are_passed_over_and_an_older_laptop_finds_an_empty_list() -> None:
    """They were never shown; a laptop that was not updated yet refuses a pack without the field."""
    version, body = cbor.decode(packs.write(make.pack()))  # type: ignore[misc]
    reason = {"list": "absence", "code": "missing", "text": "tidak ada", "text_en": "missing"}

    older = cbor.encode([version, {**body, "reasons": [reason]}])  # type: ignore[dict-item]

    assert body["reasons"] == []  # type: ignore[index, call-overload]
    assert packs.read(older) == make.pack()


def test_an_older_pack_and_the_same_again_are_refused() -> None:
    for held in (7, 8):
        with pytest.raises(WireTrouble, match=r"pack\.older"):
            taken(issued(), newer_than=held)


def test_an_expired_pack_is_refused() -> None:
    end = make.pack().expires_at

    assert taken(issued(), now=end - timedelta(milliseconds=1))
    with pytest.raises(WireTrouble, match=r"pack\.expired"):
        taken(issued(), now=end)


def test_another_laptops_pack_is_refused() -> None:
    with pytest.raises(WireTrouble, match=r"pack\.another_station"):
        taken(issued(), at=make.sealing(5))


def test_a_laptop_cannot_pass_its_pack_on() -> None:
    """Sealed anew for another laptop, the office's signature is no longer good."""
    other = make.sealing(5)
    inside = LAPTOP.open(issued(), info=b"rekam pack")

    with pytest.raises(WireTrouble, match=r"pack\.signature"):
        taken(other.public.seal(inside, info=b"rekam pack"), at=other)


def test_a_pack_that_somebody_else_made_is_refused() -> None:
    with pytest.raises(WireTrouble, match=r"pack\.signature"):
        taken(issued(by=make.signing(8)))


def test_a_bit_turned_anywhere_is_refused() -> None:
    data = issued()

    for place in range(0, len(data), 3):
        altered = bytearray(data)
        altered[place] ^= 1 << (place % 8)
        with pytest.raises(WireTrouble, match=r"pack\.another_station"):
            taken(bytes(altered))


def test_a_pack_shows_nothing_on_the_way() -> None:
    data = issued()

    assert b"SITI" not in data
    assert make.SITI_NIK.encode() not in data


def test_keys_come_out_as_they_are_used() -> None:
    pack = taken(issued())

    assert pack.intake == make.recipients()
    assert pack.receipts == (make.signing(9).public,)
    damaged = replace(pack.recipients[next(iter(pack.recipients))], public=b"short")
    with pytest.raises(WireTrouble, match=r"key\.unreadable"):
        _ = damaged.key
