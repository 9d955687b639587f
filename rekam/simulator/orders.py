"""Short orders to the simulated devices, typed, sent to the control port or given on the command line.

finger hanging            until told otherwise
finger three_fingers 1    once
iris good | poor | 0.4    how clearly it captures
finger missing Left RingFinger, Left LittleFinger
all person siti           everybody at the devices is this person
all person -              again one person for each recording
all well                  everything as at the beginning
"""

from dataclasses import dataclass
from typing import Any

from rekam.simulator.behaviour import MISBEHAVIOURS
from rekam.simulator.devices import KINDS
from rekam.simulator.people import EYES, SUBTYPES

CLARITY = {"good": 1.0, "fair": 0.6, "poor": 0.35, "useless": 0.1}
KIND_OF_WORD = {kind.lower(): kind for kind in KINDS}
WELL = {
    "misbehave": "none",
    "times": None,
    "clarity": 1.0,
    "delay_seconds": 0.0,
    "person": None,
    "missing": (),
}


class NoOrder(ValueError):
    """Words that mean nothing here; the text says which would."""


@dataclass(frozen=True)
class Order:
    """What changes, and at which kinds of device."""

    kinds: tuple[str, ...]
    changes: dict[str, Any]


def read(line: str) -> Order:
    words = line.split()
    if len(words) < 2:
        raise NoOrder("Say a device and what it shall do: finger hanging, iris poor, all well.")
    kinds, rest = _kinds(words[0]), words[1:]
    for found in (_mood(rest), _clarity(rest), _other(rest)):
        if found is not None:
            return Order(kinds, found)
    raise NoOrder(f"{' '.join(rest)}: not known. Moods: {', '.join(MISBEHAVIOURS)}.")


def _kinds(word: str) -> tuple[str, ...]:
    if word == "all":
        return tuple(KINDS)
    if word not in KIND_OF_WORD:
        raise NoOrder(f"{word}: no such device. There are finger, iris, face and all.")
    return (KIND_OF_WORD[word],)


def _mood(words: list[str]) -> dict[str, Any] | None:
    if words == ["well"]:
        return dict(WELL)
    if words[0] not in MISBEHAVIOURS:
        return None
    times = int(words[1]) if len(words) == 2 and words[1].isdigit() else None
    if len(words) > 1 and not times:
        raise NoOrder(f"{words[0]} how many times? {' '.join(words[1:])} is no number above 0.")
    return {"misbehave": words[0], "times": times}


def _clarity(words: list[str]) -> dict[str, Any] | None:
    if words[0] in CLARITY and len(words) == 1:
        return {"clarity": CLARITY[words[0]]}
    try:
        value = float(words[0])
    except ValueError:
        return None
    if not 0 <= value <= 1:
        raise NoOrder("The clarity is a number from 0 to 1.")
    return {"clarity": value}


def _other(words: list[str]) -> dict[str, Any] | None:
    if words[0] == "person" and len(words) == 2:
        return {"person": None if words[1] == "-" else words[1]}
    if words[0] == "delay" and len(words) == 2:
        return {"delay_seconds": float(words[1])}
    if words[0] == "missing":
        names = tuple(name.strip() for name in " ".join(words[1:]).split(",") if name.strip(" -"))
        unknown = [name for name in names if name not in SUBTYPES and name not in EYES]
        if unknown:
            raise NoOrder(f"{', '.join(unknown)}: devices say Left IndexFinger, Right Thumb, Left (an eye).")
        return {"missing": names}
    return None
