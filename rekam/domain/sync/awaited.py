"""How many recordings a visit still awaits from one laptop, under one set of its keys. None: it may close.

A laptop numbers everything that it sends 1, 2, 3 ... Its closings tell of those numbers in two ways: programs
of today count them by visit; earlier ones told of a day alone, from its first number to its last, with how
many people were recorded. What a visit awaits has three parts:

1. numbers that a closing counted for it, and that have not arrived;
2. of a day that was told as a whole, as many as are not here, and no more than numbers are missing in it;
3. missing numbers that no closing accounts for, near its own: each may be a recording of anybody.

An example. A laptop was at the visits A and B. A closing counted 1, 2, 3 for A and 5, 6 for B. On another day
an earlier program closed 8 to 11 at A, with 3 people recorded. The office holds 1, 2, 5, 6, 8 and 9.

    number    1  2  3  4  5  6  7  8  9 10 11
    held      x  x        x  x     x  x
    told of   A  A  A     B  B     --- A ----

A awaits 3, which was counted (1). Of its day two of three people are here, and 10 and 11 are missing: one of
them is the third (1). And 4 and 7 lie between its first number and its last, where nobody has accounted for
them (2). That makes 4. Of B the numbers are 5 to 7 at the most, and 7 alone may be somebody: 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rekam.domain.sync import gaps
from rekam.domain.sync.gaps import Gap


@dataclass(frozen=True, slots=True)
class Day:
    """A day that an earlier program told of as a whole. *here*: the recordings of its numbers that the office
    holds, of whatever visit; where it named no numbers (the first is after the last) those of the visit.
    """

    first: int
    last: int
    recorded: int
    here: tuple[int, ...] = ()

    @property
    def span(self) -> Gap:
        return Gap(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Known:
    """What the office knows of one visit under one set of keys."""

    counted: tuple[frozenset[int], ...] = ()  # its numbers, as each closing counted them
    counted_elsewhere: tuple[frozenset[int], ...] = ()  # those of other visits
    days: tuple[Day, ...] = ()  # told as a whole, at this visit
    days_elsewhere: tuple[Gap, ...] = ()  # told as a whole at another visit, or at none
    came: frozenset[int] = frozenset()  # its recordings that are believed
    arrived: frozenset[int] = frozenset()  # of those counted: in the register, or in quarantine
    missing: tuple[Gap, ...] = ()  # what is not held, up to the last number that says anything about it
    lost: tuple[Gap, ...] = ()  # what never comes, as somebody said


def awaited(known: Known) -> int:
    """How many recordings: what was counted, what a whole day lacks, and what nobody accounts for."""
    open_ones = _all(known.counted) - known.arrived
    counted = sum(not _is_in(number, known.lost) for number in open_ones)
    days = sum(_lacking(day, known) for day in known.days)
    return counted + days + gaps.outside(known.missing, _accounted(known), within=_near(known))


def _lacking(day: Day, known: Known) -> int:
    """Its recordings may be of other visits too, and what lies in quarantine unread may be anything: no more
    of them are awaited than numbers are missing. What was counted by number is awaited as such already: the
    day was closed again by a newer program.
    """
    if day.first > day.last:
        return max(day.recorded - len(day.here), 0)
    every = _all([*known.counted, *known.counted_elsewhere])
    counted = {number for number in every if day.first <= number <= day.last}
    open_ones = gaps.outside(known.missing, [Gap(number, number) for number in counted], within=day.span)
    return max(min(day.recorded - len(counted.union(day.here)), open_ones), 0)


def _all(counted: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(*counted)


def _accounted(known: Known) -> list[Gap]:
    """What closings told of, each by itself: what lies between two of them is accounted for by neither. A day
    told at another visit accounts for nothing where this one has a recording within: the laptop was at both
    on that day, and what is missing may be of either.
    """
    every = [numbers for numbers in (*known.counted, *known.counted_elsewhere) if numbers]
    elsewhere = [span for span in known.days_elsewhere if not any(_is_in(n, [span]) for n in known.came)]
    return [
        *(day.span for day in known.days),
        *(Gap(min(numbers), max(numbers)) for numbers in every),
        *elsewhere,
    ]


def _near(known: Known) -> Gap | None:
    """Where its numbers lie, once a closing has told of any; with what is missing just after them, which may
    be its own of a day that no closing has told of yet. Before that they may lie anywhere.
    """
    told = {*_all(known.counted), *(end for day in known.days for end in (day.first, day.last))}
    if not told:
        return None
    numbers = told | known.came
    last = max(numbers)
    after = [gap.last for gap in known.missing if gap.first <= last + 1]
    return Gap(min(numbers), max([last, *after]))


def _is_in(number: int, spans: Iterable[Gap]) -> bool:
    return any(span.first <= number <= span.last for span in spans)
