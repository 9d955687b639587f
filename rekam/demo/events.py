"""What happens to people in 2016, file by file: deaths, moves, marriages, corrections.

Each person is in one story at most (``People.calm``), so that every count can be followed by hand.
"""

import numpy as np

from rekam.demo.days import (
    AS_OF,
    JULY,
    NEVER,
    NO_FILE,
    OPENING,
    RELEASE_2016,
    UPDATES,
    Ints,
    in_files,
)
from rekam.demo.people import (
    CHILD,
    DIED,
    DIVORCED,
    HEAD,
    KIN,
    LEFT,
    MAN,
    MARRIED,
    MOVED_OUT,
    OPENED,
    PERMANENT_STAY,
    SINGLE,
    TEMPORARY_STAY,
    WIDOWED,
    WIFE,
    WOMAN,
    Mask,
    People,
    pick,
)
from rekam.demo.places import Places
from rekam.demo.population import DEATHS, DEPARTURES, STRUCK_OFF, Count

MOVES_WITHIN, WEDDINGS, YOUNG_BRIDES, DIVORCES = 520, 205, 22, 24
BIRTH_DATES, AGE_CROSSING, SEXES, NAMES, NEW_HOUSES = 42, 4, 14, 60, 170


def happen(rng: np.random.Generator, people: People, places: Places, count: Count) -> None:
    _die(rng, people, count)
    _strike_off(rng, people, count)
    _move(rng, people, places, count)
    _marry(rng, people, count)
    _divorce(rng, people, count)
    _correct(rng, people, count)
    _change_permits(rng, people, count)


def _calm(people: People) -> Mask:
    mask: Mask = people.calm & (people.came == OPENED)
    return mask


def _ages(people: People) -> np.ndarray:
    return (OPENING - people.born.first) / 365.25


def _leave(people: People, rows: Ints, kind: int, day: Ints, file: Ints | int) -> None:
    people.exit_kind[rows] = kind
    people.exit_day[rows] = day
    people.exit_file[rows] = file
    people.stir(rows)


def _die(rng: np.random.Generator, people: People, count: Count) -> None:
    """The old more likely. A widow or widower is known with the same file."""
    files = np.repeat(np.array(list(DEATHS), np.int32), [count(n) for n in DEATHS.values()])
    weights = np.where(_calm(people), np.exp(0.075 * np.clip(_ages(people), 0, 95)), 0)
    dead = pick(rng, weights, len(files))
    days = np.maximum(in_files(rng, files, late=0.35), people.born.first[dead] + 1).astype(np.int32)
    _leave(people, dead, DIED, days, files)
    mates = people.mate[dead]
    left = (mates >= 0) & people.calm[mates]
    people.wed.change(mates[left], WIDOWED, files[left])
    people.stir(mates[left])


def _strike_off(rng: np.random.Generator, people: People, count: Count) -> None:
    """The release of mid-2016 is cleaner: doubles and people found nowhere are gone. Most are grown up."""
    weights = np.where(_calm(people), np.where(_ages(people) > 18, 5.0, 1.0), 0)
    gone = pick(rng, weights, count(STRUCK_OFF))
    day = np.full(len(gone), AS_OF[RELEASE_2016], np.int32)
    _leave(people, gone, LEFT, day, RELEASE_2016)


def _move(rng: np.random.Generator, people: People, places: Places, count: Count) -> None:
    """Whole families, out of the regency or to another village."""
    homes = int(people.household.first.max()) + 1
    luck = rng.random(homes)
    calm = np.flatnonzero(_calm(people))
    order = calm[np.argsort(luck[people.household.first[calm]], kind="stable")].astype(np.int32)
    taken = 0
    for file, whole in DEPARTURES.items():
        rows = order[taken : taken + count(whole)]
        taken += len(rows)
        days = _together(rng, people, rows, file)
        _leave(people, rows, MOVED_OUT, np.maximum(days, people.born.first[rows] + 1), file)
    for file in UPDATES:
        rows = order[taken : taken + count(MOVES_WITHIN)]
        taken += len(rows)
        _move_within(rng, people, places, rows, file)


def _together(rng: np.random.Generator, people: People, rows: Ints, file: int) -> Ints:
    """A day for each family, the same for all its members."""
    homes, place = np.unique(people.household.first[rows], return_inverse=True)
    return in_files(rng, np.full(len(homes), file, np.int32))[place]


def _move_within(rng: np.random.Generator, people: People, places: Places, rows: Ints, file: int) -> None:
    homes, place = np.unique(people.household.first[rows], return_inverse=True)
    old = people.desa.first[rows]
    new = rng.choice(len(places.codes), len(homes), p=places.shares).astype(np.int32)
    near = np.flatnonzero(rng.random(len(homes)) < 0.6)
    for home in near:  # most stay in their district: a few hundred families
        district = places.district[old[np.argmax(place == home)]]
        villages = np.flatnonzero(places.district == district)
        new[home] = rng.choice(villages)
    new_desa = new[place]
    new_desa = np.where(new_desa == old, (old + 1) % len(places.codes), new_desa).astype(np.int32)
    days = np.maximum(_together(rng, people, rows, file), people.born.first[rows] + 1)
    known_since = np.where(people.arrived[rows] < NEVER, people.arrived[rows] + 1, 0)
    _relocate(people, rows, new_desa, np.maximum(days, known_since).astype(np.int32), file)
    people.household.change(rows, _new_homes(people, len(homes))[place], file)
    people.stir(rows)


def _relocate(people: People, rows: Ints, desa: Ints, days: Ints, file: Ints | int) -> None:
    people.desa.change(rows, desa, file)
    people.move_day[rows] = days


def _new_homes(people: People, size: int) -> Ints:
    taken = max(int(people.household.first.max()), int(people.household.later.max()))
    return np.arange(taken + 1, taken + 1 + size, dtype=np.int32)


def _marry(rng: np.random.Generator, people: People, count: Count) -> None:
    """Couples, matched by village; a wife from elsewhere moves. Some brides are not yet 17."""
    ages = _ages(people)
    single = _calm(people) & (people.wed.first == SINGLE) & (people.citizenship.first == 0)
    free = single & np.isin(people.relation.first, (CHILD, HEAD, KIN))
    men = free & (people.sex.first == MAN) & (ages > 19.5) & (ages < 34)
    women = free & (people.sex.first == WOMAN) & (people.relation.first != HEAD)
    grown, young = women & (ages > 18.2) & (ages < 30), women & (ages > 15.2) & (ages < 16.2)
    for file in UPDATES:
        _wed(rng, people, men, grown, count(WEDDINGS), file)
        _wed(rng, people, men, young, count(YOUNG_BRIDES), file)


def _wed(rng: np.random.Generator, people: People, men: Mask, women: Mask, size: int, file: int) -> None:
    grooms, brides = pick(rng, men & people.calm, size), pick(rng, women & people.calm, size)
    grooms = grooms[np.argsort(people.desa.first[grooms], kind="stable")]
    brides = brides[np.argsort(people.desa.first[brides], kind="stable")]
    homes = _new_homes(people, size)
    files = np.full(size, file, np.int32)
    days = in_files(rng, files, late=0.4)
    for rows, relation in ((grooms, HEAD), (brides, WIFE)):
        people.wed.change(rows, MARRIED, file)
        people.wed_day[rows] = days
        people.relation.change(rows, relation, file)
        people.household.change(rows, homes, file)
        people.stir(rows)
    apart = people.desa.first[brides] != people.desa.first[grooms]
    since = np.maximum(days, np.where(people.arrived[brides] < NEVER, people.arrived[brides] + 1, 0))
    _relocate(people, brides[apart], people.desa.first[grooms[apart]], since[apart].astype(np.int32), file)


def _divorce(rng: np.random.Generator, people: People, count: Count) -> None:
    wives = _calm(people) & (people.relation.first == WIFE) & (people.mate >= 0) & (_ages(people) > 21)
    wives &= people.calm[people.mate]
    files = np.repeat(np.array(UPDATES, np.int32), count(DIVORCES))
    parted = pick(rng, wives, len(files))
    for rows in (parted, people.mate[parted]):
        people.wed.change(rows, DIVORCED, files)
        people.stir(rows)


def _correct(rng: np.random.Generator, people: People, count: Count) -> None:
    """Clerks and the centre correct what was held wrongly. The NIK stays as it is."""
    files = (*UPDATES, RELEASE_2016)
    ages = _ages(people)
    citizen = people.citizenship.first == 0
    native = people.arrived == NEVER  # so that nobody arrives before being born
    grown = _calm(people) & (ages > 24) & citizen & native
    for file in files:
        rows = pick(rng, grown & people.calm, count(BIRTH_DATES))
        shift = rng.integers(-400, 400, len(rows))
        people.born.change(rows, (people.born.first[rows] + np.where(shift == 0, 1, shift)), file)
        people.stir(rows)
        for low, high, years in ((17.9, 20, 3), (11.5, 14, -5)):  # found too young, or old enough after all
            plain = _calm(people) & (ages > low) & (ages < high) & (people.wed.first == SINGLE) & native
            rows = pick(rng, plain & (people.relation.first == CHILD), count(AGE_CROSSING))
            people.born.change(rows, people.born.first[rows] + years * 365, file)
            people.stir(rows)
        rows = pick(rng, _calm(people) & (people.relation.first == CHILD), count(SEXES))
        people.sex.change(rows, 1 - people.sex.first[rows], file)
        people.stir(rows)
        _respell(rng, people, count(NAMES), file)
        rows = pick(rng, _calm(people), count(NEW_HOUSES))
        people.house.change(rows, rng.integers(1, 90, len(rows)).astype(np.int32), file)
        people.stir(rows)


def _respell(rng: np.random.Generator, people: People, size: int, file: int) -> None:
    rows = pick(rng, _calm(people), size)
    people.spelling.first[rows] = 1
    people.spelling.change(rows, 0, file)
    people.stir(rows)


def _change_permits(rng: np.random.Generator, people: People, count: Count) -> None:
    """Some foreigners are granted permanent stay, which makes them obliged."""
    staying = (people.citizenship.first == TEMPORARY_STAY) & (people.exit_file == NO_FILE)
    rows = pick(rng, staying, count(9))
    files = rng.integers(2, JULY + 1, len(rows)).astype(np.int32)
    people.citizenship.change(rows, PERMANENT_STAY, files)
