"""Everybody the demo invents, one column per fact, and what they count as on any day.

The truth is written down once: what was first held about a person, what it was changed to, and the register
file that brought the news. Every file is then a view of it, and so is every count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from rekam.demo.days import AS_OF, NEVER, NO_FILE, Ints, birthday

Mask = NDArray[np.bool_]

MAN, WOMAN = 0, 1
HEAD, HUSBAND, WIFE, CHILD, PARENT, KIN = range(6)
SINGLE, MARRIED, DIVORCED, WIDOWED = 1, 2, 3, 4
CITIZEN, PERMANENT_STAY, TEMPORARY_STAY = range(3)
OPENED, BORN, MOVED_IN, JOINED, SPOILED, VISITOR = range(6)
HERE, DIED, MOVED_OUT, LEFT = range(4)


@dataclass
class Draft:
    """People before anything happens to them: families with ages, in villages."""

    household: Ints
    relation: Ints
    sex: Ints
    born: Ints
    desa: Ints
    wed: Ints
    mate: Ints

    def __len__(self) -> int:
        return len(self.born)


@dataclass
class Changing:
    """A fact and its one later change; ``file`` is the register file in which the change is seen first."""

    first: Ints
    later: Ints
    file: Ints

    @classmethod
    def steady(cls, values: Ints) -> "Changing":
        return cls(values.copy(), values.copy(), np.full(len(values), NO_FILE, np.int32))

    def at(self, file: int) -> Ints:
        return np.where(self.file <= file, self.later, self.first)

    def change(self, rows: Ints, to: Ints | int, file: Ints | int) -> None:
        self.later[rows] = to
        self.file[rows] = file


@dataclass
class People:
    household: Changing
    relation: Changing
    sex: Changing
    born: Changing
    desa: Changing
    wed: Changing
    citizenship: Changing
    spelling: Changing
    house: Changing
    mate: Ints
    wed_day: Ints
    came: Ints
    entry_day: Ints
    entry_file: Ints
    arrived: Ints
    exit_kind: Ints
    exit_day: Ints
    exit_file: Ints
    move_day: Ints
    calm: Mask

    def __len__(self) -> int:
        return len(self.mate)

    def changes(self) -> list[Changing]:
        return [value for field in fields(self) if isinstance(value := getattr(self, field.name), Changing)]

    def held(self, file: int) -> Mask:
        """Who is in the register as of a file."""
        mask: Mask = (self.entry_file <= file) & (self.exit_file > file)
        return mask

    def seventeen(self, file: int) -> Ints:
        return birthday(self.born.at(file), 17)

    def registered(self, day: Ints | int, file: int) -> Mask:
        """Alive and domiciled here on a day, as known when *file* was the last one."""
        gone = (self.exit_file <= file) & (self.exit_day <= day)
        came = (self.entry_file <= file) & (self.entry_day <= day)
        mask: Mask = came & ~gone & (self.born.at(file) <= day)
        return mask

    def obliged(self, day: Ints | int, file: int) -> Mask:
        """Registered, of age or ever married, and citizen or staying permanently."""
        eligible = self.citizenship.at(file) != TEMPORARY_STAY
        of_age = self.seventeen(file) <= day
        mask: Mask = self.registered(day, file) & eligible & (of_age | self.wed_by(day, file))
        return mask

    def wed_by(self, day: Ints | int, file: int) -> Mask:
        seen = np.where(self.wed.first >= MARRIED, self.entry_file, self.wed.file)
        since = np.where(self.wed_day < NEVER, self.wed_day, AS_OF[np.minimum(seen, len(AS_OF) - 1)])
        mask: Mask = (self.wed.at(file) >= MARRIED) & (since <= day)
        return mask

    def stir(self, rows: Ints) -> None:
        """Something happens to these people: nothing else will, so that no two stories contradict."""
        self.calm[rows] = False


@dataclass
class Group:
    """A draft and how its people came to be known."""

    draft: Draft
    came: int
    entry_file: Ints
    entry_day: Ints
    arrived: Ints


def assemble(groups: Sequence[Group]) -> People:
    """All groups as one population; household and mate numbers are shifted to stay apart."""
    rows = np.cumsum([0, *(len(g.draft) for g in groups)])[:-1]
    homes = np.cumsum([0, *(int(g.draft.household.max(initial=-1)) + 1 for g in groups)])[:-1]

    def joined(name: str, shifts: NDArray[np.int64] | None = None) -> Ints:
        parts = [getattr(g.draft, name) for g in groups]
        if shifts is not None:
            parts = [np.where(p >= 0, p + s, p) for p, s in zip(parts, shifts, strict=True)]
        return np.concatenate(parts).astype(np.int32)

    size = int(sum(len(g.draft) for g in groups))
    steady = {name: Changing.steady(joined(name)) for name in ("relation", "sex", "born", "desa", "wed")}
    zeros = np.zeros(size, np.int32)
    return People(
        household=Changing.steady(joined("household", homes)),
        citizenship=Changing.steady(zeros),
        spelling=Changing.steady(zeros),
        house=Changing.steady(zeros),
        **steady,
        mate=joined("mate", rows),
        wed_day=np.full(size, NEVER, np.int32),
        came=np.concatenate([np.full(len(g.draft), g.came, np.int32) for g in groups]),
        entry_day=np.concatenate([g.entry_day for g in groups]).astype(np.int32),
        entry_file=np.concatenate([g.entry_file for g in groups]).astype(np.int32),
        arrived=np.concatenate([g.arrived for g in groups]).astype(np.int32),
        exit_kind=zeros.copy(),
        exit_day=np.full(size, NEVER, np.int32),
        exit_file=np.full(size, NO_FILE, np.int32),
        move_day=np.full(size, NEVER, np.int32),
        calm=np.concatenate([np.full(len(g.draft), g.came in (OPENED, MOVED_IN, JOINED)) for g in groups]),
    )


def pick(rng: np.random.Generator, weights: NDArray[np.float64] | Mask, size: int) -> Ints:
    """*size* different rows, those of more weight more likely; in random order."""
    rows = np.flatnonzero(weights > 0)
    if len(rows) < size:
        raise ValueError(f"The demo needs {size} people of a kind and has {len(rows)}.")
    luck = np.log(weights[rows].astype(float)) + rng.gumbel(size=len(rows))
    best = np.argpartition(-luck, size - 1)[:size] if size else np.empty(0, int)
    return rng.permutation(rows[best]).astype(np.int32)


def pick_some(rng: np.random.Generator, mask: Mask, size: int) -> Ints:
    """Up to *size* different rows: all there are where a small demo has fewer."""
    return pick(rng, mask, min(size, int(mask.sum())))
