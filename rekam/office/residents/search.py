"""One box for everything a counter has in hand: a NIK or parts of it, a family card, a name, a birth date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from django.db.models import Q, QuerySet

from rekam.domain import nik as niks
from rekam.domain import sounds
from rekam.domain.wording import MONTHS, read_date
from rekam.office.recordings.models import Session
from rekam.office.regions import queries as regions
from rekam.office.residents import name_index
from rekam.office.residents.actions import name_key
from rekam.office.residents.models import Resident

MOST = 100  # what one reads through; more is asked for more exactly
CANDIDATES = 400
LEAST_LIKE = 0.72  # below this, two names have nothing to do with each other
FEWEST_LETTERS, FEWEST_DIGITS = 3, 4
EARLIEST_YEAR, LATEST_YEAR = 1880, 2100

_MONTHS = {name.upper(): n for names in MONTHS.values() for n, name in enumerate(names, start=1)}
_DATE = re.compile(r"\b(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{1,2}-\d{1,2})\b", re.ASCII)
_LONG_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})\b", re.ASCII | re.IGNORECASE)
# As lists show it: 640804••••••0001, and as people type that: 640804...0001, 640804*0001.
_MASKED = re.compile(r"\b(\d{4,8})\s*[•*.…xX_]{1,}\s*(\d{2,6})\b", re.ASCII)
_NUMBER = re.compile(r"\d[\d .\-]*", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What somebody typed, taken apart. ``first`` and ``last`` are the ends of a NIK shown masked."""

    number: str = ""
    first: str = ""
    last: str = ""
    name: str = ""
    born: date | None = None
    year: int | None = None

    @property
    def births(self) -> tuple[date, date] | None:
        """The days of birth that it allows: a whole year, as the day itself is often wrong by a digit."""
        year = self.born.year if self.born else self.year
        return (date(year, 1, 1), date(year, 12, 31)) if year else None

    @property
    def is_whole(self) -> bool:
        """A whole NIK or family card number, or one with a digit missing or too many."""
        return len(self.number) >= niks.LENGTH - 1

    @property
    def by(self) -> str:
        """What it goes by, for the audit trail: never what was typed."""
        parts = {
            "number": self.number or self.first,
            "name": self.name,
            "birth date": self.born,
            "birth year": self.year,
        }
        return ", ".join(name for name, value in parts.items() if value) or "nothing"


@dataclass(frozen=True)
class Hit:
    """A resident who may be meant, and how: a code of ``words.HOW``."""

    resident: Resident
    how: str
    likeness: float = 1.0
    same_birth: bool = False


@dataclass(frozen=True)
class Found:
    """The answer: hits in order, and the codes of what one should know (see ``words.SEARCH_NOTES``)."""

    asked: Asked
    hits: list[Hit] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    @property
    def the_one(self) -> Resident | None:
        """The resident, when a whole NIK names one."""
        return self.hits[0].resident if len(self.hits) == 1 and self.hits[0].how == "nik" else None


def read(text: str) -> Asked:
    """Take apart what was typed, in any order."""
    text = " ".join(text.split())[:200]
    born, text = _date_in(text)
    masked = _MASKED.search(text)
    if masked and len(_digits(text)) < niks.LENGTH:
        text = text.replace(masked[0], " ")
        return Asked(first=masked[1], last=masked[2], name=_name(text), born=born)
    number, text = _number_in(text)
    year = None
    if len(number) == 4 and EARLIEST_YEAR <= int(number) <= LATEST_YEAR:
        number, year = "", int(number)
    return Asked(number=number, name=_name(text), born=born, year=year)


def _date_in(text: str) -> tuple[date | None, str]:
    if (found := _DATE.search(text)) and (born := read_date(found[0])):
        return born, text.replace(found[0], " ")
    if found := _LONG_DATE.search(text):
        month = _MONTHS[found[2].upper()]
        if born := read_date(f"{found[1]}-{month}-{found[3]}"):
            return born, text.replace(found[0], " ")
    return None, text


def _number_in(text: str) -> tuple[str, str]:
    found = _NUMBER.findall(text)
    whole, state = niks.read(text)
    if whole and state in ("exact", "repaired", "float"):
        return whole, ""
    return "".join(_digits(part) for part in found), _NUMBER.sub(" ", text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text, flags=re.ASCII)


def _name(text: str) -> str:
    return str(pl.select(name_key(pl.lit(text))).item())


def find(asked: Asked, *, within: str) -> Found:
    """Who may be meant, among the residents of an area (``""``: everywhere)."""
    people = Resident.objects.select_related("area__parent")
    areas = None
    if within:
        areas = set(regions.villages(within).values_list("pk", flat=True))
        people = people.filter(area__in=areas)
    if asked.is_whole:
        return _by_whole_number(asked, people, within)
    if asked.number or asked.first:
        return _by_part(asked, people)
    if len(sounds.of_text(asked.name).replace(" ", "")) >= FEWEST_LETTERS:
        return _by_name(asked, people, areas)
    if asked.born:
        return _listed(asked, "birth", people.filter(born=asked.born).order_by("name_key"))
    return Found(asked, notes=("search.too_little",))


def _by_whole_number(asked: Asked, people: QuerySet[Resident], within: str) -> Found:
    for how in ("nik", "kk"):
        found = _listed(asked, how, people.filter(**{how: asked.number}).order_by("born"))
        if found.hits:
            return found
    notes = ["search.unknown_nik" if len(asked.number) == niks.LENGTH else "search.not_16_digits"]
    if _is_held_session(asked.number, within):
        notes.append("search.recorded_but_unknown")
    near = _listed(asked, "typo", people.filter(nik__in=_near(asked.number)).order_by("name_key"))
    notes += ["search.typo"] if near.hits else []
    return Found(asked, near.hits, (*notes, *near.notes))


def _is_held_session(number: str, within: str) -> bool:
    """Recorded, by a NIK that the register does not know."""
    recorded = Session.objects.filter(nik=number, area_code__startswith=within).exists()
    return recorded and not Resident.objects.filter(nik=number).exists()


def _near(number: str) -> list[str]:
    """Every NIK from which *number* comes by one slip: a digit wrong, missing, too many, or two exchanged."""
    digits, places = "0123456789", range(len(number))
    if len(number) < niks.LENGTH:
        return [number[:n] + d + number[n:] for n in range(niks.LENGTH) for d in digits]
    if len(number) > niks.LENGTH:
        return [number[:n] + number[n + 1 :] for n in places] if len(number) == niks.LENGTH + 1 else []
    wrong = [number[:n] + d + number[n + 1 :] for n in places for d in digits]
    exchanged = [number[:n] + number[n + 1] + number[n] + number[n + 2 :] for n in places[:-1]]
    return [*wrong, *exchanged]


def _by_part(asked: Asked, people: QuerySet[Resident]) -> Found:
    if asked.first:
        wanted = Q(nik__gte=asked.first, nik__lt=f"{asked.first}:", nik__endswith=asked.last)
        return _listed(asked, "part", _narrowed(people.filter(wanted), asked))
    if len(asked.number) < FEWEST_DIGITS:
        return Found(asked, notes=("search.too_little",))
    found = [_listed(asked, "part", _narrowed(people.filter(nik__contains=asked.number), asked))]
    if not found[0].hits:  # asked for one after the other: together no index would serve
        found.append(_listed(asked, "kk", _narrowed(people.filter(kk__contains=asked.number), asked)))
    return found[-1]


def _narrowed(people: QuerySet[Resident], asked: Asked) -> QuerySet[Resident]:
    """By what else was typed beside a part of a number."""
    if asked.births:
        people = people.filter(born__range=asked.births)
    for word in asked.name.split():
        people = people.filter(name_key__contains=word)
    return people


def _by_name(asked: Asked, people: QuerySet[Resident], areas: set[int] | None) -> Found:
    hits = _alike(asked, people, areas, asked.births)
    if hits or not asked.births:
        return _cut(asked, hits)
    others = _cut(asked, _alike(asked, people, areas, None))
    return Found(asked, others.hits, (*others.notes, "search.other_birth")) if others.hits else others


def _alike(
    asked: Asked, people: QuerySet[Resident], areas: set[int] | None, births: tuple[date, date] | None
) -> list[Hit]:
    ids = name_index.nearest(asked.name, born=births, areas=areas, most=CANDIDATES)
    found = [_judged(resident, asked) for resident in people.filter(pk__in=ids)]
    likely = [hit for hit in found if hit.likeness >= LEAST_LIKE]
    return sorted(
        likely, key=lambda h: (not h.same_birth, -round(h.likeness, 2), h.resident.name_key, h.resident.pk)
    )


def _judged(resident: Resident, asked: Asked) -> Hit:
    likeness = sounds.likeness(asked.name, resident.name_key)
    words = set(resident.name_key.split())
    how = "like"
    if all(word in words for word in asked.name.split()):
        how = "name"
    elif likeness >= sounds.SAME_SOUND - 3 * sounds.EACH_WORD_MORE:
        how = "sound"
    return Hit(resident, how, likeness, same_birth=asked.born == resident.born)


def _listed(asked: Asked, how: str, people: QuerySet[Resident]) -> Found:
    some = list(people[: MOST + 1])
    return _cut(asked, [Hit(r, how, same_birth=asked.born == r.born) for r in some])


def _cut(asked: Asked, hits: Iterable[Hit]) -> Found:
    hits = list(hits)
    return Found(asked, hits[:MOST], ("search.more",) if len(hits) > MOST else ())
