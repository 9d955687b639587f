"""Where a station calls, which chunks are held, and who is calling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.wire import answers, paths
from rekam.wire.paths import Call, PacketPath
from rekam.wire.trouble import WireTrouble
from tests.wire import make


@given(st.binary(min_size=16, max_size=16), st.integers(0, 999))
def test_a_path_that_was_written_is_read(packet_id: bytes, number: int) -> None:
    assert paths.read_packet_path(paths.packet(packet_id)) == PacketPath(packet_id, Call.PACKET)
    assert paths.read_packet_path(paths.chunk(packet_id, number)) == PacketPath(packet_id, Call.CHUNK, number)
    assert paths.read_packet_path(paths.commit(packet_id)) == PacketPath(packet_id, Call.COMMIT)
    path = paths.receipt(packet_id, 2).partition("?")[0]
    assert paths.read_packet_path(path) == PacketPath(packet_id, Call.RECEIPT)


@pytest.mark.parametrize("path", ["", "/v1/packets", "/v1/packets/00", "/v1/packets/../etc", "/v1/time"])
def test_any_other_path_is_none_of_a_packet(path: str) -> None:
    assert paths.read_packet_path(path) is None
    assert paths.read_packet_path(paths.packet(make.some_id(1)) + "/chunks/") is None
    assert paths.read_packet_path(paths.packet(make.some_id(1)) + "\n") is None


@given(st.sets(st.integers(0, 600)))
def test_chunks_that_are_held_are_told_in_spans(held: set[int]) -> None:
    assert paths.read_chunks(paths.format_chunks(held)) == held


def test_spans_are_short() -> None:
    assert paths.format_chunks([0, 1, 2, 3, 4, 6]) == "0-4,6"


@given(st.text(max_size=30))
def test_a_damaged_list_of_chunks_never_claims_more_than_it_says(text: str) -> None:
    assert all(number <= 9999 for number in paths.read_chunks(text))


@pytest.mark.parametrize("text", ["x", "1,", "-3", "1-2-3", "12345", "0-4;6"])
def test_a_damaged_list_of_chunks_says_that_none_is_held(text: str) -> None:
    assert paths.read_chunks(text) == frozenset()


# -- signed calls -------------------------------------------------------------------------------

CALL = {"method": "PUT", "path": paths.packet(make.some_id(1)), "body": b"isi"}


def headers() -> dict[str, str]:
    return paths.sign_call(**CALL, station=make.some_id(2), epoch=3, date=make.NOON, key=make.signing())  # type: ignore[arg-type]


def read(found: dict[str, str]) -> paths.Signed:
    return paths.read_call(
        station=found.get(paths.STATION, ""),
        epoch=found.get(paths.EPOCH, ""),
        date=found.get(paths.DATE, ""),
        signature=found.get(paths.SIGNATURE, ""),
    )


def test_a_call_says_who_calls() -> None:
    signed = read(headers())
    signed.verify(make.signing().public, **CALL)  # type: ignore[arg-type]

    assert (signed.station, signed.epoch, signed.date) == (make.some_id(2), 3, make.NOON)


@pytest.mark.parametrize(
    "other",
    [
        {"method": "POST"},
        {"path": paths.packet(make.some_id(9))},
        {"path": str(CALL["path"]) + "?level=2"},
        {"body": b"isi."},
    ],
)
def test_a_signature_is_for_one_call(other: dict[str, object]) -> None:
    with pytest.raises(WireTrouble, match=r"request\.signature"):
        read(headers()).verify(make.signing().public, **{**CALL, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other", [{paths.STATION: "f" * 32}, {paths.EPOCH: "4"}, {paths.DATE: "1475208000001"}]
)
def test_a_signature_is_for_one_station_epoch_and_moment(other: dict[str, str]) -> None:
    with pytest.raises(WireTrouble, match=r"request\.signature"):
        read({**headers(), **other}).verify(make.signing().public, **CALL)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        {paths.STATION: ""},
        {paths.STATION: "F" * 32},
        {paths.EPOCH: "0"},
        {paths.EPOCH: "１"},
        {paths.DATE: "-1"},
        {paths.DATE: "9" * 14},
        {paths.DATE: "9" * 15},
        {paths.SIGNATURE: "x"},
    ],
)
def test_headers_that_are_none_are_refused(other: dict[str, str]) -> None:
    with pytest.raises(WireTrouble, match=r"request\.(unreadable|signature)"):
        read({**headers(), **other}).verify(make.signing().public, **CALL)  # type: ignore[arg-type]


# -- answers ------------------------------------------------------------------------------------


def test_the_time_is_the_offices_or_none() -> None:
    data = answers.sign_time(make.NOON, make.signing(7))

    assert answers.read_time(data, make.signing(7).public) == make.NOON
    for place in range(len(data)):
        altered = bytearray(data)
        altered[place] ^= 1 << (place % 8)
        with pytest.raises(WireTrouble, match=r"time\."):
            answers.read_time(bytes(altered), make.signing(7).public)


def test_a_problem_is_told_whoever_told_it() -> None:
    problem = answers.Problem("office.full", "The office has no room now.")

    assert answers.read_problem(answers.write_problem(problem)) == problem
    assert answers.read_problem(b"<html>duplicate</html>").code == "message.unreadable"
