"""One document of a person's records."""

import contextlib
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.biometrics import cbeff
from rekam.biometrics.cbeff import Entry, Kind
from rekam.biometrics.trouble import BadRecord
from tests.biometrics.pictures import MOMENT

hands = [
    f"{side} {name}"
    for side in ("Left", "Right")
    for name in ("Thumb", "IndexFinger", "MiddleFinger", "RingFinger", "LittleFinger")
]
moments = st.datetimes(min_value=MOMENT.replace(year=1970, tzinfo=None), timezones=st.just(UTC))


def entries(kind: Kind, parts: list[str]) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        kind=st.just(kind),
        parts=st.lists(st.sampled_from(parts), min_size=1, max_size=2).map(tuple) if parts else st.just(()),
        record=st.binary(min_size=1, max_size=100),
        quality=st.one_of(st.none(), st.integers(0, 100)),
        at=moments.map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)),
    )


people = st.lists(
    st.one_of(entries(Kind.FINGER, hands), entries(Kind.IRIS, ["Left", "Right"]), entries(Kind.FACE, []))
)


@given(people)
def test_a_document_says_what_was_written(person: list[Entry]) -> None:
    assert cbeff.read(cbeff.write(person)) == person


@given(people, st.data())
def test_a_document_that_was_cut_is_refused(person: list[Entry], data: st.DataObject) -> None:
    document = cbeff.write(person)

    with pytest.raises(BadRecord):
        cbeff.read(document[: data.draw(st.integers(0, len(document) - 1))])


@given(st.binary(max_size=200))
def test_bytes_that_are_no_document_are_refused(data: bytes) -> None:
    with pytest.raises(BadRecord):
        cbeff.read(data)


@given(people, st.data())
def test_a_damaged_document_is_refused_or_read_and_nothing_else(
    person: list[Entry], data: st.DataObject
) -> None:
    damaged = bytearray(cbeff.write(person))
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=4)):
        damaged[place] = data.draw(st.integers(0, 255))

    with contextlib.suppress(BadRecord):
        assert all(entry.record for entry in cbeff.read(bytes(damaged)))


def test_a_bomb_of_entities_is_refused_before_it_unfolds() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><BIR>&b;</BIR>'
    )

    with pytest.raises(BadRecord, match=r"cbeff\.refused"):
        cbeff.read(bomb)
    with pytest.raises(BadRecord, match=r"cbeff\.refused"):
        cbeff.read(bomb.replace(b'"1.0"', b'"1.0" encoding="UTF-16"').decode().encode("utf-16"))
