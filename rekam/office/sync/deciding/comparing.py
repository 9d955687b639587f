"""Is it one person? Each recording is compared with those under the same NIK, and its eyes with everybody's.

It is done when nothing waits to be opened: a recording counts at once, and what the comparison says is known
later. What eyes look like in numbers is kept sealed under a key that only the worker has.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from rekam.biometrics import comparing as biometrics
from rekam.biometrics import iris_codes, iris_search, irises
from rekam.biometrics.iris_codes import IrisCode
from rekam.biometrics.trouble import BadRecord
from rekam.domain.sync.people import Likeness
from rekam.office.ledger import actions as ledger
from rekam.office.sync.keeping import regaining
from rekam.office.sync.models import Alike, EyeCode, Packet, PacketState, Recorded
from rekam.office.sync.queueing import in_turn
from rekam.office.sync.taking import judging
from rekam.office.sync.unsealing import aside, opening
from rekam.office.sync.unsealing.opening import Contents, Keys
from rekam.wire import packets as wire
from rekam.wire.keys import derived
from rekam.wire.recordings import Kind, Modality, Recording
from rekam.wire.trouble import WireTrouble

EYES = ("Left", "Right")
AT_ONCE, LONGEST_SECONDS = 20, 1.0  # compared before they are written down together
ASKED_AT_ONCE = 500
REMEMBERED_BYTES = 64 * 1024 * 1024

Parts = Mapping[str, bytes]


class Gallery:
    """The eyes of everybody whose images are held, in memory of the worker alone; and what was opened just
    now, so that it need not be opened again.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._seal = AESGCM(derived(b"".join(keys[name].seed for name in sorted(keys)), b"rekam eye codes"))
        self._eyes = {eye: iris_search.Table() for eye in EYES}
        self._known = 0
        self._opened: dict[int, Parts] = {}
        self.not_whole: list[Packet] = []

    def load(self) -> None:
        """What was added since; what was erased is forgotten."""
        strange: set[int] = set()
        for row in EyeCode.objects.filter(pk__gt=self._known, eye__in=EYES).order_by("pk"):
            sealed = bytes(row.sealed)
            try:
                raw = self._seal.decrypt(sealed[:12], sealed[12:], row.eye.encode())
            except InvalidTag:
                strange.add(row.recorded_id)
            else:
                self._eyes[row.eye].put(row.recorded_id, raw)
            self._known = row.pk
        self._look_anew(sorted(strange))
        for eye, table in self._eyes.items():
            held = EyeCode.objects.filter(eye=eye)
            if held.count() != len(table):
                table.keep(set(held.values_list("recorded_id", flat=True)))

    def _look_anew(self, strange: Sequence[int]) -> None:
        """These were sealed when the worker had other keys than now. Their bodies are compared once more,
        where their packets can be opened still.
        """
        for start in range(0, len(strange), ASKED_AT_ONCE):
            some = Recorded.objects.filter(pk__in=strange[start : start + ASKED_AT_ONCE])
            whose = [each.pk for each in some.select_related("packet") if self._opens(each.packet)]
            with in_turn(), transaction.atomic():
                EyeCode.objects.filter(recorded__in=whose).delete()
                Recorded.objects.filter(pk__in=whose).update(compared_at=None)

    def _opens(self, packet: Packet) -> bool:
        return not self._keys.keys().isdisjoint(wire.read(bytes(packet.header)).header.keys)

    def put(self, recorded: Recorded, eye: str, code: IrisCode) -> None:
        self._eyes[eye].put(recorded.pk, iris_search.packed(code))

    def near(self, code: IrisCode, eye: str, *, but: int) -> dict[int, float]:
        """Whose eye this is, too: by recording the distance, below the threshold."""
        return self._eyes[eye].near(code, but=but)

    def sealed(self, code: IrisCode, eye: str) -> bytes:
        nonce = token_bytes(12)
        return nonce + self._seal.encrypt(nonce, iris_search.packed(code), eye.encode())

    def remember(self, opened: Iterable[Contents]) -> None:
        size = sum(len(data) for each in self._opened.values() for data in each.values())
        for contents in opened:
            if contents.recording.kind is not Kind.RECORDING:
                continue
            found = parts(contents.recording)
            size += sum(map(len, found.values()))
            if size <= REMEMBERED_BYTES:
                self._opened[contents.packet.pk] = found

    def parts_of(self, packet: Packet) -> Parts | None:
        """Nothing where the packet cannot be opened any more."""
        held = self._opened.pop(packet.pk, None)
        if held is not None:
            return held
        try:
            return parts(opening.read(packet, self._keys).recording)
        except opening.NotWhole:
            self.not_whole.append(packet)
        except WireTrouble:
            pass
        return None


@dataclass
class Compared:
    """What was found out about one recording: by recording how alike, and the codes of its eyes."""

    recorded: Recorded
    alike: dict[int, tuple[Likeness, float | None, str]] = field(default_factory=dict)
    eyes: dict[str, IrisCode] = field(default_factory=dict)


def turn(gallery: Gallery, *, at: datetime) -> int:
    """Compare the next recordings. How many; 0 when all are compared.

    Comparing takes long and locks nothing; what was found is written down afterwards, together.
    """
    found = Recorded.objects.filter(compared_at=None, erased_at=None).select_related("packet")
    found = found.exclude(packet__state=PacketState.ARRIVING)  # awaited again: compared when it has come
    some = list(found.order_by("pk")[:AT_ONCE])
    if not some:
        return 0
    gallery.load()
    done: list[Compared] = []
    same_nik = _same_nik(some)
    until = time.monotonic() + LONGEST_SECONDS
    while len(done) < len(some) and (not done or time.monotonic() < until):
        next_one = some[len(done)]
        others = [each for each in same_nik.get(next_one.nik, ()) if each.pk != next_one.pk]
        done.append(_compare(next_one, others, gallery, also=[each.recorded.pk for each in done]))
    while gallery.not_whole:
        regaining.make_sure(gallery.not_whole.pop(), at=at)
    _write_down(done, gallery, at=at)
    return len(done)


def _compare(
    recorded: Recorded, same_nik: Iterable[Recorded], gallery: Gallery, *, also: Sequence[int]
) -> Compared:
    """With those that were compared before, and *also* with those of the same portion."""
    done = Compared(recorded)
    records = gallery.parts_of(recorded.packet) or {}
    for other in same_nik:
        if other.compared_at is not None or other.pk in also:
            done.alike[other.pk] = _one_to_one(records, other, gallery)
    near = _same_eyes(done, records, gallery)
    others = Recorded.objects.filter(pk__in=near).exclude(nik=recorded.nik)
    for pk in others.values_list("pk", flat=True) if near else ():
        done.alike[pk] = (Likeness.SAME, float(biometrics.as_score(near[pk])), "iris")
    return done


def _same_nik(some: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    """All recordings of these people, by NIK."""
    found: dict[str, list[Recorded]] = {}
    niks = {recorded.nik for recorded in some if recorded.nik}
    for each in Recorded.objects.filter(nik__in=niks).select_related("packet"):
        found.setdefault(each.nik, []).append(each)
    return found


@transaction.atomic
def _write_down(done: Sequence[Compared], gallery: Gallery, *, at: datetime) -> None:
    """Whose NIK was changed meanwhile (two people said who it is) is compared anew."""
    if any(each.alike for each in done):
        ledger.lock()  # before anything that people who decide lock after it
    wanted = [each.recorded.pk for each in done]
    held = Recorded.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    now = dict(held.exclude(packet__state=PacketState.ARRIVING).values_list("pk", "nik"))
    good = [each for each in done if now.get(each.recorded.pk) == each.recorded.nik]
    for each in good:
        _keep(each, gallery)
    Recorded.objects.filter(pk__in=[each.recorded.pk for each in good]).update(compared_at=at)
    touched = [each.recorded for each in good if each.alike]
    if touched:
        judging.settle(touched, source=f"compared:{len(good)}", at=at)


def _keep(done: Compared, gallery: Gallery) -> None:
    for eye, code in done.eyes.items():
        sealed = gallery.sealed(code, eye)
        EyeCode.objects.update_or_create(recorded=done.recorded, eye=eye, defaults={"sealed": sealed})
    for pk, (said, score, by) in done.alike.items():
        first, second = sorted((pk, done.recorded.pk))
        Alike.objects.update_or_create(
            one_id=first, other_id=second, defaults={"said": said.value, "score": score, "by": by}
        )


def parts(said: Recording) -> Parts:
    """Finger and iris records by the part that they show, where each shows one."""
    wanted = (Modality.FINGER, Modality.IRIS)
    return {c.parts[0]: c.data for c in said.captures if c.modality in wanted and len(c.parts) == 1}


def _one_to_one(records: Parts, other: Recorded, gallery: Gallery) -> tuple[Likeness, float | None, str]:
    """Where the images of the other are erased nothing can be compared, and two people are asked."""
    theirs = gallery.parts_of(other.packet) if other.erased_at is None else None
    try:
        found = biometrics.people(records, theirs) if theirs is not None else None
    except BadRecord:
        found = None
    except Exception as error:  # an image that nobody foresaw stops nobody else's
        aside.note(other.packet, error)
        found = None
    if found is None:
        return Likeness.UNKNOWN, None, ""
    said = {True: Likeness.SAME, False: Likeness.DIFFERENT, None: Likeness.UNKNOWN}[found.same_person]
    return said, float(found.score), "iris" if found.irises and not found.fingers else "finger"


def _same_eyes(done: Compared, records: Parts, gallery: Gallery) -> dict[int, float]:
    """Recordings with an eye like one of these. The eyes themselves are added to the gallery."""
    found: dict[int, float] = {}
    for eye in EYES:
        code = _code(records[eye], done.recorded.packet) if eye in records else None
        if code is not None:
            found |= gallery.near(code, eye, but=done.recorded.pk)
            gallery.put(done.recorded, eye, code)
            done.eyes[eye] = code
    return found


def _code(record: bytes, packet: Packet) -> IrisCode | None:
    try:
        return iris_codes.code(irises.of_record(record))
    except BadRecord:
        pass
    except Exception as error:  # as above
        aside.note(packet, error)
    return None
