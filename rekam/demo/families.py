"""Families: who lives with whom, how old they are, and in which village."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rekam.demo.days import Floats, Ints
from rekam.demo.people import (
    CHILD,
    DIVORCED,
    HEAD,
    KIN,
    MAN,
    MARRIED,
    PARENT,
    SINGLE,
    WIDOWED,
    WIFE,
    WOMAN,
    Draft,
)
from rekam.demo.places import Places

COUPLE, LONE_MAN, LONE_WOMAN, MOTHER, FATHER = range(5)
YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Mix:
    """Kinds of households (couple, lone man, lone woman, mother, father) and how old their heads are."""

    kinds: tuple[float, float, float, float, float]
    ages: tuple[tuple[int, int, float], ...]
    lone_ages: tuple[tuple[int, int, float], ...]


SETTLED = Mix(
    kinds=(0.72, 0.13, 0.04, 0.07, 0.04),
    ages=((20, 25, 0.08), (25, 30, 0.15), (30, 40, 0.34), (40, 50, 0.24), (50, 60, 0.12), (60, 80, 0.07)),
    lone_ages=((19, 25, 0.30), (25, 35, 0.38), (35, 50, 0.21), (50, 75, 0.11)),
)
# Those who come for work: more of them young, and alone.
WORKERS = Mix(
    kinds=(0.38, 0.47, 0.10, 0.03, 0.02),
    ages=((20, 25, 0.14), (25, 30, 0.26), (30, 40, 0.40), (40, 50, 0.16), (50, 60, 0.04)),
    lone_ages=((18, 25, 0.42), (25, 35, 0.42), (35, 50, 0.16)),
)


@dataclass
class Homes:
    kind: Ints
    desa: Ints
    age: Floats
    children: Ints


def make(
    rng: np.random.Generator, size: int, places: Places, mix: Mix, *, on: int, everywhere: bool = False
) -> Draft:
    """Exactly *size* people as of day *on*. *everywhere* puts a family into every village first."""
    homes = _homes(rng, size // 2 + 400, places, mix)
    if everywhere:
        homes.kind[: len(places.codes)] = COUPLE
        homes.desa[: len(places.codes)] = np.arange(len(places.codes))
    people = _members(rng, homes, on=on)
    count = np.bincount(people.household, minlength=len(homes.kind))
    whole = np.cumsum(count) <= size
    people = _rows(people, whole[people.household])
    missing = size - len(people)
    if missing:
        lone = Homes(*(value[-missing:] for value in vars(homes).values()))
        lone.kind[:] = LONE_MAN
        people = _joined(people, _members(rng, lone, on=on, alone=True))
    return _in_order(people)


def _homes(rng: np.random.Generator, size: int, places: Places, mix: Mix) -> Homes:
    kind = rng.choice(5, size, p=mix.kinds).astype(np.int32)
    alone = (kind == LONE_MAN) | (kind == LONE_WOMAN)
    settled = rng.choice(len(places.codes), size, p=places.shares)
    drawn = rng.choice(len(places.codes), size, p=places.worker_shares)
    age = np.where(alone, _ages(rng, size, mix.lone_ages), _ages(rng, size, mix.ages))
    expected = np.interp(age, [20, 25, 33, 43, 52, 62, 75], [0.45, 1.1, 2.0, 2.7, 2.6, 1.3, 0.3])
    children = np.where(alone, 0, np.minimum(rng.poisson(expected), 7))
    return Homes(kind, np.where(alone, drawn, settled).astype(np.int32), age, children.astype(np.int32))


def _ages(rng: np.random.Generator, size: int, bands: tuple[tuple[int, int, float], ...]) -> Floats:
    low, high, share = (np.array(column, float) for column in zip(*bands, strict=True))
    band = rng.choice(len(low), size, p=share)
    ages: Floats = low[band] + rng.random(size) * (high[band] - low[band])
    return ages


def _members(rng: np.random.Generator, homes: Homes, *, on: int, alone: bool = False) -> Draft:
    """All persons of all homes: heads first, then wives, children, parents and kin."""
    size = len(homes.kind)
    home = np.arange(size, dtype=np.int32)
    women = np.isin(homes.kind, (LONE_WOMAN, MOTHER))
    head = _part(home, HEAD, women, homes.age, _heads_wed(rng, homes))
    parts = [head]
    if not alone:
        wife_of = home[homes.kind == COUPLE]
        wife_age = np.maximum(17.3, homes.age[wife_of] - rng.normal(3.4, 3.2, len(wife_of)))
        parts.append(_part(wife_of, WIFE, np.ones(len(wife_of), bool), wife_age, MARRIED))
        mothers_age = homes.age - 2.0
        mothers_age[wife_of] = wife_age
        parts.append(_children(rng, homes, mothers_age))
        parts += _elders_and_kin(rng, homes)
    household, relation, sex, age, wed = (np.concatenate(column) for column in zip(*parts, strict=True))
    mate = np.full(len(household), -1, np.int32)
    if not alone:
        rows = np.arange(size, size + len(wife_of), dtype=np.int32)
        mate[rows], mate[wife_of] = wife_of, rows
    born = (on - age * YEAR - rng.random(len(age))).astype(np.int32)
    return Draft(household, relation, sex, np.minimum(born, on), homes.desa[household], wed, mate)


Part = tuple[Ints, Ints, Ints, Floats, Ints]


def _part(home: Ints, relation: int, women: NDArray[np.bool_], age: Floats, wed: Ints | int) -> Part:
    def column(value: Ints | int) -> Ints:
        return np.broadcast_to(value, len(home)).astype(np.int32)

    return home, column(relation), np.where(women, WOMAN, MAN).astype(np.int32), age, column(wed)


def _heads_wed(rng: np.random.Generator, homes: Homes) -> Ints:
    parted = np.where(rng.random(len(homes.kind)) < 0.45, DIVORCED, WIDOWED)
    elder = (homes.age > 45) & (rng.random(len(homes.kind)) < 0.6)
    alone = np.where(elder, parted, SINGLE)
    parents = np.isin(homes.kind, (MOTHER, FATHER))
    return np.where(homes.kind == COUPLE, MARRIED, np.where(parents, parted, alone)).astype(np.int32)


def _children(rng: np.random.Generator, homes: Homes, mothers_age: Floats) -> Part:
    home = np.repeat(np.arange(len(homes.kind), dtype=np.int32), homes.children)
    age = mothers_age[home] - rng.uniform(18.5, 39.0, len(home))
    small = (age < 0) & (rng.random(len(home)) < 0.30)
    age = np.where(
        small, rng.random(len(home)) * np.minimum(6, np.maximum(0.3, mothers_age[home] - 18.5)), age
    )
    # Grown-up children leave for a family card of their own.
    stays = (age > 0) & (age < 34) & (rng.random(len(home)) > (age - 18) / 16)
    home, age = home[stays], age[stays]
    return _part(home, CHILD, rng.random(len(home)) < 0.485, age, SINGLE)


def _elders_and_kin(rng: np.random.Generator, homes: Homes) -> list[Part]:
    family = np.isin(homes.kind, (COUPLE, MOTHER, FATHER))
    chance = rng.random(len(homes.kind))
    elder = np.flatnonzero(family & (chance < 0.10)).astype(np.int32)
    kin = np.flatnonzero(family & (chance > 0.85)).astype(np.int32)
    elder_age = np.minimum(homes.age[elder] + rng.uniform(19, 32, len(elder)), 93)
    kin_age = rng.uniform(11, 36, len(kin))
    return [
        _part(elder, PARENT, rng.random(len(elder)) < 0.66, elder_age, WIDOWED),
        _part(kin, KIN, rng.random(len(kin)) < 0.42, kin_age, SINGLE),
    ]


def _rows(people: Draft, keep: NDArray[np.bool_] | Ints) -> Draft:
    """Some of the people. A mate is kept as long as both are."""
    place = np.full(len(people), -1, np.int32)
    rows = np.flatnonzero(keep) if keep.dtype == bool else keep
    place[rows] = np.arange(len(rows))
    mate = people.mate[rows]
    kept = Draft(*(value[rows] for value in vars(people).values()))
    kept.mate = np.where(mate >= 0, place[mate], -1).astype(np.int32)
    return kept


def _joined(people: Draft, more: Draft) -> Draft:
    more.household = more.household + people.household.max(initial=-1) + 1
    pairs = zip(vars(people).values(), vars(more).values(), strict=True)
    return Draft(*(np.concatenate(pair).astype(np.int32) for pair in pairs))


def _in_order(people: Draft) -> Draft:
    """By village and family, as registers are kept; households numbered without gaps."""
    order = np.lexsort((people.born, people.relation, people.household, people.desa)).astype(np.int32)
    ordered = _rows(people, order)
    _, number = np.unique(ordered.household, return_inverse=True)
    ordered.household = number.astype(np.int32)
    return ordered
