"""Rows of a roll and the residents beside them, as a reader may see them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Count

from rekam.domain import sounds, wording
from rekam.domain.coverage.rules import OBLIGED_AGE, birthday
from rekam.domain.rolls import standing
from rekam.domain.rolls.words import Decision, Result
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.clients import words
from rekam.office.clients.models import Roll, RollRow, RollState
from rekam.office.residents import lists, name_index
from rekam.office.residents import words as of_residents
from rekam.office.residents.models import Resident

NUMBER = re.compile(r"\d[\d .\-]{10,}\d|\d[.,]\d+[eE]\+?\d+", re.ASCII)
MOST_NEAREST = 5
LEAST_LIKE = 0.8


def hidden(text: str) -> str:
    """A number as it was written with its middle hidden, damaged or not."""
    return NUMBER.sub(lambda found: _hidden(found[0]), text)


def _hidden(number: str) -> str:
    if len(number) < 12:  # 6,40804E+15 says no more than a district
        return number
    return f"{number[:6]}{'•' * (len(number) - 10)}{number[-4:]}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A row in the list of a roll. ``who`` is the resident, or none where the reader may not see them."""

    row: RollRow
    written: str
    who: Resident | None
    is_hidden: bool
    nik: str
    result: str
    tone: str
    state: str
    turns_17: date | None
    other_rolls: int


def rows(ids: Sequence[int], results: dict[int, str], *, reader: object) -> list[Shown]:
    """The rows of one page, in its order."""
    held = RollRow.objects.select_related("resident__area__parent", "decided_by")
    found = held.in_bulk(list(ids))
    others = _on_others([row.resident_id for row in found.values() if row.resident_id])
    return [_shown(found[pk], results[pk], reader, others) for pk in ids if pk in found]


def _shown(row: RollRow, result: str, reader: object, others: dict[int, int]) -> Shown:
    whole = rights.can(reader, Right.SEE_FULL_NIK)
    who = row.resident if row.resident and may_see(reader, row.resident) else None
    turns = birthday(who.born, OBLIGED_AGE) if who and result == Result.FIRST_TIMER else None
    return Shown(
        row=row,
        written=row.written if whole else hidden(row.written),
        who=who,
        is_hidden=row.resident is not None and who is None,
        nik=(who.nik if whole else wording.masked(who.nik)) if who else "",
        result=str(words.RESULTS[result]),
        tone=words.TONES.get(result, "quiet"),
        state=str(words.NUMBER_STATES.get(row.nik_state, "")),
        turns_17=turns,
        other_rolls=others.get(row.resident_id or 0, 1) - 1,
    )


def may_see(reader: object, resident: Resident) -> bool:
    return rights.within(reader, resident.area.code)


def _on_others(residents: Sequence[int]) -> dict[int, int]:
    """On how many rolls that count each of some residents stands."""
    rows_ = RollRow.objects.filter(
        resident__in=residents, same_as=None, roll__state=RollState.MATCHED, roll__client__is_active=True
    )
    return dict(rows_.order_by().values_list("resident").annotate(Count("roll", distinct=True)))


def on_other_rolls(roll: Roll) -> int:
    """How many residents of a roll stand on another roll as well: each counts once."""
    others = RollRow.objects.filter(
        same_as=None, resident__isnull=False, roll__state=RollState.MATCHED, roll__client__is_active=True
    ).exclude(roll=roll)
    own = roll.rows.filter(same_as=None, resident__isnull=False)
    return own.filter(resident__in=others.values("resident")).count()


def turning_17_soon(rows_: pl.DataFrame, on: date) -> int:
    """First-timers who complete 17 within a quarter of a year, and then count."""
    born = rows_.filter(pl.col("result") == Result.FIRST_TIMER.value)["born"].to_list()
    return sum((standing.turns_17(day, on) or 0) <= standing.SOON_DAYS for day in born)


# -- a pair side by side ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the register beside a row: what the register says, and where it says otherwise."""

    who: Resident
    nik: str
    how: str
    state: str
    tone: str
    name_differs: bool
    born_differs: bool
    sex_differs: bool


def candidates(row: RollRow, *, reader: object, on: date, years: int) -> tuple[list[Candidate], int]:
    """Who the row may be, best first, and how many there are whom the reader may not see."""
    order = [(each["nik"], str(words.HOW[each["how"]])) for each in row.candidates]
    held = _residents([nik for nik, _how in order])
    found = [(held[nik], how) for nik, how in order if nik in held]
    known = {who.pk for who, _how in found}
    found += [(who, str(words.HOW["decided"])) for who in _decided(row) if who.pk not in known]
    visible = [(who, how) for who, how in found if may_see(reader, who)]
    told = [_candidate(row, who, how, reader, on, years) for who, how in visible]
    return told, len(found) - len(visible)


def _residents(niks: Sequence[str]) -> dict[str, Resident]:
    people = Resident.objects.select_related("area__parent").filter(nik__in=list(niks))
    return {who.nik: who for who in people}


def _decided(row: RollRow) -> list[Resident]:
    niks = [row.decided_nik] if row.decision == Decision.THIS else []
    found = list(_residents(niks).values())
    return found or ([row.resident] if row.resident else [])


def nearest(row: RollRow, *, reader: object, on: date, years: int) -> list[Candidate]:
    """Residents with the nearest names, for a row of which nobody was found."""
    if not row.name_key:
        return []
    ids = name_index.nearest(row.name_key, most=200)
    people = Resident.objects.select_related("area__parent").filter(pk__in=ids)
    scored = [
        (max(sounds.likeness(row.name_key, who.name_key), sounds.likeness(who.name_key, row.name_key)), who)
        for who in people
    ]
    best = sorted((each for each in scored if each[0] >= LEAST_LIKE), key=lambda e: (-e[0], e[1].pk))
    visible = [who for _score, who in best if may_see(reader, who)][:MOST_NEAREST]
    return [_candidate(row, who, str(of_residents.HOW["like"]), reader, on, years) for who in visible]


def _candidate(row: RollRow, who: Resident, how: str, reader: object, on: date, years: int) -> Candidate:
    state, _since = lists.state_of(who, on=on, years=years)
    whole = rights.can(reader, Right.SEE_FULL_NIK)
    return Candidate(
        who=who,
        nik=who.nik if whole else wording.masked(who.nik),
        how=how,
        state=str(of_residents.STATES.get(state, state)),
        tone=of_residents.tone(state),
        name_differs=bool(row.name_key) and row.name_key != who.name_key,
        born_differs=row.born is not None and row.born != who.born,
        sex_differs=bool(row.sex) and row.sex != who.sex,
    )


def facts(row: RollRow, reader: object) -> dict[str, Any]:
    """The row itself, as the client wrote it."""
    whole = rights.can(reader, Right.SEE_FULL_NIK)
    return {
        "written": row.written if whole else hidden(row.written),
        "state": words.NUMBER_STATES.get(row.nik_state, ""),
    }
