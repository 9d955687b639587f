"""Bytes that were written once. A change that alters them, or cannot read them any more, is a new version."""

from pathlib import Path

from rekam.wire import answers, enrolment, packets, packs, paths, receipts, recordings
from rekam.wire.keys import digest
from tests.wire import make

KEPT = Path(__file__).parent / "vectors"


def kept(name: str) -> bytes:
    return (KEPT / name).read_bytes()


def test_a_packet_that_was_sealed_in_2026_is_opened() -> None:
    signed = packets.read(kept("packet-1.header"))
    signed.verify(make.signing().public)

    for key in (make.sealing(1), make.sealing(2)):
        content = packets.open_packet(signed, kept("packet-1.ciphertext"), key)
        read = recordings.verify_recording(content, make.signing(4).public, header=signed.header)
        assert read == make.recording()


def test_a_recording_has_the_bytes_it_had() -> None:
    content = recordings.sign_recording(make.recording(), make.signing(4))

    assert digest(content).hex() == "11f258ef07beb086bf30e4affdd4677222838dbaef408c30565ecddb3fe0e126"


def test_a_pack_that_was_issued_in_2026_is_taken() -> None:
    pack = packs.open_pack(
        kept("pack-1"), office=make.signing(7).public, station=make.sealing(6), now=make.NOON, newer_than=0
    )

    assert pack == make.pack()


def test_a_receipt_has_the_bytes_it_had() -> None:
    header = packets.read(kept("packet-1.header")).header
    data = receipts.sign(make.receipt(header), make.signing(9))

    assert digest(data).hex() == "6ed83359e51501ebd8e860ce5930325909f20010f9bb47c2e34696349325e61e"


def test_an_enrolment_has_the_bytes_and_words_it_had() -> None:
    asked = make.asked()

    assert asked.data == kept("request-1")
    assert enrolment.read_request(kept("request-1")).words == (
        "mangga",
        "jarum",
        "menara",
        "laut",
        "tangga",
        "akar",
        "joglo",
        "hutan",
    )


def test_a_call_and_the_time_are_signed_as_they_were() -> None:
    call = paths.sign_call(
        method="GET",
        path=paths.receipt(make.some_id(1), 2),
        body=b"",
        station=make.some_id(2),
        epoch=1,
        date=make.NOON,
        key=make.signing(),
    )

    assert (
        call[paths.SIGNATURE]
        == "-khCBI4w7nTYfoCTd-HcMxLoM9tRjLPuAOIwdOeVCdlFUO9JdhmsYRkZlQCgduCxdQ17QSyItEJ3KcEHhFbWBg=="
    )
    assert (
        digest(answers.sign_time(make.NOON, make.signing(7))).hex()
        == "d405661535a05f1f92f1aba671b0112e0825a26275f3e842177ade46c19ef390"
    )
