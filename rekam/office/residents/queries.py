"""What the register holds of people, and the histories behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from rekam.domain.coverage import lines as rules
from rekam.domain.coverage.life import Life, Session, learn, recorded_on
from rekam.domain.coverage.life import Saying as Said
from rekam.domain.coverage.rules import Reason
from rekam.office import bulk
from rekam.office.ledger.queries import LINE_SCHEMA
from rekam.office.recordings import queries as recordings
from rekam.office.residents import facts
from rekam.office.residents.folding import Row
from rekam.office.residents.models import Confirmation, Saying

IDS_AT_ONCE = 10_000
NIKS_AT_ONCE = 5_000
HELD_SCHEMA = {"id": pl.Int64, **facts.SCHEMA}
NIK_SCHEMA = {"id": pl.Int64, "nik": pl.String}
CONFIRMED_SCHEMA = {"id": pl.Int64, "day": pl.Date}
DAY_SCHEMA = {"id": pl.Int64, "known_on": pl.Date}
LIFE_SCHEMA = {
    "nik": pl.String,
    "born": pl.Date,
    "marital": pl.String,
    "standing": pl.String,
    "ended_on": pl.Date,
    "known_on": pl.Date,
}
KEY_SCHEMA = {
    "id": pl.Int64,
    "nik": pl.String,
    "fingerprint": pl.Int64,
    "standing": pl.String,
    "known_on": pl.Date,
}


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
PRESENT = {
    "id": pl.Int64,
    "nik": pl.String,
    "kk": pl.String,
    "name_key": pl.String,
    "born": pl.Date,
    "area_id": pl.Int64,
    "standing": pl.String,
}


def keys() -> pl.DataFrame:
    """Of every resident what shows whether a file changes anything: ``KEY_SCHEMA``."""
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
        told = _rows_of(rows)
        sessions = recordings.of_niks(rows["nik"].to_list())
        for pk, nik in rows.select("id", "nik").iter_rows():
            found[pk] = history(told[pk], sessions.get(nik, ()))
    return found


def history(rows: Iterable[Row], sessions: Iterable[Session]) -> History:
    """Sayings and sessions of one resident as the rules take them."""
    return History(tuple(facts.said(row, known_on=row["known_on"]) for row in rows), tuple(sessions))


def rows_of(ids: Sequence[int]) -> dict[int, list[Row]]:
    """What was ever said of some residents, in the order of its days: the facts of each saying with its
    known_on and source, whether it came late and, of all but the present one, its id in ``saying``.
    """
    found: dict[int, list[Row]] = {}
    for some in _portions(ids):
        found.update(_rows_of(held(some)))
    return found


def _rows_of(present: pl.DataFrame) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {pk: [] for pk in present["id"]}
    earlier = Saying.objects.filter(resident_id__in=list(found)).order_by("known_on", "id")
    columns = ("resident_id", "id", "known_on", "source", "came_late", "facts")
    for pk, number, known_on, source, came_late, kept in earlier.values_list(*columns):
        about = {"known_on": known_on, "source": source, "came_late": came_late, "saying": number}
        found[pk].append({**facts.from_json(kept), **about})
    for row in present.iter_rows(named=True):
        found[row["id"]].append({**row, "came_late": False, "saying": None})
    return found


def sessions_of(ids: Sequence[int]) -> dict[int, list[Session]]:
    """The sessions of some residents, by their ids."""
    niks = pl.concat([pl.DataFrame(schema=NIK_SCHEMA), *(_niks(some) for some in _portions(ids))])
    sessions = recordings.of_niks(niks["nik"].to_list())
    return {pk: sessions[nik] for pk, nik in niks.iter_rows() if nik in sessions}


def _niks(ids: Sequence[int]) -> pl.DataFrame:
    return bulk.read(f"FROM residents_resident WHERE id IN ({_listed(ids)})", schema=NIK_SCHEMA)


def ids_of(niks: Sequence[str]) -> dict[str, int]:
    """The residents among some NIKs."""
    found: dict[str, int] = {}
    for some in (niks[n : n + NIKS_AT_ONCE] for n in range(0, len(niks), NIKS_AT_ONCE)):
        places = ", ".join(["%s"] * len(some))
        rest = f"FROM residents_resident WHERE nik IN ({places})"
        found.update(bulk.read(rest, list(some), schema={"nik": pl.String, "id": pl.Int64}).iter_rows())
    return found


def lives_of(niks: Sequence[str]) -> pl.DataFrame:
    """When the residents among some NIKs were born and what became of them: ``LIFE_SCHEMA``."""
    parts = [pl.DataFrame(schema=LIFE_SCHEMA)]
    for some in (niks[n : n + NIKS_AT_ONCE] for n in range(0, len(niks), NIKS_AT_ONCE)):
        places = ", ".join(["%s"] * len(some))
        parts.append(
            bulk.read(f"FROM residents_resident WHERE nik IN ({places})", list(some), schema=LIFE_SCHEMA)
        )
    return pl.concat(parts)


def held_in(area_ids: Sequence[int], *, known_on: date) -> pl.DataFrame:
    """Who is held in some villages, if nothing newer was said than on a day."""
    sql = f"FROM residents_resident WHERE known_on <= %s AND area_id IN ({_listed(area_ids)})"
    return bulk.read(sql, [known_on], schema=PRESENT)


def were_held_in(area_ids: Sequence[int], ids: Sequence[int], *, known_on: date) -> pl.DataFrame:
    """The same of who of some residents was held so on a day, where something newer was said since."""
    villages = set(area_ids)
    parts = [pl.DataFrame(schema=PRESENT)]
    for some in _portions(ids):
        told = Saying.objects.filter(resident_id__in=some, known_on__lte=known_on)
        columns = ("resident_id", "facts__area_id", "facts__standing")
        last = {pk: facts for pk, *facts in told.order_by("known_on", "id").values_list(*columns).iterator()}
        stood = [(pk, area, standing) for pk, (area, standing) in last.items() if area in villages]
        then = pl.DataFrame(
            stood, schema={n: PRESENT[n] for n in ("id", "area_id", "standing")}, orient="row"
        )
        of_them = f"FROM residents_resident WHERE id IN ({_listed(then['id'])})"
        present = bulk.read(of_them, schema=PRESENT).drop("area_id", "standing")
        parts.append(present.join(then, on="id").select(*PRESENT))
    return pl.concat(parts)


def villages_opened() -> set[int]:
    """The villages of which somebody has been held since the first register."""
    sql = "FROM residents_resident WHERE came = %s GROUP BY area_id"
    return set(bulk.read(sql, [Reason.OPENING.value], schema={"area_id": pl.Int64})["area_id"])


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That a source said of a resident what was known on its day. ``place``: which came before which.
    ``said``: which facts, None where that was not kept.
    """

    place: int
    source: str
    known_on: date
    said: int | None


def confirmations(ids: Sequence[int], *, after: date, but_of: str = "") -> dict[int, list[Confirmed]]:
    """What files confirmed of some residents on the days after one, in the order of those days."""
    found: dict[int, list[Confirmed]] = {}
    asked = pl.Series("id", ids, dtype=pl.Int64).implode()
    kept = Confirmation.objects.filter(known_on__gt=after).exclude(source=but_of).order_by("known_on", "id")
    for each in kept.iterator():
        residents = bulk.unpacked(each.residents)
        said = bulk.unpacked_in_order(each.said) if each.said else pl.Series([None] * len(residents))
        for pk, bits in (
            pl.DataFrame({"id": residents, "said": said}).filter(pl.col("id").is_in(asked)).rows()
        ):
            found.setdefault(pk, []).append(Confirmed(each.pk, each.source, each.known_on, bits))
    return found


def confirmed_since(known_on: date) -> pl.DataFrame:
    """Who was held as somebody said again on a later day: id, and the last such day."""
    parts = [
        pl.DataFrame({"id": bulk.unpacked(kept)}).with_columns(day=pl.lit(day))
        for kept, day in Confirmation.objects.filter(known_on__gt=known_on).values_list(
            "residents", "known_on"
        )
    ]
    found = pl.concat([pl.DataFrame(schema=CONFIRMED_SCHEMA), *parts])
    return found.group_by("id").agg(pl.col("day").max())


def touched_after(source: str) -> int:
    """How many residents a later source has spoken of since *source* did, be it to confirm it."""
    spoken_of = set(
        Saying.objects.filter(source=source, came_late=False).values_list("resident_id", flat=True)
    )
    present = bulk.read("FROM residents_resident WHERE source = %s", [source], schema=DAY_SCHEMA)
    own = Confirmation.objects.filter(source=source).values_list("id", flat=True).first() or 0
    since = Confirmation.objects.filter(id__gt=own).values_list("residents", "known_on")
    for kept, day in since:
        stood = present.filter(pl.col("known_on") <= day)["id"]
        spoken_of |= set(stood.filter(stood.is_in(bulk.unpacked(kept).implode())))
    return len(spoken_of)


def derived(history: History) -> tuple[date | None, date | None]:
    """``obliged_from`` (only while the person lives here) and ``first_recorded_on``, as known now."""
    life = history.life(date.max)
    first = history.first_recorded(date.max)
    return (rules.obliged_since(life) if life else None), first


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
