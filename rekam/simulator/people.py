"""Who stands at the simulated devices: an invented person with ten fingers, two irises and a face.

A person follows from a word (the transaction, or a name that somebody pinned): the same word is the same
person at every device and after every restart.
"""

import hashlib
from dataclasses import dataclass

from rekam.biometrics.iso_finger import Position

LEFT_SLAP = (Position.LEFT_INDEX, Position.LEFT_MIDDLE, Position.LEFT_RING, Position.LEFT_LITTLE)
RIGHT_SLAP = (Position.RIGHT_INDEX, Position.RIGHT_MIDDLE, Position.RIGHT_RING, Position.RIGHT_LITTLE)
THUMBS = (Position.LEFT_THUMB, Position.RIGHT_THUMB)
EYES = ("Left", "Right")
SUBTYPES: dict[str, Position] = {
    f"{side} {name}": Position[f"{side.upper()}_{short}"]
    for side in ("Left", "Right")
    for name, short in (
        ("IndexFinger", "INDEX"),
        ("MiddleFinger", "MIDDLE"),
        ("RingFinger", "RING"),
        ("LittleFinger", "LITTLE"),
        ("Thumb", "THUMB"),
    )
}
NAMES = {position: subtype for subtype, position in SUBTYPES.items()}


@dataclass(frozen=True)
class Person:
    """A seed for each part of the body."""

    word: str

    def seed(self, part: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{self.word}/{part}".encode()).digest()[:6], "big")

    def finger(self, position: Position) -> int:
        return self.seed(NAMES[position])

    def eye(self, side: str) -> int:
        return self.seed(f"Iris {side}")

    @property
    def face(self) -> int:
        return self.seed("Face")
