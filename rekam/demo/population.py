"""Everybody who is ever in the register, before anything else happens to them."""

from collections.abc import Callable

import numpy as np

from rekam.demo import families
from rekam.demo.days import (
    AS_OF,
    JULY,
    NEVER,
    NO_FILE,
    OPENING,
    RELEASE_2016,
    UPDATES,
    in_files,
)
from rekam.demo.families import SETTLED, WORKERS
from rekam.demo.people import (
    BORN,
    CITIZEN,
    JOINED,
    MAN,
    MARRIED,
    MOVED_IN,
    OPENED,
    SPOILED,
    VISITOR,
    WIFE,
    WOMAN,
    Changing,
    Draft,
    Group,
    People,
    assemble,
    pick,
)
from rekam.demo.places import BENGALON, SANGATTA_UTARA, Places

Count = Callable[[float], int]

# How many enter with each register file at full scale. Release 2016 re-bases the register.
ARRIVED = {1: 610, 2: 580, 3: 660, 4: 690, 5: 720, 6: 640, 8: 760, 9: 820, 10: 840}
ENTERED = {1: 40, 2: 30, 3: 30, 4: 35, 5: 30, 6: 30, RELEASE_2016: 29_000, 8: 90, 9: 40}
BORN_IN = {1: 560, 2: 570, 3: 600, 4: 590, 5: 610, 6: 560, RELEASE_2016: 260, 8: 620, 9: 630, 10: 640}
# How many are lost with each file.
DEATHS = {1: 160, 2: 150, 3: 165, 4: 155, 5: 170, 6: 160, 8: 175, 9: 165, 10: 170}
DEPARTURES = {1: 360, 2: 330, 3: 380, 4: 370, 5: 390, 6: 350, 8: 440, 9: 410, 10: 400}
STRUCK_OFF = 18_000
SPOILED_ROWS, VISITORS = 400, 1_400


def counter(scale: float) -> Count:
    """Counts at a scale, never less than one, so that every kind of event occurs in the smallest demo."""
    return lambda whole: max(1, round(scale * whole))


def make(rng: np.random.Generator, places: Places, count: Count, *, registered: int) -> People:
    """The population; as many people open the register as make *registered* right on 25 August."""
    came = [
        _newcomers(rng, places, count, ARRIVED, MOVED_IN),
        _newcomers(rng, places, count, ENTERED, JOINED),
        _newborn(rng, count),
    ]
    gained = sum(int((group.entry_file <= JULY).sum()) for group in came)
    opening = registered - gained + lost_by_july(count)
    draft = families.make(rng, opening, places, SETTLED, on=OPENING, everywhere=True)
    people = assemble(
        [_opened(rng, draft), *came, _spoiled(rng, places, count), _visitors(rng, places, count)]
    )
    _attach_newborn(rng, people)
    _wed(rng, people, count)
    _foreigners(rng, people, places, count)
    return people


def lost_by_july(count: Count) -> int:
    months = [file for file in UPDATES if file <= JULY]
    return sum(count(DEATHS[f]) + count(DEPARTURES[f]) for f in months) + count(STRUCK_OFF)


def _opened(rng: np.random.Generator, draft: Draft) -> Group:
    """Some who opened the register are known to have arrived here years ago."""
    size = len(draft)
    arrived = np.where(rng.random(size) < 0.22, OPENING - rng.integers(200, 4_500, size), NEVER)
    arrived = np.where(arrived > draft.born + 30, arrived, NEVER).astype(np.int32)
    start = np.where(arrived < NEVER, arrived, draft.born)
    return Group(draft, OPENED, np.zeros(size, np.int32), start, arrived)


def _newcomers(
    rng: np.random.Generator, places: Places, count: Count, plan: dict[int, int], came: int
) -> Group:
    """Households that move in, or that the register had missed. All of one household enter together."""
    sizes = {file: count(whole) for file, whole in plan.items()}
    draft = families.make(rng, sum(sizes.values()), places, WORKERS, on=OPENING - 40)
    homes = int(draft.household.max()) + 1
    chances = np.array(list(sizes.values()), float)
    file = rng.choice(list(sizes), homes, p=chances / chances.sum()).astype(np.int32)
    if came == JOINED:
        file[: len(sizes)] = list(sizes)
        entry = AS_OF[file][draft.household]
        return Group(draft, came, file[draft.household], entry, np.full(len(draft), NEVER, np.int32))
    entry = np.maximum(in_files(rng, file)[draft.household], draft.born + 30).astype(np.int32)
    return Group(draft, came, file[draft.household], entry, entry)


def _newborn(rng: np.random.Generator, count: Count) -> Group:
    """Children of 2016; their families are found once everybody is there."""
    file = np.repeat(np.array(list(BORN_IN), np.int32), [count(whole) for whole in BORN_IN.values()])
    born = np.maximum(in_files(rng, file, late=0.3), OPENING - 20).astype(np.int32)
    size = len(file)
    zeros = np.zeros(size, np.int32)
    sex = np.where(rng.random(size) < 0.485, WOMAN, MAN).astype(np.int32)
    draft = Draft(zeros, zeros + 3, sex, born, zeros, zeros + 1, zeros - 1)
    # A birth before the opening that is heard of later enters the register like anybody it had missed.
    entry = np.where(born > OPENING, born, AS_OF[file]).astype(np.int32)
    return Group(draft, BORN, file, entry, np.full(size, NEVER, np.int32))


def _attach_newborn(rng: np.random.Generator, people: People) -> None:
    """Each newborn joins the family of a wife who then is not troubled by other events."""
    age = (OPENING - people.born.first) / 365.25
    wives = (people.came == OPENED) & (people.relation.first == WIFE) & (age > 18) & (age < 42)
    babies = np.flatnonzero(people.came == BORN)
    mothers = pick(rng, wives, len(babies))
    for fact in (people.household, people.desa):
        fact.first[babies] = fact.first[mothers]
        fact.later[babies] = fact.first[mothers]
    people.stir(mothers)
    people.stir(people.mate[mothers])


def _spoiled(rng: np.random.Generator, places: Places, count: Count) -> Group:
    """People of rows so damaged that nobody ever enters the register by them."""
    draft = families.make(rng, count(SPOILED_ROWS) + 150, places, SETTLED, on=OPENING)
    never = np.full(len(draft), NEVER, np.int32)
    return Group(draft, SPOILED, np.full(len(draft), NO_FILE, np.int32), never, never)


def _visitors(rng: np.random.Generator, places: Places, count: Count) -> Group:
    """People of other regencies who were recorded here and never enter the register."""
    draft = families.make(rng, 2 * count(VISITORS) + 60, places, WORKERS, on=OPENING - 3 * 365)
    never = np.full(len(draft), NEVER, np.int32)
    return Group(draft, VISITOR, np.full(len(draft), NO_FILE, np.int32), never, never)


def _wed(rng: np.random.Generator, people: People, count: Count) -> None:
    """Dates of marriage for most who are or were married, and some girls married before 17."""
    ever = people.wed.first >= MARRIED
    of_age = people.born.first + 18 * 365
    span = np.maximum(OPENING - 400 - of_age, 30)
    day = (of_age + rng.random(len(people)) ** 2 * span * 0.6).astype(np.int32)
    dated = ever & (rng.random(len(people)) < 0.7) & (day < OPENING - 45)
    people.wed_day[dated] = day[dated]
    age = (OPENING - people.born.first) / 365.25
    young = (people.came == OPENED) & (people.relation.first == 3) & (age > 15.4) & (age < 16.9)
    brides = pick(rng, young & (people.sex.first == WOMAN), count(60))
    people.wed.first[brides] = people.wed.later[brides] = MARRIED
    people.wed_day[brides] = OPENING - rng.integers(20, 90, len(brides))
    people.stir(brides)


def _foreigners(rng: np.random.Generator, people: People, places: Places, count: Count) -> None:
    """Mine staff from abroad: most stay for a time only and are not obliged."""
    age = (OPENING - people.born.first) / 365.25
    here = np.isin(places.district[people.desa.first], (SANGATTA_UTARA, BENGALON))
    alone = (people.came == OPENED) & here & (people.sex.first == MAN) & (people.mate < 0)
    chosen = pick(rng, alone & (age > 28) & (age < 60) & people.calm, count(350) + count(60))
    kinds = np.where(np.arange(len(chosen)) < count(350), 2, 1).astype(np.int32)
    people.citizenship = Changing.steady(np.full(len(people), CITIZEN, np.int32))
    people.citizenship.first[chosen] = people.citizenship.later[chosen] = kinds
    people.stir(chosen)
