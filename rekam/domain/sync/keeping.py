"""How long biometrics stay at the office.

UU 27/2022 (PDP) counts biometric data as specific data (art. 4): they are kept for their purpose and erased
after it (art. 43 and 44). Their purpose here ends when the centre has confirmed that the person is single in
the country; until then the office may have to send them again. What was never believed or could not be read
is kept as long as is allowed at most, in case its laptop becomes known, and erased then like the rest.
"""

from dataclasses import dataclass
from datetime import date, timedelta

CONFIRMED = frozenset(
    {"PRINT_READY_RECORD", "SENT_FOR_CARD_PRINTING", "CARD_PRINTED", "CARD_SHIPPED", "CARD_ISSUED"}
)


@dataclass(frozen=True, slots=True)
class Rule:
    """*after_confirmed_days*: so long after the centre confirmed. *at_most_days*: so long in any case."""

    after_confirmed_days: int = 90
    at_most_days: int = 730


@dataclass(frozen=True, slots=True)
class Held:
    """Biometrics of one recording. *in_a_case*: two people still have to compare them."""

    arrived_on: date
    confirmed_on: date | None = None
    in_a_case: bool = False


def erase_on(held: Held, rule: Rule) -> date | None:
    """The day from which they are erased; nothing while a case needs them."""
    if held.in_a_case:
        return None
    last = held.arrived_on + timedelta(days=rule.at_most_days)
    if held.confirmed_on is None:
        return last
    return min(last, held.confirmed_on + timedelta(days=rule.after_confirmed_days))


def is_due(held: Held, rule: Rule, *, on: date) -> bool:
    day = erase_on(held, rule)
    return day is not None and day <= on
