"""What a device is asked for, looked at as one of the field does: a part that is missing, a number where the
specification has text, or a count that does not fit is refused, with the number that the specification has
for it. For the rest it has none, and leaves 500 to 599 to the vendors: here that is 501, with the name of the
part.
"""

import re
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from rekam.simulator.captures import SLAPS, Order
from rekam.simulator.people import EYES, NAMES, SUBTYPES

SPEC, PURPOSE = "0.9.5", "Registration"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
TRANSACTION = re.compile(r"[A-Za-z0-9-]{4,50}", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
HASH = re.compile(r"(?:[0-9A-F]{64})?", re.ASCII)
IN_DISCOVERY = ("Biometric Device", "Finger", "Face", "Iris")
Json = dict[str, Any]


class Refused(Exception):
    """The device says no, with a number of the specification."""

    def __init__(self, number: str, told: str) -> None:
        super().__init__(number, told)
        self.number, self.told = number, told


@dataclass(frozen=True)
class Here:
    """The device that is asked: what a request has to name."""

    kind: str
    sub_ids: Collection[str]
    device_id: str
    env: str


def capture(request: Json, here: Here) -> Order:
    """The order in the body of an RCAPTURE."""
    _need("env", request.get("env") == here.env)
    _need("purpose", request.get("purpose") == PURPOSE)
    _need("specVersion", request.get("specVersion") == SPEC)
    _need("timeout", is_number(request.get("timeout")) and int(request["timeout"]) > 0)
    _need("captureTime", _is_moment(request.get("captureTime")))
    _need("customOpts", "customOpts" in request and isinstance(request["customOpts"], dict | None))
    transaction = request.get("transactionId")
    if not isinstance(transaction, str) or not TRANSACTION.fullmatch(transaction):
        raise Refused("112", "Invalid transaction id")
    asked = request.get("bio")
    _need("bio", isinstance(asked, list) and len(asked) == 1 and isinstance(asked[0], dict))
    bio: Json = request["bio"][0]
    if bio.get("type") != here.kind:
        raise Refused("106", "Device not found")
    _check_named(bio, here)
    return _order(bio, here.kind)


def stream(request: Json, here: Here) -> None:
    """The body of a STREAM."""
    _need("timeout", is_number(request.get("timeout")) and int(request["timeout"]) > 0)
    _check_named(request, here)


def discovery(request: Json, kind: str) -> None:
    """The body of a MOSIPDISC."""
    _need("type", request.get("type") in IN_DISCOVERY)
    if request["type"] not in (IN_DISCOVERY[0], kind):
        raise Refused("106", "Device not found")


def _check_named(said: Json, here: Here) -> None:
    sub_id = said.get("deviceSubId")
    if said.get("deviceId") != here.device_id or not isinstance(sub_id, str) or sub_id not in here.sub_ids:
        raise Refused("106", "Device not found")


def _order(bio: Json, kind: str) -> Order:
    _need("requestedScore", is_number(bio.get("requestedScore")) and int(bio["requestedScore"]) <= 100)
    previous = bio.get("previousHash")
    _need("previousHash", isinstance(previous, str) and bool(HASH.fullmatch(previous)))
    parts = _parts(kind, bio["deviceSubId"])
    subtypes = _names("bioSubType", bio, parts)
    # A photograph of what is missing names fingers and eyes.
    exceptions = _names("exception", bio, (*SUBTYPES, *EYES) if kind == "Face" else parts)
    wanted = subtypes or [part for part in parts if part not in exceptions]
    if not is_number(bio.get("count")) or int(bio["count"]) != (1 if kind == "Face" else len(wanted)):
        raise Refused("109", "Invalid count")
    return Order(kind=kind, sub_id=bio["deviceSubId"], exceptions=tuple(exceptions), subtypes=tuple(subtypes))


def _parts(kind: str, sub_id: str) -> tuple[str, ...]:
    """What lies on the device, by the devices' names."""
    if kind == "Finger":
        return tuple(NAMES[position] for position in SLAPS[sub_id])
    return EYES if kind == "Iris" else ()


def _names(field: str, bio: Json, known: Collection[str]) -> list[str]:
    said = bio.get(field)
    _need(field, isinstance(said, list) and all(isinstance(one, str) and one in known for one in said))
    return list(bio[field])


def is_number(said: object) -> bool:
    """Numbers are JSON strings."""
    return isinstance(said, str) and bool(NUMBER.fullmatch(said))


def _is_moment(said: object) -> bool:
    try:
        return isinstance(said, str) and bool(time.strptime(said, MOMENT))
    except ValueError:
        return False


def _need(part: str, is_there: bool) -> None:
    if not is_there:
        raise Refused("501", f"Invalid request: {part}")
