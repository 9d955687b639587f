"""When a capture is good enough. Three tries, the best is kept, and nobody is sent home for worn fingers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rekam.domain.recording.steps import HANDS, Step
from rekam.domain.trouble import RuleBroken


class LowReason(StrEnum):
    """Why a low score is accepted. The office sees them by device, operator and place."""

    WORN = "worn"
    DRY_OR_WET = "dry_or_wet"
    TREMBLING = "trembling"
    EYES = "eyes"
    LIGHT = "light"
    DEVICE = "device"
    OTHER = "other"


class Verdict(StrEnum):
    GOOD = "good"
    AGAIN = "again"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What clients in the field use; the roster pack carries the office's own."""

    finger: int = 40
    thumb: int = 40
    iris: int = 60
    face: int = 90
    likeness: int = 40  # of an index finger to its first capture
    tries: int = 3

    def of(self, step: Step) -> int:
        own = {
            Step.THUMBS: self.thumb,
            Step.IRISES: self.iris,
            Step.FACE: self.face,
            Step.CONFIRM: self.likeness,
        }
        return own.get(step, self.finger if step in HANDS else 0)


FIELD = Thresholds()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a step stands after its tries: the best of them, and what may be done now."""

    verdict: Verdict
    best: int
    lowest: int
    left: int


_TRIES_LEFT = "%(left)s of %(tries)s tries are left: capture again before accepting a low quality."
_NO_REASON = "A low quality is accepted with a reason: choose the one that fits, then go on."
_NOTHING_YET = "Nothing was captured in this step yet: capture first."


def best_of(tries: Sequence[Mapping[str, int]]) -> int:
    """The place of the try that is kept: the one whose worst part is best, then the best on the whole.

    A try is kept whole, so that all fingers of a hand come from one moment; of equal ones the first.
    """
    if not tries:
        raise RuleBroken("capture.nothing_yet", _NOTHING_YET)
    return max(range(len(tries)), key=lambda n: (lowest(tries[n]), sum(tries[n].values()), -n))


def lowest(scores: Mapping[str, int]) -> int:
    return min(scores.values(), default=0)


def judge(tries: Sequence[Mapping[str, int]], *, threshold: int, most: int) -> Standing:
    """Good: go on. Again: there are tries left. Accept: the best of three, with a reason."""
    best = best_of(tries)
    reached = lowest(tries[best])
    left = max(0, most - len(tries))
    if reached >= threshold:
        return Standing(Verdict.GOOD, best, reached, left)
    return Standing(Verdict.AGAIN if left else Verdict.ACCEPT, best, reached, left)


def check_accepted(standing: Standing, reason: str, *, most: int) -> None:
    """Going on needs a good score, or three tries and a reason. It never needs a good score."""
    if standing.verdict == Verdict.AGAIN:
        raise RuleBroken("capture.tries_left", _TRIES_LEFT, left=standing.left, tries=most)
    if standing.verdict == Verdict.ACCEPT and reason not in set(LowReason):
        raise RuleBroken("capture.no_reason", _NO_REASON)
