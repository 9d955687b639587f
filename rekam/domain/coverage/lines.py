"""A life as signed ledger lines, and what later knowledge adds to them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rekam.domain.coverage.life import Life, Saying, Session, Stay, days_of_news, learn, recorded_on
from rekam.domain.coverage.rules import Measure, Reason, obliged_from


class Step(NamedTuple):
    """On this day the person began (amount 1) or ceased (-1) to count in an area."""

    measure: Measure
    area: str
    sex: str
    on: date
    cause: Reason
    amount: int


class Line(NamedTuple):
    """One line of the ledger. ``reason`` is what happened to our knowledge, ``cause`` what happened in life.

    They differ only for an opening (reason ``opening``) and for what corrects an earlier line
    (``corrected``, ``recording_voided``).
    """

    measure: Measure
    area: str
    sex: str
    reason: Reason
    cause: Reason
    amount: int
    effective_on: date
    known_on: date


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which something holds, with the causes of its two ends."""

    start: date
    came: Reason
    until: date | None
    left: Reason

    @property
    def is_empty(self) -> bool:
        return self.until is not None and self.until <= self.start


def _later(span: Span, start: date | None, cause: Reason, *, or_same: bool = False) -> Span:
    if start is None or start < span.start or (start == span.start and not or_same):
        return span
    return Span(start, cause, span.until, span.left)


def _registered(life: Life, stay: Stay) -> Span:
    span = Span(life.born, Reason.BORN, stay.until, stay.left or Reason.LEFT_REGISTER)
    return _later(span, stay.since, stay.came)


def _obliged(life: Life, registered: Span) -> Iterator[Span]:
    start, cause = obliged_from(life.born, life.married_on)
    # Who turns 17 on the day of a move turned 17, wherever: the expected birthday only changes its village.
    of_age = _later(registered, start, cause, or_same=True)
    for since, until in life.eligible:
        span = _later(of_age, since, Reason.STATUS_CHANGED)
        if until is not None and (span.until is None or until < span.until):
            span = Span(span.start, span.came, until, Reason.STATUS_CHANGED)
        yield span


def steps(life: Life, first_recorded: date | None) -> list[Step]:
    """Every day on which the person begins or ceases to count, over a whole life and into the future."""
    found: list[Step] = []
    for stay in life.stays:
        registered = _registered(life, stay)
        spans = [(Measure.REGISTERED, registered)]
        for obliged in _obliged(life, registered):
            spans.append((Measure.OBLIGED, obliged))
            if first_recorded is not None:
                recorded = _later(obliged, first_recorded, Reason.RECORDED, or_same=True)
                spans.append((Measure.RECORDED, recorded))
        for measure, span in spans:
            if registered.is_empty or span.is_empty:
                continue
            found.append(Step(measure, stay.area, life.sex, span.start, span.came, 1))
            if span.until is not None:
                found.append(Step(measure, stay.area, life.sex, span.until, span.left, -1))
    return found


def obliged_since(life: Life, on: date = date.max) -> date | None:
    """The first day of the obligation that holds on a day, None where none does; unless a day is named, of
    the one that lasts, also one to come.

    A move from village to village ends and begins it on one day, and interrupts nothing.
    """
    turns: Counter[date] = Counter()
    for step in steps(life, None):
        if step.measure is Measure.OBLIGED and step.on <= on:
            turns[step.on] += step.amount
    last = max((day for day, amount in turns.items() if amount), default=None)
    return last if last and turns[last] > 0 else None


def lines(sayings: Sequence[Saying], sessions: Sequence[Session]) -> list[Line]:
    """All ledger lines of one resident, in the order in which they became known.

    The order of arrival does not matter: what is said with an earlier ``known_on`` takes its earlier place.
    """
    said = sorted(sayings, key=lambda s: s.known_on)
    opening = bool(said) and said[0].came is Reason.OPENING
    posted: list[Line] = []
    life: Life | None = None
    latest: Saying | None = None
    before: Counter[Step] = Counter()
    for known in days_of_news(said, sessions):
        while said and said[0].known_on <= known:
            latest = said.pop(0)
            life = learn(life, latest)
        if life is None:
            continue
        after = Counter(steps(life, recorded_on(latest, sessions, known)))
        posted += difference(before, after, known=known, opening=opening and not before)
        before = after
    return posted


def difference(before: Counter[Step], after: Counter[Step], *, known: date, opening: bool) -> list[Line]:
    """What must be posted when knowledge of a life changes from *before* to *after* on a day.

    A step that was still to come is withdrawn under its own reason: the person will not turn 17 here after
    all. A step that had been counted is taken back as a correction, so that the news stays visible as such.
    """
    gone, new = before - after, after - before
    taken_back = {(s.measure, s.cause) for s in gone if s.on <= known}
    replaced = {(s.measure, s.cause) for s in new}
    lines: list[Line] = []
    for step in gone.elements():
        reason = step.cause
        if step.on <= known:
            voided = step.cause is Reason.RECORDED and (step.measure, step.cause) not in replaced
            reason = Reason.RECORDING_VOIDED if voided else Reason.CORRECTED
        lines.append(_line(step, reason, -step.amount, known))
    for step in new.elements():
        reason = step.cause
        if step.on <= known and opening:
            reason = Reason.OPENING
        elif step.on <= known and (step.measure, step.cause) in taken_back:
            reason = Reason.CORRECTED
        lines.append(_line(step, reason, step.amount, known))
    return lines


def _line(step: Step, reason: Reason, amount: int, known: date) -> Line:
    return Line(step.measure, step.area, step.sex, reason, step.cause, amount, step.on, known)
