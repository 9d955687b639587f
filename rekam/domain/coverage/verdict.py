"""Is this person obliged on a day, and why or why not: the question of a resident's page.

Asked from the life directly, not from its steps; a property test holds the two ways to the same answer.
"""

from dataclasses import dataclass
from datetime import date

from rekam.domain.coverage.life import Life, Stay
from rekam.domain.coverage.rules import FIRST_TIMER_AGE, OBLIGED_AGE, birthday


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person counts as on a day. ``why`` is a stable code, ``since`` the day from which it holds."""

    registered: bool
    obliged: bool
    recorded: bool
    why: str
    since: date | None = None
    area: str | None = None


def stay_on(life: Life, on: date) -> Stay | None:
    """Where the person was domiciled on a day, if here and alive."""
    for stay in life.stays:
        began = on >= life.born and (stay.since is None or on >= stay.since)
        if began and (stay.until is None or on < stay.until):
            return stay
    return None


def verdict(life: Life, first_recorded: date | None, on: date) -> Verdict:
    """The person's standing on a day, with the one reason that decides it."""
    stay = stay_on(life, on)
    if stay is None:
        return _absent(life, on)
    turned_17 = birthday(life.born, OBLIGED_AGE)
    married = life.married_on is not None and life.married_on <= on
    if not life.is_eligible(on):
        return Verdict(True, False, False, "obliged.no_permanent_stay", area=stay.area)
    if turned_17 > on and not married:
        first_timer = birthday(life.born, FIRST_TIMER_AGE) <= on
        why = "obliged.first_timer" if first_timer else "obliged.under_age"
        return Verdict(True, False, False, why, turned_17, stay.area)
    recorded = first_recorded is not None and first_recorded <= on
    if turned_17 <= on:
        return Verdict(True, True, recorded, "obliged.aged_17", turned_17, stay.area)
    return Verdict(True, True, recorded, "obliged.married", life.married_on, stay.area)


def _absent(life: Life, on: date) -> Verdict:
    if on < life.born:
        return Verdict(False, False, False, "obliged.not_born", life.born)
    past = [s for s in life.stays if s.until is not None and s.until <= on]
    if not past:
        return Verdict(False, False, False, "obliged.not_yet_here", life.stays[0].since)
    return Verdict(False, False, False, f"obliged.{past[-1].left}", past[-1].until)
