"""The figures met exactly: ages first, then how many the opening register holds as recorded.

Nothing is forced onto a file. Among the many populations that could have been invented, one is chosen in
which the published figures are true.
"""

import numpy as np

from rekam.demo import others
from rekam.demo.days import (
    AUGUST_25,
    FIRST,
    JULY,
    NO_FILE,
    OPENING,
    SEPTEMBER,
    SEPTEMBER_30,
    Floats,
    Ints,
)
from rekam.demo.firsts import Office
from rekam.demo.logbook import Captures
from rekam.demo.people import CHILD, OPENED, SINGLE, TEMPORARY_STAY, WOMAN, Mask, People, pick
from rekam.demo.places import SANGATTA_UTARA
from rekam.demo.stated import Targets

TEN_YEARS = 3_653


class Miscounted(RuntimeError):
    """The invented population does not compute to what it should. Never seen by an office."""


def obliged(rng: np.random.Generator, people: People, target: int) -> None:
    """Make the obliged of 30 September as many as wanted: some children are ten years older or younger."""
    surplus = int(people.obliged(SEPTEMBER_30, SEPTEMBER).sum()) - target
    age = (SEPTEMBER_30 - people.born.first) / 365.25
    plain = people.calm & (people.came == OPENED) & (people.relation.first == CHILD)
    plain &= (people.wed.first == SINGLE) & (people.citizenship.first == 0)
    band = (age > 17.2) & (age < 26.5) if surplus > 0 else (age > 7.5) & (age < 16.5)
    rows = pick(rng, plain & band, abs(surplus))
    people.born.first[rows] += TEN_YEARS if surplus > 0 else -TEN_YEARS
    people.born.later[rows] = people.born.first[rows]
    early = people.arrived[rows] < people.born.first[rows] + 30
    people.arrived[rows[early]] = people.born.first[rows[early]] + 40
    people.entry_day[rows] = np.minimum(people.entry_day[rows], OPENING - 200)


def opening(office: Office, targets: Targets) -> Ints:
    """Choose whom the opening register holds as recorded, so that both counts come out; gives their rows."""
    people = office.people
    candidates = _candidates(office)
    score = _score(office)
    known = office.book.captures()
    here = _in_sangatta_utara(office, people.obliged(AUGUST_25, JULY))
    unrecorded = here & (known.first_valid(len(people), AUGUST_25) > AUGUST_25)
    in_town = _best(score, candidates & here, int(unrecorded.sum()) - targets.unrecorded_in_sangatta_utara)
    there = people.obliged(SEPTEMBER_30, SEPTEMBER)
    already = known.first_valid(len(people), SEPTEMBER_30) <= SEPTEMBER_30
    already[in_town] = True
    elsewhere = _best(score, candidates & ~here & there, targets.recorded - int((already & there).sum()))
    bar = score[elsewhere].min(initial=np.inf)
    gone = np.flatnonzero(candidates & ~here & ~there & (score > bar))
    rows = np.concatenate([in_town, elsewhere, gone]).astype(np.int32)
    others.attest_opening(office, rows)
    return rows


def _in_sangatta_utara(office: Office, mask: Mask) -> Mask:
    here: Mask = mask & (office.places.district[office.people.desa.at(JULY)] == SANGATTA_UTARA)
    return here


def _candidates(office: Office) -> Mask:
    """Old enough before 2016, and nothing about their age in doubt."""
    people = office.people
    before = OPENING - 30
    of_age = (people.seventeen(0) <= before) & (people.seventeen(NO_FILE - 1) <= before)
    eligible = people.citizenship.first != TEMPORARY_STAY
    mask: Mask = (people.came == OPENED) & ~office.book.taken & of_age & eligible
    return mask


def _score(office: Office) -> Floats:
    """How likely it was that somebody had been recorded by the end of 2015."""
    people = office.people
    reach = office.places.trait("reach")[people.desa.first]
    age = (OPENING - people.born.first) / 365.25
    by_age = np.interp(age, [17, 20, 25, 35, 50, 65, 85], [-1.6, -0.7, -0.1, 0.25, 0.35, 0.1, -0.9])
    works = np.where(office.employer > 0, -0.55, 0.0)
    luck = office.rng.logistic(size=len(people))
    score: Floats = reach + by_age + works + 0.12 * (people.sex.first == WOMAN) + luck
    return score


def _best(score: Floats, mask: Mask, size: int) -> Ints:
    rows = np.flatnonzero(mask)
    if not 0 <= size <= len(rows):
        raise Miscounted(f"{size} of {len(rows)} would have to be recorded before 2016.")
    return rows[np.argsort(-score[rows], kind="stable")[:size]].astype(np.int32)


def check(office: Office, targets: Targets) -> None:
    """Count everything once more from the whole truth."""
    people, known = office.people, office.book.captures()
    here = _in_sangatta_utara(office, people.obliged(AUGUST_25, JULY))
    obliged_then = people.obliged(SEPTEMBER_30, SEPTEMBER)
    computed = Targets(
        registered=int(people.registered(AUGUST_25, JULY).sum()),
        unrecorded_in_sangatta_utara=int(
            (here & (known.first_valid(len(people), AUGUST_25) > AUGUST_25)).sum()
        ),
        obliged=int(obliged_then.sum()),
        recorded=int((obliged_then & (known.first_valid(len(people), SEPTEMBER_30) <= SEPTEMBER_30)).sum()),
        recorded_in_september=recorded_in(people, known, int(FIRST[9]), SEPTEMBER_30),
    )
    if computed != targets:
        raise Miscounted(f"{computed} instead of {targets}")


def recorded_in(people: People, known: Captures, start: int, end: int) -> int:
    """Persons recorded for the first time in a span of days while already obliged."""
    first = known.first_valid(len(people), end)
    obliged_before = people.obliged(first - 1, SEPTEMBER) & people.obliged(first, SEPTEMBER)
    return int((obliged_before & (first >= start) & (first <= end)).sum())
