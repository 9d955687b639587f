"""Corrections of one field of one resident, made at several counters against rosters of several days.

A correction says what it found and what it put there (compare and set). From what the register held before
any of them, each that finds what is there is made; two that find the same and want different things are a
clash, and so is one that finds what never was. A clerk decides those. The same for every order of arrival.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """*name* tells it from all others."""

    name: str
    was: str
    to: str


@dataclass(frozen=True, slots=True)
class Field:
    """What the corrections of a field come to."""

    value: str
    made: tuple[str, ...] = ()
    clashing: tuple[str, ...] = ()


def settle(base: str, corrections: Iterable[Correction]) -> Field:
    """Where the corrections lead from *base*. One that changes nothing is made as soon as it is heard."""
    left = {each.name: each for each in sorted(corrections, key=lambda c: c.name)}
    made = [name for name, each in left.items() if each.was == each.to]
    for name in made:
        del left[name]
    value = base
    while True:
        finding = [each for each in left.values() if each.was == value]
        wanted = {each.to for each in finding}
        if len(wanted) != 1:
            break
        [value] = wanted
        for each in finding:
            made.append(each.name)
            del left[each.name]
    agreed = [name for name, each in left.items() if each.to == value]  # another said so from an older roster
    made += agreed
    return Field(value, tuple(sorted(made)), tuple(sorted(left.keys() - set(agreed))))
