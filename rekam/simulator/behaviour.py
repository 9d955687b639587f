"""How a simulated device behaves: well, badly, or in one of the ways that devices in the field do.

Kept outside the devices, so that it can be changed while they run.
"""

import threading
from dataclasses import dataclass, field, replace

MISBEHAVIOURS: dict[str, str] = {
    "none": "answers as it should",
    "busy": "says that somebody else uses it (111)",
    "not_ready": "says that it is not ready (110)",
    "not_registered": "says that it was never registered (100)",
    "unplugged": "its program runs and finds no device (106; 202 for the live view)",
    "blind": "captures, but its live view never shows a picture",
    "no_biometric": "finds nothing on the glass (101)",
    "hanging": "takes the request and never answers",
    "slow": "answers after ten seconds, one byte at a time at the end",
    "three_fingers": "sends three of four fingers and says that all is well",
    "same_finger": "sends one finger under two names",
    "wrong_hand": "sends the other hand",
    "empty_slap": "sends images without a finger on them",
    "wrong_signature": "changes the answer after signing it",
    "untrusted": "signs with a key that nobody vouches for",
    "old_timestamp": "dates its answer ten minutes back",
    "no_score": "leaves the quality out",
    "empty_data": "sends an answer without an image",
    "other_transaction": "answers for another transaction",
    "other_version": "answers in another version of the protocol",
    "broken_chain": "breaks the chain of hashes",
    "broken_record": "cuts the ISO record short, and signs it",
    "broken_json": "sends half a document",
    "disappearing": "cuts the line in the middle of the answer",
    "gone": "does not answer on its port at all",
    "noise": "sends bytes that are no answer of anything",
    "vendor_error": "reports a fault of its own (503)",
}


@dataclass(frozen=True)
class Behaviour:
    """``misbehave`` is one of MISBEHAVIOURS; ``times`` is for how many captures (None: until told
    otherwise).
    """

    misbehave: str = "none"
    times: int | None = None
    clarity: float = 1.0
    delay_seconds: float = 0.0
    person: str | None = None
    missing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.misbehave not in MISBEHAVIOURS:
            raise ValueError(f"{self.misbehave} is none of {', '.join(MISBEHAVIOURS)}")


@dataclass
class Moods:
    """One behaviour for each kind of device (Finger, Iris, Face), safe to change from another thread."""

    _now: dict[str, Behaviour] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, kind: str) -> Behaviour:
        with self._lock:
            return self._now.get(kind, Behaviour())

    def set(self, kind: str, **changes: object) -> Behaviour:
        with self._lock:
            self._now[kind] = replace(self._now.get(kind, Behaviour()), **changes)  # type: ignore[arg-type]
            return self._now[kind]

    def used(self, kind: str) -> Behaviour:
        """The behaviour for one capture; what was meant for a number of times runs out."""
        with self._lock:
            found = self._now.get(kind, Behaviour())
            if found.times is not None:
                left = found.times - 1
                self._now[kind] = (
                    replace(found, times=left) if left > 0 else replace(found, misbehave="none", times=None)
                )
            return found
