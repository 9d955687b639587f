"""The words of the protocol: what can be captured, by which names its parts go, and what a request says.

Read in the published specification 0.9.5: numbers are JSON strings, ``previousHash`` is never null, and the
answer has one item for each finger or eye.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

SPEC = "0.9.5"
PURPOSE = "Registration"
SECONDS = 10.0  # how long a device may take for a capture
TRANSACTION = re.compile(r"[A-Za-z0-9-]{4,50}", re.ASCII)


class Type(StrEnum):
    FINGER = "Finger"
    IRIS = "Iris"
    FACE = "Face"


class Slap(StrEnum):
    """What one capture takes: fingers come as 4, 4 and 2."""

    LEFT = "left"
    RIGHT = "right"
    THUMBS = "thumbs"
    IRISES = "irises"
    FACE = "face"
    EXCEPTION = "exception"


@dataclass(frozen=True)
class Wanted:
    """``parts`` are named as devices name them. A face has one part without a name."""

    type: Type
    sub_id: str
    parts: tuple[str, ...]


def _hand(side: str) -> tuple[str, ...]:
    return tuple(f"{side} {name}" for name in ("IndexFinger", "MiddleFinger", "RingFinger", "LittleFinger"))


LEFT_HAND, RIGHT_HAND = _hand("Left"), _hand("Right")
BOTH_THUMBS = ("Left Thumb", "Right Thumb")
FINGERS = (*LEFT_HAND, *RIGHT_HAND, *BOTH_THUMBS)
EYES = ("Left", "Right")
WANTED = {
    Slap.LEFT: Wanted(Type.FINGER, "1", LEFT_HAND),
    Slap.RIGHT: Wanted(Type.FINGER, "2", RIGHT_HAND),
    Slap.THUMBS: Wanted(Type.FINGER, "3", BOTH_THUMBS),
    Slap.IRISES: Wanted(Type.IRIS, "3", EYES),
    Slap.FACE: Wanted(Type.FACE, "0", ("",)),
    Slap.EXCEPTION: Wanted(Type.FACE, "0", ("",)),
}
# Below these the operator is asked to try again: as in the field.
THRESHOLDS = {Type.FINGER: 40, Type.IRIS: 60, Type.FACE: 90}


def expected(what: Slap, exceptions: Iterable[str]) -> tuple[str, ...]:
    """The parts that have to come: all but the exceptions. An exception photo shows what is left."""
    wanted = WANTED[what]
    return (
        wanted.parts if wanted.type == Type.FACE else tuple(p for p in wanted.parts if p not in {*exceptions})
    )


@dataclass(frozen=True, kw_only=True)
class Request:
    """A capture as it is asked for."""

    what: Slap
    device_id: str
    transaction_id: str
    environment: str
    at: datetime
    exceptions: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    threshold: int | None = None
    seconds: float = SECONDS

    @property
    def parts(self) -> tuple[str, ...]:
        return self.only or expected(self.what, self.exceptions)

    def body(self) -> dict[str, Any]:
        wanted = WANTED[self.what]
        score = THRESHOLDS[wanted.type] if self.threshold is None else self.threshold
        return {
            "env": self.environment,
            "purpose": PURPOSE,
            "specVersion": SPEC,
            "timeout": str(round(self.seconds * 1000)),
            "captureTime": moment(self.at),
            "transactionId": self.transaction_id,
            "bio": [
                {
                    "type": wanted.type.value,
                    "count": str(len(self.parts)),
                    "bioSubType": list(self.only),
                    "exception": list(self.exceptions),
                    "requestedScore": str(score),
                    "deviceId": self.device_id,
                    "deviceSubId": wanted.sub_id,
                    "previousHash": "",
                }
            ],
            "customOpts": None,
        }


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_moment(said: object) -> datetime:
    """A device's moment; one without a zone is taken for UTC. ValueError for anything else."""
    if not isinstance(said, str):
        raise ValueError("no moment")
    found = datetime.fromisoformat(said)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
