"""A laptop and the office come to know one another by a code and by words that people compare."""

import pytest

from rekam.wire import cbor, enrolment, keys
from rekam.wire.trouble import WireTrouble
from tests.wire import make


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow hash is the point of a code's hash, and the opposite of a test's. How slow, the vectors hold."""
    monkeypatch.setattr(keys, "MEMORY_KIB", 1024)
    monkeypatch.setattr(keys, "PASSES", 1)


def test_a_laptop_is_enrolled() -> None:
    asked = make.asked()
    request = enrolment.read_request(asked.data)
    enrolment.check_code(asked.data, asked.code)
    answer = enrolment.grant(make.grant(), code=asked.code, request=asked.data)

    assert request == asked.request
    assert enrolment.read_grant(answer, code=asked.code, request=asked.data) == make.grant()
    assert len(request.words) == len(make.grant().words) == 8


def test_who_does_not_know_the_code_is_refused_on_either_side() -> None:
    asked, other = make.asked(), enrolment.Code("KUTAJTMS")
    answer = enrolment.grant(make.grant(), code=other, request=asked.data)

    with pytest.raises(WireTrouble, match=r"enrolment\.code"):
        enrolment.check_code(asked.data, other)
    with pytest.raises(WireTrouble, match=r"enrolment\.code"):
        enrolment.read_grant(answer, code=asked.code, request=asked.data)


def test_an_answer_to_another_request_is_refused() -> None:
    asked, other = make.asked(), make.asked(name="Laptop 2")
    answer = enrolment.grant(make.grant(), code=asked.code, request=other.data)

    with pytest.raises(WireTrouble, match=r"enrolment\.code"):
        enrolment.read_grant(answer, code=asked.code, request=asked.data)


def test_a_request_is_refused_if_the_laptop_does_not_hold_the_key_it_names() -> None:
    asked = make.asked()
    data = enrolment.ask(asked.request, code=asked.code, signing=make.signing(2))

    with pytest.raises(WireTrouble, match=r"enrolment\.signature"):
        enrolment.read_request(data)


def test_every_byte_of_a_request_is_covered_by_its_signature_or_its_proof() -> None:
    """Who exchanges the keys on the way would need the code, and the words would differ."""
    asked = make.asked()

    for place in range(len(asked.data) - 33):
        altered = bytearray(asked.data)
        altered[place] ^= 1 << (place % 8)
        with pytest.raises(WireTrouble, match=r"enrolment\."):
            enrolment.read_request(bytes(altered))


@pytest.mark.parametrize("place", [-1, -20, -32])
def test_a_proof_that_was_altered_is_none(place: int) -> None:
    asked = make.asked()
    altered = bytearray(asked.data)
    altered[place] ^= 1

    with pytest.raises(WireTrouble, match=r"enrolment\.code"):
        enrolment.check_code(bytes(altered), asked.code)


def test_a_damaged_answer_is_refused() -> None:
    asked = make.asked()
    answer = enrolment.grant(make.grant(), code=asked.code, request=asked.data)

    for damaged in (b"", answer[:-1], answer + b"\0", cbor.encode([b"", b"", b""])):
        with pytest.raises(WireTrouble, match=r"enrolment\.unreadable"):
            enrolment.read_grant(damaged, code=asked.code, request=asked.data)


def test_a_code_may_be_typed_as_people_type() -> None:
    assert enrolment.Code.typed(" kuta-jtmr ") == enrolment.Code("KUTAJTMR")
    assert enrolment.Code("KUTAJTMR").shown == "KUTA-JTMR"


@pytest.mark.parametrize("typed", ["", "KUTA", "KUTAJTMRX", "KUTAJTM0", "KUTAJTMÉ"])
def test_what_is_no_code_is_told_at_once(typed: str) -> None:
    with pytest.raises(WireTrouble, match=r"enrolment\.code"):
        enrolment.Code.typed(typed)


def test_codes_are_new_each_time_and_do_not_show_themselves() -> None:
    codes = {enrolment.Code.new() for _ in range(50)}

    assert len(codes) == 50
    assert not any(code.letters in repr(code) for code in codes)


def test_other_keys_have_other_words() -> None:
    one = make.asked().request
    other = enrolment.Request(one.nonce, one.station_name, 1, make.signing(2).public.raw, 1, one.seal)

    assert one.words != other.words
