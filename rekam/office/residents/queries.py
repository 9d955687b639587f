"""What the register holds of people, and the histories behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from rekam.domain.coverage import lines as rules
from rekam.domain.coverage.life import Life, Session, learn, recorded_on
from rekam.domain.coverage.life import Saying as Said
from rekam.domain.coverage.rules import Measure
from rekam.office import bulk
from rekam.office.ledger.queries import LINE_SCHEMA
from rekam.office.recordings import queries as recordings
from rekam.office.residents import facts
from rekam.office.residents.models import Saying

IDS_AT_ONCE = 10_000
NIKS_AT_ONCE = 5_000
HELD_SCHEMA = {"id": pl.Int64, **facts.SCHEMA}
KEY_SCHEMA = {"id": pl.Int64, "nik": pl.String, "fingerprint": pl.Int64, "known_on": pl.Date}


@dataclass(frozen=True, slots=True)
class History:
    """Everything ever said of one resident, and every session of the person."""

    sayings: tuple[Said, ...]
    sessions: tuple[Session, ...]

    def lines(self) -> list[rules.Line]:
        """The ledger lines that all of it amounts to."""
        return rules.lines(self.sayings, self.sessions)

    def life(self, known: date) -> Life | None:
        """The life as known on a day."""
        life = None
        for said in self._heard(known):
            life = learn(life, said)
        return life

    def first_recorded(self, known: date) -> date | None:
        """The first recording that counts, as known on a day."""
        heard = self._heard(known)
        return recorded_on(heard[-1] if heard else None, self.sessions, known)

    def _heard(self, known: date) -> list[Said]:
        return sorted((s for s in self.sayings if s.known_on <= known), key=lambda s: s.known_on)


NOTHING = History((), ())
PRESENT = {"id": pl.Int64, "nik": pl.String, "kk": pl.String, "name_key": pl.String, "born": pl.Date}


def keys() -> pl.DataFrame:
    """Every resident's id, NIK, fingerprint and day of knowledge: enough to see what a file changes."""
    return bulk.read("FROM residents_resident", schema=KEY_SCHEMA)


def held(ids: Sequence[int]) -> pl.DataFrame:
    """The present facts of some residents."""
    parts = [
        bulk.read(
            f"FROM residents_resident WHERE id IN ({_listed(some)})",
            schema=HELD_SCHEMA,
        )
        for some in _portions(ids)
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=HELD_SCHEMA)


def histories(ids: Sequence[int]) -> dict[int, History]:
    """Everything said of some residents, from the present row, the earlier sayings and the sessions."""
    found: dict[int, History] = {}
    for some in _portions(ids):
        rows = held(some)
        sayings = _earlier(some)
        sessions = recordings.of_niks(rows["nik"].to_list())
        for row in rows.iter_rows(named=True):
            now = facts.said(row, known_on=row["known_on"])
            said = (*sayings.get(row["id"], ()), now)
            found[row["id"]] = History(said, tuple(sessions.get(row["nik"], ())))
    return found


def _earlier(ids: Sequence[int]) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = {}
    for pk, known_on, row in Saying.objects.filter(resident_id__in=ids).values_list(
        "resident_id", "known_on", "facts"
    ):
        found.setdefault(pk, []).append(facts.said(facts.from_json(row), known_on=known_on))
    return found


def ids_of(niks: Sequence[str]) -> dict[str, int]:
    """The residents among some NIKs."""
    found: dict[str, int] = {}
    for some in (niks[n : n + NIKS_AT_ONCE] for n in range(0, len(niks), NIKS_AT_ONCE)):
        places = ", ".join(["%s"] * len(some))
        rest = f"FROM residents_resident WHERE nik IN ({places})"
        found.update(bulk.read(rest, list(some), schema={"nik": pl.String, "id": pl.Int64}).iter_rows())
    return found


def present_in(area_ids: Sequence[int], *, known_on: date) -> pl.DataFrame:
    """Id, NIK, name key and birth date of who is held as living in some villages, if nothing newer is
    known.
    """
    sql = (
        "FROM residents_resident WHERE standing = 'resident' AND known_on <= %s "
        f"AND area_id IN ({_listed(area_ids)})"
    )
    return bulk.read(sql, [known_on], schema=PRESENT)


def villages_held() -> set[int]:
    """The villages of which the register holds anybody."""
    return set(bulk.read("FROM residents_resident GROUP BY area_id", schema={"area_id": pl.Int64})["area_id"])


def said_on(ids: Sequence[int]) -> pl.DataFrame:
    """The days on which earlier sources spoke of some residents: id and known_on."""
    rows = [
        row
        for some in _portions(ids)
        for row in Saying.objects.filter(resident_id__in=some).values_list("resident_id", "known_on")
    ]
    return pl.DataFrame(rows, schema={"id": pl.Int64, "known_on": pl.Date}, orient="row")


def latest_sayings(ids: Sequence[int]) -> pl.DataFrame:
    """The last saying before the present one of some residents, as rows, with its id in ``saying``."""
    latest: dict[int, dict[str, Any]] = {}
    for some in _portions(ids):
        for saying in Saying.objects.filter(resident_id__in=some).order_by("known_on", "id"):
            row = facts.from_json(saying.facts)
            row |= {"id": saying.resident_id, "known_on": saying.known_on, "source": saying.source}
            latest[saying.resident_id] = {**row, "nik": "", "saying": saying.pk}
    return pl.DataFrame(list(latest.values()), schema={**HELD_SCHEMA, "saying": pl.Int64})


def touched_after(source: str) -> int:
    """How many residents a later source has spoken of since *source* did."""
    return Saying.objects.filter(source=source, came_late=False).count()


def derived(history: History) -> tuple[date | None, date | None]:
    """``obliged_from`` (only while the person lives here) and ``first_recorded_on``, as known now."""
    life = history.life(date.max)
    first = history.first_recorded(date.max)
    if life is None:
        return None, first
    obliged = [s for s in rules.steps(life, first) if s.measure is Measure.OBLIGED]
    last = max(obliged, key=lambda s: (s.on, s.amount), default=None)
    return (last.on if last and last.amount > 0 else None), first


def lines_frame(lines: dict[int, list[rules.Line]]) -> pl.DataFrame:
    """Lines by resident as the table that the ledger takes."""
    rows = [
        (
            pk,
            int(x.area),
            x.sex,
            x.measure.value,
            x.reason.value,
            x.cause.value,
            x.amount,
            x.effective_on,
            x.known_on,
        )
        for pk, found in lines.items()
        for x in found
    ]
    return pl.DataFrame(rows, schema=LINE_SCHEMA, orient="row")


def _portions(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[n : n + IDS_AT_ONCE] for n in range(0, len(ids), IDS_AT_ONCE))


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(n) for n in numbers) or "0"
