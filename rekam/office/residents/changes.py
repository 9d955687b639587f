"""What a source would change in the register: found without changing anything.

A whole register is narrowed as a table first: most rows are new or identical, and only residents whose facts
change go through the rules one by one.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import polars as pl

from rekam.domain.coverage import table
from rekam.domain.coverage.rules import EVER_MARRIED, NOT_COUNTED, Reason
from rekam.office.ledger import queries as ledger
from rekam.office.recordings import queries as recordings
from rekam.office.residents import facts, folding, queries, tellings

DERIVED = {"id": pl.Int64, "obliged_from": pl.Date, "first_recorded_on": pl.Date}
Histories = dict[int, queries.History]
MAY_BE_ANOTHER_PERSON = "resident.may_be_another_person"
MOVED_AWAY = "area.moved_away"  # who is not held, and whose row names no village here


@dataclass(frozen=True)
class Changes:
    """What a source says that the register does not hold.

    ``new``: residents not held, with every column of ``facts.SCHEMA``. ``changed``: id and the same columns
    as they would be. ``past``: the same, said on a day before what is held, so that only the history grows.
    ``left``: the same of residents missing from a complete file; of some a newer source spoke (``is_back``).
    ``held``: row numbers and codes for a clerk. ``repeated``: ids of whom the file says what was known on its
    day, and which facts it ``said``.
    """

    known_on: date
    new: pl.DataFrame
    changed: pl.DataFrame
    past: pl.DataFrame
    left: pl.DataFrame
    held: pl.DataFrame
    strangers: pl.DataFrame
    repeated: pl.DataFrame
    same: int = 0
    aside: int = 0
    fields: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> pl.DataFrame:
        """Residents as they would be: id and ``facts.SCHEMA``."""
        left = self.left.filter(~pl.col("is_back"))
        return pl.concat([each.select("id", *facts.SCHEMA) for each in (self.changed, left)])

    @property
    def late(self) -> pl.DataFrame:
        """The same of what only their history gains."""
        left = self.left.filter("is_back")
        return pl.concat([each.select("id", *facts.SCHEMA) for each in (self.past, left)])


def find(
    rows: pl.DataFrame,
    *,
    known_on: date,
    source: str,
    complete_for: list[int] | None,
    part: int = 0,
    opens: Collection[int] = (),
    unreadable: pl.DataFrame,
    same_person: Collection[int] = (),
    another_person: Collection[int] = (),
) -> Changes:
    """Compare *rows* (the columns a file has, with row, area_id and fingerprint) with the register.

    *complete_for* names the villages for which the file is a whole register: who is held there and missing
    from it has left, unless a row that could not be used may be theirs (*unreadable*: nik, name_key, born, kk
    and area_id, each where it was legible). None: an update, which never removes. *part*: the id of the area
    that they are, where it is not the whole office. *opens*: the villages among them of which this is the
    first complete register.
    Of rows that may be about another person under the same NIK a clerk may have decided: *same_person* are
    taken, *another_person* are left out.
    """
    rows = _with_what_is_said(rows, is_complete=complete_for is not None)
    keys = queries.keys().select("id", "nik", print_held="fingerprint", stood="standing", day_held="known_on")
    keys = keys.join(queries.confirmed_since(known_on), on="id", how="left")
    # What they change is found in their own time.
    keys = keys.with_columns(is_late=(pl.col("day_held") > known_on) | pl.col("day").is_not_null())
    met = rows.join(keys.drop("day_held", "day"), on="nik", how="left")
    is_new, late = pl.col("id").is_null(), pl.col("is_late")
    is_same = ~late & (pl.col("fingerprint") == pl.col("print_held"))
    if complete_for is not None:  # it says of each that they live there, also without a column of it
        is_same &= pl.col("standing") == pl.col("stood")
    strangers = met.filter(is_new & pl.col("area_id").is_null())
    fresh = met.filter(is_new & pl.col("area_id").is_not_null()).select(rows.columns)
    unheard = list(opens) if len(keys) else None
    compared = _beside_held(met.filter(~is_new & ~is_same).drop("print_held", "stood"))
    flags = compared.select(_differences(rows.columns))
    changed = compared.filter(flags.select(pl.any_horizontal(pl.all())).to_series() | compared["is_late"])
    in_doubt = ANOTHER_PERSON & ~pl.col("row").is_in(list(same_person))
    doubtful = changed.filter(in_doubt)
    held = doubtful.filter(~pl.col("row").is_in(list(another_person)))
    taken = flags.filter(~compared["row"].is_in(doubtful["row"].implode()))
    said = changed.filter(~in_doubt).with_columns(known_on=pl.lit(known_on), source=pl.lit(source))
    now = said.filter(~late)
    before = met.join(said.filter(late), on="row", how="semi").select("id", *rows.columns)
    past, repeated = _in_their_time(
        _complete(before, known_on=known_on, source=source, unheard=unheard), known_on
    )
    new = _complete(fresh, known_on=known_on, source=source, unheard=unheard)
    spoken = pl.concat([each.select("row") for each in (new, now, past, doubtful, strangers)])
    met = met.select("row", "id", "said", "is_late")  # a join copies every column
    same = met.filter(~late).join(spoken, on="row", how="anti").select("id", "said")
    del met, compared, fresh  # registers; what is missing is found in another
    missing = _missing(rows, keys, unreadable, known_on=known_on, complete_for=complete_for)
    missing = missing.with_columns(said=pl.lit(facts.MISSING + part, dtype=pl.Int64))
    return Changes(
        known_on=known_on,
        new=new,
        changed=now.select("row", "id", *facts.SCHEMA),
        past=past,
        left=_left(missing, known_on=known_on, source=source),
        held=held.select("row", "nik", pl.lit(MAY_BE_ANOTHER_PERSON).alias("code")),
        strangers=strangers.select("row", "nik", pl.lit(MOVED_AWAY).alias("code")),
        repeated=pl.concat([same, repeated, missing.select("id", "said")]),
        aside=len(doubtful) - len(held),
        same=len(rows) - len(spoken),
        fields={n: int(taken[n].sum()) for n in taken.columns if taken[n].any()},
    )


# A new name and a new birth date together look like a reused NIK, so a clerk decides. Either one alone is an
# ordinary correction.
ANOTHER_PERSON = (pl.col("name") != pl.col("name_held")) & (pl.col("born") != pl.col("born_held"))


def _with_what_is_said(rows: pl.DataFrame, *, is_complete: bool) -> pl.DataFrame:
    """The rows, and in ``said`` which facts each of them says. Who is in a complete register lives there."""
    if is_complete:
        standing = pl.col("standing").replace("", None) if "standing" in rows.columns else pl.lit(None)
        rows = rows.with_columns(standing=standing.cast(pl.String).fill_null("resident"))
    return rows.with_columns(facts.said_by(rows.columns))


def _complete(fresh: pl.DataFrame, *, known_on: date, source: str, unheard: list[int] | None) -> pl.DataFrame:
    """Newcomers with every column, and how the register comes to know them.

    *unheard*: the villages of which this file is the first complete register. None: all, nobody is held yet.
    """
    defaults = {"citizenship": "citizen", "standing": "resident", "marital": "single"}
    missing = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in facts.SCHEMA.items()
        if name not in fresh.columns
    ]
    # Born since the register was last complete: a child, not somebody who appeared.
    child = pl.col("born") > pl.lit(known_on).dt.offset_by("-1y")
    came = pl.when(child).then(pl.lit(Reason.BORN.value)).otherwise(pl.lit(Reason.JOINED_REGISTER.value))
    opening = pl.lit(value=True) if unheard is None else pl.col("area_id").is_in(unheard)
    whole = fresh.with_columns(missing).with_columns(
        known_on=pl.lit(known_on),
        source=pl.lit(source),
        came=pl.when(opening).then(pl.lit(Reason.OPENING.value)).otherwise(came),
    )
    texts = [pl.col(name).fill_null(defaults.get(name, "")) for name in facts.TEXTS]
    id_ = ["id"] if "id" in fresh.columns else []
    return whole.with_columns(texts).select("row", *id_, *facts.SCHEMA)


def _beside_held(rows: pl.DataFrame) -> pl.DataFrame:
    """Each row with what is held beside it (``…_held``) and every fact as it would be.

    An empty cell keeps what is held: a source that does not say a thing does not deny it. Only the days of
    arrival and ending belong to one event, and stay behind when another event follows.
    """
    held = queries.held(rows["id"].to_list())
    held = held.rename({name: f"{name}_held" for name in held.columns if name != "id"})
    said: dict[str, str] = {n: f"{n}_said" for n in folding.OF_AN_EVENT if n in rows.columns}
    met = rows.rename(said).join(held, on="id", how="inner", maintain_order="left")
    plain = [n for n in facts.SAYABLE if n not in folding.OF_AN_EVENT]
    met = met.with_columns(_as_it_would_be(name, rows.columns) for name in plain)
    if "standing" not in rows.columns:  # who had gone from the register is in a file again
        gone = pl.col("standing_held") == "left"
        met = met.with_columns(standing=pl.when(gone).then(pl.lit("resident")).otherwise("standing"))
    another_place = pl.col("area_id") != pl.col("area_id_held")
    another_standing = pl.col("standing") != pl.col("standing_held")
    return met.with_columns(
        came=pl.col("came_held"),
        arrived_on=_own_day("arrived_on", rows.columns, another_place | another_standing),
        ended_on=pl.when(pl.col("standing") != "resident").then(
            _own_day("ended_on", rows.columns, another_standing)
        ),
    )


def _as_it_would_be(name: str, said: list[str]) -> pl.Expr:
    held = pl.col(f"{name}_held")
    if name not in said:
        return held.alias(name)
    cell = pl.col(name)
    if facts.SCHEMA[name] == pl.String:
        cell = pl.when(cell != "").then(cell)
    return pl.coalesce(cell, held).alias(name)


def _own_day(name: str, said: list[str], another_event: pl.Expr) -> pl.Expr:
    cell = pl.col(f"{name}_said") if name in said else pl.lit(None, dtype=pl.Date)
    return pl.when(another_event).then(cell).otherwise(pl.coalesce(cell, pl.col(f"{name}_held")))


def _differences(said: list[str]) -> list[pl.Expr]:
    names = [n for n in facts.SAYABLE if n in said or n == "standing"]
    return [pl.col(n).ne_missing(pl.col(f"{n}_held")).alias(n) for n in names]


def _in_their_time(rows: pl.DataFrame, known_on: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows from before what is held, filled from what was known then; and of those that told nothing new id
    and said.
    """
    again = {"id": pl.Int64, "said": pl.Int64}
    news, repeated = [rows.clear()], [pl.DataFrame(schema=again)]
    for some in rows.iter_slices(queries.IDS_AT_ONCE):
        told = tellings.of(some["id"].to_list(), after=known_on)
        found = [(_told_then(told[row["id"]], row), row) for row in some.iter_rows(named=True)]
        news.append(pl.DataFrame([then for then, _row in found if then], schema=rows.schema))
        same = [(row["id"], row["said"]) for then, row in found if then == {}]
        repeated.append(pl.DataFrame(same, schema=again, orient="row"))
    return pl.concat(news), pl.concat(repeated)


def _told_then(held: list[folding.Row], row: folding.Row) -> folding.Row | None:
    """A late row in its place; empty when it tells nothing new, None when it is about nobody who was held."""
    if row["area_id"] is None and row["known_on"] < held[0]["known_on"]:
        return None  # who had moved away before anybody was held here
    place = folding.insert(held, row)
    if not place and held[1]["came"] == Reason.OPENING.value:  # there from the beginning, and before
        held[0]["came"] = Reason.OPENING.value
    return held[place] if not place or not folding.says_nothing_new(held[place - 1], row) else {}


def _missing(
    rows: pl.DataFrame,
    keys: pl.DataFrame,
    unreadable: pl.DataFrame,
    *,
    known_on: date,
    complete_for: list[int] | None,
) -> pl.DataFrame:
    """Who was held in the villages of a complete file on its day and is missing from it: id, standing then,
    and whether a newer source spoke of them since, so that they are back from its day on.
    """
    if complete_for is None:
        return pl.DataFrame(schema={"id": pl.Int64, "standing": pl.String, "is_back": pl.Boolean})
    held = queries.held_in(complete_for, known_on=known_on)
    late = keys.filter("is_late").select("id", is_back=pl.lit(value=True))
    if len(late):
        newer = keys.filter(pl.col("day_held") > known_on).join(rows, on="nik", how="anti")
        were = queries.were_held_in(complete_for, newer["id"].to_list(), known_on=known_on)
        held = pl.concat([held, were])
    gone = held.join(rows, on="nik", how="anti")
    gone = _in_no_row(gone, unreadable, keys)
    gone = gone.select("id", "standing").join(late, on="id", how="left")
    return gone.with_columns(pl.col("is_back").fill_null(value=False))


def _in_no_row(gone: pl.DataFrame, unreadable: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Those of *gone* who stand behind none of the rows that could not be used.

    By the NIK; by name and birth date; without a birth date by name and family card; without that too by name
    and village, or by the name alone where nothing else can be read, but not if the NIK is somebody's.
    """
    gone = gone.join(unreadable, on="nik", how="anti")
    gone = gone.join(unreadable, on=["name_key", "born"], how="anti")
    undated = unreadable.filter(pl.col("born").is_null())
    gone = gone.join(undated, on=["name_key", "kk"], how="anti")
    vague = undated.filter(pl.col("kk").is_null()).join(keys, on="nik", how="anti")
    gone = gone.join(vague, on=["name_key", "area_id"], how="anti")
    return gone.join(vague.filter(pl.col("area_id").is_null()), on="name_key", how="anti")


def _left(missing: pl.DataFrame, *, known_on: date, source: str) -> pl.DataFrame:
    """Those of them who lived there, as they would be: gone."""
    lived = missing.filter(standing="resident").select("id", "is_back", "said")
    as_they_are = queries.held(lived["id"].to_list())
    return (
        as_they_are.drop("said")
        .join(lived, on="id")
        .with_columns(
            standing=pl.lit("left"),
            ended_on=pl.lit(None, dtype=pl.Date),
            fingerprint=pl.lit(0, dtype=pl.Int64),
            known_on=pl.lit(known_on),
            source=pl.lit(source),
        )
    )


@dataclass(frozen=True)
class Outcome:
    """What changes make of the ledger and of the derived columns.

    Newcomers have no id yet and stand under -n ... -1 in the order of ``Changes.new``; ``numbered`` gives
    them theirs.
    ``derived`` (id, obliged_from, first_recorded_on) has everybody who went through the rules one by one.
    """

    lines: pl.DataFrame
    derived: pl.DataFrame

    def numbered(self, first: int, count: int) -> "Outcome":
        """The outcome with *count* newcomers under *first*, *first* + 1, ..."""

        def number(name: str) -> pl.Expr:
            own = pl.col(name)
            return pl.when(own < 0).then(own + count + first).otherwise(own).alias(name)

        return Outcome(
            self.lines.with_columns(number("resident_id")), self.derived.with_columns(number("id"))
        )


def work_out(changes: Changes) -> Outcome:
    """What *changes* make of the ledger. Nothing is written."""
    count = len(changes.new)
    new = changes.new.with_columns(pl.int_range(-count, 0, dtype=pl.Int64).alias("resident"))
    early = recordings.niks_with_sessions(new["nik"])
    is_early = pl.col("nik").is_in(sorted(early))
    before = [_of_early(new.filter(is_early), changes.known_on)]
    singly = outcome_of(chain(before, _of_touched(pl.concat([changes.now, changes.late]))))
    at_once = table.first_lines(for_rules(new.filter(~is_early)), known_on=changes.known_on)
    at_once = at_once.rename({"resident": "resident_id", "area": "area_id"}).select(list(ledger.LINE_SCHEMA))
    return Outcome(pl.concat([at_once.cast(pl.Schema(ledger.LINE_SCHEMA)), singly.lines]), singly.derived)


def _of_early(new: pl.DataFrame, known_on: date) -> Histories:
    """Newcomers who were recorded before the register knew them, with their sessions."""
    sessions = recordings.of_niks(new["nik"].to_list())
    return {
        row["resident"]: queries.History((facts.said(row, known_on=known_on),), tuple(sessions[row["nik"]]))
        for row in new.iter_rows(named=True)
    }


def _of_touched(touched: pl.DataFrame) -> Iterator[Histories]:
    """The histories of residents as they would be with one more saying, in portions."""
    for some in touched.iter_slices(queries.IDS_AT_ONCE):
        sessions = queries.sessions_of(some["id"].to_list())
        told = tellings.with_late(list(some.iter_rows(named=True)))
        yield {pk: queries.history(after, sessions.get(pk, ())) for pk, _before, after in told}


def outcome_of(portions: Iterable[Histories]) -> Outcome:
    """What some histories make of the ledger, less what is posted already. One portion lies in memory at a
    time: a history is large, and what it makes of the ledger is small.
    """
    parts = [_outcome_of(histories) for histories in portions] or [_outcome_of({})]
    return Outcome(pl.concat([part.lines for part in parts]), pl.concat([part.derived for part in parts]))


def _outcome_of(histories: Histories) -> Outcome:
    wanted = queries.lines_frame({pk: history.lines() for pk, history in histories.items()})
    rows = [(pk, *queries.derived(history)) for pk, history in histories.items()]
    return Outcome(difference(wanted, list(histories)), pl.DataFrame(rows, schema=DERIVED, orient="row"))


def derived(new: pl.DataFrame, known_on: date) -> pl.DataFrame:
    """The columns that follow from a newcomer's own saying: obliged_from and first_recorded_on."""
    spans = table.with_spans(for_rules(new), known_on=known_on)
    here = pl.col("until").is_null()
    return spans.select(
        pl.when(here).then("obliged_start").alias("obliged_from"),
        pl.when(~pl.col("ektp_status").is_in(list(NOT_COUNTED))).then("ektp_on").alias("first_recorded_on"),
    )


def for_rules(new: pl.DataFrame) -> pl.DataFrame:
    ever = pl.col("marital").is_in(list(EVER_MARRIED))
    return new.rename({"area_id": "area"}).with_columns(ever_married=ever)


def difference(wanted: pl.DataFrame, ids: list[int]) -> pl.DataFrame:
    """The lines to post so that the ledger holds exactly *wanted* for these residents."""
    posted = ledger.lines_of(ids)
    both = pl.concat([wanted, posted.with_columns(-pl.col("amount"))])
    return ledger.net(both).sort("resident_id", "known_on", "effective_on", "measure", "amount")
