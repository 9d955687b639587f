"""What the office does next about somebody who did not come, by the reason that was given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rekam.domain.visits.outcomes import MAY_HAVE_A_REASON, Outcome, Reason


class Next(StrEnum):
    EVENING = "evening"
    SECOND_PASS = "second_pass"
    HOME_VISIT = "home_visit"
    SUMMONS = "summons"
    REGISTRAR = "registrar"


class Hours(StrEnum):
    """When a second pass finds people."""

    DAY = "day"
    EVENING = "evening"


BY_REASON: dict[Reason, Next] = {
    Reason.BUSY: Next.EVENING,
    Reason.FAR: Next.SECOND_PASS,
    Reason.MOVED: Next.REGISTRAR,
    Reason.DIED: Next.REGISTRAR,
    Reason.AWAY: Next.SECOND_PASS,
    Reason.NO_NEED: Next.SUMMONS,
    Reason.APPEARANCE: Next.SECOND_PASS,
    Reason.ILL: Next.HOME_VISIT,
    Reason.OTHER: Next.SECOND_PASS,
}
COMES_AGAIN = (Next.EVENING, Next.SECOND_PASS)
# What a list of people to go after holds; whoever moved or died is a proposal to the registrar.
GONE_AFTER = (Next.HOME_VISIT, Next.SUMMONS, Next.EVENING, Next.SECOND_PASS)
# Whoever stayed away without a word from so many visits is sent for; nobody is after the first.
MOST_SILENCES = 2


def next_action(
    outcome: Outcome, reason: Reason | None, *, has_refused: bool = False, passes: int = 1
) -> Next | None:
    """What is done about one person; nothing when there is nothing left to do.

    *passes*: at how many visits, with this one, the person was expected and not recorded. A failed recording
    is made again. Who refuses is sent for, unless the reason is one that a visit can meet: illness, a
    wish to look well in the photograph, work.
    """
    if outcome not in MAY_HAVE_A_REASON:
        return None
    if outcome == Outcome.FAILED and reason is None:
        return Next.SECOND_PASS
    if reason is None:
        return Next.SUMMONS if has_refused or passes >= MOST_SILENCES else Next.SECOND_PASS
    if has_refused and reason == Reason.OTHER:
        return Next.SUMMONS
    return BY_REASON[reason]


@dataclass(frozen=True, slots=True)
class Advice:
    """For a whole visit: how many people each next step has, and when a second pass would find its own."""

    people: Mapping[Next, int] = field(default_factory=dict)

    @property
    def second_pass(self) -> int:
        return sum(self.people.get(each, 0) for each in COMES_AGAIN)

    @property
    def hours(self) -> Hours:
        """In the evening or at the weekend when at least half of them were busy at work."""
        busy = self.people.get(Next.EVENING, 0)
        return Hours.EVENING if busy and 2 * busy >= self.second_pass else Hours.DAY


def advise(actions: Iterable[Next | None]) -> Advice:
    found = [action for action in actions if action is not None]
    return Advice({each: found.count(each) for each in Next if each in found})
