"""What is inside a packet, signed by the operator for this packet alone."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.wire import cbor, packets, recordings, shapes
from rekam.wire.recordings import Kind
from rekam.wire.trouble import WireTrouble
from tests.wire import make

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda found: found.replace(microsecond=found.microsecond // 1000 * 1000)
)
SHORT = st.text(max_size=200)
RECORDINGS = st.builds(
    make.recording,
    slip_code=SHORT,
    started_at=MOMENTS,
    step_seconds=st.dictionaries(SHORT, st.integers(0, 10**6)),
    person=st.builds(
        make.person,
        pack_token=st.none() | SHORT,
        nik=st.none() | st.text("0123456789", min_size=16, max_size=16),
        name=SHORT,
        born=st.none() | st.dates(date(1900, 1, 1)),
        matched=st.sampled_from(recordings.Matched),
    ),
    captures=st.lists(
        st.builds(
            make.capture,
            data=st.binary(max_size=300),
            quality=st.none() | st.integers(0, 100),
            modality=st.sampled_from(recordings.Modality),
            taken_at=MOMENTS,
        ),
        max_size=4,
    ).map(tuple),
)


def header() -> packets.Header:
    return packets.read(make.sealed().header).header


@given(RECORDINGS)
def test_a_recording_comes_out_as_it_went_in(recording: recordings.Recording) -> None:
    content = recordings.sign_recording(recording, make.signing(4))

    assert recordings.read_recording(content).recording == recording
    assert recordings.sign_recording(recording, make.signing(4)) == content


def test_a_closing_of_an_older_laptop_is_read_and_says_nothing_of_its_queue() -> None:
    old = make.closing()
    value = cbor.decode(shapes.pack(old, version=1))
    for name in ("queue", "quality", "steps", "visits", "instead_of"):
        del value[1]["closing"][name]  # type: ignore[index, call-overload]
    raw = cbor.encode(value)

    content = cbor.encode([raw, make.signing(4).sign(purpose="recording", data=raw)])

    assert recordings.read_recording(content).recording == old


def test_a_closing_that_told_of_its_queue_and_not_yet_of_its_visits_is_read() -> None:
    old = make.closing()
    value = cbor.decode(shapes.pack(old, version=2))
    for name in ("visits", "instead_of"):
        del value[1]["closing"][name]  # type: ignore[index, call-overload]
    raw = cbor.encode(value)

    content = cbor.encode([raw, make.signing(4).sign(purpose="recording", data=raw)])

    assert recordings.read_recording(content).recording == old


def test_how_the_day_went_travels_with_its_closing() -> None:
    day = replace(
        make.closing().closing,
        queue=recordings.QueueSums(24, 21, 3, 21 * 600, 2400),
        quality=(recordings.QualitySums("left_hand", "S-1", make.some_id(4), 20, 1400, 24, 1),),
        steps=(recordings.StepSums("left_hand", 20, 410),),
        visits=(recordings.VisitSums("12", "3", 1, 2, (4, 6)), recordings.VisitSums(None, "3", 2, 1, (1,))),
    )
    told = replace(make.closing(), closing=day)

    content = recordings.sign_recording(told, make.signing(4))

    assert recordings.read_recording(content).recording == told


def test_a_person_is_told_as_before_so_that_an_older_office_goes_on_taking_people() -> None:
    raw, _ = cbor.decode(recordings.sign_recording(make.recording(), make.signing(4)))  # type: ignore[misc]

    assert cbor.decode(raw)[0] == 1  # type: ignore[index, arg-type]


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (1, {}),
        (2, {"queue": recordings.QueueSums(4, 0, 4, 0, 0)}),
        (3, {"visits": (recordings.VisitSums("12", "3", 1, 2, (4, 6)),)}),
        (4, {"instead_of": make.some_id(9)}),
    ],
)
def test_a_closing_is_told_in_the_oldest_form_that_says_it_all(version: int, told: dict[str, object]) -> None:
    """An office that was not updated yet knows every field of it, and no other may stand there."""
    day = replace(make.closing(), closing=replace(make.closing().closing, **told))  # type: ignore[arg-type]

    content = recordings.sign_recording(day, make.signing(4))

    raw, _ = cbor.decode(content)  # type: ignore[misc]
    said, body = cbor.decode(raw)  # type: ignore[misc, arg-type]
    unknown = [name for name, since in recordings.SINCE.items() if since > version]
    assert said == version
    assert not set(unknown) & set(body["closing"])  # type: ignore[index, call-overload, arg-type]
    assert recordings.read_recording(content).recording == day


def test_who_took_a_capture_is_told_where_it_was_another_than_who_finished() -> None:
    whole = make.recording()
    taken = replace(
        whole, captures=(replace(whole.captures[0], operator=make.some_id(9)), *whole.captures[1:])
    )

    for recording, version in ((whole, 1), (taken, 5)):
        content = recordings.sign_recording(recording, make.signing(4))

        raw, _ = cbor.decode(content)  # type: ignore[misc]
        said, body = cbor.decode(raw)  # type: ignore[misc, arg-type]
        assert said == version
        named = ["operator" in each for each in body["captures"]]  # type: ignore[index, call-overload, arg-type, union-attr]
        assert named == [version == 5] * len(whole.captures)
        assert recordings.read_recording(content).recording == recording


def test_why_somebody_is_recorded_again_is_told_and_older_programs_said_nothing_of_it() -> None:
    first = make.recording()
    again = replace(first, again="foto pertama buram")

    for recording, version in ((first, 1), (again, 6)):
        content = recordings.sign_recording(recording, make.signing(4))

        raw, _ = cbor.decode(content)  # type: ignore[misc]
        said, body = cbor.decode(raw)  # type: ignore[misc, arg-type]
        assert said == version
        assert ("again" in body) == (version == 6)  # type: ignore[operator]
        assert recordings.read_recording(content).recording == recording


def test_who_else_worked_on_a_step_is_told_and_older_programs_said_nothing_of_it() -> None:
    alone = make.recording()
    share = recordings.StepShare("fingers", make.some_id(9), 45)
    together = replace(alone, shares=(share,))

    for recording, version in ((alone, 1), (together, 7)):
        content = recordings.sign_recording(recording, make.signing(4))

        raw, _ = cbor.decode(content)  # type: ignore[misc]
        said, body = cbor.decode(raw)  # type: ignore[misc, arg-type]
        assert said == version
        assert ("shares" in body) == (version == 7)  # type: ignore[operator]
        assert recordings.read_recording(content).recording == recording


@pytest.mark.parametrize("version", [0, 8])
def test_another_version_is_kept_for_the_program_that_knows_it(version: int) -> None:
    raw = shapes.pack(make.recording(), version=version)

    with pytest.raises(WireTrouble, match=r"recording\.version"):
        recordings.read_recording(cbor.encode([raw, make.signing(4).sign(purpose="recording", data=raw)]))


def test_a_closing_and_trouble_with_a_device_travel_too() -> None:
    seen = recordings.DeviceTrouble("finger", "Tiruan", "Slap", "S-1", "111", "hangs", make.NOON)
    trouble = make.recording(kind=Kind.TROUBLE, person=None, trouble=seen)

    for message in (make.closing(), trouble):
        content = recordings.sign_recording(message, make.signing(4))
        assert recordings.read_recording(content).recording == message


def test_the_operators_signature_is_for_this_packet_station_and_operator() -> None:
    key = make.signing(4)
    content = recordings.sign_recording(make.recording(), key)

    assert recordings.verify_recording(content, key.public, header=header()) == make.recording()
    for other in ("packet_id", "station", "operator"):
        elsewhere = replace(header(), **{other: make.some_id(99)})  # type: ignore[arg-type]
        with pytest.raises(WireTrouble, match=r"recording\.signature"):
            recordings.verify_recording(content, key.public, header=elsewhere)
    with pytest.raises(WireTrouble, match=r"recording\.signature"):
        recordings.verify_recording(content, make.signing(5).public, header=header())


def test_every_byte_of_a_recording_is_covered() -> None:
    key = make.signing(4)
    content = recordings.sign_recording(make.recording(), key)

    for place in range(len(content)):
        altered = bytearray(content)
        altered[place] ^= 1 << (place % 8)
        with pytest.raises(WireTrouble, match=r"recording\.(unreadable|version|signature)"):
            recordings.verify_recording(bytes(altered), key.public, header=header())


def test_each_kind_carries_what_it_is_about_and_nothing_else() -> None:
    wrong = [
        make.recording(person=None),
        make.recording(kind=Kind.CLOSING),
        make.recording(closing=make.closing().closing),
        replace(make.closing(), kind=Kind.TROUBLE),
    ]

    for message in wrong:
        with pytest.raises(WireTrouble, match=r"recording\.unreadable"):
            recordings.sign_recording(message, make.signing(4))


@pytest.mark.parametrize("name", [field.name for field in fields(recordings.Recording)])
def test_a_field_less_one_more_or_one_of_another_kind_is_refused(name: str) -> None:
    content = recordings.sign_recording(make.recording(), make.signing(4))
    envelope = cbor.decode(content)
    assert isinstance(envelope, list)
    version, body = cbor.decode(envelope[0])  # type: ignore[misc]
    less = {key: value for key, value in body.items() if key != name}

    may_be_missing = name in ("again", "shares")  # older programs did not say it

    for damaged in (less, {**less, "other": 1}, {**body, "other": 1}, {**body, name: [True]})[
        may_be_missing:
    ]:
        raw = cbor.encode([version, damaged])
        with pytest.raises(WireTrouble, match=r"recording\.unreadable") as refused:
            recordings.read_recording(cbor.encode([raw, b"\0" * 64]))
        assert "SITI" not in str(refused.value)


def test_a_moment_is_cut_to_its_millisecond_and_keeps_no_zone_but_utc() -> None:
    finished = datetime(2016, 9, 30, 12, 0, 0, 123456, tzinfo=UTC) + timedelta(hours=8)
    content = recordings.sign_recording(make.recording(finished_at=finished), make.signing(4))

    read = recordings.read_recording(content).recording.finished_at
    assert read == finished.replace(microsecond=123000)
