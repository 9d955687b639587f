"""What is inside a packet: one person's recording, a day's closing, or trouble with a device.

The operator signs it with a key of their own. It names its packet and station, so it cannot be taken out of
one packet and put into another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, TypeVar

from rekam.wire import cbor, packets, shapes
from rekam.wire.keys import SigningKey, VerifyKey
from rekam.wire.shapes import SMALL, AtLeast, AtMost, Count, Hash, Id, Number, Short, Size, Words
from rekam.wire.trouble import WireTrouble

# 2 to 4 told more of a closing each, 5 who took a capture, 6 why somebody is recorded again, 7 who did a step
VERSION = 7
SINCE = {
    "queue": 2,
    "quality": 2,
    "steps": 2,
    "visits": 3,
    "instead_of": 4,
}  # what a closing tells since when
OF_A_CAPTURE = {"operator": 5}
OF_A_RECORDING = {"again": 6, "shares": 7}
LARGEST_IMAGE = 8 * 1024 * 1024
CONSENT = "Consent"  # of absences: the signature under what was shown. The card's own is "Signature"
Said = TypeVar("Said")
Image = Annotated[bytes, Size(at_most=LARGEST_IMAGE)]


class Kind(StrEnum):
    RECORDING = "recording"
    CLOSING = "closing"
    TROUBLE = "trouble"


class Matched(StrEnum):
    """How the person was found at the counter."""

    PACK = "pack"
    OUT_OF_DOMICILE = "out_of_domicile"
    TO_MATCH = "to_match"


class Modality(StrEnum):
    FACE = "face"
    FINGER = "finger"
    IRIS = "iris"
    SIGNATURE = "signature"
    EXCEPTION_PHOTO = "exception_photo"
    CONSENT = "consent"


class Format(StrEnum):
    FINGER = "iso19794-4"
    FACE = "iso19794-5"
    IRIS = "iso19794-6"
    PNG = "png"
    JPEG = "jpeg"


@dataclass(frozen=True)
class Person:
    """As the family card says after the operator's corrections."""

    pack_token: Short | None
    nik: Annotated[str, Size(exactly=16)] | None
    kk: Annotated[str, Size(exactly=16)] | None
    name: Short
    born: date | None
    sex: Short  # "L" or "P"
    area: Short  # the village's code with dots; empty where it is not known
    matched: Matched


@dataclass(frozen=True)
class Correction:
    """A field that was changed at the counter, and by which document."""

    field: Short
    was: Short
    now: Short
    document: Short
    document_number: Short


@dataclass(frozen=True)
class Device:
    make: Short
    model: Short
    serial: Short
    simulated: bool


@dataclass(frozen=True)
class Capture:
    """The best of the tries."""

    modality: Modality
    parts: tuple[Short, ...]  # as devices call them: "Left IndexFinger", "Right"
    format: Format
    data: Image
    quality: Annotated[int, AtLeast(0), AtMost(SMALL)] | None
    tries: Annotated[int, AtLeast(1), AtMost(SMALL)]
    device: Device | None
    taken_at: datetime
    operator: Id | None = None  # who took it, where another one finished the recording


@dataclass(frozen=True)
class Absence:
    """A part that could not be captured. A second officer has looked; at a signature nobody has."""

    part: Short  # as devices call it, "Signature" or CONSENT
    reason: Short
    second_officer: Id | None
    note: Words


@dataclass(frozen=True)
class Accepted:
    """Quality below the threshold, accepted by the operator with a reason."""

    parts: tuple[Short, ...]
    quality: Count
    threshold: Count
    reason: Short
    note: Words


@dataclass(frozen=True)
class Confirmation:
    """The index fingers once more: one against one with what was captured before."""

    parts: tuple[Short, ...]
    score: Count
    threshold: Count
    matched: bool


@dataclass(frozen=True)
class DeviceTrouble:
    """What was observed; the office opens a fault with it where it knows the device."""

    kind: Short  # finger, iris, face, camera, signature, printer
    make: Short
    model: Short
    serial: Short
    code: Short
    observed: Words
    seen_at: datetime


@dataclass(frozen=True)
class QueueSums:
    """How a day's queue went: from the ticket to the chair. Sums and not means, so that days add up."""

    tickets: Count
    served: Count  # sat at the counter, recorded or not
    left: Count
    wait_seconds: Count  # of those served, together
    longest_seconds: Count


@dataclass(frozen=True)
class QualitySums:
    """How one operator captured with one device: the scores and tries of so many captures added up."""

    step: Short
    serial: Short  # empty for the laptop's camera
    operator: Id
    captures: Count
    scores: Count
    tries: Count
    low: Count


@dataclass(frozen=True)
class StepSums:
    """How long a step took, so many times."""

    step: Short
    times: Count
    seconds: Count


@dataclass(frozen=True)
class VisitSums:
    """What a closing tells of one visit, or of one place, under one set of keys: a laptop may go from one to
    another within a day. *sequences*: the numbers of the packets that these recordings lie in.
    """

    visit: Short | None
    place_code: Short
    epoch: Count
    recorded: Count
    sequences: tuple[Number, ...]


@dataclass(frozen=True)
class Closing:
    """The end of a day at a counter. *visits* together are the day; none: the program did not tell them yet,
    or nobody was recorded. *instead_of*: the packet of the closing of this day that this one replaces, with
    all before it; none: it tells of what no closing told before.
    """

    day: date
    first_sequence: Number
    last_sequence: Number
    recorded: Count
    failed: Mapping[str, Count]  # reason -> people
    copies: Count  # sealed copies on a second disk
    unsent: Count
    devices: Mapping[str, Short]  # serial -> state
    queue: QueueSums | None = None
    quality: tuple[QualitySums, ...] = ()
    steps: tuple[StepSums, ...] = ()
    visits: tuple[VisitSums, ...] = ()
    instead_of: Id | None = None


@dataclass(frozen=True)
class StepShare:
    """Of the seconds of a step, those that another one worked than who finished the recording."""

    step: Short
    operator: Id
    seconds: Count


@dataclass(frozen=True)
class Recording:
    """Everything that one packet says."""

    packet_id: Id
    station: Id
    kind: Kind
    operator: Id
    place_code: Short
    visit: Short | None
    started_at: datetime
    finished_at: datetime
    slip_code: Short
    person: Person | None
    corrections: tuple[Correction, ...]
    captures: tuple[Capture, ...]
    absences: tuple[Absence, ...]
    accepted: tuple[Accepted, ...]
    confirmation: Confirmation | None
    step_seconds: Mapping[str, Count]  # of everybody who worked on it
    shown: Hash | None  # hash of what the resident saw and signed
    closing: Closing | None
    trouble: DeviceTrouble | None
    again: Words = ""  # why somebody is recorded who was recorded here on this day already
    shares: tuple[StepShare, ...] = ()  # none: one person did it all, or the program did not tell it yet


@dataclass(frozen=True)
class SignedRecording:
    recording: Recording
    raw: bytes
    signature: bytes

    def verify(self, key: VerifyKey) -> None:
        if not key.accepts(self.signature, purpose="recording", data=self.raw):
            raise WireTrouble("recording.signature")


def sign_recording(recording: Recording, key: SigningKey) -> bytes:
    """The content of a packet: the recording with its operator's signature."""
    _hold_together(recording)
    raw = write(recording)
    return cbor.encode([raw, key.sign(purpose="recording", data=raw)])


def read_recording(content: bytes) -> SignedRecording:
    """Which operator it names is inside; whose key that is, the caller knows."""
    limit = packets.LARGEST_CIPHERTEXT
    raw, signature = shapes.parts(content, count=2, subject="recording", limit=limit)
    recording = shapes.unpack(raw, Recording, subject="recording", version=VERSION, limit=limit, oldest=1)
    _hold_together(recording)
    return SignedRecording(recording, raw, signature)


def verify_recording(content: bytes, key: VerifyKey, *, header: packets.Header) -> Recording:
    """The recording, if its operator signed it for this very packet."""
    signed = read_recording(content)
    signed.verify(key)
    recording = signed.recording
    inside = (recording.packet_id, recording.station, recording.operator)
    if inside != (header.packet_id, header.station, header.operator):
        raise WireTrouble("recording.signature")
    return recording


def write(recording: Recording) -> bytes:
    """What the operator signs, without the fields that its version does not know."""
    version, body = version_of(recording), shapes.to_value(recording)
    assert isinstance(body, dict)
    captures = body["captures"]
    assert isinstance(captures, list)
    for said, told_since in _newer(body, body["closing"], captures):
        for name in [
            name for name, since in told_since.items() if since > version and isinstance(said, dict)
        ]:
            del said[name]
    return cbor.encode([version, body])


def version_of(recording: Recording) -> int:
    """The oldest that says it all: an office that was not updated yet goes on taking recordings, and the
    closings of days of which there is nothing newer to tell.
    """
    return max(
        (
            since
            for said, told_since in _newer(recording, recording.closing, recording.captures)
            for name, since in told_since.items()
            if getattr(said, name, None)
        ),
        default=1,
    )


def _newer(whole: Said, closing: Said, captures: Iterable[Said]) -> Iterator[tuple[Said, Mapping[str, int]]]:
    """What has fields that an older version does not know, and since when they are told."""
    yield whole, OF_A_RECORDING
    yield closing, SINCE
    for each in captures:
        yield each, OF_A_CAPTURE


def _hold_together(recording: Recording) -> None:
    """Each kind carries what it is about, and nothing else."""
    carried = {
        Kind.RECORDING: recording.person,
        Kind.CLOSING: recording.closing,
        Kind.TROUBLE: recording.trouble,
    }
    if any((value is not None) != (kind is recording.kind) for kind, value in carried.items()):
        raise shapes.unreadable("recording", "kind")
