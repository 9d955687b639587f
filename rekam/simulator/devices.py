"""A simulated device: what it says of itself and what it answers to a capture, well or badly.

Values in, values out; the sockets are in ``server``. Every answer says ``Staging`` for its environment and
``SIMULATED`` for its make, so that neither a screen nor a record can take it for a device.
"""

import hashlib
import itertools
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rekam.simulator import asked, captures
from rekam.simulator.asked import PURPOSE, SPEC, Refused
from rekam.simulator.behaviour import Behaviour, Moods
from rekam.simulator.captures import Order, Taken
from rekam.simulator.identity import Identity, Signer, base64url
from rekam.simulator.people import Person

ENVIRONMENT, MAKE = "Staging", "SIMULATED"
# So many ways of laying a finger down, then the first again: pictures once made are kept.
TOUCHES = 5
SERVICE_VERSION = "0.9.5"
Json = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One device that Rekam knows how to simulate."""

    type: str
    sub_type: str
    model: str
    sub_ids: tuple[str, ...]


KINDS = {
    "Finger": Kind("Finger", "Slap", "SIM-SLAP", ("1", "2", "3")),
    "Iris": Kind("Iris", "Double", "SIM-IRIS", ("3",)),
    "Face": Kind("Face", "Full face", "SIM-FACE", ("0",)),
}
STATUS = {
    "busy": "Busy",
    "not_ready": "Not Ready",
    "unplugged": "Not Ready",
    "not_registered": "Not Registered",
}
REFUSALS = {
    "busy": Refused("111", "Device busy"),
    "not_ready": Refused("110", "Device not ready"),
    "not_registered": Refused("100", "Device not registered"),
    "unplugged": Refused("106", "Device not found"),
    "no_biometric": Refused("101", "Unable to detect a biometric object"),
    "vendor_error": Refused("503", "Sensor fault E-17"),
}


class Simulated:
    """One device on one port."""

    def __init__(self, kind: Kind, number: int, identity: Identity, moods: Moods, word: str) -> None:
        self.kind, self.number, self.moods = kind, number, moods
        self._identity, self._word = identity, word
        self._touches = itertools.count(1)
        self.asked: Json = {}  # the latest order
        # whether a person's other fingers are grown while the first part is captured
        self.works_ahead = False
        self._busy = threading.Lock()
        self._here = asked.Here(kind.type, kind.sub_ids, str(number), ENVIRONMENT)

    @property
    def device_code(self) -> str:
        return f"SIM-{self.kind.type.upper()}-{self.number}"

    @property
    def behaviour(self) -> Behaviour:
        return self.moods.of(self.kind.type)

    def _digital_id(self, at: datetime) -> Json:
        return {
            "serialNo": self.device_code,
            "make": MAKE,
            "model": self.kind.model,
            "type": self.kind.type,
            "deviceSubType": self.kind.sub_type,
            "deviceProvider": MAKE,
            "deviceProviderId": MAKE,
            "dateTime": moment(at),
        }

    def _described(self, digital_id: str) -> Json:
        return {
            "deviceId": str(self.number),
            "deviceStatus": STATUS.get(self.behaviour.misbehave, "Ready"),
            "certification": "L0",
            "serviceVersion": SERVICE_VERSION,
            "deviceSubId": list(self.kind.sub_ids),
            "callbackId": "",
            "digitalId": digital_id,
            "deviceCode": self.device_code,
            "specVersion": [SPEC],
            "purpose": PURPOSE,
            "error": {"errorCode": "0", "errorInfo": "SUCCESS"},
        }

    def discovery(self, request: Json, at: datetime) -> list[Json]:
        """In discovery the identity is plain, as base64url of its JSON."""
        asked.discovery(request, self.kind.type)
        plain = base64url(json.dumps(self._digital_id(at)).encode())
        return [self._described(plain)]

    def info(self, at: datetime) -> list[Json]:
        signer = self._signer()
        payload = self._described(signer.token(self._digital_id(at)))
        payload |= {"env": ENVIRONMENT, "firmware": "simulated-1", "serviceVersion": SERVICE_VERSION}
        error = payload.pop("error")
        return [{"deviceInfo": signer.token(payload), "error": error}]

    def _signer(self) -> Signer:
        bad = self.behaviour.misbehave == "untrusted"
        return self._identity.stranger if bad else self._identity.device

    # -- live view ----------------------------------------------------------------------------

    def check_stream(self, request: Json) -> None:
        """Whether the live view may begin."""
        asked.stream(request, self._here)
        if self.behaviour.misbehave == "unplugged":
            raise Refused("202", "No device connected")

    # -- capture ------------------------------------------------------------------------------

    def capture(self, request: Json, behaviour: Behaviour, at: datetime) -> Json:
        """The whole answer. One capture at a time; a second one meanwhile is told that the device is busy."""
        if not self._busy.acquire(blocking=False):
            raise REFUSALS["busy"]
        try:
            self.asked = request
            return self._captured(request, behaviour, at)
        finally:
            self._busy.release()

    def _captured(self, request: Json, behaviour: Behaviour, at: datetime) -> Json:
        order = asked.capture(request, self._here)
        if behaviour.misbehave in REFUSALS:
            raise REFUSALS[behaviour.misbehave]
        person = Person(behaviour.person or f"{self._word}/{request['transactionId']}")
        if self.works_ahead:
            threading.Thread(target=captures.prepare, args=(person,)).start()
        taken = _spoilt(list(self._taken(person, order, behaviour, at)), person, order, behaviour, at)
        return {"biometrics": list(self._items(request, taken, behaviour, at))}

    def _taken(self, person: Person, order: Order, behaviour: Behaviour, at: datetime) -> Iterator[Taken]:
        touch, clarity = next(self._touches) % TOUCHES, behaviour.clarity
        if self.kind.type == "Face":
            yield captures.face(person, touch=touch, clarity=clarity, at=at)
            return
        take = captures.fingers if self.kind.type == "Finger" else captures.eyes
        yield from take(person, order, touch=touch, clarity=clarity, missing=behaviour.missing, at=at)

    def _items(self, request: Json, taken: list[Taken], behaviour: Behaviour, at: datetime) -> Iterator[Json]:
        previous = bytes.fromhex(request["bio"][0]["previousHash"]) or hashlib.sha256().digest()
        for item in taken:
            payload = _altered(self._payload(request, item, at), behaviour)
            previous = hashlib.sha256(previous + hashlib.sha256(item.record).digest()).digest()
            said = previous if behaviour.misbehave != "broken_chain" else bytes(32)
            yield {
                "specVersion": "0.9.2" if behaviour.misbehave == "other_version" else SPEC,
                "data": self._token(payload, behaviour),
                "hash": said.hex().upper(),
                "error": {"errorCode": "0", "errorInfo": "SUCCESS"},
            }

    def _payload(self, request: Json, item: Taken, at: datetime) -> Json:
        return {
            "digitalId": self._signer().token(self._digital_id(at)),
            "bioType": self.kind.type,
            "bioSubType": item.subtype,
            "deviceCode": self.device_code,
            "deviceServiceVersion": SERVICE_VERSION,
            "purpose": PURPOSE,
            "env": ENVIRONMENT,
            "bioValue": base64url(item.record),
            "transactionId": request["transactionId"],
            "timestamp": moment(at),
            "requestedScore": request["bio"][0]["requestedScore"],
            "qualityScore": str(item.score),
        }

    def _token(self, payload: Json, behaviour: Behaviour) -> str:
        signer = self._identity.stranger if behaviour.misbehave == "untrusted" else self._identity.device
        token = signer.token(payload)
        if behaviour.misbehave != "wrong_signature":
            return token
        header, _, signature = token.split(".")
        changed = signer.token(payload | {"qualityScore": "100"}).split(".")[1]
        return f"{header}.{changed}.{signature}"


def _spoilt(
    taken: list[Taken], person: Person, order: Order, behaviour: Behaviour, at: datetime
) -> list[Taken]:
    """What a bad device puts in place of the fingers that it was asked for."""
    kind = behaviour.misbehave
    if kind == "three_fingers":
        return taken[:-1]
    if kind == "same_finger" and len(taken) > 1:
        first, second = captures.wanted(order)[:2]
        twice = captures.finger(person, first, named=second, touch=0, clarity=1.0, at=at)
        return [taken[0], twice, *taken[2:]]
    if kind == "wrong_hand" and order.kind == "Finger":
        other = replace(order, sub_id={"1": "2", "2": "1"}.get(order.sub_id, order.sub_id), subtypes=())
        return list(captures.fingers(person, other, touch=1, clarity=1.0, at=at))
    if kind == "empty_slap" and order.kind == "Finger":
        return [captures.nothing(position, at=at) for position in captures.wanted(order)]
    if kind == "broken_record":
        return [replace(item, record=item.record[: len(item.record) // 2]) for item in taken]
    return taken


def _altered(payload: Json, behaviour: Behaviour) -> Json:
    """What a bad device says in an answer that it signs."""
    kind = behaviour.misbehave
    if kind == "old_timestamp":
        return payload | {"timestamp": moment(read_moment(payload["timestamp"]) - timedelta(minutes=10))}
    if kind == "no_score":
        return {name: value for name, value in payload.items() if name != "qualityScore"}
    if kind == "empty_data":
        return payload | {"bioValue": ""}
    if kind == "other_transaction":
        return payload | {"transactionId": "another-transaction"}
    return payload


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime(asked.MOMENT)


def read_moment(said: str) -> datetime:
    return datetime.strptime(said, asked.MOMENT).replace(tzinfo=UTC)
