"""What becomes of a person at a visit: five outcomes that add up to the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rekam.domain.trouble import RuleBroken


class Outcome(StrEnum):
    """The five of the office's result sheet, in its order."""

    RECORDED = "recorded"
    FAILED = "failed"
    UNDER_16 = "under_16"
    ALREADY_RECORDED = "already_recorded"
    ABSENT = "absent"


class Reason(StrEnum):
    """Why somebody did not come, came and would not, or could not be recorded."""

    BUSY = "busy"
    FAR = "far"
    MOVED = "moved"
    DIED = "died"
    AWAY = "away"
    NO_NEED = "no_need"
    APPEARANCE = "appearance"
    ILL = "ill"
    OTHER = "other"


# Whoever was recorded, is too young or was recorded before needs no reason.
MAY_HAVE_A_REASON = (Outcome.ABSENT, Outcome.FAILED)

_TOO_FEW = (
    "Without an outcome yet: %(missing)s of %(target)s. Mark them, or set all of them absent in one step."
)
_TOO_MANY = (
    "The outcomes add up to %(sum)s, which is %(extra)s more than the target of %(target)s. "
    "Correct a count, or raise the target."
)
_DISPUTED = "People with two different outcomes: %(disputed)s. Decide which one holds, then close."
_REASONS = (
    "Reasons are given for %(reasons)s people, but only %(people)s are absent or failed. Correct the counts."
)
_AWAITED = (
    "Recordings of this visit still on a laptop: %(awaited)s. Connect it, or bring them on a USB disk, "
    "then close. What is lost for good is given up under Incoming recordings."
)
_UNHEARD = (
    "These laptops took a roster pack for this visit along and have not sent the closing of its day: "
    "%(laptops)s. Close the day on each and connect it, or bring its USB disk, then close. If one is lost or "
    "was not used, a registrar closes the visit with a reason."
)


@dataclass(frozen=True, slots=True)
class Tally:
    """A visit's people by outcome. ``disputed`` were given two outcomes, and nobody has decided yet."""

    target: int
    recorded: int = 0
    failed: int = 0
    under_16: int = 0
    already_recorded: int = 0
    absent: int = 0
    disputed: int = 0

    @classmethod
    def of(cls, counts: Mapping[str, int], *, target: int, disputed: int = 0) -> "Tally":
        return cls(target, **{each.value: counts.get(each.value, 0) for each in Outcome}, disputed=disputed)

    @property
    def total(self) -> int:
        return self.recorded + self.failed + self.under_16 + self.already_recorded + self.absent

    @property
    def missing(self) -> int:
        """How many more outcomes the target wants; below zero: so many too many."""
        return self.target - self.total

    @property
    def came(self) -> int:
        return self.total - self.absent

    def count(self, outcome: Outcome) -> int:
        return int(getattr(self, outcome.value))


def check_closes(tally: Tally, *, reasons: int = 0) -> None:
    """The five outcomes add up to the target, or the visit does not close and it is said why."""
    if tally.disputed:
        raise RuleBroken("visit.disputed", _DISPUTED, disputed=tally.disputed)
    if tally.missing > 0:
        raise RuleBroken("visit.people_unmarked", _TOO_FEW, missing=tally.missing, target=tally.target)
    if tally.missing < 0:
        raise RuleBroken(
            "visit.over_target", _TOO_MANY, sum=tally.total, extra=-tally.missing, target=tally.target
        )
    if reasons > tally.absent + tally.failed:
        people = tally.absent + tally.failed
        raise RuleBroken("visit.too_many_reasons", _REASONS, reasons=reasons, people=people)


def check_arrived(awaited: int) -> None:
    """Recorded equals received: while a laptop still has recordings of the visit, it does not close."""
    if awaited:
        raise RuleBroken("visit.awaits_packets", _AWAITED, awaited=awaited)


def check_heard(laptops: Sequence[str], *, why: str) -> None:
    """A laptop that was there and told nothing may hold recordings that nobody knows of: the visit closes
    once all have told, or with a reason.
    """
    if laptops and not why.strip():
        raise RuleBroken("visit.laptops_unheard", _UNHEARD, laptops=", ".join(laptops))
