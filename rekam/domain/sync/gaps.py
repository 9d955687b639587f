"""Has everything arrived? A station numbers its packets without gaps, so what is missing can be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that are missing, both ends included."""

    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Link:
    """A packet as a link of its station's chain: its own hash and that of the header before it."""

    sequence: int
    name: str
    previous: str


NOTHING = "0" * 64  # what the first of a chain names as the one before


def missing(sequences: Iterable[int], *, told: int = 0) -> list[Gap]:
    """What is missing of 1, 2, 3 ... up to the highest number that came, or that a closing told of."""
    gaps, expected = [], 1
    for number in sorted(set(sequences)):
        if number > expected:
            gaps.append(Gap(expected, number - 1))
        expected = max(expected, number + 1)
    return [*gaps, *after(expected - 1, told=told)]


def after(last: int, *, told: int) -> list[Gap]:
    """What a closing told of and nothing came of, after the last that came."""
    return [Gap(last + 1, told)] if told > last else []


def until(last: int, gaps: Iterable[Gap]) -> list[Gap]:
    """The missing numbers up to a last one, this included."""
    return [Gap(gap.first, min(gap.last, last)) for gap in gaps if gap.first <= last]


def without(gaps: Iterable[Gap], others: Iterable[Gap]) -> list[Gap]:
    """What is left of the missing numbers when some others are taken out."""
    taken = sorted(others, key=lambda gap: gap.first)
    left: list[Gap] = []
    for gap in gaps:
        first = gap.first
        for other in taken:
            if other.last < first or other.first > gap.last:
                continue
            if other.first > first:
                left.append(Gap(first, other.first - 1))
            first = other.last + 1
        if first <= gap.last:
            left.append(Gap(first, gap.last))
    return left


def count(gaps: Iterable[Gap]) -> int:
    return sum(gap.count for gap in gaps)


def broken(links: Iterable[Link]) -> list[int]:
    """The numbers whose header names another predecessor than the one that is held: something was put in or
    taken out. Where the predecessor is missing nothing can be said yet.
    """
    held: Mapping[int, Link] = {link.sequence: link for link in links}
    before = {0: NOTHING, **{number: link.name for number, link in held.items()}}
    return [n for n, link in sorted(held.items()) if n - 1 in before and link.previous != before[n - 1]]


def outside(gaps: Iterable[Gap], spans: Iterable[Gap], *, within: Gap | None = None) -> int:
    """How many of the missing numbers no closing accounts for: each of them may be a recording of any visit
    that the laptop was at. *spans*: what closings told of. *within*: where a visit can have any.
    """
    known = [span for span in spans if span.first <= span.last]
    near = gaps if within is None else [_between(gap, within) for gap in gaps]
    return count(without((gap for gap in near if gap.first <= gap.last), known))


def _between(gap: Gap, within: Gap) -> Gap:
    return Gap(max(gap.first, within.first), min(gap.last, within.last))
