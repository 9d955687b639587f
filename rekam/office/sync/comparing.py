"""Is it one person? Each recording is compared with those under the same NIK, and its eyes with everybody's.

It is done when nothing waits to be opened: a recording counts at once, and what the comparison says is known
later. What eyes look like in numbers is kept sealed under a key that only the worker has.
"""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_bytes

import numpy as np
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from numpy.typing import NDArray

from rekam.biometrics import comparing as biometrics
from rekam.biometrics import compress, fingers, iris_codes, iso_iris
from rekam.biometrics.iris_codes import IrisCode
from rekam.biometrics.trouble import BadRecord
from rekam.domain.sync.people import Likeness
from rekam.office.sync import judging, opening
from rekam.office.sync.models import Alike, EyeCode, Recorded
from rekam.office.sync.opening import Keys
from rekam.wire.keys import derived
from rekam.wire.recordings import Modality, Recording
from rekam.wire.trouble import WireTrouble

Bits = NDArray[np.bool_]
EYES = ("Left", "Right")
ROUGH_TURNS = range(
    -12, 13, 3
)  # a head is seldom turned more; who is near in one of these is looked at closely
ROUGH = 0.40
SHAPE = (iris_codes.RINGS, iris_codes.AROUND, 2 * len(iris_codes.WAVES))


class Gallery:
    """The eyes of everybody whose images are held, in memory of the worker alone."""

    def __init__(self, keys: Keys) -> None:
        self._seal = AESGCM(derived(b"".join(keys[name].seed for name in sorted(keys)), b"rekam eye codes"))
        self._codes: dict[tuple[int, str], IrisCode] = {}
        self._known = 0

    def load(self) -> None:
        """What was added since; what was erased is forgotten."""
        for row in EyeCode.objects.filter(pk__gt=self._known).order_by("pk"):
            raw = self._seal.decrypt(bytes(row.sealed)[:12], bytes(row.sealed)[12:], row.eye.encode())
            self._codes[row.recorded_id, row.eye] = _unpacked(raw)
            self._known = row.pk
        held = set(EyeCode.objects.values_list("recorded_id", "eye"))
        self._codes = {key: code for key, code in self._codes.items() if key in held}

    def add(self, recorded: Recorded, eye: str, code: IrisCode) -> None:
        nonce = token_bytes(12)
        sealed = nonce + self._seal.encrypt(nonce, _packed(code), eye.encode())
        EyeCode.objects.update_or_create(recorded=recorded, eye=eye, defaults={"sealed": sealed})

    def near(self, code: IrisCode, eye: str, *, but: int) -> dict[int, float]:
        """Whose eye this is, too: by recording the distance, below the threshold."""
        found = {}
        for (pk, side), other in self._codes.items():
            if side == eye and pk != but and _roughly(code, other) < ROUGH:
                distance = iris_codes.distance(code, other)
                if distance < iris_codes.THRESHOLD:
                    found[pk] = distance
        return found


def turn(keys: Keys, gallery: Gallery, *, at: datetime) -> int:
    """Compare the next recording. 1 when there was one, 0 when all are compared."""
    found = Recorded.objects.filter(compared_at=None, erased_at=None).select_related("packet")
    recorded = found.order_by("pk").first()
    if recorded is None:
        return 0
    try:
        said = opening.read(recorded.packet, keys).recording
    except (WireTrouble, FileNotFoundError):
        said = None
    compare(recorded, said, keys, gallery, at=at)
    return 1


@transaction.atomic
def compare(
    recorded: Recorded, said: Recording | None, keys: Keys, gallery: Gallery, *, at: datetime
) -> None:
    gallery.load()
    records = parts(said) if said else {}
    before = [*Recorded.objects.filter(nik=recorded.nik, erased_at=None).exclude(pk=recorded.pk)]
    for other in before if recorded.nik else []:
        if other.compared_at is not None:
            _keep(recorded, other, *_one_to_one(records, other, keys))
    niks = dict(Recorded.objects.values_list("pk", "nik"))
    for pk, distance in _same_eyes(recorded, records, gallery).items():
        if niks.get(pk) != recorded.nik:
            _keep(recorded, Recorded.objects.get(pk=pk), Likeness.SAME, 1 - distance, "iris")
    recorded.compared_at = at
    recorded.save(update_fields=["compared_at"])
    judging.settle([recorded], source=f"compared:{recorded.packet.packet_id}", at=at)


def parts(said: Recording) -> dict[str, bytes]:
    """Finger and iris records by the part that they show, where each shows one."""
    wanted = (Modality.FINGER, Modality.IRIS)
    return {c.parts[0]: c.data for c in said.captures if c.modality in wanted and len(c.parts) == 1}


def _one_to_one(
    records: Mapping[str, bytes], other: Recorded, keys: Keys
) -> tuple[Likeness, float | None, str]:
    try:
        theirs = parts(opening.read(other.packet, keys).recording)
        found = biometrics.people(records, theirs)
    except (BadRecord, WireTrouble, FileNotFoundError):
        return Likeness.UNKNOWN, None, ""
    said = {True: Likeness.SAME, False: Likeness.DIFFERENT, None: Likeness.UNKNOWN}[found.same_person]
    return said, float(found.score), "iris" if found.irises and not found.fingers else "finger"


def _same_eyes(recorded: Recorded, records: Mapping[str, bytes], gallery: Gallery) -> dict[int, float]:
    """Recordings with an eye like one of these. The eyes themselves are added to the gallery."""
    found: dict[int, float] = {}
    for eye in EYES:
        code = _code(records[eye]) if eye in records else None
        if code is not None:
            found |= gallery.near(code, eye, but=recorded.pk)
            gallery.add(recorded, eye, code)
    return found


def _code(record: bytes) -> IrisCode | None:
    try:
        return iris_codes.code(fingers.grey(compress.unpack(iso_iris.read(record)[0].image)))
    except BadRecord:
        return None


def _keep(one: Recorded, other: Recorded, said: Likeness, score: float | None, by: str) -> None:
    first, second = sorted((one, other), key=lambda r: r.pk)
    Alike.objects.update_or_create(
        one=first, other=second, defaults={"said": said.value, "score": score, "by": by}
    )


def _roughly(one: IrisCode, other: IrisCode) -> float:
    """The distance at a few turns only, on every second ring."""
    least = 1.0
    for turned in ROUGH_TURNS:
        bits = np.roll(one.bits[::2], turned, axis=1)
        both = np.roll(one.seen[::2], turned, axis=1) & other.seen[::2]
        count = int(both.sum())
        if count:
            least = min(least, float(((bits ^ other.bits[::2]) & both).sum()) / count)
    return least


def _packed(code: IrisCode) -> bytes:
    return np.packbits(np.stack([code.bits, code.seen])).tobytes()


def _unpacked(raw: bytes) -> IrisCode:
    count = 2 * SHAPE[0] * SHAPE[1] * SHAPE[2]
    both = np.unpackbits(np.frombuffer(raw, np.uint8), count=count).astype(bool).reshape(2, *SHAPE)
    return IrisCode(both[0], both[1])
