"""Finding a person of the pack by what is said or shown at the counter: NIK, family card, name, birth, QR.

Names are found by how they sound (`domain.sounds`): an index of the groups of three letters of every sound
proposes some, and `likeness` puts them in order. Fifty thousand people take a few hundredths of a second.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import accumulate

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from rekam.domain import sounds
from rekam.domain.recording import summons
from rekam.domain.wording import read_date
from rekam.station.packs import queries
from rekam.station.packs.models import Resident

MOST = 12
CANDIDATES = 60
RANKED = 400  # of the whole pack: rarer groups alone tell less of a name than all of them
MOST_RANKED = 20_000  # names, each as often as a group stands in it: some 20 ms on a modest machine
FEWEST_GROUPS = 3
LEAST_LIKE = 0.72  # below this, two names have nothing to do with each other
BEGINNING = 0.9  # as far as it was said
JUST_SO = 0.9  # a letter or two off; two people who share one name of three are less alike
SAME_YEAR = 0.05  # what the right year of birth is worth beside a name
NEAR_YEAR = 0.02  # a year off, as years are often told
FEWEST_DIGITS, FEWEST_LETTERS = 4, 2
WHOLE = 16
EARLIEST_YEAR, LATEST_YEAR = 1880, 2100
_DATE = re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b|\b\d{4}-\d{1,2}-\d{1,2}\b", re.ASCII)
_DIGITS = re.compile(r"\d[\d .]*\d|\d", re.ASCII)


Group = tuple[str, str, str]


@dataclass(frozen=True)
class Asked:
    """What was typed, taken apart."""

    number: str = ""
    name: str = ""
    born: date | None = None
    year: int | None = None


@dataclass(frozen=True)
class Hit:
    """Somebody who may be meant. `how`: nik, kk, part, name or birth."""

    resident: Resident
    how: str
    likeness: float = 1.0


def find(text: str, *, most: int = MOST) -> list[Hit]:
    """Who may be meant, the likeliest first; nobody by a summons of somebody who is not on the pack."""
    if summons.read(text) or not queries.residents().exists():
        return []
    return look(read(text), most=most)


def is_like(one: str, other: str) -> bool:
    """Whether two names may be of one person."""
    return sounds.likeness(key(one), key(other)) >= LEAST_LIKE


def by_token(token: str) -> Resident | None:
    """Whom a summons of the office names by its QR code, as it is scanned or typed."""
    return queries.residents().filter(token=summons.read(token) or token).first()


def is_unknown_summons(text: str) -> bool:
    """Whether it has the form of a summons's code that the pack does not know: printed after the pack was
    made, or for somebody who is not in it.
    """
    return bool(summons.read(text)) and by_token(text) is None


def read(text: str) -> Asked:
    """In any order: `siti aminah 1990`, `6408...`, `12-09-1990 budi`."""
    rest = " ".join(text.split())[:200]
    born = None
    if (found := _DATE.search(rest)) and (born := read_date(found[0])):
        rest = rest.replace(found[0], " ")
    numbers = [re.sub(r"\D", "", part) for part in _DIGITS.findall(rest)]
    years = [int(n) for n in numbers if len(n) == 4 and EARLIEST_YEAR <= int(n) <= LATEST_YEAR]
    number = "".join(n for n in numbers if not (len(n) == 4 and int(n) in years))
    if re.fullmatch(r"[\d .\-]+", rest) and not years:
        number = re.sub(r"\D", "", rest)
    year = born.year if born else (years[0] if years else None)
    return Asked(number=number, name=key(rest), born=born, year=year)


def key(name: str) -> str:
    """Capital letters and single spaces, as names are compared everywhere."""
    return " ".join("".join(c if c.isalpha() else " " for c in name.upper()).split())


def look(asked: Asked, *, most: int = MOST) -> list[Hit]:
    if len(asked.number) >= FEWEST_DIGITS:
        return _by_number(asked, most)
    if len(asked.name.replace(" ", "")) >= FEWEST_LETTERS:
        return _by_name(asked, most)
    if asked.born:
        return [Hit(r, "birth") for r in Resident.objects.filter(born=asked.born).order_by("name")[:most]]
    return []


def _by_number(asked: Asked, most: int) -> list[Hit]:
    for how in ("nik", "kk"):
        found = Resident.objects.filter(**{how: asked.number}).order_by("born")[:most]
        if hits := [Hit(resident, how) for resident in found]:
            return hits
    if len(asked.number) >= WHOLE - 1:
        return [Hit(r, "part") for r in Resident.objects.filter(nik__in=_near(asked.number))[:most]]
    part = Q(nik__contains=asked.number) | Q(kk__contains=asked.number)
    return [Hit(r, "part") for r in Resident.objects.filter(part).order_by("name")[:most]]


def _near(number: str) -> list[str]:
    """Every NIK from which it comes by one slip: a digit wrong or missing, or two exchanged."""
    digits = "0123456789"
    if len(number) < WHOLE:
        return [number[:n] + d + number[n:] for n in range(WHOLE) for d in digits]
    wrong = [number[:n] + d + number[n + 1 :] for n in range(len(number)) for d in digits]
    turned = [number[:n] + number[n + 1] + number[n] + number[n + 2 :] for n in range(len(number) - 1)]
    return [*wrong, *turned]


def _by_name(asked: Asked, most: int) -> list[Hit]:
    """Of the year, if one was asked. Where nobody born then is called just so, the year may be the wrong one:
    whoever shares a name or two is always there, and hides nobody.
    """
    [sound] = sounds.of_names([asked.name])
    groups = _groups(sound)
    if not groups:
        begins = Resident.objects.filter(name__istartswith=asked.name).values_list("pk", flat=True)
        near = _like(asked, begins[:CANDIDATES])
    else:
        near = _like(asked, _of_year(groups, asked.year)) if asked.year else []
        if max((_called(asked, hit.resident) for hit in near), default=0.0) < JUST_SO:
            near = list({hit.resident.pk: hit for hit in (*near, *_like(asked, _of_all(groups)))}.values())
    return sorted(near, key=lambda hit: (-hit.likeness, _off(asked, hit.resident), hit.resident.name))[:most]


def _like(asked: Asked, places: Iterable[int]) -> list[Hit]:
    """Those at these places in the pack who may be meant."""
    residents = Resident.objects.in_bulk(list(places))
    hits = [Hit(r, "name", _likeness(asked, r)) for r in residents.values()]
    return [hit for hit in hits if hit.likeness >= LEAST_LIKE]


def _called(asked: Asked, resident: Resident) -> float:
    name = key(resident.name)
    return max(sounds.likeness(asked.name, name), BEGINNING if name.startswith(asked.name) else 0.0)


def _likeness(asked: Asked, resident: Resident) -> float:
    likeness = _called(asked, resident)
    if asked.year is None or resident.born is None:
        return likeness
    off = _off(asked, resident)
    return likeness + (SAME_YEAR if off == 0 else NEAR_YEAR if off == 1 else -SAME_YEAR)


def _off(asked: Asked, resident: Resident) -> int:
    """How many years from what was said; of namesakes the nearest is meant."""
    return abs(resident.born.year - asked.year) if asked.year and resident.born else 0


def _of_year(groups: set[Group], year: int) -> list[int]:
    """Places in the pack of those whose names share most with what was asked, born then or a year off, or
    nobody knows when: some thousands at most, looked through one by one. Two questions in one, so that the
    index alone answers.
    """
    every = f"SELECT id, sound FROM {Resident._meta.db_table} WHERE born"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{every} BETWEEN %s AND %s UNION ALL {every} IS NULL",
            [f"{year - 1:04}-01-01", f"{year + 1:04}-12-31"],
        )
        return _most_shared(groups, cursor.fetchall())


def _of_all(groups: set[Group]) -> list[int]:
    """By the index: whoever has the rarest of the groups, and of those the ones who share most. Ranking takes
    its time for each name in which a group stands, which is most of them for the commonest ones.
    """
    table = Resident._meta.db_table
    with connection.cursor() as cursor:
        if not (rarer := _rarer(cursor, groups)):
            return []
        cursor.execute(
            f"SELECT id, sound FROM {table} WHERE id IN "
            "(SELECT rowid FROM packs_sound WHERE packs_sound MATCH %s ORDER BY rank LIMIT %s)",
            [" OR ".join(f'"{group}"' for group in rarer), RANKED],
        )
        return _most_shared(groups, cursor.fetchall())


def _rarer(cursor: CursorWrapper, groups: set[Group]) -> list[str]:
    """Those that stand in the fewest names: a few at least, at most what can be ranked while one waits."""
    terms = sorted("".join(group).lower() for group in groups)  # as the index writes them
    places = ", ".join(["%s"] * len(terms))
    cursor.execute(f"SELECT term, doc FROM packs_group WHERE term IN ({places}) ORDER BY doc, term", terms)
    counted = cursor.fetchall()
    sums = accumulate(names for _, names in counted)
    return [
        term
        for n, ((term, _), names) in enumerate(zip(counted, sums, strict=True))
        if n < FEWEST_GROUPS or names <= MOST_RANKED
    ]


def _most_shared(groups: set[Group], people: Iterable[tuple[int, str]]) -> list[int]:
    """Of their places in the pack and their sounds."""
    shared = [(_shared(groups, sound), place) for place, sound in people]
    return [place for share, place in nlargest(CANDIDATES, shared) if share]


def _groups(sound: str) -> set[Group]:
    """Every three letters that follow each other."""
    return set(zip(sound, sound[1:], sound[2:], strict=False))


def _shared(groups: set[Group], sound: str) -> float:
    """How much of both is in both, from 0 to 1."""
    others = _groups(sound)
    return 2 * len(groups & others) / (len(groups) + len(others))
