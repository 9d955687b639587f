"""How large the pictures of one person may be together: a packet holds so much and no more.

A picture within its own share is always taken. A larger one is taken as long as the shares of everything that
is still to come fit beside it. So nothing turns out to be too large at the end, when the resident has signed.
"""

from collections.abc import Mapping

from django.db.models import Sum
from django.db.models.functions import Length

from rekam.domain.recording import parts
from rekam.domain.recording.steps import HANDS, Step
from rekam.station.counter.models import Draft, Shot
from rekam.station.counter.work import Work
from rekam.wire.packets import LARGEST_CIPHERTEXT

MIB = 1024 * 1024
LARGEST = LARGEST_CIPHERTEXT - MIB  # the rest is for words, keys and the seal
FINGER, EYE, FACE, SIGNATURE = MIB * 3 // 4, MIB * 3 // 4, 2 * MIB, MIB // 2  # several times what is usual


def has_room(draft: Draft, work: Work, step: Step, size: int) -> bool:
    """Whether a try of so many bytes can be sealed, whichever tries are kept of the other steps."""
    shares = _shares(work)
    if size <= shares.get(step, 0) or step == Step.CONFIRM:  # compared, and not sent
        return True
    held = _largest(draft)
    others = sum(max(share, held.get(each, 0)) for each, share in shares.items() if each != step)
    return others + size <= LARGEST


def _shares(work: Work) -> Mapping[Step, int]:
    """What each step may need. The last one is the signature for what was shown."""
    own = {Step.FACE: FACE, Step.EXCEPTIONS: FACE, Step.SIGNATURE: SIGNATURE, Step.REVIEW: SIGNATURE}
    each = {**dict.fromkeys(HANDS, FINGER), Step.IRISES: EYE}
    by_part = {step: share * len(parts.expected(step, work.exceptions)) for step, share in each.items()}
    return {**own, **by_part}


def _largest(draft: Draft) -> Mapping[Step, int]:
    """The largest try of each step, in bytes."""
    found: dict[Step, int] = {}
    tries = Shot.objects.filter(draft=draft).annotate(size=Sum(Length("pieces__data")))
    for step, size in tries.values_list("step", "size"):
        found[Step(step)] = max(found.get(Step(step), 0), size or 0)
    return found
