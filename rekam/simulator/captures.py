"""What a simulated device captures: records of ISO/IEC 19794 with an honest quality, for one person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from rekam.biometrics import compress, faces, irises, iso_face, iso_finger, iso_iris
from rekam.biometrics import fingers as finger_quality
from rekam.biometrics.blocks import Capture
from rekam.biometrics.iso_finger import Position
from rekam.simulator import faces as invented_faces
from rekam.simulator import fingers as invented_fingers
from rekam.simulator import irises as invented_irises
from rekam.simulator.people import EYES, LEFT_SLAP, NAMES, RIGHT_SLAP, SUBTYPES, THUMBS, Person

IRIS_RATIO, FACE_RATIO = 12, 12  # one to twelve, which keeps what is needed and fits a packet
SLAPS = {"1": LEFT_SLAP, "2": RIGHT_SLAP, "3": THUMBS}


@dataclass(frozen=True)
class Taken:
    """One item of an answer: what it is of, the record and its quality."""

    subtype: str
    record: bytes
    score: int


@dataclass(frozen=True, kw_only=True)
class Order:
    """What was asked of a device."""

    kind: str
    sub_id: str
    exceptions: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()


def fingers(
    person: Person, order: Order, *, touch: int, clarity: float, missing: Sequence[str] = (), at: datetime
) -> Iterator[Taken]:
    """Every finger of the slap that is neither excepted nor missing."""
    without = {*order.exceptions, *missing}
    for position in wanted(order):
        if NAMES[position] not in without:
            yield finger(person, position, touch=touch, clarity=clarity, at=at)


def wanted(order: Order) -> tuple[Position, ...]:
    named = tuple(SUBTYPES[name] for name in order.subtypes if name in SUBTYPES)
    return named or SLAPS.get(order.sub_id, ())


def finger(
    person: Person,
    position: Position,
    *,
    touch: int,
    clarity: float,
    at: datetime,
    named: Position | None = None,
) -> Taken:
    """``named`` is the finger that a bad device takes it for."""
    data, score = _finger_image(person.finger(position), touch, round(clarity, 3))
    image = iso_finger.FingerImage(
        position=named or position,
        width=invented_fingers.WIDTH,
        height=invented_fingers.HEIGHT,
        image=data,
        capture=Capture(at=at, quality=score),
    )
    return Taken(NAMES[named or position], iso_finger.write([image]), score)


def nothing(position: Position, *, at: datetime) -> Taken:
    """An image of clean glass that claims to be a good finger."""
    rng = np.random.default_rng(position)
    shape = (invented_fingers.HEIGHT, invented_fingers.WIDTH)
    glass = np.clip(rng.normal(238, 3, shape), 0, 255).astype(np.uint8)
    image = iso_finger.FingerImage(
        position=position,
        width=invented_fingers.WIDTH,
        height=invented_fingers.HEIGHT,
        image=compress.jpeg2000(glass),
        capture=Capture(at=at, quality=90),
    )
    return Taken(NAMES[position], iso_finger.write([image]), 90)


@lru_cache(maxsize=128)
def _finger_image(seed: int, touch: int, clarity: float) -> tuple[bytes, int]:
    grey = invented_fingers.impression(seed, invented_fingers.Touch(seed=touch, clarity=clarity))
    return compress.jpeg2000(grey), finger_quality.quality(grey).score


def eyes(
    person: Person, order: Order, *, touch: int, clarity: float, missing: Sequence[str] = (), at: datetime
) -> Iterator[Taken]:
    for side in EYES:
        if side not in order.exceptions and side not in missing:
            data, score = _eye_image(person.eye(side), touch, round(clarity, 3))
            image = iso_iris.IrisImage(
                eye=iso_iris.Eye[side.upper()],
                width=invented_irises.WIDTH,
                height=invented_irises.HEIGHT,
                image=data,
                loss=iso_iris.Loss.LOSSY,
                capture=Capture(at=at, quality=score),
            )
            yield Taken(side, iso_iris.write([image]), score)


@lru_cache(maxsize=32)
def _eye_image(seed: int, touch: int, clarity: float) -> tuple[bytes, int]:
    grey = invented_irises.eye(seed, touch, clarity=clarity)
    return compress.jpeg2000(grey, ratio=IRIS_RATIO), irises.quality(grey).score


def face(person: Person, *, touch: int, clarity: float, at: datetime) -> Taken:
    data, score = _face_image(person.face, touch, round(clarity, 3))
    image = iso_face.FaceImage(
        width=invented_faces.WIDTH,
        height=invented_faces.HEIGHT,
        image=data,
        capture=Capture(at=at, quality=score),
    )
    return Taken("", iso_face.write([image]), score)


@lru_cache(maxsize=32)
def _face_image(seed: int, touch: int, clarity: float) -> tuple[bytes, int]:
    # It knows no birth year. Somebody changes the cloth between two tries, as at a real counter.
    background: invented_faces.Background = "red" if (seed + touch) % 2 else "blue"
    rng = np.random.default_rng([seed, touch, 7])
    sitting = invented_faces.Sitting(
        background=background,
        blur=7.0 * (1 - clarity),
        light=0.35 + 0.65 * clarity,
        shifted=(int(rng.integers(-6, 7)), int(rng.integers(-6, 7))),
        seed=touch,
    )
    picture = invented_faces.portrait(seed, sitting)
    return compress.jpeg2000(picture, ratio=FACE_RATIO), faces.quality(picture).score


@lru_cache(maxsize=64)
def prepare(person: Person) -> None:
    """Grows the fingers beforehand, so that their first capture does not wait for them. Once for each
    person.
    """
    for position in (*LEFT_SLAP, *RIGHT_SLAP, *THUMBS):
        invented_fingers.ridges(person.finger(position))
