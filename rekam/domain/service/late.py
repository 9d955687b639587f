"""Which faults have waited longer than the office promised."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open fault as the service levels see it: in which state since when, and where.

    ``is_without_kit``: its kecamatan has no kit that records; that goes before everything else.
    """

    fault: int
    state: str
    since: datetime
    reported_at: datetime
    is_without_kit: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """How much longer a fault has waited than the office promised; ``what`` names the promise."""

    waiting: Waiting
    what: str
    over: timedelta


def overdue(
    waiting: Iterable[Waiting], promised: Callable[[Waiting], tuple[str, datetime] | None], at: datetime
) -> list[Late]:
    """The faults that have waited too long: kecamatan without a kit first, then the longest over.

    *promised* says until when something should have happened, and what; None: nothing was promised.
    """
    found = []
    for each in waiting:
        due = promised(each)
        if due is not None and due[1] < at:
            found.append(Late(each, due[0], at - due[1]))
    return sorted(found, key=lambda late: (not late.waiting.is_without_kit, -late.over))
