"""Is this person obliged on a day, and why or why not: the question of a resident's page.

Asked from the life directly, not from its steps; a property test holds the two ways to the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rekam.domain.coverage.life import Life, Stay
from rekam.domain.coverage.rules import FIRST_TIMER_AGE, OBLIGED_AGE, birthday, obliged_from


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
    since = _obliged_since(life, on)
    why = "obliged.aged_17" if turned_17 <= since else "obliged.married"
    return Verdict(True, True, recorded, why, since, stay.area)


def _obliged_since(life: Life, on: date) -> date:
    """From which day all three hold without a break: of age or married, living here, and within the law."""
    of_age, _cause = obliged_from(life.born, life.married_on)
    lives_here = _unbroken([(s.since or life.born, s.until) for s in life.stays], on)
    is_eligible = _unbroken([(e.since or life.born, e.until) for e in life.eligible], on)
    return max(of_age, lives_here, is_eligible, life.born)


def _unbroken(spans: Iterable[tuple[date, date | None]], on: date) -> date:
    """The first day of the spans, in their order, that reach *on* without a gap."""
    found, reached = date.max, date.min
    for start, until in spans:
        if until is not None and until <= start:
            continue
        if start > on:
            break
        found = found if start <= reached else start
        reached = until or date.max
    return found


def _absent(life: Life, on: date) -> Verdict:
    if on < life.born:
        return Verdict(False, False, False, "obliged.not_born", life.born)
    past = [s for s in life.stays if s.until is not None and s.until <= on]
    if not past:
        return Verdict(False, False, False, "obliged.not_yet_here", life.stays[0].since)
    return Verdict(False, False, False, f"obliged.{past[-1].left}", past[-1].until)
